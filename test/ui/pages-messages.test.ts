import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planMessages } from '../../src/core/describe.ts'
import { planCodes, samlCodes, systemCodes } from '../../src/errors.ts'
import { fixOf, isMessage, messages, parts, say } from '../../src/messages.ts'

const placeholders = (key: string): string[] =>
  isMessage(key) ? parts(key).flatMap((part) => ('value' in part ? [part.value] : [])) : []

describe('the message table', () => {
  it('uses in the sentences about a plan only values that the core gives', () => {
    for (const [key, values] of Object.entries(planMessages)) {
      expect(isMessage(key), key).toBe(true)
      for (const name of placeholders(key)) expect(values as readonly string[], key).toContain(name)
    }
  })

  it('says of every code what it means, and of every refusal what to do', () => {
    for (const code of [...samlCodes, ...systemCodes]) expect(isMessage(`code.${code}`), code).toBe(true)
    for (const code of planCodes) expect(isMessage(`problem.${code}`), code).toBe(true)
    for (const code of [...samlCodes, ...planCodes]) expect(fixOf(code), code).not.toBeNull()
  })

  it('has no text that no page uses', () => {
    const folder = new URL('../../src/', import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
    const source = files
      .filter((name) => !name.startsWith('messages'))
      .map((name) => readFileSync(new URL(name, folder), 'utf8'))
      .join('\n')
    const built = [...source.matchAll(/`([a-z-]+(?:\.[a-z-]*)?)\$\{/g)].map((one) => one[1] ?? '')
    // Of `check`, `lookup` and `role` test/messages says that each is said.
    const fromCore = /^(change|because|problem|code|fix|step|column|check|lookup|role)\./
    // A form of a sentence that counts, and the title beside a text, are found by their key.
    const base = (key: string) => key.replace(/-one$/, '').replace(/^(setup\..*)-title$/, '$1')
    const unused = Object.keys(messages).filter(
      (key) =>
        !fromCore.test(key) &&
        !source.includes(`'${key}'`) &&
        !source.includes(`'${base(key)}'`) &&
        !source.includes(`k="${key}"`) &&
        !built.some((start) => key.startsWith(start) && start !== ''),
    )
    expect(unused).toEqual([])
  })

  it('puts values in as they are', () => {
    expect(say('sign-in.button', { provider: '{provider} & $1' })).toBe('Sign in with {provider} & $1')
  })
})
