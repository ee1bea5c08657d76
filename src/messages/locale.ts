import { type Language, reader } from './language.ts'

/** The conventions that dates and numbers of a language follow. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }

/** A whole number as the reader writes it. */
export const numberText = (value: number): string => new Intl.NumberFormat(locales[reader().language]).format(value)

/** Which form of a sentence a number asks for in the reader's language: `one`, `other`, … */
export const pluralOf = (count: number): Intl.LDMLPluralRule =>
  new Intl.PluralRules(locales[reader().language]).select(count)

/** A moment in the reader's time zone, in parts, so that a sentence can put them together. */
export interface MomentText {
  readonly date: string
  readonly time: string
  /** Short name of the zone, such as UTC or MEZ. */
  readonly zone: string
}

/** A moment as the reader writes it; `exact` adds the second. In UTC where this runtime does not know their time zone. */
export function momentText(at: Date, exact = false): MomentText {
  const { language, timeZone } = reader()
  const { day, minute, second, zone } = formatsFor(language, timeZone) ?? formatsOf(language, 'UTC')
  return {
    date: day.format(at),
    time: (exact ? second : minute).format(at),
    zone: zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  }
}

function formatsOf(language: Language, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locales[language], { ...options, timeZone })
  return {
    day: format({ day: 'numeric', month: 'short', year: 'numeric' }),
    minute: format({ hour: '2-digit', minute: '2-digit' }),
    second: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    zone: format({ timeZoneName: 'short' }),
  }
}

/** Formats are dear to make, and a page has many dates. One entry for each language and time zone that exists, at most. */
const made = new Map<string, ReturnType<typeof formatsOf>>()

/** Null: no time zone that this runtime knows. */
function formatsFor(language: Language, timeZone: string): ReturnType<typeof formatsOf> | null {
  const key = `${language} ${timeZone}`
  const known = made.get(key)
  if (known) return known
  try {
    const formats = formatsOf(language, timeZone)
    made.set(key, formats)
    return formats
  } catch {
    return null
  }
}
