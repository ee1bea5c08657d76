import type { Database, Tx } from '../../store/database.ts'
import { type ProviderRecord, providerById, providerBySlug } from '../../store/providers.ts'
import { isUuid } from '../../store/uuid.ts'
import { invalid, notFound } from './change.ts'

/** @returns the provider with that id or slug. @throws JitupError `not_found` */
export async function existing(db: Database | Tx, idOrSlug: string): Promise<ProviderRecord> {
  const found = isUuid(idOrSlug) ? await providerById(db, idOrSlug) : await providerBySlug(db, idOrSlug)
  if (!found) throw notFound('provider')
  return found
}

/** @returns the id behind a rule's `provider`; null means all. @throws JitupError `validation_failed` */
export async function providerIdOf(tx: Tx, slug: string | null | undefined): Promise<string | null> {
  if (slug === null || slug === undefined) return null
  const found = await providerBySlug(tx, slug)
  if (!found) throw invalid('provider', `There is no identity provider ${slug}.`)
  return found.policy.id
}
