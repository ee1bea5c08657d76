import { setImmediate } from 'node:timers/promises'
import { type DraftDifference, draftDifference } from '../core/draft-difference.ts'
import { movedRoles } from '../core/moved-roles.ts'
import { plan } from '../core/plan.ts'
import { readAttributes } from '../core/read-attributes.ts'
import { count, countDraft, countsOf, isAffected, more, newTally, type Tally } from '../core/replay-counts.ts'
import { subjectOf } from '../core/subject.ts'
import type { Plan, ProviderPolicy, Snapshot } from '../core/types.ts'
import { isJitupError, JitupError } from '../errors.ts'
import { insertReplayPeople } from '../store/replay-people.ts'
import { endStage, insertReplay, keepReplayAlive, type ReplayedRules, reportReplay } from '../store/replays.ts'
import type { Author } from '../store/rules.ts'
import type { StoredSignOn } from '../store/stored-sign-ons.ts'
import { uuid7 } from '../store/uuid.ts'
import type { App, RuleBook } from './app.ts'
import { type Background, isBusy, runInBackground } from './background.ts'
import { ask, identify, type Statement } from './identify.ts'
import { lastSignOns, recordOfStored, statementOf } from './stored.ts'

/** Rules to try, with the policies of all providers by their ids. */
export interface TriedRules {
  readonly book: RuleBook
  readonly policies: ReadonlyMap<string, ProviderPolicy>
}

/** A stored sign-on that can be tried, and what it is tried with. */
export interface Trial {
  readonly signOn: StoredSignOn
  readonly statement: Statement
  readonly provider: ProviderPolicy
}

/** A trial with what it came to. */
export interface Tried extends Trial {
  readonly snapshot: Snapshot
  readonly plan: Plan
}

/** Stored sign-ons whose snapshots are read in one go, on one connection. */
const together = 32

/** Plans that are made before others get their turn. */
const inOneTurn = 8

/**
 * Begins to try rules on the last stored sign-ons, in the background of this node. What it finds is counts and ids: see
 * `ReplayCounts`. Nothing is changed.
 * @param what.inForce the rules that a draft was laid over, so that what it alone does can be told; null: no draft is tried
 * @throws JitupError `conflict` while this node has enough to do
 */
export async function startReplay(
  app: App,
  author: Author,
  what: { tried: TriedRules; inForce: TriedRules | null; providerId: string | null; last: number },
): Promise<string> {
  if (isBusy(app.db))
    throw new JitupError('conflict', 'Enough replays are under way on this node. Wait for one to end.')
  const { tried, inForce, providerId, last } = what
  const id = uuid7(app.now())
  const { rules } = tried.book
  const draft = inForce !== null
  const replay = { id, author, providerId, last, draft, revision: rules.revision, rules: replayedRules(tried) }
  await insertReplay(app.db, replay, app.now())
  inBackground(app, id, (background) => tryAll(app, id, { tried, inForce }, { providerId, last }, background))
  return id
}

/** The rules as a replay keeps them. */
export const replayedRules = ({ book, policies }: TriedRules): ReplayedRules => ({
  converters: book.rules.converters,
  roleRules: book.rules.roleRules,
  policies: Object.fromEntries(policies),
})

/** How often somebody hears that we are at it. */
const aliveEvery = 5_000

/** Runs one stage of a replay in the background, and writes how it ended. */
export function inBackground(
  app: App,
  id: string,
  work: (background: Background) => Promise<{ readonly total: number }>,
): void {
  // It counts as under way while it waits for its turn too.
  const alive = setInterval(() => {
    keepReplayAlive(app.db, id).catch((err: unknown) =>
      app.log.warn({ replay: id, err }, 'a replay cannot say it is alive'),
    )
  }, aliveEvery).unref()
  runInBackground(app.db, id, async (background) => {
    try {
      const { total } = await work(background)
      if (!background.signal.aborted) await endStage(app.db, id, { state: 'done', code: null, total, now: app.now() })
    } catch (err) {
      const code = isJitupError(err) ? err.code : 'internal'
      const state = ['plan_stale', 'withdrawals_over_ceiling', 'forbidden'].includes(code) ? 'stopped' : 'failed'
      if (state === 'failed') app.log.error({ replay: id, code, err }, 'a replay failed')
      await endStage(app.db, id, { state, code, now: app.now() }).catch((lost: unknown) =>
        app.log.error({ replay: id, err: lost }, 'the end of a replay could not be written'),
      )
    } finally {
      clearInterval(alive)
    }
  })
}

interface Compared {
  readonly tried: TriedRules
  readonly inForce: TriedRules | null
}

async function tryAll(
  app: App,
  id: string,
  { tried, inForce }: Compared,
  range: { providerId: string | null; last: number },
  { signal }: Background,
): Promise<{ total: number }> {
  const tally = newTally(inForce !== null)
  const seen = new Set<string>()
  for await (const some of lastSignOns(app.db, range)) {
    const trials = some.flatMap((signOn) => trialOf(app, tried, signOn, seen, tally))
    for (const part of parts(trials, together)) await tryPart(app, id, { tried, inForce }, part, tally)
    const progress = { done: tally.plain.examined, counts: countsOf(tally) }
    if (signal.aborted || !(await reportReplay(app.db, id, progress))) break
  }
  return { total: tally.plain.examined }
}

async function tryPart(
  app: App,
  id: string,
  { tried, inForce }: Compared,
  trials: readonly Trial[],
  tally: Tally,
): Promise<void> {
  const people: ReturnType<typeof personOf>[] = []
  const anyway = inForce ? await plansInForce(app, inForce, trials) : null
  for await (const one of plansOf(app, tried.book, trials)) {
    const before = anyway?.get(one.signOn.id)
    const difference = before ? draftDifference(before, one) : null
    count(tally, one.snapshot, one.plan)
    if (difference) countDraft(tally, difference)
    people.push(personOf(one, difference))
  }
  await app.db.transaction((tx) => insertReplayPeople(tx, id, people))
}

/** What the rules in force would do with the same sign-ons, by their ids. */
export async function plansInForce(
  app: Pick<App, 'db' | 'seal' | 'now'>,
  { book, policies }: TriedRules,
  trials: readonly Trial[],
): Promise<ReadonlyMap<string, Tried>> {
  const same = trials.flatMap((trial) => {
    const policy = policies.get(trial.provider.id)
    return policy ? [{ ...trial, provider: withoutCeiling(policy) }] : []
  })
  const plans = new Map<string, Tried>()
  for await (const one of plansOf(app, book, same)) plans.set(one.signOn.id, one)
  return plans
}

/** What a stored sign-on is tried with; nothing when it cannot or need not be, and then the tally says why. */
function trialOf(app: App, tried: TriedRules, signOn: StoredSignOn, seen: Set<string>, tally: Tally): Trial[] {
  tally.plain.examined += 1
  const trial = readTrial(app, tried, signOn)
  if (typeof trial === 'string') {
    more(tally.byName.skipped, trial)
    return []
  }
  const key = keyOf(trial)
  if (seen.has(key)) {
    tally.plain.superseded += 1
    return []
  }
  seen.add(key)
  return [trial]
}

/** One text per subject: of several sign-ons of one person the newest counts. */
const keyOf = ({ provider, statement, signOn }: Trial): string => {
  const found = subjectOf(provider, statement.nameId, statement.claims)
  return found.ok ? JSON.stringify([provider.id, found.subject.format, found.subject.value]) : signOn.id
}

/** Opens a stored sign-on. @returns why it cannot be tried, or what it is tried with */
export function readTrial(
  app: Pick<App, 'seal'>,
  { book, policies }: TriedRules,
  signOn: StoredSignOn,
): Trial | 'not_kept' | 'redacted' | 'provider_gone' {
  const policy = policies.get(signOn.providerId)
  if (!policy) return 'provider_gone'
  const statement = statementOf(recordOfStored(app.seal, signOn), readsOf(policy, book))
  if (typeof statement === 'string') return statement
  return { signOn, statement, provider: withoutCeiling(policy) }
}

const read = new WeakMap<RuleBook, Map<ProviderPolicy, ReadonlySet<string>>>()

/** Which attributes the rules read: the same for every sign-on of a provider. */
function readsOf(policy: ProviderPolicy, book: RuleBook): ReadonlySet<string> {
  const byPolicy = read.get(book) ?? new Map<ProviderPolicy, ReadonlySet<string>>()
  read.set(book, byPolicy)
  const known = byPolicy.get(policy) ?? readAttributes(policy, book.rules)
  byPolicy.set(policy, known)
  return known
}

/** A replay shows what the rules say; the ceiling is asked once, about all of it. */
const withoutCeiling = (policy: ProviderPolicy): ProviderPolicy => ({
  ...policy,
  withdrawalCeiling: Number.MAX_SAFE_INTEGER,
})

/** Plans trials: the snapshots are read together, and between the plans others get their turn. */
export async function* plansOf(
  { db, seal, now }: Pick<App, 'db' | 'seal' | 'now'>,
  book: RuleBook,
  trials: readonly Trial[],
): AsyncGenerator<Tried> {
  if (trials.length === 0) return
  const questions = trials.map(({ provider, statement }) => ask(provider, statement, book, now()))
  const snapshots = await db.serialised([], (tx) => Promise.all(questions.map((one) => identify(tx, seal, one))), {
    keyed: true,
  })
  for (const [at, trial] of trials.entries()) {
    const snapshot = snapshots[at]
    if (!snapshot) continue
    if (at % inOneTurn === 0) await setImmediate()
    yield { ...trial, snapshot, plan: plan(snapshot, trial.statement.claims, book.rules) }
  }
}

/** A list in pieces of at most `size`. */
export function* parts<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}

function personOf({ signOn, snapshot, plan: decided }: Tried, difference: DraftDifference | null) {
  const moved = [...movedRoles(snapshot, decided)]
  const roles = (is: 'granted' | 'withdrawn') => moved.flatMap(([id, one]) => (one.is === is ? [id] : []))
  return {
    signOnId: signOn.id,
    userId: snapshot.person?.user.id ?? null,
    decision: decided.decision,
    code: decided.refusal?.code ?? null,
    affected: isAffected(decided),
    columns: decided.changes.flatMap((one) => (one.kind === 'column-set' ? [one.column] : [])),
    granted: roles('granted'),
    withdrawn: roles('withdrawn'),
    problems: [...new Set(decided.problems.map((one) => one.code))],
    byDraft: difference?.byDraft ?? null,
    draftColumns: difference?.draftColumns ?? [],
    draftRoles: [...(difference?.draftRoles.keys() ?? [])],
  }
}
