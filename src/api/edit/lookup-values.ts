import sql from 'sql-template-tag'
import type { z } from 'zod'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import {
  addAlias,
  aliasKeys,
  formerIdsOf,
  type LookupValueRecord,
  ownerOfKey,
  pageOfAliases,
  removeAlias,
  renameLookupValue,
  touchLookupValue,
  usesOf,
} from '../../store/lookup-values.ts'
import { valueLock } from '../../store/lookups.ts'
import { type Author, recordRevision, rulesLock } from '../../store/rules.ts'
import { isUuid } from '../../store/uuid.ts'
import type { lookupInput, lookupValuePatch } from '../contract/lookups.ts'
import { assertVersion, invalid, notFound } from './change.ts'
import {
  existingValue,
  keepAccountLists,
  type LookupRights,
  ownValue,
  type ShownMention,
  surroundingsOf,
} from './lookup-state.ts'

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
const shownName = (name: string): string => name.replace(/\s+/g, ' ')

function keyOf(name: string): string {
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  if (isUuid(name)) throw invalid('name', 'This looks like an id, which nobody can read.')
  return nameKey(name)
}

async function assertFree(tx: Tx, lookup: string, key: string, except: string): Promise<void> {
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

/**
 * Lets another name lead to a value. Saying it twice is once.
 * @throws JitupError `not_found`, `validation_failed`, `conflict` when it leads to another value
 */
export async function addValueAlias(app: App, lookup: string, id: string, name: string): Promise<{ name: string }> {
  const key = keyOf(name)
  return app.db.serialised([valueLock(lookup, key)], async (tx) => {
    const value = await ownValue(tx, lookup, id)
    if (value.key === key) throw invalid('name', 'This is its name already.')
    await assertFree(tx, lookup, key, value.id)
    addAlias(tx, lookup, value.id, key, shownName(name))
    touchLookupValue(tx, value.id)
    return { name: shownName(name) }
  })
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
