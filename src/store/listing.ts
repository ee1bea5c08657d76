import sql, { type Sql } from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { Database } from './database.ts'
import { likeText } from './lookups.ts'

/**
 * Runs the statement of a list, planned anew for the very values that it is asked with: a role that everybody has and one that a
 * handful have want different ways, and one plan for all of them would be wrong for most. Compiling it would take longer than
 * running it, and what is searched is in memory or on a disk without a head.
 */
export const listed = <R>(db: Database, statement: Sql): Promise<R[]> =>
  db.transaction((tx) => {
    tx.send(sql`
      select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true),
        set_config('random_page_cost', '1.1', true)`)
    return tx.query<R>(statement)
  })

/** Conditions, all of which must hold. */
export const allOf = (conditions: readonly Sql[]): Sql =>
  conditions.reduce((all, one) => sql`${all} and ${one}`, sql`true`)

/** A LIKE pattern for a part of a name, address or login. */
export const partOf = (search: string): string => `%${likeText(nameKey(search))}%`

const phoneLike = /^[+0-9 ()/.-]+$/

/** A LIKE pattern for the digits of a telephone number, however it is written and dialled; null: it is none. */
export function digitsOf(search: string): string | null {
  const digits = phoneLike.test(search.trim()) ? search.replace(/[^0-9]/g, '').replace(/^0+/, '') : ''
  return digits.length < 3 ? null : `%${digits}%`
}

/**
 * True of contacts `c` where a part of name, e-mail address, telephone number or login is this text. The pattern comes from a
 * query of its own, so that nobody guesses how many logins fit: with a high guess they would be looked through for each contact.
 */
export function contactFits(search: string): Sql {
  const pattern = partOf(search)
  const digits = digitsOf(search)
  const byPhone = digits === null ? sql`` : sql`or c.search_text like (select ${digits}::text)`
  return sql`(c.search_text like (select ${pattern}::text) ${byPhone}
    or c.id in (select contact_id from users where login_key like (select ${pattern}::text)))`
}

/** Whose user it is, or what user somebody has. */
export interface UserFilter {
  readonly status?: string | undefined
  readonly type?: string | undefined
  readonly roleId?: string | undefined
  readonly providerId?: string | undefined
}

/** True of users `u` as the filter wants them. */
export const userFits = ({ status, type, roleId, providerId }: UserFilter): readonly Sql[] => [
  ...(status === undefined ? [] : [sql`u.status = ${status}`]),
  ...(type === undefined ? [] : [sql`u.type = ${type}`]),
  ...(roleId === undefined
    ? []
    : [sql`exists (select 1 from grants g where g.user_id = u.id and g.role_id = ${roleId}::uuid)`]),
  ...(providerId === undefined
    ? []
    : [sql`exists (select 1 from identities i where i.user_id = u.id and i.provider_id = ${providerId}::uuid)`]),
]

/** A moment as the database orders it, to the microsecond: the place of a row in a list by time. */
export const exactly = (moment: Sql): Sql => sql`to_char(${moment} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
