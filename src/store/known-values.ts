import sql from 'sql-template-tag'
import { isUuid } from '../core/lookups.ts'
import type { LookupValue } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** A text that may mean a value of a lookup. */
export interface LookupText {
  readonly lookup: string
  readonly text: string
  /** Its `nameKey`. */
  readonly key: string
}

interface Row {
  readonly id: string
  readonly lookup: string
  readonly name: string
  readonly at: Date
  readonly key: string
}

/** The values that these texts mean, by name, alias or id; of the lookup `Contact` the people of that name. */
export async function readKnownValues(db: Database | Tx, texts: readonly LookupText[]): Promise<LookupValue[]> {
  if (texts.length === 0) return []
  const [lookups, keys] = [texts.map((one) => one.lookup), texts.map((one) => one.key)]
  const ids = texts.map((one) => one.text).filter(isUuid)
  const people = texts.filter((one) => one.lookup === 'Contact').map((one) => one.key)
  const rows = await db.query<Row>(sql`
    select v.id, v.lookup, v.name, v.created_at as at, v.name_key as key
    from unnest(${lookups}::text[], ${keys}::text[]) k (lookup, key)
    join lookup_values v on v.lookup = k.lookup and v.name_key = k.key
    union
    select v.id, v.lookup, v.name, v.created_at, a.name_key
    from unnest(${lookups}::text[], ${keys}::text[]) k (lookup, key)
    join lookup_aliases a on a.lookup = k.lookup and a.name_key = k.key join lookup_values v on v.id = a.value_id
    union
    select id, lookup, name, created_at, name_key from lookup_values where id = any(${ids}::uuid[])
    union
    select id, 'Contact', "Name", created_at, name_key from contacts
    where name_key = any(${people}::text[]) or id = any(${people.length === 0 ? [] : ids}::uuid[])`)
  const byId = new Map<string, LookupValue & { keys: string[] }>()
  for (const { id, lookup, name, at, key } of rows) {
    const known = byId.get(id)
    if (known) known.keys.push(key)
    else byId.set(id, { id, lookup, name, keys: [key], createdAt: at })
  }
  return [...byId.values()]
}
