import { type Evidence, evidenceOf } from './evidence.ts'
import { isProtected, rolesOfGroups } from './group-roles.ts'
import { byCodeUnit } from './names.ts'
import { problem } from './problem.ts'
import type { Because, Change, Claims, Grant, GrantOrigin, Problem, Role, Rules, Snapshot, UserType } from './types.ts'

type RoleChange = Extract<Change, { kind: 'role-granted' | 'role-withdrawn' }>

export interface PlannedGrants {
  /** Granted first, then withdrawn, each sorted by role name. */
  readonly changes: readonly RoleChange[]
  readonly problems: readonly Problem[]
}

/** One grant is one row: two grants with the same key are the same grant. */
export const grantKey = ({ roleId, origin }: Pick<Grant, 'roleId' | 'origin'>): string =>
  origin.kind === 'provider'
    ? JSON.stringify([roleId, origin.kind, origin.providerId, origin.ruleId])
    : JSON.stringify([roleId, origin.kind])

interface Desired {
  readonly role: Role
  readonly origin: GrantOrigin
  readonly because: Because
}

const isCleaned = (because: Because): boolean => 'from' in because

const baseRole = (roles: readonly Role[], userType: UserType): readonly Desired[] => {
  const builtIn = userType === 'external' ? 'all-external' : 'all-employees'
  const role = roles.find((candidate) => candidate.builtIn === builtIn)
  return role ? [{ role, origin: { kind: 'base' }, because: { kind: 'base-role' } }] : []
}

const sorted = (changes: readonly RoleChange[]): readonly RoleChange[] =>
  changes.toSorted((a, b) => byCodeUnit(a.role, b.role) || byCodeUnit(grantKey(a), grantKey(b)))

/** Which of this provider's unconfirmed grants end: all in mode `sync` on complete evidence, else only those that must be re-asserted. */
const withdrawalsOf = (
  snapshot: Snapshot,
  unconfirmed: readonly Grant[],
  evidence: Evidence,
): readonly RoleChange[] => {
  const all = snapshot.provider.roles === 'sync' && evidence.complete
  const byId = new Map(snapshot.roles.map((role) => [role.id, role]))
  const because: Because = { kind: all ? 'group-gone' : 'not-reasserted' }
  return unconfirmed.flatMap(({ roleId, origin }) => {
    const role = byId.get(roleId)
    if (!all && !(role && isProtected(role))) return []
    return [{ kind: 'role-withdrawn', role: role?.name ?? roleId, roleId, origin, because }]
  })
}

/**
 * Leaves the last administrator in office: somebody must be able to mend the rule that would have thrown them out.
 * Of several grants of the role one stays, and only if nothing else gives it.
 */
const sparingLastAdministrator = (
  snapshot: Snapshot,
  granted: readonly RoleChange[],
  withdrawn: readonly RoleChange[],
): PlannedGrants => {
  const administrators = snapshot.roles.find((role) => role.builtIn === 'administrators')
  if (!administrators || snapshot.otherAdministrators) return { changes: [...granted, ...withdrawn], problems: [] }
  const gives = ({ roleId }: { readonly roleId: string }): boolean => roleId === administrators.id
  const leaving = new Set(withdrawn.filter(gives).map(grantKey))
  const standing = [...(snapshot.person?.grants ?? []), ...granted].filter((grant) => gives(grant))
  const spared = standing.every((grant) => leaving.has(grantKey(grant))) ? withdrawn.find(gives) : undefined
  return {
    changes: [...granted, ...withdrawn.filter((change) => change !== spared)],
    problems: spared ? [problem('last_administrator', administrators.name)] : [],
  }
}

/**
 * Decides which grants a sign-on gives and takes.
 * - The base role of the user's type is always given, whatever the mode.
 * - Mode `off`: gives nothing else. `add`: the roles that the groups give. `sync`: also withdraws this provider's grants that are
 *   no longer given, when the evidence is complete.
 * - Protected roles of this provider that were not asserted again are withdrawn whatever the mode and the evidence: privilege does
 *   not outlive its removal. Grants of any other origin are never touched.
 * - Problems: those of the groups, `roles_incomplete`, `last_administrator`.
 */
export const planGrants = (snapshot: Snapshot, rules: Rules, claims: Claims, userType: UserType): PlannedGrants => {
  const { provider, roles } = snapshot
  const held = snapshot.person?.grants ?? []
  const heldKeys = new Set(held.map(grantKey))
  const evidence = evidenceOf(provider, claims)
  const off = provider.roles === 'off'
  const { given, problems } = rolesOfGroups(provider, rules, roles, userType, off ? [] : evidence.groups)

  const desired = new Map<string, Desired>()
  for (const one of [...baseRole(roles, userType), ...given]) {
    const key = grantKey({ roleId: one.role.id, origin: one.origin })
    const known = desired.get(key)
    // What was sent is a better reason than what was read from it.
    if (!known || (isCleaned(known.because) && !isCleaned(one.because))) desired.set(key, one)
  }
  const granted = [...desired].flatMap(([key, { role, origin, because }]): RoleChange[] =>
    heldKeys.has(key) ? [] : [{ kind: 'role-granted', role: role.name, roleId: role.id, origin, because }],
  )
  const unconfirmed = held.filter(
    (grant) =>
      grant.origin.kind === 'provider' && grant.origin.providerId === provider.id && !desired.has(grantKey(grant)),
  )
  const decided = sparingLastAdministrator(
    snapshot,
    sorted(granted),
    sorted(withdrawalsOf(snapshot, unconfirmed, evidence)),
  )
  const explicit = provider.roleAttributes !== 'well-known'
  const doubtful = evidence.overage || evidence.unreadable > 0
  const incomplete = !off && !evidence.complete && (explicit || doubtful || unconfirmed.length > 0)
  const details = {
    reason: evidence.overage ? 'overage' : evidence.unreadable > 0 ? 'unreadable' : 'absent',
    missing: evidence.missing.join(', '),
  }
  return {
    changes: decided.changes,
    problems: [...problems, ...(incomplete ? [problem('roles_incomplete', null, details)] : []), ...decided.problems],
  }
}
