/** Examples of the shapes in `contract/security.ts`. */
const finding = {
  code: 'exception',
  verdict: 'warn',
  provider: 'acme',
  about: null,
  name: 'legacy-algorithms',
  at: '2026-12-24T00:00:00.000Z',
}

export const security = {
  administrator: {
    user: { id: '019ab3c4-5d6e-7000-8000-000000000012', login: 'rescue' },
    contact: { id: '019ab3c4-5d6e-7000-8000-000000000011', name: 'rescue' },
    status: 'active',
    scopes: ['admin'],
    roles: [{ id: '019ab3c4-5d6e-7000-8000-000000000003', name: 'Administrators' }],
    local: true,
    hasPassword: true,
    passkeys: 1,
    usedAt: '2026-11-23T13:21:25.000Z',
  },
  commandLine: { publicUrl: 'https://jitup.example.com', dataFolder: '/var/lib/jitup', variables: [] },
  securityFinding: finding,
  securityReport: { at: '2026-11-23T13:21:25.000Z', findings: [finding] },
}
