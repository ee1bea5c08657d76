import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import { listed } from './listing.ts'
import type { Outcome } from './sign-ons.ts'

/** How many sign-ons of one stretch of time ended in one way. */
export interface Figure {
  /** When the stretch begins. */
  readonly at: Date
  /** Null: the address was of no provider. A provider that is gone keeps its id. */
  readonly providerId: string | null
  readonly outcome: Outcome
  /** Of refusals. */
  readonly code: string | null
  readonly count: number
}

/**
 * Sign-ons by hour. Refusals are counted where all of them are: those of a plan in the journal, those of messages beside it, because
 * the journal takes only samples of them.
 */
const hoursOf = (from: Sql, until: Sql): Sql => sql`
  select hour, provider_id, outcome, code, sum(n)::integer as count from (
    select date_bin('1 hour', at, 'epoch') as hour, provider_id, outcome,
      case when outcome = 'refused' then code end as code, count(*) as n
    from sign_ons where at >= ${from} and at < ${until} and (outcome <> 'refused' or step = 'plan') group by 1, 2, 3, 4
    union all
    select date_bin('1 hour', minute, 'epoch'), provider_id, 'refused', code, sum(count)
    from refusal_counts where minute >= ${from} and minute < ${until} group by 1, 2, 3, 4) h
  group by 1, 2, 3, 4`

/** Counts hours that are over. Counted again they are the same. */
export async function countHours(tx: Tx, from: Date, until: Date): Promise<void> {
  await tx.query(sql`
    insert into sign_on_hours (hour, provider_id, outcome, code, count) ${hoursOf(sql`${from}`, sql`${until}`)}
    on conflict (hour, provider_id, outcome, code) do update set count = excluded.count`)
}

/** Forgets hours that no figures show any more. */
export const forgetHours = (tx: Tx, before: Date): Promise<unknown> =>
  tx.query(sql`delete from sign_on_hours where hour < ${before}`)

/** @returns when the oldest attempt was made that the journal has since then; null: there is none */
export async function firstSince(tx: Tx, since: Date): Promise<Date | null> {
  const [row] = await tx.query<{ at: Date | null }>(sql`
    select least((select min(at) from sign_ons where at >= ${since}),
      (select min(minute) from refusal_counts where minute >= ${since})) as at`)
  return row?.at ?? null
}

/**
 * The figures since a moment, in stretches of hours or days that begin with UTC's. What is counted already is read, the few hours
 * since are counted now: it costs the same however many sign-ons there are.
 */
export const readFigures = (db: Database, since: Date, stretch: 'hour' | 'day'): Promise<Figure[]> =>
  listed(
    db,
    sql`
    with counted as (
      select greatest(${since}::timestamptz,
        (select (position ->> 'through')::timestamptz from jobs where name = 'figures')) as through),
    hours as (
      select hour, provider_id, outcome, code, count from sign_on_hours
      where hour >= ${since} and hour < (select through from counted)
      union all (${hoursOf(sql`(select through from counted)`, sql`'infinity'::timestamptz`)}))
    select date_bin(${`1 ${stretch}`}::interval, hour, 'epoch') as at, provider_id as "providerId", outcome, code,
      sum(count)::integer as count
    from hours group by 1, 2, 3, 4 order by 1`,
  )

/** What has been done of setting up an installation. */
export interface SetUp {
  readonly provider: boolean
  readonly mapping: boolean
  /** A test sign-on, or a real one. */
  readonly tested: boolean
  readonly enabled: boolean
  readonly signedOn: boolean
  /** Somebody is told by e-mail or webhook. */
  readonly notified: boolean
}

/** Looks what has been done; each by an index, whatever there is. */
export async function readSetUp(db: Database): Promise<SetUp> {
  const [row] = await db.query<SetUp & Record<string, unknown>>(sql`
    select *, "signedOn" or exists (select 1 from sign_ons where outcome = 'tested') as tested from (
      select exists (select 1 from providers) as provider, exists (select 1 from converters) as mapping,
        exists (select 1 from providers where enabled) as enabled,
        exists (select 1 from sign_ons where outcome in ('created', 'updated') and outcome not in ('unchanged', 'refused'))
          or exists (select 1 from sign_ons where contact_id is not null and outcome = 'unchanged') as "signedOn",
        exists (select 1 from webhooks where enabled) or (exists (select 1 from mail_recipients)
          and coalesce((select (value ->> 'enabled')::boolean from settings where name = 'mail'), false)) as notified) s`)
  return row as SetUp
}
