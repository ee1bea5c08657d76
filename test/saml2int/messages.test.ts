/** Duties of saml2int that our own messages, and what we read, keep; docs/saml2int.md names each of these tests. */
import { X509Certificate } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { PublishedFacts, SigningKey, TrustedProvider } from '../../src/protocols/protocol.ts'
import { makeKeyPair } from '../../src/protocols/saml/certificate.ts'
import { importIdpMetadata } from '../../src/protocols/saml/index.ts'
import { samlLogout } from '../../src/protocols/saml/logout/logout.ts'
import { saml } from '../../src/protocols/saml/saml.ts'
import { defaultSpEntityId } from '../../src/sign-on/trust.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { accepted, acsUrl, change, idp, insertBefore, now, refused, respond, spEntityId } from '../saml/world.ts'

const key: SigningKey = makeKeyPair({ commonName: 'jitup', now })
const settings = {
  version: 1,
  ssoRedirectUrl: 'https://idp.example/sso',
  sloRedirectUrl: 'https://idp.example/slo',
  sloRedirectResponseUrl: 'https://idp.example/slo-done',
}
const provider: TrustedProvider = {
  id: '01930000-0000-7000-8000-000000000000',
  slug: 'acme',
  entityId: idp.entityId,
  spEntityId,
  acsUrl,
  logoutUrl: acsUrl.replace('/acs', '/logout'),
  settings,
  keys: [],
}

/** What a redirect carries. */
function carried(location: string, name: 'SAMLRequest' | 'SAMLResponse'): string {
  const { searchParams } = new URL(location)
  expect(searchParams.get('Signature')).not.toBeNull()
  return inflateRawSync(Buffer.from(searchParams.get(name) ?? '', 'base64'), { maxOutputLength: 10_000 }).toString()
}

const authnRequest = () => carried(saml.start(provider, { relayState: 'opaque', now, key }).location, 'SAMLRequest')

function logoutRequest(): string {
  const nameId = { value: 'x', format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
  const subject = { nameId, sessionIndex: 's1' }
  const dispatch = samlLogout.request(provider, { id: '_r', subject, now, key })
  return carried(dispatch?.binding === 'redirect' ? dispatch.location : '', 'SAMLRequest')
}

function logoutResponse(): string {
  const what = { inResponseTo: '_theirs', outcome: 'ended', relayState: null, now, key } as const
  const dispatch = samlLogout.respond(provider, what)
  return carried(dispatch?.binding === 'redirect' ? dispatch.location : '', 'SAMLResponse')
}

const facts: PublishedFacts = {
  keys: [key],
  about: { contact: { email: 'it@app.example' } },
  subjectAttribute: null,
  displayName: 'Acme',
  requestedAttributes: [{ name: 'urn:oid:2.5.4.4', required: false }],
}
const metadata = (more: object = {}) => saml.metadata({ ...provider, settings: { ...settings, ...more } }, facts)

test('a request names the answer address of our metadata, byte for byte, and no index', () => {
  const odd = 'https://app.example:443/sso/%61cme/acs?x=1&y=%20'
  const [, published] =
    /AssertionConsumerService [^>]*Location="([^"]+)"/.exec(saml.metadata({ ...provider, acsUrl: odd }, facts)) ?? []
  const { location } = saml.start({ ...provider, acsUrl: odd }, { relayState: 'opaque', now, key })
  const request = carried(location, 'SAMLRequest')
  expect(published).toBe(odd.replace('&', '&amp;'))
  expect(request).toContain(` AssertionConsumerServiceURL="${published}"`)
  expect(request).not.toContain('Index')
  expect(request).not.toContain('Subject')
})

test('our entityID is the address of our metadata', () => {
  const entityId = defaultSpEntityId('https://jitup.example.com', 'x'.repeat(63))
  expect(new URL(entityId).href).toBe(`https://jitup.example.com/sso/${'x'.repeat(63)}/metadata`)
  expect(entityId.length).toBeLessThanOrEqual(256)
})

test('no message of ours has a document type', () => {
  for (const xml of [authnRequest(), logoutRequest(), logoutResponse(), metadata()]) {
    expect(xml).toMatch(/^(<\?xml [^?]*\?>\n)?<(samlp|md):/)
    expect(xml).not.toContain('<!')
  }
})

test('nothing in a message of ours is longer than 256 characters but certificates', () => {
  for (const xml of [authnRequest(), logoutRequest(), logoutResponse(), metadata()]) {
    const texts = [...xml.matchAll(/="([^"]*)"|>([^<]+)</g)].map((one) => one[1] ?? one[2] ?? '')
    expect(texts.length).toBeGreaterThan(5)
    expect(texts.filter((text) => text.length > 256 && text !== key.certificate)).toEqual([])
  }
})

test('a request asks for nothing that nobody has set', () => {
  for (const part of ['NameIDPolicy', 'RequestedAuthnContext', 'ForceAuthn', 'IsPassive', 'Scoping', 'Extensions']) {
    expect(authnRequest()).not.toContain(part)
  }
})

test('our metadata has what a service provider’s must have, once encryption is invited', () => {
  for (const part of [
    '<md:SPSSODescriptor ',
    '<md:AssertionConsumerService ',
    '<md:SingleLogoutService ',
    '<mdui:DisplayName ',
    'contactType="technical"',
    'use="signing"',
  ]) {
    expect(metadata()).toContain(part)
    expect(metadata({ wantEncryption: true })).toContain(part)
  }
  expect(metadata()).not.toContain('use="encryption"')
  expect(metadata({ wantEncryption: true })).toContain('use="encryption"')
})

test('a key of ours has 2048 bits, in a certificate', () => {
  const { publicKey } = new X509Certificate(Buffer.from(key.certificate, 'base64'))
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(metadata()).toContain(`<ds:X509Certificate>${key.certificate}</ds:X509Certificate>`)
})

test('a certificate that has ended, or has not begun, carries its key all the same', () => {
  for (const from of ['1990-01-01T00:00:00Z', '2060-01-01T00:00:00Z']) {
    const keys = makeKeyPair({ commonName: 'idp', now: new Date(from), years: 1 })
    const old = createIdentityProvider({ entityId: idp.entityId, keys, now: () => now })
    const [certificate] = importIdpMetadata(old.metadata()).certificates
    const pinned = new X509Certificate(certificate?.pem ?? '').publicKey
    accepted(old.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request' }), { keys: [pinned] })
  }
})

test('a value needs no type', () => {
  const typed = respond({ attributes: { Email: ['john@x.example'] } })
  const bare = respond({
    attributes: { Email: ['john@x.example'] },
    editUnsigned: (xml) => xml.replace(/ xmlns:xsi="[^"]*"| xsi:type="[^"]*"/g, ''),
  })
  expect(typed).toContain('xsi:type')
  expect(bare).not.toContain('xsi:type')
  expect(accepted(bare).claims.get('Email')).toEqual(['john@x.example'])
})

test('an Advice of any content is passed over, unless an Assertion is hidden in it', () => {
  const advised = (inside: string) =>
    respond({
      editUnsigned: (xml) => insertBefore(xml, '<saml2:AuthnStatement', `<saml2:Advice>${inside}</saml2:Advice>`),
    })
  accepted(advised('<x:hint xmlns:x="urn:x" a="b">c</x:hint>'))
  accepted(advised('<saml2:AssertionIDRef>_other</saml2:AssertionIDRef>'))
  const another = '<saml2:Assertion ID="_other" IssueInstant="2026-11-23T09:30:00Z" Version="2.0"></saml2:Assertion>'
  refused(advised(another), 'assertion_several', 'shape')
})

test('an error of the identity provider is told from a good answer by any status', () => {
  for (const name of ['Requester', 'Responder', 'VersionMismatch']) {
    const statusCode = `urn:oasis:names:tc:SAML:2.0:status:${name}`
    refused(respond({ statusCode, withAssertion: false }), 'status_not_success', 'shape')
  }
  const nested = change(
    respond({ statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder', withAssertion: false, sign: 'none' }),
    '</saml2p:StatusCode>',
    '<saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:NoPassive"></saml2p:StatusCode></saml2p:StatusCode>',
  )
  refused(nested, 'status_not_success', 'shape')
})

test('logout messages go by Redirect to a partner that takes both', () => {
  const both = { ...settings, sloPostUrl: 'https://idp.example/slo-post', sloPostResponseUrl: null }
  const partner = { ...provider, settings: both }
  const nameId = { value: 'x', format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
  const asked = samlLogout.request(partner, { id: '_r', subject: { nameId, sessionIndex: null }, now, key })
  const what = { inResponseTo: '_theirs', outcome: 'ended', relayState: null, now, key } as const
  expect([asked?.binding, samlLogout.respond(partner, what)?.binding]).toEqual(['redirect', 'redirect'])
})
