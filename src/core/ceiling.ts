import { grantKey } from './grant-key.ts'
import { isProtected } from './group-roles.ts'
import { problem } from './problem.ts'
import type { Change, Problem, Role, Snapshot } from './types.ts'

/** How many grants the sign-ons of a provider may withdraw in an hour, where its policy does not say. */
export const WITHDRAWAL_CEILING = 200

type Granted = Extract<Change, { kind: 'role-granted' }>
type Withdrawn = Extract<Change, { kind: 'role-withdrawn' }>

/** Of the withdrawals those that cost the person the role: no other reason for it stands. */
export const lossesOf = (snapshot: Pick<Snapshot, 'person'>, changes: readonly Change[]): readonly Withdrawn[] => {
  const withdrawn = changes.filter((change): change is Withdrawn => change.kind === 'role-withdrawn')
  if (withdrawn.length === 0) return []
  const granted = changes.filter((change): change is Granted => change.kind === 'role-granted')
  const leaving = new Set(withdrawn.map(grantKey))
  const staying = [...(snapshot.person?.grants ?? []), ...granted].filter((grant) => !leaving.has(grantKey(grant)))
  const kept = new Set(staying.map(({ roleId }) => roleId))
  return withdrawn.filter(({ roleId }) => !kept.has(roleId))
}

/** Roles whose loss ends sessions: sensitive and protected ones. */
export const endsSessions = (role: Role): boolean => role.sensitive === true || isProtected(role)

/** The losses that count against the ceiling: not those of protected roles, which nothing may delay. */
export const countedLosses = (
  snapshot: Pick<Snapshot, 'person' | 'roles'>,
  changes: readonly Change[],
): readonly Withdrawn[] => {
  const exempt = new Set(snapshot.roles.filter(isProtected).map(({ id }) => id))
  return lossesOf(snapshot, changes).filter(({ roleId }) => !exempt.has(roleId))
}

export interface Paused<Kind extends Change> {
  readonly changes: readonly Kind[]
  readonly problems: readonly Problem[]
}

/**
 * Holds back what would take more roles from people than the provider may in this hour: then all that count stay, with a
 * `withdrawals_paused`. A wrong group filter at the identity provider empties a company in minutes; whoever is told of
 * it can raise the ceiling or start the hour anew.
 */
export const pauseAboveCeiling = <Kind extends Change>(snapshot: Snapshot, changes: readonly Kind[]): Paused<Kind> => {
  const losses = new Set<Change>(countedLosses(snapshot, changes))
  const ceiling = snapshot.provider.withdrawalCeiling ?? WITHDRAWAL_CEILING
  if (losses.size === 0 || snapshot.activity.withdrawals + losses.size <= ceiling) return { changes, problems: [] }
  return {
    changes: changes.filter((change) => !losses.has(change)),
    problems: [problem('withdrawals_paused', null, { count: losses.size, ceiling })],
  }
}
