/** Examples of the shapes in `contract/explain.ts`. */
export const explain = {
  signOnExplanation: {
    kept: 'whole',
    redacted: [],
    arrived: [{ name: 'Company', values: ['Our company'], uses: ['fills Account'] }],
    groups: [
      {
        group: 'CN=Sales,OU=Groups,DC=acme',
        ignored: false,
        gives: ['Sales (because of the group CN=Sales,OU=Groups,DC=acme, by the group mapping)'],
      },
    ],
    changes: [
      {
        column: null,
        sentence: 'Creates Marketing in Department',
        because: 'because Department says so',
        rule: 'The column Department is filled from the attribute Department.',
      },
    ],
    skipped: [
      {
        column: 'GivenName',
        rule: 'The column GivenName is filled from the attribute First Name.',
        plain: true,
        reason: 'it had this value already.',
      },
    ],
    problems: [],
    timings: { verified: 49419, planned: 100262, whole: 148724 },
    rules: {
      revision: 13,
      at: '2026-11-28T16:48:32.631Z',
      author: { kind: 'token', tokenId: '019ab3c4-5d6e-7000-8000-000000000001' },
    },
    sentences: [
      'The person was let in.',
      'Creates Marketing in Department (because Department says so).',
      'Department changes from Sales to Marketing (because Department says so).',
    ],
    signOn: {
      id: '019ab3c4-5d6e-7000-8000-000000000015',
      at: '2026-11-23T12:28:31.000Z',
      provider: 'acme',
      outcome: 'updated',
      code: null,
      step: null,
      userId: '019ab3c4-5d6e-7000-8000-000000000006',
      contactId: '019ab3c4-5d6e-7000-8000-000000000002',
      rulesRevision: 13,
      problems: [],
      durationMicroseconds: 148724,
    },
    steps: [{ step: 'receive', verdict: 'passed', code: null }],
  },
  explainedValue: {
    id: '019ab3c4-5d6e-7000-8000-000000000007',
    at: '2026-11-23T12:45:50.000Z',
    before: { id: '019ab3c4-5d6e-7000-8000-000000000005', name: 'Marketing' },
    after: { id: '019ab3c4-5d6e-7000-8000-000000000008', name: 'Sales' },
    origin: { at: '2026-11-23T12:45:50.000Z', kind: 'person' },
    rule: null,
    revision: null,
    sentence: 'Department changed from Marketing to Sales. It was edited by somebody.',
  },
  contactExplanation: {
    id: '019ab3c4-5d6e-7000-8000-000000000002',
    version: 3,
    columns: [
      {
        column: 'Name',
        caption: 'Full name',
        value: 'John Best',
        latest: {
          id: '019ab3c4-5d6e-7000-8000-000000000016',
          at: '2026-11-23T12:28:29.000Z',
          before: null,
          after: 'John Best',
          origin: {
            at: '2026-11-23T12:28:29.000Z',
            kind: 'composed',
            signOnId: '019ab3c4-5d6e-7000-8000-000000000017',
            providerId: '019ab3c4-5d6e-7000-8000-000000000014',
          },
          rule: null,
          revision: 13,
          sentence: 'Name became John Best. It was made from other values at a sign-in with Acme sign-in.',
        },
      },
    ],
  },
}
