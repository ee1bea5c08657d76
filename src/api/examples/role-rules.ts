/** Examples of the shapes in `contract/role-rules.ts`. */
export const roleRules = {
  roleRuleInput: { group: 'CN=Sales,OU=Groups,DC=acme', role: 'Sales', provider: 'acme' },
  roleRuleChange: { groups: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'] },
  roleRule: {
    id: '019ab3c4-5d6e-7000-8000-000000000013',
    version: 1,
    provider: 'acme',
    group: 'CN=Sales,OU=Groups,DC=acme',
    groups: ['CN=Sales,OU=Groups,DC=acme'],
    match: null,
    role: { id: '019ab3c4-5d6e-7000-8000-000000000020', name: 'Sales' },
  },
  savedRoleRule: {
    id: '019ab3c4-5d6e-7000-8000-000000000015',
    version: 1,
    provider: null,
    group: 'CN=Admins,OU=IT,DC=acme',
    groups: ['CN=Admins,OU=IT,DC=acme'],
    match: null,
    role: { id: '019ab3c4-5d6e-7000-8000-000000000021', name: 'Administrators' },
    reaches: [
      {
        provider: 'acme',
        role: 'Administrators',
        sentence: 'Groups of acme may give Administrators, which only administrators hand out.',
      },
    ],
  },
  impactInput: { change: null },
  impact: {
    grants: 2,
    people: 2,
    losses: 2,
    exact: true,
    mustConfirm: false,
    spared: 0,
    items: [
      {
        grantId: '019ab3c4-5d6e-7000-8000-000000000029',
        user: { id: '019ab3c4-5d6e-7000-8000-000000000006', login: 'john.best', name: 'John Best' },
        role: 'Sales',
        loses: true,
      },
    ],
    next: null,
  },
  withdrawals: { provider: 'acme', hour: '2026-11-23T12:00:00.000Z', count: 0, ceiling: 200 },
}
