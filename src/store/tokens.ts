import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** An API token; the token itself is known to nobody but its owner. */
export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
}

const columns = sql`
  id, name, scopes, created_at as "createdAt", used_at as "usedAt", revoked_at as "revokedAt"`

/** How exact "last used" is: most requests stay free of writes. */
const exactness = 60_000

/** @returns the token with that SHA-256, if it stands; notes that it was used */
export async function presentToken(db: Database, hash: Buffer, now: Date): Promise<TokenRecord | null> {
  const [token] = await db.query<TokenRecord>(sql`
    select ${columns} from api_tokens where token_hash = ${hash} and revoked_at is null`)
  if (!token) return null
  if (token.usedAt === null || now.getTime() - token.usedAt.getTime() > exactness) {
    await db.query(sql`update api_tokens set used_at = ${now} where id = ${token.id}::uuid`)
  }
  return token
}

/** @returns true when a token with that SHA-256 was ever written, revoked or not */
export async function isKnownToken(tx: Tx, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(sql`select 1 from api_tokens where token_hash = ${hash}`)
  return rows.length > 0
}

/** Writes a new token by its SHA-256. */
export async function insertToken(
  db: Database | Tx,
  token: { id: string; name: string; hash: Buffer; scopes: readonly string[] },
  now: Date,
): Promise<TokenRecord> {
  const [row] = await db.query<TokenRecord>(sql`
    insert into api_tokens (id, name, token_hash, scopes, created_at)
    values (${token.id}, ${token.name}, ${token.hash}, ${token.scopes}, ${now}) returning ${columns}`)
  if (!row) throw new Error('an insert gives its row')
  return row
}

/** One page of the tokens, newest first; `before` is the last id of the page before. */
export const pageOfTokens = (db: Database, page: { before: string | null; limit: number }): Promise<TokenRecord[]> =>
  db.query<TokenRecord>(sql`
    select ${columns} from api_tokens where (${page.before}::uuid is null or id < ${page.before}::uuid)
    order by id desc limit ${page.limit}`)

/** Ends a token for good. @returns false when there is none */
export async function revokeToken(db: Database | Tx, id: string, now: Date): Promise<boolean> {
  const rows = await db.query(sql`
    update api_tokens set revoked_at = coalesce(revoked_at, ${now}) where id = ${id}::uuid returning id`)
  return rows.length > 0
}

/** Ends every token of that name. */
export async function revokeTokensNamed(tx: Tx, name: string, now: Date): Promise<void> {
  await tx.query(sql`update api_tokens set revoked_at = ${now} where name = ${name} and revoked_at is null`)
}
