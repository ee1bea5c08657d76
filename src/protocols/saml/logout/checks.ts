import type { LogoutAnswered, LogoutRequested } from '../../logout.ts'
import { isEntity } from '../protocol-checks.ts'
import { quotable, Refusal } from '../refusal.ts'
import { refuseEarly, refuseLate } from '../validity.ts'
import { SUCCESS } from '../xml/shape.ts'
import type { LogoutFacts } from './facts.ts'

/** What a logout message is measured by. */
export interface LogoutContext {
  readonly idpEntityId: string
  /** Our address that the message must be meant for. */
  readonly logoutUrl: string
  readonly now: Date
  /** Milliseconds. */
  readonly skew: number
  readonly maxAge: number
}

const PARTIAL = 'urn:oasis:names:tc:SAML:2.0:status:PartialLogout'

/**
 * Who says it, to whom, and when. Pure: facts in, one refusal or the message out.
 * Refuses with `issuer_mismatch`, `destination_mismatch`, `not_yet_valid`, `expired`, `too_old`, `subject_missing`.
 * Source: SAML profiles 4.4.4, core 3.7.
 */
export function checkLogout(
  facts: LogoutFacts,
  relayState: string | null,
  context: LogoutContext,
): LogoutRequested | LogoutAnswered {
  checkIssuer(facts, context)
  checkDestination(facts, context)
  checkAge(facts, context)
  if (facts.kind === 'response') {
    return { kind: 'response', inResponseTo: facts.inResponseTo, outcome: outcomeOf(facts.statusCodes) }
  }
  const { id, nameId, sessionIndexes, issuedAt, notOnOrAfter } = facts
  if (notOnOrAfter !== null) refuseLate(notOnOrAfter, 'LogoutRequest', context.now, context.skew)
  if (nameId.value.trim() === '') {
    throw new Refusal('subject_missing', 'A logout request must name a person. Its NameID is empty.')
  }
  const tooOld = issuedAt.getTime() + context.maxAge + context.skew
  const over = notOnOrAfter === null ? tooOld : Math.min(tooOld, notOnOrAfter.getTime() + context.skew)
  return {
    kind: 'request',
    id,
    nameId,
    sessionIndexes,
    issuedAt,
    honouredUntil: new Date(tooOld),
    expiresAt: new Date(over),
    relayState,
  }
}

function checkIssuer({ issuer }: LogoutFacts, { idpEntityId }: LogoutContext): void {
  if (isEntity(issuer, idpEntityId)) return
  throw new Refusal(
    'issuer_mismatch',
    'The Issuer of a logout message must be the entityID of this identity provider. Another one came; compare the entityID here with the one configured there.',
    { expected: idpEntityId, came: quotable(issuer.value) },
  )
}

/** A signed message must say where it was sent (SAML bindings 3.4.5.2, 3.5.5.2). */
function checkDestination({ destination }: LogoutFacts, { logoutUrl }: LogoutContext): void {
  if (destination === logoutUrl) return
  throw new Refusal(
    'destination_mismatch',
    'The Destination of a logout message must be our logout address. Correct that address at the identity provider.',
    { expected: logoutUrl, came: quotable(destination) },
  )
}

function checkAge({ issuedAt }: LogoutFacts, { now, skew, maxAge }: LogoutContext): void {
  refuseEarly(issuedAt, 'logout message', now, skew)
  if (now.getTime() - issuedAt.getTime() <= maxAge + skew) return
  throw new Refusal(
    'too_old',
    `A logout message must have been issued less than ${maxAge / 1000} seconds ago. It is older; or the clocks differ.`,
    { issuedAt: issuedAt.toISOString(), now: now.toISOString() },
  )
}

/** Partial may stand at any level: SAML core has it second, beneath Success or Responder. */
function outcomeOf(codes: readonly string[]): LogoutAnswered['outcome'] {
  if (codes.includes(PARTIAL)) return 'partial'
  return codes[0] === SUCCESS ? 'everywhere' : 'failed'
}
