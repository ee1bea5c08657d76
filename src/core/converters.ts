import { holds } from './condition.ts'
import { byCodeUnit } from './names.ts'
import { problem } from './problem.ts'
import { templateAttributes } from './template.ts'
import { faultOf } from './text.ts'
import type { Claims, Column, Converter, Problem, ProviderPolicy, Rules } from './types.ts'

/** The rows of the lookup that count for one provider. */
export interface Mapping {
  /** The rows of every column that has any, in the order in which they are asked. */
  readonly rows: ReadonlyMap<string, readonly Converter[]>
  readonly problems: readonly Problem[]
}

const inOrder = (a: Converter, b: Converter): number => a.position - b.position || byCodeUnit(a.id, b.id)

/**
 * Chooses the rows of every column for a provider: its own rows replace the rows for all providers, column by column.
 * They are asked by position (then id); the first whose condition holds decides (`decidingRow`).
 * Problems: `column_mapped_twice` for each row without a condition behind another one, `column_unknown` for a column that the
 * catalogue lacks.
 */
export const mappingOf = (
  provider: Pick<ProviderPolicy, 'id'>,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
): Mapping => {
  const byProvider = remembered.get(rules.converters) ?? new Map()
  const known = byProvider.get(provider.id)
  if (known?.columns === columns) return known.mapping
  const mapping = chooseRows(provider, rules, columns)
  remembered.set(rules.converters, byProvider.set(provider.id, { columns, mapping }))
  return mapping
}

// The same rules and columns serve sign-on after sign-on; a result depends on nothing else.
const remembered = new WeakMap<
  Rules['converters'],
  Map<string, { readonly columns: ReadonlyMap<string, Column>; readonly mapping: Mapping }>
>()

const chooseRows = (
  provider: Pick<ProviderPolicy, 'id'>,
  { converters }: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
): Mapping => {
  const rows = new Map<string, Converter[]>()
  const certain = new Map<string, Converter>()
  const problems: Problem[] = []
  const counting = converters.filter((row) => row.providerId === null || row.providerId === provider.id)
  const own = new Set(counting.filter((row) => row.providerId !== null).map((row) => row.column))
  for (const row of counting.toSorted(inOrder)) {
    if (row.providerId === null && own.has(row.column)) continue
    const column = columns.get(row.column)
    if (!column || (column.type === 'lookup' && column.lookup === null)) {
      problems.push(problem('column_unknown', row.column, { converterId: row.id }))
      continue
    }
    const first = certain.get(row.column)
    if (first && !row.condition) {
      problems.push(problem('column_mapped_twice', row.column, { converterId: row.id, winner: first.id }))
    }
    if (!first && !row.condition) certain.set(row.column, row)
    const others = rows.get(row.column)
    if (others) others.push(row)
    else rows.set(row.column, [row])
  }
  return { rows, problems }
}

/** Of a column's rows the first whose condition holds; null: none counts for these claims. */
export const decidingRow = (rows: readonly Converter[], claims: Claims): Converter | null =>
  rows.find((row) => !row.condition || holds(row.condition, claims)) ?? null

/** The attribute Names that a row reads, as it writes them: its list, or those of its template. */
export const attributesOf = ({ attributes, template }: Converter): readonly string[] =>
  template === undefined ? (attributes ?? []) : templateAttributes(template)

/** `displayname` of `http://schemas.example/claims/displayname`, `displayName` of `urn:mace:dir:attribute-def:displayName`. */
export const lastPartOf = (name: string): string =>
  name.slice(Math.max(...['/', '#', ':'].map((mark) => name.lastIndexOf(mark))) + 1)

/** Longest Name that is found by its last part: it is written beside the value. */
const NAME_LIMIT = 1024

// A sign-on asks for each of its rows; the names are taken apart once.
const lastParts = new WeakMap<Claims, ReadonlyMap<string, string>>()

const byLastPart = (claims: Claims): ReadonlyMap<string, string> => {
  const known = lastParts.get(claims)
  if (known) return known
  const names = new Map<string, string>()
  // Of several with the same last part the first by code unit, so that the order of arrival decides nothing.
  for (const name of [...claims.keys()].toSorted(byCodeUnit)) {
    // A Name as written in a row can be stored; one that arrived may hold anything.
    if (faultOf(name, { limit: NAME_LIMIT }) !== null) continue
    const last = lastPartOf(name)
    if (!names.has(last)) names.set(last, name)
  }
  lastParts.set(claims, names)
  return names
}

/** The Name under which a row's attribute was sent: exactly, else by its last part where the row says so. Null: not sent. */
export const sentName = (row: Pick<Converter, 'lastPart'>, attribute: string, claims: Claims): string | null => {
  if (claims.has(attribute)) return attribute
  return row.lastPart ? (byLastPart(claims).get(attribute) ?? null) : null
}
