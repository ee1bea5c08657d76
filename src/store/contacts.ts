import sql, { raw, type Sql } from 'sql-template-tag'
import type { CellValue, Contact, Origin, User } from '../core/types.ts'
import { type Columns, cellsOf } from './columns.ts'
import type { Database, Tx } from './database.ts'
import { toValues } from './snapshot.ts'

/** A contact with its user and the roles that the user has, each with where it comes from. */
export interface ContactRecord extends Contact {
  readonly user: User | null
  readonly roles: readonly { readonly name: string; readonly origin: string }[]
  /** The last sign-on of its user; null: none that anybody knows of. */
  readonly lastSeenAt: Date | null
  /** Its place in the order of a list. */
  readonly key: string
}

/** A contact as `selectContacts` reads it. */
export interface ContactRow {
  id: string
  version: number
  origins: Record<string, Origin>
  key: string
  cells: (string | null)[]
  held: Record<string, string> | null
  user: User | null
  roles: { name: string; origin: string }[] | null
  lastSeenAt: Date | null
}

/** Reads contacts `c` with these of their columns; the statement goes on behind it. `key` is their place in a list. */
export const selectContacts = (columns: Columns, key: Sql = sql`c.name_key`): Sql => {
  const all = [...columns.values()]
  const lookups = all.filter((one) => one.type === 'lookup' && one.lookup !== 'Contact').map((one) => `c."${one.name}"`)
  const people = all.filter((one) => one.lookup === 'Contact').map((one) => `c."${one.name}"`)
  return sql`
    select c.id, c.version, c.origins, ${key} as key, ${cellsOf(columns)} as cells, u.last_seen_at as "lastSeenAt",
      (select json_object_agg(id, name) from (
        select id, name from lookup_values where id = any(array[${raw(lookups.join(', '))}]::uuid[])
        union all select id, "Name" from contacts where id = any(array[${raw(people.join(', '))}]::uuid[])) h) as held,
      case when u.id is not null then json_build_object(
        'id', u.id, 'login', u.login, 'type', u.type, 'status', u.status, 'version', u.version) end as user,
      (select json_agg(json_build_object('name', r.name, 'origin', case g.origin when 'provider' then p.slug else g.origin end)
         order by r.name_key, g.id)
       from grants g join roles r on r.id = g.role_id left join providers p on p.id = g.provider_id
       where g.user_id = u.id) as roles
    from contacts c left join users u on u.contact_id = c.id`
}

/** @returns the contact, or null */
export async function contactById(db: Database | Tx, columns: Columns, id: string): Promise<ContactRecord | null> {
  const [row] = await db.query<ContactRow>(sql`${selectContacts(columns)} where c.id = ${id}::uuid`)
  return row ? toContact(columns, row) : null
}

/** @returns the id of the contact into which this one was merged, or null */
export async function mergedInto(db: Database | Tx, id: string): Promise<string | null> {
  const [row] = await db.query<{ id: string }>(sql`
    select contact_id as id from merged_contacts where id = ${id}::uuid`)
  return row?.id ?? null
}

/** One value that a contact had, and who wrote it. */
export interface HistoryEntry {
  readonly id: string
  readonly at: Date
  readonly column: string
  readonly before: CellValue
  readonly after: CellValue
  readonly origin: Origin
  /** Who had written what was replaced; null: nobody is on record. */
  readonly beforeOrigin: Origin | null
  /** The contact whose history it was, before that was merged into this one. */
  readonly mergedFrom: string | null
}

const historyColumns = sql`
  id, at, column_name as "column", previous as before, value as after, origin, previous_origin as "beforeOrigin",
  merged_from as "mergedFrom"`

/** What happened to a contact, newest first; `before` is the last id of the page before. */
export const historyOf = (
  db: Database,
  contactId: string,
  page: { before: string | null; column: string | null; limit: number },
): Promise<HistoryEntry[]> =>
  db.query<HistoryEntry>(sql`
    select ${historyColumns} from provenance
    where contact_id = ${contactId}::uuid and (${page.before}::uuid is null or id < ${page.before}::uuid)
      and (${page.column}::text is null or column_name = ${page.column})
    order by id desc limit ${page.limit}`)

/** The latest entry of each column of a contact; what came with a merged one says nothing about its values. */
export const latestOfEach = (db: Database, contactId: string): Promise<HistoryEntry[]> =>
  db.query<HistoryEntry>(sql`
    select distinct on (column_name) ${historyColumns}
    from provenance where contact_id = ${contactId}::uuid and merged_from is null order by column_name, id desc`)

/** The record of a row that was read with the same columns. */
export const toContact = (columns: Columns, row: ContactRow): ContactRecord => ({
  id: row.id,
  version: row.version,
  key: row.key,
  values: toValues(columns, row.cells, row.held ?? {}),
  origins: new Map(Object.entries(row.origins)),
  user: row.user,
  roles: row.roles ?? [],
  lastSeenAt: row.lastSeenAt,
})
