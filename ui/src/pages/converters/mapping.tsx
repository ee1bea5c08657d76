import { useCallback, useMemo } from 'react'
import type { GridColumn } from '../../parts/grid.tsx'
import { t } from '../../text.tsx'
import { NewColumn } from '../columns/new-column.tsx'
import { DraftPage } from '../rules/draft-page.tsx'
import { useDraftPage, useShown } from '../rules/use-draft-page.ts'
import type { RulesNow } from '../rules/use-rule-draft.ts'
import { ConverterRow } from './converter-row.tsx'
import { MoreDrawer } from './more-drawer.tsx'
import { asDraft, converterDraft, newRow, type ConverterRow as Row, rowOf } from './rows.ts'
import { StopsSomebody } from './stops.tsx'
import { NoLongerFilled } from './unfilled.tsx'
import { UnmappedAttributes } from './unmapped.tsx'
import { useConverterContext } from './use-context.ts'

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

/** What the page is for, and by which other name people look for it. */
export const MappingLead = () => (
  <>
    {t('converters.lead')}
    <br />
    <span className="small">{t('converters.alias')}</span>
  </>
)

/** The whole mapping as a draft. */
export function Mapping({ rules }: { rules: RulesNow }) {
  const page = useDraftPage(rules, rowsOf, newRow)
  const { draft, base, order, more, onMore, seen, add } = page
  const { context, asked, close } = useConverterContext(base.providers, seen)
  const { captionOf } = context
  const textsOf = useCallback(
    ({ attributes, template, column, defaultValue }: Row) => [
      ...(attributes ?? []),
      template ?? '',
      column,
      captionOf(column),
      defaultValue ?? '',
    ],
    [captionOf],
  )
  const keys = useShown(page, textsOf)
  const places = useMemo(() => new Map(base.converters.map((one) => [one.id, one.position])), [base])
  const used = new Set(draft.entries().flatMap(({ row, state }) => (state === 'removed' ? [] : (row.attributes ?? []))))
  const stands = more === null ? undefined : draft.entry(more)
  const move = (key: string, to: number) => {
    const next = keys.filter((one) => one !== key)[to]
    const rest = order.filter((one) => one !== key)
    draft.move(key, next === undefined ? rest.length : rest.indexOf(next))
  }
  return (
    <DraftPage
      of="converters"
      lead={<MappingLead />}
      page={page}
      columns={columnsOf()}
      keys={keys}
      row={ConverterRow}
      context={context}
      firstCell="attribute"
      onMove={move}
      make={() => {
        const made = converterDraft(draft.entries(), places)
        return { draft: asDraft(made), keys: made.keys }
      }}
      nameOf={(one) => captionOf(one.column)}
      note={
        <>
          <NoLongerFilled entries={draft.entries()} captionOf={captionOf} />
          <StopsSomebody entries={draft.entries()} onTry={() => page.onOpen('try')} captionOf={captionOf} />
        </>
      }
    >
      <datalist id="attribute-names">
        {seen.unmapped.slice(0, suggested).map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <UnmappedAttributes
        context={context}
        used={used}
        onMap={(attribute, column) => add({ attributes: [attribute], column }, 'column')}
        readsOf={(id) => {
          const entry = draft.entry(id)
          return entry && entry.state !== 'removed' ? entry.row.attributes : null
        }}
        onMend={({ converterId, attribute, replaces }) => {
          const reads = draft.entry(converterId)?.row.attributes ?? []
          draft.change(converterId, {
            attributes:
              replaces === null
                ? [...reads, attribute]
                : reads.map((reading) => (reading === replaces ? attribute : reading)),
          })
        }}
      />
      {more !== null && stands ? (
        <MoreDrawer
          draft={draft}
          id={more}
          context={context}
          onMove={(step) => move(more, Math.max(0, keys.indexOf(more) + step))}
          onCopy={() => {
            onMore(null)
            add({ ...stands.row }, 'attribute', order.indexOf(more) + 1)
          }}
          onClose={() => onMore(null)}
        />
      ) : null}
      {asked ? <NewColumn proposed={asked.caption} onMade={asked.onMade} onClose={close} /> : null}
    </DraftPage>
  )
}
