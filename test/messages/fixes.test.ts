/** What an administrator is told to do leads somewhere: the places have the names that the screen gives them, the settings those of the file. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { german } from '../../src/messages/de/table.ts'
import { english } from '../../src/messages/en/table.ts'
import { de } from '../../ui/src/texts/de/de.ts'
import { first as deFirst } from '../../ui/src/texts/de/first.ts'
import { en } from '../../ui/src/texts/en/en.ts'
import { first as enFirst } from '../../ui/src/texts/en/first.ts'

const documented = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')

const languages = [
  { name: 'English', table: english, ui: { ...en, ...enFirst }, person: 'the person', quoted: /“([^”]+)”/g },
  { name: 'German', table: german, ui: { ...de, ...deFirst }, person: 'die Person', quoted: /„([^“]+)“/g },
]

describe.each(languages)('what is to be done, in $name', ({ table, ui, person, quoted }) => {
  const fixes = Object.entries(table).filter(([key]) => key.startsWith('fix.'))
  const labels = [...Object.values<unknown>(ui).filter((one) => typeof one === 'string'), person]

  it('is never a request to the API or a line of a file alone', () => {
    expect(fixes.length).toBeGreaterThan(100)
    for (const [key, text] of fixes) {
      expect(`${key}: ${text}`).not.toMatch(
        /(?:PATCH|POST|PUT|DELETE) \/|\/api\/|configuration file|Konfigurationsdatei/,
      )
    }
  })

  it('names places and controls as the screen does', () => {
    const ways = fixes.filter(([, text]) => text.includes(' → '))
    expect(ways.length).toBeGreaterThan(30)
    for (const [key, text] of ways) {
      const steps = text.split(' → ')
      for (const [at, step] of steps.entries()) {
        const isWord = (rest: string) => !/^[\p{L}\p{N}]/u.test(rest)
        if (at > 0) {
          const known = labels.some((one) => step.startsWith(one) && isWord(step.slice(one.length)))
          expect([key, step, known]).toEqual([key, step, true])
        }
        if (at < steps.length - 1) {
          const known = labels.some((one) => step === one || step.endsWith(` ${one}`))
          expect([key, step, known]).toEqual([key, step, true])
        }
      }
    }
    for (const [key, text] of fixes) {
      for (const [, name = ''] of text.matchAll(quoted))
        expect([key, name, labels.includes(name)]).toEqual([key, name, true])
    }
  })

  it('names settings as the configuration file does', () => {
    const named = fixes.flatMap(([key, text]) =>
      [...text.replace(quoted, '').matchAll(/\(([a-z]+[a-zA-Z0-9, -]*)\)/g)].flatMap(([, names = '']) =>
        names.split(', ').map((name) => ({ key, name })),
      ),
    )
    expect(named.length).toBeGreaterThan(30)
    for (const { key, name } of named) {
      // The name of an algorithm, as the other side has it.
      if (name === 'rsa-oaep-mgf1p') continue
      expect([key, name, documented.includes(`\`${name}\``)]).toEqual([key, name, true])
    }
  })
})
