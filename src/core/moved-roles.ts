import { grantKey } from './grant-key.ts'
import type { Because, Grant, Plan } from './types.ts'

/** Of a snapshot that which tells who has which roles; nobody where a sign-on makes the person. */
export interface Holder {
  readonly person: { readonly grants: readonly Grant[] } | null
}

/** A role that somebody has after a plan and not before, or the other way round. */
export interface MovedRole {
  readonly role: string
  readonly is: 'granted' | 'withdrawn'
  readonly because: Because
}

/** The ids of the roles that the person has once this plan is carried out. */
export function rolesAfter(snapshot: Holder, plan: Plan): ReadonlySet<string> {
  const grants = new Map((snapshot.person?.grants ?? []).map((one) => [grantKey(one), one.roleId]))
  for (const change of plan.refusal ? [] : plan.changes) {
    if (change.kind === 'role-granted') grants.set(grantKey(change), change.roleId)
    if (change.kind === 'role-withdrawn') grants.delete(grantKey(change))
  }
  return new Set(grants.values())
}

/**
 * The roles that a plan gives or takes, by id. One that loses a reason and keeps another stays; one that gains a second reason is
 * not new. Pure.
 */
export function movedRoles(snapshot: Holder, plan: Plan): ReadonlyMap<string, MovedRole> {
  const before = new Set(snapshot.person?.grants.map((one) => one.roleId))
  const after = rolesAfter(snapshot, plan)
  const moved = new Map<string, MovedRole>()
  for (const change of plan.changes) {
    if (change.kind !== 'role-granted' && change.kind !== 'role-withdrawn') continue
    const { roleId, role, because } = change
    if (before.has(roleId) === after.has(roleId) || moved.has(roleId)) continue
    moved.set(roleId, { role, is: after.has(roleId) ? 'granted' : 'withdrawn', because })
  }
  return moved
}
