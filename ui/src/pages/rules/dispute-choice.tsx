import { SegmentedControl } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Dispute } from '../../parts/rebase.ts'
import { t } from '../../text.tsx'
import { Told } from './save-rules.tsx'

/** What two people have both changed: whose change is kept. */
export function DisputeChoice<Row extends object>({
  dispute: { field: key, mine, theirs },
  name,
  field,
  value,
  onChange,
}: {
  dispute: Dispute<Row>
  name: ReactNode
  field: string | null
  value: 'mine' | 'theirs'
  onChange: (value: 'mine' | 'theirs') => void
}) {
  const told = (row: Row | null) =>
    row === null ? t('late.removed') : key === null ? t('late.kept') : <Told field={key} value={row[key]} />
  return (
    <div className="dispute">
      <p>
        <strong>{name}</strong>
        {field === null ? null : ` · ${field}`}
      </p>
      <dl className="facts">
        <div>
          <dt>{t('conflict.yours')}</dt>
          <dd>{told(mine)}</dd>
        </div>
        <div>
          <dt>{t('conflict.theirs')}</dt>
          <dd>{told(theirs)}</dd>
        </div>
      </dl>
      <SegmentedControl
        size="xs"
        value={value}
        onChange={(next) => onChange(next === 'theirs' ? 'theirs' : 'mine')}
        data={[
          { value: 'mine', label: t('late.mine') },
          { value: 'theirs', label: t('late.theirs') },
        ]}
      />
    </div>
  )
}
