import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** True for a country (ISO 3166, two capital letters) whose numbers can be read. */
export const isPhoneCountry = (country: string): boolean => isSupportedCountry(country)

/** Longer texts are no phone numbers, however they are written. */
const PHONE_LIMIT = 100

/**
 * A phone number in international form, `+442079460142` (E.164); an extension follows as `;ext=22` (RFC 3966), because without
 * it another phone would ring. Null: no possible number of its country. `country` is for numbers that name none.
 *
 * @example
 * toPhone('020 7946 0142', 'GB') // '+442079460142'
 */
export const toPhone = (text: string, country: string): string | null => {
  if (text.length > PHONE_LIMIT || !isSupportedCountry(country)) return null
  const bare = text.replace(/^tel:/i, '')
  // Whole texts only: digits that are found inside other words are a guess.
  const number = parsePhoneNumberFromString(bare, { defaultCountry: country, extract: false })
  if (!number?.isValid()) return null
  return number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`
}
