import { describe, expect, test } from 'vitest'
import { encryptedAssertion, makeKeyPair, type ResponseOptions } from '../../src/testing/index.ts'
import {
  accepted,
  acsUrl,
  attacker,
  change,
  element,
  insertBefore,
  judge,
  now,
  refused,
  respond,
  spEntityId,
} from './world.ts'

const guid = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'
const sp = makeKeyPair({ commonName: 'Service provider', now })

/** Both signatures moved to the end of what they sign; a signature does not cover itself, so nothing needs signing anew. */
function late(options: Partial<ResponseOptions> & { sign: 'assertion' | 'response' }): string {
  const xml = respond(options)
  const signature = element(xml, 'ds:Signature')
  const end = options.sign === 'assertion' ? '</saml2:Assertion>' : '</saml2p:Response>'
  return insertBefore(change(xml, signature, ''), end, signature)
}

const warningsOf = (verdict: ReturnType<typeof judge>) =>
  verdict.verdict === 'accepted' ? verdict.warnings.map(({ code }) => code) : verdict.code

describe('IDs that are no XML names', () => {
  test.each([guid, '-a', '.a', '7', 'a:b', 'urn:uuid:1', `1${'a'.repeat(255)}`])(
    '%s is accepted only where it is excused, with a warning',
    (id) => {
      for (const options of [{ assertionId: id }, { responseId: id }]) {
        for (const sign of ['assertion', 'response', 'both'] as const) {
          refused(respond({ ...options, sign }), 'schema_invalid', 'schema')
          refused(respond({ ...options, sign }), 'schema_invalid', 'schema', {
            signatureLast: true,
            legacyAlgorithms: true,
          })
          expect(warningsOf(judge(respond({ ...options, sign }), { looseIds: true }))).toEqual(['loose_id'])
        }
      }
      expect(accepted(respond({ assertionId: id }), { looseIds: true }).id).toBe(id)
    },
  )
  test('two of them make one warning, and ordinary ones none', () => {
    const both = respond({ assertionId: guid, responseId: `${guid}x` })
    expect(warningsOf(judge(both, { looseIds: true }))).toEqual(['loose_id'])
    expect(warningsOf(judge(respond(), { looseIds: true }))).toEqual([])
    expect(warningsOf(judge(respond({ assertionId: '_é.1-2' }), { looseIds: true }))).toEqual([])
    expect(warningsOf(judge(respond({ assertionId: '_é.1-2' })))).toEqual([])
  })
  test.each([
    '{3f2504e0}',
    '1 2',
    '1/2',
    '1#2',
    "1'2",
    '1&amp;2',
    '1&lt;',
    'é:1',
    '',
    `1${'a'.repeat(256)}`,
    '1(2)',
    '1\u200b',
  ])('%j is accepted nowhere', (id) => {
    const xml = change(respond(), / ID="[^"]*"/, ` ID="${id}"`)
    refused(xml, 'schema_invalid', 'schema', { looseIds: true })
    refused(xml, 'schema_invalid', 'schema')
  })
  test('blanks around one do not hide it', () => {
    for (const id of [` ${guid}`, `${guid} `, ' a:b']) {
      refused(change(respond({ sign: 'assertion' }), / ID="[^"]*"/, ` ID="${id}"`), 'schema_invalid', 'schema')
    }
  })
  test('they must still be unique, and a signature must still refer to its parent', () => {
    refused(respond({ assertionId: guid, responseId: guid, sign: 'none' }), 'xml_id_duplicate', 'parse', {
      looseIds: true,
    })
    const moved = change(respond({ assertionId: guid }), `URI="#${guid}"`, 'URI="#0"')
    refused(moved, 'signature_reference', 'shape', { looseIds: true })
  })
  test('inside an encrypted assertion the same holds', () => {
    const xml = respond({ assertionId: guid, encrypt: { recipients: sp.certificatePem } })
    const decryptionKeys = [sp.privateKey]
    refused(xml, 'schema_invalid', 'decryption', { decryptionKeys })
    expect(warningsOf(judge(xml, { decryptionKeys, looseIds: true }))).toEqual(['loose_id'])
  })
})

describe('A Signature as last child', () => {
  test.each(['assertion', 'response'] as const)(
    'of the %s is accepted only where it is excused, with a warning',
    (sign) => {
      refused(late({ sign }), 'schema_invalid', 'schema')
      refused(late({ sign }), 'schema_invalid', 'schema', { looseIds: true, legacyAlgorithms: true })
      expect(warningsOf(judge(late({ sign }), { signatureLast: true }))).toEqual(['signature_last'])
      expect(warningsOf(judge(respond({ sign }), { signatureLast: true }))).toEqual([])
      accepted(late({ sign, attributes: {} }), { signatureLast: true })
    },
  )
  test('must still be good, and over what it stands in', () => {
    refused(change(late({ sign: 'assertion' }), 'john@x.example', 'ceo@x.example'), 'signature_digest', 'signature', {
      signatureLast: true,
    })
    const forged = attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request', sign: 'assertion' })
    const signature = element(forged, 'ds:Signature')
    const atEnd = insertBefore(change(forged, signature, ''), '</saml2:Assertion>', signature)
    refused(atEnd, 'signature_invalid', 'signature', { signatureLast: true })
  })
  test('is the only one: a second, before or behind, is refused', () => {
    for (const sign of ['assertion', 'response'] as const) {
      const signature = element(late({ sign }), 'ds:Signature')
      const twice = insertBefore(
        late({ sign }),
        sign === 'assertion' ? '</saml2:Assertion>' : '</saml2p:Response>',
        signature,
      )
      refused(twice, 'schema_invalid', 'schema', { signatureLast: true })
    }
    const assertion = respond({ sign: 'assertion' })
    refused(
      insertBefore(assertion, '</saml2:Assertion>', element(assertion, 'ds:Signature')),
      'schema_invalid',
      'schema',
      { signatureLast: true },
    )
    const response = respond({ sign: 'response' })
    refused(
      insertBefore(response, '</saml2p:Response>', element(response, 'ds:Signature')),
      'signature_shape',
      'shape',
      { signatureLast: true },
    )
  })
  test('anywhere between is refused', () => {
    for (const marker of [
      '<saml2:Subject>',
      '<saml2:Conditions',
      '<saml2:AuthnStatement',
      '<saml2:AttributeStatement>',
    ]) {
      const xml = respond({ sign: 'assertion' })
      const signature = element(xml, 'ds:Signature')
      const moved = insertBefore(change(xml, signature, ''), marker, signature)
      // Directly behind the Issuer is where it belongs.
      if (marker === '<saml2:Subject>') accepted(moved)
      else refused(moved, 'schema_invalid', 'schema', { signatureLast: true })
    }
    const xml = respond({ sign: 'response' })
    const signature = element(xml, 'ds:Signature')
    refused(insertBefore(change(xml, signature, ''), '<saml2:Assertion ', signature), 'schema_invalid', 'schema', {
      signatureLast: true,
    })
    const before = insertBefore(change(xml, signature, ''), '<saml2:Issuer', signature)
    refused(before, 'schema_invalid', 'schema', { signatureLast: true })
  })
  test('inside an encrypted assertion the same holds', () => {
    const decryptionKeys = [sp.privateKey]
    const assertion = element(late({ sign: 'assertion' }), 'saml2:Assertion')
    const whole = respond({ sign: 'none', encrypt: { recipients: sp.certificatePem } })
    const sealed = change(
      whole,
      element(whole, 'saml2:EncryptedAssertion'),
      encryptedAssertion(assertion, sp.certificatePem),
    )
    refused(sealed, 'schema_invalid', 'decryption', { decryptionKeys })
    expect(warningsOf(judge(sealed, { decryptionKeys, signatureLast: true }))).toEqual(['signature_last'])
  })
})

test('Everything excused at once warns of each, and of nothing twice', () => {
  const xml = respond({
    sign: 'assertion',
    assertionId: guid,
    responseId: `${guid}r`,
    algorithm: 'rsa-sha1',
    digest: 'sha1',
    encrypt: { recipients: sp.certificatePem, data: 'aes128-cbc' },
  })
  const verdict = judge(xml, {
    decryptionKeys: [sp.privateKey],
    legacyAlgorithms: true,
    looseIds: true,
    signatureLast: true,
    cbcUnderUnsignedResponse: true,
  })
  expect(warningsOf(verdict)).toEqual(['loose_id', 'legacy_algorithm', 'cbc_unsigned'])
})
