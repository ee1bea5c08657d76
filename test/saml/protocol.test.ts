import { describe, expect, test } from 'vitest'
import { accepted, acsUrl, change, expected, insertBefore, now, refused, respond, spEntityId } from './world.ts'

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)
const skew = 180

describe('Protocol (step 8)', () => {
  test('T42 refuses any status but Success, signed or not', () => {
    const statusCode = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
    refused(respond({ sign: 'both', statusCode }), 'status_not_success', 'protocol')
    refused(respond({ sign: 'assertion', statusCode }), 'status_not_success', 'protocol')
    const nested = (xml: string) =>
      change(
        change(xml, 'status:Success', 'status:Responder'),
        '</saml2p:StatusCode>',
        '<saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"></saml2p:StatusCode></saml2p:StatusCode>',
      )
    refused(respond({ editUnsigned: nested }), 'status_not_success', 'protocol')
  })

  test('T43 refuses another issuer of the Assertion or of the Response', () => {
    refused(respond({ issuer: 'https://other.example' }), 'issuer_mismatch', 'protocol')
    refused(respond({ responseIssuer: 'https://other.example' }), 'issuer_mismatch', 'protocol')
    refused(respond({ responseIssuer: 'https://other.example', sign: 'assertion' }), 'issuer_mismatch', 'protocol')
    refused(respond({ responseIssuer: null }), 'issuer_mismatch', 'protocol')
    refused(respond({ responseIssuer: null, sign: 'assertion' }), 'issuer_mismatch', 'protocol')
    refused(
      respond({ editUnsigned: (xml) => change(xml, /nameid-format:entity/g, 'nameid-format:persistent') }),
      'issuer_mismatch',
      'protocol',
    )
  })

  test('T36 refuses another Destination, and none when the Response is signed', () => {
    const { evidence } = refused(
      respond({ destination: 'https://else.example/acs' }),
      'destination_mismatch',
      'protocol',
    )
    expect(evidence).toEqual({ expected: acsUrl, came: 'https://else.example/acs' })
    refused(respond({ destination: 'https://else.example/acs', sign: 'assertion' }), 'destination_mismatch', 'protocol')
    refused(respond({ destination: null }), 'destination_mismatch', 'protocol')
    refused(respond({ destination: '', sign: 'assertion' }), 'destination_mismatch', 'protocol')
  })

  test.each([
    ['none', []],
    ['another', ['https://other.example']],
    ['a prefix of ours', [spEntityId.slice(0, -1)]],
    ['ours and more', [`${spEntityId}/more`]],
  ])('T35 refuses an audience that is %s', (_, audience) => {
    refused(respond({ audience }), 'audience_mismatch', 'protocol')
  })
  test('T35 refuses when one of several restrictions leaves us out', () => {
    const second =
      '<saml2:AudienceRestriction><saml2:Audience>https://other.example</saml2:Audience></saml2:AudienceRestriction>'
    refused(
      respond({ editUnsigned: (xml) => insertBefore(xml, '</saml2:Conditions>', second) }),
      'audience_mismatch',
      'protocol',
    )
  })

  test('T36 refuses another Recipient and none', () => {
    refused(respond({ recipient: 'https://else.example/acs' }), 'recipient_mismatch', 'protocol')
    refused(respond({ recipient: null }), 'recipient_mismatch', 'protocol')
  })

  test.each(['holder-of-key', 'sender-vouches'])('T41 refuses the confirmation method %s', (method) => {
    refused(
      respond({ confirmationMethod: `urn:oasis:names:tc:SAML:2.0:cm:${method}` }),
      'confirmation_method',
      'protocol',
    )
  })
  test('T41 refuses a Subject without confirmation, and an Assertion without Subject', () => {
    const bare = (xml: string) => change(xml, /<saml2:SubjectConfirmation .*<\/saml2:SubjectConfirmation>/, '')
    refused(respond({ editUnsigned: bare }), 'confirmation_method', 'protocol')
    refused(
      respond({ editUnsigned: (xml) => change(xml, /<saml2:Subject>.*<\/saml2:Subject>/, '') }),
      'subject_missing',
      'protocol',
    )
  })

  test('T38 binds the answer to the request, by the signed confirmation', () => {
    refused(respond({ inResponseTo: '_other' }), 'in_response_to_mismatch', 'protocol')
    refused(respond({ inResponseTo: null }), 'response_unsolicited', 'protocol')
    const outer = change(respond({ sign: 'assertion' }), 'InResponseTo="_request"', 'InResponseTo="_other"')
    refused(outer, 'in_response_to_mismatch', 'protocol')
    const onlyOuter = change(
      respond({ sign: 'assertion', inResponseTo: null }),
      '<saml2p:Response ',
      '<saml2p:Response InResponseTo="_request" ',
    )
    refused(onlyOuter, 'response_unsolicited', 'protocol')
  })
  test('T38 leaves it to the caller which stored request is answered, but wants one', () => {
    expect(accepted(respond(), { request: { kind: 'stored' } }).inResponseTo).toBe('_request')
    refused(respond({ inResponseTo: null }), 'response_unsolicited', 'protocol', { request: { kind: 'stored' } })
    const outer = change(respond({ sign: 'assertion' }), 'InResponseTo="_request"', 'InResponseTo="_other"')
    refused(outer, 'in_response_to_mismatch', 'protocol', { request: { kind: 'stored' } })
  })
  test('T40 takes an unsolicited response only when one is expected, and then no request may be named anywhere', () => {
    const request = { kind: 'unsolicited' } as const
    expect(accepted(respond({ inResponseTo: null }), { request }).inResponseTo).toBeNull()
    refused(respond(), 'in_response_to_mismatch', 'protocol', { request })
    const outer = change(
      respond({ sign: 'assertion', inResponseTo: null }),
      '<saml2p:Response ',
      '<saml2p:Response InResponseTo="_x" ',
    )
    refused(outer, 'in_response_to_mismatch', 'protocol', { request })
  })

  test('T37 wants NotOnOrAfter in Conditions and in the confirmation', () => {
    expect(
      refused(respond({ notOnOrAfter: null, confirmationNotOnOrAfter: later(60) }), 'time_bound_missing', 'protocol')
        .evidence,
    ).toEqual({ where: 'Conditions' })
    expect(refused(respond({ confirmationNotOnOrAfter: null }), 'time_bound_missing', 'protocol').evidence).toEqual({
      where: 'SubjectConfirmationData',
    })
  })
  test.each([
    ['Conditions NotOnOrAfter', { notOnOrAfter: now, confirmationNotOnOrAfter: later(3600) }, 'expired', skew - 1],
    ['confirmation NotOnOrAfter', { notOnOrAfter: later(3600), confirmationNotOnOrAfter: now }, 'expired', skew - 1],
    ['SessionNotOnOrAfter', { notOnOrAfter: later(3600), sessionNotOnOrAfter: now }, 'session_expired', skew - 1],
    [
      'the age of the message',
      { notOnOrAfter: later(9000), issueInstant: now, authnInstant: now },
      'too_old',
      3600 + skew,
    ],
  ])('T37 draws the line of %s to the second', (_, options, code, last) => {
    const xml = respond(options)
    accepted(xml, { now: later(last) })
    refused(xml, code, 'protocol', { now: later(last + 1) })
  })
  test.each([
    ['NotBefore', { notBefore: now, notOnOrAfter: later(600), issueInstant: later(-600), authnInstant: later(-600) }],
    ['IssueInstant', { issueInstant: now, notBefore: later(-1000), authnInstant: later(-600) }],
    [
      'AuthnInstant',
      { authnInstant: now, notBefore: later(-1000), issueInstant: later(-600), notOnOrAfter: later(600) },
    ],
  ])('T37 draws the line of %s in the future to the second', (_, options) => {
    const xml = respond(options)
    accepted(xml, { now: later(-skew) })
    refused(xml, 'not_yet_valid', 'protocol', { now: later(-skew - 1) })
  })
  test('T37 draws the lines sharply without skew', () => {
    const xml = respond({ notBefore: now, notOnOrAfter: later(60) })
    accepted(xml, { clockSkewSeconds: 0 })
    accepted(xml, { clockSkewSeconds: 0, now: later(59) })
    refused(xml, 'expired', 'protocol', { clockSkewSeconds: 0, now: later(60) })
    refused(xml, 'not_yet_valid', 'protocol', { clockSkewSeconds: 0, now: later(-1) })
  })
  test('T37 heeds NotBefore of the confirmation', () => {
    const edit = (xml: string) =>
      change(xml, ' NotOnOrAfter="', ` NotBefore="${later(600).toISOString()}" NotOnOrAfter="`)
    refused(respond({ editUnsigned: edit }), 'not_yet_valid', 'protocol')
  })
  test.each([
    '2026-11-23 09:30:00Z',
    '2026-11-23T09:30:00',
    '2026-11-23T09:30:00+01:00',
    '2026-02-31T09:30:00Z',
    '2026-11-23T24:00:00Z',
    'soon',
    '',
  ])('T37 refuses the time "%s"', (time) => {
    const edit = (xml: string) => change(xml, /AuthnInstant="[^"]*"/, `AuthnInstant="${time}"`)
    refused(respond({ editUnsigned: edit }), 'time_invalid', 'reparse')
  })
  test('T37 refuses bounds the wrong way round', () => {
    refused(respond({ notBefore: later(60), notOnOrAfter: later(60) }), 'time_invalid', 'protocol')
  })

  test('expires with its earliest bound', () => {
    expect(accepted(respond({ notOnOrAfter: later(300), confirmationNotOnOrAfter: later(100) })).expiresAt).toEqual(
      later(100),
    )
    expect(accepted(respond({ notOnOrAfter: later(100), confirmationNotOnOrAfter: later(300) })).expiresAt).toEqual(
      later(100),
    )
    expect(accepted(respond({ notOnOrAfter: later(1e6) }), { maxAgeSeconds: 900 }).expiresAt).toEqual(later(900))
  })

  test('wants to know how the person signed in', () => {
    const edit = (xml: string) => change(xml, /<saml2:AuthnStatement .*<\/saml2:AuthnStatement>/, '')
    refused(respond({ editUnsigned: edit }), 'authn_statement_missing', 'protocol')
  })

  test('refuses an empty NameID and one made for another service provider', () => {
    refused(respond({ nameId: { value: ' ' } }), 'subject_missing', 'protocol')
    refused(
      respond({ nameId: { value: 'x', spNameQualifier: 'https://other.example' } }),
      'name_qualifier_mismatch',
      'protocol',
    )
  })

  test('reads the envelope of a signed Response from its signed bytes', () => {
    expect(accepted(respond({ sign: 'response' }), { ...expected }).inResponseTo).toBe('_request')
  })
})

test('a Response that must be signed itself is refused when only its Assertion is', () => {
  const demanding = { requireSignedResponse: true }
  refused(respond({ sign: 'assertion' }), 'response_not_signed', 'protocol', demanding)
  accepted(respond({ sign: 'response' }), demanding)
  accepted(respond({ sign: 'both' }), demanding)
  accepted(respond({ sign: 'assertion' }))
})
