/** Examples of the shapes in `contract/overview.ts`. */
export const overview = {
  overview: {
    version: '0.1.0',
    range: 'day',
    from: '2026-11-22T14:00:00.000Z',
    to: '2026-11-23T13:11:15.000Z',
    stretches: ['2026-11-22T14:00:00.000Z', '2026-11-22T15:00:00.000Z', '2026-11-22T16:00:00.000Z'],
    totals: { created: 2, updated: 1, unchanged: 2, refused: 0, tested: 0 },
    series: [{ created: 0, updated: 0, unchanged: 0, refused: 0, tested: 0 }],
    providers: [
      {
        provider: 'acme',
        name: 'Acme sign-in',
        enabled: true,
        totals: { created: 2, updated: 1, unchanged: 2, refused: 0, tested: 0 },
        series: [{ created: 0, updated: 0, unchanged: 0, refused: 0, tested: 0 }],
        refusedShare: 0,
        codes: [],
      },
    ],
    worklist: [{ kind: 'email-conflict', open: 1 }],
    certificates: [],
    setUp: [{ fact: 'emergency-administrator', done: true }],
  },
}
