import sql, { join, type Sql } from 'sql-template-tag'
import type { LookupRef } from '../core/types.ts'
import { type Columns, identifier } from './columns.ts'
import type { Database, Tx } from './database.ts'
import type { LookupEntry } from './lookups.ts'
import { isUuid } from './uuid.ts'

/** A value of a lookup with what an edit of it needs. */
export interface LookupValueRecord extends LookupEntry {
  readonly lookup: string
  readonly key: string
  readonly version: number
}

const columnsOfValue = sql`
  v.id, v.lookup, v.name, v.name_key as key, v.version, v.created_by as "createdBy", v.created_at as "createdAt"`

/** @returns the value with that id, or the one that it was merged into; null: neither */
export async function lookupValueById(
  db: Database | Tx,
  lookup: string,
  id: string,
): Promise<LookupValueRecord | null> {
  if (!isUuid(id)) return null
  const [found] = await db.query<LookupValueRecord & Record<string, unknown>>(sql`
    select ${columnsOfValue} from lookup_values v where v.lookup = ${lookup} and v.id = ${id}::uuid`)
  if (found) return found
  const [merged] = await db.query<LookupValueRecord & Record<string, unknown>>(sql`
    select ${columnsOfValue} from merged_values m join lookup_values v on v.id = m.value_id
    where m.id = ${id}::uuid and v.lookup = ${lookup}`)
  return merged ?? null
}

/** A name that leads to a value beside its own. */
export interface Alias {
  readonly key: string
  /** As it was written, or the key where that is not known. */
  readonly name: string
}

/** One page of the aliases of a value, by key; `after` is the last key before it. */
export const pageOfAliases = (
  db: Database | Tx,
  valueId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<Alias[]> =>
  db.query(sql`
    select name_key as key, coalesce(name, name_key) as name from lookup_aliases
    where value_id = ${valueId}::uuid and (${page.after}::text is null or name_key > ${page.after})
    order by name_key limit ${page.limit}`)

/** Every key that leads to a value beside its own. */
export async function aliasKeys(db: Database | Tx, valueId: string): Promise<string[]> {
  const rows = await db.query<{ key: string }>(sql`
    select name_key as key from lookup_aliases where value_id = ${valueId}::uuid order by name_key`)
  return rows.map((one) => one.key)
}

/** Ids of values that were merged into this one. */
export async function formerIdsOf(db: Database | Tx, valueId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select id from merged_values where value_id = ${valueId}::uuid order by id`)
  return rows.map((one) => one.id)
}

/**
 * Lets names, aliases and id of one value lead to another, which is to take its place. The value itself goes last: who came to hold
 * it meanwhile starts the transaction again.
 */
export async function replaceLookupValue(tx: Tx, from: LookupValueRecord, to: LookupValueRecord): Promise<void> {
  await tx.query(sql`
    insert into lookup_aliases (lookup, name_key, value_id, name)
    select lookup, name_key, ${to.id}::uuid, name from lookup_aliases where value_id = ${from.id}::uuid and name_key <> ${to.key}
    on conflict do nothing`)
  if (from.key !== to.key) addAlias(tx, from.lookup, to.id, from.key, from.name)
  await tx.query(sql`update merged_values set value_id = ${to.id}::uuid where value_id = ${from.id}::uuid`)
  await tx.query(sql`insert into merged_values (id, value_id) values (${from.id}::uuid, ${to.id}::uuid)`)
  await tx.query(sql`delete from lookup_values where id = ${from.id}::uuid`)
  touchLookupValue(tx, to.id)
}

/** @returns another value to which this key leads, by its name or an alias; null: none */
export async function ownerOfKey(
  tx: Tx,
  lookup: string,
  key: string,
  except: string,
): Promise<{ id: string; name: string } | null> {
  const [row] = await tx.query<{ id: string; name: string }>(sql`
    select id, name from (
      select id, name, created_at from lookup_values where lookup = ${lookup} and name_key = ${key}
      union all select v.id, v.name, v.created_at from lookup_aliases a join lookup_values v on v.id = a.value_id
        where a.lookup = ${lookup} and a.name_key = ${key}) o
    where id <> ${except}::uuid order by created_at, id limit 1`)
  return row ?? null
}

/** Lets a key lead to a value. Saying it twice is once; `name` is how it was written. */
export function addAlias(tx: Tx, lookup: string, valueId: string, key: string, name: string | null): void {
  tx.send(sql`
    insert into lookup_aliases (lookup, name_key, value_id, name) values (${lookup}, ${key}, ${valueId}::uuid, ${name})
    on conflict (lookup, name_key, value_id) do update set name = coalesce(excluded.name, lookup_aliases.name)`)
}

/** Forgets one alias of a value. @returns false when it had none of that key */
export async function removeAlias(tx: Tx, valueId: string, key: string): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from lookup_aliases where value_id = ${valueId}::uuid and name_key = ${key} returning 1`)
  return rows.length > 0
}

/** Gives a value another name. */
export async function renameLookupValue(tx: Tx, id: string, name: string, key: string): Promise<void> {
  await tx.query(sql`
    update lookup_values set name = ${name}, name_key = ${key}, version = version + 1 where id = ${id}::uuid`)
}

/** Counts a change of what a value is called beside its name. */
export const touchLookupValue = (tx: Tx, id: string): void =>
  tx.send(sql`update lookup_values set version = version + 1 where id = ${id}::uuid`)

/** The columns of contacts that hold values of this lookup; `Contact`: those that hold people. */
export const columnsOfLookup = (columns: Columns, lookup: string): readonly string[] =>
  [...columns.values()].filter((one) => one.lookup === lookup).map((one) => one.name)

/** How many contacts hold this value (or this person), by column. Reads every contact. */
export async function usesOf(
  db: Database | Tx,
  columns: Columns,
  lookup: string,
  id: string,
): Promise<readonly { readonly column: string; readonly contacts: number }[]> {
  const names = columnsOfLookup(columns, lookup)
  if (names.length === 0) return []
  const counts = names.map((name) => sql`count(*) filter (where ${identifier(columns, name)} = ${id}::uuid)::integer`)
  const [row] = await db.query<{ counts: number[] }>(sql`
    select array[${join(counts)}] as counts from contacts where ${holds(columns, names, id)}`)
  return names.map((column, at) => ({ column, contacts: row?.counts[at] ?? 0 }))
}

const holds = (columns: Columns, names: readonly string[], id: string): Sql =>
  join(
    names.map((name) => sql`${identifier(columns, name)} = ${id}::uuid`),
    ' or ',
  )

/** Ids of all contacts that hold this value (or this person) in any column, in order. Reads every contact. */
export async function holdersOf(db: Database | Tx, columns: Columns, lookup: string, id: string): Promise<string[]> {
  const names = columnsOfLookup(columns, lookup)
  if (names.length === 0) return []
  const rows = await db.query<{ id: string }>(
    sql`select id from contacts where ${holds(columns, names, id)} order by id`,
  )
  return rows.map((one) => one.id)
}

/** What replaces what, and on whose word. */
export interface Move {
  readonly lookup: string
  readonly from: LookupRef & { readonly id: string }
  readonly to: LookupRef & { readonly id: string }
  readonly userId: string | null
  readonly now: Date
}

/**
 * Lets those of these contacts that hold one value hold the other, with their history. Who had said the value still has said it:
 * a merge of two values is nobody's word about a person. The rows are taken in order, so that two moves never wait in a circle.
 */
export async function moveHolders(
  tx: Tx,
  columns: Columns,
  { lookup, from, to, userId, now }: Move,
  ids: readonly string[],
): Promise<number> {
  const origin = { kind: 'person', at: now.toISOString(), ...(userId === null ? {} : { userId }) }
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`
  let moved = 0
  for (const name of columnsOfLookup(columns, lookup)) {
    const cell = identifier(columns, name)
    const [row] = await tx.query<{ count: number }>(sql`
      with due as (
        select id, origins -> ${name} as origin from contacts
        where id = any(${ids}::uuid[]) and ${cell} = ${from.id}::uuid order by id for update
      ), moved as (
        update contacts c set ${cell} = ${to.id}::uuid, version = c.version + 1, updated_at = ${now}
        from due where c.id = due.id returning c.id
      ), told as (
        insert into provenance (id, contact_id, column_name, at, origin, previous, value, previous_origin)
        select ${uuid7Sql(now)}, id, ${name}, ${now}, ${json(origin)}, ${json(from)}, ${json(to)}, origin from due
      )
      select count(*)::integer as count from moved`)
    moved += row?.count ?? 0
  }
  return moved
}

/** As `uuid7`, made by the database: one for each row. */
const uuid7Sql = (now: Date): Sql => {
  const head = now.getTime().toString(16).padStart(12, '0')
  return sql`(${`${head.slice(0, 8)}-${head.slice(8)}-7`} || substr(gen_random_uuid()::text, 16))::uuid`
}
