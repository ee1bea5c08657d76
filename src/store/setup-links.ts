import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import { readSetting, writeSetting } from './settings.ts'

/** The setting that remembers, once no user is left, that there were some. */
const hadUsersSetting = 'hadUsers'

/** Did no user ever exist here? Those who were deleted, merged or erased count. */
export async function isUntouched(db: Database | Tx): Promise<boolean> {
  const rows = await db.query(sql`select 1 from users limit 1`)
  return rows.length === 0 && (await readSetting(db, hadUsersSetting)) === undefined
}

/** Remembers that there was a user; call it before a user's row goes for good. */
export const rememberUsers = (tx: Pick<Tx, 'query'>): Promise<void> => writeSetting(tx, hadUsersSetting, true)

/** Who makes, uses or judges the link takes this first. */
export const setupLock = 'first administrator'

/** Writes the link by its hash; an earlier one ends. Call it under `setupLock`. */
export async function writeSetupLink(tx: Tx, hash: Buffer, now: Date, expiresAt: Date): Promise<void> {
  await tx.query(sql`delete from setup_links`)
  await tx.query(sql`
    insert into setup_links (token_hash, created_at, expires_at) values (${hash}, ${now}, ${expiresAt})`)
}

/** Is this the link of the moment? */
export async function isSetupLink(db: Database | Tx, hash: Buffer, now: Date): Promise<boolean> {
  const rows = await db.query(sql`select 1 from setup_links where token_hash = ${hash} and expires_at > ${now}`)
  return rows.length > 0
}

/** Ends the link. */
export async function removeSetupLinks(tx: Pick<Tx, 'query'>): Promise<void> {
  await tx.query(sql`delete from setup_links`)
}
