import { problem } from './problem.ts'
import { faultOf, hasInvisible, keyFits, VALUE_LIMIT } from './text.ts'
import type { Column, ColumnType, Problem } from './types.ts'

export type Converted = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: Problem }

const yes = new Set(['true', 'yes', 'y', 'on', '1'])
const no = new Set(['false', 'no', 'n', 'off', '0'])

const integer = (text: string): string | null => {
  if (!/^[+-]?[0-9]+$/.test(text)) return null
  const value = Number(text)
  return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : null
}

const decimal = (text: string): string | null => {
  const parts = /^([+-]?)0*([0-9]+?)(?:\.([0-9]*?)0*)?$/.exec(text)
  if (!parts) return null
  const [, sign, whole = '', fraction = ''] = parts
  const digits = fraction === '' ? whole : `${whole}.${fraction}`
  return sign === '-' && digits !== '0' ? `-${digits}` : digits
}

const boolean = (text: string): string | null => {
  const word = text.toLowerCase()
  return yes.has(word) ? 'true' : no.has(word) ? 'false' : null
}

const date = (text: string): string | null => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return null
  const at = new Date(`${text}T00:00:00Z`)
  // 30 February parses; only the way back tells.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null
}

const clockTime =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]((?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)([Zz]|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$/

const datetime = (text: string): string | null => {
  const [, day = '', time = '', zone = ''] = clockTime.exec(text) ?? []
  if (date(day) === null) return null
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()
  const at = new Date(`${day}T${time}${offset}`)
  if (Number.isNaN(at.getTime())) return null
  const utc = at.toISOString()
  return date(utc.slice(0, 10)) === null ? null : utc
}

const email = (text: string): string | null => (/^[^\s@]+@[^\s@]+$/.test(text) && keyFits(text) ? text : null)

const language = (text: string): string | null => {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] ?? null
  } catch {
    return null
  }
}

const timezone = (text: string): string | null => {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return null
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    return null
  }
}

const lookup = (text: string): string | null =>
  keyFits(text) && !hasInvisible(text) ? text.replace(/\s+/g, ' ') : null

const asSent = (text: string): string => text

/** Null: not a value of that type. */
const canonical: Readonly<Record<ColumnType, (text: string) => string | null>> = {
  text: asSent,
  phone: asSent,
  email,
  integer,
  decimal,
  boolean,
  date,
  datetime,
  language,
  timezone,
  lookup,
}

/**
 * Turns a received text into the canonical text that the column holds, or says why it cannot.
 * Canonical means: equal values are equal texts, so that "unchanged" is one comparison.
 * - integer: within ±(2^53 − 1), no leading zeros · decimal: a point, no exponent, no idle zeros · boolean: `true` or `false`
 *   (also from yes, no, y, n, on, off, 1, 0) · date: `YYYY-MM-DD` that exists · date-time: UTC with milliseconds; a zone is required,
 *   because guessing one shifts the value · e-mail: one `@` with something on both sides, as sent · language: BCP 47 in canonical
 *   spelling, `en_US` accepted · time zone: a name the runtime knows, as sent · phone, text: as sent · lookup: white space collapsed, no characters that
 *   nobody sees.
 *
 * Errors: `value_too_long` over 256 UTF-16 code units, `value_invalid`; neither repeats the value.
 */
export const toColumn = (column: Column, received: string): Converted => {
  const text = received.trim()
  const fault = faultOf(text)
  if (fault === 'value_too_long') {
    return { ok: false, problem: problem(fault, column.name, { length: text.length, limit: VALUE_LIMIT }) }
  }
  const converted = fault === null ? canonical[column.type](text) : null
  return converted === null
    ? { ok: false, problem: problem('value_invalid', column.name, { type: column.type }) }
    : { ok: true, text: converted }
}
