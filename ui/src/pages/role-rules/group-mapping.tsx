import { Button } from '@mantine/core'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Grid, type GridColumn, type RowProps } from '../../parts/grid.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { t } from '../../text.tsx'
import { useCoverage } from '../converters/use-coverage.ts'
import { RoleForm } from '../roles/role-form.tsx'
import { DraftBar, useDraftKeys } from '../rules/draft-bar.tsx'
import { DraftDialogs, type Opened } from '../rules/draft-dialogs.tsx'
import { RuleFilters } from '../rules/rule-filters.tsx'
import { type RulesNow, useRuleDraft } from '../rules/use-rule-draft.ts'
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
  const { draft, base, changes, order, start, saved } = useRuleDraft(rules, rowsOf)
  const [params, setParams] = useSearchParams()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [more, setMore] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const only = params.get('provider')
  const enabled = base.providers.filter((one) => one.enabled).map((one) => one.slug)
  const seen = useCoverage(only === null ? enabled : enabled.filter((slug) => slug === only))
  const { context, roles, asked, close } = useRuleContext(base, seen)

  const search = (params.get('search') ?? '').toLowerCase()
  // biome-ignore lint/correctness/useExhaustiveDependencies: rules come and go with the order of the draft
  const keys = useMemo(
    () => draft.entries().filter(({ row, state }) => state !== 'same' || fits(row, only, search, context.roleName)),
    [order, only, search, context.roleName],
  ).map((one) => one.key)
  const used = new Set(draft.entries().flatMap(({ row, state }) => (state === 'removed' ? [] : row.groups)))

  const add = (row: Partial<Row>, cell: 'group' | 'role') => {
    const key = draft.add(newRule({ provider: only, ...row }))
    requestAnimationFrame(() => {
      const cellOfRow = list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [data-cell="${cell}"]`)
      cellOfRow?.scrollIntoView({ block: 'center' })
      cellOfRow?.focus()
    })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: a link from what arrived makes its rule once
  useEffect(() => {
    const group = params.get('group')
    if (group === null) return
    setParams((now) => without(now, 'group'), { replace: true })
    if (context.mayWrite && !used.has(group)) add({ groups: [group] }, 'role')
  }, [])
  const onMore = useCallback((key: string) => setMore(key), [])
  useDraftKeys(changes > 0 && opened === null, () => setOpened('save'))
  const row = (key: string, props: RowProps) => (
    <RuleRow
      key={key}
      draft={draft}
      id={key}
      index={props['data-index']}
      measure={props.ref}
      context={context}
      onMore={onMore}
    />
  )
  return (
    <Page
      title={t('nav.role-rules')}
      lead={t('role-rules.lead')}
      actions={
        <>
          <Button variant="default" leftSection={<Icon name="eye" />} onClick={() => setOpened('preview')}>
            {t('rules.preview')}
          </Button>
          <Button variant="default" leftSection={<Icon name="play" />} onClick={() => setOpened('try')}>
            {t('act.try')}
          </Button>
        </>
      }
    >
      <section className="list-box" aria-label={t('nav.role-rules')} ref={list}>
        <RuleFilters providers={base.providers} />
        {order.length === 0 ? (
          <Empty title={t('role-rules.none')} text={t('role-rules.none-text')} />
        ) : (
          <Grid label={t('nav.role-rules')} columns={columnsOf()} keys={keys} row={row} />
        )}
        {order.length > 0 && keys.length === 0 ? <p className="none">{t('list.nothing-found')}</p> : null}
        {context.mayWrite ? (
          <Button variant="subtle" mt="sm" leftSection={<Icon name="plus" />} onClick={() => add({}, 'group')}>
            {t('role-rules.add')}
          </Button>
        ) : null}
        <datalist id="group-names">
          {seen.reports
            .flatMap((one) => one.groups.values?.unmatched ?? [])
            .map((one) => (
              <option key={one.group} value={one.group} />
            ))}
        </datalist>
      </section>
      <UnmatchedGroups
        context={context}
        used={used}
        onMap={(group) => add({ groups: [group] }, 'role')}
        onMend={(id, wrong, group) => {
          const entry = draft.entry(id)
          if (entry) draft.change(id, { groups: entry.row.groups.map((one) => (one === wrong ? group : one)) })
        }}
      />
      <DraftBar changes={changes} onDiscard={() => start(rules)} onOpen={setOpened} />
      <Unsaved when={changes > 0} />
      {asked === null ? null : (
        <RoleForm
          roles={roles}
          role={null}
          proposed={asked.name}
          onMade={(role) => asked.onMade(role.id)}
          onClose={close}
        />
      )}
      {more === null ? null : <RuleDrawer draft={draft} id={more} context={context} onClose={() => setMore(null)} />}
      <DraftDialogs
        opened={opened}
        onOpen={setOpened}
        of="role-rules"
        field="roleRules"
        provider={only}
        draft={draft}
        base={base}
        make={() => ruleDraft(draft.entries())}
        rowsOf={rowsOf}
        nameOf={(one) => context.roleName(one.role)}
        onSaved={saved}
        onMerged={start}
      />
    </Page>
  )
}

function without(params: URLSearchParams, name: string): URLSearchParams {
  const rest = new URLSearchParams(params)
  rest.delete(name)
  return rest
}

function fits(row: Row, provider: string | null, search: string, roleName: (id: string) => string): boolean {
  if (provider !== null && row.provider !== null && row.provider !== provider) return false
  return search === '' || [...row.groups, roleName(row.role)].some((text) => text.toLowerCase().includes(search))
}
