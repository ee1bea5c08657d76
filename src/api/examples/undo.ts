/** Examples of the shapes in `contract/undo.ts`. */
export const undo = {
  undoInput: { signOnId: '019ab3c4-5d6e-7000-8000-000000000015', dryRun: true },
  undone: {
    dryRun: true,
    signOn: {
      signOnId: '019ab3c4-5d6e-7000-8000-000000000015',
      userId: '019ab3c4-5d6e-7000-8000-000000000006',
      contactId: '019ab3c4-5d6e-7000-8000-000000000002',
      entryId: null,
      changes: [
        {
          kind: 'lookup-value-removed',
          id: '019ab3c4-5d6e-7000-8000-000000000005',
          lookup: 'Department',
          name: 'Marketing',
          because: { kind: 'undone', signOnId: '019ab3c4-5d6e-7000-8000-000000000015' },
        },
      ],
      sentences: ['Removes the value Marketing of Department, which nobody uses (an undo puts back what was before)'],
      conflicts: [],
    },
  },
}
