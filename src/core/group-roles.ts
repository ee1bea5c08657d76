import type { Group } from './groups.ts'
import { byCodeUnit } from './names.ts'
import { problem } from './problem.ts'
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
  readonly problems: readonly Problem[]
}

type Policy = Pick<ProviderPolicy, 'id' | 'userType' | 'exactRoleNames'>

/** Administrators are protected even if the row should say otherwise. */
export const isProtected = (role: Role): boolean => role.protected || role.builtIn === 'administrators'

type ByGroup = ReadonlyMap<string, readonly RoleRule[]>

// The same rules serve sign-on after sign-on, and an installation may have thousands.
const remembered = new WeakMap<Rules['roleRules'], Map<string, ByGroup>>()

/** The rules that a provider's groups meet, by group: its own and the global ones, each group's in the order of their ids. */
export const rulesByGroup = (provider: Pick<ProviderPolicy, 'id'>, rules: Pick<Rules, 'roleRules'>): ByGroup => {
  const byProvider = remembered.get(rules.roleRules) ?? new Map<string, ByGroup>()
  const known = byProvider.get(provider.id)
  if (known) return known
  const byGroup = indexByGroup(provider, rules)
  remembered.set(rules.roleRules, byProvider.set(provider.id, byGroup))
  return byGroup
}

const indexByGroup = (provider: Pick<ProviderPolicy, 'id'>, rules: Pick<Rules, 'roleRules'>): ByGroup => {
  const byGroup = new Map<string, RoleRule[]>()
  for (const rule of rules.roleRules.toSorted((a, b) => byCodeUnit(a.id, b.id))) {
    if (rule.providerId !== null && rule.providerId !== provider.id) continue
    const group = rule.group.trim()
    const known = byGroup.get(group)
    if (known) known.push(rule)
    else byGroup.set(group, [rule])
  }
  return byGroup
}

/** The texts by which rules and role names may know a group: as sent, then cleaned. */
export const textsOf = ({ raw, name }: Group): readonly string[] => (name === raw ? [raw] : [raw, name])

/**
 * Tells which roles the groups give, by the role rules (the provider's and the global ones) and, if the provider's policy says so,
 * by the exact, case-sensitive role name. Both know a group as it was sent and by its cleaned name.
 * Never an empty-handed surprise: what a group names and may not have is a Problem.
 *
 * - `role_protected`: a protected role is named by its name alone, or met by a rule through a cleaned name or a part of a list
 *   (details `from`: what was sent). It needs a rule with the whole value as sent: `CN=Admins,OU=Self-service` and
 *   `CN=Admins,OU=IT` have the same CN.
 * - `role_not_allowed`: an external user and "All employees"; or an external provider without a role rule of its own for that
 *   group, because its groups are named by strangers.
 * - `role_unknown`: a rule points to a role that is gone.
 */
export const rolesOfGroups = (
  provider: Policy,
  rules: Pick<Rules, 'roleRules'>,
  roles: readonly Role[],
  userType: UserType,
  groups: readonly Group[],
): GivenRoles => {
  const byGroup = rulesByGroup(provider, rules)
  const byId = new Map(roles.map((role) => [role.id, role]))
  const byName = new Map(roles.toSorted((a, b) => byCodeUnit(b.id, a.id)).map((role) => [role.name, role]))
  const given: GivenRole[] = []
  const problems: Problem[] = []

  const give = (role: Role, group: Group, text: string, rule: RoleRule | null): void => {
    const foreign = provider.userType === 'external' && rule?.providerId !== provider.id
    const from = text === group.raw ? {} : { from: group.raw }
    if (foreign || (userType === 'external' && role.builtIn === 'all-employees')) {
      problems.push(problem('role_not_allowed', role.name, { group: text }))
    } else if (isProtected(role) && (rule === null || text !== group.raw || !group.whole)) {
      problems.push(problem('role_protected', role.name, { group: text, ...(rule ? { from: group.raw } : {}) }))
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
    for (const text of textsOf(group)) {
      for (const rule of byGroup.get(text) ?? []) {
        const role = byId.get(rule.roleId)
        // Met as sent: that the cleaned name would not do is no news.
        if (role && text !== group.raw && isProtected(role) && ruled.has(role.id)) continue
        if (role) give(role, group, text, rule)
        else problems.push(problem('role_unknown', rule.roleId, { ruleId: rule.id, group: text }))
        ruled.add(rule.roleId)
      }
    }
    for (const text of provider.exactRoleNames ? textsOf(group) : []) {
      const namesake = byName.get(text)
      // A role that a rule gives for this very group needs no second reason, and no complaint about its name.
      if (namesake && !ruled.has(namesake.id)) give(namesake, group, text, null)
    }
  }
  return { given, problems }
}
