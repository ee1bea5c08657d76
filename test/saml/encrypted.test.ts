import { createCipheriv, createPrivateKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Expectations } from '../../src/protocols/saml/index.ts'
import {
  type EncryptOptions,
  encryptAssertion,
  encryptedAssertion,
  makeKeyPair,
  type ResponseOptions,
  signXml,
} from '../../src/testing/index.ts'
import {
  accepted,
  acsUrl,
  attacker,
  change,
  ecKeys,
  element,
  idp,
  insertBefore,
  judge,
  now,
  refused,
  respond,
  rsaKeys,
  spEntityId,
} from './world.ts'

const sp = makeKeyPair({ commonName: 'Service provider', now })
const other = rsaKeys(2048)
const keys: Partial<Expectations> = { decryptionKeys: [sp.privateKey] }

const sealed = (encrypt: EncryptOptions = {}, options: Partial<ResponseOptions> = {}) =>
  respond({ encrypt: { recipients: sp.certificatePem, ...encrypt }, ...options })

/** A Response with this text in place of its Assertion, encrypted for us and then signed or not. */
function sealing(plaintext: string, sign: 'response' | 'none', encrypt: EncryptOptions = {}): string {
  const edit = (xml: string) =>
    change(xml, element(xml, 'saml2:Assertion'), encryptedAssertion(plaintext, sp.certificatePem, encrypt))
  return respond({ sign, editUnsigned: edit })
}

const plainAssertion = (options: Partial<ResponseOptions> = {}) =>
  element(respond({ sign: 'none', ...options }), 'saml2:Assertion')
const signedAssertion = () => element(respond({ sign: 'assertion' }), 'saml2:Assertion')
const forged = () =>
  element(
    attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request', sign: 'assertion' }),
    'saml2:Assertion',
  )

describe('An encrypted assertion is accepted', () => {
  test.each(['assertion', 'response', 'both'] as const)('when the %s is signed', (sign) => {
    const attributes = { Email: ['john@x.example'], memberOf: ['a', 'b'] }
    const verdict = judge(sealed({}, { sign, attributes }), keys)
    expect(verdict).toMatchObject({ verdict: 'accepted', warnings: [] })
    const assertion = accepted(sealed({}, { sign, attributes }), keys)
    expect([...assertion.claims]).toEqual(Object.entries(attributes))
    expect(assertion).toMatchObject({ issuer: idp.entityId, inResponseTo: '_request' })
  })
  test.each<EncryptOptions>([
    { data: 'aes128-gcm' },
    { data: 'aes192-gcm' },
    { data: 'aes256-gcm' },
    { key: 'rsa-oaep', oaepHash: 'sha1' },
    { key: 'rsa-oaep', oaepHash: 'sha256' },
    { key: 'rsa-oaep', oaepHash: 'sha384' },
    { key: 'rsa-oaep', oaepHash: 'sha512' },
    { placement: 'sibling' },
  ])('with %j, under a signed Response or not', (options) => {
    accepted(sealed(options, { sign: 'response' }), keys)
    accepted(sealed(options, { sign: 'assertion' }), keys)
  })
  test.each(['aes128-cbc', 'aes192-cbc', 'aes256-cbc'] as const)('with %s under a signed Response', (data) => {
    expect(judge(sealed({ data }, { sign: 'response' }), keys)).toMatchObject({ verdict: 'accepted', warnings: [] })
  })
  test('for any one of our keys, and for several recipients', () => {
    const decryptionKeys = [ecKeys('P-256').privateKey, other.privateKey, sp.privateKey]
    accepted(sealed(), { decryptionKeys })
    for (const placement of ['inside', 'sibling'] as const) {
      accepted(sealed({ placement, recipients: [other.publicKey, sp.certificatePem] } as EncryptOptions), keys)
    }
  })
  test('with line breaks in its ciphertext, hints of a key, and no Type', () => {
    const edit = (xml: string) =>
      xml
        .replace(/(<xenc:CipherValue>)(.{60})/g, '$1\n$2\n')
        .replace(' Type="http://www.w3.org/2001/04/xmlenc#Element"', '')
        .replace(
          '</xenc:EncryptionMethod><xenc:CipherData>',
          '</xenc:EncryptionMethod><ds:KeyInfo><ds:KeyName>sp</ds:KeyName></ds:KeyInfo><xenc:CipherData>',
        )
    accepted(sealed({ edit }, { sign: 'response' }), keys)
    accepted(sealed({ edit }, { sign: 'assertion' }), keys)
  })
  test('with facts that are the signed envelope’s: its status, destination and request are checked', () => {
    const sign = 'response'
    refused(sealed({}, { sign, destination: null }), 'destination_mismatch', 'protocol', keys)
    refused(
      sealed({}, { sign, statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder' }),
      'status_not_success',
      'protocol',
      keys,
    )
    refused(sealed({}, { sign, audience: 'https://other.example' }), 'audience_mismatch', 'protocol', keys)
    accepted(sealed({}, { sign: 'assertion', destination: null }), keys)
  })
  test('within the same budgets as any other', () => {
    const attributes = { groups: Array.from({ length: 200 }, (_, n) => `group ${n}`) }
    refused(sealed({}, { attributes }), 'xml_too_complex', 'decryption', {
      ...keys,
      limits: { bytes: 262_144, nodes: 200 },
    })
    accepted(sealed({}, { attributes }), keys)
  })
})

describe('T29 Encryption is no signature', () => {
  test('what anybody can encrypt for us is refused without a signature by the identity provider', () => {
    refused(sealing(plainAssertion(), 'none'), 'signature_missing', 'signature', keys)
    refused(sealing(forged(), 'none'), 'signature_invalid', 'signature', keys)
  })
  test('a signature inside must be good although the Response is signed', () => {
    refused(sealing(forged(), 'response'), 'signature_invalid', 'signature', keys)
    refused(
      sealing(change(signedAssertion(), 'john@x.example', 'ceo@x.example'), 'response'),
      'signature_digest',
      'signature',
      keys,
    )
    accepted(sealing(signedAssertion(), 'response'), keys)
  })
  test('a signed Response must be good before anything is decrypted', () => {
    const xml = change(
      sealed({ data: 'aes256-cbc', spoil: 'tag' }, { sign: 'response' }),
      'Version="2.0"',
      'Version="2.0" Consent="x"',
    )
    refused(xml, 'signature_digest', 'signature', keys)
  })
  test('an unencrypted assertion beside it is one too many, and so is a second encrypted one', () => {
    const one = encryptedAssertion(forged(), sp.certificatePem)
    refused(
      insertBefore(sealed({}, { sign: 'assertion' }), '</saml2p:Response>', forged()),
      'assertion_several',
      'shape',
      keys,
    )
    refused(insertBefore(respond({ sign: 'assertion' }), '</saml2p:Response>', one), 'assertion_several', 'shape', keys)
    refused(
      insertBefore(sealed({}, { sign: 'assertion' }), '</saml2p:Response>', one),
      'assertion_several',
      'shape',
      keys,
    )
    refused(
      insertBefore(
        sealed({}, { sign: 'assertion' }),
        '<saml2p:Status>',
        `<saml2p:Extensions>${one}</saml2p:Extensions>`,
      ),
      'assertion_several',
      'shape',
      keys,
    )
  })
})

describe('T30 A ciphertext tells nothing', () => {
  const failures: readonly (readonly [string, () => string])[] = [
    ['a broken tag', () => sealed({ spoil: 'tag' }, { sign: 'assertion' })],
    ['a broken text', () => sealed({ spoil: 'text' }, { sign: 'assertion' })],
    ['a broken key', () => sealed({ spoil: 'key' }, { sign: 'assertion' })],
    ['a key for somebody else', () => sealed({ recipients: other.publicKey } as EncryptOptions, { sign: 'assertion' })],
    ['a content key of another length', () => relabelled('aes256-gcm', 'aes128-gcm')],
    ['nothing behind the IV', () => sealed({ edit: shortened }, { sign: 'assertion' })],
    ['an empty plaintext', () => sealing('', 'none')],
    ...[0, 17, 255].map(
      (last) =>
        [
          `a padding of ${last} in AES-CBC`,
          () => cbc(cbcBlocks(Buffer.from(`${'a'.repeat(31)}\0`).fill(last, 31))),
        ] as const,
    ),
    ['what another key makes of AES-CBC', () => cbc(cbcBlocks(Buffer.concat([Buffer.alloc(31, 0xff), Buffer.of(1)])))],
    ['nothing behind the IV in AES-CBC', () => cbc(Buffer.alloc(16))],
    ['less than an IV in AES-CBC', () => cbc(Buffer.alloc(15))],
    ['a cut block in AES-CBC', () => cbc(cbcBlocks(Buffer.alloc(32, 1)).subarray(0, -1))],
  ]
  const relabelled = (from: string, to: string) =>
    sealed({ data: from as 'aes256-gcm', edit: (xml) => change(xml, `#${from}`, `#${to}`) }, { sign: 'assertion' })
  const withData = (data: Buffer) => (xml: string) => {
    const start = '</ds:KeyInfo><xenc:CipherData><xenc:CipherValue>'
    return change(xml, new RegExp(`${start}[^<]*`), start + data.toString('base64'))
  }
  const shortened = withData(Buffer.alloc(3))
  const contentKey = Buffer.alloc(16, 1)
  const cbcBlocks = (padded: Buffer) => {
    const cipher = createCipheriv('aes-128-cbc', contentKey, Buffer.alloc(16)).setAutoPadding(false)
    return Buffer.concat([Buffer.alloc(16), cipher.update(padded), cipher.final()])
  }
  const cbc = (data: Buffer) => sealed({ data: 'aes128-cbc', contentKey, edit: withData(data) }, { sign: 'response' })

  test('a padding of any content is taken off by its last byte', () => {
    const padded = Buffer.concat([Buffer.from('<a></a>'), Buffer.from('any old '), Buffer.of(9)])
    const { code, evidence } = refused(cbc(cbcBlocks(padded)), 'schema_invalid', 'decryption', keys)
    expect([code, evidence.unverifiedRoot]).toEqual(['schema_invalid', 'a'])
  })
  test('every failure is the same failure, to the last character', () => {
    const seen = failures.map(([, make]) => refused(make(), 'decryption_failed', 'decryption', keys))
    for (const verdict of seen) expect(verdict).toEqual(seen[0])
    expect(seen[0]?.evidence).toEqual({})
  })
  test('AES-CBC outside a signed Response is refused before anything is decrypted', () => {
    for (const spoil of [undefined, 'key', 'tag'] as const) {
      refused(
        sealed({ data: 'aes256-cbc', spoil }, { sign: 'assertion' }),
        'encryption_cbc_unsigned',
        'decryption',
        keys,
      )
    }
    refused(
      relabelled('aes256-gcm', 'aes256-cbc').replace('2009/xmlenc11#aes256-cbc', '2001/04/xmlenc#aes256-cbc'),
      'encryption_cbc_unsigned',
      'decryption',
      keys,
    )
  })
  test('with the exception AES-CBC is accepted, an administrator is told, and failures stay alike', () => {
    const excused = { ...keys, cbcUnderUnsignedResponse: true }
    expect(judge(sealed({ data: 'aes256-cbc' }, { sign: 'assertion' }), excused)).toMatchObject({
      verdict: 'accepted',
      warnings: [{ code: 'cbc_unsigned' }],
    })
    expect(judge(sealed({ data: 'aes256-cbc' }, { sign: 'both' }), excused)).toMatchObject({ warnings: [] })
    expect(judge(sealed({ data: 'aes256-gcm' }, { sign: 'assertion' }), excused)).toMatchObject({ warnings: [] })
    const data = 'aes128-cbc'
    const seen = [
      sealed({ data, spoil: 'key' }, { sign: 'assertion' }),
      sealed({ data, spoil: 'text' }, { sign: 'assertion' }),
      sealing('<a', 'none', { data }),
      sealing('<!DOCTYPE a><a/>', 'none', { data }),
      sealing('<a></a>', 'none', { data }),
      sealing(`${forged()}${forged()}`, 'none', { data }),
    ].map((xml) => refused(xml, 'decryption_failed', 'decryption', excused))
    for (const verdict of seen) expect(verdict).toEqual(seen[0])
    refused(sealing(plainAssertion(), 'none', { data }), 'signature_missing', 'signature', excused)
    refused(sealing(forged(), 'none', { data }), 'signature_invalid', 'signature', excused)
  })
  test.each<readonly [string, EncryptOptions]>([
    ['3DES', { data: 'tripledes-cbc' }],
    ['RSA-1_5', { key: 'rsa-1_5' }],
    ['an older OAEP with another digest than its mask', { oaepHash: 'sha256' }],
    ['OAEP with two hashes', { key: 'rsa-oaep', oaepHash: 'sha256', claimedMask: 'sha1' }],
    [
      'OAEP whose mask is not said and so differs',
      { key: 'rsa-oaep', oaepHash: 'sha256', edit: (xml) => change(xml, /<xenc11:MGF.*?<\/xenc11:MGF>/, '') },
    ],
    [
      'the older OAEP with a mask beside it',
      {
        edit: (xml) =>
          change(
            xml,
            '</ds:DigestMethod>',
            '</ds:DigestMethod><m:MGF xmlns:m="http://www.w3.org/2009/xmlenc11#" Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha1"></m:MGF>',
          ),
      },
    ],
    ['an unknown mask', { key: 'rsa-oaep', edit: (xml) => change(xml, /#mgf1sha1/, '#mgf1md5') }],
    ['an unknown cipher', { edit: (xml) => change(xml, '#aes256-gcm', '#chacha20') }],
    ['no cipher', { edit: (xml) => change(xml, / Algorithm="[^"]*gcm"/, '') }],
    ['a key wrap instead of a key transport', { edit: (xml) => change(xml, '#rsa-oaep-mgf1p', '#kw-aes128') }],
  ])('%s is refused everywhere, with the exception too', (_, options) => {
    for (const sign of ['response', 'assertion'] as const) {
      const { evidence } = refused(
        sealed(options, { sign }),
        'encryption_algorithm_forbidden',
        sign === 'response' ? 'decryption' : 'shape',
        {
          ...keys,
          cbcUnderUnsignedResponse: true,
          legacyAlgorithms: true,
        },
      )
      expect(evidence.unverifiedAlgorithms).toBeInstanceOf(Array)
    }
  })
  test('without a key of ours nothing is tried', () => {
    refused(sealed(), 'decryption_key_missing', 'decryption')
    const decryptionKeys = [ecKeys('P-256').privateKey, other.publicKey]
    refused(sealed(), 'decryption_key_missing', 'decryption', { decryptionKeys })
  })
  test('no refusal quotes the plaintext or a key', () => {
    const secret = 'secret-of-john'
    for (const plaintext of [
      `<a>${secret}`,
      `<${secret}/>`,
      change(plainAssertion(), 'john@x.example', `${secret}</b>`),
    ]) {
      const verdict = judge(sealing(plaintext, 'none', { data: 'aes128-cbc' }), {
        ...keys,
        cbcUnderUnsignedResponse: true,
      })
      expect(verdict).toMatchObject({ code: 'decryption_failed' })
      expect(JSON.stringify(verdict)).not.toContain(secret)
    }
  })
})

describe('T31 A plaintext goes through every step again', () => {
  const wrapped = (inner: string) => `<w>${inner}</w>`
  test.each<readonly [string, string, string, () => string]>([
    ['a document type', 'markup_forbidden', 'gate', () => `<!DOCTYPE a>${signedAssertion()}`],
    ['a comment', 'markup_forbidden', 'gate', () => change(signedAssertion(), 'john@', 'john<!---->@')],
    ['a byte order mark', 'message_not_utf8', 'gate', () => `\ufeff${signedAssertion()}`],
    ['two roots', 'xml_malformed', 'parse', () => signedAssertion() + plainAssertion()],
    ['text before the element', 'xml_malformed', 'parse', () => `x${signedAssertion()}`],
    [
      'a prefix that only the Response declares',
      'xml_malformed',
      'parse',
      () => change(plainAssertion(), ' xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"', ''),
    ],
    [
      'an identifier twice',
      'xml_id_duplicate',
      'parse',
      () => {
        const xml = signedAssertion()
        return change(xml, '<ds:KeyInfo>', `<ds:KeyInfo Id="${/ID="([^"]+)"/.exec(xml)?.[1]}">`)
      },
    ],
    ['a wrapper', 'schema_invalid', 'schema', () => wrapped(signedAssertion())],
    ['a Response', 'schema_invalid', 'schema', () => element(respond(), 'saml2p:Response')],
    [
      'an encrypted assertion',
      'schema_invalid',
      'schema',
      () => encryptedAssertion(signedAssertion(), sp.certificatePem),
    ],
    [
      'an encrypted NameID',
      'schema_invalid',
      'schema',
      () => change(plainAssertion(), /<saml2:NameID.*<\/saml2:NameID>/, '<saml2:EncryptedID></saml2:EncryptedID>'),
    ],
    [
      'an encrypted attribute',
      'schema_invalid',
      'schema',
      () =>
        insertBefore(
          plainAssertion(),
          '</saml2:AttributeStatement>',
          '<saml2:EncryptedAttribute></saml2:EncryptedAttribute>',
        ),
    ],
    [
      'an assertion within an assertion',
      'assertion_several',
      'shape',
      () =>
        insertBefore(plainAssertion(), '<saml2:AuthnStatement', `<saml2:Advice>${signedAssertion()}</saml2:Advice>`),
    ],
    [
      'a Response within an assertion',
      'signature_shape',
      'shape',
      () =>
        insertBefore(
          plainAssertion(),
          '<saml2:AuthnStatement',
          `<saml2:Advice>${element(respond({ sign: 'none', withAssertion: false }), 'saml2p:Response')}</saml2:Advice>`,
        ),
    ],
    [
      'SHA-1',
      'algorithm_forbidden',
      'shape',
      () => element(respond({ sign: 'assertion', algorithm: 'rsa-sha1' }), 'saml2:Assertion'),
    ],
  ])('%s: %s at %s', (_, code, plaintextStep, plaintext) => {
    for (const sign of ['response', 'none'] as const) {
      expect(refused(sealing(plaintext(), sign), code, 'decryption', keys).evidence).toMatchObject({ plaintextStep })
    }
  })
  test('SHA-1 inside is accepted where it is excused, and an administrator is told', () => {
    const xml = sealing(element(respond({ sign: 'assertion', algorithm: 'rsa-sha1' }), 'saml2:Assertion'), 'response')
    expect(judge(xml, { ...keys, legacyAlgorithms: true })).toMatchObject({ warnings: [{ code: 'legacy_algorithm' }] })
  })
})

describe('An EncryptedAssertion of another form is refused', () => {
  const cipherValue = /<xenc:CipherValue>.*?<\/xenc:CipherValue>/
  test.each<readonly [string, (xml: string) => string]>([
    [
      'a CipherReference',
      (xml) => change(xml, cipherValue, '<xenc:CipherReference URI="https://x.example/"></xenc:CipherReference>'),
    ],
    ['no ciphertext', (xml) => change(xml, cipherValue, '<xenc:CipherValue></xenc:CipherValue>')],
    ['ciphertext that is not base64', (xml) => change(xml, '<xenc:CipherValue>', '<xenc:CipherValue>!')],
    [
      'two ciphertexts',
      (xml) => change(xml, '</xenc:CipherData>', '<xenc:CipherValue>AAAA</xenc:CipherValue></xenc:CipherData>'),
    ],
    ['content instead of an element', (xml) => change(xml, '#Element"', '#Content"')],
    ['no KeyInfo', (xml) => change(xml, /<ds:KeyInfo.*<\/ds:KeyInfo>/, '')],
    ['no EncryptedKey', (xml) => change(xml, /<xenc:EncryptedKey.*<\/xenc:EncryptedKey>/, '')],
    ['a label', (xml) => change(xml, '<ds:DigestMethod', '<xenc:OAEPparams>AAAA</xenc:OAEPparams><ds:DigestMethod')],
    [
      'a digest beside the cipher of the content',
      (xml) =>
        change(
          xml,
          '#aes256-gcm"></xenc:EncryptionMethod>',
          '#aes256-gcm"><ds:X xmlns:ds="http://www.w3.org/2000/09/xmldsig#"></ds:X></xenc:EncryptionMethod>',
        ),
    ],
    [
      'an unknown part of a key',
      (xml) => change(xml, '</xenc:EncryptedKey>', '<xenc:Unknown></xenc:Unknown></xenc:EncryptedKey>'),
    ],
    [
      'an element in the ciphertext',
      (xml) => change(xml, '</xenc:CipherValue>', '<xenc:X></xenc:X></xenc:CipherValue>'),
    ],
    [
      'a RetrievalMethod that points elsewhere',
      (xml) =>
        change(
          xml,
          '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">',
          '<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:RetrievalMethod URI="https://x.example/"></ds:RetrievalMethod>',
        ),
    ],
    [
      'two EncryptedData',
      (xml) => {
        const data = element(xml, 'xenc:EncryptedData')
        return change(xml, data, data + data.replace(/ Id="[^"]*"/g, ''))
      },
    ],
  ])('%s', (_, edit) => {
    refused(sealed({ edit }, { sign: 'response' }), 'schema_invalid', 'decryption', keys)
    refused(sealed({ edit }, { sign: 'assertion' }), 'schema_invalid', 'shape', keys)
  })
  test.each<readonly [string, (xml: string) => string]>([
    ['of another type', (xml) => change(xml, '#EncryptedKey" URI', '#DerivedKey" URI')],
    [
      'with transforms',
      (xml) => change(xml, '</ds:RetrievalMethod>', '<ds:Transforms></ds:Transforms></ds:RetrievalMethod>'),
    ],
    ['to another key', (xml) => change(xml, 'URI="#', 'URI="#x')],
  ])('a RetrievalMethod %s', (_, edit) => {
    refused(sealed({ placement: 'sibling', edit }, { sign: 'response' }), 'schema_invalid', 'decryption', keys)
  })
  test('more than four keys', () => {
    const recipients = Array.from({ length: 5 }, () => sp.certificatePem)
    refused(sealed({ recipients } as EncryptOptions), 'xml_too_complex', 'decryption', keys)
    accepted(sealed({ recipients: recipients.slice(1) } as EncryptOptions), keys)
  })
  test('a Signature hidden in it', () => {
    const hidden = element(respond({ sign: 'assertion' }), 'ds:Signature')
    const edit = (xml: string) => insertBefore(xml, '</ds:KeyInfo>', hidden)
    refused(sealed({ edit }, { sign: 'assertion' }), 'signature_shape', 'shape', keys)
  })
})

test('What is decrypted comes from the bytes that were signed, not from the message', () => {
  // A genuine sealed Response whose EncryptedAssertion is exchanged: the signature does not survive it.
  const genuine = sealed({}, { sign: 'response' })
  const exchanged = change(
    genuine,
    element(genuine, 'saml2:EncryptedAssertion'),
    encryptedAssertion(plainAssertion(), sp.certificatePem),
  )
  refused(exchanged, 'signature_digest', 'signature', keys)
})

test('The helper for attackers seals any signed Response, which then needs its inner signature', () => {
  const both = respond({ sign: 'both' })
  refused(encryptAssertion(both, sp.certificatePem), 'signature_digest', 'signature', keys)
  const resigned = signXml(
    encryptAssertion(change(respond({ sign: 'assertion', responseId: '_r' }), /<\?xml.*?\?>/, ''), sp.certificatePem),
    '_r',
    attacker.keys,
  )
  refused(resigned, 'signature_invalid', 'signature', keys)
})

test('A key that was read from PEM serves as well', () => {
  const pem = sp.privateKey.export({ type: 'pkcs8', format: 'pem' })
  accepted(sealed(), { decryptionKeys: [createPrivateKey(pem)] })
})
