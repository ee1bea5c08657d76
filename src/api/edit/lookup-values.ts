import type { z } from 'zod'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import {
  addAlias,
  formerIdsOf,
  type LookupValueRecord,
  ownerOfKey,
  pageOfAliases,
  removeAlias,
  renameLookupValue,
  usesOf,
} from '../../store/lookup-values.ts'
import { valueLock } from '../../store/lookups.ts'
import { type Author, recordRevision, rulesLock } from '../../store/rules.ts'
import { isUuid } from '../../store/uuid.ts'
import type { lookupValuePatch } from '../contract/lookups.ts'
import { assertVersion, invalid } from './change.ts'
import {
  existingValue,
  keepAccountLists,
  type LookupRights,
  ownValue,
  type ShownMention,
  surroundingsOf,
} from './lookup-state.ts'

/** A value with everything that leads to it, or hangs on it. */
export interface ValueDetail extends LookupValueRecord {
  readonly uses: readonly { readonly column: string; readonly contacts: number }[]
  readonly aliases: readonly string[]
  readonly formerIds: readonly string[]
  readonly namedBy: readonly ShownMention[]
}

/**
 * A value of a lookup, also by the id of one that was merged into it. Counting its contacts reads them all.
 * @throws JitupError `not_found`
 */
export async function valueDetail(db: Database | Tx, lookup: string, id: string): Promise<ValueDetail> {
  const value = await existingValue(db, lookup, id)
  const around = await surroundingsOf(db)
  const [aliases, formerIds, uses] = await Promise.all([
    pageOfAliases(db, value.id, { after: null, limit: 10_000 }),
    formerIdsOf(db, value.id),
    usesOf(db, around.columns, lookup, value.id),
  ])
  // A hundred are shown; the list of aliases has them all.
  return {
    ...value,
    uses,
    aliases: aliases.slice(0, 100).map(({ name }) => name),
    formerIds: formerIds.slice(0, 100),
    namedBy: around.mentions(value, [value.key, ...aliases.map(({ key }) => key), ...formerIds]),
  }
}

/** White space is collapsed as a sign-on would: what is shown is what is compared. */
export const shownName = (name: string): string => name.replace(/\s+/g, ' ')

/** @throws JitupError `validation_failed` when nobody could read it, or no index hold it */
export function keyOf(name: string): string {
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  if (isUuid(name)) throw invalid('name', 'This looks like an id, which nobody can read.')
  return nameKey(name)
}

/** @throws JitupError `conflict` when the key leads to another value */
export async function assertFree(tx: Tx, lookup: string, key: string, except: string): Promise<void> {
  const owner = await ownerOfKey(tx, lookup, key, except)
  if (!owner) return
  const text = `In ${lookup} this is the name or an alias of another value, ${owner.name}, already. Merge the two if they are one.`
  throw new JitupError('conflict', text, { field: 'name', id: owner.id, name: owner.name })
}

/** Runs an edit of values that rules may name, and writes a revision when it has changed one of them. */
export async function keepUp<T>(
  app: App,
  author: Author,
  keys: readonly string[],
  work: (tx: Tx) => Promise<{ readonly result: T; readonly ruled: boolean }>,
): Promise<T> {
  const { result, ruled } = await app.db.serialised([rulesLock, ...keys], async (tx) => {
    const done = await work(tx)
    if (done.ruled) await recordRevision(tx, author)
    return done
  })
  if (ruled) app.rules.forget()
  return result
}

/**
 * Gives a value another name. The former name goes on leading to it, unless `keepAlias` is false; contacts, history and rules stay
 * as they are, and lists of accounts follow.
 * @throws JitupError `not_found`, `validation_failed`, `precondition_failed`, `forbidden`, `conflict` when the name leads to
 *   another value, or when rules name what would lead nowhere
 */
export async function renameValue(
  app: App,
  author: Author,
  lookup: string,
  id: string,
  input: z.output<typeof lookupValuePatch>,
  expectedVersion: number | undefined,
  rights: LookupRights,
): Promise<ValueDetail> {
  const key = keyOf(input.name)
  const name = shownName(input.name)
  const known = await ownValue(app.db, lookup, id)
  return keepUp(app, author, [valueLock(lookup, known.key), valueLock(lookup, key)], async (tx) => {
    const before = await ownValue(tx, lookup, id)
    assertVersion(before.version, expectedVersion)
    tx.requireLock(valueLock(lookup, before.key))
    // Namesakes that are there already may be respelt.
    if (key !== before.key) await assertFree(tx, lookup, key, before.id)
    const around = await surroundingsOf(tx)
    if (key !== before.key) {
      if (input.keepAlias ?? true) addAlias(tx, lookup, before.id, before.key, before.name)
      else refuseNamed(around.mentions(before, [before.key]).filter((one) => nameKey(one.text) === before.key))
      await removeAlias(tx, before.id, key)
    }
    const ruled = await keepAccountLists(tx, { before, after: { id: before.id, name } }, around, rights)
    if (name !== before.name) await renameLookupValue(tx, before.id, name, key)
    return { result: await valueDetail(tx, lookup, before.id), ruled }
  })
}

/** @throws JitupError `conflict` when the attribute mapping is among them; lists of accounts follow by themselves */
export function refuseNamed(mentions: readonly ShownMention[]): void {
  const rules = mentions.flatMap((one) => (one.kind === 'converter' ? [`${one.column} (${one.field})`] : []))
  if (rules.length === 0) return
  const text = `The attribute mapping names it: ${[...new Set(rules)].join(', ')}. Change that first.`
  throw new JitupError('conflict', text, { namedBy: mentions })
}
