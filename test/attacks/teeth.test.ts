/** That our verifier refuses every attack says something only if others fall for them. */
import { expect, test } from 'vitest'
import { runAttacks } from '../../src/testing/index.ts'
import { type Habits, naive } from './naive.ts'
import { certificatePem, genuine, type Shape } from './world.ts'

const plain = (id: string) => !/^T(19|32|33)/.test(id)

const cases: readonly (readonly [what: string, Shape, Habits, fooled: string])[] = [
  [
    'believes any valid signature and reads the first Assertion',
    'assertion',
    {},
    `T02-xsw3 T02-xsw4 T02-xsw5 T02-xsw6 T02-xsw9 T02-xsw10 T02-root T03-key-info T03-object T03-in-signature T03-xsw7
     T03-xsw8 T03-extensions T03-status-detail T05-advice T05-advice-signature-outside T05-confirmation-data
     T05-context-declaration T05-attribute-value T06-error-in-signature T06-error-wrapped T06-error-extensions T07-nested
     T11-instruction T11-instruction-after T13-cdata-close T14-Id T14-id T14-xml-id T14-prefixed T14-only-Id
     T16-prefix-undone T16-attribute-twice T17-default-id T17-declared-id`,
  ],
  [
    'reads the last Assertion',
    'assertion',
    { picks: 'last' },
    'T02-xsw3-after T04-twin-after T04-twin-signature-moved-before T03-key-info T06-error-wrapped',
  ],
  [
    'reads the Assertion that is a child of the root',
    'response',
    { picks: 'child' },
    'T01-xsw1 T01-xsw2 T01-object T01-key-info T01-extensions T01-extensions-whole T01-status-detail T14-Id T14-prefixed',
  ],
  ['the same, when both are signed', 'both', { picks: 'child' }, 'T01-both-wrapped T04-response-twin T17-entity-id'],
  ['reads the first Assertion of a signed Response', 'response', {}, 'T01-advice T01-last-child T03-key-info-response'],
  [
    'reads the first Assertion, when both are signed',
    'both',
    {},
    'T04-response-twin-behind T07-copy-before T07-copy-after T07-same-value',
  ],
  [
    'takes the key from the message',
    'both',
    { believesKeyInfo: true },
    'T22-certificate T22-chain T22-two-data T22-retrieval-inside T22-inner-attacker T22-outer-attacker',
  ],
  ['takes HMAC with the key it has', 'response', { hmac: true }, 'T23-hmac-pem T23-hmac-sha1'],
  [
    'does without a signature',
    'response',
    { unsignedIsFine: true },
    'T13-quoted-type T17-entity-assertion T25-stripped T25-foreign-signature T28-forged-nul T28-two-roots T28-base64-two',
  ],
  [
    'takes an exception for a yes',
    'assertion',
    { failsOpen: true },
    'T26-method-empty T26-method-none T26-method-prototype',
  ],
  [
    'reads the first piece of a text',
    'response',
    { reads: 'first' },
    'T10-comment T10-comment-text T10-attribute T12-cdata T12-cdata-end T12-attribute',
  ],
  ['reads the last piece of a text', 'response', { reads: 'last' }, 'T10-comment-before'],
  ['goes on when canonicalising fails', 'response', { canonicalNothing: true }, 'T15-empty-digest-relative'],
  [
    'looks at local names only',
    'assertion',
    { localNames: true },
    'T03-foreign-namespace T03-foreign-no-id T03-foreign-no-id-extensions',
  ],
  ['reads a digest from a comment', 'response', { digestNode: true }, 'T09-digest-comment'],
  ['verifies one SignedInfo and digests by another', 'response', { lastDigest: true }, 'T08-two-infos'],
]

test.each(cases)(
  'A service provider that %s is fooled',
  async (_, shape, habits, fooled) => {
    const { accepted } = await runAttacks(naive(certificatePem, habits), genuine(shape), {
      only: ({ id }) => plain(id),
    })
    const forged = accepted.filter((one) => one.outcome === 'forged').map((one) => one.id)
    expect(forged).toEqual(expect.arrayContaining(fooled.split(/\s+/)))
  },
  240_000,
)

test('A service provider that refuses the genuine message is told so, not praised', async () => {
  await expect(runAttacks(() => 'refused', genuine('both'))).rejects.toThrow('refuses the genuine message')
})

test('Whoever lets everybody in as the genuine person is reported with every attack, and none of them forged', async () => {
  const john = { subject: 'john', attributes: {} }
  const report = await runAttacks(() => john, genuine('response'), { only: ({ id }) => plain(id) })
  expect(report.refused).toEqual([])
  expect(new Set(report.accepted.map((one) => one.outcome))).toEqual(new Set(['unchanged']))
})
