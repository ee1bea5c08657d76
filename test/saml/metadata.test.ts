import { describe, expect, test } from 'vitest'
import { importIdpMetadata, spMetadata } from '../../src/protocols/saml/index.ts'
import { attacker, change, idp, insertBefore } from './world.ts'

const good = idp.metadata()
const descriptor = (certificate: string, use: string) =>
  `<md:KeyDescriptor${use}><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
const refused = (xml: string, code: string) =>
  expect(() => importIdpMetadata(xml)).toThrowError(expect.objectContaining({ code }))

describe("An identity provider's metadata", () => {
  test('tells its name, addresses and keys', () => {
    const read = importIdpMetadata(good)
    expect(read).toMatchObject({
      entityId: idp.entityId,
      ssoRedirectUrl: idp.ssoUrl,
      ssoPostUrl: idp.ssoUrl,
      sloRedirectUrl: null,
      validUntil: null,
    })
    expect(read.certificates).toHaveLength(1)
    expect(read.certificates[0]?.pem).toContain('BEGIN CERTIFICATE')
    expect(read.certificates[0]?.fingerprint256).toMatch(/^[0-9a-f]{64}$/)
  })
  test('T27 means signing when a key does not say its use; encryption keys are not signing keys', () => {
    expect(importIdpMetadata(change(good, ' use="signing"', '')).certificates).toHaveLength(1)
    refused(change(good, 'use="signing"', 'use="encryption"'), 'metadata_no_key')
    const more = descriptor(attacker.keys.certificate, '') + descriptor(idp.keys.certificate, ' use="signing"')
    expect(importIdpMetadata(insertBefore(good, '<md:NameIDFormat>', more)).certificates).toHaveLength(2)
  })
  test('may have comments, a byte order mark, validUntil and a display name', () => {
    const ui =
      '<md:Extensions><u:UIInfo xmlns:u="urn:oasis:names:tc:SAML:metadata:ui"><u:DisplayName xml:lang="de">Muster</u:DisplayName><u:DisplayName xml:lang="en">Example</u:DisplayName></u:UIInfo></md:Extensions>'
    const xml = change(
      insertBefore(good, '<md:KeyDescriptor', `<!-- ours -->${ui}`),
      ' entityID=',
      ' validUntil="2027-01-01T00:00:00Z" entityID=',
    )
    expect(importIdpMetadata(`\ufeff${xml}\n`)).toMatchObject({
      displayName: 'Example',
      validUntil: new Date('2027-01-01T00:00:00Z'),
    })
  })
  test('may stand in an EntitiesDescriptor alone, not in company', () => {
    const wrapped = (inner: string) =>
      `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${inner}</md:EntitiesDescriptor>`
    expect(importIdpMetadata(wrapped(good)).entityId).toBe(idp.entityId)
    refused(wrapped(good + good), 'metadata_invalid')
  })
  test.each([
    ['nothing', () => ''],
    ['no XML', () => 'hello'],
    ['HTML', () => '<!DOCTYPE html><html></html>'],
    ['an entity', () => change(good, /^/, '<!DOCTYPE a [<!ENTITY x "y">]>\n')],
    [
      'our own metadata',
      () => spMetadata({ entityId: 'https://a', acsUrl: 'https://a/acs', signingCertificates: [idp.keys.certificate] }),
    ],
    ['a placeholder in entityID', () => change(good, idp.entityId, 'https://sts.example/{tenantid}/')],
    [
      'an address that is not https',
      () => change(good, `Location="${idp.ssoUrl}"`, 'Location="http://idp.example/sso"'),
    ],
    ['a script for an address', () => change(good, `Location="${idp.ssoUrl}"`, 'Location="javascript:alert(1)"')],
    ['a certificate that is none', () => change(good, idp.keys.certificate, 'AAAA')],
  ])('is refused when it is %s', (_, make) => {
    refused(make(), 'metadata_invalid')
  })
  test.each(['https://*/sso', 'https://a;sandbox/sso', 'https://a,b.example/sso', "https://'self'/sso"])(
    'is refused with an address that a policy of ours would read as more than an address: %s',
    (url) => {
      refused(change(good, `Location="${idp.ssoUrl}"`, `Location="${url}"`), 'metadata_invalid')
    },
  )
  test('is refused without a sign-on address', () => {
    refused(good.replace(/<md:SingleSignOnService.*<\/md:SingleSignOnService>/s, ''), 'metadata_no_sso')
    refused(good.replace(/<ds:KeyInfo.*<\/ds:KeyInfo>/s, ''), 'metadata_no_key')
  })
})

describe('Our metadata', () => {
  test('escapes every text', () => {
    const xml = spMetadata({
      entityId: 'https://a/"<&\'>',
      acsUrl: 'https://a/acs?x=1&y=2',
      logoutUrl: 'https://a/logout',
      signingCertificates: ['AAAA', 'BBBB'],
      displayName: '<b>Ä & Ö</b>',
      requestedAttributes: [{ name: 'urn:"x"', required: true }],
      contactEmail: 'it@a.example',
    })
    expect(xml).toContain('entityID="https://a/&quot;&lt;&amp;\'>"')
    expect(xml).toContain('Location="https://a/acs?x=1&amp;y=2"')
    expect(xml).toContain('>&lt;b&gt;Ä &amp; Ö&lt;/b&gt;<')
    expect(xml.match(/use="signing"/g)).toHaveLength(2)
    expect(xml).toContain(
      '<md:RequestedAttribute Name="urn:&quot;x&quot;" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri" isRequired="true">',
    )
    expect(xml.indexOf('SingleLogoutService')).toBeLessThan(xml.indexOf('AssertionConsumerService'))
  })
  test('refuses characters that XML cannot carry', () => {
    expect(() => spMetadata({ entityId: 'a\0', acsUrl: 'https://a', signingCertificates: [] })).toThrowError(
      expect.objectContaining({ code: 'validation_failed' }),
    )
  })
})
