import type { Measures } from './expectations.ts'
import { type EnvelopeFacts, envelopeFacts } from './facts.ts'
import { Refusal } from './refusal.ts'
import type { ExceptionName } from './settings.ts'
import type { Progress } from './verdict.ts'
import { type EncryptedContent, readEncrypted } from './xml/encrypted.ts'
import { cleanEngine, rawEngine } from './xml/engine.ts'
import { SAMLP } from './xml/namespaces.ts'
import { withDocument, type XmlDocument } from './xml/parse.ts'
import { conform, type Form } from './xml/schema.ts'
import { shapeOf } from './xml/shape.ts'
import { type SignedBytes, verifySignature } from './xml/signature.ts'
import { attributeOf, type XmlElement } from './xml/tree.ts'

/** What came out of steps 3 to 6. */
export interface Proven {
  /** Null when nothing is signed: what is encrypted may still be, inside. */
  readonly signed: SignedBytes | null
  /** What the Response around the Assertion says; its own `signed` tells whether it is believed. Null: the root is an Assertion. */
  readonly envelope: EnvelopeFacts | null
  readonly encrypted: boolean
  /** What is encrypted, when no signature covers it; otherwise it is read from the signed bytes. */
  readonly unverifiedContent: EncryptedContent | null
  /** The exceptions without which it would have been refused. */
  readonly used: readonly ExceptionName[]
  readonly rootId: string
}

/** Steps 3 to 6, in the engine that sees raw input. What leaves are signed bytes, and an envelope that may be unsigned. */
export function prove(xml: Uint8Array, root: Form['root'], measures: Measures, progress: Progress): Proven {
  return rawEngine.run((engine) => {
    progress.step = 'parse' // 3
    const budget = { nodes: measures.limits.nodes }
    const onRoot = (element: { namespace: string; name: string }) => {
      progress.recognised ||= element.namespace === SAMLP && element.name === 'Response'
    }
    const steps = (document: XmlDocument): Proven => {
      progress.step = 'schema' // 4
      const { looseIds, signatureLast } = measures
      const needed = conform(document, { root, looseIds, signatureLast })
      progress.step = 'shape' // 5
      const { encryptedAssertion, signatures } = shapeOf(document.root, measures)
      const rootId = attributeOf(document.root, 'ID') ?? ''
      const envelope = root === 'Response' ? envelopeFacts(document.root, false) : null
      const encrypted = encryptedAssertion !== null
      const unverifiedContent = encrypted && signatures.length === 0 ? readEncrypted(encryptedAssertion) : null
      progress.step = 'signature' // 6
      const verified = signatures.map((place) => verifySignature(document, place, measures))
      const used = verified.some((one) => one.legacy) ? (['legacy-algorithms', ...needed] as const) : needed
      return { signed: verified[0] ?? null, envelope, encrypted, unverifiedContent, used, rootId }
    }
    return withDocument(engine, xml, budget, steps, onRoot)
  })
}

/** Parses bytes that were signed, or that a signed Response vouches for, in the engine that sees nothing else. */
export function readClean<T>(
  { bytes, id }: SignedBytes,
  { limits }: Pick<Measures, 'limits'>,
  read: (root: XmlElement) => T,
): T {
  return cleanEngine.run((engine) =>
    withDocument(engine, bytes, { nodes: limits.nodes }, ({ root }) => {
      if (attributeOf(root, 'ID') !== id) {
        throw new Refusal('signature_reference', 'The signed element must have the ID that the signature refers to.')
      }
      return read(root)
    }),
  )
}
