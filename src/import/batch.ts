import { nameKey } from '../core/names.ts'
import { faultOf, SUBJECT_LIMIT } from '../core/text.ts'
import type { Contact, LookupRef, Plan, Snapshot } from '../core/types.ts'
import type { App } from '../sign-on/app.ts'
import { apply, applyToContact } from '../sign-on/apply.ts'
import { ask, lockKeys, subjectLock } from '../sign-on/identify.ts'
import { contactById } from '../store/contacts.ts'
import type { Tx } from '../store/database.ts'
import { erasedAmong, subjectText } from '../store/erasure.ts'
import { insertIdentity } from '../store/identities.ts'
import { findPeople, identityKey, type KnownPerson, keyOf, ownersOf } from '../store/import-people.ts'
import { createLookupValues, lookupKey } from '../store/lookups.ts'
import type { Seal } from '../store/seal.ts'
import { readSnapshot } from '../store/snapshot.ts'
import type { ImportContext, RowOutcome } from './import.ts'
import { planRow, type Target } from './plan-row.ts'
import { faultOfRow, problemOfPlan, type RowProblem } from './problem.ts'
import { type RowStatement, withRoles } from './statement.ts'

/** What became of some lines. */
export interface PlannedBatch {
  readonly rows: readonly RowOutcome[]
}

/** One line on its way. */
interface Prepared {
  readonly statement: RowStatement
  readonly target: Target
  readonly snapshot: Snapshot
  readonly plan: Plan
  readonly problems: readonly RowProblem[]
  /** To be bound to the user; null: none, or it is theirs already. */
  readonly identity: Bound | null
}

interface Bound {
  readonly providerId: string
  readonly subject: string
  readonly format: string
}

const subjectOf = ({ providerId, subject: value, format }: Bound) => ({
  providerId,
  subject: { value, format: format || null },
})

/** Decides about these lines and, unless it is a dry run, carries out those that are in order: all of them at once. */
export async function carryOut(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  context: ImportContext,
  given: readonly RowStatement[],
): Promise<PlannedBatch> {
  const now = app.now()
  const read = given.map((statement) => exactRoles(context, statement))
  const bad = read.filter((one) => 'code' in one)
  const statements = read.filter((one) => 'claims' in one)
  const work = async (tx: Tx): Promise<RowOutcome[]> => {
    await context.options.stillMay?.(tx)
    const prepared = await prepare(tx, app.seal, context, statements, now)
    const good = prepared.filter(({ problems }) => problems.length === 0)
    if (!context.options.dryRun) await write(tx, good, now)
    return prepared.map((one) => ({
      row: one.statement.row,
      outcome: outcomeOf(one),
      plan: one.plan,
      problems: one.problems,
    }))
  }
  const rows = context.options.dryRun
    ? await app.db.transaction(work)
    : await app.db.serialised(locksOf(context, statements, now), work)
  return {
    rows: [
      ...bad.map((one): RowOutcome => ({ row: one.row, outcome: 'left-out', plan: null, problems: [one] })),
      ...rows,
    ],
  }
}

function outcomeOf({ plan, problems, target, identity }: Prepared): RowOutcome['outcome'] {
  if (problems.length > 0) return 'left-out'
  if (target.kind === 'newcomer' || (target.kind === 'contact' && target.contact === null)) return 'created'
  return plan.changes.length === 0 && identity === null ? 'unchanged' : 'updated'
}

/** Roles under the names that they have; one that does not exist is a slip, never a reason to pass over it. */
function exactRoles({ roles }: ImportContext, statement: RowStatement): RowStatement | RowProblem {
  const found = (statement.roles ?? []).map((name) => roles.get(nameKey(name))?.name ?? null)
  const missing = (statement.roles ?? []).find((_, at) => found[at] === null)
  if (missing !== undefined) return faultOfRow(statement.row, 'roles', `There is no role “${missing}”.`)
  return statement.roles === null
    ? statement
    : withRoles(
        statement,
        found.filter((name) => name !== null),
      )
}

/** As sign-ons: who takes one login name or one address waits for the other. */
function locksOf(context: ImportContext, statements: readonly RowStatement[], now: Date): string[] {
  return statements.flatMap((statement) => {
    const question = ask(context.policy, { claims: statement.claims, nameId: null }, context, now)
    const bound = boundOf(context, statement)
    return [
      ...lockKeys(question),
      ...(bound ? [subjectLock(bound.providerId, { value: bound.subject, format: bound.format || null })] : []),
    ]
  })
}

function boundOf({ providers }: ImportContext, { identity }: RowStatement): Bound | null {
  const provider = identity && providers.get(identity.provider)
  return provider ? { providerId: provider.id, subject: identity.subject, format: identity.format } : null
}

async function prepare(
  tx: Tx,
  seal: Seal,
  context: ImportContext,
  statements: readonly RowStatement[],
  now: Date,
): Promise<readonly Prepared[]> {
  const { header, columns, policy, rules, addresses } = context
  const keys = statements.map((statement) => keyOf(header.key, statement.key))
  const bounds = statements.flatMap((statement) => boundOf(context, statement) ?? [])
  const [people, owners, erased] = await Promise.all([
    keys.length === 0 ? [] : findPeople(tx, columns, header.key, usable(context, keys)),
    ownersOf(tx, bounds),
    erasedAmong(tx, seal, bounds.map(subjectOf)),
  ])
  const byKey = new Map<string, KnownPerson[]>()
  for (const person of people) byKey.set(person.key, [...(byKey.get(person.key) ?? []), person])
  const about = { provider: policy, subject: null, nameId: null, now }
  const read = statements.map(async (statement, at) => {
    const known = byKey.get(keys[at] ?? '') ?? []
    const person = known[0] ?? null
    const question = ask(policy, { claims: statement.claims, nameId: null }, context, now)
    const whom = person?.userId ? ({ kind: 'user', userId: person.userId } as const) : ({ kind: 'nobody' } as const)
    const [snapshot, contact] = await Promise.all([
      readSnapshot(tx, whom, about, columns, question.wanted),
      person && person.userId === null ? contactById(tx, columns, person.contactId) : null,
    ])
    return { statement, known, snapshot, target: targetOf(statement, person, contact) }
  })
  const taken = new Map(addresses)
  return (await Promise.all(read)).map(({ statement, known, snapshot, target }) => {
    const { plan, faults } = planRow(snapshot, statement, target, rules, taken)
    const bound = boundOf(context, statement)
    const owner = bound ? owners.get(identityKey(bound)) : undefined
    const problems = [
      ...faultsOfPerson(context, statement, known, owner),
      ...(bound && erased.has(subjectText(subjectOf(bound)))
        ? [faultOfRow(statement.row, 'subject', 'The person with it was erased. Only by hand they begin anew.')]
        : []),
      ...faults.map((fault) => problemOfPlan(statement.row, fault)),
    ]
    for (const change of problems.length > 0 ? [] : plan.changes) {
      if (change.kind !== 'column-set' || change.column !== 'Email' || typeof change.after !== 'string') continue
      taken.set(nameKey(change.after), statement.row)
    }
    return { statement, target, snapshot, plan, problems, identity: owner === undefined ? bound : null }
  })
}

/** A whole number that is none finds nobody, and must not stop the statement. */
function usable({ header: { key } }: ImportContext, keys: readonly string[]): readonly string[] {
  return key.kind === 'column' && key.column.type === 'integer' ? keys.filter((one) => /^-?\d{1,18}$/.test(one)) : keys
}

function targetOf(statement: RowStatement, person: KnownPerson | null, contact: Contact | null): Target {
  if (person?.userId) return { kind: 'user' }
  if (person || statement.login === null) return { kind: 'contact', contact }
  return { kind: 'newcomer' }
}

function faultsOfPerson(
  context: ImportContext,
  { row, login, type, identity, roles }: RowStatement,
  known: readonly KnownPerson[],
  owner: string | undefined,
): readonly RowProblem[] {
  const [person] = known
  const faults: RowProblem[] = []
  const fault = (field: string | null, message: string) => faults.push(faultOfRow(row, field, message))
  if (known.length > 1) fault(null, `There are ${known.length} people with this value; it must name one.`)
  if (person?.userId && login !== null && nameKey(person.login ?? '') !== nameKey(login)) {
    fault('login', 'The person found has another login name, which an import does not change.')
  }
  if (person?.userId && type !== null && person.type !== type) {
    fault('type', `The person found is ${person.type ?? ''}, which an import does not change.`)
  }
  if (person?.local) fault(null, 'This administrator is kept for emergencies; an import does not touch them.')
  if (person?.guarded && !context.options.protectedRoles) {
    const message = 'The person found has a protected role: only an administrator may change them.'
    faults.push({ row, field: null, code: 'forbidden', message })
  }
  if (!person?.userId && login === null && (roles?.length ?? 0) > 0) {
    fault('roles', 'Who has no login name is no user, and only users have roles.')
  }
  if (identity) {
    faults.push(...faultsOfIdentity(context, row, identity, person, login, owner))
    const outsider = context.providers.get(identity.provider)?.userType === 'external'
    if (outsider && (person?.type ?? type ?? 'employee') === 'employee' && !context.options.protectedRoles) {
      const message = 'Only an administrator makes an employee of somebody whom a provider of external users knows.'
      faults.push({ row, field: 'provider', code: 'forbidden', message })
    }
  }
  return faults
}

function faultsOfIdentity(
  { providers, header }: ImportContext,
  row: number,
  { provider, subject, format }: NonNullable<RowStatement['identity']>,
  person: KnownPerson | undefined,
  login: string | null,
  owner: string | undefined,
): readonly RowProblem[] {
  const policy = providers.get(provider)
  if (!policy) return [faultOfRow(row, 'provider', 'There is no identity provider of this name (slug).')]
  if (faultOf(subject, { limit: SUBJECT_LIMIT }) !== null || faultOf(format) !== null) {
    return [faultOfRow(row, 'subject', 'It is too long, or has characters that no subject has.')]
  }
  if (policy.subjectFrom === 'NameID' && !header.specials.has('format')) {
    const message =
      'It names people by NameID: add a column “format” with the Format (a URI), empty where it sends none.'
    return [faultOfRow(row, 'format', message)]
  }
  if (policy.subjectFrom !== 'NameID' && format !== '') {
    return [faultOfRow(row, 'format', 'This identity provider names people by an attribute, which has no Format.')]
  }
  if (!person?.userId && login === null)
    return [faultOfRow(row, 'subject', 'Only a user can have one: login is empty.')]
  const mine = person?.userId ?? null
  return owner === undefined || owner === mine
    ? []
    : [faultOfRow(row, 'subject', 'It belongs to another user already.')]
}

/** Lookup values first, sorted, for all lines together; then line by line, on one connection without waiting for each other. */
async function write(tx: Tx, rows: readonly Prepared[], now: Date): Promise<void> {
  const wanted = new Map<string, { lookup: string; name: string }>()
  for (const { plan } of rows) {
    for (const change of plan.changes) {
      if (change.kind === 'lookup-value-created') wanted.set(lookupKey(change.lookup, change.name), change)
    }
  }
  const sorted = [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  const created = await createLookupValues(tx, sorted, 'import', now)
  await Promise.all(rows.map((row) => writeRow(tx, { ...row, plan: withValues(row, created) }, now)))
}

async function writeRow(tx: Tx, { statement, target, snapshot, plan, identity }: Prepared, now: Date): Promise<void> {
  let userId = snapshot.person?.user.id ?? null
  if (plan.changes.length > 0) {
    if (target.kind === 'contact') {
      const user = statement.login === null ? null : { login: statement.login, type: statement.type ?? 'employee' }
      userId = (await applyToContact(tx, snapshot, plan, { contact: target.contact, user }, now)).userId
    } else userId = (await apply(tx, snapshot, plan, { kind: 'import' }, now)).userId
  }
  if (!identity || userId === null) return
  const { providerId, subject, format } = identity
  await insertIdentity(tx, { providerId, subject, format: format || null, userId }, now, { kind: 'import' })
}

/** The same plan with values that are there by now. */
function withValues({ plan, snapshot }: Prepared, created: ReadonlyMap<string, string>): Plan {
  const changes = plan.changes.flatMap((change) => {
    if (change.kind === 'lookup-value-created') return []
    if (change.kind !== 'column-set' || !isNew(change.after)) return [change]
    const lookup = snapshot.columns.get(change.column)?.lookup ?? ''
    const id = created.get(lookupKey(lookup, change.after.name)) ?? null
    return [{ ...change, after: { id, name: change.after.name } }]
  })
  return { ...plan, changes }
}

const isNew = (value: unknown): value is LookupRef =>
  typeof value === 'object' && value !== null && 'id' in value && value.id === null
