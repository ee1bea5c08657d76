import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** A password or passkey that proved nobody. */
export interface RefusedProof {
  /** Whose it should have been; null: of nobody who is a local administrator here. What was typed instead is kept nowhere. */
  readonly userId: string | null
  readonly by: 'password' | 'passkey'
}

/** So many minutes at least lie between two lines of the audit about the same. */
export const REFUSED_PROOFS_EVERY = 15

const due = (now: Date): Date => new Date(now.getTime() - REFUSED_PROOFS_EVERY * 60_000)

const tell = (now: Date, told: Sql): Sql => sql`
  insert into audit_events (at, id, kind, author, objects, facts)
  select ${now}, gen_random_uuid(), 'admin.sign-in-refused', '{"kind": "system"}'::jsonb,
    array_remove(array[user_id::text], null), jsonb_build_object('by', by, 'count', told_count) from ${told}`

/**
 * Counts a proof that was refused. The first is in the audit at once, those of the next quarter of an hour together as a number. One
 * statement, whoever it is about: nothing tells by its time whether there is such a login name.
 */
export async function noteRefusedProof(
  db: Pick<Database | Tx, 'query'>,
  { userId, by }: RefusedProof,
  now: Date,
): Promise<void> {
  const isDue = sql`r.told_at <= ${due(now)}::timestamptz`
  await db.query(sql`
    with noted as (
      insert into refused_proofs as r (user_id, by, count, told_count, told_at) values (${userId}::uuid, ${by}, 0, 1, ${now})
      on conflict (user_id, by) do update set
        count = case when ${isDue} then 0 else r.count + 1 end,
        told_count = case when ${isDue} then r.count + 1 else r.told_count end,
        told_at = case when ${isDue} then ${now}::timestamptz else r.told_at end
      returning *
    ), told as (select * from noted where count = 0)
    ${tell(now, sql`told`)}`)
}

/** Tells what was counted and has waited long enough, and forgets what is over. Safe on every node at once. */
export async function tellRefusedProofs(db: Pick<Database | Tx, 'query'>, now: Date): Promise<void> {
  await db.query(sql`
    with told as (
      update refused_proofs set told_count = count, count = 0, told_at = ${now}
      where count > 0 and told_at <= ${due(now)}::timestamptz returning *
    )
    ${tell(now, sql`told`)}`)
  await db.query(sql`delete from refused_proofs where count = 0 and told_at <= ${due(now)}::timestamptz`)
}
