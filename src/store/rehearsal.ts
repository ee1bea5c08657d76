import sql, { raw } from 'sql-template-tag'
import type { Column, UserType } from '../core/types.ts'
import { asText } from './columns.ts'
import type { Database } from './database.ts'

/** A user whom a provider does not know yet, with what it could send to be led to them. */
export interface UnknownUser {
  readonly id: string
  readonly login: string
  readonly type: UserType
  /** In the order of the columns that were asked for. */
  readonly values: readonly (string | null)[]
}

/** One portion of the users without an identity of this provider, by id: the deleted are nobody any more. */
export const usersWithoutIdentity = (
  db: Database,
  providerId: string,
  columns: readonly Column[],
  page: { readonly after: string | null; readonly limit: number },
): Promise<UnknownUser[]> =>
  db.query<UnknownUser>(sql`
    select u.id, u.login, u.type,
      array[${raw(columns.map((column) => asText(column, `c."${column.name}"`)).join(', '))}]::text[] as values
    from users u join contacts c on c.id = u.contact_id
    where (${page.after}::uuid is null or u.id > ${page.after}::uuid) and u.status <> 'deleted'
      and not exists (select 1 from identities i where i.user_id = u.id and i.provider_id = ${providerId}::uuid)
    order by u.id limit ${page.limit}`)

/** How many users the provider knows. */
export async function countKnown(db: Database, providerId: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(sql`
    select count(distinct i.user_id)::integer as n from identities i join users u on u.id = i.user_id
    where i.provider_id = ${providerId}::uuid and u.status <> 'deleted'`)
  return row?.n ?? 0
}

/** Every mail domain, with the provider to which it is bound. */
export async function domainOwners(db: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ domain: string; providerId: string }>(
    sql`select domain, provider_id as "providerId" from domains`,
  )
  return new Map(rows.map(({ domain, providerId }) => [domain, providerId]))
}
