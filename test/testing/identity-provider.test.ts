import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  createIdentityProvider,
  makeKeyPair,
  type ResponseOptions,
  signXml,
  toFormField,
} from '../../src/testing/index.ts'
import { nodeSamlProfile, skipXmlsec, xmlsecAccepts } from './oracles.ts'

const keys = makeKeyPair({ commonName: 'Test identity provider', now: new Date() })
const publicPem = createPublicKey(keys.privateKey).export({ type: 'spki', format: 'pem' }).toString()
const idp = createIdentityProvider({ keys })
const acsUrl = 'https://sp.example/saml/acs?a=1&b="2"'
const audience = 'https://sp.example/<&>"\''
const ids = { assertionId: '_assertion', responseId: '_response' }
const awkward = 'Ümläut & <b>"quoted"</b> \'x\' ]]> tab\tline\nreturn\r zürich 東京 😀'
const attributes = {
  Company: [awkward],
  memberOf: ['Engineers', 'R&D <Berlin>'],
  none: [],
  empty: [''],
  'urn:oid:2.5.4.4 "&<\t\n': ['Best'],
}
const full: ResponseOptions = { acsUrl, audience, attributes, inResponseTo: '_r&"<', ...ids }
const trust = { certificatePem: keys.certificatePem, audience, acsUrl, issuer: idp.entityId }

test('node-saml accepts a signed Response and reads the attributes as they were given', async () => {
  for (const sign of ['assertion', 'response', 'both'] as const) {
    const wants = { response: sign !== 'assertion', assertion: sign !== 'response' }
    const profile = await nodeSamlProfile(toFormField(idp.respond({ ...full, sign })), trust, wants)
    expect(profile?.issuer).toBe(idp.entityId)
    expect(profile?.memberOf).toEqual(['Engineers', 'R&D <Berlin>'])
    expect(profile?.Company).toBe(awkward)
    expect(profile?.['urn:oid:2.5.4.4 "&<\t\n']).toBe('Best')
    expect(profile?.inResponseTo).toBe('_r&"<')
  }
})

test('node-saml refuses what is not signed, and what was changed after signing', async () => {
  const either = { response: false, assertion: true }
  const unsigned = idp.respond({ ...full, sign: 'none' })
  await expect(nodeSamlProfile(toFormField(unsigned), trust, either)).rejects.toThrow()
  const changed = idp.respond({ ...full, editSigned: (xml) => xml.replace('Engineers', 'Directors') })
  expect(changed).toContain('Directors')
  await expect(nodeSamlProfile(toFormField(changed), trust, either)).rejects.toThrow()
})

test.skipIf(skipXmlsec)('xmlsec1 accepts every signature of a Response', () => {
  const both = idp.respond(full)
  expect(xmlsecAccepts(both, '_assertion', publicPem)).toBe(true)
  expect(xmlsecAccepts(both, '_response', publicPem)).toBe(true)
  expect(xmlsecAccepts(idp.respond({ ...full, sign: 'assertion' }), '_assertion', publicPem)).toBe(true)
  expect(xmlsecAccepts(idp.respond({ ...full, sign: 'response' }), '_response', publicPem)).toBe(true)
})

test.skipIf(skipXmlsec)('xmlsec1 accepts a Response with every fact bent or left out', () => {
  const bent = idp.respond({
    ...full,
    nameId: { value: 'Bob & "Ann"', format: 'urn:x', nameQualifier: 'a&b', spNameQualifier: '"sp"' },
    issuer: 'https://other.example/',
    responseIssuer: null,
    destination: null,
    recipient: null,
    notBefore: null,
    notOnOrAfter: null,
    confirmationNotOnOrAfter: null,
    sessionNotOnOrAfter: new Date('2030-01-01T00:00:00Z'),
    sessionIndex: null,
    nameFormat: null,
    statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder',
    confirmationMethod: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key',
    audience: [audience, 'https://second.example'],
  })
  expect(xmlsecAccepts(bent, '_assertion', publicPem)).toBe(true)
  expect(xmlsecAccepts(bent, '_response', publicPem)).toBe(true)
})

test.skipIf(skipXmlsec)('xmlsec1 refuses a Response that was changed after signing', () => {
  const changed = idp.respond({ ...full, editSigned: (xml) => xml.replace('Engineers', 'Directors') })
  expect(xmlsecAccepts(changed, '_assertion', publicPem)).toBe(false)
  expect(xmlsecAccepts(changed, '_response', publicPem)).toBe(false)
})

test.skipIf(skipXmlsec)('xmlsec1 refuses a Response that another key signed', () => {
  const other = createIdentityProvider()
  expect(xmlsecAccepts(other.respond(full), '_assertion', publicPem)).toBe(false)
})

test.skipIf(skipXmlsec)('xmlsec1 accepts the longer digests and RSA signatures', () => {
  for (const algorithm of ['rsa-sha384', 'rsa-sha512'] as const) {
    for (const digest of ['sha384', 'sha512'] as const) {
      expect(xmlsecAccepts(idp.respond({ ...full, algorithm, digest }), '_response', publicPem)).toBe(true)
    }
  }
})

test.skipIf(skipXmlsec)('xmlsec1 accepts ECDSA signatures', () => {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const elliptic = createIdentityProvider({ keys: { privateKey: pair.privateKey, certificate: '' } })
  const xml = elliptic.respond({ ...full, algorithm: 'ecdsa-sha256' })
  expect(xmlsecAccepts(xml, '_assertion', pem)).toBe(true)
  expect(xmlsecAccepts(xml, '_response', pem)).toBe(true)
})

test.skipIf(skipXmlsec)('xmlsec1 accepts an element that contains others of its own name, and signed metadata', () => {
  const nested = signXml('<a ID="_1"><a><b></b></a><ab></ab></a>', '_1', keys, { prefixList: '' })
  expect(xmlsecAccepts(nested, '_1', publicPem)).toBe(true)
  const metadata = idp.metadata().replace(' entityID=', ' ID="_metadata" entityID=')
  expect(xmlsecAccepts(signXml(metadata, '_metadata', keys), '_metadata', publicPem)).toBe(true)
})

test('an attribute without values, with an empty value, and no attribute at all are three different things', () => {
  const xml = idp.respond({
    acsUrl,
    audience,
    attributes: new Map([
      ['none', []],
      ['empty', ['']],
    ]),
  })
  expect(xml).toMatch(/<saml2:Attribute Name="none"[^>]*><\/saml2:Attribute>/)
  expect(xml).toMatch(/<saml2:Attribute Name="empty"[^>]*><saml2:AttributeValue[^>]*><\/saml2:AttributeValue>/)
  expect(idp.respond({ acsUrl, audience })).not.toContain('AttributeStatement')
})

test('a fact that is set to null is left out', () => {
  const xml = idp.respond({ acsUrl, audience: [], destination: null, recipient: null, nameId: null, notBefore: null })
  for (const gone of ['Destination=', 'Recipient=', 'NameID', 'NotBefore=', 'AudienceRestriction', 'InResponseTo=']) {
    expect(xml).not.toContain(gone)
  }
})

test('times are counted from the injected clock', () => {
  const now = () => new Date('2026-11-05T10:20:30.400Z')
  const xml = createIdentityProvider({ keys, now }).respond({ acsUrl, audience })
  expect(xml).toContain('IssueInstant="2026-11-05T10:20:30.400Z"')
  expect(xml).toContain(
    '<saml2:Conditions NotBefore="2026-11-05T10:15:30.400Z" NotOnOrAfter="2026-11-05T10:25:30.400Z">',
  )
})

test('an edit before signing is signed, an error Response may come without an Assertion', async () => {
  const edited = idp.respond({ ...full, editUnsigned: (xml) => xml.replace('Engineers', 'Directors') })
  const profile = await nodeSamlProfile(toFormField(edited), trust, { response: true, assertion: true })
  expect(profile?.memberOf).toContain('Directors')
  expect(idp.respond({ acsUrl, audience, withAssertion: false })).not.toContain('<saml2:Assertion')
})

test('what XML cannot carry, an unknown ID and an ID used twice are refused', () => {
  expect(() => idp.respond({ acsUrl, audience, attributes: { Name: ['a\0b'] } })).toThrow(RangeError)
  expect(() => signXml('<a ID="_1"></a>', '_2', keys)).toThrow(RangeError)
  expect(() => signXml('<a ID="_1"><b ID="_1"></b></a>', '_1', keys)).toThrow(RangeError)
})

test('metadata names the provider, its key and both bindings', () => {
  const xml = createIdentityProvider({ entityId: 'https://idp.example/?a&b', ssoUrl: 'https://idp.example/sso', keys })
  expect(xml.metadata()).toContain('entityID="https://idp.example/?a&amp;b"')
  expect(xml.metadata()).toContain(`<ds:X509Certificate>${keys.certificate}</ds:X509Certificate>`)
  expect(xml.metadata().match(/bindings:HTTP-(Redirect|POST)" Location="https:\/\/idp\.example\/sso"/g)).toHaveLength(2)
})
