import { nameKey } from './names.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })

let remembered: ReadonlyMap<string, string> | undefined

/** English and own names of the languages with a code of two letters, as `nameKey` → tag. Made once, when somebody first asks. */
const names = (): ReadonlyMap<string, string> => {
  if (remembered) return remembered
  const known = new Map<string, string>()
  const learn = (name: string | undefined, tag: string): void => {
    if (name !== undefined && !known.has(nameKey(name))) known.set(nameKey(name), tag)
  }
  const tags = [...letters].flatMap((one) => [...letters].map((other) => one + other))
  // A tag that stands for another (`iw`, `he`) gives way to it.
  const own = tags.filter((tag) => canonical(tag) === tag && english.of(tag) !== undefined)
  for (const tag of own) learn(english.of(tag), tag)
  for (const tag of own) learn(new Intl.DisplayNames(tag, { type: 'language', fallback: 'none' }).of(tag), tag)
  remembered = known
  return known
}

const canonical = (tag: string): string | null => {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null
  } catch {
    return null
  }
}

/**
 * A language tag (BCP 47, canonical spelling) from the ways in which languages are written: a tag (`EN-us`), a locale of an
 * operating system (`nb_NO.UTF-8`), a code of three letters (`ger`), the language's English or own name (`German`, `Deutsch`).
 * Null: no language that the runtime knows.
 */
export const languageTag = (text: string): string | null => {
  const named = names().get(nameKey(text))
  if (named !== undefined) return named
  const tag = canonical(text.replace(/[.@].*$/s, '').replaceAll('_', '-'))
  if (tag === null) return null
  // Any word of five to eight letters has the form of a tag.
  const [language = ''] = tag.split('-')
  return english.of(language) === undefined ? null : tag
}
