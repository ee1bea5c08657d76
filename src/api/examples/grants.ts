/** Examples of the shapes in `contract/grants.ts`. */
export const grants = {
  grantInput: { user: 'ida', role: 'Sales' },
  grant: {
    id: '019ab3c4-5d6e-7000-8000-000000000019',
    user: { id: '019ab3c4-5d6e-7000-8000-000000000010', login: 'ida', name: 'Ida Reed' },
    role: { id: '019ab3c4-5d6e-7000-8000-000000000020', name: 'Sales' },
    origin: 'manual',
    provider: null,
    ruleId: null,
    createdAt: '2026-11-23T12:54:59.000Z',
  },
  grantEvent: {
    at: '2026-11-23T12:54:59.000Z',
    change: 'withdrawn',
    role: { id: '019ab3c4-5d6e-7000-8000-000000000020', name: 'Sales' },
    origin: 'provider',
    provider: 'acme',
    ruleId: '019ab3c4-5d6e-7000-8000-000000000021',
    group: 'Sales team',
    by: 'sign-on',
    signOnId: '019ab3c4-5d6e-7000-8000-000000000022',
    login: null,
    token: null,
    because: 'because the group that gave it is gone',
  },
}
