/**
 * Genuine responses and some of their mutants before two independent verifiers. ORACLE_MUTANTS sets how many mutants
 * (150 when not given), MUTANTS_SEED which (1). Asking takes a hundred times longer than verifying, so it is a sample.
 */
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ErrorCode } from '../../../src/errors.ts'
import { verifyResponseXml } from '../../../src/protocols/saml/index.ts'
import { describeWith } from '../../setup/required.ts'
import { encryptedResponses, type Genuine, genuineResponses, mutants } from '../mutants/mutant.ts'
import { ourPrivateKey } from '../mutants/our-key.ts'
import { acsUrl, attacker, expected, idpKey, now, spEntityId } from '../world.ts'
import { nodeSamlDiffers, signaturesHold, xmlsecDiffers } from './compare.ts'
import { looser, stricter } from './differences.ts'
import { askNodeSaml, beliefOf } from './node-saml.ts'
import { openXmlsec, xmlsecPresent } from './xmlsec.ts'

const count = Number(process.env.ORACLE_MUTANTS ?? 150)
const seed = Number(process.env.MUTANTS_SEED ?? 1)
const timeout = 60_000 + count * 1_000
const decryptionKeys = [ourPrivateKey]
const judge = (xml: Uint8Array) => verifyResponseXml(xml, { ...expected, decryptionKeys })
const shapeOf = ({ name }: Genuine) => (/signed (assertion|response|both)/.exec(name)?.[1] ?? 'both') as 'both'
const askedOf = (genuine: Genuine) =>
  ({ key: idpKey, spEntityId, acsUrl, sign: shapeOf(genuine), times: true, decryptionKeys }) as const

/** What node-saml may believe of a mutant: what the genuine response says, or the donor of its parts. */
const beliefsOf = ({ xml, donor }: Genuine) =>
  [xml, donor].map((text) => {
    const verdict = judge(Buffer.from(text))
    if (verdict.verdict === 'rejected') throw new Error(verdict.code)
    return beliefOf(verdict.assertion)
  })

/** The code in `form: code` and `it accepts: code`. */
const codeIn = (how: string) => (/^(?:form|it accepts): (\w+)$/.exec(how)?.[1] ?? null) as ErrorCode | null

beforeEach(() => {
  vi.useFakeTimers({ now, toFake: ['Date'] })
  // node-saml's parser tells the console of everything that it mends.
  for (const method of ['warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('node-saml', () => {
  test.each(genuineResponses)('reads the same from a genuine response, $name', async (genuine) => {
    const xml = Buffer.from(genuine.xml)
    expect(await nodeSamlDiffers(judge(xml), xml, askedOf(genuine))).toBeNull()
  })

  test('believes nothing that another key signed', async () => {
    const forged = Buffer.from(attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request' }))
    expect(judge(forged)).toMatchObject({ code: 'signature_invalid' })
    expect(await askNodeSaml(forged, { key: idpKey, spEntityId, acsUrl, sign: 'both', times: true })).toHaveProperty(
      'refuses',
    )
  })

  test(`differs over mutants only as we know: ${count} of seed ${seed}`, { timeout }, async () => {
    const unknown: unknown[] = []
    let accepted = 0
    for (const { genuine, recipe, xml } of some()) {
      const verdict = judge(xml)
      if (verdict.verdict === 'accepted') accepted += 1
      const difference = await nodeSamlDiffers(verdict, xml, askedOf(genuine))
      if (difference === null) continue
      const { how, believes } = difference
      const code = codeIn(how)
      const known =
        code === null
          ? Object.keys(looser).some((words) => how.startsWith(`it refuses: ${words}`))
          : code in stricter && believes !== null && beliefsOf(genuine).includes(believes)
      if (!known) unknown.push({ how, recipe: recipe.join(), believes, xml: xml.toString() })
    }
    expect(unknown).toEqual([])
    expect(accepted).toBeGreaterThan(0)
  })
})

describeWith({ xmlsec1: xmlsecPresent }, 'xmlsec1', () => {
  const xmlsec = openXmlsec()
  afterAll(() => xmlsec.close())

  test.each(genuineResponses)('believes every signature of a genuine response, $name', (genuine) => {
    const opinions = xmlsec.judge(Buffer.from(genuine.xml), idpKey, decryptionKeys)
    expect(signaturesHold(opinions)).toBe(true)
    const asIfEncrypted = encryptedResponses.includes(genuine)
    if (asIfEncrypted) expect(xmlsec.judge(Buffer.from(genuine.xml), idpKey).assertion).toBe('absent')
  })

  test('believes nothing that another key signed', () => {
    const forged = Buffer.from(attacker.respond({ acsUrl, audience: spEntityId, inResponseTo: '_request' }))
    expect(xmlsec.judge(forged, idpKey)).toEqual({ response: 'invalid', assertion: 'invalid' })
  })

  test(`differs over mutants only as we know: ${count} of seed ${seed}`, { timeout }, () => {
    const unknown: unknown[] = []
    let held = 0
    for (const { recipe, xml } of some()) {
      const verdict = judge(xml)
      // What never was XML has no signature to judge.
      if (verdict.verdict === 'rejected' && ['transport', 'gate', 'parse'].includes(verdict.step)) continue
      const opinions = xmlsec.judge(xml, idpKey, decryptionKeys)
      if (signaturesHold(opinions) === true) held += 1
      const how = xmlsecDiffers(verdict, opinions)
      if (how === null || (codeIn(how) ?? '') in stricter) continue
      unknown.push({ how, opinions, recipe: recipe.join(), xml: xml.toString() })
    }
    expect(unknown).toEqual([])
    expect(held).toBeGreaterThan(0)
  })
})

function* some() {
  let left = count
  for (const mutant of mutants(seed)) {
    if (left === 0) return
    left -= 1
    yield mutant
  }
}
