import sql from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { Database, Tx } from './database.ts'
import { uuid7 } from './uuid.ts'

/** A value of a lookup as rules find it by name: of namesakes the oldest. */
export interface ConfiguredValue {
  readonly id: string
  readonly lookup: string
  readonly name: string
  /** Keys (`nameKey`) of the other names that find it. */
  readonly aliases: readonly string[]
  /** A person made it or gave it an alias; the others came by sign-ons and imports, and are no configuration. */
  readonly decided: boolean
}

/** Every lookup's caption by its name. */
export async function lookupCaptions(db: Database | Tx): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ name: string; caption: string }>(sql`select name, caption from lookups order by name`)
  return new Map(rows.map((one) => [one.name, one.caption]))
}

/** The values that people decided on, and those that are found by one of the given names. */
export const configuredValues = (
  db: Database | Tx,
  named: readonly { readonly lookup: string; readonly key: string }[],
): Promise<ConfiguredValue[]> =>
  db.query<ConfiguredValue>(sql`
    with named (lookup, key) as (
      select * from unnest(${named.map((one) => one.lookup)}::text[], ${named.map((one) => one.key)}::text[])
    ), wanted as (
      select lookup, name_key from lookup_values where created_by = 'person'
      union select v.lookup, v.name_key from lookup_aliases a join lookup_values v on v.id = a.value_id
      union select lookup, key from named
      union select v.lookup, v.name_key from named n join lookup_aliases a on a.lookup = n.lookup and a.name_key = n.key
        join lookup_values v on v.id = a.value_id
    )
    select distinct on (v.lookup, v.name_key) v.id, v.lookup, v.name,
      (select coalesce(array_agg(a.name_key order by a.name_key), '{}') from lookup_aliases a where a.value_id = v.id) as aliases,
      v.created_by = 'person' or exists (select 1 from lookup_aliases a where a.value_id = v.id) as decided
    from wanted w join lookup_values v on v.lookup = w.lookup and v.name_key = w.name_key
    order by v.lookup, v.name_key, v.created_at, v.id`)

/** The names by which rules find the very values with these ids, by lookup and id with a blank between. */
export async function firstNames(db: Database | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db.query<{ id: string; lookup: string; name: string }>(sql`
    select v.id, v.lookup, v.name from lookup_values v where v.id = any(${ids}::uuid[])
      and v.id = (select f.id from lookup_values f where f.lookup = v.lookup and f.name_key = v.name_key
        order by f.created_at, f.id limit 1)`)
  return new Map(rows.map((one) => [`${one.lookup} ${one.id}`, one.name]))
}

/** Adds a lookup that has no column yet, or gives one that is there another caption. */
export async function putLookup(tx: Tx, name: string, caption: string): Promise<void> {
  await tx.query(sql`
    insert into lookups (name, caption) values (${name}, ${caption})
    on conflict (name) do update set caption = excluded.caption`)
}

/** Writes another spelling of a value's name. */
export async function spellValue(tx: Tx, id: string, name: string): Promise<void> {
  await tx.query(sql`update lookup_values set name = ${name} where id = ${id}::uuid and name_key = ${nameKey(name)}`)
}

/** Makes a value as a person does. @returns its id */
export async function makeValue(tx: Tx, lookup: string, name: string, now: Date): Promise<string> {
  const id = uuid7(now)
  await tx.query(sql`
    insert into lookup_values (id, lookup, name, name_key, created_by, created_at)
    values (${id}::uuid, ${lookup}, ${name}, ${nameKey(name)}, 'person', ${now})`)
  return id
}

/** Writes the aliases of a value, instead of those that it had. */
export async function putAliases(tx: Tx, lookup: string, id: string, aliases: readonly string[]): Promise<void> {
  const keys = [...new Set(aliases.map(nameKey))]
  await tx.query(sql`delete from lookup_aliases where value_id = ${id}::uuid and not name_key = any(${keys}::text[])`)
  await tx.query(sql`
    insert into lookup_aliases (lookup, name_key, value_id)
    select ${lookup}, key, ${id}::uuid from unnest(${keys}::text[]) k (key) on conflict do nothing`)
}
