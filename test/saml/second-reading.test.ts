import { createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isStrong } from '../../src/protocols/saml/algorithms.ts'
import { importIdpMetadata } from '../../src/protocols/saml/index.ts'
import { saml } from '../../src/protocols/saml/saml.ts'
import { change, idp, judge, refused, respond } from './world.ts'

// What a second reading of the verifier found; each was accepted, leaked or kept before.
describe('A pinned key', () => {
  test('with the exponent 1, with which anybody could sign, is not strong', () => {
    const { n = '' } = createPublicKey(idp.keys.privateKey).export({ format: 'jwk' })
    const key = (e: string) => createPublicKey({ format: 'jwk', key: { kty: 'RSA', n, e } })
    expect(isStrong(key('AQAB'), false)).toBe(true)
    expect(isStrong(key('AQ'), true)).toBe(false)
  })
})

describe('Evidence', () => {
  test.each(['Recipient', 'Name', 'Destination'])('never quotes the value of %s, however long it is', (attribute) => {
    const value = `secret ${'v'.repeat(3000)}`
    const xml = change(respond(), new RegExp(`${attribute}="[^"]*"`), `${attribute}="${value}"`)
    const verdict = judge(xml)
    expect(verdict.verdict).toBe('rejected')
    expect(JSON.stringify(verdict)).not.toContain('vvvv')
  })
})

describe('An attribute value', () => {
  test('of text beside a NameID is refused, not cut', () => {
    const xml = respond({
      attributes: { Email: ['john@x.example'] },
      editUnsigned: (text) =>
        change(text, 'john@x.example', 'john@x.example<saml2:NameID>ceo@x.example</saml2:NameID>'),
    })
    refused(xml, 'schema_invalid', 'shape')
  })
  test('that calls itself nil and holds a NameID is refused, not dropped', () => {
    const nil = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"'
    const xml = respond({
      attributes: { Email: ['john@x.example'] },
      editUnsigned: (text) =>
        change(
          text,
          /<saml2:AttributeValue[^>]*>john@x.example/,
          `<saml2:AttributeValue ${nil}><saml2:NameID>john@x.example</saml2:NameID>`,
        ),
    })
    refused(xml, 'schema_invalid', 'shape')
  })
})

describe('Metadata', () => {
  test('that has expired is refused when it is set up', () => {
    const old = change(idp.metadata(), ' entityID=', ' validUntil="2025-01-01T00:00:00Z" entityID=')
    expect(() => saml.read(old, new Date('2026-01-01T00:00:00Z'))).toThrow(/valid until 2025/)
    expect(saml.read(old, new Date('2024-01-01T00:00:00Z')).entityId).toBe(idp.entityId)
  })
  test.each([
    'https://idp.example/&#10;X-Evil: 1',
    'https://idp.example/&quot;&gt;&lt;script&gt;',
    'https://:secret@idp.example/',
    'https://idp.example\\@evil.example/',
    'https://\u200bevil.example/',
  ])('does not lead browsers to %j', (address) => {
    const xml = idp.metadata().replaceAll(`Location="${idp.ssoUrl}"`, `Location="${address}"`)
    expect(() => importIdpMetadata(xml)).toThrow(expect.objectContaining({ code: 'metadata_invalid' }))
  })
})
