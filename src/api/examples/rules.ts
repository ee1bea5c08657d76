/** Examples of the shapes in `contract/rules.ts`. */
export const rules = {
  rulesNow: {
    revision: 13,
    converters: [
      {
        id: '019ab3c4-5d6e-7000-8000-000000000012',
        version: 2,
        provider: null,
        attributes: ['Company'],
        column: 'Account',
        defaultValue: null,
        position: 1,
      },
    ],
    roleRules: [
      {
        id: '019ab3c4-5d6e-7000-8000-000000000013',
        version: 2,
        provider: 'acme',
        group: 'CN=Sales,OU=Groups,DC=acme',
        groups: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'],
        match: null,
        role: { id: '019ab3c4-5d6e-7000-8000-000000000020', name: 'Sales' },
      },
    ],
    providers: [
      {
        slug: 'acme',
        name: 'Acme sign-in',
        enabled: true,
        userType: 'employee',
        roles: 'sync',
        absentGroups: 'keep',
        exactRoleNames: true,
        allowedRoles: null,
      },
    ],
  },
  rulesInput: {
    basedOn: 13,
    converters: { upsert: [{ attributes: ['Mobile'], column: 'MobilePhone' }] },
    dryRun: true,
  },
}
