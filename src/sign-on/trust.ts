import { X509Certificate } from 'node:crypto'
import { JitupError } from '../errors.ts'
import type { TrustedProvider } from '../protocols/protocol.ts'
import type { Database } from '../store/database.ts'
import { type ProviderRecord, providerBySlug } from '../store/providers.ts'
import type { App } from './app.ts'

/** A provider with its keys parsed, ready to verify. */
export interface Trusted {
  readonly record: ProviderRecord
  readonly trusted: TrustedProvider
}

/** Thrown when the database knows a newer provider or newer rules than this node: look again, then decide. */
export class OutOfDate extends Error {}

export interface ProviderCache {
  /** @throws JitupError `provider_unknown` */
  get(slug: string): Promise<Trusted>
  forget(slug: string): void
  /** False when it was looked up within the last second: a flood of bad messages asks the database no oftener. */
  mayHaveChanged(slug: string): boolean
}

/**
 * Keeps providers with parsed keys in memory (a PEM parsed at each message costs seven times as much as using it).
 * Every sign-on compares the version with the database's, so no node trusts an old key or a disabled provider.
 */
export function providerCache(db: Database, publicUrl: string): ProviderCache {
  const known = new Map<string, Trusted>()
  const looked = new Map<string, number>()
  return {
    get: async (slug) => {
      const cached = known.get(slug)
      if (cached) return cached
      // What no slug can be is not asked for: PostgreSQL takes no NUL, and an error of it would be one of ours.
      const record = isSlug(slug) ? await providerBySlug(db, slug) : null
      if (!record) throw new JitupError('provider_unknown', 'There is no such identity provider.')
      const made = { record, trusted: trust(record, publicUrl) }
      known.set(slug, made)
      return made
    },
    forget: (slug) => {
      known.delete(slug)
    },
    mayHaveChanged: (slug) => {
      const now = performance.now()
      if (now - (looked.get(slug) ?? Number.NEGATIVE_INFINITY) < 1000) return false
      looked.set(slug, now)
      return true
    },
  }
}

const isSlug = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,62}$/.test(text)

/** What a protocol needs to know of a provider. */
export function trust(record: ProviderRecord, publicUrl: string): TrustedProvider {
  return {
    id: record.policy.id,
    slug: record.policy.slug,
    entityId: record.entityId,
    spEntityId: record.spEntityId,
    acsUrl: acsUrl(publicUrl, record.policy.slug),
    logoutUrl: logoutUrl(publicUrl, record.policy.slug),
    settings: record.settings,
    keys: record.certificates.map((one) => new X509Certificate(one.pem).publicKey),
  }
}

/** Where a provider's answers arrive: one address each, so that none can answer for another. */
export const acsUrl = (publicUrl: string, slug: string): string => `${publicUrl}/sso/${slug}/acs`

/** Where a provider's logout messages arrive, requests and answers alike. */
export const logoutUrl = (publicUrl: string, slug: string): string => `${publicUrl}/sso/${slug}/logout`

/** The entityID a new provider is told about us. It is stored, and stays when PUBLIC_URL changes. */
export const defaultSpEntityId = (publicUrl: string, slug: string): string => `${publicUrl}/sso/${slug}/metadata`

const attempts = 4

/**
 * Runs `work` with the provider as this node knows it. When the database turns out to know better (`OutOfDate`, or a newer
 * version of the provider behind any other failure), `work` runs again with that.
 */
export async function withProvider<T>(
  app: Pick<App, 'db' | 'providers' | 'refreshKeys'>,
  slug: string,
  work: (provider: Trusted) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const provider = await app.providers.get(slug)
    try {
      return await work(provider)
    } catch (error) {
      const stale = error instanceof OutOfDate || (await isOutOfDate(app, provider))
      if (!stale) throw error
      if (attempt === attempts)
        throw new JitupError('conflict', 'The rules kept changing. Try again.', {}, { cause: error })
      app.providers.forget(slug)
    }
  }
}

async function isOutOfDate(app: Pick<App, 'db' | 'providers' | 'refreshKeys'>, { record }: Trusted): Promise<boolean> {
  const { slug } = record.policy
  if (!app.providers.mayHaveChanged(slug)) return false
  // When even this fails, the first error is the one to report.
  if (await app.refreshKeys().catch(() => false)) return true
  const now = await providerBySlug(app.db, slug).catch(() => null)
  return now !== null && (now.version !== record.version || +(now.trustedUntil ?? 0) !== +(record.trustedUntil ?? 0))
}

/**
 * @param evenWhenOff only for a test sign-on, which lets nobody in and changes nothing
 * @throws JitupError `provider_disabled`, `provider_demo_only`, `metadata_expired`
 */
export function assertUsable(
  app: { demo: boolean; now: () => Date },
  record: ProviderRecord,
  { evenWhenOff = false }: { readonly evenWhenOff?: boolean | undefined } = {},
): void {
  if (record.demo && !app.demo) {
    throw new JitupError('provider_demo_only', 'This identity provider belongs to the demo and is refused here.')
  }
  if (!record.enabled && !evenWhenOff) throw providerOff()
  if (record.trustedUntil !== null && record.trustedUntil <= app.now()) {
    const until = record.trustedUntil.toISOString()
    const text = `This identity provider is believed on the word of a federation, and that ended at ${until}.`
    throw new JitupError('metadata_expired', text, { until })
  }
}

/** Nobody signs on by a provider that is switched off. */
export const providerOff = (): JitupError =>
  new JitupError('provider_disabled', 'This identity provider is switched off.')
