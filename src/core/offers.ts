import { carryOut, type Item } from './conversions.ts'
import { type Converted, toColumn } from './convert.ts'
import { sentName } from './converters.ts'
import { filledValues } from './filled-values.ts'
import { problem } from './problem.ts'
import { fillTemplate, TEMPLATE_LIMIT } from './template.ts'
import { VALUE_LIMIT } from './text.ts'
import type { Because, Claims, Column, Converter, MadeBy, Problem } from './types.ts'

/** Why a value is on its way to a column. */
export type OfferBecause = Extract<Because, { kind: 'claim' | 'template' | 'default' | 'fixed' }>

/** The same reason, with what had arrived and what made another value of it. */
export const madeOf = <Reason extends OfferBecause>(because: Reason, from: string, made: MadeBy): Reason =>
  because.kind === 'claim' ? { ...because, from: because.from ?? from, made } : because

/** What a row says about its column for these claims. */
export type Offer =
  | {
      readonly kind: 'value'
      /** Canonical for the column's type. */
      readonly text: string
      readonly because: OfferBecause
      /** `attribute_multi_valued` where only the first of several is taken. */
      readonly problem: Problem | null
    }
  /** The column is to be emptied. */
  | { readonly kind: 'clear'; readonly because: Extract<Because, { kind: 'cleared' }> }
  /** The row has nothing to say: its attribute did not arrive, or arrived without a value. */
  | { readonly kind: 'nothing'; readonly how: 'absent' | 'empty'; readonly attribute: string | null }
  /** Something arrived that the column cannot take: it keeps what it has. */
  | { readonly kind: 'unusable'; readonly problem: Problem }
  /** The row refuses the sign-on. */
  | { readonly kind: 'refusal'; readonly problem: Problem }

/** What arrived of the attributes that a row reads: `attribute` is the Name as sent, null for a template. */
export type Source =
  | { readonly how: 'present'; readonly attribute: string | null; readonly values: readonly string[] }
  | { readonly how: 'absent' | 'empty'; readonly attribute: string | null }

/** Where a row takes its value from: the first of its attributes that is present, or its template. */
export const sourceOf = (row: Converter, claims: Claims): Source => {
  if (row.template !== undefined) {
    const text = fillTemplate(row.template, claims)?.trim() ?? ''
    return text === '' ? { how: 'absent', attribute: null } : { how: 'present', attribute: null, values: [text] }
  }
  for (const name of row.attributes ?? []) {
    const attribute = sentName(row, name, claims)
    if (attribute === null) continue
    const values = filledValues(claims.get(attribute) ?? [])
    return values.length === 0 ? { how: 'empty', attribute } : { how: 'present', attribute, values }
  }
  return { how: 'absent', attribute: row.attributes?.[0] ?? null }
}

/** The steps' results; what a template made too long is not handed to them. */
const convertedItems = (row: Converter, values: readonly string[]): readonly Item[] =>
  row.convert === undefined || values.some((value) => row.template !== undefined && value.length > TEMPLATE_LIMIT)
    ? values
    : carryOut(row.convert, values)

/** One of several; null: the row accepts none of them. */
const oneOf = (row: Converter, items: readonly Item[]): Item | null => {
  const [first = '', ...others] = items
  if (others.length === 0 || row.several === undefined || row.several === 'first') return first
  if (row.several === 'last') return items.at(-1) ?? first
  if (row.several === 'refuse') return null
  const failed = items.find((item) => typeof item !== 'string')
  if (failed) return failed
  // A column takes no more than this; what is longer is refused there, and need not be built.
  let joined = ''
  for (const item of items) {
    joined += `${joined === '' ? '' : row.several.join}${item}`
    if (joined.length > VALUE_LIMIT) break
  }
  return joined
}

const canonicalOf = (row: Converter, column: Column, item: Item): Converted => {
  if (typeof item !== 'string') {
    const details = { type: column.type, converterId: row.id, step: item.failedAt }
    return { ok: false, problem: problem('value_invalid', column.name, details) }
  }
  const converted = toColumn(column, item)
  if (converted.ok) return converted
  const { code, subject, details } = converted.problem
  return { ok: false, problem: problem(code, subject, { ...details, converterId: row.id }) }
}

const offered = (
  row: Converter,
  column: Column,
  items: readonly Item[],
  because: OfferBecause,
): Extract<Offer, { kind: 'value' | 'unusable' }> => {
  const item = oneOf(row, items)
  const attribute = because.kind === 'claim' ? because.attribute : (row.template ?? '')
  const several = { attribute, values: items.length, converterId: row.id }
  if (item === null) {
    const details = { ...several, refused: 1 }
    return { kind: 'unusable', problem: problem('attribute_multi_valued', column.name, details) }
  }
  const read = canonicalOf(row, column, item)
  if (!read.ok) return { kind: 'unusable', problem: read.problem }
  const leavesSome = items.length > 1 && (row.several === undefined || row.several === 'first')
  // A default value is the administrator's own text: that it has several parts is no news.
  const isRemarkable = leavesSome && (because.kind === 'claim' || because.kind === 'template')
  return {
    kind: 'value',
    text: read.text,
    because,
    problem: isRemarkable ? problem('attribute_multi_valued', column.name, several) : null,
  }
}

const collapsed = (text: string): string => text.replace(/\s+/g, ' ')

/** What a remark of a plan repeats of the values that arrived: no more than a column takes. */
const shortOf = (values: readonly string[]): string => {
  const text = values.slice(0, VALUE_LIMIT).join(', ')
  return text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT - 1)}…` : text
}

/** The offer, saying what arrived where that is another value. */
const tellingFrom = (offer: Offer, values: readonly string[]): Offer => {
  if (offer.kind !== 'value') return offer
  const { text } = offer
  if (values.some((value) => value === text || collapsed(value) === text)) return offer
  return { ...offer, because: madeOf(offer.because, shortOf(values), 'mapping') }
}

const defaultOf = (row: Converter, column: Column, because: OfferBecause): Offer | null => {
  const text = row.defaultValue?.trim() ?? ''
  if (text === '') return null
  const items = convertedItems(row, [text])
  return items.length === 0 ? null : offered(row, column, items, because)
}

const missing = (row: Converter, column: Column, how: 'absent' | 'empty', attribute: string | null): Offer => {
  const nothing: Offer = { kind: 'nothing', how, attribute }
  switch ((how === 'absent' ? row.whenAbsent : row.whenEmpty) ?? 'default') {
    case 'keep':
      return nothing
    case 'clear':
      // What must have a value is never emptied.
      return column.required ? nothing : { kind: 'clear', because: { kind: 'cleared', converterId: row.id, attribute } }
    case 'refuse': {
      const details = { converterId: row.id, ...(attribute === null ? {} : { attribute }) }
      return { kind: 'refusal', problem: problem('required_value_missing', column.name, details) }
    }
    default:
      return defaultOf(row, column, { kind: 'default', converterId: row.id, attribute }) ?? nothing
  }
}

/**
 * What a row offers to its column for these claims.
 *
 * The first attribute that is present decides, even when it is empty; a template of which any part is missing is absent; a row
 * with neither is a fixed value. Values go through the row's steps, then `several` chooses, then the text takes the form of the
 * column's type. What the steps leave nothing of is empty. What cannot be converted is a Problem, and the default does not
 * stand in for it, because a broken value is news, not absence. A default goes the same way as what arrives.
 *
 * Problems: `value_invalid`, `value_too_long` (never with the value), `attribute_multi_valued`, and as a refusal
 * `required_value_missing`.
 */
export const offerOf = (row: Converter, column: Column, claims: Claims): Offer => {
  if (row.attributes === null && row.template === undefined) {
    const fixed = defaultOf(row, column, { kind: 'fixed', converterId: row.id })
    return fixed ?? { kind: 'nothing', how: 'absent', attribute: null }
  }
  const source = sourceOf(row, claims)
  if (source.how !== 'present') return missing(row, column, source.how, source.attribute)
  const items = convertedItems(row, source.values)
  if (items.length === 0) return missing(row, column, 'empty', source.attribute)
  const because: OfferBecause =
    source.attribute === null
      ? { kind: 'template', converterId: row.id }
      : { kind: 'claim', converterId: row.id, attribute: source.attribute }
  return tellingFrom(offered(row, column, items, because), source.values)
}
