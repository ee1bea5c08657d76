import { alpha2Of } from './country-codes.ts'
import { nameKey } from './names.ts'

const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

let remembered: ReadonlyMap<string, string> | undefined

/** Every spelling that is known, as `nameKey` → English name. Made once, when somebody first asks. */
const names = (): ReadonlyMap<string, string> => {
  if (remembered) return remembered
  const known = new Map<string, string>()
  for (const [three, two] of alpha2Of) {
    const name = english.of(two)
    if (name === undefined) continue
    for (const spelling of [two, three, name]) known.set(nameKey(spelling), name)
  }
  // Of the codes beside ISO 3166-1 these two are in daily use.
  for (const two of ['UK', 'XK']) {
    const name = english.of(two)
    if (name !== undefined) known.set(nameKey(two), name)
  }
  remembered = known
  return known
}

/**
 * The English name of a country from its code (ISO 3166-1, two or three letters, any case); an English name stays what it is.
 * Null: neither. The names are those of the runtime (Unicode CLDR).
 *
 * @example
 * countryName('DEU') // 'Germany'
 */
export const countryName = (text: string): string | null => names().get(nameKey(text)) ?? null
