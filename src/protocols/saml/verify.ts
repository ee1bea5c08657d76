import type { Assertion } from '../../core/types.ts'
import type { Verification } from '../protocol.ts'
import { claimsOf } from './claims.ts'
import { decrypt, decryptionFailed } from './decrypt.ts'
import { type Expectations, type Measures, measuresOf } from './expectations.ts'
import { type AssertionFacts, assertionFacts, type EnvelopeFacts, envelopeFacts } from './facts.ts'
import { type Checked, checkProtocol } from './protocol-checks.ts'
import { Refusal } from './refusal.ts'
import type { ExceptionName } from './settings.ts'
import { judged, type Progress } from './verdict.ts'
import { exceptionWarnings } from './warnings.ts'
import { type EncryptedContent, readEncrypted } from './xml/encrypted.ts'
import { cleanEngine, rawEngine } from './xml/engine.ts'
import { gate } from './xml/gate.ts'
import { SAMLP } from './xml/namespaces.ts'
import { withDocument, type XmlDocument } from './xml/parse.ts'
import { conform, type Form } from './xml/schema.ts'
import { assertionIn, encryptedIn, shapeOf } from './xml/shape.ts'
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
  const sent = verifyBytes(xml, 'Response', measures, progress) // 3-6
  const plain = sent.encrypted ? unsealed(sent, measures, progress) : sent // the plaintext: 1-6 again
  const { signed, envelope, used } = plain
  if (signed === null) throw unsigned()
  progress.step = 'reparse' // 7: from here on only the bytes that were signed are read
  const facts = readSigned(signed, envelope, measures)
  progress.step = 'protocol' // 8
  const checked = checkProtocol(facts.envelope, facts.assertion, measures)
  const warnings = [...new Set(used)].map((name) => exceptionWarnings[name])
  return {
    assertion: makeAssertion(facts.assertion, facts.claims, checked),
    warnings: [...warnings, ...facts.warnings],
  } // 10; 9 is the caller's transaction
}

/** What came out of steps 3 to 6. */
interface Proven {
  /** Null when nothing is signed: an encrypted message may still be, inside. */
  readonly signed: SignedBytes | null
  /** The Response's own facts; null for a decrypted Assertion. */
  readonly envelope: EnvelopeFacts | null
  readonly encrypted: boolean
  /** What is encrypted, when no signature covers it; otherwise it is read from the signed bytes. */
  readonly unverifiedContent: EncryptedContent | null
  /** The exceptions without which it would have been refused. */
  readonly used: readonly ExceptionName[]
  readonly rootId: string
}

/** Steps 3 to 6, in the engine that sees raw input. What leaves are signed bytes, and an envelope that may be unsigned. */
function verifyBytes(xml: Uint8Array, root: Form['root'], measures: Measures, progress: Progress): Proven {
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
      const unverifiedContent =
        encryptedAssertion !== null && signatures.length === 0 ? readEncrypted(encryptedAssertion) : null
      progress.step = 'signature' // 6
      const verified = signatures.map((place) => verifySignature(document, place, measures))
      const used = verified.some((one) => one.legacy) ? (['legacy-algorithms', ...needed] as const) : needed
      const encrypted = encryptedAssertion !== null
      return { signed: verified[0] ?? null, envelope, encrypted, unverifiedContent, used, rootId }
    }
    return withDocument(engine, xml, budget, steps, onRoot)
  })
}

/**
 * Decrypts the Assertion and takes the plaintext through steps 1 to 6. Where the Response is signed, its signature was
 * verified before this, and what is decrypted is read from the bytes that it covers: nobody can use us as an oracle.
 */
function unsealed(sent: Proven, measures: Measures, progress: Progress): Proven {
  progress.step = 'decryption'
  const { content, envelope } = sent.signed === null ? unverifiedSeal(sent) : readSealed(sent.signed, measures)
  const exposed = content.cipher.mode === 'cbc' && sent.signed === null
  if (exposed && !measures.cbcUnderUnsignedResponse) throw cbcUnsigned()
  const plaintext = decrypt(content, measures.decryptionKeys)
  const inner = plaintextVerified(plaintext, exposed, measures, progress)
  progress.step = 'signature'
  const used: ExceptionName[] = [...sent.used, ...inner.used, ...(exposed ? (['cbc-unsigned'] as const) : [])]
  // A signed Response vouches for every byte of the plaintext; otherwise the Assertion must be signed itself.
  const vouched = sent.signed === null ? null : { id: inner.rootId, bytes: plaintext, legacy: sent.signed.legacy }
  return { ...inner, signed: inner.signed ?? vouched, envelope, used }
}

/** A refusal of the plaintext belongs to the step `decryption`, and says in its evidence which step of the plaintext's it was. */
function plaintextVerified(plaintext: Buffer, exposed: boolean, measures: Measures, progress: Progress): Proven {
  const inner: Progress = { step: 'transport', recognised: true }
  try {
    withinSize(plaintext, measures.limits.bytes)
    inner.step = 'gate'
    gate(plaintext)
    return verifyBytes(plaintext, 'Assertion', measures, inner)
  } catch (error) {
    if (inner.step === 'signature') progress.step = 'signature'
    if (inner.step === 'signature' || !(error instanceof Refusal)) throw error
    // How a plaintext is malformed tells whoever changed a CBC ciphertext what became of it.
    if (exposed) throw decryptionFailed()
    throw new Refusal(error.code, error.message, { ...error.evidence, plaintextStep: inner.step })
  }
}

function unverifiedSeal({ unverifiedContent, envelope }: Proven) {
  if (unverifiedContent === null) throw unsigned()
  return { content: unverifiedContent, envelope }
}

/** What a signed Response holds encrypted, read from the bytes that were signed. */
function readSealed(signed: SignedBytes, measures: Measures) {
  return readClean(signed, measures, (root) => ({
    content: readEncrypted(encryptedIn(root)),
    envelope: envelopeFacts(root, true),
  }))
}

/** Step 7: parses the signed bytes in the other engine and reads every fact from them. */
function readSigned(signed: SignedBytes, envelope: EnvelopeFacts | null, measures: Measures) {
  return readClean(signed, measures, (root) => {
    const assertion = assertionIn(root)
    const around = is(root, SAMLP, 'Response') ? envelopeFacts(root, true) : envelope
    if (around === null) throw unsigned()
    return { envelope: around, assertion: assertionFacts(assertion), ...claimsOf(assertion) }
  })
}

function readClean<T>({ bytes, id }: SignedBytes, measures: Measures, read: (root: XmlElement) => T): T {
  return cleanEngine.run((engine) =>
    withDocument(engine, bytes, { nodes: measures.limits.nodes }, ({ root }) => {
      if (attributeOf(root, 'ID') !== id) {
        throw new Refusal('signature_reference', 'The signed element must have the ID that the signature refers to.')
      }
      return read(root)
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

const unsigned = () => new Refusal('signature_missing', 'The Response or its Assertion must be signed.')

const cbcUnsigned = () =>
  new Refusal(
    'encryption_cbc_unsigned',
    'An Assertion that is encrypted with AES-CBC must come in a signed Response. It does not; let the identity provider sign message and assertion, or encrypt with AES-GCM.',
  )
