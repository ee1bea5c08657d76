import { type KeyObject, sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { JitupError } from '../../errors.ts'
import { assertRelayState } from './relay-state.ts'
import { signatureMethodOf } from './signature-method.ts'

/**
 * The address that carries a message of ours by the Redirect binding. The signature covers the very octets of the query,
 * so nothing may encode them again.
 * Throws `validation_failed` for a relay state over 80 bytes, a fragment in the address, or a key that is neither RSA nor EC.
 * Source: SAML bindings 3.4.4.1.
 */
export function redirectAddress(what: {
  readonly address: string
  readonly name: 'SAMLRequest' | 'SAMLResponse'
  readonly xml: string
  /** None is sent when it is ''. */
  readonly relayState: string
  readonly key: KeyObject
}): string {
  const { address, name, relayState, key } = what
  assertRelayState(relayState)
  if (address.includes('#')) throw new JitupError('validation_failed', 'The sign-on address must have no fragment.')
  const signed = [
    `${name}=${encodeURIComponent(deflateRawSync(what.xml).toString('base64'))}`,
    ...(relayState === '' ? [] : [`RelayState=${encodeURIComponent(relayState)}`]),
    `SigAlg=${encodeURIComponent(signatureMethodOf(key))}`,
  ].join('&')
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64')
  return `${address}${address.includes('?') ? '&' : '?'}${signed}&Signature=${encodeURIComponent(signature)}`
}
