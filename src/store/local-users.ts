import sql from 'sql-template-tag'
import type { UserStatus } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** Marks a user as local: no sign-on and no link of a provider ever touches them. */
export async function markLocal(tx: Tx, userId: string): Promise<void> {
  await tx.query(sql`update users set local = true, version = version + 1 where id = ${userId}::uuid`)
}

/** Is this user local, and may they sign in? Null: there is no such user. */
export async function localUser(tx: Tx, userId: string): Promise<{ local: boolean; status: UserStatus } | null> {
  const rows = await tx.query<{ local: boolean; status: UserStatus }>(sql`
    select local, status from users where id = ${userId}::uuid`)
  return rows[0] ?? null
}

/** Is there an active administrator who needs no identity provider? */
export async function hasLocalAdministrator(db: Database | Tx): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from users u join grants g on g.user_id = u.id join roles r on r.id = g.role_id
    where u.local and u.status = 'active' and r.built_in = 'administrators' limit 1`)
  return rows.length > 0
}

/** Does somebody local who may sign in have a password or a passkey? */
export async function hasLocalCredential(db: Database): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from users u where u.local and u.status = 'active' and (
      exists (select 1 from local_passwords p where p.user_id = u.id)
      or exists (select 1 from passkeys k where k.user_id = u.id)) limit 1`)
  return rows.length > 0
}

/** Removes what somebody signs in by, and the links that would sign them in. */
export async function forgetCredentials(tx: Tx, userId: string): Promise<void> {
  await tx.query(sql`delete from local_passwords where user_id = ${userId}::uuid`)
  await tx.query(sql`delete from passkeys where user_id = ${userId}::uuid`)
  await tx.query(sql`delete from local_links where user_id = ${userId}::uuid`)
}

/** Writes a link by its hash; earlier ones of the same user end. */
export async function insertLocalLink(
  tx: Tx,
  link: { readonly tokenHash: Buffer; readonly userId: string; readonly expiresAt: Date },
  now: Date,
): Promise<void> {
  await tx.query(sql`delete from local_links where user_id = ${link.userId}::uuid or expires_at < ${now}`)
  await tx.query(sql`
    insert into local_links (token_hash, user_id, created_at, expires_at)
    values (${link.tokenHash}, ${link.userId}, ${now}, ${link.expiresAt})`)
}

/** Uses a link up. @returns whose it was, while it stood and they may sign in; null otherwise */
export async function takeLocalLink(tx: Tx, tokenHash: Buffer, now: Date): Promise<string | null> {
  const [row] = await tx.query<{ userId: string }>(sql`
    delete from local_links l using users u
    where l.token_hash = ${tokenHash} and u.id = l.user_id
    returning case when l.expires_at > ${now} and u.local and u.status = 'active' then u.id end as "userId"`)
  return row?.userId ?? null
}
