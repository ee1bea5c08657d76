import { Fragment, type ReactNode } from 'react'
import type { Dictionary, Plural, TextKey } from './texts/dictionary.ts'

let texts: Dictionary = {}

/** The language of the screen: what the server put into the document. */
export const language = document.documentElement.lang === 'de' ? 'de' : 'en'

const german = language === 'de'

/** How dates and numbers are written: in one way for each language, that of the pages that people see (`src/messages/locale.ts`). */
export const region = german ? 'de-DE' : 'en-GB'

/** Loads the texts of the frame and the first page; before that nothing can be said. */
export async function loadTexts(): Promise<void> {
  const { first } = german ? await import('./texts/de/first.ts') : await import('./texts/en/first.ts')
  texts = { ...texts, ...first }
}

/** Loads the texts of all other pages. */
export async function loadPageTexts(): Promise<void> {
  const more = german ? (await import('./texts/de/de.ts')).de : (await import('./texts/en/en.ts')).en
  texts = { ...texts, ...more }
}

/** The same in the other language: pages are found by what they are called there too. */
let others: Dictionary = {}

/** Loads every text of both languages, for who looks for something by its name. */
export async function loadBothTexts(): Promise<void> {
  const [, { first }, { all }] = await Promise.all([
    loadPageTexts(),
    german ? import('./texts/en/first.ts') : import('./texts/de/first.ts'),
    german
      ? import('./texts/en/en.ts').then(({ en }) => ({ all: en }))
      : import('./texts/de/de.ts').then(({ de }) => ({ all: de })),
  ])
  others = { ...first, ...all }
}

/** What something is called, in both languages as far as they are loaded; that of the screen first. */
export const namesOf = (key: TextKey): readonly string[] =>
  [texts[key], others[key]].filter((one): one is string => typeof one === 'string')

const rules = new Intl.PluralRules(language)

function template(key: TextKey, count: number | undefined): string {
  const text: string | Plural | undefined = texts[key]
  if (text === undefined) return key
  if (typeof text === 'string') return text
  return count !== undefined && rules.select(count) === 'one' ? text.one : text.other
}

type Values = Readonly<Record<string, string | number>>

const number = new Intl.NumberFormat(region)

/** A number as the language of the screen writes it. */
export const numberText = (value: number): string => number.format(value)

const shown = (value: string | number | undefined): string =>
  typeof value === 'number' ? number.format(value) : (value ?? '')

/**
 * A text in the language of the screen, with its values put in. `count` chooses between one and several.
 *
 * @example
 * t('contacts.count', { count: 2 }) // '2 contacts'
 */
export const t = (key: TextKey, values: Values = {}): string =>
  pieces(key, values)
    .map((piece) => ('text' in piece ? piece.text : shown(values[piece.value])))
    .join('')

function pieces(key: TextKey, values: Readonly<Record<string, unknown>>) {
  const { count } = values
  return template(key, typeof count === 'number' ? count : undefined)
    .split(/(\{[a-zA-Z]+\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { value: part.slice(1, -1) } : { text: part }))
}

/** A text whose values are elements: names set apart, links, dates. */
export const Say = ({ k, v }: { k: TextKey; v: Readonly<Record<string, ReactNode>> }): ReactNode =>
  pieces(k, v).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never change places
    <Fragment key={index}>
      {'text' in piece
        ? piece.text
        : typeof v[piece.value] === 'number'
          ? shown(v[piece.value] as number)
          : v[piece.value]}
    </Fragment>
  ))
