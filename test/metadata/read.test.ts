import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { importIdpMetadata, type MetadataTrust } from '../../src/protocols/saml/metadata-in.ts'
import { entity, federation, keysNamed, signedEntity } from './partner.ts'

const now = new Date('2026-11-24T12:00:00Z')
const one = keysNamed('one')
const two = keysNamed('two')
const signer = keysNamed('federation')
const publicKey = (keys: { certificate: string }) =>
  new X509Certificate(Buffer.from(keys.certificate, 'base64')).publicKey
const idp = { entityId: 'https://idp.example', keys: [one] }
const other = { entityId: 'https://other.example', keys: [two] }
const soon = '2026-12-10T00:00:00Z'
const list = (options: Parameters<typeof federation>[1] = { validUntil: soon, keys: signer }) =>
  federation([entity(idp), entity(other)], options)
const trust: MetadataTrust = { entityId: idp.entityId, signers: [publicKey(signer)], now }
const refused = (xml: string, code: string, given: MetadataTrust = trust) =>
  expect(() => importIdpMetadata(xml, given)).toThrowError(expect.objectContaining({ code }))

describe("A federation's list", () => {
  test('gives the one partner that is meant', () => {
    const read = importIdpMetadata(list(), trust)
    expect(read).toMatchObject({ entityId: idp.entityId, aggregate: true, signedBy: 'signer' })
    expect(read.validUntil).toEqual(new Date(soon))
    expect(importIdpMetadata(list(), { ...trust, entityId: other.entityId }).entityId).toBe(other.entityId)
    refused(list(), 'metadata_entity_changed', { ...trust, entityId: 'https://third.example' })
    refused(list(), 'metadata_invalid', { ...trust, entityId: undefined })
    refused(federation([entity(idp), entity(idp)], { validUntil: soon, keys: signer }), 'metadata_invalid')
  })
  test('T64 must be signed with the key that must sign it', () => {
    refused(list({ validUntil: soon }), 'metadata_signature')
    refused(list({ validUntil: soon, keys: two }), 'metadata_signature')
    refused(list().replace('https://idp.example/sso', 'https://evil.example/sso'), 'metadata_signature')
    refused(list(), 'metadata_signature', { entityId: idp.entityId, now })
    // A key that a partner is known by vouches for that partner, not for a list.
    refused(list({ validUntil: soon, keys: one }), 'metadata_signature', {
      entityId: idp.entityId,
      known: [publicKey(one)],
      now,
    })
  })
  test('T64 must say until when it is valid, at most 30 days ahead', () => {
    refused(list({ keys: signer }), 'metadata_expired')
    refused(list({ keys: signer, validUntil: '2026-11-24T12:00:00Z' }), 'metadata_expired')
    refused(list({ keys: signer, validUntil: '2026-12-24T12:00:01Z' }), 'metadata_expired')
    expect(importIdpMetadata(list({ keys: signer, validUntil: '2026-12-24T12:00:00Z' }), trust).aggregate).toBe(true)
  })
})

describe('A signature on metadata', () => {
  const document = signedEntity(idp, signer)
  test('counts for the whole document alone', () => {
    expect(importIdpMetadata(document, trust).signedBy).toBe('signer')
    // The signed document inside another one.
    refused(
      `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" ID="_x">${document}</md:EntitiesDescriptor>`,
      'metadata_signature',
    )
    const signature = /<ds:Signature .*<\/ds:Signature>/s.exec(document)?.[0] ?? ''
    refused(document.replace(signature, signature + signature), 'metadata_signature')
    refused(document.replace('ID="_one"', 'ID="_two"'), 'metadata_signature')
    refused(document.replace('<ds:KeyInfo>', '<ds:Object></ds:Object><ds:KeyInfo>'), 'metadata_signature')
    refused(document.replaceAll('rsa-sha256', 'rsa-sha1'), 'metadata_signature')
  })
  test('with a key that the partner is known by vouches; with any other it is as good as none', () => {
    const known: MetadataTrust = { entityId: idp.entityId, known: [publicKey(signer)], now }
    expect(importIdpMetadata(document, known).signedBy).toBe('known')
    expect(importIdpMetadata(document, { ...known, known: [publicKey(two)] }).signedBy).toBeNull()
    expect(importIdpMetadata(document.replace('/sso"', '/elsewhere"'), known).signedBy).toBeNull()
    expect(importIdpMetadata(document, { now }).signedBy).toBeNull()
  })
  test('lets only signed bytes be read: a comment is not part of them', () => {
    const commented = document
      .replace('https://idp.example/sso"', 'https://idp.example/sso" ')
      .replace('><md:IDP', '><!-- x --><md:IDP')
    expect(importIdpMetadata(commented, trust).ssoRedirectUrl).toBe('https://idp.example/sso')
  })
})

describe('What else metadata says', () => {
  const logout = (attributes: string) =>
    entity(idp).replace(
      '<md:SingleSignOnService',
      `<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/slo"${attributes}></md:SingleLogoutService><md:SingleSignOnService`,
    )
  const shown = (inside: string) =>
    entity(idp).replace(
      '<md:KeyDescriptor',
      `<md:Extensions><mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">${inside}</mdui:UIInfo></md:Extensions><md:KeyDescriptor`,
    )
  test('names where answers to logout requests go', () => {
    expect(importIdpMetadata(logout(' ResponseLocation="https://idp.example/slo-done"'))).toMatchObject({
      sloPostUrl: 'https://idp.example/slo',
      sloPostResponseUrl: 'https://idp.example/slo-done',
      sloRedirectUrl: null,
      sloRedirectResponseUrl: null,
    })
    expect(importIdpMetadata(logout('')).sloPostResponseUrl).toBeNull()
    refused(logout(' ResponseLocation="http://idp.example/slo-done"'), 'metadata_invalid', {})
  })
  test('a picture is an https address or a small data picture, and a script refuses the document', () => {
    const logo = (text: string) => importIdpMetadata(shown(`<mdui:Logo height="1" width="1">${text}</mdui:Logo>`)).logo
    expect(logo(' https://idp.example/logo.png ')).toBe('https://idp.example/logo.png')
    expect(logo('data:image/png;base64,iVBORw0KGgo=')).toBe('data:image/png;base64,iVBORw0KGgo=')
    expect(logo('http://idp.example/logo.png')).toBeNull()
    expect(logo('data:text/html;base64,PHNjcmlwdD4=')).toBeNull()
    expect(logo(`data:image/png;base64,${'A'.repeat(20_000)}`)).toBeNull()
    refused(shown('<mdui:Logo height="1" width="1">javascript:alert(1)</mdui:Logo>'), 'metadata_invalid', {})
    refused(shown('<mdui:Logo height="1" width="1"> JavaScript:alert(1)</mdui:Logo>'), 'metadata_invalid', {})
  })
  test('the page for people in trouble is an https address', () => {
    const page = (text: string) =>
      entity(idp).replace('<md:IDPSSODescriptor', `<md:IDPSSODescriptor errorURL="${text}"`)
    expect(importIdpMetadata(page('https://idp.example/help')).errorUrl).toBe('https://idp.example/help')
    expect(importIdpMetadata(page('http://idp.example/help')).errorUrl).toBeNull()
    refused(page('javascript:alert(1)'), 'metadata_invalid', {})
  })
  test('says for how long it need not be fetched again', () => {
    const cached = (text: string) => importIdpMetadata(entity({ ...idp, attributes: ` cacheDuration="${text}"` }))
    expect(cached('PT6H').cacheSeconds).toBe(6 * 3600)
    expect(cached('P1DT1M1.5S').cacheSeconds).toBe(86_461)
    expect(importIdpMetadata(entity(idp)).cacheSeconds).toBeNull()
    refused(entity({ ...idp, attributes: ' cacheDuration="often"' }), 'metadata_invalid', {})
  })
})
