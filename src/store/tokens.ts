import sql, { type Sql } from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'

/** An API token; the token itself is known to nobody but its owner. */
export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[]
  readonly createdAt: Date
  readonly usedAt: Date | null
  readonly revokedAt: Date | null
  /** From then on it is worth nothing; null: it does not end by itself. */
  readonly expiresAt: Date | null
  /** Null: nobody has kept it. `name`: the person's login or the token's name, while they are here. */
  readonly createdBy: {
    readonly kind: Author['kind']
    readonly id: string | null
    readonly name: string | null
  } | null
}

const columns = sql`
  id, name, scopes, created_at as "createdAt", used_at as "usedAt", revoked_at as "revokedAt", expires_at as "expiresAt",
  case when created_by is not null then jsonb_build_object('kind', created_by ->> 'kind',
    'id', coalesce(created_by ->> 'userId', created_by ->> 'tokenId'),
    'name', coalesce((select u.login from users u where u.id = (api_tokens.created_by ->> 'userId')::uuid),
      (select t.name from api_tokens t where t.id = (api_tokens.created_by ->> 'tokenId')::uuid))) end as "createdBy"`

/** An author as it is kept, a token with its name: whoever reads of it knows no token by its id. */
export const namedAuthor = (author: Sql): Sql => sql`
  case when ${author} ->> 'kind' = 'token' then ${author} || jsonb_strip_nulls(jsonb_build_object('name',
    (select t.name from api_tokens t where t.id = (${author} ->> 'tokenId')::uuid))) else ${author} end`

/** @returns token → its name, for those that exist, revoked or not */
export async function tokenNames(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.query<{ id: string; name: string }>(sql`
    select id, name from api_tokens where id = any(${ids}::uuid[])`)
  return new Map(rows.map((one) => [one.id, one.name]))
}

/** Neither revoked nor over at this moment. */
export const stands = (now: Date): Sql => sql`(revoked_at is null and (expires_at is null or expires_at > ${now}))`

/** How exact "last used" is: most requests stay free of writes. */
const exactness = 60_000

/** What a request has to know of its token. */
type PresentedToken = Pick<TokenRecord, 'id' | 'name' | 'scopes' | 'usedAt'>

/** @returns the token with that SHA-256, if it stands; notes that it was used */
export async function presentToken(db: Database, hash: Buffer, now: Date): Promise<PresentedToken | null> {
  const [token] = await db.query<PresentedToken>(sql`
    select id, name, scopes, used_at as "usedAt" from api_tokens where token_hash = ${hash} and ${stands(now)}`)
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
  token: {
    readonly id: string
    readonly name: string
    readonly hash: Buffer
    readonly scopes: readonly string[]
    readonly expiresAt: Date | null
    readonly author: Author
  },
  now: Date,
): Promise<TokenRecord> {
  const [row] = await db.query<TokenRecord>(sql`
    insert into api_tokens (id, name, token_hash, scopes, created_at, expires_at, created_by)
    values (${token.id}, ${token.name}, ${token.hash}, ${token.scopes}, ${now}, ${token.expiresAt},
      ${JSON.stringify(token.author)}::jsonb)
    returning ${columns}`)
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
