import type { Sql } from 'sql-template-tag'
import type { Assertion, Plan, Snapshot } from '../core/types.ts'
import type { Tx } from '../store/database.ts'
import { insertSignOn, type SignOnEntry, type SignOnRecord } from '../store/sign-ons.ts'
import type { App } from './app.ts'
import type { Applied } from './apply.ts'
import type { Attempt } from './attempt.ts'
import type { Outcome } from './redirect.ts'

const outcomes = { create: 'created', update: 'updated', unchanged: 'unchanged', refuse: 'refused' } as const

/** The statement that writes the journal's entry of an accepted sign-on, for its transaction. */
export function journalEntry(app: App, person: Applied, assertion: Assertion, plan: Plan, attempt: Attempt): Sql {
  const entry = { ...entryOf(attempt, plan), outcome: outcomes[plan.decision], ...person }
  return insertSignOn(app.seal, entry, recordOf(assertion, plan, attempt))
}

/** A plan that refuses changes nothing, but it is journaled, and the message stays used up. */
export function journalRefusedPlan(
  tx: Tx,
  app: App,
  { person }: Snapshot,
  assertion: Assertion,
  plan: Plan,
  attempt: Attempt,
): Outcome {
  const code = plan.refusal?.code ?? 'internal'
  const known = { userId: person?.user.id ?? null, contactId: person?.contact.id ?? null }
  const entry = { ...entryOf(attempt, plan), ...known, outcome: 'refused', code, step: 'plan' } as const
  tx.send(insertSignOn(app.seal, entry, recordOf(assertion, plan, attempt)))
  return attempt.keep({ refused: code, reference: attempt.id })
}

/** What is kept sealed of an assertion and its plan. */
export const recordOf = (assertion: Assertion, plan: Plan, attempt: Attempt): SignOnRecord => ({
  subject: assertion.nameId && { value: assertion.nameId.value, format: assertion.nameId.format },
  claims: [...assertion.claims],
  plan,
  warnings: attempt.warnings,
})

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
