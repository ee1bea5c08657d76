import { Button } from '@mantine/core'
import { differing, type Entry } from '../../parts/draft.ts'
import { t } from '../../text.tsx'
import type { ConverterRow as Row } from './rows.ts'

/** Rows that can keep people out from now on, and did not before. */
const stopsAnew = ({ saved, row, state }: Entry<Row>): boolean => {
  if (state === 'removed' || state === 'same') return false
  const fields: readonly string[] = saved === null ? Object.keys(row) : differing(saved, row)
  return (
    (fields.includes('required') && row.required === 'block') ||
    (fields.includes('whenAbsent') && row.whenAbsent === 'refuse') ||
    (fields.includes('whenEmpty') && row.whenEmpty === 'refuse') ||
    (fields.includes('unknownValue') && row.unknownValue === 'refuse')
  )
}

/** Before something is saved that can stop sign-ins, whom it would have stopped should be known. */
export function StopsSomebody({
  entries,
  captionOf,
  onTry,
}: {
  entries: readonly Entry<Row>[]
  captionOf: (column: string) => string
  onTry: () => void
}) {
  const columns = entries.filter(stopsAnew).map((one) => captionOf(one.row.column))
  if (columns.length === 0) return null
  return (
    <div className="note warn">
      <p>{t('converters.stops', { count: columns.length, columns: columns.join(', ') })}</p>
      <Button variant="default" size="compact-md" onClick={onTry}>
        {t('act.try')}
      </Button>
    </div>
  )
}
