import { useState } from 'react'
import type { ListPage, Shape } from '../../api.ts'
import { useGet } from '../../query.ts'
import { t } from '../../text.tsx'
import type { Provider } from './provider.ts'
import type { Arrived, NewRow } from './result-model.ts'
import { suggestColumn } from './suggest-column.ts'

/** What arrived and nothing reads, and the rows that would read it. */
export interface Offers {
  readonly unmapped: readonly Arrived[]
  /** One for each column that can be guessed or was chosen, and that no row fills yet. */
  readonly ready: readonly NewRow[]
  readonly columns: readonly Shape<'column'>[]
  readonly columnOf: (attribute: string) => string | null
  readonly choose: (attribute: string, column: string | null) => void
}

/** The rows that a click can make of what arrived: offered below the contact one by one, and at the end of the page together. */
export function useOffers(provider: Provider, attributes: readonly Arrived[], rows: readonly NewRow[]): Offers {
  const all = useGet<ListPage<Shape<'column'>>>('/columns', { limit: 200 })
  const presetId = provider.preset ?? provider.suggestedPreset
  const preset = useGet<Shape<'preset'>>(presetId === null ? null : `/presets/${presetId}`)
  const [chosen, setChosen] = useState<Readonly<Record<string, string | null>>>({})
  const columns = all.data?.items ?? []
  const added = new Set(rows.map((one) => one.attribute))
  const unmapped = attributes.filter((one) => one.uses.length === 0 && !added.has(one.name))
  const columnOf = (name: string) => chosen[name] ?? suggestColumn(name, columns, preset.data)
  return {
    unmapped,
    ready: firstOfEach(
      unmapped.map(({ name }) => ({ attribute: name, column: columnOf(name) })),
      rows,
    ),
    columns,
    columnOf,
    choose: (name, column) => setChosen({ ...chosen, [name]: column }),
  }
}

/** What the button says that takes every row that is ready. */
export const mapAll = ({ unmapped, ready }: Offers): string =>
  t(ready.length === unmapped.length ? 'providers.map-all' : 'providers.map-some', { count: ready.length })

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
