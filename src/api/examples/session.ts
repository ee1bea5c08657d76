/** Examples of the shapes in `contract/session.ts`. */
export const session = {
  session: {
    userId: '019ab3c4-5d6e-7000-8000-000000000006',
    contactId: '019ab3c4-5d6e-7000-8000-000000000002',
    login: 'john.best',
    type: 'employee',
    administrator: false,
    provider: 'acme',
    name: 'John Best',
    language: null,
    timeZone: null,
    displayName: 'jitup',
    scopes: [],
    provenUntil: '2026-11-23T12:38:33.000Z',
    demo: false,
  },
}
