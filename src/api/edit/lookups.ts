import sql from 'sql-template-tag'
import type { z } from 'zod'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { lookupInput } from '../contract/lookups.ts'
import { notFound } from './change.ts'

/** A lookup with how many values it has, and the columns that hold them. */
export interface LookupRecord {
  readonly name: string
  readonly caption: string
  readonly values: number
  readonly columns: readonly string[]
}

/** Every lookup but that of people, by name: an installation has some dozens. */
export const listLookups = (db: Database | Tx): Promise<LookupRecord[]> =>
  db.query<LookupRecord & Record<string, unknown>>(sql`
    select l.name, l.caption, (select count(*)::integer from lookup_values v where v.lookup = l.name) as values,
      array(select c.name from contact_columns c where c.lookup = l.name order by c.position, c.name) as columns
    from lookups l where l.name <> 'Contact' order by l.name`)

/** @throws JitupError `not_found` */
export async function lookupNamed(db: Database | Tx, name: string): Promise<LookupRecord> {
  const found = (await listLookups(db)).find((one) => one.name === name)
  if (!found) throw notFound('lookup')
  return found
}

/**
 * Adds a lookup without values. Two names that differ in capitals alone would be mistaken for each other.
 * @throws JitupError `conflict`
 */
export async function addLookup(app: App, { name, caption }: z.output<typeof lookupInput>): Promise<LookupRecord> {
  return app.db.serialised(['lookups'], async (tx) => {
    const [taken] = await tx.query<{ name: string }>(sql`select name from lookups where lower(name) = lower(${name})`)
    if (taken) throw new JitupError('conflict', `There is a lookup ${taken.name} already.`, { field: 'name' })
    await tx.query(sql`insert into lookups (name, caption) values (${name}, ${caption})`)
    return lookupNamed(tx, name)
  })
}
