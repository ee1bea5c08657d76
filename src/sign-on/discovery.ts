import { type BoundProvider, boundProviderOf } from '../store/domains.ts'
import type { App } from './app.ts'
import { domainOfAddress } from './mail-domain.ts'

/** Where an e-mail address leads. */
export type Discovered =
  | { readonly kind: 'provider'; readonly provider: BoundProvider }
  /** The domain leads nowhere, for whatever reason. */
  | { readonly kind: 'unknown'; readonly domain: string }
  | { readonly kind: 'invalid' }

/**
 * Finds the provider that the domain of an e-mail address belongs to. Looks at nothing but the domain, so that the answer
 * says nothing about a person.
 */
export async function discover(app: Pick<App, 'db'>, address: string): Promise<Discovered> {
  const domain = domainOfAddress(address)
  if (domain === null) return { kind: 'invalid' }
  const provider = await boundProviderOf(app.db, domain)
  return provider?.enabled ? { kind: 'provider', provider } : { kind: 'unknown', domain }
}
