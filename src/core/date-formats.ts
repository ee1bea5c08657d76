import dayjs, { type Dayjs } from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat.js'
import utc from 'dayjs/plugin/utc.js'

dayjs.extend(customParseFormat)
dayjs.extend(utc)

// The parser takes a locale before `strict`; its types do not say so.
const parse = dayjs.utc as unknown as (text: string, format: string, locale: 'en', strict: true) => Dayjs

/** Longer texts are no dates. */
const DATE_LIMIT = 100

/** Literal text in square brackets, the letters that mean something, or anything that is no letter. */
const piece = /\[([^[\]]*)\]|YYYY|MMMM|MMM|MM|M|DD|D|HH|H|hh|h|mm|m|SSS|ss|s|A|a|([^A-Za-z[\]])/y

interface DateFormat {
  /** Does it read the time of day, too? */
  readonly time: boolean
  /** Is that time said to be UTC, by a literal `[Z]`? */
  readonly utc: boolean
}

/** Null: not a form of a date. Exactly one year of four digits, one month and one day, and besides them times and literals. */
const readFormat = (format: string): DateFormat | null => {
  const found: string[] = []
  let isUtc = false
  piece.lastIndex = 0
  while (piece.lastIndex < format.length) {
    const match = piece.exec(format)
    if (!match) return null
    const [token, literal, sign] = match
    if (literal !== undefined) isUtc ||= literal.endsWith('Z')
    else if (sign === undefined) found.push(token)
  }
  const count = (letter: string) => found.filter((token) => token.startsWith(letter)).length
  if (count('Y') !== 1 || count('M') !== 1 || count('D') !== 1) return null
  if (new Set(found.map((token) => token.charAt(0))).size < found.length) return null
  const time = found.some((token) => !/^[YMD]/.test(token))
  return { time, utc: isUtc && time }
}

/** What a form of dates gives: a date, a moment (its time is marked as UTC), or nothing, because it is no such form. */
export const dateFormatGives = (format: string): 'date' | 'datetime' | null => {
  const read = readFormat(format)
  return read && (read.utc ? 'datetime' : 'date')
}

/**
 * Reads a date of exactly this form: `DD.MM.YYYY`, `D MMM YYYY` (English names), `YYYYMMDDHHmmss[.0Z]`. The answer is
 * `YYYY-MM-DD`; where the form has a time with a literal that ends in `Z`, the moment in UTC. Another time of day is read and
 * left out: without a zone it is no moment. Null: not of this form, or a day that does not exist.
 */
export const toDate = (text: string, format: string): string | null => {
  const read = readFormat(format)
  if (!read || text.length > DATE_LIMIT) return null
  // As UTC and with a named locale: neither the machine's zone nor anybody's settings have a say.
  const at = parse(text, format, 'en', true)
  if (!at.isValid()) return null
  return read.utc ? at.toISOString() : at.format('YYYY-MM-DD')
}
