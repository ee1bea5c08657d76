import { ActionIcon, Button, Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Draft, Entry } from '../../parts/draft.ts'
import type { RowProps } from '../../parts/grid.tsx'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'

/** What a row of a page of rules is drawn from. */
export interface DraftRowProps<Row extends object, Context> {
  readonly draft: Draft<Row>
  readonly id: string
  /** Its place among the rows that are shown. */
  readonly index: number
  readonly measure: RowProps['ref']
  readonly context: Context
  readonly onMore: (key: string) => void
}

/** What saving said about one of these fields of a row, or about a part of it. */
export const errorOf = ({ errors }: Pick<Entry<object>, 'errors'>, ...fields: readonly string[]): string | undefined =>
  Object.entries(errors).find(([name]) => fields.some((one) => name === one || name.startsWith(`${one}.`)))?.[1]

/** The frame of a row: its cells, and at their end more about it, away with it and back again. */
export function DraftRow<Row extends object>({
  of,
  draft,
  id,
  index,
  measure,
  context: { mayWrite },
  onMore,
  entry: { state, errors },
  name,
  inGrid,
  count,
  children,
}: DraftRowProps<Row, { readonly mayWrite: boolean }> & {
  of: 'converters' | 'role-rules'
  entry: Entry<Row>
  /** As which its buttons are told from those of other rows. */
  name: string
  /** Fields whose errors stand in the grid itself; all others stand under More. */
  inGrid: RegExp
  /** How many things are set under More; left out: that is nothing to count. */
  count?: number
  children: ReactNode
}) {
  const isWrong = Object.keys(errors).some((field) => !inGrid.test(field))
  return (
    <tr data-key={id} data-index={index} aria-rowindex={index + 2} ref={measure} data-state={state}>
      {children}
      <td>
        <div className="grid-more">
          <Button
            variant="subtle"
            size="compact-sm"
            color={isWrong ? 'red' : 'gray'}
            data-cell="more"
            onClick={() => onMore(id)}
            aria-label={t(`${of}.more-of`, { name })}
          >
            {t('act.more')}
            {count !== undefined && (count > 0 || isWrong) ? (
              <span className={`badge ${isWrong ? 'bad' : ''} more-count`}>{isWrong ? '!' : count}</span>
            ) : null}
          </Button>
          {state === 'removed' ? (
            <Button variant="default" size="compact-sm" onClick={() => draft.restore(id)}>
              {t('act.undo')}
            </Button>
          ) : mayWrite ? (
            <Tooltip label={t('act.remove')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                onClick={() => draft.remove(id)}
                aria-label={t(`${of}.remove-of`, { name })}
              >
                <Icon name="trash" />
              </ActionIcon>
            </Tooltip>
          ) : null}
        </div>
      </td>
    </tr>
  )
}
