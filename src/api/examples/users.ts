/** Examples of the shapes in `contract/users.ts`. */
export const users = {
  user: {
    id: '019ab3c4-5d6e-7000-8000-000000000006',
    version: 2,
    login: 'john.best',
    type: 'employee',
    status: 'active',
    contact: { id: '019ab3c4-5d6e-7000-8000-000000000002', name: 'John Best' },
    createdAt: '2026-11-23T12:28:29.000Z',
    lastSeenAt: '2026-11-23T12:28:33.000Z',
  },
  identity: {
    id: '019ab3c4-5d6e-7000-8000-000000000037',
    provider: 'acme',
    subject: 'john.best',
    format: null,
    linkedBy: null,
    createdAt: '2026-11-23T12:28:29.000Z',
  },
  identityInput: { provider: 'acme', subject: 'ida.moss' },
  userPatch: { status: 'disabled' },
  eraseInput: { confirm: 'ida' },
  erased: {
    userId: '019ab3c4-5d6e-7000-8000-000000000010',
    contactId: '019ab3c4-5d6e-7000-8000-000000000009',
    signOns: 0,
    identities: 1,
    grants: 2,
    history: 4,
    sessions: 0,
  },
}
