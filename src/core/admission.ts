import { holds } from './condition.ts'
import { isProtected } from './group-roles.ts'
import { problem } from './problem.ts'
import { subjectOf } from './subject.ts'
import type { Claims, JitSwitches, LinkRule, Problem, ProviderPolicy, Snapshot, Subject, UserType } from './types.ts'

/** What a newcomer of this provider is. What an external provider brings is external, whatever it says about them. */
export const newcomerType = (provider: Pick<ProviderPolicy, 'userType' | 'externalWhen'>, claims: Claims): UserType =>
  provider.userType === 'external' || (provider.externalWhen && holds(provider.externalWhen, claims))
    ? 'external'
    : 'employee'

/** The type of the person whom the snapshot is about; of nobody known, the type that they would have. */
export const userTypeOf = ({ person, provider }: Pick<Snapshot, 'person' | 'provider'>, claims: Claims): UserType =>
  person?.user.type ?? newcomerType(provider, claims)

/** What the provider's sign-ons may do with users of a type. */
export const switchesFor = (provider: ProviderPolicy, userType: UserType): JitSwitches =>
  userType === 'external' ? provider.external : provider.employees

/** May this person sign on, while the provider is tried with few? Always, when there is no pilot. */
export const isInPilot = ({ pilot }: Pick<ProviderPolicy, 'pilot'>, subject: Subject, claims: Claims): boolean =>
  pilot === undefined ||
  (pilot.subjects?.includes(subject.value) ?? false) ||
  (pilot.when !== undefined && holds(pilot.when, claims))

/**
 * Does this sign-on switch a disabled user on again? Only who is known by the subject, and never the holder of a protected
 * role: those are let in by hand.
 */
export const comesBack = ({ person, provider, match, roles }: Snapshot): boolean => {
  if (person?.user.status !== 'disabled' || !provider.reactivate || match.kind !== 'identity') return false
  const guarded = new Set(roles.filter(isProtected).map((role) => role.id))
  return !person.grants.some((grant) => guarded.has(grant.roleId))
}

/** By which rule somebody was found, in one word: the column, `login` or `email`. */
export const linkName = (rule: LinkRule): string => (rule.by === 'column' ? rule.column : rule.by)

/** Why this person may not be let in at all, before anything about values is asked; null when they may. */
export const refusalOf = (snapshot: Snapshot, claims: Claims, userType: UserType): Problem | null => {
  const { person, provider, nameId, match, subject } = snapshot
  if (subject === null) {
    const found = subjectOf(provider, nameId, claims)
    return found.ok ? problem('subject_attribute_missing', null) : found.problem
  }
  if (!isInPilot(provider, subject, claims)) return problem('not_in_pilot', null)
  if (match.kind === 'ambiguous') {
    return problem('contact_ambiguous', null, { by: linkName(match.by), count: match.count })
  }
  if (match.kind === 'erased') return problem('user_deleted', null)
  if (match.kind === 'barred') return problem('link_not_allowed', null, { by: linkName(match.by) })
  if (!person) {
    return switchesFor(provider, userType).create ? null : problem('user_not_provisioned', null, { userType })
  }
  const { status } = person.user
  return status === 'active' || comesBack(snapshot) ? null : problem(`user_${status}`, null)
}

/** Whether the identity provider or the person is not of the house: what such a sign-on may do to lookups is little. */
export const isExternal = (snapshot: Pick<Snapshot, 'person' | 'provider'>, claims: Claims): boolean =>
  snapshot.provider.userType === 'external' || userTypeOf(snapshot, claims) === 'external'
