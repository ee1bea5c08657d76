import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkSentence } from '../../src/messages/check.ts'
import { checks as german } from '../../src/messages/de/checks.ts'
import { checks as english } from '../../src/messages/en/checks.ts'
import { readBy } from '../../src/messages/language.ts'

const inGerman = (sentence: string) => readBy({ language: 'de' }, () => checkSentence(sentence))

const verifier = new URL('../../src/protocols/saml/', import.meta.url)
/** Of metadata they are read by nobody but the administrator who gave it, and go out as details of an error. */
const isOfMetadata = (name: string) => name.includes('metadata')

/** What the verifier says of messages: its texts that end like a sentence, cut at their values. */
const saidByVerifier = readdirSync(verifier, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !isOfMetadata(name))
  .map((name) => readFileSync(new URL(name, verifier), 'utf8').replace(/\/\*.*?\*\/|^\s*\/\/.*?$/gms, ''))
  .filter((source) => /\bRefusal\b|\bWarning\b/.test(source))
  .flatMap((source) => [...source.matchAll(/'([^'\n]* [^'\n]*\.)'|`([^`]* [^`]*\.)`/g)])
  .map(([, plain, withValues]) => (plain ?? withValues ?? '').split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/))

describe('the sentences of the verifier', () => {
  it('stand in the table, each to the last word', () => {
    const table = Object.values(english).join('\n')
    expect(saidByVerifier.length).toBeGreaterThan(90)
    expect(saidByVerifier.flat().filter((part) => / \S/.test(part) && !table.includes(part.trim()))).toEqual(
      // What the evidence says of the schema, where libxml2 speaks English too; an Issuer that is none or another has two sentences.
      [': its ID is no NCName.', ': its Signature stands at the end.'],
    )
  })

  it('are all of them said somewhere', () => {
    const source = ['protocols/saml/', 'sign-on/']
      .map((name) => new URL(`../../src/${name}`, import.meta.url))
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .map((name) => readFileSync(new URL(name, folder), 'utf8')),
      )
      .join('\n')
    // At values, and where one source line makes several sentences.
    const cut = /\{[a-zA-Z]+\}|(?:None|Another one) came|nodes|nesting|attributes of one element/
    const unsaid = Object.values(english).flatMap((text) => text.split(cut).filter((part) => !source.includes(part)))
    expect(unsaid).toEqual([])
  })

  it('are found again with the values in them, and told in German', () => {
    const filled = (text: string) => text.replaceAll('{why}', 'It is too long.').replaceAll(/\{[a-zA-Z]+\}/g, 'x (y).')
    const wanted = (text: string) => text.replaceAll('{why}', 'Sie ist zu lang.').replaceAll(/\{[a-zA-Z]+\}/g, 'x (y).')
    for (const [key, text] of Object.entries(english)) {
      expect([key, inGerman(filled(text))]).toEqual([key, wanted(german[key as keyof typeof english])])
    }
  })

  it('stay as they are for who reads English, and so does what an earlier version said', () => {
    expect(checkSentence(english['check.used'])).toBe(english['check.used'])
    expect(inGerman('Somebody said so once.')).toBe('Somebody said so once.')
    // Nor is one looked for that is longer than any sentence of ours.
    const [start = ''] = english['check.used'].split('.')
    expect(inGerman(`${start}${'x'.repeat(3_000)}`)).toBe(`${start}${'x'.repeat(3_000)}`)
  })
})
