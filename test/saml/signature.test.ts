import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createIdentityProvider, signXml } from '../../src/testing/index.ts'
import {
  accepted,
  acsUrl,
  attacker,
  change,
  ecKeys,
  element,
  expected,
  idp,
  now,
  refused,
  respond,
  rsaKeys,
  spEntityId,
} from './world.ts'

describe('Signature (step 6)', () => {
  test('T25 refuses everything without a pinned key', () => {
    refused(respond(), 'signature_key_missing', 'signature', { keys: [] })
  })
  test('T22 ignores the certificate that the message brings along', () => {
    const forged = attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request' })
    refused(forged, 'signature_invalid', 'signature')
    const retrieval = change(
      forged,
      /<ds:X509Data>.*?<\/ds:X509Data>/s,
      '<ds:RetrievalMethod URI="#x"></ds:RetrievalMethod>',
    )
    refused(retrieval, 'signature_invalid', 'signature')
    accepted(change(respond({ sign: 'response' }), /<ds:KeyInfo>.*?<\/ds:KeyInfo>/s, '').replace(/$/, ''))
  })
  test('T23 tries only keys of the kind that the algorithm needs', () => {
    refused(respond(), 'signature_invalid', 'signature', { keys: [ecKeys('P-256').publicKey] })
  })
  test('T24 refuses RSA keys below 2048 bits and unknown curves', () => {
    const weak = rsaKeys(1024)
    const provider = createIdentityProvider({
      keys: { privateKey: weak.privateKey, certificate: idp.keys.certificate },
      now: () => now,
    })
    const xml = provider.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request' })
    refused(xml, 'signature_key_weak', 'signature', { keys: [weak.publicKey] })
    refused(respond({ algorithm: 'rsa-sha256' }), 'signature_invalid', 'signature', {
      keys: [ecKeys('secp256k1').publicKey],
    })
  })
  test('refuses any change of a signed element', () => {
    for (const sign of ['assertion', 'response', 'both'] as const) {
      const xml = respond({ sign })
      refused(change(xml, 'john@x.example', 'ceo@x.example'), 'signature_digest', 'signature')
      refused(change(xml, '<saml2:AttributeStatement>', ' <saml2:AttributeStatement>'), 'signature_digest', 'signature')
    }
    refused(
      change(respond({ sign: 'response' }), ' Destination=', ' Consent="urn:x" Destination='),
      'signature_digest',
      'signature',
    )
  })
  test('refuses any change of SignedInfo and of the signature value', () => {
    const xml = respond({ sign: 'response' })
    const value = /<ds:SignatureValue>(.*?)</.exec(xml)?.[1] ?? ''
    refused(change(xml, value, Buffer.alloc(256, 7).toString('base64')), 'signature_invalid', 'signature')
    refused(change(xml, value, Buffer.alloc(3).toString('base64')), 'signature_invalid', 'signature')
    const digest = createHash('sha256').update('').digest('base64')
    refused(change(xml, /<ds:DigestValue>[^<]*/, `<ds:DigestValue>${digest}`), 'signature_invalid', 'signature')
  })
  test('T15 refuses a signed element whose canonical form fails', () => {
    const xml = change(respond({ sign: 'assertion' }), '<saml2:Assertion ', '<saml2:Assertion xmlns:r="relative" ')
    refused(xml, 'signature_transform', 'signature')
  })
  test('T15 refuses the digest of nothing even when it is signed', () => {
    const xml = respond({ sign: 'none' })
    const id = /<saml2:Assertion [^>]*ID="([^"]*)"/.exec(xml)?.[1] ?? ''
    // Signed over an element that is then replaced: the digest belongs to something else.
    const signed = signXml(xml, id, idp.keys)
    refused(change(signed, '7f1e1c3a0d5b4c6e9a28', ''), 'signature_digest', 'signature')
  })
  test('needs both signatures to hold when both elements are signed', () => {
    const xml = respond({ sign: 'assertion' })
    const responseId = /<saml2p:Response [^>]*?ID="([^"]*)"/.exec(xml)?.[1] ?? ''
    const broken = change(xml, 'john@x.example', 'ceo@x.example').replace(/^<\?xml.*?\?>/, '')
    refused(signXml(broken, responseId, idp.keys), 'signature_digest', 'signature')
    const foreign = signXml(xml.replace(/^<\?xml.*?\?>/, ''), responseId, attacker.keys)
    refused(foreign, 'signature_invalid', 'signature')
  })
  test('T06 does not let a signed error response cover a forged assertion', () => {
    const error = respond({
      sign: 'response',
      withAssertion: false,
      statusCode: 'urn:oasis:names:tc:SAML:2.0:status:Responder',
    })
    const forged = element(respond({ sign: 'none' }), 'saml2:Assertion')
    refused(change(error, '</saml2p:Response>', `${forged}</saml2p:Response>`), 'signature_digest', 'signature')
  })
  test('T16 does not bend when the message is written differently but says the same', () => {
    const xml = respond({ sign: 'both' })
    const rewritten = xml
      .replace(/"(urn:oasis:names:tc:SAML:2.0:status:Success)"/, "'$1'")
      .replace('7f1e', '&#55;f1e')
      .replace('></saml2:SubjectConfirmationData>', '/>')
    expect(rewritten).not.toBe(xml)
    expect(accepted(rewritten).nameId?.value).toBe('7f1e1c3a0d5b4c6e9a28')
  })
  test('never lets expectations out of range pass', () => {
    for (const wrong of [
      { clockSkewSeconds: 301 },
      { maxAgeSeconds: 0 },
      { limits: { bytes: 2 ** 21, nodes: 1 } },
      { now: new Date(Number.NaN) },
      { spEntityId: '' },
    ]) {
      expect(() => accepted(respond(), { ...expected, ...wrong })).toThrowError(
        expect.objectContaining({ code: 'validation_failed' }),
      )
    }
  })
})
