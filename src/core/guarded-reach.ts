import type { RulesContent } from './rules-diff.ts'
import type { ProviderPolicy, RoleRule } from './types.ts'

/** A role that only administrators hand out, and a provider whose groups may give it. */
export interface GuardedReach {
  readonly providerId: string
  readonly roleId: string
}

type Reaching = Pick<RulesContent, 'roleRules'> & { readonly providers: readonly ProviderPolicy[] }

/** May this provider's groups give the rule's role, whatever its mode is now? As `rolesOfGroups` has it. */
const reaches = ({ providerId, roleId }: RoleRule, { id, userType, allowedRoles }: ProviderPolicy): boolean =>
  (providerId === id || (providerId === null && userType !== 'external')) &&
  (allowedRoles === undefined ? userType !== 'external' : allowedRoles.includes(roleId))

const pairOf = ({ providerId, roleId }: GuardedReach): string => `${providerId} ${roleId}`

/**
 * By which providers these rules let a role of `guarded` be had, each pair once. A rule for all providers reaches those too that
 * somebody who is no administrator has set up: whoever saves it should see their names. Pure.
 */
export function guardedReach({ roleRules, providers }: Reaching, guarded: ReadonlySet<string>): GuardedReach[] {
  const pairs = roleRules.flatMap((rule) =>
    guarded.has(rule.roleId)
      ? providers
          .filter((one) => reaches(rule, one))
          .map(({ id }): GuardedReach => ({ providerId: id, roleId: rule.roleId }))
      : [],
  )
  return [...new Map(pairs.map((one) => [pairOf(one), one])).values()]
}

/** What of it a change brings: by rules that came or say something else now, and by what a provider may do now. Pure. */
export function guardedReachOf(
  now: RulesContent,
  next: RulesContent,
  changed: ReadonlySet<string>,
  guarded: ReadonlySet<string>,
): GuardedReach[] {
  const before = new Set(guardedReach(now, guarded).map(pairOf))
  const written = next.roleRules.filter(({ id }) => changed.has(id))
  const byThese = new Set(guardedReach({ ...next, roleRules: written }, guarded).map(pairOf))
  return guardedReach(next, guarded).filter((one) => byThese.has(pairOf(one)) || !before.has(pairOf(one)))
}
