import type { Assertion } from '../../core/types.ts'
import type { Verification } from '../protocol.ts'
import { claimsOf } from './claims.ts'
import { type Expectations, type Measures, measuresOf } from './expectations.ts'
import { type AssertionFacts, assertionFacts, type EnvelopeFacts, envelopeFacts } from './facts.ts'
import { type Checked, checkProtocol } from './protocol-checks.ts'
import { prove, readClean } from './prove.ts'
import { Refusal } from './refusal.ts'
import { unseal } from './unseal.ts'
import { judged, type Progress } from './verdict.ts'
import { exceptionWarnings } from './warnings.ts'
import { gate } from './xml/gate.ts'
import { SAMLP } from './xml/namespaces.ts'
import { assertionIn } from './xml/shape.ts'
import type { SignedBytes } from './xml/signature.ts'
import { fromPost, withinSize } from './xml/transport.ts'
import { is } from './xml/tree.ts'

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
  const sent = prove(xml, 'Response', measures, progress) // 3-6
  const plain = sent.encrypted ? unseal(sent, measures, progress) : sent // what was encrypted: 1-6 again
  const { signed, envelope, used } = plain
  if (signed === null || envelope === null) throw unsigned()
  progress.step = 'reparse' // 7: from here on only the bytes that were signed are read
  const facts = readSigned(signed, envelope, measures)
  progress.step = 'protocol' // 8
  const checked = checkProtocol(facts.envelope, facts.assertion, measures)
  const warnings = [...new Set(used)].map((name) => exceptionWarnings[name])
  // 9 is the caller's transaction, and this is 10.
  return {
    assertion: makeAssertion(facts.assertion, facts.claims, checked),
    warnings: [...warnings, ...facts.warnings],
  }
}

/** Step 7: parses the signed bytes in the other engine and reads every fact from them. */
function readSigned(signed: SignedBytes, envelope: EnvelopeFacts, measures: Measures) {
  return readClean(signed, measures, (root) => {
    const assertion = assertionIn(root)
    return {
      envelope: is(root, SAMLP, 'Response') ? envelopeFacts(root, true) : envelope,
      assertion: assertionFacts(assertion),
      ...claimsOf(assertion),
    }
  })
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

const unsigned = () =>
  new Refusal(
    'signature_missing',
    'The Response or its Assertion must be signed. Neither is; switch on signing at the identity provider.',
  )
