import { JitupError } from '../../errors.ts'

/** In bytes: what partners must carry (SAML bindings 3.4.3, 3.5.3). */
export const MAX_RELAY_STATE = 80

/** Throws `validation_failed` for a RelayState that partners need not carry. Source: SAML bindings 3.4.3, 3.5.3. */
export function assertRelayState(relayState: string): void {
  if (Buffer.byteLength(relayState) <= MAX_RELAY_STATE) return
  throw new JitupError('validation_failed', `RelayState must have at most ${MAX_RELAY_STATE} bytes.`)
}
