/** The law of mutation: whatever is done to a genuine response, it is refused or says what a genuine response said. */
import type { Assertion } from '../../../src/core/types.ts'
import { verifyResponseXml } from '../../../src/protocols/saml/index.ts'
import { expected } from '../world.ts'
import type { Genuine, Mutant } from './mutant.ts'
import { ourPrivateKey } from './our-key.ts'

/** Everything a verifier believes after reading a message, as one text; or the code of its refusal. */
export type Reading = { readonly believed: string } | { readonly refused: string }
export type Reader = (xml: Buffer) => Reading

/** The product's verifier; every field of the Assertion counts. */
export const ours: Reader = (xml) => {
  const verdict = verifyResponseXml(xml, { ...expected, decryptionKeys: [ourPrivateKey] })
  return verdict.verdict === 'accepted' ? { believed: allOf(verdict.assertion) } : { refused: verdict.code }
}

export const allOf = (assertion: Assertion): string =>
  JSON.stringify({ ...assertion, claims: [...assertion.claims] }, (_key, value) => value)

/**
 * What may be believed of a mutant: what the genuine response says, or the other genuine one that parts were taken
 * from. Throws when one of them is refused.
 */
export function mayBelieve(read: Reader, { name, xml, donor }: Genuine): ReadonlySet<string> {
  return new Set(
    [xml, donor].map((text) => {
      const reading = read(Buffer.from(text))
      if ('refused' in reading) throw new Error(`The genuine response "${name}" is refused: ${reading.refused}`)
      return reading.believed
    }),
  )
}

export interface Outcome {
  readonly accepted: number
  /** How many were refused, by code. */
  readonly refused: Readonly<Record<string, number>>
  /** The mutants that break the law. */
  readonly violations: readonly { readonly recipe: string; readonly believed: string; readonly xml: string }[]
}

/** Puts `count` mutants before a reader. */
export function outcomeOf(read: Reader, source: Iterable<Mutant>, count: number): Outcome {
  const allowed = new Map<Genuine, ReadonlySet<string>>()
  const refused: Record<string, number> = {}
  const violations: Outcome['violations'][number][] = []
  let accepted = 0
  let seen = 0
  for (const { genuine, recipe, xml } of source) {
    if (seen >= count) break
    seen += 1
    const may = allowed.get(genuine) ?? mayBelieve(read, genuine)
    allowed.set(genuine, may)
    const reading = read(xml)
    if ('refused' in reading) refused[reading.refused] = (refused[reading.refused] ?? 0) + 1
    else if (may.has(reading.believed)) accepted += 1
    else violations.push({ recipe: recipe.join(', '), believed: reading.believed, xml: xml.toString('utf8') })
  }
  return { accepted, refused, violations }
}
