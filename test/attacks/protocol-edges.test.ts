/** What is not one message: keys that are pinned here, metadata, the Redirect binding, and what we write ourselves (T24 to T27, T30, T33, T34). */

import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Assertion } from '../../src/core/types.ts'
import { importIdpMetadata, spMetadata, startRedirect, verifyResponse } from '../../src/protocols/saml/index.ts'
import { cleanEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { fromRedirect } from '../../src/protocols/saml/xml/transport.ts'
import { attributesOf, textOf, type XmlElement } from '../../src/protocols/saml/xml/tree.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { change, expected, idp, judge, now, refused, respond } from '../saml/world.ts'
import { attacksOn, shapes, withDecryption } from './world.ts'

describe('Keys', () => {
  test('T24 a pinned key of 1024 bits is refused, unless old algorithms are allowed for a while', () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const keys = { privateKey: weak.privateKey, certificate: idp.keys.certificate }
    const provider = createIdentityProvider({ entityId: idp.entityId, keys, now: () => now })
    const xml = provider.respond({
      acsUrl: expected.acsUrl,
      audience: expected.spEntityId,
      inResponseTo: '_request',
      attributes: {},
    })
    refused(xml, 'signature_key_weak', 'signature', { keys: [weak.publicKey] })
    expect(judge(xml, { keys: [weak.publicKey], legacyAlgorithms: true }).verdict).toBe('accepted')
  })

  test('T25 without any pinned key no attack and no genuine message gets in', () => {
    for (const shape of shapes) refused(respond({ sign: shape }), 'signature_key_missing', 'signature', { keys: [] })
    const signed = attacksOn('both').filter((attack) => /^T2[2345]/.test(attack.id))
    const verdicts = signed.map((attack) => verifyResponse(attack.formField(), { ...expected, keys: [] }).verdict)
    expect(new Set(verdicts)).toEqual(new Set(['rejected']))
  })

  test('T26 a key that cannot verify is no key: a private, a secret and a broken one let nothing in', () => {
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey
    for (const key of [idp.keys.privateKey, pss, generateKeyPairSync('ed25519').publicKey]) {
      refused(respond(), 'signature_invalid', 'signature', { keys: [key] })
    }
    const { n = '' } = createPublicKey(idp.keys.privateKey).export({ format: 'jwk' })
    const other = createPublicKey({ key: { kty: 'RSA', n, e: 'AQ' }, format: 'jwk' })
    expect(judge(respond(), { keys: [other] }).verdict).toBe('rejected')
  })

  test('T26 an assertion that was not made by the verifier is none: what is refused has none', () => {
    const verdict: { assertion?: Assertion } = judge(respond({ sign: 'none' })) as object
    expect(verdict.assertion).toBeUndefined()
  })
})

describe('T27 Metadata', () => {
  const metadata = idp.metadata()
  const keysIn = (xml: string) =>
    importIdpMetadata(xml).certificates.map((certificate) => createPublicKey(certificate.pem))

  test('a key without use is a signing key: what it did not sign stays refused', () => {
    const keys = keysIn(change(metadata, ' use="signing"', ''))
    expect(keys).toHaveLength(1)
    expect(judge(respond(), { keys }).verdict).toBe('accepted')
    for (const attack of attacksOn('assertion').filter(({ id }) => /^T2[25]/.test(id))) {
      expect(verifyResponse(attack.formField(), { ...expected, keys }).verdict).toBe('rejected')
    }
  })

  test.each([
    ['no key at all', (xml: string) => change(xml, /<md:KeyDescriptor.*<\/md:KeyDescriptor>/s, '')],
    ['a key for encryption only', (xml: string) => change(xml, 'use="signing"', 'use="encryption"')],
    ['a use that is empty', (xml: string) => change(xml, 'use="signing"', 'use=""')],
    ['a use in capitals', (xml: string) => change(xml, 'use="signing"', 'use="SIGNING"')],
    [
      'a name instead of a certificate',
      (xml: string) => change(xml, /<ds:X509Data>.*<\/ds:X509Data>/s, '<ds:KeyName>k</ds:KeyName>'),
    ],
  ])('with %s is refused, never imported without verification', (_, edit) => {
    expect(() => importIdpMetadata(edit(metadata))).toThrowError(expect.objectContaining({ code: 'metadata_no_key' }))
  })
})

test('T33 a bomb by Redirect is given up at the limit, not inflated', () => {
  for (const attack of attacksOn('both').filter((one) => one.binding === 'HTTP-Redirect')) {
    const code = attack.id === 'T33-redirect-bomb' ? 'message_too_large' : 'message_not_base64'
    expect(() => fromRedirect(attack.formField(), 262_144), attack.id).toThrowError(expect.objectContaining({ code }))
  }
})

test('T30 however a ciphertext is broken, the refusal is the same to the byte', () => {
  const broken =
    /^T30-(tag|text|key|iv|last-text|no-tag|short-tag|only-iv|other-recipient|short-key|cbc-called-gcm|cbc-padding|cbc-cut)$/
  for (const shape of ['response', 'both'] as const) {
    const attacks = attacksOn(shape).filter((attack) => broken.test(attack.id))
    expect(attacks).toHaveLength(13)
    const said = attacks.map((attack) => JSON.stringify(verifyResponse(attack.formField(), withDecryption)))
    expect(new Set(said).size).toBe(1)
  }
})

describe('T34 What we write ourselves', () => {
  const hostile = `"'><md:X xmlns:md="urn:x"/>&amp;&#10;]]>--><!ENTITY e "x">\t\n\r%00{{7*7}}\u2028`
  /** Element names and every value of what was written: nothing may have become markup. */
  const read = (xml: string) =>
    cleanEngine.run((engine) =>
      withDocument(engine, Buffer.from(xml), { nodes: 500, purpose: 'metadata' }, ({ root }) => {
        const names: string[] = []
        const values: string[] = []
        const visit = (element: XmlElement) => {
          names.push(element.name)
          values.push(textOf(element), ...attributesOf(element).map((attribute) => attribute.value))
          element.children.forEach(visit)
        }
        visit(root)
        return { names, values }
      }),
    )

  test('an AuthnRequest holds hostile settings as text, each exactly as it was set', () => {
    const write = (value: string) => {
      const { location } = startRedirect({
        idpSsoUrl: `https://idp.example/sso?x=${encodeURIComponent(value)}`,
        spEntityId: value,
        acsUrl: value,
        relayState: '&SAMLRequest=x#',
        now,
        signingKey: idp.keys.privateKey,
      })
      const query = new URL(location).searchParams
      expect(query.getAll('SAMLRequest')).toHaveLength(1)
      expect(query.getAll('Signature')).toHaveLength(1)
      expect(query.get('RelayState')).toBe('&SAMLRequest=x#')
      return read(inflateRawSync(Buffer.from(query.get('SAMLRequest') ?? '', 'base64')).toString())
    }
    const [evil, plain] = [write(hostile), write('plain')]
    expect(evil.names).toEqual(plain.names)
    expect(evil.values.filter((value) => value === hostile)).toHaveLength(2)
  })

  test('metadata holds hostile settings as text, each exactly as it was set', () => {
    const write = (value: string) =>
      read(
        spMetadata({
          entityId: value,
          acsUrl: value,
          logoutUrl: value,
          signingCertificates: [idp.keys.certificate],
          displayName: value,
          contactEmail: value,
          requestedAttributes: [{ name: value, required: true }],
        }),
      )
    const [evil, plain] = [write(hostile), write('plain')]
    expect(evil.names).toEqual(plain.names)
    expect(evil.values.filter((value) => value.includes(hostile)).length).toBe(
      plain.values.filter((value) => value.includes('plain')).length,
    )
    expect(evil.values.filter((value) => value === hostile).length).toBeGreaterThan(3)
  })

  test('what XML cannot carry is refused, not dropped', () => {
    for (const value of ['\0', '\x01', '\ufffe', '\ud800']) {
      expect(() => spMetadata({ entityId: `x${value}`, acsUrl: 'x', signingCertificates: [] })).toThrowError(
        expect.objectContaining({ code: 'validation_failed' }),
      )
    }
  })
})
