import { Button } from '@mantine/core'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'wouter'
import { Grid, type GridColumn, type RowProps } from '../../parts/grid.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { t } from '../../text.tsx'
import { NewColumn } from '../columns/column-forms.tsx'
import { DraftBar, useDraftKeys } from '../rules/draft-bar.tsx'
import { DraftDialogs, type Opened } from '../rules/draft-dialogs.tsx'
import { RuleFilters } from '../rules/rule-filters.tsx'
import { type RulesNow, useRuleDraft } from '../rules/use-rule-draft.ts'
import { ConverterRow } from './converter-row.tsx'
import { MoreDrawer } from './more-drawer.tsx'
import { asDraft, converterDraft, newRow, type ConverterRow as Row, rowOf } from './rows.ts'
import { StopsSomebody } from './stops.tsx'
import { UnmappedAttributes } from './unmapped.tsx'
import { useConverterContext } from './use-context.ts'
import { useCoverage } from './use-coverage.ts'

const rowsOf = (rules: RulesNow) => rules.converters.map((one) => ({ id: one.id, row: rowOf(one) }))

/** The browser goes through every suggestion at every key: with 300 of them typing stutters (`bench/grid.mjs`). */
const suggested = 40

const columnsOf = (): readonly GridColumn[] => [
  { key: 'place', title: '', width: '2.2rem' },
  { key: 'attribute', title: t('converters.attribute') },
  { key: 'column', title: t('converters.column'), width: '18%' },
  { key: 'default', title: t('converters.default'), width: '13%' },
  { key: 'keep', title: t('converters.keep'), width: '15%' },
  { key: 'arrives', title: t('converters.arrives'), width: '17%' },
  { key: 'more', title: '', width: '9rem' },
]

/** The whole mapping as a draft: edited, tried on what has arrived, and saved together. */
export function Mapping({ rules }: { rules: RulesNow }) {
  const { draft, base, changes, order, start, saved } = useRuleDraft(rules, rowsOf)
  const [params] = useSearchParams()
  const [opened, setOpened] = useState<Opened | null>(null)
  const [more, setMore] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const only = params.get('provider')
  const enabled = base.providers.filter((one) => one.enabled).map((one) => one.slug)
  const seen = useCoverage(only === null ? enabled : enabled.filter((slug) => slug === only))
  const { context, asked, close } = useConverterContext(base.providers, seen)

  const search = (params.get('search') ?? '').toLowerCase()
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows come and go with the order of the draft
  const keys = useMemo(
    () => draft.entries().filter(({ row, state }) => state !== 'same' || fits(row, only, search, context.captionOf)),
    [order, only, search, context.captionOf],
  ).map((one) => one.key)
  const places = useMemo(() => new Map(base.converters.map((one) => [one.id, one.position])), [base])
  const used = new Set(draft.entries().flatMap(({ row, state }) => (state === 'removed' ? [] : (row.attributes ?? []))))

  const add = (row: Partial<Row>, cell: 'attribute' | 'column', at?: number) => {
    const key = draft.add(newRow({ provider: only, ...row }), at)
    requestAnimationFrame(() => {
      const cellOfRow = list.current?.querySelector<HTMLElement>(`[data-key="${key}"] [data-cell="${cell}"]`)
      cellOfRow?.scrollIntoView({ block: 'center' })
      cellOfRow?.focus()
    })
  }
  const move = (key: string, to: number) => {
    const next = keys.filter((one) => one !== key)[to]
    const rest = order.filter((one) => one !== key)
    draft.move(key, next === undefined ? rest.length : rest.indexOf(next))
  }
  const stands = more === null ? undefined : draft.entry(more)
  const onMore = useCallback((key: string) => setMore(key), [])
  useDraftKeys(changes > 0 && opened === null, () => setOpened('save'))
  const row = (key: string, props: RowProps) => (
    <ConverterRow
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
      title={t('nav.converters')}
      lead={t('converters.lead')}
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
      <section className="list-box" aria-label={t('nav.converters')} ref={list}>
        <RuleFilters providers={base.providers} />
        {order.length === 0 ? (
          <Empty title={t('converters.none')} text={t('converters.none-text')} />
        ) : (
          <Grid
            label={t('nav.converters')}
            columns={columnsOf()}
            keys={keys}
            row={row}
            {...(context.mayWrite ? { onMove: move } : {})}
          />
        )}
        {order.length > 0 && keys.length === 0 ? <p className="none">{t('list.nothing-found')}</p> : null}
        {context.mayWrite ? (
          <Button variant="subtle" mt="sm" leftSection={<Icon name="plus" />} onClick={() => add({}, 'attribute')}>
            {t('converters.add')}
          </Button>
        ) : null}
        <datalist id="attribute-names">
          {seen.unmapped.slice(0, suggested).map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </section>
      <UnmappedAttributes
        context={context}
        used={used}
        onMap={(attribute, column) => add({ attributes: [attribute], column }, 'column')}
        onMend={(id, wrong, attribute) => {
          const entry = draft.entry(id)
          if (entry)
            draft.change(id, {
              attributes: (entry.row.attributes ?? []).map((one) => (one === wrong ? attribute : one)),
            })
        }}
      />
      <DraftBar changes={changes} onDiscard={() => start(rules)} onOpen={setOpened} />
      <Unsaved when={changes > 0} />
      {more !== null && stands ? (
        <MoreDrawer
          draft={draft}
          id={more}
          context={context}
          onMove={(step) => move(more, Math.max(0, keys.indexOf(more) + step))}
          onCopy={() => {
            setMore(null)
            add({ ...stands.row }, 'attribute', order.indexOf(more) + 1)
          }}
          onClose={() => setMore(null)}
        />
      ) : null}
      {asked ? <NewColumn proposed={asked.caption} onMade={asked.onMade} onClose={close} /> : null}
      <DraftDialogs
        opened={opened}
        onOpen={setOpened}
        of="converters"
        field="converters"
        provider={only}
        draft={draft}
        base={base}
        make={() => {
          const made = converterDraft(draft.entries(), places)
          return { draft: asDraft(made), keys: made.keys }
        }}
        rowsOf={rowsOf}
        nameOf={(one) => context.captionOf(one.column)}
        note={<StopsSomebody entries={draft.entries()} onTry={() => setOpened('try')} captionOf={context.captionOf} />}
        onSaved={saved}
        onMerged={start}
      />
    </Page>
  )
}

function fits(row: Row, provider: string | null, search: string, captionOf: (column: string) => string): boolean {
  if (provider !== null && row.provider !== null && row.provider !== provider) return false
  if (search === '') return true
  const texts = [
    ...(row.attributes ?? []),
    row.template ?? '',
    row.column,
    captionOf(row.column),
    row.defaultValue ?? '',
  ]
  return texts.some((text) => text.toLowerCase().includes(search))
}
