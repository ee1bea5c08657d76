import { isInPilot, newcomerType } from '../core/admission.ts'
import { linkTargets, matchOf, openTargets } from '../core/match.ts'
import { type SubjectResult, subjectOf } from '../core/subject.ts'
import type { Claims, NameId, ProviderPolicy, Snapshot, Subject } from '../core/types.ts'
import { type Wanted, wanted } from '../core/wanted.ts'
import { readCandidates } from '../store/candidates.ts'
import type { Columns } from '../store/columns.ts'
import { type Database, StaleView, type Tx } from '../store/database.ts'
import { isErased } from '../store/erasure.ts'
import type { Seal } from '../store/seal.ts'
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
  readonly claims: Claims
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
  return { provider, claims, nameId, found, wanted: wanted(provider, rules, columns, claims, nameId), columns, now }
}

/** Finds who it is and reads everything that `plan` may look at: `recognise`, and `link` where nobody is known. */
export const identify = async (db: Database | Tx, seal: Seal, question: Question): Promise<Snapshot> =>
  link(db, seal, question, await recognise(db, question))

/** Looks who is known by this subject, and reads everything that `plan` may look at, in one statement. */
export function recognise(
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
 * Looks among those who are here already whether one of them is the unknown subject, by the provider's link rules. Without
 * rules, and for a person who is known, nothing is asked; whoever is found is read as if the subject had been theirs.
 */
export async function link(db: Database | Tx, seal: Seal, question: Question, known: Snapshot): Promise<Snapshot> {
  const { provider, claims, nameId, columns, wanted, now } = question
  if (known.person || !known.subject) return known
  // Whoever was erased is nobody's namesake either.
  if (await isErased(db, seal, provider.id, known.subject)) return { ...known, match: { kind: 'erased' } }
  if (!isInPilot(provider, known.subject, claims)) return known
  const targets = openTargets(provider, linkTargets(provider, columns, claims, nameId), known.domainOwners)
  if (targets.length === 0) return known
  for (let look = 1; ; look++) {
    const candidates = await readCandidates(db, targets, columns, provider.id)
    const match = matchOf(provider, newcomerType(provider, claims), targets, candidates)
    if (match.kind !== 'linked') return { ...known, match }
    const about = { provider, subject: known.subject, nameId, now, match }
    const found = await readSnapshot(db, { kind: 'user', userId: match.userId }, about, columns, wanted)
    // Two statements: whoever became an administrator between them was judged by what they were.
    const judged = candidates.find((one) => one.userId === match.userId)
    if (found.person?.user.version === judged?.version) return found
    if (look === looks) throw new StaleView('whom a link rule finds kept changing')
  }
}

/** Whoever keeps changing while they are looked at is looked at so often. */
const looks = 5

/** Held by whoever signs a subject on, or ends what it stands for. */
export const subjectLock = (providerId: string, { value, format }: Subject): string =>
  `subject ${providerId} ${format ?? ''} ${value}`

/**
 * What must not happen twice at once: two sign-ons of one subject, two people taking one address or one login name; nor a
 * sign-on beside the logout that is about it.
 */
export function lockKeys({ provider, claims, nameId, found, wanted, columns }: Question): string[] {
  if (!found.ok) return []
  const links = linkTargets(provider, columns, claims, nameId)
  return [
    // Whom a rule looks for must not be made by another sign-on at the same moment.
    ...links.flatMap(({ rule, keys }) =>
      keys.map((key) => (rule.by === 'column' ? `link ${rule.column} ${key}` : `${rule.by} ${key}`)),
    ),
    subjectLock(provider.id, found.subject),
    ...(nameId === null ? [] : [nameLock(provider.id, nameId)]),
    ...wanted.emails.map((key) => `email ${key}`),
    ...wanted.askedLogins.map((key) => `login ${key}`),
  ]
}
