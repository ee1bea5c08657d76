import { filledValues } from './filled-values.ts'
import { byCodeUnit } from './names.ts'
import { problem } from './problem.ts'
import type { Because, Claims, Column, Converter, Problem, ProviderPolicy, Rules } from './types.ts'

/** The one converter of each column, for one provider. */
export interface Mapping {
  readonly converters: ReadonlyMap<string, Converter>
  readonly problems: readonly Problem[]
}

const inOrder = (a: Converter, b: Converter): number => a.position - b.position || byCodeUnit(a.id, b.id)

/**
 * Chooses the converter of every column for a provider: its own rows replace the rows for all providers, column by column;
 * of several the first by position (then id) wins.
 * Problems: `column_mapped_twice` for each row that lost against an equal, `column_unknown` for a column that the catalogue lacks.
 */
export const mappingOf = (
  provider: Pick<ProviderPolicy, 'id'>,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
): Mapping => {
  const byProvider = remembered.get(rules.converters) ?? new Map()
  const known = byProvider.get(provider.id)
  if (known?.columns === columns) return known.mapping
  const mapping = chooseConverters(provider, rules, columns)
  remembered.set(rules.converters, byProvider.set(provider.id, { columns, mapping }))
  return mapping
}

// The same rules and columns serve sign-on after sign-on; a result depends on nothing else.
const remembered = new WeakMap<
  Rules['converters'],
  Map<string, { readonly columns: ReadonlyMap<string, Column>; readonly mapping: Mapping }>
>()

const chooseConverters = (
  provider: Pick<ProviderPolicy, 'id'>,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
): Mapping => {
  const converters = new Map<string, Converter>()
  const problems: Problem[] = []
  const rows = rules.converters.filter((row) => row.providerId === null || row.providerId === provider.id)
  const own = new Set(rows.filter((row) => row.providerId !== null).map((row) => row.column))
  for (const row of rows.toSorted(inOrder)) {
    if (row.providerId === null && own.has(row.column)) continue
    const column = columns.get(row.column)
    if (!column || (column.type === 'lookup' && column.lookup === null)) {
      problems.push(problem('column_unknown', row.column, { converterId: row.id }))
      continue
    }
    const winner = converters.get(row.column)
    if (winner) {
      problems.push(problem('column_mapped_twice', row.column, { converterId: row.id, winner: winner.id }))
    } else {
      converters.set(row.column, row)
    }
  }
  return { converters, problems }
}

/** The text that a converter offers to its column, before it is converted to the column's type. */
export interface Offer {
  readonly text: string
  readonly because: Extract<Because, { kind: 'claim' | 'default' | 'fixed' }>
  /** Did the attribute carry further, different values that are left aside? */
  readonly severalValues: number
}

const isFilled = (text: string): boolean => text.trim() !== ''

/**
 * What a converter offers for these claims; null when it has nothing to say and the column keeps its value.
 * The first attribute that is present decides, even when it is empty. Absent and empty both lead to the default value;
 * without one nothing is written: a converter never clears.
 */
export const offerOf = (converter: Converter, claims: Claims): Offer | null => {
  const { id: converterId, attributes } = converter
  const present = attributes?.find((name) => claims.has(name))
  const values = present === undefined ? [] : filledValues(claims.get(present) ?? [])
  const [first] = values
  if (present !== undefined && first !== undefined) {
    return { text: first, because: { kind: 'claim', converterId, attribute: present }, severalValues: values.length }
  }
  const text = converter.defaultValue
  if (text === null || !isFilled(text)) return null
  const because: Offer['because'] =
    attributes === null
      ? { kind: 'fixed', converterId }
      : { kind: 'default', converterId, attribute: present ?? attributes[0] ?? null }
  return { text: text.trim(), because, severalValues: 1 }
}
