import type { Entry } from '../../parts/draft.ts'
import { t } from '../../text.tsx'
import type { ConverterRow as Row } from './rows.ts'

/** Columns that a row filled and that none fills once the draft is saved. */
export function unfilledBy(entries: readonly Pick<Entry<Row>, 'saved' | 'row' | 'state'>[]): readonly string[] {
  const filled = new Set(entries.flatMap(({ row, state }) => (state === 'removed' ? [] : [row.column])))
  const before = new Set(entries.flatMap(({ saved }) => (saved === null ? [] : [saved.column])))
  return [...before].filter((column) => !filled.has(column))
}

/** A column that nothing fills any more keeps its values, and nothing about them tells that they grow old. */
export function NoLongerFilled({
  entries,
  captionOf,
}: {
  entries: readonly Entry<Row>[]
  captionOf: (column: string) => string
}) {
  const columns = unfilledBy(entries).map(captionOf)
  if (columns.length === 0) return null
  return <p className="note">{t('converters.unfilled', { count: columns.length, columns: columns.join(', ') })}</p>
}
