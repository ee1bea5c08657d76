import { createHash } from 'node:crypto'
import { plan } from '../core/plan.ts'
import type { Assertion, Plan, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Database, Tx } from '../store/database.ts'
import { insertTestResult, readTestResult, type TestResult, takeTestResult } from '../store/pending-requests.ts'
import { providerById } from '../store/providers.ts'
import { insertSignOn, signOnById } from '../store/sign-ons.ts'
import { finishTestLink } from '../store/test-links.ts'
import type { App, RuleBook } from './app.ts'
import { apply } from './apply.ts'
import { type Attempt, newAttempt } from './attempt.ts'
import { ask, identify, lockKeys } from './identify.ts'
import { entryOf, journalEntry, journalRefusedPlan, keepWaiting, leaveWork, recordOf } from './journal.ts'
import type { Message } from './receive.ts'
import type { Outcome } from './redirect.ts'
import { readRuleBook } from './rule-book.ts'
import { openSession } from './session.ts'
import { testDonePath } from './test-link.ts'
import { isTestPage } from './test-page.ts'
import { assertUsable } from './trust.ts'
import { workAfterSignOn } from './work-marks.ts'

/** How long the result of a test sign-on can be confirmed. */
const resultMinutes = 15

/**
 * A test sign-on stops here: the assertion is used up like any other, nothing of it is applied, and its result waits for
 * the same browser to look at it and perhaps confirm it.
 */
export function keepForConfirmation(
  tx: Tx,
  app: App,
  book: RuleBook,
  { returnTo, testLinkId }: { returnTo: string; testLinkId: string | null },
  message: Message,
  assertion: Assertion,
  decided: Plan,
  attempt: Attempt,
): Outcome {
  const provider = attempt.provider
  if (!provider) throw new Error('an assertion has a provider')
  const id = attempt.id
  const entry = { ...entryOf(attempt, decided), outcome: 'tested', code: decided.refusal?.code ?? null } as const
  tx.send(insertSignOn(app.seal, entry, recordOf(book, assertion, decided, attempt)))
  if (testLinkId !== null) {
    // Nothing waits for a confirmation: whoever opened the link has no business with the result.
    tx.send(finishTestLink(testLinkId, id))
    return attempt.keep({ result: testDonePath(provider.policy.slug) })
  }
  // The admin UI shows it, and switches the provider on or not: there is nothing to confirm.
  if (isTestPage(provider.policy.slug, returnTo)) return attempt.keep({ result: `${returnTo}/${id}` })
  const request = {
    id,
    providerId: provider.policy.id,
    providerVersion: provider.version,
    browserHash: message.laterHash,
    returnTo,
    mode: 'test',
    createdAt: attempt.at,
    expiresAt: new Date(attempt.at.getTime() + resultMinutes * 60_000),
  } as const
  insertTestResult(tx, request, app.seal.seal(place(id), freeze(assertion)), attempt.id)
  return attempt.keep({ result: resultPath(provider.policy.slug, id) })
}

/** Where the result of a test sign-on is shown. */
export const resultPath = (slug: string, id: string): string => `/sso/${slug}/result/${id}`

/** A test sign-on's result as it stands with the rules and the directory of this moment. */
export interface TestOutcome {
  readonly assertion: Assertion
  readonly snapshot: Snapshot
  readonly book: RuleBook
  readonly plan: Plan
  /** Names exactly this plan; the confirmation sends it back. */
  readonly digest: string
}

/** @returns the result that waits for this browser, or null */
export async function testOutcome(app: App, id: string, browserHash: Buffer): Promise<TestOutcome | null> {
  const now = app.now()
  const kept = await readTestResult(app.db, { id, browserHash, now })
  if (!kept) return null
  const { policy } = await usableProvider(app, app.db, kept)
  return replan(app, app.db, id, kept, policy)
}

/**
 * Carries out what the test sign-on showed, and signs the person on. What is applied is planned anew under the lock; when
 * that is no longer what was shown, nothing happens.
 * @throws JitupError `plan_stale` when the plan has changed, `not_found` when there is nothing to confirm (any more)
 */
export async function confirmTest(
  app: App,
  what: { id: string; browserHash: Buffer; digest: string; address: string | null },
): Promise<Outcome> {
  const shown = await testOutcome(app, what.id, what.browserHash)
  if (!shown) throw new JitupError('not_found', 'This result was confirmed already, or it is too old.')
  const attempt = newAttempt(app, what)
  const keys = lockKeys(ask(shown.snapshot.provider, shown.assertion, shown.book, attempt.at))
  const outcome = await app.db.serialised(
    [`result ${what.id}`, ...keys],
    async (tx) => {
      // After a commit whose answer was lost, the journal knows whether it took place.
      if (attempt.kept && (await signOnById(tx, attempt.id))) return attempt.kept
      const kept = await takeTestResult(tx, { ...what, now: attempt.at })
      if (!kept) throw new JitupError('not_found', 'This result was confirmed already, or it is too old.')
      const record = await usableProvider(app, tx, kept)
      attempt.provider = record
      const { assertion, book, snapshot, plan: decided, digest } = await replan(app, tx, what.id, kept, record.policy)
      if (digest !== what.digest) throw new JitupError('plan_stale', 'Something changed meanwhile. Look at it again.')
      if (decided.refusal) return journalRefusedPlan(tx, app, book, snapshot, assertion, decided, attempt)
      const person = await apply(tx, snapshot, decided, { kind: 'sign-on', signOnId: attempt.id }, attempt.at)
      const entry = journalEntry(app, book, person, assertion, decided, attempt)
      leaveWork(tx, app, book, snapshot, person.userId, assertion, decided, attempt)
      if (person.status !== 'active') return keepWaiting(tx, entry, person.userId, attempt)
      const session = { ...person, providerId: record.policy.id, signOnId: attempt.id, returnTo: kept.returnTo }
      return attempt.keep(openSession(tx, app, assertion, session, attempt.at, entry))
    },
    { recognisesItself: true },
  )
  workAfterSignOn(app.db)
  return outcome
}

async function usableProvider(app: App, db: Database | Tx, kept: TestResult) {
  const record = await providerById(db, kept.providerId)
  if (!record || record.version !== kept.providerVersion) {
    throw new JitupError('not_found', 'The identity provider was changed meanwhile. Test again.')
  }
  assertUsable(app, record)
  return record
}

async function replan(
  app: App,
  db: Database | Tx,
  id: string,
  kept: TestResult,
  policy: Snapshot['provider'],
): Promise<TestOutcome> {
  const book = await readRuleBook(db)
  const assertion = thaw(app.seal.open(place(id), kept.sealedAssertion))
  const snapshot = await identify(db, app.seal, ask(policy, assertion, book, app.now()))
  const decided = plan(snapshot, assertion.claims, book.rules)
  return { assertion, snapshot, book, plan: decided, digest: digestOf(decided) }
}

const digestOf = ({ decision, changes, refusal }: Plan): string =>
  createHash('sha256').update(JSON.stringify({ decision, changes, refusal })).digest('base64url')

const place = (id: string) => ({ table: 'pending_requests', row: id, column: 'sealed_assertion' })

const freeze = (assertion: Assertion): string => JSON.stringify({ ...assertion, claims: [...assertion.claims] })

/** The only other maker of an assertion: from bytes that we sealed ourselves the moment after verifying them. */
function thaw(text: string): Assertion {
  const kept = JSON.parse(text)
  const date = (value: string | null) => (value === null ? null : new Date(value))
  return Object.freeze({
    ...kept,
    claims: new Map(kept.claims),
    issuedAt: date(kept.issuedAt),
    expiresAt: date(kept.expiresAt),
    authnInstant: date(kept.authnInstant),
    sessionNotOnOrAfter: date(kept.sessionNotOnOrAfter),
  })
}
