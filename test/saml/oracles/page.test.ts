import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Expected } from '../corpus/expected.ts'
import { nodeSaml } from '../corpus/node-saml.ts'
import { python3Saml } from '../corpus/python3-saml.ts'
import { rubySaml } from '../corpus/ruby-saml.ts'
import { looser, nodeSamlOnCorpus, otherwise, stricter, xmlsecOnCorpus } from './differences.ts'

const page = readFileSync(new URL('../../../docs/verifier-differences.md', import.meta.url), 'utf8')

describe('The page about other verifiers', () => {
  test('says of every difference why, in the words of the tests', () => {
    for (const [code, why] of Object.entries(stricter)) expect(page).toContain(`| \`${code}\` | ${why} |`)
    for (const [words, why] of Object.entries(looser)) expect(page).toContain(`| ${words.trim()} | ${why} |`)
    for (const difference of otherwise) expect(page).toContain(`- ${difference}`)
  })

  test('explains whatever is different on the corpora', () => {
    const found = [xmlsecOnCorpus, nodeSamlOnCorpus].flatMap((one) => Object.values(one).flatMap(Object.keys))
    for (const how of found) {
      const code = /^(?:form|it accepts): (\w+)$/.exec(how)?.[1]
      const words = how.replace('it refuses: ', '')
      const explained =
        code !== undefined
          ? code in stricter
          : how === 'it reads otherwise' || Object.keys(looser).some((one) => words.startsWith(one))
      expect([how, explained]).toEqual([how, true])
    }
  })

  test('counts the files that we refuse and their library does not, by reason', () => {
    const counts = new Map<string, number>()
    const all: readonly Expected[] = [...nodeSaml, ...python3Saml, ...rubySaml]
    for (const { legacy, why, files } of all) {
      if (legacy !== 'accepted' && why !== undefined) counts.set(why, (counts.get(why) ?? 0) + files.length)
    }
    for (const [why, count] of counts) expect(page).toContain(`| ${why} | ${count} |`)
    expect(page.split('| files |')[1]?.trim().split('\n')).toHaveLength(counts.size + 1)
  })
})
