import { linkName } from './admission.ts'
import { WITHDRAWAL_CEILING } from './ceiling.ts'
import { grantKey } from './grant-key.ts'
import { loginCandidates } from './login.ts'
import { VALUES_PER_DAY } from './lookup-cells.ts'
import { nameKey } from './names.ts'
import type { CellValue, Grant, Match, Origin, Person, Plan, Problem, Snapshot, UserStatus } from './types.ts'

/** What is on record of the time since a sign-on. */
export interface Since {
  readonly values: readonly { readonly column: string; readonly value: CellValue; readonly origin: Origin | null }[]
  /** Grants that came or went; `held`: they were there before. */
  readonly grants: readonly (Grant & { readonly held: boolean })[]
  /** Keys of the addresses that arrived. */
  readonly emails: readonly string[]
}

/**
 * Takes a snapshot of today back to the moment before a past sign-on: values and grants by their history, all else by what the
 * plan of that day tells. What neither tells is as it is today.
 */
export const rewound = (today: Snapshot, then: Plan, at: Date, since: Since): Snapshot => {
  const created = new Set(
    then.changes.flatMap((one) => (one.kind === 'lookup-value-created' ? [`${one.lookup} ${nameKey(one.name)}`] : [])),
  )
  const madeRoles = new Set(then.changes.flatMap((one) => (one.kind === 'role-created' ? [one.role] : [])))
  const wasNew = then.changes.some((one) => one.kind === 'user-created')
  return {
    ...today,
    person: wasNew || !today.person ? null : personThen(today.person, then, since),
    match: matchThen(today, then, wasNew),
    roles: today.roles.filter((role) => !madeRoles.has(role.name)),
    lookupValues: today.lookupValues.filter(
      (one) => one.createdAt < at && !created.has(`${one.lookup} ${nameKey(one.name)}`),
    ),
    emailOwners: new Map(has(then, 'email_taken') ? since.emails.map((key) => [key, 'somebody']) : []),
    loginsTaken: takenThen(today, then),
    otherAdministrators: !has(then, 'last_administrator'),
    activity: activityThen(today, then),
  }
}

const has = ({ problems }: Plan, code: Problem['code']): boolean => problems.some((one) => one.code === code)

const personThen = (person: Person, then: Plan, { values, grants }: Since): Person => {
  const cells = new Map(person.contact.values)
  const origins = new Map(person.contact.origins)
  for (const { column, value, origin } of values) {
    cells.set(column, value)
    if (origin === null) origins.delete(column)
    else origins.set(column, origin)
  }
  const changed = new Set(grants.map(grantKey))
  return {
    user: { ...person.user, status: statusThen(person.user.status, then) },
    contact: { ...person.contact, values: cells, origins },
    grants: [
      ...person.grants.filter((grant) => !changed.has(grantKey(grant))),
      ...grants.flatMap(({ held, ...grant }) => (held ? [grant] : [])),
    ],
  }
}

const statuses = { user_disabled: 'disabled', user_pending: 'pending', user_deleted: 'deleted' } as const

/** Who was let in was active. */
const statusThen = (today: UserStatus, { refusal, changes }: Plan): UserStatus => {
  if (changes.some((one) => one.kind === 'user-reactivated')) return 'disabled'
  if (refusal === null) return 'active'
  return refusal.code in statuses ? statuses[refusal.code as keyof typeof statuses] : today
}

const matchThen = ({ provider, person }: Snapshot, then: Plan, wasNew: boolean): Match => {
  const linked = then.changes.find((one) => one.kind === 'identity-linked')
  if (linked?.because.kind === 'linked') {
    return { kind: 'linked', by: linked.because.by, userId: person?.user.id ?? '' }
  }
  const { code, details } = then.refusal ?? {}
  const by = (provider.link ?? []).find((rule) => linkName(rule) === details?.by)
  if (code === 'contact_ambiguous' && by) return { kind: 'ambiguous', by, count: Number(details?.count) }
  if (code === 'link_not_allowed' && by) return { kind: 'barred', by, userId: '' }
  if (code === 'user_deleted' && !person) return { kind: 'erased' }
  return { kind: person && !wasNew ? 'identity' : 'new' }
}

/** The names that were tried before the one that was given. */
const takenThen = ({ provider }: Snapshot, { problems }: Plan): ReadonlySet<string> => {
  const taken = problems.find((one) => one.code === 'login_taken')
  if (!taken) return new Set()
  const tried = loginCandidates(String(taken.details.login), provider.loginTaken)
  const given = taken.details.given === undefined ? tried.length : tried.indexOf(String(taken.details.given))
  return new Set(tried.slice(0, given < 0 ? 1 : given).map(nameKey))
}

/** How much of an hour or a day was used up is not kept; whether it was enough is. */
const activityThen = ({ provider }: Snapshot, { problems }: Plan): Snapshot['activity'] => ({
  withdrawals: problems.some((one) => one.code === 'withdrawals_paused')
    ? (provider.withdrawalCeiling ?? WITHDRAWAL_CEILING)
    : 0,
  lookupValues: problems.some((one) => one.code === 'lookup_limit' && one.details.per === 'day')
    ? (provider.lookupCeiling ?? VALUES_PER_DAY)
    : 0,
})
