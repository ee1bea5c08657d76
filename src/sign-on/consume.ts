import type { Assertion } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Tx } from '../store/database.ts'
import { type Consumed, consume, whyNotConsumed } from '../store/pending-requests.ts'
import type { App, RuleBook } from './app.ts'
import { checkAsked } from './asked.ts'
import type { Attempt } from './attempt.ts'
import type { Message } from './receive.ts'
import { OutOfDate, providerOff, type Trusted } from './trust.ts'

/** Replay markers outlive the assertion by this much, and are kept at least a day: clocks jump, backups are restored. */
const markerGrace = 600_000
const markerMinimum = 86_400_000

type Request = NonNullable<Consumed['request']>

/**
 * Uses up the assertion and the request it answers: once for all nodes, by this browser only, and only when it shows what
 * the request asked for.
 * Also the moment at which this node learns that its provider or its rules are out of date.
 *
 * @throws JitupError `assertion_replayed`, `assertion_before_restore`, `request_unknown`, `request_expired`, `browser_mismatch`,
 *   `provider_disabled`
 * @throws MessageRejected `reauthentication_missing`, `authn_context_mismatch`
 */
export async function consumeOnce(
  tx: Tx,
  app: App,
  { record }: Trusted,
  message: Message,
  assertion: Assertion,
  book: RuleBook,
  attempt: Attempt,
): Promise<Request> {
  const request = {
    requestId: assertion.inResponseTo ?? '',
    providerId: record.policy.id,
    browserHash: message.browserHash,
    now: attempt.at,
  }
  const expiry = Math.max(assertion.expiresAt.getTime() + markerGrace, attempt.at.getTime() + markerMinimum)
  const consumed = await consume(tx, {
    ...request,
    issuer: assertion.issuer,
    assertionId: assertion.id,
    issuedAt: assertion.issuedAt,
    attemptId: attempt.id,
    markerExpiresAt: new Date(expiry),
  })
  if (consumed.attemptId === attempt.id && attempt.kept) {
    // The commit had gone through and only its answer was lost: this is our own marker.
    attempt.committed = attempt.kept
    return { returnTo: '/', mode: 'sign-on', asked: { authnAfter: null, authnContexts: [] }, testLinkId: null }
  }
  if (!consumed.fresh) throw new JitupError('assertion_replayed', 'This assertion has been used before.')
  if (consumed.beforeRestore) {
    throw new JitupError(
      'assertion_before_restore',
      'This assertion was issued before the database was restored. It may have been used then.',
    )
  }
  if (consumed.provider?.version !== record.version) throw new OutOfDate()
  if (!consumed.request) {
    const code = await whyNotConsumed(tx, request)
    throw new JitupError(code, reasons[code])
  }
  // An answer of a provider that is off was read for a test: it is good for nothing else.
  if (!record.enabled && consumed.request.mode !== 'test') throw providerOff()
  checkAsked(consumed.request.asked, assertion)
  if (consumed.rulesRevision !== book.rules.revision) {
    app.rules.forget()
    throw new OutOfDate()
  }
  return consumed.request
}

const reasons = {
  request_unknown: 'No request of ours is waiting for this answer: it was answered, it timed out, or it never existed.',
  request_expired: 'The request that this answers is too old, or its identity provider was changed meanwhile.',
  browser_mismatch: 'The request that this answers was made by another browser.',
}
