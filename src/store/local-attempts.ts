import sql from 'sql-template-tag'
import type { Database } from './database.ts'

/** When one key has failed too often. */
export interface AttemptLimit {
  /** So many failures are free. */
  readonly free: number
  /** Failures are forgotten when there was none for so long, in minutes. Nothing is locked longer than that at a time. */
  readonly minutes: number
}

/**
 * Claims one attempt of a key and counts it as failed until it is taken back: whoever sends a thousand at once gets no more
 * than one after the other would. From the last free failure on the key is locked, for one minute, then two, four, and so on.
 * @returns null: go on; else until when it is locked
 */
export async function claimAttempt(
  db: Database,
  key: Buffer,
  { free, minutes }: AttemptLimit,
  now: Date,
): Promise<Date | null> {
  const forgotten = new Date(now.getTime() - minutes * 60_000)
  const count = sql`case when a.last_at < ${forgotten}::timestamptz then 1 else a.failures + 1 end`
  const until = sql`
    case when ${count} < ${free} then ${now}::timestamptz
      else ${now}::timestamptz + least(power(2, least(${count} - ${free}, 10)), ${minutes}) * interval '1 minute' end`
  const first = free > 1 ? now : new Date(now.getTime() + 60_000)
  const claimed = await db.query(sql`
    insert into local_attempts as a (key, failures, last_at, locked_until) values (${key}, 1, ${now}, ${first})
    on conflict (key) do update set failures = ${count}, last_at = ${now}, locked_until = ${until}
    where a.locked_until <= ${now}::timestamptz
    returning 1`)
  if (claimed.length > 0) return null
  const [row] = await db.query<{ until: Date }>(sql`
    select locked_until as until from local_attempts where key = ${key}`)
  return row?.until ?? now
}

/** Takes back a claim that turned out to be right: of a login name all failures before it, of an address this one. */
export async function forgetAttempt(db: Database, keys: { readonly all: Buffer; readonly one: Buffer }): Promise<void> {
  await db.query(sql`delete from local_attempts where key = ${keys.all}`)
  await db.query(sql`
    update local_attempts set failures = greatest(failures - 1, 0), locked_until = last_at where key = ${keys.one}`)
}

/** Removes counts that no longer matter. */
export async function sweepAttempts(db: Database, now: Date): Promise<void> {
  await db.query(sql`
    delete from local_attempts where last_at < ${new Date(now.getTime() - 3_600_000)} and locked_until < ${now}`)
}
