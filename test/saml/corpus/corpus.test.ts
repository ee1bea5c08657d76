/**
 * The fixtures of three well-known SAML libraries, each with the verdict and the code it must get: pinned to the one
 * certificate that its library pins, with the parties its library sets, at the time it was issued.
 */
import { describe, expect, test } from 'vitest'
import type { Verification } from '../../../src/protocols/protocol.ts'
import { verifyResponseXml } from '../../../src/protocols/saml/index.ts'
import { describeWith } from '../../setup/required.ts'
import { corpusPresent, filesOf, type Library, messageIn, responsesOf } from './corpus.ts'
import type { Expected } from './expected.ts'
import { nodeSaml } from './node-saml.ts'
import {
  circumstancesOf,
  decryptionKeysOf,
  everyKeyOf,
  expectationsOf,
  legacyCryptography,
  partiesNamedIn,
} from './parties.ts'
import { python3Saml } from './python3-saml.ts'
import { rubySaml } from './ruby-saml.ts'

const tables: readonly (readonly [Library, readonly Expected[]])[] = [
  ['node-saml', nodeSaml],
  ['python3-saml', python3Saml],
  ['ruby-saml', rubySaml],
]
const invalid = (path: string) => /(^|\/)invalids?\//.test(path)
const outcomeOf = (verdict: Verification) => (verdict.verdict === 'accepted' ? 'accepted' : verdict.code)

describeWith({ 'SAML corpora at JITUP_CORPUS or ../shared/corpus': corpusPresent }, 'The corpora', () => {
  describe.each(tables)('%s', (library, table) => {
    const judge = (path: string, { trust }: Expected, legacy: boolean) => {
      const xml = messageIn(library, path)
      return verifyResponseXml(xml, { ...expectationsOf(library, trust, xml), ...(legacy && legacyCryptography) })
    }

    test('has each of its responses in the table once', () => {
      const listed = table.flatMap(({ files }) => files)
      expect([...listed].sort()).toEqual([...responsesOf(library)].sort())
      expect(listed.length).toBeGreaterThan(35)
    })

    test.each(table)('$files.0 and its like: $strict, with legacy algorithms $legacy', (expected) => {
      for (const path of expected.files) {
        expect([path, outcomeOf(judge(path, expected, false))]).toEqual([path, expected.strict])
        const verdict = judge(path, expected, true)
        expect([path, outcomeOf(verdict)]).toEqual([path, expected.legacy])
        if (verdict.verdict !== 'accepted') continue
        const warnings = verdict.warnings.map(({ code }) => code).filter((code) => code !== 'legacy_algorithm')
        expect([path, warnings]).toEqual([path, expected.warnings ?? []])
      }
    })

    test('has a reason for every verdict that differs from its name', () => {
      const unexplained = table.filter(({ legacy, why, files }) =>
        files.some((path) => why === undefined && invalid(path) === (legacy === 'accepted')),
      )
      expect(unexplained).toEqual([])
    })

    test('has nothing under an invalid name that is accepted, whichever key is pinned and whoever it is for', () => {
      const keys = tables.flatMap(([any]) => everyKeyOf(any, filesOf(any)))
      expect(keys.length).toBeGreaterThan(10)
      const decryptionKeys = decryptionKeysOf(library)
      const passed = responsesOf(library)
        .filter(invalid)
        .filter((path) => {
          const xml = messageIn(library, path)
          const loose = { ...partiesNamedIn(xml), ...circumstancesOf(xml), keys, decryptionKeys }
          return [true, false].some(
            (legacy) => verifyResponseXml(xml, { ...loose, ...(legacy && legacyCryptography) }).verdict === 'accepted',
          )
        })
      // `duplicatedAttributes` in expected.ts says why.
      expect(passed.filter((path) => !path.endsWith('duplicated_attributes.xml.base64'))).toEqual([])
    })
  })
})
