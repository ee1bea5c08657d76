import { toColumn } from './convert.ts'
import { mappingOf, type Offer, offerOf } from './converters.ts'
import { problem } from './problem.ts'
import type { Claims, Column, Problem, ProviderPolicy, Rules } from './types.ts'

/** A canonical text on its way to a column. */
export interface Arrival {
  readonly column: Column
  readonly text: string
  readonly because: Offer['because']
}

export interface Arrivals {
  /** By column, in the order of the catalogue. */
  readonly byColumn: ReadonlyMap<string, Arrival>
  readonly problems: readonly Problem[]
}

/**
 * Everything that the claims and the rules offer to the contact, converted to the columns' types.
 * What cannot be converted is a Problem on its column, which then keeps its value; the default does not stand in for it,
 * because a broken value is news, not absence.
 * `wanted` and `plan` both start here, so that what is loaded and what is decided cannot drift apart.
 */
export const arrivalsOf = (
  provider: Pick<ProviderPolicy, 'id'>,
  rules: Pick<Rules, 'converters'>,
  columns: ReadonlyMap<string, Column>,
  claims: Claims,
): Arrivals => {
  const mapping = mappingOf(provider, rules, columns)
  const problems = [...mapping.problems]
  const byColumn = new Map<string, Arrival>()
  for (const column of columns.values()) {
    const converter = mapping.converters.get(column.name)
    const offer = converter ? offerOf(converter, claims) : null
    if (!offer) continue
    if (offer.severalValues > 1 && offer.because.kind === 'claim') {
      const { attribute } = offer.because
      problems.push(problem('attribute_multi_valued', column.name, { attribute, values: offer.severalValues }))
    }
    const converted = toColumn(column, offer.text)
    if (converted.ok) byColumn.set(column.name, { column, text: converted.text, because: offer.because })
    else problems.push(converted.problem)
  }
  return { byColumn, problems }
}
