import sql from 'sql-template-tag'
import type { SignOnCounts } from '../core/refusal-rate.ts'
import type { Database, Tx } from './database.ts'

/**
 * Counts sign-ons of providers from one moment to another, both on the minute; refusals by the verifier are counted where all of
 * them are, those of the rules in the journal. `least`: only providers with so many refusals, so that a calm day costs next to
 * nothing.
 */
export async function countSignOns(
  db: Database | Tx,
  { from, to, least, providers }: { from: Date; to: Date; least: number; providers: readonly string[] },
): Promise<ReadonlyMap<string, SignOnCounts>> {
  const rows = await db.query<SignOnCounts & { id: string }>(sql`
    with verifier as (
      select provider_id, sum(count)::integer as refused from refusal_counts
      where minute >= ${from} and minute < ${to} and provider_id is not null group by provider_id
    ), journal as (
      select provider_id, (count(*) filter (where outcome = 'refused'))::integer as refused, count(*)::integer as all
      from sign_ons
      where at >= ${from} and at < ${to} and provider_id is not null
        and (outcome in ('created', 'updated', 'unchanged') or (outcome = 'refused' and step = 'plan'))
      group by provider_id
    ), together as (
      select provider_id as id, coalesce(v.refused, 0) + coalesce(j.refused, 0) as refused,
        coalesce(v.refused, 0) + coalesce(j.all, 0) as all
      from verifier v full join journal j using (provider_id)
    )
    select id, refused, "all" from together where refused >= ${least} or id = any(${providers}::uuid[])`)
  return new Map(rows.map(({ id, refused, all }) => [id, { refused, all }]))
}

/** The codes of a provider's refusals within a stretch of time that are met most, and how often. */
export async function refusalCodes(
  db: Database | Tx,
  { providerId, from, to }: { providerId: string; from: Date; to: Date },
): Promise<readonly { readonly code: string; readonly count: number }[]> {
  return db.query(sql`
    select code, sum(count)::integer as count from (
      select code, count from refusal_counts
      where provider_id = ${providerId}::uuid and minute >= ${from} and minute < ${to}
      union all
      select code, 1 from sign_ons
      where provider_id = ${providerId}::uuid and at >= ${from} and at < ${to} and outcome = 'refused' and step = 'plan'
    ) c where code is not null group by code order by 2 desc, 1 limit 3`)
}

/** A provider whose refusals have jumped. */
export interface HighRefusals extends SignOnCounts {
  /** ISO date-time of when it was found. */
  readonly since: string
  /** The share that was usual before, from 0 to 1. */
  readonly usual: number
}

/** What the job of notices remembers from one time to the next. */
export interface NoticesPosition {
  /** By provider. */
  readonly high: Readonly<Record<string, HighRefusals>>
}

/** Providers whose refusals are high now, by id. */
export async function highRefusals(db: Database | Tx): Promise<NoticesPosition['high']> {
  const [row] = await db.query<{ position: NoticesPosition | null }>(sql`
    select position from jobs where name = 'notices'`)
  return row?.position?.high ?? {}
}
