import sql from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import { type Database, lockMore, StaleView, type Tx } from './database.ts'
import { uuid7 } from './uuid.ts'

/** A value of a lookup as lists show it. */
export interface LookupEntry {
  readonly id: string
  readonly name: string
  readonly createdBy: string
  readonly createdAt: Date
}

/**
 * Creates the values that a plan needs. They come sorted: parallel sign-ons that create the same ones in another order
 * would deadlock. Losing the race against another sign-on, or an administrator, starts this one again, on what the other has made.
 * @returns the id of each, by `lookup` and `name` (see `lookupKey`)
 */
export async function createLookupValues(
  tx: Tx,
  wanted: readonly { lookup: string; name: string }[],
  createdBy: 'sign-on' | 'person' | 'import',
  now: Date,
  by: { readonly signOnId: string | null; readonly providerId: string | null } = { signOnId: null, providerId: null },
): Promise<ReadonlyMap<string, string>> {
  if (wanted.length === 0) return new Map()
  // Whoever renames or merges values holds the same: what it has made of a name is seen by the next statement.
  lockMore(
    tx,
    wanted.map((one) => valueLock(one.lookup, nameKey(one.name))),
  )
  const rows = await tx.query<{ id: string; lookup: string; name: string }>(sql`
    insert into lookup_values (id, lookup, name, name_key, created_by, created_at, sign_on_id, provider_id)
    select id, lookup, name, key, ${createdBy}, ${now}, ${by.signOnId}::uuid, ${by.providerId}::uuid
    from unnest(${wanted.map(() => uuid7(now))}::uuid[], ${wanted.map((one) => one.lookup)}::text[],
      ${wanted.map((one) => one.name)}::text[], ${wanted.map((one) => nameKey(one.name))}::text[]) as w (id, lookup, name, key)
    where not exists (select 1 from lookup_values v where v.lookup = w.lookup and v.name_key = w.key)
      and not exists (select 1 from lookup_aliases a where a.lookup = w.lookup and a.name_key = w.key)
    on conflict do nothing returning id, lookup, name`)
  if (rows.length < wanted.length) throw new StaleView('others have made the same lookup value, or a name of one')
  return new Map(rows.map((row) => [lookupKey(row.lookup, row.name), row.id]))
}

/** Held by whoever makes a name mean a value of a lookup, or takes it away from one. */
export const valueLock = (lookup: string, key: string): string => `lookup ${lookup} ${key}`

/** Removes values that nobody uses; a contact that came to use one meanwhile starts the transaction again. */
export async function removeLookupValues(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(sql`delete from lookup_values where id = any(${ids}::uuid[])`)
}

/** One text for a lookup's value, whatever its spelling. */
export const lookupKey = (lookup: string, name: string): string => `${lookup}\n${nameKey(name)}`

/** One page of a lookup's values by name; `after` is the last entry of the page before. */
export async function listLookupValues(
  db: Database,
  lookup: string,
  page: { search: string; after: { key: string; id: string } | null; limit: number },
): Promise<(LookupEntry & { key: string })[]> {
  const after = page.after
  return db.query(sql`
    select id, name, created_by as "createdBy", created_at as "createdAt", name_key as key from lookup_values
    where lookup = ${lookup} and name_key like ${`%${likeText(nameKey(page.search))}%`}
      and (${after === null} or (name_key, id) > (${after?.key ?? ''}, ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid))
    order by name_key, id limit ${page.limit}`)
}

/** The ids of the values of a lookup that have this key, the oldest first. */
export async function lookupValuesNamed(db: Database | Tx, lookup: string, key: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(sql`
    select id from lookup_values where lookup = ${lookup} and name_key = ${key} order by created_at, id`)
  return rows.map((one) => one.id)
}

/** Escapes what LIKE would read as a pattern. */
export const likeText = (text: string): string => text.replace(/[\\%_]/g, (c) => `\\${c}`)
