import { isUuid } from './lookups.ts'
import { REDACTED } from './redact.ts'

/** How a value is made up: any text, a date, a phone number, or not at all. */
export type Disguise = 'text' | 'date' | 'phone' | 'none'

/** Makes up values; the same text always becomes the same. */
export type MakeUp = (text: string, how: Disguise) => string

const word = /\p{L}[\p{L}\p{M}]*|\p{N}+/gu

/** Letters by script, so that what is decided by the script is decided alike. Latin for all others. */
const letters: readonly (readonly [RegExp, string, string])[] = [
  [/\p{Script=Cyrillic}/u, 'бвгдзклмнпрст', 'аеиоу'],
  [/\p{Script=Greek}/u, 'βγδζκλμνπρστ', 'αειου'],
  [/\p{Script=Han}/u, '山川田林森石金木水火', '大小中天明春秋文东'],
  [/\p{Script=Hiragana}/u, 'かきくけこさしすせ', 'あいうえお'],
  [/\p{Script=Katakana}/u, 'カキクケコサシスセ', 'アイウエオ'],
  [/\p{Script=Hangul}/u, '가나다라마바사', '아자차카타파하'],
  [/\p{Script=Arabic}/u, 'بتجدرسع', 'اوي'],
  [/\p{Script=Hebrew}/u, 'בגדזלמנ', 'אוי'],
]
/** They say how a name is taken apart, and nothing about anybody. */
const particles: ReadonlySet<string> = new Set(
  'van von der den de da di do dos du del della la le el al bin ibn ter ten zu'.split(' '),
)
const consonants = 'bdfgklmnprstvz'
const vowels = 'aeiou'

/**
 * Replaces values by made-up ones of the same shape: letters by letters of the same script and case, digits by digits, signs
 * stay. A word becomes the same word wherever and in whatever case it stands, so that what was equal stays equal.
 * @param kept words, and whole texts, that stay as they are: those that the rules name; in small letters
 * @param pick a number from 0 to n - 1, at random
 */
export const newMakeUp = (kept: ReadonlySet<string>, pick: (n: number) => number): MakeUp => {
  const known = new Map<string, string>()
  const used = new Set(kept)
  const remember = (key: string, make: () => string): string => {
    const before = known.get(key)
    if (before !== undefined) return before
    let made = make()
    for (let tries = 0; tries < 50 && (used.has(made) || made === key); tries++) made = make()
    known.set(key, made)
    used.add(made)
    return made
  }
  const one = (from: string): string => from.charAt(pick(from.length))
  const newWord = (text: string) => (): string => {
    const [, hard, soft] = letters.find(([script]) => script.test(text)) ?? [null, consonants, vowels]
    const start = pick(2)
    return [...text].map((_, at) => one((at + start) % 2 === 0 ? hard : soft)).join('')
  }
  // Leading zeros are often lost on the way to a column.
  const newDigits = (digits: string): string => {
    const [zeros = ''] = /^0*/.exec(digits) ?? []
    const rest = digits.slice(zeros.length)
    return rest === '' ? digits : zeros + remember(`#${rest}`, () => `${1 + pick(9)}${some(rest.length - 1, pick)}`)
  }
  const replaceWord = (text: string): string => {
    const folded = text.toLowerCase()
    if (kept.has(folded) || particles.has(folded) || text.length === 1) return text
    if (/^\p{N}/u.test(text)) return /^\d+$/.test(text) ? newDigits(text) : text
    return inCaseOf(text, remember(folded, newWord(folded)))
  }
  const asText = (text: string): string => {
    if (kept.has(text.toLowerCase())) return text
    if (isUuid(text)) return remember(text.toLowerCase(), () => newUuid(pick))
    return text.replace(word, replaceWord)
  }
  const asDate = (text: string): string =>
    text.replace(/\d{4}|\d\d/g, (digits) => {
      if (digits.length === 4) return remember(`year ${digits}`, () => digits.slice(0, 2) + some(2, pick))
      const number = Number(digits)
      if (number === 0 || number > 31) return digits
      const [least, range] = number <= 12 ? [1, 12] : [13, 16]
      return remember(`day ${digits}`, () => String(least + pick(range)).padStart(2, '0'))
    })
  const asPhone = (text: string): string => {
    const digits = text.replace(/\D/g, '').slice(-4)
    const made = digits.length < 4 ? digits : remember(`phone ${digits}`, () => some(4, pick))
    let left = 4
    const reversed = [...text].toReversed().map((sign) => (/\d/.test(sign) && left > 0 ? (made[--left] ?? sign) : sign))
    return digits.length < 4 ? text : reversed.toReversed().join('')
  }
  return (text, how) => {
    if (text === REDACTED || how === 'none') return text
    if (how === 'date') return asDate(text)
    return how === 'phone' ? asPhone(text) : asText(text)
  }
}

/** The words of a text as they are kept. */
export const wordsOf = (text: string): readonly string[] => (text.match(word) ?? []).map((one) => one.toLowerCase())

const some = (count: number, pick: (n: number) => number): string =>
  Array.from({ length: count }, () => pick(10)).join('')

const newUuid = (pick: (n: number) => number): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => pick(16).toString(16))

const inCaseOf = (text: string, made: string): string => {
  const signs = [...text]
  return [...made]
    .map((letter, at) => {
      const sign = signs[at] ?? ''
      return sign !== sign.toLowerCase() ? letter.toUpperCase() : letter
    })
    .join('')
}
