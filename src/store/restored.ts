import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import { writeSetting } from './settings.ts'

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
export async function afterRestore(db: Database, now: Date): Promise<void> {
  await db.transaction(async (tx) => {
    await writeSetting(tx, restoredAtSetting, now.toISOString())
    // Before the sessions: a sign-on that is under way holds its request, so this waits until its session is there to be ended.
    await tx.query(sql`delete from pending_requests`)
    await tx.query(sql`delete from sessions`)
    await tx.query(sql`delete from pending_logouts`)
  })
}
