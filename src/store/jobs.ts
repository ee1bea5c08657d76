import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** Work that one node at a time does: rows of the table `jobs`. */
export type JobName = 'figures' | 'retention' | 'history' | 'leavers' | 'audit-out' | 'worklist' | 'notices'

/**
 * Does one batch of a job, if it is due and no other node is at it. `work` gets where the last batch ended and gives where this
 * one did, and when the next may begin; both are kept in the batch's own transaction: it counts together with what it did.
 * @returns false when it was not this node's turn
 */
export async function doJob<Position>(
  db: Database,
  name: JobName,
  now: Date,
  work: (tx: Tx, position: Position | null) => Promise<{ readonly position: Position | null; readonly nextAt: Date }>,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [job] = await tx.query<{ position: Position | null }>(sql`
      select position from jobs where name = ${name} and coalesce(next_at, '-infinity') <= ${now}
      for update skip locked`)
    if (!job) return false
    const { position, nextAt } = await work(tx, job.position)
    await tx.query(sql`
      update jobs set position = ${position === null ? null : JSON.stringify(position)}::jsonb, next_at = ${nextAt}
      where name = ${name}`)
    return true
  })
}

/** Notes how far a job has come, where its work is too much for the batch's own transaction and may be done twice. */
export async function moveJob(db: Database, name: JobName, position: unknown): Promise<void> {
  await db.query(sql`update jobs set position = ${JSON.stringify(position)}::jsonb where name = ${name}`)
}
