import { subjectOf } from '../core/subject.ts'
import type { Claims, NameId, ProviderPolicy, Snapshot } from '../core/types.ts'
import { wanted } from '../core/wanted.ts'
import type { Database, Tx } from '../store/database.ts'
import { readSnapshot } from '../store/snapshot.ts'
import type { RuleBook } from './app.ts'

/** What a provider says about one person: an assertion, or the same kept, imported or typed in. */
export interface Statement {
  readonly claims: Claims
  readonly nameId: NameId | null
}

/** Finds who it is and reads everything that `plan` may look at, in one statement. */
export function identify(
  db: Database | Tx,
  provider: ProviderPolicy,
  statement: Statement,
  { rules, columns }: RuleBook,
): Promise<Snapshot> {
  const { claims, nameId } = statement
  const found = subjectOf(provider, nameId, claims)
  const subject = found.ok ? found.subject : null
  const whom = subject
    ? ({ kind: 'identity', providerId: provider.id, subject } as const)
    : ({ kind: 'nobody' } as const)
  return readSnapshot(
    db,
    whom,
    { provider, subject, nameId },
    columns,
    wanted(provider, rules, columns, claims, nameId),
  )
}

/** What must not happen twice at once: two sign-ons of one subject, two people taking one address or one login name. */
export function lockKeys(provider: ProviderPolicy, statement: Statement, { rules, columns }: RuleBook): string[] {
  const { claims, nameId } = statement
  const found = subjectOf(provider, nameId, claims)
  if (!found.ok) return []
  const { emails, askedLogins } = wanted(provider, rules, columns, claims, nameId)
  return [
    `subject ${provider.id} ${found.subject.format ?? ''} ${found.subject.value}`,
    ...emails.map((key) => `email ${key}`),
    ...askedLogins.map((key) => `login ${key}`),
  ]
}
