import sql, { type Sql } from 'sql-template-tag'
import { emailKey, nameKey } from '../core/names.ts'
import type { Column, UserStatus, UserType } from '../core/types.ts'
import { type Columns, identifier } from './columns.ts'
import type { Tx } from './database.ts'

/** Somebody whom a row of an import may mean. */
export interface KnownPerson {
  /** The text by which they were looked for, as `keyOf` makes it. */
  readonly key: string
  readonly contactId: string
  readonly userId: string | null
  readonly login: string | null
  readonly type: UserType | null
  readonly status: UserStatus | null
  /** An administrator, or the holder of a protected role. */
  readonly guarded: boolean
  /** Kept for the day when no identity provider answers. */
  readonly local: boolean
}

/** By what people are looked for: login names, or the values of a contact column. */
export type PeopleKey = { readonly kind: 'login' } | { readonly kind: 'column'; readonly column: Column }

/** One text for whatever counts as the same. */
export const keyOf = (key: PeopleKey, text: string): string => {
  if (key.kind === 'login') return nameKey(text)
  return key.column.name === 'Email' ? emailKey(text) : text
}

/** Everybody who has one of these keys, in one statement. More than one of a key are all there. */
export function findPeople(tx: Tx, columns: Columns, key: PeopleKey, keys: readonly string[]): Promise<KnownPerson[]> {
  const [value, where] = condition(columns, key, keys)
  return tx.query<KnownPerson>(sql`
    select ${value} as key, c.id as "contactId", u.id as "userId", u.login, u.type, u.status,
      coalesce(u.local, false) as local,
      exists (select 1 from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and (r.guarded or r.protected or r.built_in = 'administrators')) as guarded
    from contacts c left join users u on u.contact_id = c.id where ${where}`)
}

function condition(columns: Columns, key: PeopleKey, keys: readonly string[]): [Sql, Sql] {
  if (key.kind === 'login') return [sql`u.login_key`, sql`u.login_key = any(${keys}::text[])`]
  if (key.column.name === 'Email') return [sql`c.email_key`, sql`c.email_key = any(${keys}::text[])`]
  const name = identifier(columns, key.column.name)
  if (key.column.type === 'integer') return [sql`c.${name}::text`, sql`c.${name} = any(${keys}::text[]::bigint[])`]
  return [sql`c.${name}`, sql`c.${name} collate "C" = any(${keys}::text[])`]
}

/** An identity that a row names: whose is it already? Null: nobody's. */
export async function ownersOf(
  tx: Tx,
  identities: readonly { readonly providerId: string; readonly subject: string; readonly format: string }[],
): Promise<ReadonlyMap<string, string>> {
  if (identities.length === 0) return new Map()
  const rows = await tx.query<{ providerId: string; subject: string; format: string; userId: string }>(sql`
    select i.provider_id as "providerId", i.subject, i.format, i.user_id as "userId"
    from unnest(${identities.map((one) => one.providerId)}::uuid[], ${identities.map((one) => one.subject)}::text[],
      ${identities.map((one) => one.format)}::text[]) w (provider_id, subject, format)
    join identities i on i.provider_id = w.provider_id and i.subject = w.subject and i.format = w.format`)
  return new Map(rows.map((row) => [identityKey(row), row.userId]))
}

/** One text for one identity. */
export const identityKey = (one: { providerId: string; subject: string; format: string }): string =>
  JSON.stringify([one.providerId, one.subject, one.format])
