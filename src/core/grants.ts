import { pauseAboveCeiling } from './ceiling.ts'
import { type Evidence, evidenceOf } from './evidence.ts'
import { grantKey } from './grant-key.ts'
import { isProtected, rolesOfGroups } from './group-roles.ts'
import { byCodeUnit } from './names.ts'
import { problem } from './problem.ts'
import type { Because, Change, Claims, Grant, GrantOrigin, Problem, Role, Rules, Snapshot, UserType } from './types.ts'

type RoleChange = Extract<Change, { kind: 'role-granted' | 'role-withdrawn' }>

export interface PlannedGrants {
  /** Created first, then granted, then withdrawn, each sorted by role name. */
  readonly changes: readonly (RoleChange | Extract<Change, { kind: 'role-created' }>)[]
  readonly problems: readonly Problem[]
}

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

/** Grants that this provider's groups do not confirm: its own, and in mode `replace` all that were given for other roles by others. */
const unconfirmedOf = (
  snapshot: Snapshot,
  desired: ReadonlyMap<string, Desired>,
): { readonly own: readonly Grant[]; readonly others: readonly Grant[] } => {
  const { provider, person } = snapshot
  const held = person?.grants ?? []
  const roles = new Set([...desired.values()].map(({ role }) => role.id))
  return {
    own: held.filter(
      (grant) =>
        grant.origin.kind === 'provider' && grant.origin.providerId === provider.id && !desired.has(grantKey(grant)),
    ),
    others: held.filter(({ roleId, origin }) => replaceable.has(origin.kind) && !roles.has(roleId)),
  }
}

// Base roles follow from the user's type, and another provider's grants are between it and the person.
const replaceable: ReadonlySet<GrantOrigin['kind']> = new Set(['manual', 'import', 'scim'])

/** Which of this provider's unconfirmed grants end: all in mode `sync` on complete evidence, else only those that must be re-asserted. */
const withdrawalsOf = (
  snapshot: Snapshot,
  { own, others }: ReturnType<typeof unconfirmedOf>,
  evidence: Evidence,
): readonly RoleChange[] => {
  const mode = snapshot.provider.roles
  const all = (mode === 'sync' || mode === 'replace') && evidence.complete
  const byId = new Map(snapshot.roles.map((role) => [role.id, role]))
  const withdraw = ({ roleId, origin }: Grant, because: Because): RoleChange => ({
    kind: 'role-withdrawn',
    role: byId.get(roleId)?.name ?? roleId,
    roleId,
    origin,
    because,
  })
  const mustBeAsserted = ({ roleId }: Grant): boolean => {
    const role = byId.get(roleId)
    return role !== undefined && isProtected(role)
  }
  return [
    ...(all
      ? own.map((grant) => withdraw(grant, { kind: 'group-gone' }))
      : own.filter(mustBeAsserted).map((grant) => withdraw(grant, { kind: 'not-reasserted' }))),
    ...(all && mode === 'replace' ? others.map((grant) => withdraw(grant, { kind: 'replaced' })) : []),
  ]
}

/**
 * Leaves the last administrator in office: somebody must be able to mend the rule that would have thrown them out.
 * Of several grants of the role one stays, and only if nothing else gives it.
 */
const sparingLastAdministrator = (
  snapshot: Snapshot,
  granted: readonly RoleChange[],
  withdrawn: readonly RoleChange[],
): { readonly changes: readonly RoleChange[]; readonly problems: readonly Problem[] } => {
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
 *   no longer given, when the evidence is complete. `replace`: then also what was given by hand, import or SCIM, protected
 *   roles included, unless the groups give that role; never base roles and never what another provider gave.
 * - Protected roles of this provider that were not asserted again are withdrawn whatever the mode and the evidence: privilege does
 *   not outlive its removal.
 * - Above the provider's ceiling all other losses of roles wait; the last administrator never loses the role.
 * - Problems: those of the groups, `roles_incomplete`, `last_administrator`, `withdrawals_paused`.
 */
export const planGrants = (snapshot: Snapshot, rules: Rules, claims: Claims, userType: UserType): PlannedGrants => {
  const { provider, roles } = snapshot
  const held = snapshot.person?.grants ?? []
  const heldKeys = new Set(held.map(grantKey))
  const evidence = evidenceOf(provider, claims)
  const off = provider.roles === 'off'
  const { given, created, problems } = rolesOfGroups(provider, rules, roles, userType, off ? [] : evidence.groups)

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
  const unconfirmed = unconfirmedOf(snapshot, desired)
  const decided = sparingLastAdministrator(
    snapshot,
    sorted(granted),
    sorted(withdrawalsOf(snapshot, unconfirmed, evidence)),
  )
  const paused = pauseAboveCeiling(snapshot, decided.changes)
  const explicit = provider.roleAttributes !== 'well-known'
  const doubtful = evidence.overage || evidence.unreadable > 0
  const incomplete = !off && !evidence.complete && (explicit || doubtful || unconfirmed.own.length > 0)
  const details = {
    reason: evidence.overage
      ? 'overage'
      : evidence.unreadable > 0
        ? 'unreadable'
        : provider.roleAttributes.length === 0
          ? 'unnamed'
          : 'absent',
    missing: evidence.missing.join(', '),
  }
  return {
    changes: [...created, ...paused.changes],
    problems: [
      ...problems,
      ...(incomplete ? [problem('roles_incomplete', null, details)] : []),
      ...decided.problems,
      ...paused.problems,
    ],
  }
}
