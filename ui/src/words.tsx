import type { ReactNode } from 'react'
import { Text } from './parts/value.tsx'
import { language } from './text.tsx'

/** Sentences of the server's message table that the UI says too: plans, codes and what to do about them. */
let words: Readonly<Record<string, string>> = {}

/** What columns, lookups and roles are called from the beginning, in English: what is stored. Empty where that is what people read. */
let stored: Readonly<Record<string, string>> = {}

/** Loads them in the language of the screen; before that codes stand for themselves. */
export async function loadWords(): Promise<void> {
  const german = language === 'de'
  const tables = german
    ? await Promise.all([
        import('../../src/messages/de/plan.ts').then((one) => one.plan),
        import('../../src/messages/de/codes.ts').then((one) => one.codes),
        import('../../src/messages/de/fixes.ts').then((one) => one.fixes),
        import('../../src/messages/de/steps.ts').then((one) => one.steps),
        import('../../src/messages/de/columns.ts').then((one) => one.columns),
        import('../../src/messages/de/names.ts').then((one) => one.names),
      ])
    : await Promise.all([
        import('../../src/messages/en/plan.ts').then((one) => one.plan),
        import('../../src/messages/en/codes.ts').then((one) => one.codes),
        import('../../src/messages/en/fixes.ts').then((one) => one.fixes),
        import('../../src/messages/en/steps.ts').then((one) => one.steps),
      ])
  words = Object.assign({}, ...tables)
  if (!german) return
  const [{ columns }, { names }] = await Promise.all([
    import('../../src/messages/en/columns.ts'),
    import('../../src/messages/en/names.ts'),
  ])
  stored = { ...columns, ...names }
}

/** As it is stored; as the reader calls it while it still has its first name. What an administrator wrote stands as written. */
const named = (key: string, name: string): string => (stored[key] === name ? (words[key] ?? name) : name)

/** What people read above a column. */
export const columnCaption = ({ name, caption }: { readonly name: string; readonly caption: string }): string =>
  named(`column.${name}`, caption)

/** What people call a lookup. */
export const lookupCaption = ({ name, caption }: { readonly name: string; readonly caption: string }): string =>
  named(`lookup.${name}`, caption)

const builtInRoles = ['administrators', 'all-employees', 'all-external']

/** What people call a role. No two have one name, so that a built-in one is known by its first. */
export const roleName = (name: string): string =>
  builtInRoles.map((one) => named(`role.${one}`, name)).find((one) => one !== name) ?? name

const rules = new Intl.PluralRules(language)

/** A sentence of the table; null when there is none. `count` chooses its form. */
export function wordOf(key: string, count?: number): string | null {
  const form = count === undefined ? undefined : words[`${key}-${rules.select(count)}`]
  return form ?? words[key] ?? null
}

/** A sentence with its values set apart: they came from elsewhere, and are shown harmless. */
export function Words({ of, values }: { of: string; values: Readonly<Record<string, string>> }): ReactNode {
  const count = Number(values.count ?? Number.NaN)
  const sentence = wordOf(of, Number.isNaN(count) ? undefined : count) ?? of
  return sentence.split(/(\{[a-zA-Z]+\})/).map((part, index) => {
    const name = part.startsWith('{') ? part.slice(1, -1) : null
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a sentence never change places
    return name === null ? part : <Text key={index} text={values[name] ?? ''} />
  })
}
