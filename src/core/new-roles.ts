import type { Group } from './groups.ts'
import { byCodeUnit, nameKey } from './names.ts'
import { problem } from './problem.ts'
import { faultOf, keyFits } from './text.ts'
import type { Change, Problem, ProviderPolicy, Role, UserType } from './types.ts'

/** Most roles that one sign-on may create. */
export const NEW_ROLES_LIMIT = 20

/** Stands for the id of a role that a plan creates, until `apply` knows it. Never a UUID, so that it is never mistaken for one. */
export const newRoleId = (name: string): string => `new ${nameKey(name)}`

type Policy = Pick<ProviderPolicy, 'userType' | 'createRoles' | 'exactRoleNames' | 'allowedRoles'>

/**
 * May groups of this person become roles? Only where the provider's policy says so and a role is found again by its name; never
 * where an external provider or an external user names it, nor beside a list of roles, on which a new one cannot be.
 */
export const createsRoles = (provider: Policy, userType: UserType): boolean =>
  provider.createRoles === true &&
  provider.exactRoleNames &&
  provider.allowedRoles === undefined &&
  provider.userType !== 'external' &&
  userType !== 'external'

// Renamed or not, nothing may pass for a built-in role.
const reserved = new Set(['Administrators', 'All employees', 'All external users'].map(nameKey))

const canBeName = (name: string): boolean =>
  faultOf(name, { singleLine: true }) === null && keyFits(name) && nameKey(name) !== ''

export interface NewRoles {
  /** By name; each with the group that asks for it. */
  readonly roles: readonly { readonly role: Role; readonly group: Group }[]
  readonly changes: readonly Extract<Change, { kind: 'role-created' }>[]
  readonly problems: readonly Problem[]
}

/**
 * Makes functional roles of groups that give nothing: in the order of their names, at most `NEW_ROLES_LIMIT`.
 * What cannot become one is `role_not_created`, once for each `reason`: `name` (no name of a role), `taken` (a role has that name but for
 * case or spaces, or it is a built-in one's), `cap`.
 */
export const newRolesOf = (groups: readonly Group[], roles: readonly Role[]): NewRoles => {
  const taken = new Set([...reserved, ...roles.map((role) => nameKey(role.name))])
  const byKey = new Map<string, Group>()
  const left: Record<'name' | 'taken' | 'cap', Group[]> = { name: [], taken: [], cap: [] }
  for (const group of groups.toSorted((a, b) => byCodeUnit(a.name, b.name) || byCodeUnit(a.raw, b.raw))) {
    if (!canBeName(group.name)) left.name.push(group)
    else if (taken.has(nameKey(group.name))) left.taken.push(group)
    // Two spellings of one name: the first is created, the other finds it at the next sign-on if case is ignored.
    else if (byKey.has(nameKey(group.name))) left.taken.push(...differing(byKey.get(nameKey(group.name)), group))
    else if (byKey.size === NEW_ROLES_LIMIT) left.cap.push(group)
    else byKey.set(nameKey(group.name), group)
  }
  const made = [...byKey.values()].map((group) => ({
    role: { id: newRoleId(group.name), name: group.name, protected: false, builtIn: null },
    group,
  }))
  return {
    roles: made,
    changes: made.map(({ role, group }) => ({ kind: 'role-created', role: role.name, because: becauseOf(group) })),
    problems: (['name', 'taken', 'cap'] as const).flatMap((reason) => {
      const [first] = left[reason]
      if (!first) return []
      // A text that cannot be a name cannot be kept either.
      const example = reason === 'name' ? '' : first.name
      return [problem('role_not_created', null, { reason, group: example, count: left[reason].length })]
    }),
  }
}

const differing = (known: Group | undefined, group: Group): readonly Group[] =>
  known?.name === group.name ? [] : [group]

const becauseOf = ({ raw, name }: Group) =>
  ({ kind: 'role-name', group: name, ...(raw === name ? {} : { from: raw }) }) as const
