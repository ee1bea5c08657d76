import { holds } from './condition.ts'
import { attributesOf, lastPartOf, mappingOf, sentName } from './converters.ts'
import { filledValues } from './filled-values.ts'
import { type Frequent, mostFrequent, newFrequent, seen } from './frequent.ts'
import { type LookupIndex, resolveLookup } from './lookups.ts'
import { offerOf, sourceOf } from './offers.ts'
import type { Claims, Column, Converter, ProviderPolicy, Rules } from './types.ts'

/** How often a row of the lookup had what it needs. All are numbers of sign-ons. */
export interface RowCounts {
  /** The row had its turn: its condition held, and no row before it decided. */
  asked: number
  /** Of those asked: its attribute brought a value, was sent without one, was not sent. */
  present: number
  empty: number
  absent: number
  /** It brought more than one value. */
  several: number
  /** Not its first attribute but one that stands in for it was there. */
  otherAttribute: number
  /** Nothing came, and the default value took its place. */
  defaulted: number
  /** Nothing came, and the row clears, or refuses. */
  cleared: number
  refused: number
  /** Something came that could not be converted to what the column takes. */
  unconverted: number
  /** Something came that the lookup does not know, as it is now. */
  unknown: number
  /** Of those unknown: the row names a value to fall back to. */
  fellBack: number
  /** What the row reads was redacted: whether it could be used is not known any more. */
  hidden: number
}

export interface RowCoverage extends RowCounts {
  readonly converterId: string
  readonly column: string
  /** Null: for all providers. */
  readonly providerId: string | null
  readonly conditional: boolean
  /** The attributes that it reads, as it writes them, and with how many sign-ons each was sent. */
  readonly attributes: readonly { readonly name: string; readonly sent: number }[]
  /** How many different texts the lookup does not know. */
  readonly unknownTexts: number
  /** Values of people: the unknown texts, most frequent first, and the last values that arrived. */
  readonly values: {
    readonly unknown: readonly { readonly text: string; readonly count: number }[]
    readonly last: readonly string[]
  }
}

/** The counts of one row while they grow. */
interface RowTally {
  readonly row: Converter
  readonly column: Column
  readonly counts: RowCounts
  readonly sent: Map<string, number>
  readonly unknown: Frequent<{ count: number }>
  readonly last: Set<string>
}

export type RowTallies = ReadonlyMap<string, readonly RowTally[]>

/** So many unknown texts are kept of each row, so many of them shown, and so many last values. */
const UNKNOWN_KEPT = 200
const UNKNOWN_SHOWN = 20
const LAST_SHOWN = 5
const SHOWN_LENGTH = 200

const none = (): RowCounts => ({
  asked: 0,
  present: 0,
  empty: 0,
  absent: 0,
  several: 0,
  otherAttribute: 0,
  defaulted: 0,
  cleared: 0,
  refused: 0,
  unconverted: 0,
  unknown: 0,
  fellBack: 0,
  hidden: 0,
})

/** A fixed value needs nothing from anybody. */
const isFixed = ({ attributes, template }: Converter): boolean => attributes === null && template === undefined

/** The rows that count for a provider, in the order in which they are asked. */
export const newRowTallies = (
  provider: ProviderPolicy,
  rules: Rules,
  columns: ReadonlyMap<string, Column>,
): RowTallies => {
  const tallies = new Map<string, readonly RowTally[]>()
  for (const [name, rows] of mappingOf(provider, rules, columns).rows) {
    const column = columns.get(name)
    if (!column) continue
    tallies.set(
      name,
      rows.map((row) => ({
        row,
        column,
        counts: none(),
        sent: new Map(attributesOf(row).map((one) => [one, 0])),
        unknown: newFrequent(UNKNOWN_KEPT),
        last: new Set(),
      })),
    )
  }
  return tallies
}

/** What one sign-on is looked at with. */
export interface Arrived {
  readonly claims: Claims
  /** Names whose values were not kept; how many there were still shows. */
  readonly hidden: ReadonlySet<string>
  /** The lookups' values that its texts may mean, and whether it may name them by id. */
  readonly lookups: LookupIndex
  readonly external: boolean
}

/** Adds one sign-on to every row. */
export const coverRows = (tallies: RowTallies, arrived: Arrived): void => {
  for (const rows of tallies.values()) {
    for (const tally of rows) noteSent(tally, arrived)
    for (const tally of rows) {
      const verdict = isAsked(tally.row, arrived)
      if (verdict === 'hidden') {
        // Whether it, or one behind it, had its turn cannot be told.
        tally.counts.hidden += 1
        break
      }
      if (verdict === 'no') continue
      tally.counts.asked += 1
      if (!isFixed(tally.row)) ask(tally, arrived)
      break
    }
  }
}

const noteSent = ({ row, sent }: RowTally, { claims }: Arrived): void => {
  for (const name of sent.keys()) if (sentName(row, name, claims) !== null) sent.set(name, (sent.get(name) ?? 0) + 1)
}

const isAsked = ({ condition }: Converter, { claims, hidden }: Arrived): 'yes' | 'no' | 'hidden' => {
  if (!condition) return 'yes'
  const compares = 'equals' in condition || 'oneOf' in condition
  if (compares && hidden.has(condition.attribute)) return 'hidden'
  return holds(condition, claims) ? 'yes' : 'no'
}

const ask = (tally: RowTally, arrived: Arrived): void => {
  const { row, column, counts, last } = tally
  const { claims, hidden } = arrived
  const read = attributesOf(row).flatMap((name) => sentName(row, name, claims) ?? [])
  if (row.template !== undefined && read.some((name) => hidden.has(name))) {
    counts.hidden += 1
    return
  }
  const source = sourceOf(row, claims)
  counts[source.how] += 1
  const values = source.how !== 'present' || source.attribute === null ? [] : (claims.get(source.attribute) ?? [])
  if (
    filledValues(values).length > 1 ||
    (source.attribute !== null && countHidden(values, source.attribute, hidden) > 1)
  )
    counts.several += 1
  const [first] = row.attributes ?? []
  if (source.how === 'present' && first !== undefined && sentName(row, first, claims) !== source.attribute) {
    counts.otherAttribute += 1
  }
  if (source.attribute !== null && hidden.has(source.attribute) && source.how === 'present') {
    counts.hidden += 1
    return
  }
  if (source.how === 'present' && last.size < LAST_SHOWN) {
    for (const value of source.values.slice(0, 1)) last.add(value.slice(0, SHOWN_LENGTH))
  }
  judge(tally, column, arrived)
}

/** Hidden values are all alike, and are counted as they came. */
const countHidden = (values: readonly string[], name: string, hidden: ReadonlySet<string>): number =>
  hidden.has(name) ? values.filter((one) => one.trim() !== '').length : 0

const judge = ({ row, counts, unknown }: RowTally, column: Column, { claims, lookups, external }: Arrived): void => {
  const offer = offerOf(row, column, claims)
  if (offer.kind === 'unusable') counts.unconverted += 1
  if (offer.kind === 'refusal') counts.refused += 1
  if (offer.kind === 'clear') counts.cleared += 1
  if (offer.kind !== 'value') return
  if (offer.because.kind === 'default') {
    counts.defaulted += 1
    return
  }
  if (column.type !== 'lookup' || column.lookup === null) return
  const target = { column: column.name, lookup: column.lookup }
  if (resolveLookup(lookups, target, offer.text, { external }).kind === 'found') return
  counts.unknown += 1
  if (typeof row.unknownValue === 'object') counts.fellBack += 1
  seen(unknown, offer.text, () => ({ count: 0 }))
}

/** What the rows came to; fixed values are left out. */
export const rowsCovered = (tallies: RowTallies): readonly RowCoverage[] =>
  [...tallies.values()].flat().flatMap(({ row, counts, sent, unknown, last }): RowCoverage[] => {
    if (isFixed(row)) return []
    const texts = mostFrequent(unknown, UNKNOWN_SHOWN)
    return [
      {
        converterId: row.id,
        column: row.column,
        providerId: row.providerId,
        conditional: row.condition !== undefined,
        attributes: [...sent].map(([name, times]) => ({ name, sent: times })),
        ...counts,
        unknownTexts: texts.most.length + texts.more,
        values: {
          unknown: texts.most.map(([text, { count }]) => ({ text: text.slice(0, SHOWN_LENGTH), count })),
          last: [...last],
        },
      },
    ]
  })

/** Tells of a Name that arrives whether any of the rows reads it. */
export const readByRows = (tallies: RowTallies): ((name: string) => boolean) => {
  const rows = [...tallies.values()].flat().map(({ row }) => row)
  const whole = new Set(
    rows.flatMap((row) => [...attributesOf(row), ...(row.condition ? [row.condition.attribute] : [])]),
  )
  const parts = new Set(rows.filter((row) => row.lastPart).flatMap(attributesOf))
  return (name) => whole.has(name) || parts.has(lastPartOf(name))
}
