/** Examples of the shapes in `contract/settings.ts`. */
export const settings = {
  settingsInput: { helpText: 'Ask the service desk.', sessionIdleMinutes: 30 },
  settings: {
    helpText: '',
    displayName: 'jitup',
    language: 'en',
    claimsRetentionDays: 90,
    journalRetentionDays: 400,
    auditRetentionDays: 1100,
    storeClaims: true,
    redactedAttributes: [],
    sessionIdleMinutes: 30,
    sessionAbsoluteMinutes: 720,
    administratorIdleMinutes: 60,
    version: 224175081,
  },
}
