import sql, { type Sql } from 'sql-template-tag'
import type { Database } from './database.ts'
import { allOf, listed, partOf } from './listing.ts'
import type { Outcome, SignOnEntry } from './sign-ons.ts'
import { type IdRange, timeOf } from './uuid.ts'

/** Which attempts a list holds, and where it goes on. */
export interface SignOnPage {
  /** The last id of the page before; null: from the newest. */
  readonly before: string | null
  readonly limit: number
  readonly ids?: IdRange | undefined
  readonly providerId?: string | undefined
  /** Of one of these people. */
  readonly contactIds?: readonly string[] | undefined
  readonly outcomes?: readonly Outcome[] | undefined
  readonly code?: string | undefined
  readonly from?: Date | undefined
  /** Before this moment. */
  readonly until?: Date | undefined
  readonly tests: 'show' | 'hide' | 'only'
}

/** An attempt as lists show it: what is open of it, and whose it was by the names of today. */
export interface SignOnLine extends Omit<SignOnEntry, 'address'> {
  readonly at: Date
  readonly login: string | null
  readonly contactName: string | null
}

/**
 * One page of the journal, newest first. Nothing sealed is read. Of several people each one's entries are looked up by
 * themselves: a hundred people among very many would not be met by chance.
 */
export async function pageOfSignOns(db: Database, page: SignOnPage): Promise<SignOnLine[]> {
  const where = allOf(conditionsOf(page))
  const newest = sql`order by s.at desc, s.id desc limit ${page.limit}`
  const people = page.contactIds
  const found =
    people === undefined
      ? sql`select s.at, s.id from sign_ons s where ${where} ${newest}`
      : sql`select s.at, s.id from unnest(${people}::uuid[]) k (contact_id) cross join lateral (
          select s.at, s.id from sign_ons s where s.contact_id = k.contact_id and ${where} ${newest}) s ${newest}`
  return listed(
    db,
    sql`
    with page as materialized (${found})
    select s.at, s.id, s.provider_id as "providerId", s.outcome, s.code, s.step, s.user_id as "userId",
      s.contact_id as "contactId", s.rules_revision as "rulesRevision", s.problems,
      s.duration_us as "durationMicroseconds", u.login, c."Name" as "contactName"
    from page join sign_ons s on s.at = page.at and s.id = page.id
      left join users u on u.id = s.user_id left join contacts c on c.id = s.contact_id
    order by s.at desc, s.id desc`,
  )
}

function conditionsOf({ before, ids, providerId, outcomes, code, from, until, tests }: SignOnPage): readonly Sql[] {
  return [
    ...(before === null ? [] : [sql`(s.at, s.id) < (${timeOf(before)}, ${before}::uuid)`]),
    ...(ids === undefined ? [] : [isOf(ids)]),
    ...(providerId === undefined ? [] : [sql`s.provider_id = ${providerId}::uuid`]),
    ...outcomeIs(outcomes),
    // Only refusals have one.
    ...(code === undefined ? [] : [sql`s.outcome = 'refused' and s.code = ${code}`]),
    ...(from === undefined ? [] : [sql`s.at >= ${from}`]),
    ...(until === undefined ? [] : [sql`s.at < ${until}`]),
    ...(tests === 'show' ? [] : [tests === 'only' ? sql`s.outcome = 'tested'` : sql`s.outcome <> 'tested'`]),
  ]
}

/** The key begins with the moment, and so do the ids. */
const isOf = ({ first, last }: IdRange): Sql => sql`
  (s.at, s.id) >= (${timeOf(first)}, ${first}::uuid) and (s.at, s.id) <= (${timeOf(last)}, ${last}::uuid)`

/** Has there been an attempt with one of these ids? */
export async function isSignOnOf(db: Database, ids: IdRange): Promise<boolean> {
  const rows = await db.query(sql`select 1 from sign_ons s where ${isOf(ids)} limit 1`)
  return rows.length > 0
}

/** One is asked for as one, because then its entries come in the order of the list. */
function outcomeIs(outcomes: readonly Outcome[] | undefined): readonly Sql[] {
  if (outcomes === undefined) return []
  const [only, ...more] = outcomes
  if (more.length > 0) return [sql`s.outcome = any(${outcomes}::text[])`]
  // The indexes of what is rare say so of themselves.
  return only === 'unchanged' || only === 'refused'
    ? [sql`s.outcome = ${only}`]
    : [sql`s.outcome = ${only} and s.outcome not in ('unchanged', 'refused')`]
}

/** The contacts of the people whose login name has this text in it, at most `limit` of them. */
export async function contactsByLogin(db: Database, search: string, limit: number): Promise<string[]> {
  const rows = await listed<{ id: string }>(
    db,
    sql`select contact_id as id from users where login_key like ${partOf(search)} limit ${limit}`,
  )
  return rows.map((one) => one.id)
}
