/** Examples of the shapes in `contract/preview.ts`. */
export const preview = {
  previewInput: { provider: 'acme', nameId: { value: 'john.best' }, claims: { Email: ['john@best.example'] } },
  preview: {
    plan: {
      decision: 'update',
      changes: [
        {
          kind: 'column-set',
          column: 'Email',
          before: 'john.best@acme.example',
          after: 'john@best.example',
          because: { kind: 'claim', converterId: '019ab3c4-5d6e-7000-8000-000000000023', attribute: 'Email' },
        },
      ],
      problems: [{ code: 'roles_incomplete', details: { reason: 'absent', missing: 'memberOf' } }],
      basis: { rulesRevision: 15, userVersion: 2, contactVersion: 3 },
    },
    explanation: {
      attributes: [
        {
          name: 'Email',
          values: ['john@best.example'],
          uses: [
            { kind: 'column', column: 'Email', converterId: '019ab3c4-5d6e-7000-8000-000000000023', decides: true },
          ],
        },
      ],
      columns: [{ column: 'Name', caption: 'Full name', before: 'John Best', after: 'John Best' }],
      groups: [],
    },
    sentences: [
      'Email changes from john.best@acme.example to john@best.example (because Email says so)',
      'The groups did not all arrive, so no role is taken away. Missing: memberOf',
    ],
  },
}
