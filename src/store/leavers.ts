import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

const signedOn = sql`outcome in ('created', 'updated', 'unchanged')`

/**
 * The statement that notes when a user was seen, for the transaction that signs them on and as a part of what that writes anyway.
 * Nobody counts it as a change of the user: their version stays. Clocks of nodes differ, and it never goes back. It waits for whoever
 * is changing the user, and gives the status that they have then.
 */
export const noteSeen = (userId: string, at: Date): Sql => sql`
  update users set last_seen_at = greatest(last_seen_at, ${at}::timestamptz) where id = ${userId}::uuid returning status`

/** True of a user `u` who was there at that moment and has not signed on since, nor was let in again. */
export const notSeenSince = (since: Date): Sql => sql`(
  u.created_at <= ${since} and coalesce(u.enabled_at, u.created_at) <= ${since}
  and (u.last_seen_at is null or u.last_seen_at <= ${since}))`

/**
 * Some active users whom this provider knows and who were not seen since. Holders of protected roles are never among them.
 * `after` is the last id of the batch before.
 */
export async function leaversOf(
  db: Database | Tx,
  what: { readonly providerId: string; readonly since: Date; readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select u.id from users u
    where (${what.after}::uuid is null or u.id > ${what.after}::uuid) and u.status = 'active'
      and exists (select 1 from identities i where i.user_id = u.id and i.provider_id = ${what.providerId}::uuid)
      and not exists (select 1 from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and (r.protected or r.guarded or r.built_in = 'administrators'))
      and ${notSeenSince(what.since)}
    order by u.id limit ${what.limit}`)
  return rows.map((row) => row.id)
}

/**
 * Does this still hold of the user, who is locked until the transaction ends? The journal is asked as well: while an installation
 * is brought up to date, nodes that write nothing with the user may sign people on.
 */
export async function isStillLeaver(tx: Tx, id: string, providerId: string, since: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from users u
    where u.id = ${id}::uuid and u.status = 'active' and ${notSeenSince(since)}
      and not exists (select 1 from sign_ons where contact_id = u.contact_id and at > ${since} and ${signedOn})
      and exists (select 1 from identities i where i.user_id = u.id and i.provider_id = ${providerId}::uuid)
      and not exists (select 1 from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and (r.protected or r.guarded or r.built_in = 'administrators'))
    for update of u`)
  return rows.length > 0
}

/** Has anybody signed on with this provider since? When nobody has, it is the provider that is away, not its people. */
export async function anySignOnSince(db: Database | Tx, providerId: string, since: Date): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from sign_ons where at > ${since} and provider_id = ${providerId}::uuid and ${signedOn}
    order by at desc limit 1`)
  return rows.length > 0
}
