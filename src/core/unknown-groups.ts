import type { Group } from './groups.ts'
import { nameKey } from './names.ts'
import { createsRoles } from './new-roles.ts'
import { rulesMeeting } from './rule-index.ts'
import type { ProviderPolicy, Rules } from './types.ts'

/** Tells whether there is a role of this name, compared as the provider's policy compares them. */
export type IsRoleName = (text: string) => boolean

/** The names of roles, ready to be asked as `policy` asks. */
export const roleNamesFor = (
  { roleNameCase }: Pick<ProviderPolicy, 'roleNameCase'>,
  names: readonly string[],
): IsRoleName => {
  if (roleNameCase !== 'ignore') {
    const exact = new Set(names)
    return (text) => exact.has(text)
  }
  const keys = new Set(names.map(nameKey))
  return (text) => keys.has(nameKey(text))
}

/**
 * The groups that mean nothing here: no rule meets them, no role has their name, and the provider's policy neither ignores them
 * nor makes roles of them. What a group names and may not have is not among them: that is known, and refused.
 */
export const unknownGroups = (
  provider: ProviderPolicy,
  rules: Pick<Rules, 'roleRules'>,
  isRoleName: IsRoleName,
  groups: readonly Group[],
): readonly Group[] => {
  if (provider.roles === 'off' || createsRoles(provider, provider.userType)) return []
  const rulesFor = rulesMeeting(provider, rules)
  return groups.filter(({ raw, name }) =>
    [raw, name].every((text) => rulesFor(text).length === 0 && !(provider.exactRoleNames && isRoleName(text))),
  )
}
