/** Two independent verifiers on every response of the corpora: where they and ours differ is known, file by file. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { verifyResponseXml } from '../../../src/protocols/saml/index.ts'
import { describeWith } from '../../setup/required.ts'
import { corpusPresent, type Library, messageIn } from '../corpus/corpus.ts'
import type { Expected } from '../corpus/expected.ts'
import { nodeSaml } from '../corpus/node-saml.ts'
import { expectationsOf, legacyCryptography } from '../corpus/parties.ts'
import { python3Saml } from '../corpus/python3-saml.ts'
import { rubySaml } from '../corpus/ruby-saml.ts'
import { nodeSamlDiffers, xmlsecDiffers } from './compare.ts'
import { type Found, nodeSamlOnCorpus, xmlsecOnCorpus } from './differences.ts'
import { openXmlsec, xmlsecPresent } from './xmlsec.ts'

const libraries: readonly (readonly [Library, readonly Expected[]])[] = [
  ['node-saml', nodeSaml],
  ['python3-saml', python3Saml],
  ['ruby-saml', rubySaml],
]
const needs = { 'SAML corpora at JITUP_CORPUS or ../shared/corpus': corpusPresent, xmlsec1: xmlsecPresent }

const note = (found: Found, how: string, path: string) => {
  found[how] = [...(found[how] ?? []), path]
}
const sorted = (found: Found): Found =>
  Object.fromEntries(Object.entries(found).map(([how, paths]) => [how, [...paths].sort()]))

describeWith(needs, 'The corpora before two other verifiers', () => {
  const xmlsec = openXmlsec()
  // node-saml warns of RSA-1_5 for every message that uses it.
  beforeAll(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterAll(() => {
    vi.restoreAllMocks()
    xmlsec.close()
  })

  test.each(libraries)(
    '%s: they agree with ours but for the differences we know',
    { timeout: 180_000 },
    async (library, table) => {
      const xmlsecFound: Found = {}
      const nodeSamlFound: Found = {}
      for (const { trust, files } of table) {
        for (const path of files) {
          const xml = messageIn(library, path)
          if (!/SignatureValue|EncryptedData/.test(xml.toString('latin1'))) continue
          const expectations = expectationsOf(library, trust, xml)
          const { spEntityId, acsUrl, keys, decryptionKeys = [] } = expectations
          const [key] = keys
          if (key === undefined) throw new Error(`${path} has no key`)
          const verdict = verifyResponseXml(xml, { ...expectations, ...legacyCryptography })
          const opinions = xmlsec.judge(xml, key, decryptionKeys)
          const theirs = xmlsecDiffers(verdict, opinions)
          if (theirs !== null) note(xmlsecFound, theirs, path)
          const sign =
            opinions.response === 'absent' ? 'assertion' : opinions.assertion === 'absent' ? 'response' : 'both'
          const asked = { key, spEntityId, acsUrl, sign, times: false, decryptionKeys } as const
          const other = await nodeSamlDiffers(verdict, xml, asked)
          if (other !== null) note(nodeSamlFound, other.how, path)
        }
      }
      expect(sorted(xmlsecFound)).toEqual(xmlsecOnCorpus[library])
      expect(sorted(nodeSamlFound)).toEqual(nodeSamlOnCorpus[library])
    },
  )
})
