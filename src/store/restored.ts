import sql from 'sql-template-tag'
import { JitupError } from '../errors.ts'
import type { Database, Tx } from './database.ts'

/** The setting that holds the moment of the last restore. `consume` reads it beside everything else. */
export const restoredAtSetting = 'restoredAt'

/**
 * What a database must hear before it is used again after a backup was put back. A backup knows nothing of the sign-ons that
 * came after it: their assertions look unused and their requests unanswered, and sessions that were ended live again. So all
 * sessions end, whatever is waiting for an answer or a confirmation is forgotten, and no assertion from before this moment
 * is accepted any more. Everybody signs in anew.
 *
 * A partner whose clock is behind ours is refused until its clock has passed the moment; that is at most the few minutes by
 * which clocks may differ. Called again, the later call counts.
 */
export const afterRestore = (db: Database, now: Date): Promise<void> =>
  db.transaction((tx) => afterRestoreWithin(tx, now))

/** The same inside the transaction that puts the backup back. */
export async function afterRestoreWithin(tx: Pick<Tx, 'query'>, now: Date): Promise<void> {
  await tx.query(sql`
    insert into settings (name, value) values (${restoredAtSetting}, ${JSON.stringify(now.toISOString())}::jsonb)
    on conflict (name) do update set value = excluded.value`)
  // Before the sessions: a sign-on that is under way holds its request, so this waits until its session is there to be ended.
  await tx.query(sql`delete from pending_requests`)
  await tx.query(sql`delete from sessions`)
  await tx.query(sql`delete from pending_logouts`)
  await tx.query(sql`delete from local_links`)
  await tx.query(sql`delete from setup_links`)
  await tx.query(sql`delete from passkey_challenges`)
  // What was on its way has arrived since, or would tell of what is long over.
  await tx.query(
    sql`update deliveries set state = 'failed', code = 'delivery_abandoned', done_at = ${now} where state = 'waiting'`,
  )
}

/** The setting that stands while a backup is being put into an empty database, and after a restore that was cut off. */
export const restoringSetting = 'restoring'

/**
 * Stops the start on a database whose restore was cut off: it would be taken for a new installation.
 * @throws JitupError `restore_incomplete`
 */
export async function refuseHalfRestored(db: Database): Promise<void> {
  const rows = await db.query(sql`select 1 from settings where name = ${restoringSetting}`)
  if (rows.length === 0) return
  throw new JitupError(
    'restore_incomplete',
    'A restore of this database was begun and did not come to its end. Run "jitup restore" with the backup again.',
  )
}
