import type { Shape } from '../../api.ts'
import type { Pick } from '../../parts/grid-pick.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'

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
  readonly seen: Seen
}

/** What becomes of a role when its group is gone: by the modes of the providers that a rule is for. */
export function whenGone(context: RuleContext, provider: string | null): readonly ('taken' | 'stays' | 'off')[] {
  const those = context.providers.filter((one) => provider === null || one.slug === provider)
  const kinds = { off: 'off', add: 'stays', sync: 'taken', replace: 'taken' } as const
  return [...new Set(those.map((one) => kinds[one.roles]))]
}
