import { Button } from '@mantine/core'
import type { ComponentType, ReactNode } from 'react'
import { Grid, type GridColumn } from '../../parts/grid.tsx'
import { Icon } from '../../parts/icon.tsx'
import { Page } from '../../parts/page.tsx'
import { SaveBar } from '../../parts/save-bar.tsx'
import { Empty } from '../../parts/states.tsx'
import { Unsaved } from '../../parts/unsaved.tsx'
import { t } from '../../text.tsx'
import { DraftDialogs, type Made } from './draft-dialogs.tsx'
import type { DraftRowProps } from './draft-row.tsx'
import { RuleFilters } from './rule-filters.tsx'
import type { DraftPageState, OfProvider } from './use-draft-page.ts'

/** A page of rules: a grid whose rows are edited, tried on what has arrived, and saved together. */
export function DraftPage<Row extends OfProvider, Context extends { readonly mayWrite: boolean }>({
  of,
  lead,
  page,
  columns,
  keys,
  row: RowOf,
  context,
  firstCell,
  onMove,
  make,
  nameOf,
  note,
  children,
}: {
  of: 'converters' | 'role-rules'
  lead: ReactNode
  page: DraftPageState<Row>
  columns: readonly GridColumn[]
  /** Of the rows that are shown. */
  keys: readonly string[]
  row: ComponentType<DraftRowProps<Row, Context>>
  /** The same object until one of its parts changes: a new one draws every row anew. */
  context: Context
  /** Where somebody who adds a row begins to write. */
  firstCell: string
  onMove?: (key: string, to: number) => void
  /** What is sent of the draft. */
  make: () => Made
  nameOf: (row: Row) => ReactNode
  /** What to know before saving. */
  note?: ReactNode
  /** Below the grid. */
  children: ReactNode
}) {
  const { draft, base, rules, changes, order, start, onOpen, onMore } = page
  return (
    <Page
      title={t(`nav.${of}`)}
      lead={lead}
      actions={
        <>
          <Button variant="default" leftSection={<Icon name="eye" />} onClick={() => onOpen('preview')}>
            {t('rules.preview')}
          </Button>
          <Button variant="default" leftSection={<Icon name="play" />} onClick={() => onOpen('try')}>
            {t('act.try')}
          </Button>
        </>
      }
    >
      <section className="list-box" aria-label={t(`nav.${of}`)} ref={page.list}>
        <RuleFilters providers={base.providers} />
        {order.length === 0 ? (
          <Empty title={t(`${of}.none`)} text={t(`${of}.none-text`)} />
        ) : (
          <Grid
            label={t(`nav.${of}`)}
            columns={columns}
            keys={keys}
            row={(key, { ref, 'data-index': index }) => (
              <RowOf key={key} draft={draft} id={key} index={index} measure={ref} context={context} onMore={onMore} />
            )}
            {...(onMove && context.mayWrite ? { onMove } : {})}
          />
        )}
        {order.length > 0 && keys.length === 0 ? <p className="none">{t('list.nothing-found')}</p> : null}
        {context.mayWrite ? (
          <Button variant="subtle" mt="sm" leftSection={<Icon name="plus" />} onClick={() => page.add({}, firstCell)}>
            {t(`${of}.add`)}
          </Button>
        ) : null}
      </section>
      {children}
      {changes > 0 ? (
        <SaveBar
          text={t('rules.unsaved', { count: changes })}
          drop={t('rules.discard')}
          onDrop={() => start(rules)}
          onSave={() => onOpen('save')}
        />
      ) : null}
      <Unsaved when={changes > 0} />
      <DraftDialogs of={of} page={page} make={make} nameOf={nameOf} note={note} />
    </Page>
  )
}
