/**
 * The API's contract: what every request and answer looks like, one file by noun, one name for every shape. Server,
 * OpenAPI document and UI read it; the edits beneath the API check with it too, so that a page and a configuration file
 * are held to the same rules.
 */
export { auditEntry, auditLine } from './contract/audit.ts'
export { column, columnInput, columnPatch } from './contract/columns.ts'
export { configurationDifference, configurationQuery } from './contract/configuration.ts'
export {
  cellInput,
  contact,
  contactErased,
  contactEraseInput,
  contactInput,
  contactMerged,
  contactMergeInput,
  contactPatch,
  contactQuery,
  historyEntry,
} from './contract/contacts.ts'
export { converter, converterInput, converterPatch } from './contract/converters.ts'
export { coverage, coverageQuery } from './contract/coverage.ts'
export { draftInput } from './contract/drafts.ts'
export { contactExplanation, explainedValue, signOnExplanation } from './contract/explain.ts'
export { pageOf, problem } from './contract/frame.ts'
export { grant, grantEvent, grantInput } from './contract/grants.ts'
export { importProblem, importRun } from './contract/imports.ts'
export { inspection, inspectorInput, messageFacts } from './contract/inspector.ts'
export {
  lookup,
  lookupAlias,
  lookupAliasInput,
  lookupInput,
  lookupMerged,
  lookupMergeInput,
  lookupValue,
  lookupValueDetail,
  lookupValueInput,
  lookupValuePatch,
} from './contract/lookups.ts'
export { mailDelivery, mailInput, mailSettings, mailTest } from './contract/mail.ts'
export { overview, overviewQuery } from './contract/overview.ts'
export { preset, presetSummary, setup, setupDraft, setupDraftQuery } from './contract/presets.ts'
export { preview, previewInput } from './contract/preview.ts'
export {
  metadataFacts,
  metadataInput,
  provider,
  providerInput,
  providerPatch,
  providerRemoval,
} from './contract/providers.ts'
export { rehearsal, rehearsalInput, rehearsedUser } from './contract/rehearsals.ts'
export { applyInput, replay, replayInput, replayPerson, replayPersonDetail } from './contract/replays.ts'
export {
  restored,
  restoreInput,
  revised,
  revision,
  revisionDetail,
  revisionDiff,
  revisionDiffQuery,
  ruleChange,
} from './contract/revisions.ts'
export {
  impact,
  impactInput,
  roleRule,
  roleRuleChange,
  roleRuleInput,
  roleRulePatch,
  roleRuleRemoval,
  savedRoleRule,
  withdrawals,
} from './contract/role-rules.ts'
export { role, roleInput, rolePatch, roleScopes } from './contract/roles.ts'
export { rulesInput, rulesNow } from './contract/rules.ts'
export { scenario, scenarioQuery } from './contract/scenario.ts'
export { administrator, commandLine, securityFinding, securityReport } from './contract/security.ts'
export { session } from './contract/session.ts'
export {
  credentials,
  openSession,
  openSessions,
  passkey,
  passkeyInput,
  passkeyOptions,
  passwordInput,
  sessionsEnded,
  stepUpInput,
} from './contract/session-proof.ts'
export { settings, settingsInput } from './contract/settings.ts'
export { signOn, signOnDetail, signOnLine, signOnQuery } from './contract/sign-ons.ts'
export { newTestLink, testLink, testLinkInput } from './contract/test-links.ts'
export { newToken, type Scope, scopes, token, tokenInput } from './contract/tokens.ts'
export { domain, domainInput, spKey, trustEvent } from './contract/trust.ts'
export { undoInput, undone } from './contract/undo.ts'
export { erased, eraseInput, identity, identityInput, user, userPatch, userQuery } from './contract/users.ts'
export { delivery, newWebhook, webhook, webhookInput, webhookPatch } from './contract/webhooks.ts'
export { workAction, workActions, workCounts, workDetail, workEntry, workQuery } from './contract/worklist.ts'
