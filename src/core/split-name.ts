import type { Arrivals } from './arrivals.ts'
import type { ColumnSet } from './columns.ts'
import { NAME } from './full-name.ts'
import { nameParts } from './name-parts.ts'
import type { CellValue, Snapshot } from './types.ts'

/** Nobody has written the column, or splitting has. A person who empties it has written it. */
const isFree = (snapshot: Snapshot, column: string): boolean => {
  const contact = snapshot.person?.contact
  const origin = contact?.origins.get(column)?.kind
  if (origin === 'split') return true
  return (contact?.values.get(column) ?? null) === null && origin !== 'person'
}

/**
 * Fills given, middle and last name from the full name, when that is all that arrives: a converter writes Name from what was
 * sent, none has a say in GivenName or Surname at this sign-on, be it held back, and nobody else ever had. Parts that splitting wrote follow the full
 * name: where a new one cannot be taken apart they are emptied again. MiddleName takes part only if it is free itself.
 */
export const splitName = (
  snapshot: Snapshot,
  arrivals: Arrivals,
  values: ReadonlyMap<string, CellValue>,
  { written, ruled }: { readonly written: ReadonlySet<string>; readonly ruled: ReadonlySet<string> },
): readonly ColumnSet[] => {
  const because = arrivals.byColumn.get(NAME)?.because.kind
  if (!written.has(NAME) || (because !== 'claim' && because !== 'template')) return []
  const may = (column: string): boolean =>
    snapshot.columns.get(column)?.type === 'text' && !ruled.has(column) && isFree(snapshot, column)
  if (!may('GivenName') || !may('Surname')) return []
  const name = values.get(NAME)
  const parts = typeof name === 'string' ? nameParts(name) : null
  const wishes: readonly (readonly [column: string, text: string | null])[] = [
    ['GivenName', parts?.given ?? null],
    ['MiddleName', parts?.middle ?? null],
    ['Surname', parts?.surname ?? null],
  ]
  return wishes.flatMap(([column, after]): ColumnSet[] => {
    const before = values.get(column) ?? null
    if (before === after || !may(column)) return []
    return [{ kind: 'column-set', column, before, after, because: { kind: 'split', column: NAME } }]
  })
}
