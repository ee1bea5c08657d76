import { memo } from 'react'
import { differing, useEntry } from '../../parts/draft.ts'
import { CellError, ChoiceCell, TextCell } from '../../parts/grid-cells.tsx'
import { PickCell } from '../../parts/grid-pick.tsx'
import { Icon } from '../../parts/icon.tsx'
import { t } from '../../text.tsx'
import { DraftRow, type DraftRowProps, errorOf } from '../rules/draft-row.tsx'
import { Arrives } from './arrives.tsx'
import type { ConverterContext } from './context.ts'
import { moreOf, type ConverterRow as Row, sourceOf } from './rows.ts'

const inGrid = /^(attributes|template|column|defaultValue|overwrite)\b/

/** One row of the mapping: what is typed here draws this row anew and no other. */
export const ConverterRow = memo(function ConverterRow(props: DraftRowProps<Row, ConverterContext>) {
  const { draft, id, index, context, onMore } = props
  const entry = useEntry(draft, id)
  if (!entry) return null
  const { row, state, saved } = entry
  const { mayWrite, seen, captionOf } = context
  const place = index + 1
  const off = !mayWrite || state === 'removed'
  const change = (fields: Partial<Row>) => draft.change(id, fields)
  const source = sourceOf(row)
  const name = row.column === '' ? t('converters.row', { place }) : captionOf(row.column)
  const isAsSaved =
    saved !== null && !differing(saved, row).some((field) => field === 'attributes' || field === 'template')
  return (
    <DraftRow {...props} of="converters" entry={entry} name={name} inGrid={inGrid} count={moreOf(row)}>
      <td className="grid-place">
        <button
          type="button"
          className="grid-handle"
          data-handle=""
          disabled={off}
          aria-label={t('grid.move', { place })}
        >
          <Icon name="grip" />
        </button>
      </td>
      <td data-title={t('converters.attribute')}>
        {source === 'template' ? (
          <button type="button" className="grid-text" data-cell="attribute" onClick={() => onMore(id)} disabled={off}>
            {row.template}
          </button>
        ) : (
          <TextCell
            cell="attribute"
            label={t('converters.attribute-of', { name })}
            value={row.attributes?.[0] ?? ''}
            placeholder={(row.defaultValue ?? '') === '' ? t('converters.attribute-hint') : t('converters.fixed')}
            onChange={(value) => change({ attributes: withFirst(row.attributes, value) })}
            // Only while it is filled: a list of suggestions costs the browser time at every focus and key.
            {...(state === 'new' || !row.attributes?.[0] ? { list: 'attribute-names' } : {})}
            maxLength={256}
            disabled={off}
          />
        )}
        <CellError error={errorOf(entry, 'attributes', 'template')} />
        <Marks row={row} context={context} />
      </td>
      <td data-title={t('converters.column')}>
        <PickCell
          cell="column"
          label={t('converters.column-of', { place })}
          value={row.column}
          hint={t('converters.column-hint')}
          picks={context.picks}
          disabled={off}
          onChange={(column) => change({ column })}
          onNew={(caption) => context.newColumn(caption, (column) => change({ column }))}
          newLabel={t('converters.new-column')}
        />
        <CellError
          error={errorOf(entry, 'column') && row.column === '' ? t('converters.column-hint') : errorOf(entry, 'column')}
        />
      </td>
      <td data-title={t('converters.default')}>
        <TextCell
          cell="default"
          label={t('converters.default-of', { name })}
          value={row.defaultValue ?? ''}
          placeholder="–"
          onChange={(value) => change({ defaultValue: value === '' ? null : value })}
          maxLength={256}
          disabled={off}
          error={errorOf(entry, 'defaultValue')}
        />
      </td>
      <td data-title={t('converters.keep')}>
        <ChoiceCell
          cell="keep"
          label={t('converters.keep-of', { name })}
          value={row.overwrite ?? ''}
          onChange={(value) =>
            change({ overwrite: value === '' ? undefined : (value as NonNullable<Row['overwrite']>) })
          }
          disabled={off}
          error={errorOf(entry, 'overwrite')}
          choices={keepChoices(source === 'fixed', row.overwrite)}
        />
      </td>
      <td data-title={t('converters.arrives')}>
        <Arrives row={row} seen={seen} covered={isAsSaved ? seen.rows.get(id) : undefined} />
      </td>
    </DraftRow>
  )
})

/**
 * What can become of a value that somebody edits here, the usual first. A fixed value gives way by itself; of what arrives only
 * the default does, unless it says "always".
 */
const keepChoices = (isFixed: boolean, chosen: Row['overwrite']) => [
  { value: '', label: t(isFixed ? 'converters.keep-until-edited' : 'converters.keep-usual') },
  ...(!isFixed || chosen === 'until-edited'
    ? [{ value: 'until-edited', label: t('converters.keep-until-edited') }]
    : []),
  { value: 'on-create', label: t('converters.keep-on-create') },
  { value: 'when-empty', label: t('converters.keep-when-empty') },
  { value: 'always', label: t(isFixed ? 'converters.keep-usual' : 'converters.keep-always') },
]

/** The first attribute as it was typed; emptied without others behind it there is none, and the default is written always. */
function withFirst(attributes: Row['attributes'], value: string): Row['attributes'] {
  const rest = attributes?.slice(1) ?? []
  if (value === '' && rest.length > 0) return rest
  return value === '' ? null : [value, ...rest]
}

/** What else decides over a row, in a word each. */
function Marks({ row, context }: { row: Row; context: ConverterContext }) {
  const fallbacks = Math.max(0, (row.attributes?.length ?? 0) - 1)
  if (row.provider === null && fallbacks === 0 && !row.template && !row.condition) return null
  return (
    <p className="grid-under">
      {row.provider === null ? null : <span className="badge quiet">{context.providerName(row.provider)}</span>}
      {fallbacks === 0 ? null : <span className="badge quiet">{t('converters.fallbacks', { count: fallbacks })}</span>}
      {row.template ? <span className="badge quiet">{t('converters.template')}</span> : null}
      {row.condition ? (
        <span className="badge quiet">{t('converters.only-if', { name: row.condition.attribute })}</span>
      ) : null}
    </p>
  )
}
