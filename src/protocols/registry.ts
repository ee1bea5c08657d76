import { JitupError } from '../errors.ts'
import type { Protocol } from './protocol.ts'
import { saml } from './saml/saml.ts'

const protocols: ReadonlyMap<string, Protocol> = new Map([['saml', saml]])

/** @throws JitupError `validation_failed` for a protocol that this version does not speak */
export function protocolOf(name: string): Protocol {
  const protocol = protocols.get(name)
  if (!protocol)
    throw new JitupError('validation_failed', `There is no protocol ${JSON.stringify(name)}.`, { field: 'protocol' })
  return protocol
}
