import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** A passkey as the authenticator has made it. */
export interface NewPasskey {
  readonly id: string
  readonly userId: string
  readonly credentialId: Buffer
  readonly userHandle: Buffer
  /** COSE. */
  readonly publicKey: Buffer
  readonly counter: number
  readonly transports: readonly string[]
  readonly name: string
}

/** A passkey as it is kept. */
export interface PasskeyRecord extends NewPasskey {
  readonly createdAt: Date
  readonly usedAt: Date | null
}

/** More than anybody has authenticators. */
export const passkeysPerUser = 20

const columns = sql`
  id, user_id as "userId", credential_id as "credentialId", user_handle as "userHandle", public_key as "publicKey",
  counter::double precision as counter, transports, name, created_at as "createdAt", used_at as "usedAt"`

/** The passkeys of a user, the oldest first. */
export const passkeysOf = (db: Database | Tx, userId: string): Promise<PasskeyRecord[]> =>
  db.query(sql`select ${columns} from passkeys where user_id = ${userId}::uuid order by id limit ${passkeysPerUser}`)

/** @returns the passkey with that credential id, when its owner is local and may sign in; null otherwise */
export async function passkeyByCredential(db: Database | Tx, credentialId: Buffer): Promise<PasskeyRecord | null> {
  const rows = await db.query<PasskeyRecord & Record<string, unknown>>(sql`
    select ${columns} from passkeys where credential_id = ${credentialId}
      and exists (select 1 from users u where u.id = user_id and u.local and u.status = 'active')`)
  return rows[0] ?? null
}

/** Writes a new passkey. @returns false when that credential is there already */
export async function insertPasskey(tx: Tx, key: NewPasskey, now: Date): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into passkeys (id, user_id, credential_id, user_handle, public_key, counter, transports, name, created_at)
    values (${key.id}::uuid, ${key.userId}::uuid, ${key.credentialId}, ${key.userHandle}, ${key.publicKey},
      ${key.counter}, ${key.transports}::text[], ${key.name}, ${now})
    on conflict (credential_id) do nothing returning 1`)
  return rows.length > 0
}

/**
 * Notes that a passkey was used, with the authenticator's new count. Two uses of one count at the same moment are one too many:
 * the second finds another count.
 * @returns false when the count is no longer what was verified
 */
export async function notePasskeyUse(
  tx: Tx,
  use: { readonly id: string; readonly before: number; readonly counter: number },
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update passkeys set counter = ${use.counter}, used_at = ${now}
    where id = ${use.id}::uuid and counter = ${use.before} returning 1`)
  return rows.length > 0
}

/** Is it still there? Until the transaction ends it stays: a removal waits, and ends what was opened by it. */
export async function holdPasskey(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query(sql`select 1 from passkeys where id = ${id}::uuid for share`)).length > 0
}

/** Removes a passkey of this user. @returns false when there is none */
export async function removePasskey(db: Database | Tx, userId: string, id: string): Promise<boolean> {
  const rows = await db.query(sql`
    delete from passkeys where id = ${id}::uuid and user_id = ${userId}::uuid returning 1`)
  return rows.length > 0
}
