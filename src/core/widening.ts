import { WITHDRAWAL_CEILING } from './ceiling.ts'
import { VALUES_PER_DAY } from './lookup-cells.ts'
import { type RevisedProvider, type RulesContent, sameValue } from './rules-diff.ts'

/** A field by which a provider may do more than it may now. */
export interface Widened {
  readonly providerId: string
  readonly field: string
}

const roleModes = ['off', 'add', 'sync', 'replace'] as const

/** Is the first list more than the second? Nothing at all means everything, except where it says nothing. */
const longer = (
  next: readonly unknown[] | undefined,
  now: readonly unknown[] | undefined,
  absent: 'all' | 'none',
): boolean => {
  if (next === undefined || now === undefined) {
    if ((next === undefined) === (now === undefined)) return false
    return absent === 'all' ? next === undefined : (next?.length ?? 0) > 0
  }
  return next.some((one) => !now.some((other) => sameValue(one, other)))
}

const wider: Readonly<Record<string, (next: RevisedProvider, now: RevisedProvider) => boolean>> = {
  'employees.create': (next, now) => next.employees.create && !now.employees.create,
  'employees.update': (next, now) => next.employees.update && !now.employees.update,
  'external.create': (next, now) => next.external.create && !now.external.create,
  'external.update': (next, now) => next.external.update && !now.external.update,
  userType: (next, now) => next.userType === 'employee' && now.userType === 'external',
  externalWhen: (next, now) => now.externalWhen !== undefined && !sameValue(next.externalWhen, now.externalWhen),
  roles: (next, now) => roleModes.indexOf(next.roles) > roleModes.indexOf(now.roles),
  absentGroups: (next, now) => next.absentGroups === 'keep' && now.absentGroups === 'none',
  exactRoleNames: (next, now) => next.exactRoleNames && !now.exactRoleNames,
  roleNameCase: (next, now) => next.roleNameCase === 'ignore' && now.roleNameCase === undefined,
  createRoles: (next, now) => next.createRoles === true && !now.createRoles,
  allowedRoles: (next, now) =>
    longer(next.allowedRoles, now.allowedRoles, next.userType === 'external' ? 'none' : 'all'),
  allowedAccounts: (next, now) => longer(next.allowedAccounts, now.allowedAccounts, 'none'),
  link: (next, now) => longer(next.link, now.link, 'none'),
  newUsers: (next, now) => next.newUsers === undefined && now.newUsers === 'pending',
  reactivate: (next, now) => next.reactivate === true && !now.reactivate,
  pilot: (next, now) => now.pilot !== undefined && !sameValue(next.pilot, now.pilot),
  withdrawalCeiling: (next, now) => above(next.withdrawalCeiling, now.withdrawalCeiling, WITHDRAWAL_CEILING),
  lookupCeiling: (next, now) => above(next.lookupCeiling, now.lookupCeiling, VALUES_PER_DAY),
  disableAfterDays: (next, now) => above(next.disableAfterDays, now.disableAfterDays, Number.POSITIVE_INFINITY),
}

const above = (next: number | undefined, now: number | undefined, usual: number): boolean =>
  (next ?? usual) > (now ?? usual)

/**
 * Which providers could do more by other rules than by those that are in force: make people, take more roles in or away, let more
 * people in. What somebody has switched off comes back only by somebody's word. Pure.
 */
export const widenings = (now: RulesContent, next: RulesContent): readonly Widened[] => {
  const known = new Map(now.providers.map((one) => [one.id, one]))
  return next.providers.flatMap((one) => {
    const before = known.get(one.id)
    if (!before) return []
    return Object.entries(wider).flatMap(([field, isWider]) =>
      isWider(one, before) ? [{ providerId: one.id, field }] : [],
    )
  })
}
