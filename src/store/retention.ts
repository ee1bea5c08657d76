import sql from 'sql-template-tag'
import { REDACTED } from '../core/redact.ts'
import { isJitupError } from '../errors.ts'
import type { Database, Tx } from './database.ts'
import type { Seal } from './seal.ts'
import { openSignOn, type SignOnRecord, sealSignOn } from './sign-ons.ts'

/** A place in the journal. */
export interface JournalPosition {
  /** ISO date-time. */
  readonly at: string
  readonly id: string
}

/**
 * Drops the values of the next entries that are older than `before`: each is opened, reduced by `strip` and sealed again. Walks the
 * journal by its key, so that it needs no index of its own.
 * @returns the last entry looked at; null: there is none left
 */
export async function stripEntries(
  tx: Tx,
  seal: Seal,
  what: { readonly after: JournalPosition | null; readonly before: Date; readonly limit: number; readonly now: Date },
  strip: (record: SignOnRecord) => SignOnRecord,
): Promise<{ readonly last: JournalPosition | null; readonly stripped: number }> {
  const { after, before, limit, now } = what
  const rows = await tx.query<{ at: Date; id: string; sealed: string | null; stripped_at: Date | null }>(sql`
    select at, id, sealed, stripped_at from sign_ons
    where (at, id) > (${after?.at ?? '-infinity'}::timestamptz, ${after?.id ?? nil}::uuid) and at < ${before}
    order by at, id limit ${limit} for update`)
  const due = rows.filter((one) => one.sealed !== null && one.stripped_at === null)
  await tx.query(sql`
    update sign_ons s set sealed = w.sealed, stripped_at = ${now}, address = null
    from unnest(${due.map((one) => one.at)}::timestamptz[], ${due.map((one) => one.id)}::uuid[],
      ${due.map((one) => rest(seal, one.id, one.sealed ?? '', strip))}::text[]) w (at, id, sealed)
    where s.at = w.at and s.id = w.id`)
  const last = rows.at(-1)
  return { last: last ? { at: last.at.toISOString(), id: last.id } : null, stripped: due.length }
}

/** What nobody can open any more, because its secret is gone, is worth nothing to anybody and goes whole. */
function rest(seal: Seal, id: string, sealed: string, strip: (record: SignOnRecord) => SignOnRecord): string | null {
  try {
    return sealSignOn(seal, id, strip(openSignOn(seal, id, sealed)))
  } catch (error) {
    if (isJitupError(error) && error.code === 'secret_wrong') return null
    throw error
  }
}

/**
 * Drops the values of the next entries in the histories of contacts that are older than `before`; who wrote them, when and why stays, and
 * what a contact holds now it holds itself. An entry without a value stays one: that somebody emptied a column is no value.
 * Walks the histories by their key, which begins with the time.
 * @returns the last entry looked at; null: there is none left
 */
export async function stripHistory(
  tx: Tx,
  { after, before, limit }: { readonly after: string | null; readonly before: Date; readonly limit: number },
): Promise<{ readonly last: string | null; readonly stripped: number }> {
  const dropped = sql`to_jsonb(${REDACTED}::text)`
  const [row] = await tx.query<{ last: string | null; stripped: number }>(sql`
    with stretch as (
      select id, at from provenance where id > ${after ?? nil}::uuid order by id limit ${limit}
    ), done as (
      update provenance p set previous = case when previous is null then null else ${dropped} end,
        value = case when value is null then null else ${dropped} end
      from stretch s where p.id = s.id and s.at < ${before}
        and (coalesce(previous, ${dropped}) <> ${dropped} or coalesce(value, ${dropped}) <> ${dropped})
      returning 1
    )
    select (select id from stretch where at < ${before} order by id desc limit 1) as last,
      (select count(*)::integer from done) as stripped`)
  return row ?? { last: null, stripped: 0 }
}

const nil = '00000000-0000-0000-0000-000000000000'

/** Deletes some entries of the journal that are older than `before`. Safe on several nodes at once. @returns how many */
export const deleteEntries = (db: Database, before: Date, limit: number): Promise<number> =>
  deleted(
    db,
    sql`delete from sign_ons where (at, id) in (
      select at, id from sign_ons where at < ${before} order by at, id limit ${limit} for update skip locked) returning 1 as one`,
  )

/** The same for the audit. */
export const deleteAudit = (db: Database, before: Date, limit: number): Promise<number> =>
  deleted(
    db,
    sql`delete from audit_events where (at, id) in (
      select at, id from audit_events where at < ${before} order by at, id limit ${limit} for update skip locked) returning 1 as one`,
  )

const deleted = async (db: Database, statement: ReturnType<typeof sql>): Promise<number> =>
  (await db.query(statement)).length
