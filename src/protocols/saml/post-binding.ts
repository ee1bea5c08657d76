import type { SigningKey } from '../protocol.ts'
import { assertRelayState } from './relay-state.ts'
import { signXml } from './sign-xml.ts'

/**
 * The form fields that carry a message of ours by the POST binding, signed in the message itself.
 * Throws `validation_failed` for a relay state over 80 bytes, or a key that is neither RSA nor EC.
 * Source: SAML bindings 3.5.4.
 */
export function postFields(what: {
  readonly name: 'SAMLRequest' | 'SAMLResponse'
  /** In exclusive canonical form. */
  readonly xml: string
  /** The ID of its root. */
  readonly id: string
  /** None is sent when it is ''. */
  readonly relayState: string
  readonly key: SigningKey
}): Readonly<Record<string, string>> {
  const { name, xml, id, relayState, key } = what
  assertRelayState(relayState)
  const message = Buffer.from(signXml(xml, id, key), 'utf8').toString('base64')
  return { [name]: message, ...(relayState === '' ? {} : { RelayState: relayState }) }
}
