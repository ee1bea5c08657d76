import type { AssertionFacts, ConfirmationFacts, EnvelopeFacts } from './facts.ts'
import type { Context } from './protocol-checks.ts'
import { quotable, Refusal } from './refusal.ts'
import { refuseEarly, refuseLate } from './validity.ts'

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer'

/**
 * Finds a bearer confirmation that holds for us, now, and for the request. One that holds is enough; other methods are
 * passed over, never accepted. When none holds, the first bearer's reason is given.
 * Refuses with `subject_missing`, `confirmation_method`, `recipient_mismatch`, `time_bound_missing`, `expired`,
 * `not_yet_valid`, `response_unsolicited`, `in_response_to_mismatch`. Source: SAML profiles 4.1.4.2.
 */
export function confirmed(
  assertion: AssertionFacts,
  envelope: EnvelopeFacts,
  context: Context,
): { inResponseTo: string | null; notOnOrAfter: Date } {
  if (!assertion.hasSubject) {
    throw new Refusal('subject_missing', 'The Assertion must have a Subject. It has none.')
  }
  const bearers = assertion.confirmations.filter(({ method }) => method === BEARER)
  let refusal: Refusal | undefined
  for (const bearer of bearers) {
    try {
      return holds(bearer, envelope, context)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusal ??= error
    }
  }
  throw (
    refusal ??
    new Refusal('confirmation_method', 'The Subject must be confirmed by the method bearer. Others came, or none.', {
      came: assertion.confirmations.slice(0, 5).map(({ method }) => quotable(method) ?? ''),
    })
  )
}

function holds(bearer: ConfirmationFacts, envelope: EnvelopeFacts, context: Context) {
  const { recipient, notBefore, notOnOrAfter, inResponseTo } = bearer
  if (recipient !== context.acsUrl) {
    throw new Refusal(
      'recipient_mismatch',
      'The Recipient must be our assertion consumer service URL. Correct that URL at the identity provider.',
      { expected: context.acsUrl, came: quotable(recipient) },
    )
  }
  if (notOnOrAfter === null) {
    throw new Refusal('time_bound_missing', 'The bearer confirmation must say NotOnOrAfter. It does not.', {
      where: 'SubjectConfirmationData',
    })
  }
  if (notBefore !== null) refuseEarly(notBefore, 'SubjectConfirmationData', context.now, context.skew)
  refuseLate(notOnOrAfter, 'SubjectConfirmationData', context.now, context.skew)
  checkRequest(inResponseTo, envelope, context.request)
  return { inResponseTo, notOnOrAfter }
}

/** `signed` stands in the signed confirmation; `outer` on the Response, which may be unsigned and can only disagree. */
function checkRequest(signed: string | null, envelope: EnvelopeFacts, request: Context['request']): void {
  const outer = envelope.inResponseTo
  if (request.kind === 'unsolicited') {
    if (signed === null && outer === null) return
    throw mismatch(
      'An unsolicited Response must not name a request. It does.',
      signed ?? outer,
      signed !== null || envelope.signed,
    )
  }
  if (signed === null) {
    throw new Refusal(
      'response_unsolicited',
      'The Response must answer a request of ours. It answers none; start at our sign-in page, or allow sign-ins that are started by the identity provider.',
    )
  }
  if (request.kind === 'id' && signed !== request.id) {
    throw mismatch(
      'The Response must answer the request of this browser. It answers another one; start again.',
      signed,
      true,
    )
  }
  if (outer !== null && outer !== signed) {
    throw mismatch('Response and Assertion must answer the same request. They differ.', outer, envelope.signed)
  }
}

const mismatch = (message: string, came: string | null, verified: boolean) =>
  new Refusal('in_response_to_mismatch', message, { [verified ? 'came' : 'unverifiedCame']: quotable(came) })
