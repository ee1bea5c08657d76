import sql, { type Sql } from 'sql-template-tag'
import { redact, withoutValues } from '../core/redact.ts'
import type { Assertion, Claims, Plan, ProviderPolicy, Snapshot } from '../core/types.ts'
import type { Tx } from '../store/database.ts'
import { noteSeen } from '../store/leavers.ts'
import { insertSignOn, type SignOnEntry, type SignOnRecord } from '../store/sign-ons.ts'
import { timeOf } from '../store/uuid.ts'
import type { App, RuleBook } from './app.ts'
import type { Applied } from './apply.ts'
import type { Attempt } from './attempt.ts'
import { noteWork } from './note-work.ts'
import type { Outcome } from './redirect.ts'

const outcomes = { create: 'created', update: 'updated', unchanged: 'unchanged', refuse: 'refused' } as const

/** The statement that writes the journal's entry of an accepted sign-on, for its transaction. */
export function journalEntry(
  app: App,
  book: RuleBook,
  { userId, contactId }: Applied,
  assertion: Assertion,
  plan: Plan,
  attempt: Attempt,
): Sql {
  const entry = { ...entryOf(attempt, plan), outcome: outcomes[plan.decision], userId, contactId }
  return insertSignOn(app.seal, entry, recordOf(book, assertion, plan, attempt))
}

/** Somebody who has to be approved first is here from now on, and has no session: the page says that they wait. */
export function keepWaiting(tx: Tx, entry: Sql, userId: string, attempt: Attempt): Outcome {
  tx.send(sql`with seen as (${noteSeen(userId, timeOf(attempt.id))}) ${entry}`)
  return attempt.keep({ refused: 'user_pending', reference: attempt.id })
}

/** A plan that refuses changes nothing, but it is journaled, and the message stays used up. */
export function journalRefusedPlan(
  tx: Tx,
  app: App,
  book: RuleBook,
  snapshot: Snapshot,
  assertion: Assertion,
  plan: Plan,
  attempt: Attempt,
): Outcome {
  const { person } = snapshot
  const code = plan.refusal?.code ?? 'internal'
  const known = { userId: person?.user.id ?? null, contactId: person?.contact.id ?? null }
  const entry = { ...entryOf(attempt, plan), ...known, outcome: 'refused', code, step: 'plan' } as const
  tx.send(insertSignOn(app.seal, entry, recordOf(book, assertion, plan, attempt)))
  leaveWork(tx, app, book, snapshot, known.userId, assertion, plan, attempt)
  return attempt.keep({ refused: code, reference: attempt.id })
}

/**
 * Leaves on the worklist what of a sign-on needs somebody, with no more values than the journal keeps.
 * @param userId the person after the plan was carried out; null when nobody is known
 */
export function leaveWork(
  tx: Tx,
  app: App,
  book: RuleBook,
  { subject }: Snapshot,
  userId: string | null,
  assertion: Assertion,
  decided: Plan,
  attempt: Attempt,
): void {
  const { provider, at: now, id: signOnId } = attempt
  if (decided.problems.length === 0 || !provider) return
  const plan = recordOf(book, assertion, decided, attempt).plan ?? decided
  noteWork(tx, app, book, { provider: provider.policy, subject, userId, plan, signOnId, now })
}

/**
 * What is kept sealed of an assertion and its plan: what the settings allow. Redacted before it is sealed, so that what an
 * administrator does not want kept is nowhere.
 */
export function recordOf(
  { rules, journal }: RuleBook,
  assertion: Assertion,
  plan: Plan,
  { provider, warnings, timings }: Attempt,
): SignOnRecord {
  const whole: SignOnRecord = {
    subject: assertion.nameId && { value: assertion.nameId.value, format: assertion.nameId.format },
    claims: [...assertion.claims],
    plan,
    warnings,
    timings,
  }
  if (!journal.storeClaims) return { ...stripped(whole), dropped: 'off' }
  return provider ? redact(whole, journal.redactedAttributes, { provider: provider.policy, rules }) : whole
}

/** What is kept of a plan that was carried out on what a stored sign-on had brought: the plan, as far as the settings allow. */
export function recordedPlan(
  { rules, journal }: RuleBook,
  provider: ProviderPolicy,
  plan: Plan,
  claims: Claims,
): SignOnRecord {
  if (!journal.storeClaims) return { ...stripped({ plan }), dropped: 'off' }
  const { claims: _, ...record } = redact({ plan, claims: [...claims] }, journal.redactedAttributes, {
    provider,
    rules,
  })
  return record
}

/** What is left of a record without its values. */
export const stripped = (record: SignOnRecord): SignOnRecord => ({
  ...withoutValues(record),
  ...(record.refusal === undefined ? {} : { refusal: { ...record.refusal, evidence: {}, findings: found(record) } }),
  ...(record.timings === undefined ? {} : { timings: record.timings }),
  ...(record.warnings === undefined ? {} : { warnings: record.warnings }),
  ...(record.redacted === undefined ? {} : { redacted: record.redacted }),
  ...(record.follows === undefined ? {} : { follows: record.follows }),
})

const found = ({ refusal }: SignOnRecord) => refusal?.findings?.map((one) => ({ ...one, evidence: {} }))

/** The open half of an entry; nothing personal. */
export const entryOf = (attempt: Attempt, plan: Plan): SignOnEntry => ({
  id: attempt.id,
  providerId: attempt.provider?.policy.id ?? null,
  outcome: 'refused',
  code: null,
  step: null,
  userId: null,
  contactId: null,
  rulesRevision: plan.basis.rulesRevision,
  problems: plan.problems.map((one) => one.code),
  durationMicroseconds: attempt.elapsedMicroseconds(),
  address: attempt.address,
})
