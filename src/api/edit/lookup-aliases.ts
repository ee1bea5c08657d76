import { nameKey } from '../../core/names.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { addAlias, aliasKeys, removeAlias, touchLookupValue } from '../../store/lookup-values.ts'
import { valueLock } from '../../store/lookups.ts'
import { rulesLock } from '../../store/rules.ts'
import { invalid, notFound } from './change.ts'
import { ownValue, surroundingsOf } from './lookup-state.ts'
import { assertFree, keyOf, refuseNamed, shownName } from './lookup-values.ts'

/**
 * Lets another name lead to a value. Saying it twice is once.
 * @throws JitupError `not_found`, `validation_failed`, `conflict` when it leads to another value
 */
export async function addValueAlias(app: App, lookup: string, id: string, name: string): Promise<{ name: string }> {
  return app.db.serialised([valueLock(lookup, keyOf(name))], (tx) => giveAlias(tx, lookup, id, name))
}

/** The same within a transaction that holds the name's lock. */
export async function giveAlias(tx: Tx, lookup: string, id: string, name: string): Promise<{ name: string }> {
  const key = keyOf(name)
  const value = await ownValue(tx, lookup, id)
  if (value.key === key) throw invalid('name', 'This is its name already.')
  await assertFree(tx, lookup, key, value.id)
  addAlias(tx, lookup, value.id, key, shownName(name))
  touchLookupValue(tx, value.id)
  return { name: shownName(name) }
}

/**
 * Takes another name from a value.
 * @throws JitupError `not_found`, `conflict` when rules name the value by it
 */
export async function removeValueAlias(app: App, lookup: string, id: string, name: string): Promise<void> {
  const key = nameKey(name)
  await app.db.serialised([rulesLock, valueLock(lookup, key)], async (tx) => {
    const value = await ownValue(tx, lookup, id)
    if (!(await aliasKeys(tx, value.id)).includes(key)) throw notFound('alias')
    const around = await surroundingsOf(tx)
    refuseNamed(around.mentions(value, [key]).filter((one) => nameKey(one.text) === key))
    await removeAlias(tx, value.id, key)
    touchLookupValue(tx, value.id)
  })
}
