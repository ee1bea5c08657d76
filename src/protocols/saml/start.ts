import { type KeyObject, randomBytes, sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { JitupError } from '../../errors.ts'
import type { Started } from '../protocol.ts'
import { attribute, escaped } from './xml/write.ts'

const MAX_RELAY_STATE = 80
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'

/**
 * Writes a signed AuthnRequest and the address that carries it by the Redirect binding. Without NameIDPolicy, because
 * AD FS refuses policies its rules cannot meet and saml2int (SP04) wants none. The signature covers the very octets of
 * the query, so nothing may encode them again.
 * Throws `validation_failed` for a relay state over 80 bytes, a fragment in the address, or a key that is neither RSA nor EC.
 * Source: SAML core 3.4.1, bindings 3.4.4.1, profiles 4.1.4.1.
 */
export function startRedirect(input: {
  readonly idpSsoUrl: string
  readonly spEntityId: string
  readonly acsUrl: string
  /** An opaque key to the pending request; no RelayState is sent when it is ''. */
  readonly relayState: string
  readonly now: Date
  readonly signingKey: KeyObject
  /** The ID of the request, for tests; random (160 bits) when not given. */
  readonly requestId?: string
}): Started {
  const { idpSsoUrl, relayState, signingKey } = input
  const requestId = input.requestId ?? `_${randomBytes(20).toString('hex')}`
  if (Buffer.byteLength(relayState) > MAX_RELAY_STATE) {
    throw new JitupError('validation_failed', `RelayState must have at most ${MAX_RELAY_STATE} bytes.`)
  }
  if (idpSsoUrl.includes('#')) throw new JitupError('validation_failed', 'The sign-on address must have no fragment.')
  const message = deflateRawSync(authnRequest(input, requestId)).toString('base64')
  const signed = [
    `SAMLRequest=${encodeURIComponent(message)}`,
    ...(relayState === '' ? [] : [`RelayState=${encodeURIComponent(relayState)}`]),
    `SigAlg=${encodeURIComponent(algorithmOf(signingKey))}`,
  ].join('&')
  const signature = sign('sha256', Buffer.from(signed), { key: signingKey, dsaEncoding: 'ieee-p1363' }).toString(
    'base64',
  )
  const separator = idpSsoUrl.includes('?') ? '&' : '?'
  return { requestId, location: `${idpSsoUrl}${separator}${signed}&Signature=${encodeURIComponent(signature)}` }
}

function authnRequest(
  { idpSsoUrl, spEntityId, acsUrl, now }: { idpSsoUrl: string; spEntityId: string; acsUrl: string; now: Date },
  requestId: string,
): string {
  return (
    '<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"' +
    ' xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"' +
    `${attribute('ID', requestId)} Version="2.0"${attribute('IssueInstant', now.toISOString())}` +
    `${attribute('Destination', idpSsoUrl)}${attribute('AssertionConsumerServiceURL', acsUrl)}` +
    ' ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST">' +
    `<saml:Issuer>${escaped(spEntityId)}</saml:Issuer></samlp:AuthnRequest>`
  )
}

function algorithmOf(key: KeyObject): string {
  if (key.type === 'private' && key.asymmetricKeyType === 'rsa') return `${MORE}rsa-sha256`
  if (key.type === 'private' && key.asymmetricKeyType === 'ec') return `${MORE}ecdsa-sha256`
  throw new JitupError('validation_failed', 'A signing key must be a private RSA or EC key.')
}
