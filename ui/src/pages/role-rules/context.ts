import type { Shape } from '../../api.ts'
import type { Pick } from '../../parts/grid-pick.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import type { RuleRow } from './rows.ts'

export type Role = Shape<'role'>

/** What every rule of the group mapping is shown with. */
export interface RuleContext {
  readonly mayWrite: boolean
  readonly picks: readonly Pick[]
  /** Asks for a role that is not there yet; null for whoever may make none. */
  readonly newRole: ((name: string, onMade: (id: string) => void) => void) | null
  readonly roleName: (id: string) => string
  readonly providers: RulesNow['providers']
  /** Rule → with how many sign-ons it was met, of how many. */
  readonly met: ReadonlyMap<string, { readonly met: number; readonly of: number }>
  /** Which role a saved rule gives, by its name; null: there is no such rule. */
  readonly roleOf: (ruleId: string) => string | null
  readonly seen: Seen
}

/**
 * With how many sign-ons the one group of a rule came that is not saved yet; null: nobody knows, because only groups that give
 * nothing are counted by themselves, and only the most frequent of them.
 */
export function cameWith({ seen }: { readonly seen: Seen }, { provider, groups, match }: RuleRow) {
  const [group, another] = groups
  if (group === undefined || another !== undefined || match !== null) return null
  const reports = seen.reports.filter((one) => provider === null || one.provider === provider)
  const came = reports.flatMap((one) => (one.groups.values?.unmatched ?? []).filter((its) => its.group === group))
  if (came.length === 0) return null
  return {
    met: came.reduce((sum, one) => sum + one.signOns, 0),
    of: reports.reduce((sum, one) => sum + one.counted, 0),
  }
}

/** What becomes of a role when its group is gone: by the modes of the providers that a rule is for. */
export function whenGone(context: RuleContext, provider: string | null): readonly ('taken' | 'stays' | 'off')[] {
  const those = context.providers.filter((one) => provider === null || one.slug === provider)
  const kinds = { off: 'off', add: 'stays', sync: 'taken', replace: 'taken' } as const
  return [...new Set(those.map((one) => kinds[one.roles]))]
}
