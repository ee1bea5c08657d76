import { useCallback, useEffect } from 'react'
import { useSearchParams } from 'wouter'
import type { GridColumn } from '../../parts/grid.tsx'
import { t } from '../../text.tsx'
import { RoleForm } from '../roles/role-form.tsx'
import { DraftPage } from '../rules/draft-page.tsx'
import { useDraftPage, useShown } from '../rules/use-draft-page.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import { RolesByName } from './by-name.tsx'
import { newRule, type RuleRow as Row, rowOf, ruleDraft } from './rows.ts'
import { RuleDrawer } from './rule-drawer.tsx'
import { RuleRow } from './rule-row.tsx'
import { UnmatchedGroups } from './unmatched.tsx'
import { useRuleContext } from './use-context.tsx'

const rowsOf = (rules: RulesNow) => rules.roleRules.map((one) => ({ id: one.id, row: rowOf(one) }))

const columnsOf = (): readonly GridColumn[] => [
  { key: 'group', title: t('role-rules.group') },
  { key: 'role', title: t('role-rules.role'), width: '24%' },
  { key: 'gone', title: t('role-rules.gone'), width: '16%' },
  { key: 'arrives', title: t('converters.arrives'), width: '16%' },
  { key: 'more', title: '', width: '9rem' },
]

/** The whole group mapping as a draft. */
export function GroupMapping({ rules }: { rules: RulesNow }) {
  const page = useDraftPage(rules, rowsOf, newRule)
  const { draft, base, more, onMore, seen, add } = page
  const { context, roles, asked, close } = useRuleContext(base, seen)
  const { roleName } = context
  const keys = useShown(
    page,
    useCallback(({ groups, role }: Row) => [...groups, roleName(role)], [roleName]),
  )
  const used = new Set(draft.entries().flatMap(({ row, state }) => (state === 'removed' ? [] : row.groups)))
  const [params, setParams] = useSearchParams()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link from what arrived makes its rule once
  useEffect(() => {
    const group = params.get('group')
    if (group === null) return
    setParams((now) => new URLSearchParams([...now].filter(([name]) => name !== 'group')), { replace: true })
    if (context.mayWrite && !used.has(group)) add({ groups: [group] }, 'role')
  }, [])
  return (
    <DraftPage
      of="role-rules"
      lead={t('role-rules.lead')}
      page={page}
      columns={columnsOf()}
      keys={keys}
      row={RuleRow}
      context={context}
      firstCell="group"
      make={() => ruleDraft(draft.entries())}
      nameOf={(one) => roleName(one.role)}
    >
      <datalist id="group-names">
        {seen.reports
          .flatMap((one) => one.groups.values?.unmatched ?? [])
          .map((one) => (
            <option key={one.group} value={one.group} />
          ))}
      </datalist>
      <RolesByName context={context} />
      <UnmatchedGroups
        context={context}
        used={used}
        onMap={(group) => add({ groups: [group] }, 'role')}
        onMend={(id, group, replaces) => {
          const groups = draft.entry(id)?.row.groups
          if (!groups) return
          draft.change(id, {
            groups: replaces === null ? [...groups, group] : groups.map((one) => (one === replaces ? group : one)),
          })
        }}
      />
      {asked === null ? null : (
        <RoleForm
          roles={roles}
          role={null}
          proposed={asked.name}
          onMade={(role) => asked.onMade(role.id)}
          onClose={close}
        />
      )}
      {more === null ? null : <RuleDrawer draft={draft} id={more} context={context} onClose={() => onMore(null)} />}
    </DraftPage>
  )
}
