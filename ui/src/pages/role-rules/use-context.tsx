import { useMemo, useState } from 'react'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { roleName } from '../../words.tsx'
import type { Seen } from '../rules/use-coverage.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import type { Role, RuleContext } from './context.ts'

const noRoles: readonly Role[] = []

/** What is asked of the form of a new role. */
export interface AskedRole {
  readonly name: string
  readonly onMade: (id: string) => void
}

/** What the rules of the group mapping share, and the new role that one of them asks for. */
export function useRuleContext(rules: RulesNow, seen: Seen) {
  const mayWrite = useMay('rules:write')
  const mayMake = useMay('directory:write')
  const [asked, setAsked] = useState<AskedRole | null>(null)
  const roles = useAll<Role>('/roles').data ?? noRoles
  const context = useMemo((): RuleContext => {
    // Whoever may not read roles still knows those that have rules.
    const names = new Map(rules.roleRules.map((one) => [one.role.id, roleName(one.role.name)]))
    for (const role of roles) names.set(role.id, roleName(role.name))
    const given = roles.filter((one) => one.builtIn !== 'all-employees' && one.builtIn !== 'all-external')
    const listed = given.map((one) => ({
      value: one.id,
      label: roleName(one.name),
      ...(one.guarded ? { mark: <span className="badge warn">{t('role-rules.protected')}</span> } : {}),
    }))
    const known = new Set(listed.map((one) => one.value))
    const others = [...names].filter(([id]) => !known.has(id)).map(([value, label]) => ({ value, label }))
    const met = new Map<string, { met: number; of: number }>()
    for (const { groups, counted } of seen.reports) {
      for (const one of groups.roleRules) {
        const before = met.get(one.ruleId) ?? { met: 0, of: 0 }
        met.set(one.ruleId, { met: before.met + one.met, of: before.of + counted })
      }
    }
    return {
      mayWrite,
      newRole: mayMake ? (name, onMade) => setAsked({ name, onMade }) : null,
      picks: [...listed, ...others],
      roleName: (id) => names.get(id) ?? id,
      providers: rules.providers,
      met,
      roleOf: (ruleId) => {
        const rule = rules.roleRules.find((one) => one.id === ruleId)
        return rule ? roleName(rule.role.name) : null
      },
      seen,
    }
  }, [mayWrite, mayMake, roles, rules, seen])
  return { context, roles, asked, close: () => setAsked(null) }
}
