import sql from 'sql-template-tag'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Database, Tx } from '../../store/database.ts'
import {
  formerIdsOf,
  type LookupValueRecord,
  type Move,
  ownerOfKey,
  pageOfAliases,
  replaceLookupValue,
  usesOf,
} from '../../store/lookup-values.ts'
import { valueLock } from '../../store/lookups.ts'
import type { Author } from '../../store/rules.ts'
import { assertVersion, invalid } from './change.ts'
import {
  keepAccountLists,
  keysOf,
  type LookupRights,
  ownValue,
  type ShownMention,
  type Surroundings,
  surroundingsOf,
  widenedBy,
} from './lookup-state.ts'
import { keepUp, refuseNamed } from './lookup-values.ts'
import { moveAll, moveMost } from './move-holders.ts'

/** What a merge of two values comes to. */
export interface ValueMerge {
  readonly into: LookupValueRecord
  readonly uses: readonly { readonly column: string; readonly contacts: number }[]
  readonly aliases: readonly string[]
  readonly namedBy: readonly ShownMention[]
  readonly widens: readonly string[]
}

const upkeepLock = (lookup: string): string => `values of ${lookup}`

/**
 * Tells what a merge would come to. Nothing is written.
 * @throws JitupError `not_found`, `validation_failed`
 */
export async function foretellMerge(db: Database | Tx, lookup: string, id: string, into: string): Promise<ValueMerge> {
  const [from, to] = await bothOf(db, lookup, id, into)
  return mergeOf(db, from, to, await surroundingsOf(db))
}

async function bothOf(
  db: Database | Tx,
  lookup: string,
  id: string,
  into: string,
): Promise<readonly [LookupValueRecord, LookupValueRecord]> {
  const from = await ownValue(db, lookup, id)
  if (from.id === into.toLowerCase()) throw invalid('into', 'A value cannot be merged into itself.')
  const to = await ownValue(db, lookup, into).catch(() => {
    throw invalid('into', `There is no such value in ${lookup}.`)
  })
  return [from, to]
}

async function mergeOf(
  db: Database | Tx,
  from: LookupValueRecord,
  to: LookupValueRecord,
  around: Surroundings,
): Promise<ValueMerge> {
  const [uses, former, ids] = await Promise.all([
    usesOf(db, around.columns, from.lookup, from.id),
    pageOfAliases(db, from.id, { after: null, limit: 10_000 }),
    formerIdsOf(db, from.id),
  ])
  const names = former.filter(({ key }) => key !== to.key)
  return {
    into: to,
    uses,
    aliases: [...(from.key === to.key ? [] : [from.name]), ...names.map(({ name }) => name)],
    namedBy: around.mentions(from, [from.key, ...former.map(({ key }) => key), ...ids]),
    widens: widenedBy({ before: from, after: to }, around),
  }
}

/**
 * Makes two values one: contacts that hold the one hold the other from then on, with an entry in their history that says so, and
 * name, aliases and id of the one lead to the other. All of it in one transaction; of more than some thousand contacts most are
 * moved before it in transactions of their own, so that nobody's sign-on waits long. What is interrupted there leaves contacts
 * with either value, both of which exist: merging again goes on with it.
 *
 * A sign-on at the same moment that makes or uses the value ends with the one that stays: it waits for what decides, and begins
 * again when that has changed. It cannot be undone.
 * @throws JitupError `not_found`, `validation_failed`, `precondition_failed`, `forbidden` when a provider could then name more
 *   accounts than before
 */
export async function mergeValues(
  app: App,
  author: Author,
  lookup: string,
  id: string,
  into: string,
  rights: LookupRights,
  expectedVersion?: number,
): Promise<ValueMerge> {
  const [from, to] = await bothOf(app.db, lookup, id, into)
  assertVersion(from.version, expectedVersion)
  const around = await surroundingsOf(app.db)
  const foretold = await mergeOf(app.db, from, to, around)
  // Before anything is moved: what will be refused in the end must not have moved anybody.
  assertNotWider(foretold.widens, rights)
  const move = moveOf(app, author, from, to)
  const moved = await moveMost(app, around.columns, move)
  const keys = [from.key, to.key, ...(await keysOf(app.db, from))].map((key) => valueLock(lookup, key))
  return keepUp(app, author, [upkeepLock(lookup), ...keys], async (tx) => {
    const [gone, stays] = await bothOf(tx, lookup, id, into)
    assertVersion(gone.version, expectedVersion)
    for (const key of [stays.key, ...(await keysOf(tx, gone))]) tx.requireLock(valueLock(lookup, key))
    const now = await surroundingsOf(tx)
    const merge = await mergeOf(tx, gone, stays, now)
    const ruled = await keepAccountLists(tx, { before: gone, after: stays }, now, rights)
    const lock = sql`select 1 from lookup_values where id = ${gone.id}::uuid for update`
    await moveAll(tx, now.columns, moveOf(app, author, gone, stays), lock)
    await replaceLookupValue(tx, gone, stays)
    const uses = merge.uses.map((one) => ({ ...one, contacts: one.contacts + (moved.get(one.column) ?? 0) }))
    return { result: { ...merge, uses }, ruled }
  })
}

function assertNotWider(widens: readonly string[], rights: LookupRights): void {
  if (widens.length === 0 || rights.trust) return
  const text = `This would let ${widens.join(', ')} name an account that it could not name before: it needs the scope trust:write.`
  throw new JitupError('forbidden', text, { scope: 'trust:write' })
}

function moveOf(app: App, author: Author, from: LookupValueRecord, to: LookupValueRecord): Move {
  return {
    lookup: from.lookup,
    from: { id: from.id, name: from.name },
    to: { id: to.id, name: to.name },
    userId: author.kind === 'user' ? author.userId : null,
    now: app.now(),
  }
}

/**
 * Removes a value that nobody holds and no rule names; its aliases go with it.
 * @throws JitupError `not_found`, `conflict`, `precondition_failed`
 */
export async function deleteValue(
  app: App,
  author: Author,
  lookup: string,
  id: string,
  expectedVersion?: number,
): Promise<void> {
  const known = await ownValue(app.db, lookup, id)
  await keepUp(app, author, [upkeepLock(lookup), valueLock(lookup, known.key)], async (tx) => {
    const value = await ownValue(tx, lookup, id)
    assertVersion(value.version, expectedVersion)
    tx.requireLock(valueLock(lookup, value.key))
    const around = await surroundingsOf(tx)
    // From here on nobody comes to hold it.
    await tx.query(sql`select 1 from lookup_values where id = ${value.id}::uuid for update`)
    const uses = await usesOf(tx, around.columns, lookup, value.id)
    const contacts = uses.reduce((sum, one) => sum + one.contacts, 0)
    if (contacts > 0) {
      const text = `${contacts === 1 ? 'One contact has' : `${contacts} contacts have`} this value. Say what takes its place: replaceBy.`
      throw new JitupError('conflict', text, { contacts })
    }
    const namesake = await ownerOfKey(tx, lookup, value.key, value.id)
    const mentions = around.mentions(value, [...(await keysOf(tx, value)), ...(await formerIdsOf(tx, value.id))])
    if (!namesake) refuseNamed(mentions)
    await tx.query(sql`delete from lookup_values where id = ${value.id}::uuid`)
    return { result: undefined, ruled: false }
  })
}
