import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import { stands } from './tokens.ts'

/**
 * What somebody may do at this moment: a person by their roles as long as they are active, a token as long as it stands.
 * @returns null for who needs no scopes: the command line and the server itself
 */
export async function heldScopes(
  db: Pick<Database | Tx, 'query'>,
  author: Author,
  now: Date,
): Promise<readonly string[] | null> {
  if (author.kind === 'user') {
    const rows = await db.query<{ scope: string }>(sql`
      select distinct held.scope from users u join grants g on g.user_id = u.id join roles r on r.id = g.role_id
        cross join unnest(case when r.built_in = 'administrators' then '{admin}'::text[] else r.held_scopes end) held (scope)
      where u.id = ${author.userId}::uuid and u.status = 'active'`)
    return rows.map(({ scope }) => scope)
  }
  if (author.kind === 'token') {
    const [token] = await db.query<{ scopes: string[] }>(sql`
      select scopes from api_tokens where id = ${author.tokenId}::uuid and ${stands(now)}`)
    return token?.scopes ?? []
  }
  return null
}
