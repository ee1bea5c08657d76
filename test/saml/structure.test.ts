import { describe, expect, test } from 'vitest'
import { verifyResponse } from '../../src/protocols/saml/index.ts'
import { toFormField } from '../../src/testing/index.ts'
import {
  accepted,
  acsUrl,
  attacker,
  change,
  element,
  expected,
  insertBefore,
  judge,
  refused,
  respond,
  spEntityId,
} from './world.ts'

const signature = (xml: string) => element(xml, 'ds:Signature')
const forgedAssertion = () =>
  element(attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request', sign: 'none' }), 'saml2:Assertion')

describe('Transport (step 1)', () => {
  const at = (field: string) => verifyResponse(field, expected)
  test('refuses an empty field', () => expect(at('')).toMatchObject({ code: 'message_missing', step: 'transport' }))
  test.each([
    ['a stray character', (good: string) => `${good}!`],
    ['a blank where a plus sign was', (good: string) => `${good.slice(0, 8)} ${good.slice(9)}`],
    ['missing padding', (good: string) => good.slice(0, -1)],
    ['the URL alphabet', () => '-_-_'],
    ['XML that is not encoded', () => '<a/>'],
  ])('refuses base64 with %s', (_, spoil) => {
    expect(at(spoil(toFormField(respond())))).toMatchObject({
      code: 'message_not_base64',
      step: 'transport',
      recognised: false,
    })
  })
  test('refuses more bytes than allowed, and accepts as many as a provider is given', () => {
    const big = respond({
      attributes: { groups: Array.from({ length: 1800 }, (_, n) => `group number ${n} with a long name`.repeat(3)) },
    })
    refused(big, 'message_too_large', 'transport')
    accepted(big, { limits: { bytes: 1_048_576, nodes: 20_000 } })
    refused(Buffer.from(big), 'message_too_large', 'transport')
  })
})

describe('Byte gate (step 2)', () => {
  test.each([
    ['T10 a comment in NameID', 'markup_forbidden', (xml: string) => change(xml, '7f1e', '7f1<!---->e')],
    [
      'T09 a comment in a digest',
      'markup_forbidden',
      (xml: string) => change(xml, '<ds:DigestValue>', '<ds:DigestValue><!--x-->'),
    ],
    ['T11 a processing instruction', 'markup_forbidden', (xml: string) => change(xml, '7f1e', '<?p not-an-?>7f1e')],
    ['T12 CDATA', 'markup_forbidden', (xml: string) => change(xml, '7f1e', '<![CDATA[7f1e]]>')],
    ['T17 a document type', 'markup_forbidden', (xml: string) => change(xml, '?>', '?><!DOCTYPE a>')],
    [
      'T18 an external entity',
      'markup_forbidden',
      (xml: string) => change(xml, '?>', '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ],
    ['T28 XML 1.1', 'markup_forbidden', (xml: string) => change(xml, 'version="1.0"', 'version="1.1"')],
    ['T28 another declared encoding', 'markup_forbidden', (xml: string) => change(xml, 'UTF-8', 'UTF-7')],
    ['T28 a second XML declaration', 'markup_forbidden', (xml: string) => change(xml, '?>', '?><?xml version="1.0"?>')],
    ['T28 a NUL', 'message_not_utf8', (xml: string) => change(xml, '7f1e', '7f1e\0')],
    ['T28 a byte order mark', 'message_not_utf8', (xml: string) => `\ufeff${xml}`],
  ])('refuses %s', (_, code, spoil) => {
    refused(spoil(respond()), code, 'gate')
  })
  test('refuses UTF-16 and broken UTF-8', () => {
    refused(Buffer.from(respond(), 'utf16le'), 'message_not_utf8', 'gate')
    refused(Buffer.concat([Buffer.from(respond()), Buffer.of(0xff)]), 'message_not_utf8', 'gate')
  })
})

describe('Parser and budgets (step 3)', () => {
  test.each([
    ['two roots', (xml: string) => `${xml}<a></a>`],
    ['text behind the root', (xml: string) => `${xml}x`],
    ['an undeclared prefix', (xml: string) => change(xml, '<saml2p:Status>', '<saml2p:Status><u:x></u:x>')],
    ['an undeclared entity', (xml: string) => change(xml, '7f1e', '&x;')],
    ['an attribute twice', (xml: string) => change(xml, ' Version="2.0"', ' Version="2.0" Version="2.0"')],
    ['a control character', (xml: string) => change(xml, '7f1e', '7f1e&#1;')],
    ['a message cut short', (xml: string) => xml.slice(0, -20)],
  ])('refuses %s', (_, spoil) => {
    refused(spoil(respond()), 'xml_malformed', 'parse')
  })
  const inside = (insert: string) =>
    change(respond({ sign: 'assertion' }), '<saml2p:Status>', `${insert}<saml2p:Status>`)
  test('T32 refuses deep nesting, many attributes, many namespaces and 200 KB of siblings', () => {
    refused(inside('<a>'.repeat(60) + '</a>'.repeat(60)), 'xml_too_complex', 'parse')
    refused(inside('<a>'.repeat(30_000)), 'xml_malformed', 'parse')
    const many = (of: (n: number) => string) => Array.from({ length: 5000 }, (_, n) => of(n)).join(' ')
    refused(inside(`<a ${many((n) => `a${n}="x"`)}></a>`), 'xml_too_complex', 'parse')
    refused(inside(`<a ${many((n) => `xmlns:a${n}="urn:${n}"`)}></a>`), 'xml_too_complex', 'parse')
    expect(refused(inside('<a/>'.repeat(50_000)), 'xml_too_complex', 'parse').recognised).toBe(true)
    accepted(respond())
  })
  test('T04 refuses an identifier that occurs twice, in either order', () => {
    const xml = respond({ sign: 'assertion' })
    const id = / ID="(_[^"]*)"[^>]*><saml2:Issuer [^>]*>[^<]*<\/saml2:Issuer><ds:Sig/.exec(xml)?.[1] ?? ''
    const twin = `<saml2p:Extensions><ds:x xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="${id}"></ds:x></saml2p:Extensions>`
    refused(insertBefore(xml, '<saml2p:Status>', twin), 'xml_id_duplicate', 'parse')
    refused(change(xml, / ID="[^"]*"/, ` ID="${id}"`), 'xml_id_duplicate', 'parse')
  })
  test.each([
    ['id', ' id="x"'],
    ['Id', ' Id="x"'],
    ['a prefixed ID', ' xmlns:x="urn:x" x:ID="x"'],
    ['xml:id', ' xml:id="x"'],
  ])('T14 refuses %s on a SAML element', (_, attribute) => {
    refused(change(respond(), '<saml2:Assertion', `<saml2:Assertion${attribute}`), 'xml_id_forbidden', 'parse')
  })
  test('refuses a message that names schemas to load', () => {
    const hint =
      ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://x.example/x.xsd"'
    refused(change(respond(), '<saml2p:Response', `<saml2p:Response${hint}`), 'schema_invalid', 'parse')
  })
})

describe('Schema (step 4)', () => {
  test('a message is recognised as soon as its root is a Response', () => {
    expect(refused('<a></a>', 'schema_invalid', 'schema').recognised).toBe(false)
    expect(refused(element(respond(), 'saml2:Assertion'), 'schema_invalid', 'schema').recognised).toBe(false)
    expect(
      refused(change(respond(), '<saml2p:Status>', '<saml2p:Status><saml2p:X></saml2p:X>'), 'schema_invalid', 'schema')
        .recognised,
    ).toBe(true)
  })
  test.each([
    [
      'an unknown condition',
      (xml: string) => insertBefore(xml, '</saml2:Conditions>', '<saml2:Condition></saml2:Condition>'),
    ],
    ['another version', (xml: string) => change(xml, 'Version="2.0"', 'Version="1.1"')],
    ['an ID that is no name', (xml: string) => change(xml, / ID="_/, ' ID="1')],
    ['T03 ds:Object', (xml: string) => insertBefore(xml, '</ds:Signature>', '<ds:Object></ds:Object>')],
    [
      'T08 two SignedInfo',
      (xml: string) => change(xml, '<ds:SignedInfo>', `${element(xml, 'ds:SignedInfo')}<ds:SignedInfo>`),
    ],
    [
      'T08 two References',
      (xml: string) =>
        insertBefore(xml, '</ds:SignedInfo>', element(xml.slice(0, xml.indexOf('</ds:SignedInfo>')), 'ds:Reference')),
    ],
    [
      'T07 a second Signature',
      (xml: string) => change(xml, '<ds:Signature ', `${signature(respond({ sign: 'response' }))}<ds:Signature `),
    ],
    ['text between elements', (xml: string) => change(xml, '<saml2p:Status>', 'x<saml2p:Status>')],
    [
      'an encrypted attribute',
      (xml: string) =>
        insertBefore(xml, '</saml2:AttributeStatement>', '<saml2:EncryptedAttribute></saml2:EncryptedAttribute>'),
    ],
  ])('refuses %s', (_, spoil) => {
    refused(spoil(respond({ sign: 'response' })), 'schema_invalid', 'schema')
  })
  test('says where, without repeating a value', () => {
    const { evidence } = refused(change(respond(), / ID="_/, ' ID="1 secret'), 'schema_invalid', 'schema')
    expect(String(evidence.unverifiedFinding)).toContain("attribute 'ID'")
    expect(JSON.stringify(evidence)).not.toContain('secret')
  })
})

describe('Shape (step 5)', () => {
  test('T25 refuses a response without any signature', () => {
    expect(refused(respond({ sign: 'none' }), 'signature_missing', 'shape').recognised).toBe(true)
    refused(respond().replace(/<ds:Signature .*?<\/ds:Signature>/gs, ''), 'signature_missing', 'shape')
  })
  test('T02 refuses a forged assertion insertBefore, behind, around and inside the signed one', () => {
    const xml = respond({ sign: 'assertion' })
    const genuine = element(xml, 'saml2:Assertion')
    const forged = forgedAssertion()
    refused(change(xml, genuine, forged + genuine), 'assertion_several', 'shape')
    refused(change(xml, genuine, genuine + forged), 'assertion_several', 'shape')
    const within = insertBefore(forged, '<saml2:AuthnStatement', `<saml2:Advice>${genuine}</saml2:Advice>`)
    refused(change(xml, genuine, within), 'assertion_several', 'shape')
    refused(
      change(xml, genuine, change(forged, '<saml2:Subject>', `${signature(genuine)}<saml2:Subject>`)),
      'signature_reference',
      'shape',
    )
  })
  test('T03 refuses an assertion in Extensions, StatusDetail and KeyInfo', () => {
    const xml = respond({ sign: 'assertion' })
    const hidden = forgedAssertion()
    refused(
      insertBefore(xml, '<saml2p:Status>', `<saml2p:Extensions>${hidden}</saml2p:Extensions>`),
      'assertion_several',
      'shape',
    )
    refused(
      insertBefore(xml, '</saml2p:Status>', `<saml2p:StatusDetail>${hidden}</saml2p:StatusDetail>`),
      'assertion_several',
      'shape',
    )
    refused(insertBefore(xml, '</ds:KeyInfo>', hidden), 'assertion_several', 'shape')
  })
  test('T01 refuses a Response inside the Response', () => {
    const xml = respond({ sign: 'response' })
    const clone = element(respond({ sign: 'none', withAssertion: false }), 'saml2p:Response')
    refused(insertBefore(xml, '</ds:KeyInfo>', clone), 'signature_shape', 'shape')
  })
  test('T05 refuses the signed original inside the confirmation of a forged one', () => {
    const xml = respond({ sign: 'assertion' })
    const genuine = element(xml, 'saml2:Assertion')
    const info = `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${genuine}</ds:KeyInfo>`
    const forged = insertBefore(forgedAssertion(), '</saml2:SubjectConfirmationData>', info)
    refused(change(xml, genuine, forged), 'assertion_several', 'shape')
  })
  test('T21 refuses references that are empty, external or pointers', () => {
    for (const uri of ['', '#', 'https://x.example/#a', '#xpointer(/)', 'file.xml', "#id('a')"]) {
      refused(change(respond({ sign: 'response' }), /URI="[^"]*"/, `URI="${uri}"`), 'signature_reference', 'shape')
    }
    refused(change(respond(), /URI="#[^"]*"/, 'URI="#other"'), 'signature_reference', 'shape')
  })
  test('T20 refuses every other transform and canonicalisation', () => {
    const enveloped = '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>'
    const xml = respond({ sign: 'response' })
    for (const uri of [
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
      'http://www.w3.org/2001/10/xml-exc-c14n#WithComments',
    ]) {
      refused(
        insertBefore(xml, enveloped, `<ds:Transform Algorithm="${uri}"></ds:Transform>`),
        'signature_transform',
        'shape',
      )
      refused(
        change(xml, enveloped, `<ds:Transform Algorithm="${uri}"></ds:Transform>`),
        'signature_transform',
        'shape',
      )
      refused(
        change(xml, /CanonicalizationMethod Algorithm="[^"]*"/, `CanonicalizationMethod Algorithm="${uri}"`),
        'signature_transform',
        'shape',
      )
    }
    refused(change(xml, enveloped, ''), 'signature_transform', 'shape')
    const xslt = '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"></x:stylesheet></ds:Transform>'
    refused(change(xml, '</ds:Transform>', xslt), 'signature_transform', 'shape')
  })
  test('T24 refuses weak and unknown algorithms, and takes SHA-1 only where it is allowed', () => {
    const sha1 = respond({ algorithm: 'rsa-sha1', digest: 'sha1' })
    refused(sha1, 'algorithm_forbidden', 'shape')
    refused(respond({ digest: 'sha1' }), 'algorithm_forbidden', 'shape')
    refused(respond({ digest: 'md5' }), 'algorithm_forbidden', 'shape', { legacyAlgorithms: true })
    refused(change(respond(), /xmldsig-more#rsa-sha256/, 'xmldsig-more#rsa-md5'), 'algorithm_forbidden', 'shape')
    expect(judge(sha1, { legacyAlgorithms: true })).toMatchObject({
      verdict: 'accepted',
      warnings: [{ code: 'legacy_algorithm' }],
    })
  })
  test('T23 refuses a signature keyed with the public certificate', () => {
    refused(respond({ algorithm: 'hmac-sha256' }), 'algorithm_forbidden', 'shape', { legacyAlgorithms: true })
  })
  test('refuses a response without assertion, and says when that is an error of the identity provider', () => {
    refused(respond({ sign: 'response', withAssertion: false }), 'assertion_missing', 'shape')
    const statusCode = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
    const { evidence } = refused(
      respond({ sign: 'none', withAssertion: false, statusCode }),
      'status_not_success',
      'shape',
    )
    expect(evidence.unverifiedStatus).toEqual([statusCode])
  })
  test('refuses markup in an attribute value', () => {
    const edit = (xml: string) => change(xml, 'john@x.example', '<saml2:Attribute Name="a"></saml2:Attribute>')
    refused(respond({ editUnsigned: edit }), 'schema_invalid', 'shape')
  })
})
