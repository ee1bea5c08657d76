import type { Because, CellValue, Converter, ConverterOptions, Person } from './types.ts'

/** When a row may write over what a column has. */
export type Overwrite = NonNullable<ConverterOptions['overwrite']>

/** A Type that somebody changed by hand must not fall back to Employee; what was sent is news. */
const overwriteOf = (row: Converter, because: Because): Overwrite =>
  row.overwrite ?? (because.kind === 'default' || because.kind === 'fixed' ? 'until-edited' : 'always')

/**
 * Why a row may not write to a column now; null: it may.
 * - `create-only`: its default is for the first sign-on.
 * - `on-create`: the person is here already. `when-empty`: the column has a value. `until-edited`: a person has edited it;
 *   having emptied it is an edit, too.
 */
export const heldBackBy = (
  row: Converter,
  because: Because,
  person: Person | null,
  before: CellValue,
): Exclude<Overwrite, 'always'> | 'create-only' | null => {
  const isDefault = because.kind === 'default' || because.kind === 'fixed'
  if (isDefault && row.defaultOn === 'create' && person) return 'create-only'
  const overwrite = overwriteOf(row, because)
  if (overwrite === 'on-create') return person ? overwrite : null
  if (overwrite === 'when-empty') return before === null ? null : overwrite
  if (overwrite === 'always') return null
  return person?.contact.origins.get(row.column)?.kind === 'person' ? overwrite : null
}
