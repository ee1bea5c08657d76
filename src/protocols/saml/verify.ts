import type { Assertion } from '../../core/types.ts'
import type { Verification, Warning } from '../protocol.ts'
import { claimsOf } from './claims.ts'
import { type Expectations, type Measures, measuresOf } from './expectations.ts'
import { type AssertionFacts, assertionFacts, type EnvelopeFacts, envelopeFacts } from './facts.ts'
import { type Checked, checkProtocol } from './protocol-checks.ts'
import { Refusal } from './refusal.ts'
import { judged, type Progress } from './verdict.ts'
import { cleanEngine, rawEngine } from './xml/engine.ts'
import { gate } from './xml/gate.ts'
import { SAMLP } from './xml/namespaces.ts'
import { withDocument } from './xml/parse.ts'
import { conform } from './xml/schema.ts'
import { assertionIn, shapeOf } from './xml/shape.ts'
import { type SignedBytes, verifySignature } from './xml/signature.ts'
import { fromPost, withinSize } from './xml/transport.ts'
import { attributeOf, is, type XmlElement } from './xml/tree.ts'

/**
 * Verifies what the `SAMLResponse` form field of the POST binding held and returns the assertion, or why not.
 * Synchronous, without input or output; never throws on a message, whatever it holds. Throws `validation_failed` when
 * the expectations themselves make no sense.
 *
 * @example
 * const verdict = verifyResponse(form.get('SAMLResponse') ?? '', {
 *   idpEntityId: 'https://idp.example/metadata',
 *   spEntityId: 'https://app.example/sso/example/metadata',
 *   acsUrl: 'https://app.example/sso/example/acs',
 *   keys: [createPublicKey(certificate)],
 *   now: new Date(),
 *   request: { kind: 'stored' },
 * })
 * if (verdict.verdict === 'accepted') console.log(verdict.assertion.claims.get('Email'))
 */
export function verifyResponse(message: string, expected: Expectations): Verification {
  const measures = measuresOf(expected)
  return judged((progress) => verify(fromPost(message, measures.limits.bytes), measures, progress))
}

/** The same for XML that is already decoded. */
export function verifyResponseXml(xml: Uint8Array, expected: Expectations): Verification {
  const measures = measuresOf(expected)
  return judged((progress) => verify(xml, measures, progress))
}

/** The steps in their order. Each refuses by throwing; only the last line makes an Assertion. */
function verify(xml: Uint8Array, measures: Measures, progress: Progress) {
  withinSize(xml, measures.limits.bytes) // 1
  progress.step = 'gate' // 2
  gate(xml)
  const { signed, legacy, unverifiedEnvelope } = verifyBytes(xml, measures, progress) // 3-6
  progress.step = 'reparse' // 7: from here on only the bytes that were signed are read
  const facts = readSigned(signed, unverifiedEnvelope, measures)
  progress.step = 'protocol' // 8
  const checked = checkProtocol(facts.envelope, facts.assertion, measures)
  const warnings = legacy ? [legacyWarning, ...facts.warnings] : facts.warnings
  return { assertion: makeAssertion(facts.assertion, facts.claims, checked), warnings } // 10; 9 is the caller's transaction
}

/** Steps 3 to 6, in the engine that sees raw input. What leaves are signed bytes, and an envelope that may be unsigned. */
function verifyBytes(xml: Uint8Array, measures: Measures, progress: Progress) {
  return rawEngine.run((engine) => {
    progress.step = 'parse' // 3
    const budget = { nodes: measures.limits.nodes }
    const onRoot = (root: { namespace: string; name: string }) => {
      progress.recognised = root.namespace === SAMLP && root.name === 'Response'
    }
    const steps = (document: Parameters<Parameters<typeof withDocument>[3]>[0]) => {
      progress.step = 'schema' // 4
      conform(document)
      progress.step = 'shape' // 5
      const shape = shapeOf(document.root, measures)
      if (shape.assertion === null) throw encryptedUnsupported()
      const unverifiedEnvelope = envelopeFacts(shape.response, false)
      progress.step = 'signature' // 6
      const verified = shape.signatures.map((place) => verifySignature(document, place, measures))
      const [signed] = verified
      if (signed === undefined) throw new Refusal('signature_missing', 'The Response or its Assertion must be signed.')
      return { signed, legacy: verified.some((one) => one.legacy), unverifiedEnvelope }
    }
    return withDocument(engine, xml, budget, steps, onRoot)
  })
}

/** Step 7: parses the canonical bytes in the other engine and reads every fact from them. */
function readSigned({ bytes, id }: SignedBytes, unverifiedEnvelope: EnvelopeFacts, measures: Measures) {
  return cleanEngine.run((engine) =>
    withDocument(engine, bytes, { nodes: measures.limits.nodes }, ({ root }) => {
      const isResponse = is(root, SAMLP, 'Response')
      if (attributeOf(root, 'ID') !== id) {
        throw new Refusal('signature_reference', 'The signed element must have the ID that the signature refers to.')
      }
      const assertion: XmlElement = assertionIn(root)
      return {
        envelope: isResponse ? envelopeFacts(root, true) : unverifiedEnvelope,
        assertion: assertionFacts(assertion),
        ...claimsOf(assertion),
      }
    }),
  )
}

/** Step 10, the only place in the product where an Assertion is made. */
function makeAssertion(facts: AssertionFacts, claims: Assertion['claims'], checked: Checked): Assertion {
  const { authn } = checked
  return Object.freeze({
    id: facts.id,
    issuer: facts.issuer.value,
    nameId: facts.nameId && Object.freeze(facts.nameId),
    claims,
    inResponseTo: checked.inResponseTo,
    issuedAt: facts.issuedAt,
    expiresAt: checked.expiresAt,
    authnInstant: authn.authnInstant,
    authnContext: authn.authnContext,
    sessionIndex: authn.sessionIndex,
    sessionNotOnOrAfter: checked.sessionNotOnOrAfter,
  }) as Assertion
}

const encryptedUnsupported = () =>
  new Refusal(
    'assertion_encrypted_unsupported',
    'The Assertion must not be encrypted. It is; switch off encryption for this application at the identity provider.',
  )

const legacyWarning: Warning = {
  code: 'legacy_algorithm',
  message: 'The signature uses SHA-1 or a key below 2048 bits. Move the identity provider to RSA-2048 with SHA-256.',
}
