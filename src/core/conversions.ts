import { countryName } from './countries.ts'
import { dateFormatGives, toDate } from './date-formats.ts'
import { readCommonName } from './distinguished-name.ts'
import { languageTag } from './languages.ts'
import { nameKey } from './names.ts'
import { isPhoneCountry, toPhone } from './phone.ts'
import { titleCase } from './title-case.ts'
import type { ColumnType, Conversion } from './types.ts'

/** More values than any person has; a step that would handle more fails. */
const LIST_LIMIT = 10_000
/** The longest text that a step may make of several. */
const JOINED_LIMIT = 65_536
/** The longest text in which a step looks for a number, a date, a name… */
const READ_LIMIT = 1000

/** A value on its way through the steps: its text, or the step that could not do anything with it. */
export type Item = string | { readonly failedAt: string }

/** What a step is called, in problems and in the documentation. */
export const stepName = (step: Conversion): string => {
  if (typeof step === 'string') return step
  return 'map' in step ? 'map' : (Object.keys(step)[0] ?? '')
}

type Texts = (text: string) => string | null

const beforeAt: Texts = (text) => text.slice(0, Math.max(text.lastIndexOf('@'), 0)) || null

const afterAt: Texts = (text) => (text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) || null : null)

const dnCn: Texts = (text) => {
  const read = readCommonName(text)
  return read.kind === 'broken' ? null : read.kind === 'common-name' ? read.name : text
}

/** What has no domain before it stays as it is: both spellings arrive side by side. */
const stripDomain: Texts = (text) => /^[^\\]+\\([^\\]+)$/.exec(text)?.[1] ?? text

/** A whole number in one block, or in blocks of three with the same sign between them: 1.5 with a decimal comma is not 15. */
const numberForms = {
  '.': /^([+\-−]?)([0-9]+|[0-9]{1,3}([,\s'’])[0-9]{3}(?:\3[0-9]{3})*)(?:\.([0-9]+))?$/,
  ',': /^([+\-−]?)([0-9]+|[0-9]{1,3}([.\s'’])[0-9]{3}(?:\3[0-9]{3})*)(?:,([0-9]+))?$/,
} as const

const toNumber = (text: string, decimal: '.' | ','): string | null => {
  const [, sign = '', whole, , fraction] = numberForms[decimal].exec(text) ?? []
  if (whole === undefined) return null
  const digits = whole.replace(/[^0-9]/g, '')
  return `${sign === '' || sign === '+' ? '' : '-'}${digits}${fraction === undefined ? '' : `.${fraction}`}`
}

type MapStep = Extract<Conversion, { readonly map: unknown }>

// The same rules serve sign-on after sign-on: a table is folded once.
const tables = new WeakMap<MapStep['map'], ReadonlyMap<string, string>>()

const tableOf = ({ map }: MapStep): ReadonlyMap<string, string> => {
  const known = tables.get(map)
  if (known) return known
  // Of two lines for one name the first counts, as of everything here.
  const table = new Map(map.toReversed().map(([from, to]): [string, string] => [nameKey(from), to]))
  tables.set(map, table)
  return table
}

const wordOf = (text: string, { yes, no }: { readonly yes: readonly string[]; readonly no: readonly string[] }) => {
  const key = nameKey(text)
  if (yes.some((word) => nameKey(word) === key)) return 'true'
  return no.some((word) => nameKey(word) === key) ? 'false' : null
}

/** What a step does to one value; null: it does not work on lists value by value. */
const perValue = (step: Conversion): Texts | null => {
  switch (step) {
    case 'trim':
      return (text) => text
    case 'lower':
      return (text) => text.toLowerCase()
    case 'upper':
      return (text) => text.toUpperCase()
    case 'title-case':
      return titleCase
    case 'dn-cn':
      return dnCn
    case 'before-at':
      return beforeAt
    case 'after-at':
      return afterAt
    case 'strip-domain':
      return stripDomain
    case 'country-name':
      return short(countryName)
    case 'language-tag':
      return short(languageTag)
    case 'first':
    case 'last':
      return null
    default:
      if ('phone' in step) return (text) => toPhone(text, step.phone)
      if ('date' in step) return (text) => toDate(text, step.date)
      if ('boolean' in step) return short((text) => wordOf(text, step.boolean))
      if ('number' in step) return short((text) => toNumber(text, step.number))
      if ('map' in step) return (text) => mapped(step, text)
      return null
  }
}

const short =
  (read: Texts): Texts =>
  (text) =>
    text.length > READ_LIMIT ? null : read(text)

const mapped = (step: MapStep, text: string): string => {
  const found = text.length > READ_LIMIT ? undefined : tableOf(step).get(nameKey(text))
  return found ?? step.otherwise ?? text
}

const filled = (items: readonly Item[]): readonly Item[] => items.filter((item) => item !== '')

/** Joins what says something; null: too long. A value that failed spoils the whole. */
const joined = (items: readonly Item[], separator: string): Item | null => {
  const parts = filled(items)
  const failed = parts.find((item) => typeof item !== 'string')
  if (failed !== undefined) return failed
  const length = parts.reduce((sum, item) => sum + (typeof item === 'string' ? item.length : 0) + separator.length, 0)
  return length > JOINED_LIMIT ? null : parts.join(separator)
}

const splitAt = (items: readonly Item[], separator: string): readonly Item[] | null => {
  const pieces: Item[] = []
  for (const item of items) {
    // One more than may be is enough to know.
    const parts = typeof item === 'string' ? item.split(separator, LIST_LIMIT + 1) : [item]
    if (pieces.length + parts.length > LIST_LIMIT) return null
    for (const part of parts) pieces.push(typeof part === 'string' ? part.trim() : part)
  }
  return pieces
}

/** What a step does to all values together; null: it would be too much. */
const onList = (step: Conversion, items: readonly Item[]): readonly Item[] | null => {
  if (step === 'first') return filled(items).slice(0, 1)
  if (step === 'last') return filled(items).slice(-1)
  if (typeof step === 'string') return items
  if ('nth' in step) return items.slice(step.nth - 1, step.nth)
  if ('split' in step) return splitAt(items, step.split)
  if (!('join' in step)) return items
  const one = joined(items, step.join)
  return one === null ? null : [one]
}

/**
 * Carries out steps in their order on the values of an attribute. A step that a value does not fit leaves a failure in its
 * place, which only matters if that value is used. An empty piece of a split keeps its place for `nth`; at the end empty
 * values are gone, and no value is there twice.
 *
 * Bounded whatever arrives: 10 000 values, and 65 536 UTF-16 code units for a joined text; above that the step fails.
 * `dn-cn` and `strip-domain` leave alone what is no distinguished name and has no domain; all other steps that read something
 * fail on what they cannot read.
 */
export const carryOut = (steps: readonly Conversion[], values: readonly string[]): readonly Item[] => {
  let items: readonly Item[] = values.map((value) => value.trim())
  for (const step of steps) {
    const failed = { failedAt: stepName(step) }
    if (items.length > LIST_LIMIT) return [failed]
    const change = perValue(step)
    if (change)
      items = items.map((item) => (typeof item !== 'string' || item === '' ? item : (change(item)?.trim() ?? failed)))
    else items = onList(step, items) ?? [failed]
  }
  const seen = new Set<string>()
  return filled(items).filter((item) => {
    if (typeof item !== 'string') return true
    const isNew = !seen.has(item)
    seen.add(item)
    return isNew
  })
}

/** What the last step that decides the form leaves; null: any text. */
const formOf = (step: Conversion): Form | null | undefined => {
  if (step === 'country-name') return 'country'
  if (step === 'language-tag') return 'language'
  if (typeof step === 'string') return step === 'trim' || step === 'first' || step === 'last' ? undefined : null
  if ('nth' in step) return undefined
  if ('phone' in step) return 'phone'
  if ('date' in step) return dateFormatGives(step.date) ?? undefined
  if ('boolean' in step) return 'boolean'
  if ('number' in step) return 'number'
  return null
}

type Form = 'country' | 'language' | 'phone' | 'date' | 'datetime' | 'boolean' | 'number'

const takes: Readonly<Record<Form, readonly ColumnType[]>> = {
  country: ['text', 'lookup'],
  language: ['text', 'lookup', 'language'],
  phone: ['text', 'phone'],
  date: ['text', 'date'],
  datetime: ['text', 'datetime'],
  boolean: ['text', 'lookup', 'boolean'],
  number: ['text', 'lookup', 'integer', 'decimal'],
}

/** What is wrong with steps for a column of this type: each with the index of its step. Empty: they can work. */
export const wrongSteps = (
  steps: readonly Conversion[],
  type: ColumnType,
): readonly { readonly step: number; readonly message: string }[] => {
  const wrong: { step: number; message: string }[] = []
  let last: { step: number; form: Form; name: string } | null = null
  for (const [step, conversion] of steps.entries()) {
    if (typeof conversion !== 'string' && 'phone' in conversion && !isPhoneCountry(conversion.phone)) {
      wrong.push({ step, message: `There is no country ${conversion.phone} with phone numbers.` })
    }
    if (typeof conversion !== 'string' && 'date' in conversion && dateFormatGives(conversion.date) === null) {
      const message =
        'This is no form of a date. It needs YYYY, M or MM, and D or DD, each once; text goes into [square brackets].'
      wrong.push({ step, message })
    }
    const form = formOf(conversion)
    if (form !== undefined) last = form === null ? null : { step, form, name: stepName(conversion) }
  }
  if (last && !takes[last.form].includes(type)) {
    wrong.push({ step: last.step, message: `What ${last.name} gives is never a value of type ${type}.` })
  }
  return wrong
}
