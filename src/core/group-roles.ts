import { type Group, textsOf } from './groups.ts'
import { byCodeUnit, nameKey } from './names.ts'
import { createsRoles, type NewRoles, newRolesOf } from './new-roles.ts'
import { problem } from './problem.ts'
import { rulesMeeting } from './rule-index.ts'
import type { Because, GrantOrigin, Problem, ProviderPolicy, Role, RoleRule, Rules, UserType } from './types.ts'

/** A role that one group of this sign-on gives. */
export interface GivenRole {
  readonly role: Role
  readonly group: Group
  readonly origin: Extract<GrantOrigin, { kind: 'provider' }>
  readonly because: Extract<Because, { kind: 'role-rule' | 'role-name' }>
}

export interface GivenRoles {
  readonly given: readonly GivenRole[]
  /** The roles that come into being first, by name. */
  readonly created: NewRoles['changes']
  readonly problems: readonly Problem[]
}

type Policy = Pick<
  ProviderPolicy,
  'id' | 'userType' | 'exactRoleNames' | 'roleNameCase' | 'createRoles' | 'allowedRoles'
>

/** Administrators are protected even if the row should say otherwise. */
export const isProtected = (role: Role): boolean => role.protected || role.builtIn === 'administrators'

/** May this provider give this role? Left out, the list is everything for employees and nothing for external people. */
const allows = ({ allowedRoles, userType }: Policy): ((role: Role) => boolean) => {
  if (allowedRoles === undefined) return () => userType !== 'external'
  const listed = new Set(allowedRoles)
  return (role) => listed.has(role.id)
}

/** Finds the role that a text names: case and all, unless the policy says otherwise. */
const namesakes = (roles: readonly Role[], { roleNameCase }: Policy): ((text: string) => Role | undefined) => {
  const keyOf = roleNameCase === 'ignore' ? nameKey : (text: string) => text
  const byKey = new Map(roles.toSorted((a, b) => byCodeUnit(b.id, a.id)).map((role) => [keyOf(role.name), role]))
  return (text) => byKey.get(keyOf(text))
}

/** Tells which role a group of this name gives by the name alone, with no rule; the same conditions as `rolesOfGroups`. */
export const givenByName = (provider: Policy, roles: readonly Role[]): ((text: string) => Role | undefined) => {
  if (!provider.exactRoleNames || provider.userType === 'external') return () => undefined
  const namesakeOf = namesakes(roles, provider)
  const mayGive = allows(provider)
  return (text) => {
    const role = namesakeOf(text)
    return role && !isProtected(role) && mayGive(role) ? role : undefined
  }
}

/**
 * Tells which roles the groups give, by the role rules (the provider's and the global ones) and, if the provider's policy says so,
 * by the exact role name. Both know a group as it was sent and by its cleaned name. Groups that meet neither become
 * roles where the policy says so.
 * Never an empty-handed surprise: what a group names and may not have is a Problem.
 *
 * - `role_protected`: a protected role is named by its name alone, or met by a glob, or by a rule through a cleaned name or a part
 *   of a list (details `from`: what was sent). It needs a rule with the whole value as sent: `CN=Admins,OU=Self-service` and
 *   `CN=Admins,OU=IT` have the same CN.
 * - `role_not_allowed`: an external user and "All employees"; an external provider without a role rule of its own for that
 *   group, because its groups are named by strangers; or (`reason` `list`) a role that the provider's list leaves out.
 * - `role_unknown`: a rule points to a role that is gone.
 * - `role_not_created`: a group that cannot become a role.
 */
export const rolesOfGroups = (
  provider: Policy,
  rules: Pick<Rules, 'roleRules'>,
  roles: readonly Role[],
  userType: UserType,
  groups: readonly Group[],
): GivenRoles => {
  const rulesFor = rulesMeeting(provider, rules)
  const byId = new Map(roles.map((role) => [role.id, role]))
  const namesakeOf = namesakes(roles, provider)
  const mayGive = allows(provider)
  const given: GivenRole[] = []
  const problems: Problem[] = []
  const unmet: Group[] = []

  const give = (role: Role, group: Group, text: string, rule: RoleRule | null): void => {
    const foreign = provider.userType === 'external' && rule?.providerId !== provider.id
    const from = text === group.raw ? {} : { from: group.raw }
    if (foreign || (userType === 'external' && role.builtIn === 'all-employees')) {
      problems.push(problem('role_not_allowed', role.name, { group: text }))
    } else if (isProtected(role) && (rule === null || rule.match === 'glob' || text !== group.raw || !group.whole)) {
      problems.push(problem('role_protected', role.name, { group: text, ...(rule ? { from: group.raw } : {}) }))
    } else if (!mayGive(role)) {
      problems.push(problem('role_not_allowed', role.name, { group: text, reason: 'list' }))
    } else {
      const origin = { kind: 'provider', providerId: provider.id, ruleId: rule?.id ?? null } as const
      const because = rule
        ? ({ kind: 'role-rule', ruleId: rule.id, group: text, ...from } as const)
        : ({ kind: 'role-name', group: text, ...from } as const)
      given.push({ role, group, origin, because })
    }
  }

  for (const group of groups) {
    const ruled = new Set<string>()
    let met = false
    for (const text of textsOf(group)) {
      for (const rule of rulesFor(text)) {
        met = true
        const role = byId.get(rule.roleId)
        // Met by a whole value: that a glob or the cleaned name would not do is no news.
        const tooVague = rule.match === 'glob' || text !== group.raw
        if (role && tooVague && isProtected(role) && ruled.has(role.id)) continue
        if (role) give(role, group, text, rule)
        else problems.push(problem('role_unknown', rule.roleId, { ruleId: rule.id, group: text }))
        ruled.add(rule.roleId)
      }
    }
    for (const text of provider.exactRoleNames ? textsOf(group) : []) {
      const namesake = namesakeOf(text)
      if (namesake) met = true
      // A role that a rule gives for this very group needs no second reason, and no complaint about its name.
      if (namesake && !ruled.has(namesake.id)) give(namesake, group, text, null)
    }
    if (!met) unmet.push(group)
  }
  if (!createsRoles(provider, userType)) return { given, created: [], problems }
  const fresh = newRolesOf(unmet, roles)
  for (const { role, group } of fresh.roles) give(role, group, group.name, null)
  return { given, created: fresh.changes, problems: [...problems, ...fresh.problems] }
}
