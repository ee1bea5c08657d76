import { emailKey } from '../core/names.ts'
import { plan } from '../core/plan.ts'
import type { Contact, Grant, GrantOrigin, Plan, Problem, Rules, Snapshot } from '../core/types.ts'
import type { RowStatement } from './statement.ts'

/** Whom a line is about, as far as they are here already. */
export type Target =
  | { readonly kind: 'user' }
  /** A contact without a user, or nobody yet: the line makes what it can. */
  | { readonly kind: 'contact'; readonly contact: Contact | null }
  | { readonly kind: 'newcomer' }

/** What a line would do, and what speaks against it. */
export interface PlannedRow {
  readonly plan: Plan
  /** Anything here leaves the whole line out: half of a line is no line. */
  readonly faults: readonly Problem[]
}

/** Remarks that leave a line as good as it was. */
const harmless: ReadonlySet<Problem['code']> = new Set([
  'lookup_value_ambiguous',
  'attribute_missing',
  'last_administrator',
  'withdrawals_paused',
])

/**
 * Decides what a line would change: the same pure function as for a sign-on. The file stands where the provider stands there,
 * so grants of imports are shown to it as that provider's own, and back.
 * @param taken addresses that lines above have taken: key → row
 */
export function planRow(
  snapshot: Snapshot,
  statement: RowStatement,
  target: Target,
  rules: Rules,
  taken: ReadonlyMap<string, number>,
): PlannedRow {
  const decided = plan(asProvider(snapshot, statement, target), statement.claims, rules)
  const changes = decided.changes
    .filter((change) => statement.login !== null || target.kind !== 'contact' || !change.kind.startsWith('role-'))
    .map((change) =>
      change.kind === 'role-granted' || change.kind === 'role-withdrawn'
        ? { ...change, origin: fromProvider(change.origin) }
        : change,
    )
  const email = changes.find((change) => change.kind === 'column-set' && change.column === 'Email')
  const address = email?.kind === 'column-set' && typeof email.after === 'string' ? email.after : null
  const row = address === null ? undefined : taken.get(emailKey(address))
  const nameless =
    target.kind === 'contact' &&
    target.contact === null &&
    !changes.some((change) => change.kind === 'column-set' && change.column === 'Name')
  const faults = [
    ...decided.problems.filter(({ code }) => !harmless.has(code)),
    ...(row === undefined
      ? []
      : [{ code: 'email_taken', subject: 'Email', details: { contactId: `row ${row}` } } as const]),
    ...(nameless ? [{ code: 'attribute_missing', subject: 'Name', details: {} } as const] : []),
  ]
  return { plan: { ...decided, changes, decision: changes.length === 0 ? 'unchanged' : decided.decision }, faults }
}

function asProvider(snapshot: Snapshot, { login, type }: RowStatement, target: Target): Snapshot {
  const subject = { value: login ?? '', format: null }
  const seen = { ...snapshot, subject, domainOwners: new Map(), match: { kind: 'identity' } as const }
  if (target.kind === 'contact') {
    const contact = target.contact ?? { id: '', version: 0, values: new Map(), origins: new Map() }
    const user = { id: '', login: login ?? '', type: type ?? 'employee', status: 'active', version: 0 } as const
    return { ...seen, person: { user, contact, grants: [] } }
  }
  const { person } = snapshot
  if (!person) return { ...seen, match: { kind: 'new' } }
  // Who is kept out may still be described; who is gone stays gone.
  const status = person.user.status === 'deleted' ? 'deleted' : 'active'
  const grants = person.grants.map((grant): Grant => ({ ...grant, origin: toProvider(grant.origin) }))
  return { ...seen, person: { ...person, user: { ...person.user, status }, grants } }
}

const file: GrantOrigin = { kind: 'provider', providerId: '', ruleId: null }

const toProvider = (origin: GrantOrigin): GrantOrigin => (origin.kind === 'import' ? file : origin)

const fromProvider = (origin: GrantOrigin): GrantOrigin =>
  origin.kind === 'provider' && origin.providerId === '' ? { kind: 'import' } : origin
