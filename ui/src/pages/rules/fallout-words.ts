import type { Shape } from '../../api.ts'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'

/** From whom a change of rules took roles, or will; nothing where it takes none. */
export function takenWords({ grants, people, roles, now }: Shape<'revised'>['withdrawals']): readonly string[] {
  const leaving = roles.filter((one) => now || one.grants > one.spared)
  if (grants === 0 || leaving.length === 0) return []
  const names = leaving.map((one) => roleName(one.name)).join(', ')
  return [t(now ? 'rules.taken' : 'rules.taken-later', { count: people, roles: names })]
}

/** Who gets a role back by rules that come back, and when. */
export const returnWords = (returns: Shape<'restored'>['returns']): readonly string[] =>
  returns.map((one) => t('rules.returns', { count: one.people, role: roleName(one.name) }))
