import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** What the sign-ons of a provider are counted by. */
export type ActivityKind = 'withdrawal' | 'lookup-value'

/** The hour by which activity is counted. */
export const hourOf = (now: Date): Date => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)

/**
 * Counts `n` more for this hour. Call it after all other writes: sign-ons of one provider wait here for each other until the
 * first has committed, so that the answer is exact and whoever finds it above a ceiling can start again.
 * @returns what the hour comes to, this included
 */
export async function countActivity(
  tx: Tx,
  providerId: string,
  kind: ActivityKind,
  now: Date,
  n: number,
): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`
    insert into provider_activity (provider_id, kind, hour, count) values (${providerId}, ${kind}, ${hourOf(now)}, ${n})
    on conflict (provider_id, kind, hour) do update set count = provider_activity.count + excluded.count
    returning count`)
  return row?.count ?? n
}

/** What this hour has come to so far. */
export async function activityOf(
  db: Database | Tx,
  providerId: string,
  kind: ActivityKind,
  now: Date,
): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count from provider_activity
    where provider_id = ${providerId}::uuid and kind = ${kind} and hour = ${hourOf(now)}`)
  return row?.count ?? 0
}

/** Starts this hour anew. @returns what it had come to */
export async function resetActivity(tx: Tx, providerId: string, kind: ActivityKind, now: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }>(sql`
    delete from provider_activity
    where provider_id = ${providerId}::uuid and kind = ${kind} and hour = ${hourOf(now)} returning count`)
  return row?.count ?? 0
}
