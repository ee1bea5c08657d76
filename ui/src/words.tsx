import type { ReactNode } from 'react'
import { Text } from './parts/value.tsx'
import { language } from './text.tsx'

/** Sentences of the server's message table that the UI says too: plans, codes and what to do about them. */
let words: Readonly<Record<string, string>> = {}

/** Loads them in the language of the screen; before that codes stand for themselves. */
export async function loadWords(): Promise<void> {
  const german = language === 'de'
  const [plan, codes, fixes, steps] = german
    ? await Promise.all([
        import('../../src/messages/de/plan.ts').then((one) => one.plan),
        import('../../src/messages/de/codes.ts').then((one) => one.codes),
        import('../../src/messages/de/fixes.ts').then((one) => one.fixes),
        import('../../src/messages/de/steps.ts').then((one) => one.steps),
      ])
    : await Promise.all([
        import('../../src/messages/en/plan.ts').then((one) => one.plan),
        import('../../src/messages/en/codes.ts').then((one) => one.codes),
        import('../../src/messages/en/fixes.ts').then((one) => one.fixes),
        import('../../src/messages/en/steps.ts').then((one) => one.steps),
      ])
  words = { ...plan, ...codes, ...fixes, ...steps }
}

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
