import { Fragment } from 'react'
import { Link } from 'wouter'
import type { Shape } from '../../api.ts'
import { useAll } from '../../query-all.ts'
import { useMay } from '../../session.tsx'
import { Say, t } from '../../text.tsx'

type Converter = Shape<'converter'>

/** What the rows on this column do with a value that a person wrote. */
export function NextSignIn({ column, empty }: { column: string; empty: boolean }) {
  const may = useMay('rules:read')
  const rows = useAll<Converter>(may ? '/converters' : null)
  if (!may || !rows.data) return null
  const own = rows.data.filter((one) => one.column === column)
  const does = new Set(own.map((row) => doesTo(row, empty)))
  const says = (['overwritten', 'filled', 'kept'] as const).find((one) => does.has(one)) ?? 'no-row'
  const meant = own.filter((row) => doesTo(row, empty) === says)
  return (
    <p className="soft small">
      <Say k={`contacts.next-${says}`} v={{ row: <Rows rows={meant} column={column} /> }} />
    </p>
  )
}

/** The rows by what they read; a link leads to those of the column. */
const Rows = ({ rows, column }: { rows: readonly Converter[]; column: string }) =>
  rows.map((row, index) => (
    <Fragment key={row.id}>
      {index > 0 ? ', ' : ''}
      <Link href={`/converters?search=${encodeURIComponent(column)}`}>{rowName(row)}</Link>
    </Fragment>
  ))

const rowName = ({ attributes, template }: Converter): string => {
  const attribute = attributes?.join(' / ') ?? template
  return attribute === undefined ? t('contacts.row-fixed') : t('contacts.row-of', { attribute })
}

/** As `heldBackBy` in `src/core/overwrite.ts`, of somebody who is here and a value that a person wrote. */
function doesTo(
  { attributes, template, overwrite, defaultOn }: Converter,
  empty: boolean,
): 'overwritten' | 'filled' | 'kept' {
  const fixed = attributes === null && template === undefined
  if (fixed && defaultOn === 'create') return 'kept'
  const how = overwrite ?? (fixed ? 'until-edited' : 'always')
  if (how === 'always') return 'overwritten'
  return how === 'when-empty' && empty ? 'filled' : 'kept'
}
