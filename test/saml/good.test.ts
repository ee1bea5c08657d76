import { describe, expect, test } from 'vitest'
import { verifyResponse } from '../../src/protocols/saml/index.ts'
import { createIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { nodeSamlProfile } from '../testing/oracles.ts'
import {
  accepted,
  acsUrl,
  change,
  ecKeys,
  expected,
  idp,
  insertBefore,
  judge,
  now,
  respond,
  rsaKeys,
  spEntityId,
} from './world.ts'

const statement = '<saml2:AttributeStatement>'
const attribute = (name: string, inner: string, more = '') =>
  `<saml2:Attribute Name="${name}"${more}>${inner}</saml2:Attribute>`
const value = (text: string) => `<saml2:AttributeValue>${text}</saml2:AttributeValue>`
const withAttributes = (...all: string[]) =>
  respond({ editUnsigned: (xml) => change(xml, statement, `${statement}${all.join('')}`) })

describe('A good response is accepted', () => {
  test.each(['assertion', 'response', 'both'] as const)('when the %s is signed', async (sign) => {
    const xml = respond({ sign, attributes: { Email: ['john@x.example'], memberOf: ['a', 'b'] } })
    const assertion = accepted(xml)
    expect(assertion).toMatchObject({
      issuer: idp.entityId,
      inResponseTo: '_request',
      issuedAt: now,
      authnInstant: now,
      nameId: { value: '7f1e1c3a0d5b4c6e9a28', nameQualifier: null },
    })
    expect([...assertion.claims]).toEqual([
      ['Email', ['john@x.example']],
      ['memberOf', ['a', 'b']],
    ])
    expect(Object.isFrozen(assertion)).toBe(true)
  })

  test.each([
    ['rsa-sha256', 'sha256'],
    ['rsa-sha384', 'sha384'],
    ['rsa-sha512', 'sha512'],
  ] as const)('with %s and %s', (algorithm, digest) => {
    accepted(respond({ algorithm, digest }))
  })

  test.each([
    ['P-256', 'ecdsa-sha256'],
    ['P-384', 'ecdsa-sha384'],
    ['P-521', 'ecdsa-sha512'],
  ] as const)('with a key on %s and %s', (curve, algorithm) => {
    const { privateKey, publicKey } = ecKeys(curve)
    const provider = createIdentityProvider({ keys: { privateKey, certificate: idp.keys.certificate }, now: () => now })
    const xml = provider.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request', algorithm })
    accepted(xml, { keys: [publicKey] })
  })

  test('when any one of several pinned keys made the signature', () => {
    accepted(respond(), { keys: [rsaKeys(2048).publicKey, ecKeys('P-256').publicKey, ...expected.keys] })
  })

  test('in the eyes of node-saml too, with the same name and attributes', async () => {
    const xml = respond({ sign: 'both', attributes: { Email: ['john@x.example'], memberOf: ['a', 'b'] } })
    const started = change(xml, /<\?xml.*?\?>/, '')
    const verdict = accepted(started)
    const recent = createIdentityProvider({ keys: idp.keys, entityId: idp.entityId })
    const fresh = recent.respond({ acsUrl, audience: spEntityId, attributes: { memberOf: ['a', 'b'] } })
    const theirs = await nodeSamlProfile(
      toFormField(fresh),
      { certificatePem: idp.keys.certificate, audience: spEntityId, acsUrl, issuer: idp.entityId },
      { response: true, assertion: true },
    )
    const ours = accepted(fresh, { now: new Date(), request: { kind: 'unsolicited' } })
    expect(theirs?.nameID).toBe(ours.nameId?.value)
    expect(theirs?.memberOf).toEqual(ours.claims.get('memberOf'))
    expect(verdict.claims.get('memberOf')).toEqual(['a', 'b'])
  })

  test('with line breaks in the base64 of the form field, of the signature and of the digest', () => {
    const wrapped = (text: string) => text.replace(/(.{60})/g, '$1&#13;\n')
    const xml = respond({ sign: 'response' })
    const signature = /<ds:SignatureValue>(.*?)</.exec(xml)?.[1] ?? ''
    const field = toFormField(change(xml, signature, wrapped(signature))).replace(/(.{76})/g, '$1\r\n')
    expect(verifyResponse(field, expected)).toMatchObject({ verdict: 'accepted' })
  })

  test('with any prefixes, and with namespaces declared far above the signed element', () => {
    const xml = respond({ sign: 'assertion' })
    accepted(change(change(xml, /saml2p:/g, 'p:'), 'xmlns:saml2p', 'xmlns:p'))
    accepted(
      change(
        xml,
        '<saml2p:Response ',
        '<saml2p:Response xmlns:unused="urn:x" xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ',
      ),
    )
  })

  test('with a PrefixList whose prefix is declared on the Response only', () => {
    // Signed with xs declared on the assertion; an identity provider may as well declare it on the Response.
    const xml = respond({ sign: 'assertion' })
    const declared = ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    const moved = change(change(xml, declared, ''), '<saml2p:Response', `<saml2p:Response${declared}`)
    accepted(moved)
  })

  test('with single quotes and standalone in its XML declaration, or without one', () => {
    const xml = respond()
    accepted(change(xml, /<\?xml.*?\?>/, `<?xml version='1.0' encoding='utf-8' standalone='yes'?>`))
    accepted(change(xml, /<\?xml.*?\?>/, ''))
  })

  test('with times written as +00:00 and with seven digits of a second', () => {
    const edit = (xml: string) =>
      change(xml, /AuthnInstant="[^"]*"/, 'AuthnInstant="2026-11-23T09:30:00.1234567+00:00"')
    expect(accepted(respond({ editUnsigned: edit })).authnInstant.toISOString()).toBe('2026-11-23T09:30:00.123Z')
  })

  test('without a Destination when only the assertion is signed', () => {
    accepted(respond({ sign: 'assertion', destination: null }))
  })

  test('with OneTimeUse, a ProxyRestriction and several audiences', () => {
    const audience = ['https://other.example', spEntityId]
    const edit = (xml: string) =>
      insertBefore(
        xml,
        '</saml2:Conditions>',
        '<saml2:OneTimeUse></saml2:OneTimeUse><saml2:ProxyRestriction Count="1"></saml2:ProxyRestriction>',
      )
    accepted(respond({ audience, editUnsigned: edit }))
  })

  test('with several confirmations of which one holds', () => {
    const other =
      '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"></saml2:SubjectConfirmation>'
    const foreign =
      '<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml2:SubjectConfirmationData Recipient="https://else.example"></saml2:SubjectConfirmationData></saml2:SubjectConfirmation>'
    accepted(respond({ editUnsigned: (xml) => insertBefore(xml, '<saml2:SubjectConfirmation ', other + foreign) }))
  })

  test('with several statements, whose attributes are all read and whose shortest session counts', () => {
    const more =
      '<saml2:AuthnStatement AuthnInstant="2026-11-23T09:00:00Z" SessionNotOnOrAfter="2026-11-23T10:00:00Z"><saml2:AuthnContext></saml2:AuthnContext></saml2:AuthnStatement>' +
      `<saml2:AttributeStatement>${attribute('Job', value('Engineer'))}</saml2:AttributeStatement>`
    const assertion = accepted(respond({ editUnsigned: (xml) => insertBefore(xml, '</saml2:Assertion>', more) }))
    expect(assertion.claims.get('Job')).toEqual(['Engineer'])
    expect(assertion.sessionNotOnOrAfter?.toISOString()).toBe('2026-11-23T10:00:00.000Z')
  })

  test('without NameID: an attribute may be the subject', () => {
    expect(accepted(respond({ nameId: null })).nameId).toBeNull()
  })

  test('with all qualifiers of NameID kept', () => {
    const nameId = { value: ' a B ', format: 'urn:x', nameQualifier: 'q', spNameQualifier: spEntityId }
    expect(accepted(respond({ nameId })).nameId).toEqual({ ...nameId, spProvidedId: null })
  })

  test('with Extensions and an empty Advice, which are passed over', () => {
    accepted(
      respond({
        sign: 'response',
        editUnsigned: (xml) =>
          insertBefore(
            insertBefore(xml, '<saml2p:Status>', '<saml2p:Extensions><x:y xmlns:x="urn:x"></x:y></saml2p:Extensions>'),
            '<saml2:AuthnStatement',
            '<saml2:Advice></saml2:Advice>',
          ),
      }),
    )
  })
})

describe('Attributes', () => {
  test('sent apart under one Name become one list, and an administrator is told', () => {
    const xml = withAttributes(attribute('Role', value('a')), attribute('Role', value('b')))
    expect(accepted(xml).claims.get('Role')).toEqual(['a', 'b'])
    expect(judge(xml)).toMatchObject({ warnings: [{ code: 'attribute_merged' }] })
  })

  test('without value are an empty list, with an empty value an empty text, and nil is no value', () => {
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    const nil = `<saml2:AttributeValue ${xsi} xsi:nil="true"></saml2:AttributeValue>`
    const { claims } = accepted(
      withAttributes(
        attribute('none', ''),
        attribute('empty', value('')),
        attribute('nil', nil),
        attribute('both', nil + value('x')),
      ),
    )
    expect(claims.get('none')).toEqual([])
    expect(claims.get('empty')).toEqual([''])
    expect(claims.get('nil')).toEqual([])
    expect(claims.get('both')).toEqual(['x'])
    expect(claims.get('absent')).toBeUndefined()
  })

  test('may carry foreign attributes and values typed with prefixes nobody declared for canonical form', () => {
    const foreign = ' xmlns:a="http://schemas.xmlsoap.org/ws/2009/09/identity/claims" a:OriginalIssuer="urn:x"'
    const xml = withAttributes(
      `<saml2:Attribute${foreign.slice(0, foreign.indexOf(' a:'))} Name="upn"${foreign.slice(foreign.indexOf(' a:'))}>${value('j')}</saml2:Attribute>`,
    )
    expect(accepted(xml).claims.get('upn')).toEqual(['j'])
  })

  test('may hold a NameID, whose text is the value', () => {
    const xml = withAttributes(
      attribute('targeted', '<saml2:AttributeValue><saml2:NameID>abc</saml2:NameID></saml2:AttributeValue>'),
    )
    expect(accepted(xml).claims.get('targeted')).toEqual(['abc'])
  })

  test('may be named like members of an object', () => {
    const { claims } = accepted(
      withAttributes(attribute('__proto__', value('x')), attribute('constructor', value('y'))),
    )
    expect([claims.get('__proto__'), claims.get('constructor')]).toEqual([['x'], ['y']])
  })

  test('keep every character of their values: white space, references, any script', () => {
    const text = ' two  blanks, tab\u0009, ümlaut 漢字 😀, &<>"'
    expect(accepted(respond({ attributes: { x: [text] } })).claims.get('x')).toEqual([text])
  })

  test('are mapped by Name, never by FriendlyName', () => {
    const { claims } = accepted(
      withAttributes(`<saml2:Attribute FriendlyName="admin" Name="urn:oid:1">${value('x')}</saml2:Attribute>`),
    )
    expect([...claims.keys()]).toEqual(['urn:oid:1', 'Email'])
  })
})
