import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { Icon } from '../../parts/icon.tsx'
import { Card } from '../../parts/page.tsx'
import { Text } from '../../parts/value.tsx'
import { useGet } from '../../query.ts'
import { useMay } from '../../session.tsx'
import { t } from '../../text.tsx'
import { columnCaption } from '../../words.tsx'
import type { Provider } from './provider.ts'
import type { Arrived, NewRow } from './result-model.ts'
import { suggestColumn } from './suggest-column.ts'

/** What arrived and nothing reads: one click each makes a row of the mapping of it, to be looked at and saved below. */
export function ResultUnmapped({
  provider,
  attributes,
  rows,
  onAdd,
  onDrop,
  captionOf,
}: {
  provider: Provider
  attributes: readonly Arrived[]
  rows: readonly NewRow[]
  onAdd: (...rows: readonly NewRow[]) => void
  onDrop: (attribute: string) => void
  captionOf: (column: string) => string
}) {
  const may = useMay('rules:write')
  const columns = useGet<ListPage<Shape<'column'>>>('/columns', { limit: 200 })
  const presetId = provider.preset ?? provider.suggestedPreset
  const preset = useGet<Shape<'preset'>>(presetId === null ? null : `/presets/${presetId}`)
  const [chosen, choose] = useState<Readonly<Record<string, string | null>>>({})
  const added = new Set(rows.map((one) => one.attribute))
  const unmapped = attributes.filter((one) => one.uses.length === 0 && !added.has(one.name))
  if (unmapped.length === 0 && rows.length === 0) return null
  const all = columns.data?.items ?? []
  const columnOf = (name: string) => chosen[name] ?? suggestColumn(name, all, preset.data)
  const ready = firstOfEach(
    unmapped.map(({ name }) => ({ attribute: name, column: columnOf(name) })),
    rows,
  )
  return (
    <Card
      title={t('providers.unmapped')}
      actions={
        may && ready.length > 1 ? (
          <Button variant="default" leftSection={<Icon name="plus" size={16} />} onClick={() => onAdd(...ready)}>
            {t('providers.map-all', { count: ready.length })}
          </Button>
        ) : null
      }
    >
      <p className="soft">{t('providers.unmapped-text')}</p>
      <ul className="result-unmapped">
        {rows.map((row) => (
          <li key={row.attribute} className="fresh">
            <span className="unmapped-what">
              <code>
                <Text text={row.attribute} />
              </code>
            </span>
            <span className="unmapped-to">
              <span aria-hidden="true">→ </span>
              <strong>{captionOf(row.column)}</strong> <code>{row.column}</code>{' '}
              <span className="badge good">{t('providers.row-new')}</span>
            </span>
            <Button variant="subtle" color="gray" size="compact-md" onClick={() => onDrop(row.attribute)}>
              {t('act.undo')}
              <span className="hide"> {row.attribute}</span>
            </Button>
          </li>
        ))}
        {unmapped.map((one) => (
          <Offer
            key={one.name}
            attribute={one}
            columns={all}
            column={columnOf(one.name)}
            onChoose={(column) => choose({ ...chosen, [one.name]: column })}
            onAdd={may ? onAdd : null}
          />
        ))}
      </ul>
    </Card>
  )
}

/** Rows for the columns that no other row fills yet: of two attributes that look like the same column the first. */
function firstOfEach(
  wished: readonly { readonly attribute: string; readonly column: string | null }[],
  rows: readonly NewRow[],
): readonly NewRow[] {
  const taken = new Set(rows.map((one) => one.column))
  return wished.flatMap(({ attribute, column }) => {
    if (column === null || taken.has(column)) return []
    taken.add(column)
    return [{ attribute, column }]
  })
}

function Offer({
  attribute,
  columns,
  column,
  onChoose,
  onAdd,
}: {
  attribute: Arrived
  columns: readonly Shape<'column'>[]
  column: string | null
  onChoose: (column: string | null) => void
  onAdd: ((row: NewRow) => void) | null
}) {
  return (
    <li>
      <span className="unmapped-what">
        <code>
          <Text text={attribute.name} />
        </code>
        <span className="soft small">
          <Text text={attribute.values.join(', ')} />
        </span>
      </span>
      {onAdd === null ? null : (
        <>
          <Select
            className="unmapped-to"
            aria-label={t('providers.column-for', { attribute: attribute.name })}
            placeholder={t('providers.column-choose')}
            data={columns.map((one) => ({ value: one.name, label: `${columnCaption(one)} (${one.name})` }))}
            value={column}
            onChange={onChoose}
            searchable
            comboboxProps={{ withinPortal: true }}
          />
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={16} />}
            disabled={column === null}
            onClick={() => column !== null && onAdd({ attribute: attribute.name, column })}
          >
            {t('providers.map')}
            <span className="hide"> {attribute.name}</span>
          </Button>
        </>
      )}
    </li>
  )
}
