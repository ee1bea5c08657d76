import { isMessage, say } from '../messages.ts'
import { checks } from './en/checks.ts'
import { defaultLanguage, reader } from './language.ts'

/** No sentence is longer, whatever stands in it; a search through more would take the time of all. */
const longest = 2_000

/**
 * A sentence of the verifier for whoever reads it. The verifier and the journal speak English; the sentence is found again in
 * the table, with the values that stand in it. One that is not there, such as an earlier version's, stays as it is.
 *
 * @example
 * checkSentence('IssueInstant must be present. It is missing.') // for a German: 'IssueInstant muss da sein. Es fehlt.'
 */
export function checkSentence(sentence: string): string {
  if (reader().language === defaultLanguage || sentence.length > longest) return sentence
  for (const { key, pattern } of patterns) {
    const found = pattern.exec(sentence)
    if (!found || !isMessage(key)) continue
    const values = Object.entries(found.groups ?? {})
    return say(
      key,
      Object.fromEntries(values.map(([name, text]) => [name, name === 'why' ? checkSentence(text) : text])),
    )
  }
  return sentence
}

/** Whole sentences first: a pattern with a value at its beginning would take what another one says more of. */
const patterns = Object.entries(checks)
  .toSorted(([, a], [, b]) => Number(a.includes('{')) - Number(b.includes('{')))
  .map(([key, text]) => ({ key, pattern: patternOf(text) }))

function patternOf(text: string): RegExp {
  const parts = text.split(/\{([a-zA-Z]+)\}/)
  const source = parts.map((part, index) => (index % 2 === 1 ? `(?<${part}>.+)` : escaped(part)))
  return new RegExp(`^${source.join('')}$`, 's')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
