import { Button, Select } from '@mantine/core'
import { Link } from 'wouter'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'
import type { Arrived, NewRow } from './result-model.ts'
import { mapAll, type Offers } from './use-offers.ts'

/** What arrived and nothing reads: one click each makes a row of the mapping of it, and the contact is shown with it. */
export function ResultUnmapped({ offers, onAdd }: { offers: Offers; onAdd: (...rows: readonly NewRow[]) => void }) {
  const may = useMay('rules:write')
  const { unmapped, ready } = offers
  if (unmapped.length === 0) return null
  return (
    <Card
      title={t('providers.unmapped')}
      actions={
        may && ready.length > 1 ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<Icon name="plus" size={15} />}
            onClick={() => onAdd(...ready)}
          >
            {mapAll(offers)}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t('providers.unmapped-text')}</p>
      <ul className="result-unmapped">
        {unmapped.map((one) => (
          <Offer key={one.name} attribute={one} offers={offers} onAdd={may ? onAdd : null} />
        ))}
      </ul>
    </Card>
  )
}

/** The rows that were made by a click and are saved at the end of the page. */
export function ResultRows({
  rows,
  onDrop,
  captionOf,
}: {
  rows: readonly NewRow[]
  onDrop: (attribute: string) => void
  captionOf: (column: string) => string
}) {
  if (rows.length === 0) return null
  return (
    <Card title={t('providers.rows')} actions={<Link href="/converters">{t('nav.converters')}</Link>}>
      <ul className="result-rows">
        {rows.map((row) => (
          <li key={row.attribute}>
            <span className="unmapped-what">
              <code>
                <Text text={row.attribute} />
              </code>{' '}
              <span aria-hidden="true">→</span> <strong>{captionOf(row.column)}</strong>
            </span>
            <Button variant="subtle" color="gray" size="compact-md" onClick={() => onDrop(row.attribute)}>
              {t('act.undo')}
              <span className="hide"> {row.attribute}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** A Name longer than this has a line of its own. */
const long = 24

function Offer({
  attribute: { name, values },
  offers: { columns, columnOf, choose },
  onAdd,
}: {
  attribute: Arrived
  offers: Offers
  onAdd: ((row: NewRow) => void) | null
}) {
  const column = columnOf(name)
  return (
    <li className={name.length > long ? 'long' : undefined}>
      <span className="unmapped-what">
        <code>
          <Text text={name} />
        </code>
        <span className="soft small">
          <Text text={values.join(', ')} />
        </span>
      </span>
      {onAdd === null ? null : (
        <>
          <Select
            className="unmapped-to"
            aria-label={t('providers.column-for', { attribute: name })}
            placeholder={t('providers.column-choose')}
            data={columns.map((one) => ({ value: one.name, label: columnCaption(one) }))}
            renderOption={({ option }) => (
              <span>
                {option.label} <code className="soft">{option.value}</code>
              </span>
            )}
            value={column}
            onChange={(to) => choose(name, to)}
            searchable
            comboboxProps={{ withinPortal: true }}
          />
          <Button
            variant="default"
            disabled={column === null}
            onClick={() => column !== null && onAdd({ attribute: name, column })}
          >
            {t('providers.map')}
            <span className="hide"> {name}</span>
          </Button>
        </>
      )}
    </li>
  )
}
