/** Examples of the shapes in `contract/tokens.ts`. */
export const tokens = {
  tokenInput: { name: 'HR export', scopes: ['directory:read'], expiresAt: '2027-11-23T13:21:25.000Z' },
  token: {
    id: '019ab3c4-5d6e-7000-8000-000000000034',
    name: 'HR export',
    scopes: ['directory:read'],
    createdAt: '2026-11-23T13:21:25.000Z',
    createdBy: { kind: 'user', id: '019ab3c4-5d6e-7000-8000-000000000006', name: 'john.best' },
    usedAt: null,
    revokedAt: null,
    expiresAt: '2027-11-23T13:21:25.000Z',
  },
  newToken: {
    id: '019ab3c4-5d6e-7000-8000-000000000034',
    name: 'HR export',
    scopes: ['directory:read'],
    createdAt: '2026-11-23T13:21:25.000Z',
    createdBy: { kind: 'user', id: '019ab3c4-5d6e-7000-8000-000000000006', name: 'john.best' },
    usedAt: null,
    revokedAt: null,
    expiresAt: '2027-11-23T13:21:25.000Z',
    token: 'jitup_…',
  },
}
