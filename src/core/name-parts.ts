/** A full name taken apart. `middle` null: it has none. */
export interface NameParts {
  readonly given: string
  readonly middle: string | null
  readonly surname: string
}

/** A word of a name: letters with apostrophes, hyphens and full stops. Digits, brackets and signs make it something else. */
const nameWord = /^\p{L}[\p{L}\p{M}'’.-]*$/u

/** Where the family name stands first, or nothing tells: no guess is right often enough. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** What may stand behind a comma without being a given name. */
const suffixes = new Set([
  'jr',
  'jr.',
  'sr',
  'sr.',
  'ii',
  'iii',
  'iv',
  'esq',
  'esq.',
  'phd',
  'ph.d.',
  'md',
  'm.d.',
  'mba',
])

const startsSmall = (word: string): boolean => /^\p{Ll}/u.test(word)

const wordsOf = (text: string): readonly string[] | null => {
  const words = text.trim().split(/\s+/)
  return words.every((word) => nameWord.test(word)) ? words : null
}

const parts = (givenNames: readonly string[], surname: string): NameParts | null => {
  const [given, middle, ...more] = givenNames
  // Of four names and more nobody can tell which are the family's.
  return given === undefined || more.length > 0 ? null : { given, middle: middle ?? null, surname }
}

/**
 * Takes a full name apart, where its form leaves little doubt: `Best, John Michael`, `John Best`, `John Michael Best`,
 * `Ludwig van Beethoven` (a small letter begins the surname). Null for everything else: one word, a suffix behind the comma,
 * more than one middle name, words with digits or brackets, and Chinese, Japanese and Korean script.
 *
 * It goes by European order. A name of three words with two family names and no comma (`Ana García López`) is read wrongly;
 * let the identity provider send the parts.
 */
export const nameParts = (fullName: string): NameParts | null => {
  if (unspaced.test(fullName)) return null
  const [before = '', after, ...more] = fullName.split(',')
  if (more.length > 0) return null
  if (after !== undefined) {
    const surname = wordsOf(before)
    const given = wordsOf(after)
    if (!surname || !given || given.some((word) => suffixes.has(word.toLowerCase()))) return null
    return parts(given, surname.join(' '))
  }
  const words = wordsOf(before)
  if (!words || words.length < 2) return null
  const particle = words.findIndex((word, at) => at > 0 && startsSmall(word))
  const at = particle > 0 && particle < words.length - 1 ? particle : words.length - 1
  return parts(words.slice(0, at), words.slice(at).join(' '))
}
