/** Examples of the shapes in `contract/audit.ts`. */
export const audit = {
  auditEntry: {
    id: 'revision-15',
    at: '2026-11-28T16:48:37.166Z',
    kind: 'rules.revised',
    author: { kind: 'token', tokenId: '019ab3c4-5d6e-7000-8000-000000000001' },
    objects: [],
    revision: 15,
    facts: {},
  },
  auditLine: {
    id: '019ab3c4-5d70-7000-8000-000000000002',
    at: '2026-11-28T16:52:03.440Z',
    kind: 'roles.change',
    author: { kind: 'token', tokenId: '019ab3c4-5d6e-7000-8000-000000000001', name: 'Help desk' },
    objects: ['019ab3c4-5d6f-7000-8000-000000000003'],
    revision: null,
    facts: {},
    things: [
      {
        id: '019ab3c4-5d6f-7000-8000-000000000003',
        path: '/roles/019ab3c4-5d6f-7000-8000-000000000003',
        name: 'Engineers',
      },
    ],
  },
}
