/** Step 8 of the verifier: who says it, to whom, when, and in answer to what. Pure: facts in, one refusal or the verdict out. */

import type { NameId } from '../../core/types.ts'
import type { Finding } from '../protocol.ts'
import { confirmed } from './confirmation.ts'
import type { AssertionFacts, AuthnFacts, EnvelopeFacts } from './facts.ts'
import { quotable, Refusal } from './refusal.ts'
import { refuseEarly, refuseLate } from './validity.ts'
import { SUCCESS } from './xml/shape.ts'

/** What the protocol checks compare with; the part of `Expectations` that is not about bytes and keys. */
export interface Context {
  readonly idpEntityId: string
  readonly spEntityId: string
  readonly acsUrl: string
  readonly now: Date
  readonly request:
    | { readonly kind: 'id'; readonly id: string }
    | { readonly kind: 'stored' }
    | { readonly kind: 'unsolicited' }
  /** Milliseconds, applied to every time bound on both sides. */
  readonly skew: number
  /** Milliseconds that an IssueInstant may lie in the past. */
  readonly maxAge: number
  /** A signature of the Assertion alone is not enough. */
  readonly requireSignedResponse: boolean
}

export interface Checked {
  readonly inResponseTo: string | null
  /** After this the assertion would be refused by any of its own bounds, skew not counted. */
  readonly expiresAt: Date
  readonly authn: AuthnFacts
  readonly sessionNotOnOrAfter: Date | null
}

const ENTITY_FORMAT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'

/** The checks of step 8 by name, in their order. */
export const protocolChecks = [
  'envelope',
  'status',
  'issuer',
  'destination',
  'audience',
  'confirmation',
  'conditions',
  'age',
  'authentication',
  'name-id',
] as const

/**
 * Makes the checks in order. Refuses with the codes of step 8 in `src/errors.ts`: the first one that failed, and beside it
 * what every other check finds. Source: SAML profiles 4.1.4.2 and 4.1.4.3.
 */
export function checkProtocol(envelope: EnvelopeFacts, assertion: AssertionFacts, context: Context): Checked {
  const check = {
    envelope: () => checkEnvelope(envelope, context),
    status: () => checkStatus(envelope),
    issuer: () => checkIssuers(envelope, assertion, context),
    destination: () => checkDestination(envelope, context),
    audience: () => checkAudience(assertion, context),
    confirmation: () => confirmed(assertion, envelope, context),
    conditions: () => checkConditionTimes(assertion, context),
    age: () => checkAge(envelope, assertion, context),
    authentication: () => checkAuthn(assertion, context),
    'name-id': () => checkNameId(assertion, context),
  } as const
  try {
    check.envelope()
    check.status()
    check.issuer()
    check.destination()
    check.audience()
    const confirmation = check.confirmation()
    const notOnOrAfter = check.conditions()
    check.age()
    const { authn, sessionNotOnOrAfter } = check.authentication()
    check['name-id']()
    const tooOld = assertion.issuedAt.getTime() + context.maxAge
    return {
      inResponseTo: confirmation.inResponseTo,
      expiresAt: new Date(Math.min(notOnOrAfter.getTime(), confirmation.notOnOrAfter.getTime(), tooOld)),
      authn,
      sessionNotOnOrAfter,
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const findings = protocolChecks.map((name) => findingOf(name, check[name]))
    throw new Refusal(error.code, error.message, error.evidence, findings)
  }
}

function findingOf(check: string, work: () => unknown): Finding {
  try {
    work()
    return { check, code: null, message: null, evidence: {} }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { check, code: error.code, message: error.message, evidence: error.evidence }
  }
}

/** Evidence from an unsigned envelope says so by its name. */
const cameAs = (verified: boolean) => (verified ? 'came' : 'unverifiedCame')

function checkEnvelope({ signed }: EnvelopeFacts, { requireSignedResponse }: Context): void {
  if (signed || !requireSignedResponse) return
  throw new Refusal(
    'response_not_signed',
    'The Response itself must be signed: it is demanded of this identity provider. Only the Assertion is; let the identity provider sign both.',
  )
}

function checkStatus({ statusCodes, signed }: EnvelopeFacts): void {
  if (statusCodes[0] === SUCCESS) return
  throw new Refusal(
    'status_not_success',
    'The status of the Response must be Success. The identity provider reports an error; its own log says why.',
    { [signed ? 'status' : 'unverifiedStatus']: statusCodes.map((code) => quotable(code) ?? '') },
  )
}

/** Does an Issuer name this entity? Its format, where it has one, must say that it is one (SAML core 2.2.5, 8.3.6). */
export const isEntity = ({ value, format }: NameId, entityId: string): boolean =>
  value === entityId && (format === null || format === ENTITY_FORMAT)

function checkIssuers(envelope: EnvelopeFacts, assertion: AssertionFacts, { idpEntityId }: Context): void {
  const wrong = (where: string, came: string | null, verified: boolean) =>
    new Refusal(
      'issuer_mismatch',
      `The Issuer of the ${where} must be the entityID of this identity provider. ${came === null ? 'None came' : 'Another one came'}; compare the entityID here with the one configured there.`,
      { expected: idpEntityId, [cameAs(verified)]: quotable(came), where },
    )
  const fits = (issuer: NameId) => isEntity(issuer, idpEntityId)
  // Profiles 4.1.4.2 lets a Response that is not signed do without. No provider met so far does, and libraries refuse it.
  if (envelope.issuer === null || !fits(envelope.issuer)) {
    throw wrong('Response', envelope.issuer?.value ?? null, envelope.signed)
  }
  if (!fits(assertion.issuer)) throw wrong('Assertion', assertion.issuer.value, true)
}

function checkDestination({ destination, signed }: EnvelopeFacts, { acsUrl }: Context): void {
  if (destination === acsUrl || (destination === null && !signed)) return
  throw new Refusal(
    'destination_mismatch',
    'The Destination of the Response must be our assertion consumer service URL. Correct that URL at the identity provider.',
    { expected: acsUrl, [cameAs(signed)]: quotable(destination) },
  )
}

function checkAudience({ audiences }: AssertionFacts, { spEntityId }: Context): void {
  if (audiences.length > 0 && audiences.every((one) => one.includes(spEntityId))) return
  throw new Refusal(
    'audience_mismatch',
    'The Audience of the Assertion must be our entityID, exactly. Correct the entityID (audience, identifier) at the identity provider.',
    {
      expected: spEntityId,
      came: audiences
        .flat()
        .slice(0, 10)
        .map((audience) => quotable(audience) ?? ''),
    },
  )
}

function checkConditionTimes({ notBefore, notOnOrAfter }: AssertionFacts, { now, skew }: Context): Date {
  if (notOnOrAfter === null) {
    throw new Refusal(
      'time_bound_missing',
      'Conditions must say NotOnOrAfter. They do not; set a lifetime at the identity provider.',
      {
        where: 'Conditions',
      },
    )
  }
  if (notBefore !== null && notBefore >= notOnOrAfter) {
    throw new Refusal(
      'time_invalid',
      'NotBefore must lie before NotOnOrAfter. It does not; the identity provider is faulty.',
    )
  }
  if (notBefore !== null) refuseEarly(notBefore, 'Conditions', now, skew)
  refuseLate(notOnOrAfter, 'Conditions', now, skew)
  return notOnOrAfter
}

function checkAge(envelope: EnvelopeFacts, assertion: AssertionFacts, { now, skew, maxAge }: Context): void {
  const issued = [
    { where: 'Response', at: envelope.issuedAt },
    { where: 'Assertion', at: assertion.issuedAt },
  ]
  for (const { where, at } of issued) {
    refuseEarly(at, where, now, skew)
    if (now.getTime() - at.getTime() > maxAge + skew) {
      throw new Refusal(
        'too_old',
        `The ${where} must have been issued less than ${maxAge / 1000} seconds ago. It is older; the person should start again, or the clocks differ.`,
        { where, issuedAt: at.toISOString(), now: now.toISOString() },
      )
    }
  }
}

function checkAuthn({ authn }: AssertionFacts, { now, skew }: Context) {
  const [first] = authn
  if (first === undefined) {
    throw new Refusal(
      'authn_statement_missing',
      'The Assertion must say how the person signed in (AuthnStatement). It does not.',
    )
  }
  let sessionNotOnOrAfter: Date | null = null
  for (const statement of authn) {
    refuseEarly(statement.authnInstant, 'AuthnStatement', now, skew)
    const end = statement.sessionNotOnOrAfter
    if (end === null) continue
    if (now.getTime() >= end.getTime() + skew) {
      throw new Refusal(
        'session_expired',
        'The session at the identity provider must not be over. It is; sign in there again.',
        {
          sessionNotOnOrAfter: end.toISOString(),
          now: now.toISOString(),
        },
      )
    }
    if (sessionNotOnOrAfter === null || end < sessionNotOnOrAfter) sessionNotOnOrAfter = end
  }
  return { authn: counted(first, authn), sessionNotOnOrAfter }
}

/**
 * The one statement that counts. Of several it is the least: the earliest instant, and a class only when all name the same,
 * because what was asked of the answer must hold whichever of them the partner meant.
 */
function counted(first: AuthnFacts, all: readonly AuthnFacts[]): AuthnFacts {
  const earliest = Math.min(...all.map(({ authnInstant }) => authnInstant.getTime()))
  const agreed = all.every(({ authnContext }) => authnContext === first.authnContext)
  return { ...first, authnInstant: new Date(earliest), authnContext: agreed ? first.authnContext : null }
}

/** No NameID is fine (an attribute may be the subject); an empty one, or one made for another service provider, is not. */
function checkNameId({ nameId }: AssertionFacts, { spEntityId }: Context): void {
  if (nameId === null) return
  if (nameId.value.trim() === '') {
    throw new Refusal(
      'subject_missing',
      'A NameID must not be empty. Choose a source for it at the identity provider that every person has.',
    )
  }
  if (nameId.spNameQualifier !== null && nameId.spNameQualifier !== spEntityId) {
    throw new Refusal(
      'name_qualifier_mismatch',
      'The SPNameQualifier of a NameID must be our entityID. Another one came; the identity provider named the person for another application.',
      { expected: spEntityId, came: quotable(nameId.spNameQualifier) },
    )
  }
}
