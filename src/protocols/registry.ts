import { JitupError } from '../errors.ts'
import type { LogoutProtocol } from './logout.ts'
import type { Protocol } from './protocol.ts'
import { samlLogout } from './saml/logout/logout.ts'
import { saml } from './saml/saml.ts'

const protocols: ReadonlyMap<string, Protocol> = new Map([['saml', saml]])
const logouts: ReadonlyMap<string, LogoutProtocol> = new Map([['saml', samlLogout]])

/** @throws JitupError `validation_failed` for a protocol that this version does not speak */
export function protocolOf(name: string): Protocol {
  const protocol = protocols.get(name)
  if (!protocol)
    throw new JitupError('validation_failed', `There is no protocol ${JSON.stringify(name)}.`, { field: 'protocol' })
  return protocol
}

/** Single logout by that protocol; null for one that has none. */
export const logoutOf = (name: string): LogoutProtocol | null => logouts.get(name) ?? null
