import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import type { Outcome } from './sign-ons.ts'
import { timeOf } from './uuid.ts'

/** A verified, genuine sign-on as the journal has it. */
export interface StoredSignOn {
  readonly id: string
  readonly at: Date
  readonly providerId: string
  readonly outcome: Outcome
  readonly userId: string | null
  readonly contactId: string | null
  readonly rulesRevision: number | null
  readonly sealed: string
}

/** One stretch of the journal, newest first. */
export interface Stretch {
  readonly signOns: readonly StoredSignOn[]
  /** How many entries of any kind it was; fewer than asked for: the journal ends here. */
  readonly looked: number
  /** Where the next stretch begins. */
  readonly last: string | null
}

type StretchRow = Omit<StoredSignOn, 'sealed' | 'providerId'> & {
  readonly providerId: string | null
  readonly sealed: string | null
}

/**
 * Reads the next `length` entries of the journal and keeps those that a provider vouched for: accepted, or refused by the plan.
 * Tests and what nobody could verify are left out. The cost is that of the stretch, however few are kept.
 */
export async function readStretch(
  db: Database,
  from: { before: string | null; length: number; providerId: string | null },
): Promise<Stretch> {
  const before = from.before ?? 'ffffffff-ffff-7fff-bfff-ffffffffffff'
  const at = from.before === null ? 'infinity' : timeOf(from.before).toISOString()
  const rows = await db.query<StretchRow>(sql`
    select id, at, provider_id as "providerId", outcome, user_id as "userId", contact_id as "contactId",
      rules_revision as "rulesRevision",
      case when (outcome in ('created', 'updated', 'unchanged') or (outcome = 'refused' and step = 'plan'))
        and (${from.providerId}::uuid is null or provider_id = ${from.providerId}::uuid) then sealed end as sealed
    from sign_ons where (at, id) < (${at}::timestamptz, ${before}::uuid)
    order by at desc, id desc limit ${from.length}`)
  const signOns = rows.flatMap(({ sealed, providerId, ...row }) =>
    sealed === null || providerId === null ? [] : [{ ...row, sealed, providerId }],
  )
  return { signOns, looked: rows.length, last: rows.at(-1)?.id ?? null }
}

/** @returns those of these sign-ons that are still stored, in no order */
export async function storedById(db: Database, ids: readonly string[]): Promise<StoredSignOn[]> {
  const rows = await db.query<StretchRow>(sql`
    select id, at, provider_id as "providerId", outcome, user_id as "userId", contact_id as "contactId",
      rules_revision as "rulesRevision", sealed
    from sign_ons where at = any(${ids.map((id) => timeOf(id).toISOString())}::timestamptz[]) and id = any(${ids}::uuid[])`)
  return rows.flatMap(({ sealed, providerId, ...row }) =>
    sealed === null || providerId === null ? [] : [{ ...row, sealed, providerId }],
  )
}
