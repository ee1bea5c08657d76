/** Examples of the shapes in `contract/inspector.ts`. */
export const inspector = {
  inspectorInput: { message: 'SAMLResponse=PHNhbWxwOlJlc3BvbnNl…', provider: 'acme', ownTime: true },
  inspection: {
    kind: 'Response',
    binding: 'post',
    wrapping: 'base64',
    relayState: null,
    xml: '<samlp:Response …',
    xmlCut: false,
    notParsed: null,
    facts: null,
    provider: { slug: 'acme', name: 'Acme sign-in', enabled: true, guessed: false },
    verification: {
      verdict: 'refused',
      clock: 'message',
      judgedAt: '2026-11-23T12:00:00.000Z',
      notChecked: ['transport', 'request', 'browser', 'replay', 'time'],
      steps: [
        {
          step: 'signature',
          verdict: 'refused',
          code: 'signature_invalid',
          message: 'No known key has signed this.',
          fix: null,
          evidence: {},
        },
      ],
      warnings: [],
    },
    attributes: {
      verified: false,
      nameId: { value: 'john.best', format: null, nameQualifier: null, spNameQualifier: null },
      values: [{ name: 'Email', values: ['john.best@acme.example'] }],
    },
    mapping: {
      attributes: [{ name: 'Email', uses: [{ kind: 'column', column: 'Email' }] }],
      unmapped: ['EmployeeNumber'],
      silent: [{ column: 'Phone', caption: 'Business phone', attribute: 'Phone', how: 'absent' }],
    },
    plan: null,
    withheld: [],
  },
}
