import { sign, X509Certificate } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { LogoutVerification } from '../../src/protocols/logout.ts'
import type { TrustedProvider } from '../../src/protocols/protocol.ts'
import { samlLogout } from '../../src/protocols/saml/logout/logout.ts'
import {
  createIdentityProvider,
  type LogoutRequestOptions,
  makeKeyPair,
  redirectQuery,
  toFormField,
} from '../../src/testing/index.ts'
import { attacker, change, ecKeys, idp, idpKey, now, rsaKeys } from './world.ts'

const logoutUrl = 'https://app.example/sso/example/logout'
const settings = { version: 1, ssoRedirectUrl: idp.ssoUrl, sloRedirectUrl: 'https://idp.example/slo' }
const provider: TrustedProvider = {
  id: '0',
  slug: 'example',
  entityId: idp.entityId,
  spEntityId: 'https://app.example/sso/example/metadata',
  acsUrl: 'https://app.example/sso/example/acs',
  logoutUrl,
  settings,
  keys: [idpKey],
}
const nameId = { value: 'john', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' }
const good: LogoutRequestOptions = { destination: logoutUrl, nameId, sessionIndexes: ['s1'] }

const bindings = ['redirect', 'post'] as const
type Binding = (typeof bindings)[number]

/** A message by either binding, genuine but for what is given. */
function send(
  binding: Binding,
  options: Partial<LogoutRequestOptions> = {},
  by = idp,
  to: TrustedProvider = provider,
): LogoutVerification {
  const xml = by.logoutRequest({ ...good, sign: binding === 'post', ...options })
  return binding === 'redirect'
    ? byQuery(redirectQuery('SAMLRequest', xml, { keys: by.keys, algorithm: options.algorithm }), to)
    : byPost({ SAMLRequest: toFormField(xml) }, to)
}

const byQuery = (query: string, to = provider) =>
  samlLogout.receive(to, { binding: 'redirect', query }, { now, keys: [] })
const byPost = (fields: Record<string, string> | string[][], to = provider) =>
  samlLogout.receive(to, { binding: 'post', form: new URLSearchParams(fields) }, { now, keys: [] })

function expectRefusal(verdict: LogoutVerification, code: string, step?: string) {
  expect(verdict).toMatchObject({ verdict: 'rejected', code, ...(step && { step }) })
  // Nothing of a bad message stays behind.
  expect(send('post')).toMatchObject({ verdict: 'accepted' })
}

describe.each(bindings)('a logout request by %s', (binding) => {
  it('is accepted with what it says, byte for byte', () => {
    const whole = { ...nameId, nameQualifier: idp.entityId, spNameQualifier: provider.spEntityId }
    expect(send(binding, { id: '_1', nameId: whole, sessionIndexes: ['a b', 'Å&<"'] })).toMatchObject({
      verdict: 'accepted',
      warnings: [],
      message: {
        kind: 'request',
        id: '_1',
        nameId: { ...whole, spProvidedId: null },
        sessionIndexes: ['a b', 'Å&<"'],
        relayState: null,
      },
    })
  })

  it('is refused from another issuer, for another address, and from another time', () => {
    expectRefusal(send(binding, { issuer: 'https://other.example' }), 'issuer_mismatch', 'protocol')
    expectRefusal(send(binding, { destination: provider.acsUrl }), 'destination_mismatch', 'protocol')
    expectRefusal(send(binding, { destination: null }), 'destination_mismatch', 'protocol')
    const at = (seconds: number) => new Date(now.getTime() + seconds * 1000)
    expectRefusal(send(binding, { issueInstant: at(181) }), 'not_yet_valid', 'protocol')
    expectRefusal(send(binding, { issueInstant: at(-3781), notOnOrAfter: null }), 'too_old', 'protocol')
    expectRefusal(send(binding, { notOnOrAfter: at(-180) }), 'expired', 'protocol')
    expect(send(binding, { notOnOrAfter: at(-179) })).toMatchObject({ verdict: 'accepted' })
    expect(send(binding, { issueInstant: at(180) })).toMatchObject({ verdict: 'accepted' })
  })

  it('is refused when another key signed it, also one that calls itself the provider', () => {
    expectRefusal(send(binding, {}, attacker), 'signature_invalid', 'signature')
  })

  it('is refused with SHA-1, with HMAC keyed by the certificate, and when no key is pinned', () => {
    expectRefusal(send(binding, { algorithm: 'rsa-sha1' }), 'algorithm_forbidden')
    if (binding === 'post') expectRefusal(send(binding, { algorithm: 'hmac-sha256' }), 'algorithm_forbidden')
    expectRefusal(send(binding, {}, idp, { ...provider, keys: [] }), 'signature_key_missing', 'signature')
  })

  it('is taken with SHA-1 while the provider is excused, with a warning', () => {
    const excused = { ...settings, exceptions: { 'legacy-algorithms': '2026-12-31' } }
    expect(send(binding, { algorithm: 'rsa-sha1' }, idp, { ...provider, settings: excused })).toMatchObject({
      verdict: 'accepted',
      warnings: [{ code: 'legacy_algorithm' }],
    })
  })

  it('is refused with an encrypted name, two names, or none', () => {
    const name = /<saml2:NameID.*<\/saml2:NameID>/
    const edit = (to: string) => ({ editUnsigned: (xml: string) => change(xml, name, to) })
    const saml = 'xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"'
    expectRefusal(
      send(binding, edit(`<saml2:EncryptedID ${saml}></saml2:EncryptedID>`)),
      'logout_name_encrypted',
      'reparse',
    )
    expectRefusal(send(binding, edit(`<saml2:BaseID ${saml}></saml2:BaseID>`)), 'schema_invalid', 'reparse')
    expectRefusal(send(binding, edit('')), 'schema_invalid', 'schema')
    const twice = `<saml2:NameID ${saml}>a</saml2:NameID>`.repeat(2)
    expectRefusal(send(binding, edit(twice)), 'schema_invalid', 'schema')
    expectRefusal(send(binding, { nameId: { value: ' ' } }), 'subject_missing', 'protocol')
  })

  it('is refused with hidden markup, too many nodes, or a doctype', () => {
    const edit = (from: string, to: string) => ({ editUnsigned: (xml: string) => change(xml, from, to) })
    expectRefusal(send(binding, edit('john', 'jo<!---->hn')), 'markup_forbidden', 'gate')
    expectRefusal(send(binding, { sessionIndexes: Array.from({ length: 600 }, String) }), 'xml_too_complex', 'parse')
    expectRefusal(send(binding, { sessionIndexes: Array.from({ length: 101 }, String) }), 'schema_invalid', 'schema')
  })

  it('is refused while single logout is switched off', () => {
    const off = { ...provider, settings: { ...settings, singleLogout: false } }
    expectRefusal(send(binding, {}, idp, off), 'logout_off')
    expect(samlLogout.offered(off)).toBe(false)
    expect(samlLogout.offered(provider)).toBe(true)
  })
})

describe('a signature in the address', () => {
  const xml = idp.logoutRequest({ ...good, sign: false })
  const query = redirectQuery('SAMLRequest', xml, { keys: idp.keys, relayState: 'r s/1' })

  it('is verified over the octets as they came, whatever the partner escapes and how', () => {
    const lower = (octets: string) => octets.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())
    const more = (octets: string) => octets.replace(/-|\./g, (one) => `%${one.charCodeAt(0).toString(16)}`)
    const plus = (octets: string) => octets.replace('%20', '+')
    const less = (octets: string) => octets.replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%23', '#')
    for (const edit of [lower, more, plus, less]) {
      const other = redirectQuery('SAMLRequest', xml, { keys: idp.keys, relayState: 'r s/1', edit })
      expect(other).not.toBe(query)
      expect(byQuery(other)).toMatchObject({ verdict: 'accepted', message: { relayState: 'r s/1' } })
    }
  })

  it('does not survive another spelling of what was signed', () => {
    const respelt = query.replace(/%[0-9A-F]{2}/g, (one) => one.toLowerCase())
    expect(respelt).not.toBe(query)
    expectRefusal(byQuery(respelt), 'signature_invalid', 'signature')
    expectRefusal(byQuery(query.replace('r%20s', 'r+s')), 'signature_invalid', 'signature')
  })

  it('is over message, RelayState and algorithm in that order, wherever they stand in the address', () => {
    const parts = query.split('&')
    expect(byQuery(parts.toReversed().join('&'))).toMatchObject({ verdict: 'accepted' })
    const swap = (octets: string) => octets.split('&').toReversed().join('&')
    const swapped = redirectQuery('SAMLRequest', xml, { keys: idp.keys, relayState: 'r', edit: swap })
    expectRefusal(byQuery(swapped), 'signature_invalid', 'signature')
  })

  it('is needed, with its algorithm, and covers a RelayState that was added or taken away', () => {
    expectRefusal(byQuery(redirectQuery('SAMLRequest', xml)), 'logout_signature_missing', 'transport')
    expectRefusal(byQuery(query.replace(/&SigAlg=[^&]*/, '')), 'logout_signature_missing')
    expectRefusal(byQuery(query.replace(/&Signature=.*/, '')), 'logout_signature_missing')
    expectRefusal(byQuery(query.replace(/&RelayState=[^&]*/, '')), 'signature_invalid', 'signature')
    expectRefusal(byQuery(query.replace('RelayState=r', 'RelayState=x')), 'signature_invalid', 'signature')
    expectRefusal(byQuery(query.replace('rsa-sha256', 'rsa-sha512')), 'signature_invalid', 'signature')
    expectRefusal(byQuery(query.replace('rsa-sha256', 'hmac-sha256')), 'algorithm_forbidden', 'signature')
    expectRefusal(byQuery(query.replace('rsa-sha256', 'ecdsa-sha256')), 'signature_invalid', 'signature')
  })

  it('is refused under any name that another reader could take for it', () => {
    const evil = encodeURIComponent(deflateRawSync(xml.replace('john', 'jane')).toString('base64'))
    for (const strange of [
      query.replace('SAMLRequest', '%53AMLRequest'),
      `%53AMLRequest=${evil}&${query}`,
      `${query}&%53AMLRequest=${evil}`,
      `${query}&SAMLRequest=${evil}`,
      `SAMLRequest=${evil}&${query}`,
      `${query}&SAMLResponse=${evil}`,
      `${query}&samlrequest=${evil}`,
      `${query}&Relay%53tate=x`,
      `${query}&RelayState=x`,
      `${query}&SigAlg=x`,
      `${query}&Signature=x`,
      `${query}&Signature`,
      `${query}&SAML+Request=x`,
      `${query}&SAMLEncoding=urn%3Aother`,
      query.replace('RelayState=r', 'RelayState=%E4'),
      query.replace(/Signature=.*/, 'Signature=%20'),
      redirectQuery('SAMLRequest', xml, { keys: idp.keys, relayState: 'x'.repeat(81) }),
    ]) {
      expectRefusal(byQuery(strange), 'logout_malformed', 'transport')
    }
  })

  it('leaves other parameters alone, and takes the encoding when it is named', () => {
    expect(byQuery(`client-request-id=1&${query}&x=1&x=2`)).toMatchObject({ verdict: 'accepted' })
    const deflate = 'urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE'
    expect(byQuery(`${query}&SAMLEncoding=${deflate}`)).toMatchObject({ verdict: 'accepted' })
  })

  it('is checked before anything is inflated, and inflating has its bound', () => {
    const bomb = `SAMLRequest=${encodeURIComponent(deflateRawSync(Buffer.alloc(6e6)).toString('base64'))}`
    expectRefusal(byQuery(bomb), 'logout_signature_missing', 'transport')
    const signed = (octets: string) => octets.replace(/^SAMLRequest=[^&]*/, bomb)
    const bombed = redirectQuery('SAMLRequest', xml, { keys: idp.keys, edit: signed })
    expectRefusal(byQuery(bombed), 'message_too_large', 'transport')
    expectRefusal(byQuery(`${query}${'&x=1'.repeat(20_000)}`), 'logout_malformed', 'transport')
  })

  it('is the only one: a message that is signed inside as well is refused', () => {
    const both = redirectQuery('SAMLRequest', idp.logoutRequest(good), { keys: idp.keys })
    expectRefusal(byQuery(both), 'signature_shape', 'shape')
  })

  it('must be made with a key that is strong enough', () => {
    const keys = rsaKeys(1024)
    const weak = redirectQuery('SAMLRequest', xml, { keys: { ...keys, certificate: '' } })
    expectRefusal(byQuery(weak, { ...provider, keys: [keys.publicKey] }), 'signature_key_weak', 'signature')
    expectRefusal(byQuery(weak), 'signature_invalid', 'signature')
  })

  it('is refused when there is no message, or the wrong one under that name', () => {
    expectRefusal(byQuery(''), 'message_missing', 'transport')
    expectRefusal(byQuery('x=1'), 'message_missing', 'transport')
    expectRefusal(byQuery(redirectQuery('SAMLResponse', xml, { keys: idp.keys })), 'schema_invalid', 'schema')
  })
})

describe.each(['prime256v1', 'secp384r1', 'secp521r1'])('an ECDSA key on %s', (curve) => {
  const keys = { ...ecKeys(curve), certificate: '' }
  const to = { ...provider, keys: [keys.publicKey] }
  const algorithm = 'ecdsa-sha256'

  it('signs logout messages by both bindings', () => {
    const partner = createIdentityProvider({ entityId: idp.entityId, keys, now: () => now })
    for (const binding of bindings)
      expect(send(binding, { algorithm }, partner, to)).toMatchObject({ verdict: 'accepted' })
  })

  it('may sign an address in DER, as Java libraries do, and nothing near it passes', () => {
    const xml = idp.logoutRequest({ ...good, sign: false })
    const octets = redirectQuery('SAMLRequest', xml, { keys, algorithm }).replace(/&Signature=.*/, '')
    const by = (signature: Buffer) =>
      byQuery(`${octets}&Signature=${encodeURIComponent(signature.toString('base64'))}`, to)
    // Again and again: now and then r or s is short, or begins with a zero.
    for (let n = 0; n < 100; n++) {
      expect(by(sign('sha256', Buffer.from(octets), keys.privateKey))).toMatchObject({ verdict: 'accepted' })
    }
    const der = sign('sha256', Buffer.from(octets), keys.privateKey)
    const other = sign('sha256', Buffer.from(`${octets}x`), keys.privateKey)
    for (const bad of [
      other,
      der.subarray(0, -1),
      Buffer.concat([der, Buffer.of(0)]),
      Buffer.concat([Buffer.of(0x30, 0), der.subarray(2)]),
      Buffer.of(0x30, 0),
      Buffer.of(1),
    ]) {
      expectRefusal(by(bad), 'signature_invalid', 'signature')
    }
  })
})

describe('a signature in a posted logout message', () => {
  const signed = idp.logoutRequest(good)
  const post = (xml: string) => byPost({ SAMLRequest: toFormField(xml) })

  it('is needed, and covers the message', () => {
    expectRefusal(post(idp.logoutRequest({ ...good, sign: false })), 'logout_signature_missing', 'signature')
    expectRefusal(post(change(signed, 'john', 'jane')), 'signature_digest', 'signature')
    expectRefusal(post(change(signed, '>s1<', '>s2<')), 'signature_digest', 'signature')
  })

  it('is refused when it stands anywhere but in the message it covers', () => {
    const evil = idp.logoutRequest({ ...good, sign: false, nameId: { value: 'jane' } })
    const extensions = (inner: string) => `<saml2p:Extensions>${inner}</saml2p:Extensions>`
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
    const original = signed.replace(signature, '')
    const into = (xml: string, insert: string) => change(xml, '</saml2:Issuer>', `</saml2:Issuer>${insert}`)
    const foreign = (inner: string) => `<x:x xmlns:x="urn:x">${inner}</x:x>`
    expectRefusal(post(into(evil, extensions(foreign(signed)))), 'signature_shape', 'signature')
    expectRefusal(post(into(evil, signature + extensions(foreign(original)))), 'signature_shape', 'signature')
    expectRefusal(post(into(evil, signature)), 'signature_reference', 'signature')
    expectRefusal(post(into(signed, signature)), 'schema_invalid', 'schema')
    const object = signature.replace('</ds:Signature>', `<ds:Object>${original}</ds:Object></ds:Signature>`)
    expectRefusal(post(into(evil, object)), 'schema_invalid', 'schema')
  })

  it('does not count for a second message beside it', () => {
    expectRefusal(
      byPost([
        ['SAMLRequest', toFormField(signed)],
        ['SAMLRequest', 'x'],
      ]),
      'logout_malformed',
    )
    expectRefusal(
      byPost([
        ['SAMLRequest', toFormField(signed)],
        ['SAMLResponse', 'x'],
      ]),
      'logout_malformed',
    )
    expectRefusal(byPost({ SAMLResponse: toFormField(signed) }), 'schema_invalid', 'schema')
    expectRefusal(byPost({}), 'message_missing', 'transport')
    expectRefusal(byPost({ SAMLRequest: deflateRawSync(signed).toString('base64') }), 'message_not_utf8', 'gate')
    expectRefusal(byPost({ SAMLRequest: toFormField(signed), RelayState: 'x'.repeat(81) }), 'logout_malformed')
    expect(byPost({ SAMLRequest: toFormField(signed), RelayState: 'x y' })).toMatchObject({
      message: { relayState: 'x y' },
    })
  })

  it('does not turn a Response into a logout message', () => {
    const response = idp.respond({ acsUrl: logoutUrl, audience: provider.spEntityId })
    expectRefusal(byPost({ SAMLResponse: toFormField(response) }), 'schema_invalid', 'schema')
  })
})

describe('a logout response', () => {
  const say = (statusCodes: readonly string[], inResponseTo: string | null = '_q') =>
    byPost({ SAMLResponse: toFormField(idp.logoutResponse({ destination: logoutUrl, inResponseTo, statusCodes })) })

  it('is the partner’s word: everywhere, partly, or not', () => {
    const outcome = (...codes: string[]) => {
      const verdict = say(codes)
      return verdict.verdict === 'accepted' && verdict.message.kind === 'response' ? verdict.message : verdict
    }
    expect(outcome('Success')).toEqual({ kind: 'response', inResponseTo: '_q', outcome: 'everywhere' })
    expect(outcome('Success', 'PartialLogout')).toMatchObject({ outcome: 'partial' })
    expect(outcome('Responder', 'PartialLogout')).toMatchObject({ outcome: 'partial' })
    expect(outcome('Requester', 'UnknownPrincipal')).toMatchObject({ outcome: 'failed' })
    expect(outcome('Responder', 'Success')).toMatchObject({ outcome: 'failed' })
  })

  it('must answer something, be signed, and be ours, and says what it is when it is refused', () => {
    expect(say(['Success'], null)).toMatchObject({ code: 'schema_invalid', kind: 'response' })
    const unsigned = idp.logoutResponse({ destination: logoutUrl, inResponseTo: '_q', sign: false })
    expect(byPost({ SAMLResponse: toFormField(unsigned) })).toMatchObject({ code: 'logout_signature_missing' })
    expect(byQuery(redirectQuery('SAMLResponse', unsigned))).toMatchObject({
      code: 'logout_signature_missing',
    })
    expect(byQuery(redirectQuery('SAMLResponse', unsigned, { keys: attacker.keys }))).toMatchObject({
      code: 'signature_invalid',
      kind: 'response',
    })
    const elsewhere = idp.logoutResponse({ destination: 'https://other.example/logout', inResponseTo: '_q' })
    expect(byPost({ SAMLResponse: toFormField(elsewhere) })).toMatchObject({ code: 'destination_mismatch' })
  })
})

describe('our own logout messages', () => {
  const ours = makeKeyPair({ commonName: 'us', now })
  const us = new X509Certificate(Buffer.from(ours.certificate, 'base64')).publicKey
  /** What a partner sees: as if it were a service provider of ours. */
  const partner = (url: string): TrustedProvider => ({
    ...provider,
    entityId: provider.spEntityId,
    logoutUrl: url,
    keys: [us],
  })
  const subject = {
    nameId: {
      value: 'Å "x" <&>\t',
      format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
      nameQualifier: 'https://idp.example/"metadata"',
      spNameQualifier: 'https://app.example/>',
      spProvidedId: 'p',
    },
    sessionIndex: 'i>&"1',
  }
  const places = {
    redirect: { sloRedirectUrl: 'https://idp.example/slo?a=1', sloRedirectResponseUrl: 'https://idp.example/back' },
    post: { sloPostUrl: 'https://idp.example/post', sloPostResponseUrl: 'https://idp.example/post-back' },
  }

  it.each(bindings)('carry the NameID exactly as it was received, signed, by %s', (binding) => {
    const to = { ...provider, settings: { version: 1, ...places[binding] } }
    const dispatch = samlLogout.request(to, { id: '_r', subject, now, key: ours })
    expect(dispatch?.binding).toBe(binding)
    const address = binding === 'redirect' ? 'https://idp.example/slo?a=1' : 'https://idp.example/post'
    const seen = arrive(dispatch, partner(address))
    expect(seen).toMatchObject({
      verdict: 'accepted',
      message: { kind: 'request', id: '_r', nameId: subject.nameId, sessionIndexes: ['i>&"1'] },
    })
  })

  it.each(bindings)('answer where the partner wants its answers, by %s, with its RelayState', (binding) => {
    const to = { ...provider, settings: { version: 1, ...places[binding] } }
    const answer = (outcome: 'ended' | 'unknown') =>
      samlLogout.respond(to, { inResponseTo: '_theirs', outcome, relayState: 'r&s', now, key: ours })
    const address = binding === 'redirect' ? 'https://idp.example/back' : 'https://idp.example/post-back'
    expect(arrive(answer('ended'), partner(address))).toMatchObject({
      message: { kind: 'response', inResponseTo: '_theirs', outcome: 'everywhere' },
    })
    expect(arrive(answer('unknown'), partner(address))).toMatchObject({ message: { outcome: 'failed' } })
    const dispatch = answer('ended')
    const relayState =
      dispatch?.binding === 'redirect'
        ? new URL(dispatch.location).searchParams.get('RelayState')
        : dispatch?.fields.RelayState
    expect(relayState).toBe('r&s')
  })

  it('are not made for a partner without an address, or one that is switched off', () => {
    const what = { id: '_r', subject, now, key: ours }
    expect(samlLogout.request({ ...provider, settings: { version: 1 } }, what)).toBeNull()
    const off = { version: 1, ...places.redirect, singleLogout: false }
    expect(samlLogout.request({ ...provider, settings: off }, what)).toBeNull()
    const both = { ...provider, settings: { version: 1, ...places.redirect, ...places.post } }
    expect(samlLogout.request(both, what)?.binding).toBe('redirect')
  })

  function arrive(dispatch: ReturnType<typeof samlLogout.request>, to: TrustedProvider) {
    if (dispatch === null) throw new Error('nothing was sent')
    return dispatch.binding === 'redirect'
      ? byQuery(dispatch.location.slice(dispatch.location.indexOf('?') + 1), to)
      : byPost({ ...dispatch.fields }, to)
  }
})
