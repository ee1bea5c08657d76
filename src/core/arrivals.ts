import { toColumn } from './convert.ts'
import { decidingRow, mappingOf } from './converters.ts'
import { type Offer, type OfferBecause, offerOf } from './offers.ts'
import type { Claims, Column, Converter, Problem, ProviderPolicy, Rules } from './types.ts'

/** A canonical text on its way to a column. */
export interface Arrival {
  readonly column: Column
  /** The row that brings it. */
  readonly row: Converter
  readonly text: string
  readonly because: OfferBecause
  /** For a lookup: what is taken instead of a text that it does not know; canonical. */
  readonly fallBack: string | null
}

/** What the deciding row of a column says, whatever it is. */
export interface Decided {
  readonly column: Column
  readonly row: Converter
  readonly offer: Offer
}

export interface Arrivals {
  /** Values by column, in the order of the catalogue. */
  readonly byColumn: ReadonlyMap<string, Arrival>
  /** By column, in the order of the catalogue; columns without a row that counts are not in it. */
  readonly decided: ReadonlyMap<string, Decided>
  readonly problems: readonly Problem[]
  /** Why the sign-on is refused; empty: it is not. */
  readonly refusals: readonly Problem[]
}

/**
 * Everything that the claims and the rules offer to the person, converted to the columns' types: of each column's rows the
 * first whose condition holds speaks. `wanted` and `plan` both start here, so that what is loaded and what is decided cannot
 * drift apart.
 */
export const arrivalsOf = (
  provider: Pick<ProviderPolicy, 'id'>,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
  claims: Claims,
): Arrivals => {
  const mapping = mappingOf(provider, rules, columns)
  const problems = [...mapping.problems]
  const refusals: Problem[] = []
  const byColumn = new Map<string, Arrival>()
  const decided = new Map<string, Decided>()
  for (const column of columns.values()) {
    const row = decidingRow(mapping.rows.get(column.name) ?? [], claims)
    if (!row) continue
    const offer = offerOf(row, column, claims)
    decided.set(column.name, { column, row, offer })
    if (offer.kind === 'refusal') refusals.push(offer.problem)
    if (offer.kind === 'unusable') problems.push(offer.problem)
    if (offer.kind !== 'value') continue
    if (offer.problem) problems.push(offer.problem)
    const { text, because } = offer
    byColumn.set(column.name, { column, row, text, because, fallBack: fallBackOf(row, column) })
  }
  return { byColumn, decided, problems, refusals }
}

const fallBackOf = ({ unknownValue }: Converter, column: Column): string | null => {
  if (column.type !== 'lookup' || typeof unknownValue !== 'object') return null
  const converted = toColumn(column, unknownValue.fallBack)
  return converted.ok && converted.text !== '' ? converted.text : null
}
