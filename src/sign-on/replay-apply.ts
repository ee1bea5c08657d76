import { isDeepStrictEqual } from 'node:util'
import sql from 'sql-template-tag'
import { countedLosses, WITHDRAWAL_CEILING } from '../core/ceiling.ts'
import { isProtected } from '../core/group-roles.ts'
import { plan } from '../core/plan.ts'
import type { Converter, Plan, ProviderPolicy, RoleRule, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { hourOf } from '../store/activity.ts'
import type { Database, Tx } from '../store/database.ts'
import { countReplayPeople, noteApplied, peopleToApply, type ReplayPerson } from '../store/replay-people.ts'
import { beginStage, type ReplayedRules, type ReplayRecord, reportReplay, rulesOfReplay } from '../store/replays.ts'
import type { Author } from '../store/rules.ts'
import { insertSignOn } from '../store/sign-ons.ts'
import { storedById } from '../store/stored-sign-ons.ts'
import { uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import { apply } from './apply.ts'
import type { Background } from './background.ts'
import { ask, identify, lockKeys } from './identify.ts'
import { recordedPlan } from './journal.ts'
import { noteWork } from './note-work.ts'
import { inBackground, parts, plansOf, readTrial, replayedRules, type Trial, type TriedRules } from './replay.ts'

/** People that are looked up at a time. */
const together = 32

/** Whether the one who carries it out may decide about protected roles, and the people who have them. */
export interface ReplayRights {
  readonly protectedRoles: boolean
  /** Asked before every few people; what it throws stops the work there. */
  readonly stillMay?: (db: Database) => Promise<void>
}

/** Who carries it out, and how far their rights go. */
interface Runner {
  readonly author: Author
  readonly rights: ReplayRights
}

/**
 * Carries out what a replay has shown: everybody is planned anew, under the lock of their sign-ons, by the rules in force,
 * which must be the rules that were tried. Goes on in the background; called again after an interruption it goes on where
 * that left off, and everybody is carried out once.
 *
 * Only people who are here already are touched: newcomers come by signing on, and so do those who were switched off, whatever the
 * provider lets sign-ons do. Who has signed on since is left alone. Protected roles come and go only where `rights` say so.
 * @throws JitupError `plan_stale` when other rules are in force, `withdrawals_over_ceiling` (details `count`) unless that
 *   very number is confirmed, `conflict` while the replay is under way, was cancelled or was taken back
 */
export async function applyReplay(
  app: App,
  replay: ReplayRecord,
  inForce: TriedRules,
  { confirmWithdrawals, author, rights }: Runner & { readonly confirmWithdrawals: number | undefined },
): Promise<void> {
  assertReady(replay)
  const known = await countReplayPeople(app.db, replay.id)
  if (replay.stage === 'apply' && known.applied === known.people) return
  const tried = await rulesOfReplay(app.db, replay.id)
  if (tried) assertSame(tried, replayedRules(inForce))
  const losses = await lossesOf(app, replay.id, inForce, rights)
  await assertBelowCeiling(app, inForce, losses, confirmWithdrawals)
  const allowed = [...losses.values()].reduce((sum, one) => sum + one, 0)
  const begun = await beginStage(app.db, replay.id, {
    stage: 'apply',
    from: ['try', 'apply'],
    total: known.people,
    done: known.applied,
    allowed,
  })
  if (!begun) throw new JitupError('conflict', 'Somebody is at this replay just now.')
  const before = replay.counts.applied ?? {}
  inBackground(app, replay.id, (background) =>
    applyAll(app, replay.id, inForce, { allowed, done: known.applied, before, author, rights }, background),
  )
}

function assertReady({ stage, state }: ReplayRecord): void {
  if (stage === 'undo') throw new JitupError('conflict', 'This replay was taken back. Start another one.')
  if (state === 'running') throw new JitupError('conflict', 'This replay is still under way.')
  if (stage === 'try' && state !== 'done') throw new JitupError('conflict', 'This replay did not come to its end.')
}

// Ids differ between a draft and what was saved of it; what a rule says is what counts.
const texts = (rows: readonly (Converter | RoleRule)[]): readonly string[] =>
  rows.map(({ id: _, ...row }) => JSON.stringify(sortedEntries(row))).toSorted()
const sortedEntries = (row: object) =>
  Object.entries(row)
    .filter(([name, value]) => name !== 'position' && value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))

/** @throws JitupError `plan_stale` with what differs: columns, groups' roles, slugs of providers */
function assertSame(tried: ReplayedRules, now: ReplayedRules): void {
  const differ = <Row extends Converter | RoleRule>(
    a: readonly Row[],
    b: readonly Row[],
    name: (row: Row) => string,
  ) => {
    const [left, right] = [new Set(texts(a)), new Set(texts(b))]
    const own = (rows: readonly Row[], others: ReadonlySet<string>) =>
      rows.filter((row) => !others.has(texts([row])[0] ?? '')).map(name)
    return [...new Set([...own(a, right), ...own(b, left)])].slice(0, 50)
  }
  const converters = differ(tried.converters, now.converters, (row) => row.column)
  const roleRules = differ(tried.roleRules, now.roleRules, (row) => row.roleId)
  const ids = new Set([...Object.keys(tried.policies), ...Object.keys(now.policies)])
  const policies = [...ids]
    .filter((id) => !isDeepStrictEqual(plain(tried.policies[id]), plain(now.policies[id])))
    .map((id) => now.policies[id]?.slug ?? tried.policies[id]?.slug ?? id)
  if (converters.length + roleRules.length + policies.length === 0) return
  const text = 'Other rules are in force than this replay has tried. Save the draft first, or try again.'
  throw new JitupError('plan_stale', text, { converters, roleRules, policies })
}

/** A policy as its rules: what it is called changes nothing. */
const plain = (policy: ProviderPolicy | undefined): unknown =>
  policy && JSON.parse(JSON.stringify({ ...policy, name: '', slug: '' }))

/** How many roles people would lose now, by provider: those that count against its ceiling. */
async function lossesOf(
  app: App,
  replayId: string,
  inForce: TriedRules,
  rights: ReplayRights,
): Promise<ReadonlyMap<string, number>> {
  const losses = new Map<string, number>()
  for await (const trials of trialsOf(app, replayId, inForce)) {
    for await (const { snapshot, plan: decided, provider, signOn } of plansOf(app, inForce.book, trials)) {
      if (skips(snapshot, decided, rights) || (await isSuperseded(app.db, snapshot, signOn))) continue
      const more = decided.refusal ? 0 : countedLosses(snapshot, decided.changes).length
      losses.set(provider.id, (losses.get(provider.id) ?? 0) + more)
    }
  }
  return losses
}

/** Only people who are here, and whom the provider's own subject names; nobody comes back without signing on. */
const skips = ({ person, match, roles }: Snapshot, { changes }: Plan, { protectedRoles }: ReplayRights): boolean => {
  if (person === null || match.kind !== 'identity') return true
  if (changes.some((one) => one.kind === 'user-reactivated')) return true
  const guarded = new Set(roles.filter(isProtected).map(({ id }) => id))
  return !protectedRoles && person.grants.some(({ roleId }) => guarded.has(roleId))
}

/** The plan as far as the rights of the one who carries it out go. */
function within(decided: Plan, { roles }: Snapshot, { protectedRoles }: ReplayRights): Plan {
  if (protectedRoles) return decided
  const guarded = new Set(roles.filter(isProtected).map(({ id }) => id))
  return { ...decided, changes: decided.changes.filter((one) => !('roleId' in one) || !guarded.has(one.roleId)) }
}

async function* trialsOf(app: App, replayId: string, inForce: TriedRules): AsyncGenerator<readonly Trial[]> {
  let after: string | null = null
  for (;;) {
    const ids: string[] = await peopleToApply(app.db, replayId, { after, limit: together })
    if (ids.length === 0) return
    after = ids.at(-1) ?? null
    const stored = await storedById(app.db, ids)
    yield stored.flatMap((signOn) => {
      const trial = readTrial(app, inForce, signOn)
      return typeof trial === 'string' ? [] : [trial]
    })
  }
}

async function assertBelowCeiling(
  app: App,
  { policies }: TriedRules,
  losses: ReadonlyMap<string, number>,
  confirmed: number | undefined,
): Promise<void> {
  const total = [...losses.values()].reduce((sum, one) => sum + one, 0)
  if (total === confirmed) return
  const thisHour = await app.db.query<{ id: string; count: number }>(sql`
    select provider_id as id, count from provider_activity where kind = 'withdrawal' and hour = ${hourOf(app.now())}`)
  const already = new Map(thisHour.map((one) => [one.id, one.count]))
  const over = [...losses].filter(([id, count]) => {
    const ceiling = policies.get(id)?.withdrawalCeiling ?? WITHDRAWAL_CEILING
    return count > 0 && count + (already.get(id) ?? 0) > ceiling
  })
  if (over.length === 0) return
  const text = `This would take ${total} roles from people, more than may go in an hour. To go on, confirm that number.`
  const providers = Object.fromEntries(over.map(([id, count]) => [policies.get(id)?.slug ?? id, count]))
  throw new JitupError('withdrawals_over_ceiling', text, { count: total, providers })
}

interface Budget extends Runner {
  readonly allowed: number
  readonly done: number
  readonly before: Readonly<Record<string, number>>
}

async function applyAll(
  app: App,
  replayId: string,
  inForce: TriedRules,
  { allowed, done: doneBefore, before, author, rights }: Budget,
  { signal }: Background,
): Promise<{ total: number }> {
  const applied = new Map(Object.entries(before))
  const add = (name: string, by: number) => applied.set(name, (applied.get(name) ?? 0) + by)
  const budget = { left: allowed, author, rights }
  let done = doneBefore
  for (;;) {
    const ids = await peopleToApply(app.db, replayId, { after: null, limit: together })
    if (ids.length === 0) return { total: done }
    const stored = new Map((await storedById(app.db, ids)).map((one) => [one.id, one]))
    for (const part of parts(ids, 4)) {
      await rights.stillMay?.(app.db)
      const results = await Promise.all(
        part.map(async (id) => {
          const signOn = stored.get(id)
          const trial = signOn ? readTrial(app, inForce, signOn) : 'not_kept'
          if (typeof trial === 'string') return skip(app, { replayId, signOnId: id })
          return applyOne(app, replayId, inForce, trial, budget)
        }),
      )
      for (const { outcome, losses } of results) {
        add(outcome, 1)
        add('withdrawn', losses)
      }
      done += part.length
      const counts = { applied: Object.fromEntries(applied) }
      if (!(await reportReplay(app.db, replayId, { done, counts })) || signal.aborted) return { total: done }
    }
  }
}

type Carried = { readonly outcome: NonNullable<ReplayPerson['applied']>; readonly losses: number }

async function skip(app: App, what: { replayId: string; signOnId: string }): Promise<Carried> {
  await app.db.transaction((tx) => noteApplied(tx, what, 'skipped', null))
  return { outcome: 'skipped', losses: 0 }
}

async function applyOne(
  app: App,
  replayId: string,
  { book }: TriedRules,
  { provider, statement, signOn }: Trial,
  budget: Runner & { left: number },
): Promise<Carried> {
  const now = app.now()
  const question = ask(provider, statement, book, now)
  const what = { replayId, signOnId: signOn.id }
  // Others spend at the same time, and a transaction that starts again asks again.
  let reserved = 0
  const reserve = (losses: number): void => {
    budget.left += reserved - losses
    reserved = losses
    if (budget.left >= 0) return
    reserve(0)
    throw new JitupError('withdrawals_over_ceiling', 'More roles would go by now than were counted.', { count: losses })
  }
  const work = app.db.serialised(
    lockKeys(question),
    async (tx): Promise<Carried> => {
      reserve(0)
      const [snapshot, [rules]] = await Promise.all([
        identify(tx, app.seal, question),
        tx.query<{ revision: number }>(sql`select max(revision) as revision from rules_revisions`),
      ])
      if (rules?.revision !== book.rules.revision) {
        throw new JitupError('plan_stale', 'The rules were changed meanwhile. Try again.')
      }
      const note = async (outcome: Carried['outcome'], entryId: string | null, losses = 0): Promise<Carried> => {
        const first = await noteApplied(tx, what, outcome, entryId)
        if (!first) throw new JitupError('conflict', 'Somebody else is carrying out this replay.')
        return { outcome, losses }
      }
      const decided = within(plan(snapshot, statement.claims, book.rules), snapshot, budget.rights)
      if (skips(snapshot, decided, budget.rights) || (await isSuperseded(tx, snapshot, signOn)))
        return note('skipped', null)
      if (decided.refusal) return note('refused', null)
      if (decided.changes.length === 0) return note('unchanged', null)
      const losses = countedLosses(snapshot, decided.changes).length
      reserve(losses)
      const entryId = uuid7(now)
      const { author } = budget
      const by = author.kind === 'user' ? { userId: author.userId } : {}
      const person = await apply(tx, snapshot, decided, { kind: 'replay', signOnId: entryId, replayId, ...by }, now)
      const kept = recordedPlan(book, provider, decided, statement.claims)
      tx.send(
        insertSignOn(
          app.seal,
          {
            id: entryId,
            providerId: provider.id,
            outcome: 'replayed',
            code: null,
            step: null,
            ...person,
            rulesRevision: book.rules.revision,
            problems: decided.problems.map((one) => one.code),
            durationMicroseconds: 0,
            address: null,
          },
          { ...kept, follows: { ...what, author } },
        ),
      )
      const { subject } = snapshot
      const about = { provider, subject, userId: person.userId, plan: kept.plan ?? decided, signOnId: entryId, now }
      noteWork(tx, app, book, about)
      return note('applied', entryId, losses)
    },
    { keyed: true },
  )
  return work.catch((error: unknown) => {
    reserve(0)
    throw error
  })
}

/** Who has signed on since has been planned by newer words than these. */
async function isSuperseded(db: Database | Tx, { person }: Snapshot, { at }: { at: Date }): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 from sign_ons where contact_id = ${person?.contact.id ?? null}::uuid and at > ${at}
      and outcome in ('created', 'updated', 'unchanged') limit 1`)
  return rows.length > 0
}
