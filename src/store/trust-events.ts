import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import { uuid7 } from './uuid.ts'

/**
 * What happened to trust: keys of a partner (`keys_…`, `key_…`), its addresses, a refresh that failed, our own keys, who its
 * subjects are by hand, and its end.
 */
export type TrustEventKind =
  | 'keys_taken'
  | 'keys_waiting'
  | 'keys_retired'
  | 'keys_replaced'
  | 'key_approved'
  | 'key_dismissed'
  | 'endpoints_changed'
  | 'settings_changed'
  | 'refresh_failed'
  | 'sp_key_added'
  | 'sp_key_activated'
  | 'sp_key_retired'
  | 'identity_bound'
  | 'identity_removed'
  | 'provider_removed'

/** One change of whom we believe, or of the keys we are believed by. */
export interface TrustEvent {
  readonly id: string
  readonly at: Date
  readonly kind: TrustEventKind
  /** Null for our own keys, and for a provider that is gone. */
  readonly slug: string | null
  readonly author: Author
  /** Fingerprints, addresses, codes: nothing personal. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** Writes one event. Call it in the transaction of the change. */
export async function recordTrustEvent(
  tx: Tx | Database,
  now: Date,
  event: Omit<TrustEvent, 'id' | 'at' | 'slug'> & {
    readonly provider?: { readonly id: string; readonly slug: string }
  },
): Promise<void> {
  await tx.query(sql`
    insert into trust_events (id, at, kind, provider_id, slug, author, facts)
    values (${uuid7(now)}, ${now}, ${event.kind}, ${event.provider?.id ?? null}::uuid, ${event.provider?.slug ?? null},
      ${JSON.stringify(event.author)}::jsonb, ${JSON.stringify(event.facts)}::jsonb)`)
}

/** The fingerprints of a provider's keys that were no longer published, or replaced by an administrator. */
export async function goneKeys(tx: Tx, providerId: string): Promise<readonly string[]> {
  const rows = await tx.query<{ fingerprint: string }>(sql`
    select distinct jsonb_array_elements_text(facts -> case kind when 'keys_retired' then 'fingerprints' else 'before' end)
      as fingerprint
    from trust_events where provider_id = ${providerId}::uuid and kind in ('keys_retired', 'keys_replaced')`)
  return rows.map((row) => row.fingerprint)
}

/** One page of the events, newest first; `before` is the last id of the page before. */
export async function pageOfTrustEvents(
  db: Database | Tx,
  page: { readonly providerId: string | null; readonly before: string | null; readonly limit: number },
): Promise<TrustEvent[]> {
  return db.query<TrustEvent & Record<string, unknown>>(sql`
    select id, at, kind, slug, author, facts from trust_events
    where (${page.providerId}::uuid is null or provider_id = ${page.providerId}::uuid)
      and (${page.before}::uuid is null or id < ${page.before}::uuid)
    order by id desc limit ${page.limit}`)
}
