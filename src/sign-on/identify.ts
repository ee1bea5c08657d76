import { type SubjectResult, subjectOf } from '../core/subject.ts'
import type { Claims, NameId, ProviderPolicy, Snapshot } from '../core/types.ts'
import { type Wanted, wanted } from '../core/wanted.ts'
import type { Columns } from '../store/columns.ts'
import type { Database, Tx } from '../store/database.ts'
import { readSnapshot } from '../store/snapshot.ts'
import type { RuleBook } from './app.ts'
import { nameLock } from './logout-keys.ts'

/** What a provider says about one person: an assertion, or the same kept, imported or typed in. */
export interface Statement {
  readonly claims: Claims
  readonly nameId: NameId | null
}

/** What must be looked up before a statement can be judged. */
export interface Question {
  readonly provider: ProviderPolicy
  readonly nameId: NameId | null
  readonly found: SubjectResult
  readonly wanted: Wanted
  readonly columns: Columns
  readonly now: Date
}

/** Works out, without the database, what must be looked up. */
export function ask(
  provider: ProviderPolicy,
  { claims, nameId }: Statement,
  { rules, columns }: Pick<RuleBook, 'rules' | 'columns'>,
  now: Date,
): Question {
  const found = subjectOf(provider, nameId, claims)
  return { provider, nameId, found, wanted: wanted(provider, rules, columns, claims, nameId), columns, now }
}

/** Finds who it is and reads everything that `plan` may look at, in one statement. */
export function identify(
  db: Database | Tx,
  { provider, nameId, found, wanted, columns, now }: Question,
): Promise<Snapshot> {
  const subject = found.ok ? found.subject : null
  const whom = subject
    ? ({ kind: 'identity', providerId: provider.id, subject } as const)
    : ({ kind: 'nobody' } as const)
  return readSnapshot(db, whom, { provider, subject, nameId, now }, columns, wanted)
}

/**
 * What must not happen twice at once: two sign-ons of one subject, two people taking one address or one login name; nor a
 * sign-on beside the logout that is about it.
 */
export function lockKeys({ provider, nameId, found, wanted }: Question): string[] {
  if (!found.ok) return []
  return [
    `subject ${provider.id} ${found.subject.format ?? ''} ${found.subject.value}`,
    ...(nameId === null ? [] : [nameLock(provider.id, nameId)]),
    ...wanted.emails.map((key) => `email ${key}`),
    ...wanted.askedLogins.map((key) => `login ${key}`),
  ]
}
