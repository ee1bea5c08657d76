/** Examples of the shapes in `contract/revisions.ts`. */
export const revisions = {
  revision: {
    revision: 13,
    at: '2026-11-28T16:48:32.631Z',
    author: { kind: 'token', tokenId: '019ab3c4-5d6e-7000-8000-000000000001' },
  },
  revisionDetail: {
    revision: 13,
    at: '2026-11-28T16:48:32.631Z',
    author: { kind: 'token', tokenId: '019ab3c4-5d6e-7000-8000-000000000001' },
    content: {
      policies: {
        acme: { id: '019ab3c4-5d6e-7000-8000-000000000014', demo: false, name: 'Acme sign-in', slug: 'acme' },
      },
      versions: {},
      roleNames: { '019ab3c4-5d6e-7000-8000-000000000020': 'Sales' },
      roleRules: [
        {
          id: '019ab3c4-5d6e-7000-8000-000000000013',
          groups: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'],
          roleId: '019ab3c4-5d6e-7000-8000-000000000020',
          providerId: '019ab3c4-5d6e-7000-8000-000000000014',
        },
      ],
      converters: [
        {
          id: '019ab3c4-5d6e-7000-8000-000000000012',
          column: 'Account',
          position: 1,
          overwrite: 'until-edited',
          attributes: ['Company'],
        },
      ],
    },
  },
  revisionDiff: {
    from: 12,
    to: 13,
    counts: { added: 0, removed: 0, changed: 1 },
    items: [
      {
        of: 'role-rule',
        change: 'changed',
        id: '019ab3c4-5d6e-7000-8000-000000000013',
        name: 'Sales',
        provider: 'acme',
        fields: [
          {
            field: 'groups',
            caption: 'groups',
            before: ['CN=Sales,OU=Groups,DC=acme'],
            after: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'],
          },
        ],
        sentence:
          'Any of CN=Sales,OU=Groups,DC=acme, CN=Sellers,OU=Groups,DC=acme gives Sales, from acme. Changed: groups from CN=Sales,OU…',
      },
    ],
    next: null,
  },
  restoreInput: { dryRun: true },
  revised: {
    dryRun: true,
    revision: null,
    counts: { added: 1, removed: 0, changed: 0 },
    changes: [
      {
        of: 'converter',
        change: 'added',
        id: '019ab3c4-5d6e-7000-8000-000000000028',
        name: 'Mobile phone',
        provider: null,
        fields: [{ field: 'column', caption: 'column', before: null, after: 'MobilePhone' }],
        sentence: 'New: The column MobilePhone is filled from the attribute Mobile.',
      },
    ],
    withdrawals: { grants: 0, people: 0, losses: 0, exact: true, mustConfirm: false, roles: [], now: false },
    widens: [],
    reaches: [],
  },
  restored: {
    dryRun: true,
    revision: null,
    counts: { added: 0, removed: 0, changed: 1 },
    changes: [
      {
        of: 'role-rule',
        change: 'changed',
        id: '019ab3c4-5d6e-7000-8000-000000000013',
        name: 'Sales',
        provider: 'acme',
        fields: [
          {
            field: 'groups',
            caption: 'groups',
            before: ['CN=Sales,OU=Groups,DC=acme', 'CN=Sellers,OU=Groups,DC=acme'],
            after: ['CN=Sales,OU=Groups,DC=acme'],
          },
        ],
        sentence:
          'CN=Sales,OU=Groups,DC=acme gives Sales, from acme. Changed: groups from CN=Sales,OU=Groups,DC=acme, CN=Sellers,OU=Groups,DC=acme to CN=Sales,OU=Groups,DC=acme.',
      },
    ],
    withdrawals: {
      grants: 2,
      people: 2,
      losses: 2,
      exact: false,
      mustConfirm: true,
      roles: [{ id: '019ab3c4-5d6e-7000-8000-000000000020', name: 'Sales', grants: 2, losses: 2, spared: 0 }],
      now: false,
    },
    widens: [],
    reaches: [],
    of: 12,
    returns: [],
    conflicts: [],
  },
}
