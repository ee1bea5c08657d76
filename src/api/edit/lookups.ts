import sql from 'sql-template-tag'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { createLookupValues, type LookupEntry, valueLock } from '../../store/lookups.ts'
import { isUuid } from '../../store/uuid.ts'
import { invalid } from './change.ts'

/**
 * Adds a value to a lookup. White space is collapsed as a sign-on would: what is shown is what is compared.
 * @throws JitupError `validation_failed`, `conflict` when a value has this name already, or is known by it too
 */
export async function createLookupValue(app: App, lookup: string, name: string): Promise<LookupEntry> {
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  return app.db.serialised([valueLock(lookup, nameKey(name))], async (tx) => {
    const [taken] = await tx.query<{ id: string }>(sql`
      select id from lookup_values where lookup = ${lookup} and name_key = ${nameKey(name)}
      union all select value_id from lookup_aliases where lookup = ${lookup} and name_key = ${nameKey(name)} limit 1`)
    if (taken) {
      throw new JitupError('conflict', `${lookup} has a value of this name already.`, { field: 'name', id: taken.id })
    }
    await createLookupValues(tx, [{ lookup, name: name.replace(/\s+/g, ' ') }], 'person', app.now())
    const made = await lookupValueNamed(tx, lookup, name)
    if (!made) throw new Error('a value is there after it was created')
    return made
  })
}

/** @returns the value with that id or name, of several namesakes the oldest; null: none */
export async function lookupValueNamed(
  db: Database | Tx,
  lookup: string,
  idOrName: string,
): Promise<LookupEntry | null> {
  const which = isUuid(idOrName) ? sql`id = ${idOrName}::uuid` : sql`name_key = ${nameKey(idOrName)}`
  const [row] = await db.query<LookupEntry & Record<string, unknown>>(sql`
    select id, name, created_by as "createdBy", created_at as "createdAt" from lookup_values
    where lookup = ${lookup} and ${which} order by created_at, id limit 1`)
  return row ?? null
}
