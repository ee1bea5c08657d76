/** Examples of the shapes in `contract/trust.ts`. */
export const trust = {
  trustEvent: {
    id: '019ab3c4-5d6e-7000-8000-000000000031',
    at: '2026-11-23T12:00:00.000Z',
    kind: 'key-waiting',
    provider: 'acme',
    author: { kind: 'system' },
    facts: { fingerprint: 'AB:CD:EF' },
  },
  spKey: {
    id: '019ab3c4-5d6e-7000-8000-000000000035',
    state: 'active',
    fingerprint: 'ab12cd34ab12cd34ab12cd34ab12cd34ab12cd34ab12cd34ab12cd34ab12cd34',
    notAfter: '2036-11-23T12:00:00.000Z',
    pem: '-----BEGIN CERTIFICATE-----\nMIIC…\n-----END CERTIFICATE-----\n',
    createdAt: '2026-11-23T12:00:00.000Z',
    changedAt: '2026-11-23T12:00:00.000Z',
  },
  domainInput: { domain: 'acme.example', provider: 'acme' },
  domain: {
    id: '019ab3c4-5d6e-7000-8000-000000000036',
    domain: 'acme.example',
    provider: 'acme',
    provenAt: null,
    counts: true,
    proof: {
      name: '_jitup.acme.example',
      type: 'TXT',
      value: 'jitup-verification=810238b9101d261ef7bd01f883bf9e0e1cae6b05',
    },
    createdAt: '2026-11-23T12:11:11.000Z',
  },
}
