import { saveRoleRuleIn } from '../api/edit/role-rules.ts'
import { nameKey } from '../core/names.ts'
import { suggestion } from '../core/nearest.ts'
import type { ConfigRoleRule } from './config-file.ts'
import { roleRuleKey } from './last-applied.ts'
import { isProviderGone } from './plan-converters.ts'
import { entryOf, type Planning } from './step.ts'

/** Plans the rules "group → role". A rule that an administrator has removed does not come back. */
export function planRoleRules(planning: Planning): void {
  const once = new Set(planning.last.roleRules)
  for (const rule of planning.file.roleRules) planRoleRule(planning, rule, once)
}

function planRoleRule(planning: Planning, rule: ConfigRoleRule, once: ReadonlySet<string>): void {
  const { stored, last, file, report, steps, kept } = planning
  const { path, provider, groups, match, role } = rule
  const title = `role rule ${groups.join(', ')} → ${role}${provider === null ? '' : ` (${provider})`}`
  const key = roleRuleKey(rule)
  if (stored.roleRules.has(key)) return
  const known = stored.roles.get(nameKey(role))
  const described = file.roles.find((one) => nameKey(one.name) === nameKey(role))
  const roleGone = !known && described !== undefined && entryOf(last.roles, nameKey(role)) !== undefined
  if (once.has(key) || roleGone || isProviderGone(planning, provider)) {
    kept.push(`${title}: removed`)
    return
  }
  if (!known && !described) {
    const names = [...[...stored.roles.values()].map((one) => one.name), ...file.roles.map((one) => one.name)]
    report.at([...path, 'role'], `${JSON.stringify(role)} is not a role; ${suggestion(role, names)}`)
  } else if (known?.builtIn === 'all-employees' || known?.builtIn === 'all-external') {
    report.at([...path, 'role'], `${known.name} follows from the type of the user and cannot be given.`)
  } else if (match === 'glob' && known?.guarded) {
    report.at([...path, 'match'], `${known.name} is protected and needs the whole values as they are sent.`)
  }
  steps.push({
    path,
    change: `${title} added`,
    run: (tx, app) => saveRoleRuleIn(tx, app, { provider, groups: [...groups], match, role: known?.id ?? role }),
  })
}
