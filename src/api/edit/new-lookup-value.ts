import sql from 'sql-template-tag'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import { createLookupValues, type LookupEntry, valueLock } from '../../store/lookups.ts'
import { isUuid } from '../../store/uuid.ts'
import { invalid } from './change.ts'
import { giveAlias } from './lookup-aliases.ts'
import { shownName } from './lookup-values.ts'

/**
 * Adds a value to a lookup. White space is collapsed as a sign-on would: what is shown is what is compared.
 * @param arrived another name that leads to it from the beginning; none when it is the same but for its spelling
 * @throws JitupError `validation_failed`, `conflict` when a value has one of these names already, or is known by it too
 */
export async function createLookupValue(
  app: App,
  lookup: string,
  name: string,
  arrived: string = name,
): Promise<LookupEntry> {
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  const keys = [...new Set([nameKey(name), nameKey(arrived)])]
  const locks = keys.map((key) => valueLock(lookup, key))
  return app.db.serialised(locks, async (tx) => {
    const [taken] = await tx.query<{ id: string }>(sql`
      select id from lookup_values where lookup = ${lookup} and name_key = ${nameKey(name)}
      union all select value_id from lookup_aliases where lookup = ${lookup} and name_key = ${nameKey(name)} limit 1`)
    if (taken) {
      throw new JitupError('conflict', `${lookup} has a value of this name already.`, { field: 'name', id: taken.id })
    }
    await createLookupValues(tx, [{ lookup, name: shownName(name) }], 'person', app.now())
    const made = await lookupValueNamed(tx, lookup, name)
    if (!made) throw new Error('a value is there after it was created')
    if (keys.length > 1) await giveAlias(tx, lookup, made.id, arrived)
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
