import { comesBack, refusalOf, switchesFor, userTypeOf } from './admission.ts'
import { type ColumnSet, type PlannedColumns, planColumns, untouchedColumns } from './columns.ts'
import { composeName } from './full-name.ts'
import { planGrants } from './grants.ts'
import { loginCandidates, loginOf } from './login.ts'
import { mailDomainOf } from './mail-domain.ts'
import { nameKey } from './names.ts'
import { problem } from './problem.ts'
import type { Change, Claims, Decision, Plan, Problem, Rules, Snapshot, UserType } from './types.ts'

interface ChosenLogin {
  /** Null for a person who has one, and with a refusal. */
  readonly login: string | null
  readonly refusal: Problem | null
  readonly problems: readonly Problem[]
}

const chooseLogin = (snapshot: Snapshot, claims: Claims, columns: PlannedColumns): ChosenLogin => {
  const { provider, nameId, subject, loginsTaken, domainOwners } = snapshot
  const email = columns.values.get('Email') ?? null
  const asked = loginOf(provider, nameId, claims, subject, typeof email === 'string' ? email : null)
  if (!asked.ok) return { login: null, refusal: asked.problem, problems: [] }
  // An address in a mail domain of another provider is the name of somebody of theirs, whether they have come yet or not.
  const isReserved = (login: string): boolean =>
    (domainOwners.get(mailDomainOf(login) ?? '') ?? provider.id) !== provider.id
  const free = loginCandidates(asked.login, provider.loginTaken).find(
    (candidate) => !loginsTaken.has(nameKey(candidate)) && !isReserved(candidate),
  )
  if (free === undefined) {
    return { login: null, refusal: problem('login_taken', 'login', { login: asked.login }), problems: asked.problems }
  }
  const suffixed = free === asked.login ? [] : [problem('login_taken', 'login', { login: asked.login, given: free })]
  return { login: free, refusal: null, problems: [...asked.problems, ...suffixed] }
}

/** What becomes of the user: made, bound to the subject that a link rule knew, or switched on again. */
const userChanges = (snapshot: Snapshot, login: string | null, userType: UserType): readonly Change[] => {
  const { person, provider, match } = snapshot
  if (!person) {
    if (login === null) return []
    const pending = provider.newUsers === 'pending' ? ({ status: 'pending' } as const) : {}
    const because = { kind: 'first-sign-on' } as const
    return [
      { kind: 'user-created', login, userType, ...pending, because },
      { kind: 'contact-created', because },
    ]
  }
  const known = person.user.login
  if (match.kind === 'linked') {
    return [{ kind: 'identity-linked', login: known, because: { kind: 'linked', by: match.by } }]
  }
  if (!comesBack(snapshot)) return []
  return [{ kind: 'user-reactivated', login: known, because: { kind: 'reactivate' } }]
}

/** Columns that the catalogue requires and that will still be empty. */
const emptyRequired = (snapshot: Snapshot, columns: PlannedColumns, name: ColumnSet | null): readonly Problem[] =>
  [...snapshot.columns.values()]
    .filter(({ name: column, required }) => required && column !== name?.column && !columns.values.get(column))
    .map((column) => problem('attribute_missing', column.name))

const inCatalogueOrder = (snapshot: Snapshot, changes: readonly ColumnSet[]): readonly ColumnSet[] => {
  const position = new Map([...snapshot.columns.keys()].map((name, at) => [name, at]))
  return changes.toSorted((a, b) => (position.get(a.column) ?? 0) - (position.get(b.column) ?? 0))
}

/**
 * Decides what one sign-on would change. Pure: no clock, no database, no randomness; never throws on data.
 * The same function serves sign-on, preview, test and replay; `apply` performs what it returns, inside the transaction
 * in which the snapshot was read.
 *
 * All remarks are collected in `problems`. A refused plan has no changes; its `refusal` is also the first of its `problems`.
 * Refusals: `subject_*`, `not_in_pilot`, `contact_ambiguous`, `link_not_allowed`, `user_not_provisioned`, `user_disabled`,
 * `user_deleted`, `user_pending`, `required_value_missing`, `lookup_value_unknown` (both as a row says), and for newcomers `login_missing`, `login_taken` or a login name that cannot be stored.
 *
 * @example
 * const decided = plan(snapshot, new Map([['Department', ['Sales']]]), rules)
 * if (decided.decision === 'refuse') console.log(decided.refusal?.code)
 */
export const plan = (snapshot: Snapshot, claims: Claims, rules: Rules): Plan => {
  const { person } = snapshot
  const userType = userTypeOf(snapshot, claims)
  const basis = {
    rulesRevision: rules.revision,
    userVersion: person?.user.version ?? null,
    contactVersion: person?.contact.version ?? null,
  }
  const updating = !person || switchesFor(snapshot.provider, userType).update
  const columns = updating ? planColumns(snapshot, rules, claims) : untouchedColumns(snapshot)
  const refused = refusalOf(snapshot, claims, userType)
  const chosen: ChosenLogin =
    person || refused ? { login: null, refusal: null, problems: [] } : chooseLogin(snapshot, claims, columns)
  const refusal = refused ?? columns.refusal ?? chosen.refusal
  if (refusal) {
    // Every reason is told; the first is what it is refused for.
    const further = [columns.refusal, chosen.refusal].flatMap((one) => (one && one !== refusal ? [one] : []))
    const problems = [refusal, ...further, ...columns.problems, ...chosen.problems]
    return { decision: 'refuse', refusal, changes: [], problems, basis }
  }

  const name = updating ? composeName(snapshot, columns, chosen.login) : { change: null, problems: [] }
  const grants = planGrants(snapshot, rules, claims, userType)
  const columnChanges = inCatalogueOrder(snapshot, [...columns.changes, ...(name.change ? [name.change] : [])])
  const changes = [
    ...columns.created,
    ...userChanges(snapshot, chosen.login, userType),
    ...columnChanges,
    ...grants.changes,
  ]
  const decision: Decision = person ? (changes.length > 0 ? 'update' : 'unchanged') : 'create'
  return {
    decision,
    refusal: null,
    changes,
    problems: [
      ...columns.problems,
      ...(updating ? emptyRequired(snapshot, columns, name.change) : []),
      ...chosen.problems,
      ...name.problems,
      ...grants.problems,
    ],
    basis,
  }
}
