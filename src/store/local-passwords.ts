import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Place } from './seal.ts'

/** Where the hash of a user's password is sealed. */
export const passwordPlace = (userId: string): Place => ({
  table: 'local_passwords',
  row: userId,
  column: 'sealed_hash',
})

/** A local user who may sign in, and the sealed hash of their password; null: they have none. */
export interface PasswordOwner {
  readonly userId: string
  readonly sealedHash: string | null
}

/** @returns the local, active user with that key of a login name, or null */
export async function passwordOwner(db: Database | Tx, loginKey: string): Promise<PasswordOwner | null> {
  const rows = await db.query<PasswordOwner & Record<string, unknown>>(sql`
    select u.id as "userId", p.sealed_hash as "sealedHash" from users u left join local_passwords p on p.user_id = u.id
    where u.login_key = ${loginKey} and u.local and u.status = 'active'`)
  return rows[0] ?? null
}

/**
 * Is this still the password? Until the transaction ends it stays so: a change waits, and ends what was opened by the former one.
 */
export async function holdPassword(tx: Tx, { userId, sealedHash }: PasswordOwner): Promise<boolean> {
  const rows = await tx.query(sql`
    select 1 from local_passwords where user_id = ${userId}::uuid and sealed_hash = ${sealedHash} for share`)
  return rows.length > 0
}

/** @returns the password of a user as it is kept, and since when; null: they have none */
export async function passwordFacts(
  db: Database | Tx,
  userId: string,
): Promise<{ readonly changedAt: Date; readonly sealedHash: string } | null> {
  const rows = await db.query<{ changedAt: Date; sealedHash: string }>(sql`
    select changed_at as "changedAt", sealed_hash as "sealedHash" from local_passwords where user_id = ${userId}::uuid`)
  return rows[0] ?? null
}

/** Writes the password of a user, or replaces it. */
export async function writePassword(tx: Tx, userId: string, sealedHash: string, now: Date): Promise<void> {
  await tx.query(sql`
    insert into local_passwords (user_id, sealed_hash, changed_at) values (${userId}::uuid, ${sealedHash}, ${now})
    on conflict (user_id) do update set sealed_hash = excluded.sealed_hash, changed_at = excluded.changed_at`)
}
