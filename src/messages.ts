import { english } from './messages/en/table.ts'

/**
 * Every text that a page shows, in one table, so that a translation is another table of the same keys.
 * `{name}` stands for a value. `problem.CODE` says what happened, `code.CODE` what a refusal means, `fix.CODE` what an
 * administrator does about it. The texts stand in `messages/en/`, a file per noun.
 */
export const messages = english

export type MessageKey = keyof typeof messages

const table: Readonly<Record<string, string>> = messages

/** True when there is a text with that key. */
export const isMessage = (key: string): key is MessageKey => Object.hasOwn(messages, key)

/**
 * A text with its values put in.
 *
 * @example
 * say('sign-in.button', { provider: 'Acme' }) // 'Sign in with Acme'
 */
export const say = (key: MessageKey, values: Readonly<Record<string, string>> = {}): string =>
  parts(key)
    .map((part) => ('text' in part ? part.text : (values[part.value] ?? '')))
    .join('')

/** A text cut at its values, for pages that set values apart. */
export const parts = (key: MessageKey): ({ readonly text: string } | { readonly value: string })[] =>
  (table[key] ?? key)
    .split(/(\{[a-zA-Z]+\})/)
    .filter((part) => part !== '')
    .map((part) => (part.startsWith('{') ? { value: part.slice(1, -1) } : { text: part }))

/** What an administrator does about a code; null when nothing can be said. */
export function fixOf(code: string): MessageKey | null {
  const key = `fix.${code}`
  return isMessage(key) ? key : null
}

/** What a refusal's code means. */
export function meaningOf(code: string): MessageKey {
  const key = `code.${code}`
  return isMessage(key) ? key : 'code.internal'
}
