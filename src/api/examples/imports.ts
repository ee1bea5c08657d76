/** Examples of the shapes in `contract/imports.ts`. */
export const imports = {
  importRun: {
    id: '019ab3c4-5d6e-7000-8000-000000000021',
    dryRun: true,
    state: 'done',
    code: null,
    counts: { rows: 2, created: 1, leftOut: 1, updated: 0, unchanged: 0, lookupValues: 0 },
    createdAt: '2026-11-23T13:29:33.000Z',
    touchedAt: '2026-11-23T13:29:33.000Z',
  },
  importProblem: {
    row: 3,
    field: 'login',
    code: 'import_row_invalid',
    message: 'It is empty, and people are found again by it.',
  },
}
