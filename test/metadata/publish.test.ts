import { execFileSync } from 'node:child_process'
import { type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignedXml } from 'xml-crypto'
import { signedMetadata } from '../../src/protocols/saml/metadata/signed-metadata.ts'
import { type SpMetadata, spMetadata } from '../../src/protocols/saml/metadata-out.ts'
import { rawEngine } from '../../src/protocols/saml/xml/engine.ts'
import { withDocument } from '../../src/protocols/saml/xml/parse.ts'
import { type Api, addProvider, newApi, publicUrl } from '../api/api-world.ts'
import { describeWith } from '../setup/required.ts'
import { keysNamed } from './partner.ts'

const now = new Date('2026-11-24T12:00:00Z')
const keys = keysNamed('ours')
const publicKey = new X509Certificate(Buffer.from(keys.certificate, 'base64')).publicKey

const everything: SpMetadata = {
  entityId: 'https://app.example/"<&\'>',
  acsUrl: 'https://app.example/acs?x=1&y=2',
  logoutUrl: 'https://app.example/logout',
  signingCertificates: [keys.certificate, 'BBBB'],
  encryptionCertificates: [keys.certificate],
  displayName: '<b>Ä & "Ö"</b>',
  description: 'Contacts > people\nand "more"',
  logo: { url: 'https://app.example/logo.png?a&b', width: 80, height: 60 },
  privacyUrl: 'https://app.example/privacy',
  organization: { name: 'Acme & Söhne', url: 'https://acme.example' },
  contact: { name: 'Service <desk>', email: 'it@acme.example' },
  nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  subjectId: 'pairwise-id',
  requestedAttributes: [
    { name: 'urn:oid:2.5.4.4', required: false },
    { name: 'a "b" <c>', required: true },
  ],
}

/** The names of a document's elements with this local name, in their order. */
const elements = (xml: string, pattern: RegExp) => [...xml.matchAll(pattern)].map((one) => one[1])

/** Another implementation's verdict on the document's signature. */
function othersBelieve(xml: string, key: KeyObject): boolean {
  const other = new SignedXml({ publicCert: key.export({ type: 'spki', format: 'pem' }).toString() })
  other.loadSignature(/<ds:Signature .*<\/ds:Signature>/s.exec(xml)?.[0] ?? '')
  return other.checkSignature(xml)
}

describe('Our metadata', () => {
  test('has its elements in the order of the schema', () => {
    expect(elements(spMetadata(everything), /^ {2,4}<(md:\w+)/gm)).toEqual([
      'md:Extensions',
      'md:SPSSODescriptor',
      'md:Extensions',
      'md:KeyDescriptor',
      'md:KeyDescriptor',
      'md:KeyDescriptor',
      'md:SingleLogoutService',
      'md:SingleLogoutService',
      'md:NameIDFormat',
      'md:AssertionConsumerService',
      'md:AttributeConsumingService',
      'md:Organization',
      'md:ContactPerson',
    ])
  })
  test('asks for encryption that cannot be tampered with, where a key for it is published', () => {
    const xml = spMetadata(everything)
    expect(elements(xml, /use="(\w+)"/g)).toEqual(['signing', 'signing', 'encryption'])
    expect(elements(xml, /EncryptionMethod Algorithm="[^"]+#([^"]+)"/g)).toEqual([
      'aes256-gcm',
      'aes128-gcm',
      'rsa-oaep-mgf1p',
    ])
    expect(spMetadata({ ...everything, encryptionCertificates: [] })).not.toContain('Encryption')
  })
  test('SP15 says by which identifier people are known', () => {
    expect(spMetadata(everything)).toContain('<saml:AttributeValue>pairwise-id</saml:AttributeValue>')
    expect(spMetadata({ ...everything, subjectId: null })).not.toContain('subject-id:req')
  })
  test('signed is believed by us and by others, and ends in two weeks', () => {
    const xml = spMetadata(everything, { key: keys, now })
    expect(xml).toContain('validUntil="2026-12-08T12:00:00.000Z"')
    const bytes = rawEngine.run((engine) =>
      withDocument(engine, Buffer.from(xml), { nodes: 1000, purpose: 'metadata' }, (document) =>
        signedMetadata(document, [publicKey]),
      ),
    )
    // What canonicalisation gives is what was written: nothing was left to chance.
    expect(xml).toContain(bytes.toString().slice(-200))
    expect(othersBelieve(xml, publicKey)).toBe(true)
    expect(othersBelieve(xml.replace('logout"', 'elsewhere"'), publicKey)).toBe(false)
    expect(othersBelieve(xml.replace('2026-12-08', '2027-12-08'), publicKey)).toBe(false)
  })
  test('unsigned carries no end, for nobody could believe it', () => {
    const xml = spMetadata(everything)
    expect(xml).not.toContain('validUntil')
    expect(xml).not.toContain('Signature')
  })
})

// libxml2's schema validation by way of PHP: the schemas come with SimpleSAMLphp.
const schema = '/usr/share/simplesamlphp/schemas/saml-schema-metadata-2.0.xsd'
const validate =
  'libxml_use_internal_errors(true); $d = new DOMDocument(); $d->loadXML(stream_get_contents(STDIN)); ' +
  'if (!$d->schemaValidate($argv[1])) foreach (libxml_get_errors() as $e) echo $e->message;'

describeWith({ SimpleSAMLphp: existsSync(schema) }, 'The schema of OASIS', () => {
  const faults = (xml: string) =>
    execFileSync('php', ['-r', validate, '--', schema], { input: xml, encoding: 'utf8', stdio: 'pipe' })
  test('takes our metadata, with everything and with the least', () => {
    expect(faults(spMetadata(everything))).toBe('')
    expect(faults(spMetadata(everything, { key: keys, now }))).toBe('')
    expect(
      faults(spMetadata({ entityId: 'https://a.example', acsUrl: 'https://a.example/acs', signingCertificates: [] })),
    ).toBe('')
    expect(faults(spMetadata(everything).replace('md:Organization>', 'md:Organisation>'))).not.toBe('')
  })
})

describe('The address of our metadata', () => {
  let api: Api
  beforeAll(async () => {
    api = await newApi()
  })
  afterAll(() => api.end())
  const published = async (slug: string, query = '') =>
    (await api.server.request(`${publicUrl}/sso/${slug}/metadata${query}`)).text()

  test('tells what the installation has set, and what the partner needs', async () => {
    await addProvider(api, 'told', { subjectFrom: { attribute: 'urn:oasis:names:tc:SAML:attribute:subject-id' } })
    expect(await published('told')).toContain('>jitup</mdui:DisplayName>')
    const set = await api.send('PUT', '/settings', {
      displayName: 'Acme contacts',
      description: 'Who is who',
      logo: { url: 'https://acme.example/logo.png', width: 80, height: 60 },
      privacyUrl: 'https://acme.example/privacy',
      organization: { name: 'Acme', url: 'https://acme.example' },
      contact: { email: 'it@acme.example' },
    })
    expect(set.status).toBe(200)
    const xml = await published('told')
    for (const part of [
      '>Acme contacts</mdui:DisplayName>',
      '>Who is who</mdui:Description>',
      '<mdui:Logo height="60" width="80">https://acme.example/logo.png</mdui:Logo>',
      '>https://acme.example/privacy</mdui:PrivacyStatementURL>',
      '>Acme</md:OrganizationName>',
      '<md:EmailAddress>mailto:it@acme.example</md:EmailAddress>',
      '<saml:AttributeValue>subject-id</saml:AttributeValue>',
      `Location="${publicUrl}/sso/told/logout"`,
    ]) {
      expect(xml).toContain(part)
    }
    const cleared = await api.send('PUT', '/settings', { contact: null, logo: null })
    expect(cleared.body).not.toHaveProperty('contact')
    expect(await published('told')).not.toContain('ContactPerson')
  })
  test.each([
    ['logo', { url: 'javascript:alert(1)', width: 1, height: 1 }],
    ['logo', { url: 'http://acme.example/logo.png', width: 1, height: 1 }],
    ['logo', { url: 'https://acme.example/logo.png' }],
    ['privacyUrl', 'javascript:alert(1)'],
    ['contact', { email: 'nobody' }],
    ['description', 'two\nlines'],
  ])('%s is refused when it is %o', async (name, value) => {
    expect((await api.send('PUT', '/settings', { [name]: value })).status).toBe(422)
  })
  test('leaves out single logout and encryption as the provider is set', async () => {
    await addProvider(api, 'choices', { settings: { singleLogout: false, wantEncryption: true } })
    const xml = await published('choices')
    expect(xml).not.toContain('SingleLogoutService')
    expect(elements(xml, /use="(\w+)"/g)).toEqual(['signing', 'encryption'])
    await api.patch('/providers/choices', { settings: { singleLogout: true, wantEncryption: false } })
    const after = await published('choices')
    expect(after).toContain('SingleLogoutService')
    expect(elements(after, /use="(\w+)"/g)).toEqual(['signing'])
  })
  test('is signed on request', async () => {
    await addProvider(api, 'signed')
    const xml = await published('signed', '?signed')
    const [certificate = ''] = elements(xml, /<ds:X509Certificate>([^<]+)</g)
    const key = new X509Certificate(Buffer.from(certificate, 'base64')).publicKey
    expect(othersBelieve(xml, key)).toBe(true)
  })
})
