import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Column, ColumnType } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Database, Tx } from './database.ts'

/** The column catalogue, in display order: the columns of contacts and two of users. Column names reach SQL only from here. */
export type Columns = ReadonlyMap<string, Column>

/** @returns every column that exists, by name */
export async function readColumns(db: Pick<Database | Tx, 'query'>): Promise<Columns> {
  const rows = await db.query<Column>(sql`
    select name, caption, type, lookup, required, custom from contact_columns order by position, name`)
  return new Map(rows.map((row) => [row.name, row]))
}

const databaseTypes: Record<ColumnType, string> = {
  text: 'text',
  email: 'text',
  phone: 'text',
  language: 'text',
  timezone: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  lookup: 'uuid',
}

/** The columns of the catalogue that users have, and what the table calls them. */
const userColumns: ReadonlyMap<string, string> = new Map([
  ['user.culture', 'culture'],
  ['user.timeZone', 'time_zone'],
])

/** True for a column that belongs to the user, not to the contact. */
export const isUserColumn = (name: string): boolean => userColumns.has(name)

// The catalogue's own check is the same pattern; a second look costs nothing and keeps SQL safe from a bad row.
const contactColumn = /^[A-Za-z][A-Za-z0-9_]{0,59}$/

const unknownColumn = (name: string): JitupError =>
  new JitupError('column_unknown', `There is no contact column ${JSON.stringify(name)}.`, { column: name })

/** The quoted identifier of a contact's column. @throws JitupError `column_unknown` for any other text */
export function identifier(columns: Columns, name: string): Sql {
  if (!columns.has(name) || !contactColumn.test(name)) throw unknownColumn(name)
  return raw(`"${name}"`)
}

/** The identifier of a user's column. @throws JitupError `column_unknown` for any other text */
export function userIdentifier(name: string): Sql {
  const own = userColumns.get(name)
  if (own === undefined) throw unknownColumn(name)
  return raw(own)
}

/**
 * The canonical texts of all columns as one SQL array, in the order of the catalogue, of contact `c` and user `u`.
 * @throws JitupError `column_unknown` for a name that cannot be one
 */
export function cellsOf(columns: Columns): Sql {
  const cells = [...columns.values()].map((column) => {
    const own = userColumns.get(column.name)
    if (own === undefined && !contactColumn.test(column.name)) throw unknownColumn(column.name)
    return asText(column, own === undefined ? `c."${column.name}"` : `u.${own}`)
  })
  return raw(`array[${cells.join(', ')}]::text[]`)
}

/** The column's canonical text as an SQL expression: what `core/convert.ts` writes is what is read back. */
export function asText(column: Column, expression: string): string {
  // Dates as the session's DateStyle would have them are no canonical text.
  if (column.type === 'date') return `to_char(${expression}, 'YYYY-MM-DD')`
  if (column.type !== 'datetime') return `${expression}::text`
  return `to_char(${expression} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** A bound value cast to the column's database type. */
export function cast(column: Column, value: string | null): Sql {
  return sql`${value}::text::${raw(databaseTypes[column.type])}`
}

/** A column of the catalogue that somebody adds. */
export interface NewColumn {
  readonly name: string
  readonly caption: string
  readonly type: ColumnType
  readonly lookup: string | null
}

/** Most custom columns. A row of PostgreSQL fits one page even when every value of it lies elsewhere: some 450 of them do. */
export const CUSTOM_COLUMNS_LIMIT = 300

/**
 * Adds a custom column to every contact. Takes effect on every node with its next statement: no restart.
 * @throws JitupError `validation_failed` for a name that is taken or not of the pattern, and when there are too many
 */
export async function addColumn(tx: Tx, column: NewColumn): Promise<void> {
  if (!contactColumn.test(column.name)) {
    throw new JitupError('validation_failed', 'A column name has letters, digits and _ and starts with a letter.', {
      field: 'name',
    })
  }
  const taken = await tx.query(sql`
    select 1 from pg_attribute where attrelid = 'contacts'::regclass and lower(attname) = lower(${column.name}) and not attisdropped`)
  if (taken.length > 0) {
    throw new JitupError('validation_failed', `A contact column ${column.name} exists already.`, { field: 'name' })
  }
  const [custom] = await tx.query<{ count: number }>(sql`
    select count(*)::integer as count from contact_columns where custom`)
  if ((custom?.count ?? 0) >= CUSTOM_COLUMNS_LIMIT) {
    throw new JitupError('validation_failed', `There are ${CUSTOM_COLUMNS_LIMIT} custom columns already.`, {
      field: 'name',
    })
  }
  if (column.lookup !== null) {
    const known = await tx.query(sql`select 1 from lookups where name = ${column.lookup}`)
    if (known.length === 0)
      await tx.query(sql`insert into lookups (name, caption) values (${column.lookup}, ${column.caption})`)
  }
  // A sign-on must not queue behind a waiting ALTER TABLE for long; the caller repeats.
  await tx.query(sql`set local lock_timeout = '3s'`)
  const target = column.lookup === 'Contact' ? 'contacts' : 'lookup_values'
  const references = column.type === 'lookup' ? ` references ${target} (id)` : ''
  await tx.query(raw(`alter table contacts add column "${column.name}" ${databaseTypes[column.type]}${references}`))
  await tx.query(sql`
    insert into contact_columns (name, caption, type, lookup, custom, position)
    select ${column.name}, ${column.caption}, ${column.type}, ${column.lookup}, true, coalesce(max(position), 0) + 1
    from contact_columns`)
}

/** A comma-separated list of SQL parts. */
export const list = (parts: readonly Sql[]): Sql => join(parts, ', ')
