import { type ErrorCode, isJitupError, JitupError } from '../errors.ts'
import { isSessionOf, liveSession } from '../store/sessions.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import { readCookie, tokenHash } from './cookies.ts'
import { sessionKeys } from './logout-keys.ts'
import { isFromElsewhere, PostAgain } from './post-again.ts'
import type { Incoming } from './receive.ts'
import { journalRefusal, refusalStatus } from './refusal-entry.ts'
import { testPageOf } from './test-page.ts'
import { MessageRejected } from './verify.ts'

/** Nobody was signed on. Carries what the page may show: a reference, never the reason. */
export class SignOnRefused extends JitupError {
  readonly reference: string
  readonly status: number
  /** Where whoever tests from the admin UI reads more; null: everybody else gets the error page. */
  readonly testPage: string | null
  constructor(code: ErrorCode, reference: string, status: number, cause?: unknown, testPage: string | null = null) {
    super(code, 'We could not sign you in.', {}, { cause })
    this.reference = reference
    this.status = status
    this.testPage = testPage
  }
}

/** The browser has answered the same request again while the session it made is alive: nothing to do but go on. */
export class AlreadySignedOn extends Error {
  readonly returnTo: string
  constructor(returnTo: string) {
    super('already signed on')
    this.returnTo = returnTo
  }
}

/**
 * The one place where a failed sign-on ends: journaled with code and evidence, logged without anything personal.
 * Journaling is bounded, and when even that fails the refusal stands.
 */
export async function refuse(app: App, attempt: Attempt, incoming: Incoming, error: unknown): Promise<Error> {
  if (error instanceof SignOnRefused || error instanceof PostAgain) return error
  const code = isJitupError(error) ? error.code : 'internal'
  if (code === 'provider_unknown') return new SignOnRefused(code, attempt.id, 404, error)
  if (code === 'assertion_replayed' || code === 'request_unknown') {
    const returnTo = await repeats(app, attempt, incoming, code)
    if (returnTo !== null) return new AlreadySignedOn(returnTo)
    if (attempt.form !== null && isFromElsewhere(incoming.request)) {
      app.log.warn(
        { signOn: attempt.id, provider: attempt.provider?.policy.slug, code },
        'answered before; asked again',
      )
      return new PostAgain(attempt.form)
    }
  }
  const rejection = error instanceof MessageRejected ? error.rejection : null
  const fields = { signOn: attempt.id, provider: attempt.provider?.policy.slug, code, step: rejection?.step }
  if (code === 'internal') app.log.error({ ...fields, err: error }, 'sign-on failed')
  else app.log.warn(fields, 'sign-on refused')
  await record(app, attempt, code, error).catch((reason: unknown) => {
    app.log.error({ ...fields, err: reason }, 'the refusal could not be journaled')
  })
  const testPage = await testPageOf(app, attempt, incoming).catch((reason: unknown) => {
    app.log.error({ ...fields, err: reason }, 'whether it was a test is not known')
    return null
  })
  return new SignOnRefused(code, attempt.id, refusalStatus(code, rejection), error, testPage)
}

/**
 * Where the session goes that this very browser got for the request that is answered again: with the same answer after a
 * double click, with another about the same person after the back button. Null when there is none.
 */
async function repeats(
  app: App,
  { assertion, provider, at }: Attempt,
  incoming: Incoming,
  code: 'assertion_replayed' | 'request_unknown',
): Promise<string | null> {
  const token = readCookie(app, incoming.request.headers, 'session')
  if (token === null || !assertion || !provider) return null
  const session = await liveSession(app.db, tokenHash(token), at, app.lifetimes).catch(() => null)
  if (session === null || session.requestId !== assertion.inResponseTo) return null
  if (code === 'assertion_replayed') return session.returnTo
  const named = { providerId: provider.policy.id, issuer: assertion.issuer }
  const keys = sessionKeys(app.seal, named, assertion)
  const same = keys !== null && (await isSessionOf(app.db, tokenHash(token), keys).catch(() => false))
  return same ? session.returnTo : null
}

function record(app: App, attempt: Attempt, code: ErrorCode, error: unknown): Promise<void> {
  const rejection = error instanceof MessageRejected ? error.rejection : null
  const message = error instanceof Error ? error.message : 'unknown'
  return journalRefusal(app, attempt, {
    code,
    step: rejection?.step ?? (attempt.assertion ? 'consume' : 'receive'),
    refusal: {
      message: code === 'internal' ? 'See the server log.' : message,
      evidence: rejection?.evidence ?? {},
      findings: rejection?.findings,
    },
  })
}
