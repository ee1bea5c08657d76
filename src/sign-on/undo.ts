import sql from 'sql-template-tag'
import { emailKey, nameKey } from '../core/names.ts'
import type { Plan } from '../core/types.ts'
import { planUndo, type UndoPlan, type UndoRights, type Written } from '../core/undo.ts'
import { JitupError } from '../errors.ts'
import type { Database, Tx } from '../store/database.ts'
import { grantsWrittenBy, valuesMadeBy, valuesWrittenBy } from '../store/history.ts'
import type { Author } from '../store/rules.ts'
import { type Followed, insertSignOn, openSignOn, type SignOnRow, signOnById } from '../store/sign-ons.ts'
import { isUuid, uuid7 } from '../store/uuid.ts'
import type { App, RuleBook } from './app.ts'
import { apply } from './apply.ts'
import { stripped } from './journal.ts'
import { readPerson } from './read-person.ts'
import { readRuleBook } from './rule-book.ts'

/** Who takes something back, and how far their rights go. */
export interface Undoer {
  readonly author: Author
  readonly rights: UndoRights
  /** Of several people: asked before every few; what it throws stops the work there. */
  readonly stillMay?: (db: Database) => Promise<void>
}

/** What an undo did to one person, or would do. */
export interface Undone extends UndoPlan {
  readonly signOnId: string
  readonly userId: string
  readonly contactId: string
  /** The journal's entry of the undo; null: nothing was written. */
  readonly entryId: string | null
}

/** The sign-on that is to be taken back, with the person it was about. */
export type Undoable = SignOnRow & { readonly userId: string; readonly contactId: string }

/**
 * @returns the journal's entry, when there is something about it that could be taken back
 * @throws JitupError `not_found`, `conflict` for a test, a refusal or an undo
 */
export async function undoable(db: Database | Tx, signOnId: string): Promise<Undoable> {
  const row = isUuid(signOnId) ? await signOnById(db, signOnId) : null
  if (!row) throw new JitupError('not_found', 'There is no such sign-in.')
  const { userId, contactId, outcome } = row
  if (outcome === 'undone')
    throw new JitupError('conflict', 'This is an undo. The next sign-in brings its values again.')
  if (outcome === 'tested' || outcome === 'refused' || userId === null || contactId === null) {
    throw new JitupError('conflict', 'This sign-in changed nothing.')
  }
  return { ...row, userId, contactId }
}

/**
 * Takes back one sign-on, or one person's part of a replay: see `planUndo`. With `dryRun` it only tells. What was undone
 * already, and what somebody has changed since, is left as it is; doing it twice is doing it once.
 * @throws JitupError `not_found`, `conflict`
 */
export async function undoSignOn(
  app: App,
  undoer: Undoer,
  signOnId: string,
  { dryRun }: { dryRun: boolean },
): Promise<Undone> {
  const row = await undoable(app.db, signOnId)
  return undoOne(app, undoer, row, { dryRun, keepValues: false })
}

/**
 * As `undoSignOn`, for an entry that was read already.
 * @param options.keepValues leaves the lookup values that it made: of many people together they are removed last
 * @param options.replayId the run that is taken back, where the entry is one of its people
 * @param options.also runs in the same transaction, after what was written
 */
export async function undoOne(
  app: App,
  { author, rights }: Undoer,
  row: Undoable,
  options: {
    dryRun: boolean
    keepValues: boolean
    replayId?: string
    also?: (tx: Tx, undone: Undone) => Promise<void>
  },
): Promise<Undone> {
  const keys = options.dryRun ? [] : await locksOf(app.db, row)
  return app.db.serialised(keys, async (tx) => {
    const book = await readRuleBook(tx)
    const written = await readWritten(tx, row, book, options.keepValues)
    const snapshot = await readPerson(tx, row.userId, book.columns, wantedBy(written, book), app.now())
    const decided = planUndo(snapshot, written, rights)
    const nothing = { ...decided, signOnId: row.id, userId: row.userId, contactId: row.contactId, entryId: null }
    if (options.dryRun) return nothing
    const now = app.now()
    const entryId = uuid7(now)
    const replayId = options.replayId ?? runOf(app, row)
    if (decided.changes.length > 0) {
      const plan: Plan = {
        decision: 'update',
        refusal: null,
        changes: decided.changes,
        problems: [],
        basis: {
          rulesRevision: book.rules.revision,
          userVersion: snapshot.person.user.version,
          contactVersion: snapshot.person.contact.version,
        },
      }
      const userId = author.kind === 'user' ? author.userId : null
      const token = author.kind === 'token' ? { tokenId: author.tokenId } : {}
      const run = replayId === null ? {} : { replayId }
      await apply(tx, snapshot, plan, { kind: 'undo', signOnId: entryId, userId, ...token, ...run }, now)
      journalUndo(tx, app, book, row, { id: entryId, plan, follows: { signOnId: row.id, replayId, author } })
    }
    const undone = { ...nothing, entryId: decided.changes.length > 0 ? entryId : null }
    await options.also?.(tx, undone)
    return undone
  })
}

/** The run to which an entry belongs; null: none, or nothing of that is kept. */
const runOf = (app: App, { id, outcome, sealed }: Undoable): string | null =>
  outcome === 'replayed' && sealed !== null ? (openSignOn(app.seal, id, sealed).follows?.replayId ?? null) : null

function journalUndo(
  tx: Tx,
  app: App,
  { journal }: RuleBook,
  row: Undoable,
  { id, plan, follows }: { readonly id: string; readonly plan: Plan; readonly follows: Followed },
): void {
  const entry = {
    id,
    providerId: row.providerId,
    outcome: 'undone',
    code: null,
    step: null,
    userId: row.userId,
    contactId: row.contactId,
    rulesRevision: plan.basis.rulesRevision,
    problems: [],
    durationMicroseconds: 0,
    address: null,
  } as const
  // What came back may be what an attribute brought that is not to be kept: which columns is all that is told then.
  const bare = !journal.storeClaims || journal.redactedAttributes.length > 0
  tx.send(insertSignOn(app.seal, entry, bare ? stripped({ plan, follows }) : { plan, follows }))
}

/** The person's sign-ons and edits by hand wait meanwhile, and who wants the former address. */
async function locksOf(db: Database, { contactId, userId, id }: Undoable): Promise<string[]> {
  const identities = await db.query<{ key: string }>(sql`
    select 'subject ' || provider_id || ' ' || format || ' ' || subject as key from identities
    where user_id = ${userId}::uuid limit 100`)
  const emails = await db.query<{ email: string }>(sql`
    select previous #>> '{}' as email from provenance
    where contact_id = ${contactId}::uuid and origin ->> 'signOnId' = ${id} and column_name = 'Email' and previous is not null`)
  return [
    `contact ${contactId}`,
    ...identities.map((one) => one.key),
    ...emails.map((one) => `email ${emailKey(one.email)}`),
  ]
}

async function readWritten(tx: Tx, row: Undoable, { columns }: RuleBook, keepValues: boolean): Promise<Written> {
  const about = { contactId: row.contactId, userId: row.userId, signOnId: row.id }
  const [values, grants, made, linked] = await Promise.all([
    valuesWrittenBy(tx, about),
    grantsWrittenBy(tx, about),
    keepValues ? [] : valuesMadeBy(tx, columns, { signOnIds: [row.id], exceptContact: row.contactId }),
    tx.query(
      sql`select 1 from identities where user_id = ${row.userId}::uuid and linked_by ->> 'signOnId' = ${row.id} limit 1`,
    ),
  ])
  const created = row.outcome === 'created'
  return { signOnId: row.id, created, linked: !created && linked.length > 0, values, grants, made }
}

function wantedBy(written: Written, { columns }: RuleBook) {
  const lookups = written.values.flatMap(({ column, before }) => {
    const lookup = columns.get(column)?.lookup ?? null
    if (lookup === null || before === null || typeof before === 'string' || before.id === null) return []
    return [{ lookup, text: before.id, key: nameKey(before.name) }]
  })
  const emails = written.values.flatMap(({ column, before }) =>
    column === 'Email' && typeof before === 'string' ? [emailKey(before)] : [],
  )
  return { lookups, emails, roleIds: [...new Set(written.grants.map((one) => one.roleId))] }
}
