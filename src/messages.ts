import { german } from './messages/de/table.ts'
import { english } from './messages/en/table.ts'
import { type Language, reader } from './messages/language.ts'
import { numberText, pluralOf } from './messages/locale.ts'
import type { Translation } from './messages/translation.ts'

/**
 * Every text that a page shows, in one table; a translation is another table of the same keys.
 * `{name}` stands for a value. `problem.CODE` says what happened, `code.CODE` what a refusal means, `fix.CODE` what an
 * administrator does about it. The texts stand in `messages/LANGUAGE/`, a file per noun.
 */
export const messages = english

export type MessageKey = keyof typeof english

const tables: Readonly<Record<Language, Translation<typeof english>>> = { en: english, de: german }

/** True when there is a text with that key. */
export const isMessage = (key: string): key is MessageKey => Object.hasOwn(english, key)

/**
 * A text with its values put in, in the language of whoever reads it: that of the request, English outside of one. Numbers are
 * written as in that language, and `count` chooses the form of the sentence.
 *
 * @example
 * say('sign-in.button', { provider: 'Acme' }) // 'Sign in with Acme'
 */
export const say = (key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string =>
  parts(key, values.count)
    .map((part) => ('text' in part ? part.text : valueText(values[part.value])))
    .join('')

const valueText = (value: string | number | undefined): string =>
  typeof value === 'number' ? numberText(value) : (value ?? '')

/** A text cut at its values, for pages that set values apart. @param count of what the sentence counts, if it does */
export const parts = (key: MessageKey, count?: unknown): ({ readonly text: string } | { readonly value: string })[] =>
  textOf(key, count)
    .split(/(\{[a-zA-Z]+\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { value: part.slice(1, -1) } : { text: part }))

function textOf(key: MessageKey, count: unknown): string {
  const table: Readonly<Record<string, string>> = tables[reader().language]
  const whole = typeof count === 'number' || (typeof count === 'string' && /^[0-9]{1,15}$/.test(count))
  const counted = whole ? table[`${key}-${pluralOf(Number(count))}`] : undefined
  return counted ?? table[key] ?? key
}

/** What an administrator does about a code; null when nothing can be said. */
export function fixOf(code: string): MessageKey | null {
  const key = `fix.${code}`
  return isMessage(key) ? key : null
}

/** What a code means. */
export function meaningOf(code: string): MessageKey {
  const key = `code.${code}`
  return isMessage(key) ? key : 'code.internal'
}
