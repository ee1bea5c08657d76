import { type ErrorCode, isJitupError, JitupError } from '../errors.ts'
import type { Evidence, Rejection } from '../protocols/protocol.ts'
import { latestLogout } from '../store/logouts.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import { journalRefusal, refusalStatus } from './refusal-entry.ts'
import { signedOutPath } from './sign-out.ts'
import { MessageRejected } from './verify.ts'

/** A logout message that the protocol refuses, with what it says it is. */
export class LogoutRejected extends MessageRejected {
  readonly kind: 'request' | 'response' | null
  constructor(rejection: Rejection, kind: 'request' | 'response' | null) {
    super(rejection)
    this.kind = kind
  }
}

/** A genuine answer of the partner that changes nothing here. */
export class AnswerRefused extends JitupError {}

/** Nothing was done. Carries what the page may show: a reference, never the reason. */
export class LogoutRefused extends JitupError {
  readonly reference: string
  readonly status: number
  constructor(code: ErrorCode, reference: string, status: number, cause?: unknown) {
    super(code, 'This sign-out could not be completed.', {}, { cause })
    this.reference = reference
    this.status = status
  }
}

/**
 * The one place where a refused logout message ends: journaled with code and evidence, bounded like refused sign-ons. A person
 * whose own logout is under way does not get an error for an answer that is not good: they are signed out here, and the page
 * that says so claims nothing more.
 * @throws LogoutRefused for everybody else
 */
export async function refuseLogout(
  app: App,
  attempt: Attempt,
  browserHash: Buffer,
  error: unknown,
): Promise<{ kind: 'show'; path: string }> {
  const code = isJitupError(error) ? error.code : 'internal'
  if (code === 'provider_unknown') throw new LogoutRefused(code, attempt.id, 404, error)
  const fields = { logout: attempt.id, provider: attempt.provider?.policy.slug, code }
  if (code === 'internal') app.log.error({ ...fields, err: error }, 'single logout failed')
  else app.log.warn(fields, 'single logout refused')
  const rejection = error instanceof MessageRejected ? error.rejection : null
  const evidence = { ...rejection?.evidence, ...(rejection && { refusedAt: rejection.step }) }
  const message = code === 'internal' || !(error instanceof Error) ? 'See the server log.' : error.message
  await journal(app, attempt, code, message, evidence).catch((reason: unknown) => {
    app.log.error({ ...fields, err: reason }, 'the refusal could not be journaled')
  })
  const isAnswer = error instanceof AnswerRefused || (error instanceof LogoutRejected && error.kind === 'response')
  const path = isAnswer ? await ownLogout(app, attempt, browserHash) : null
  if (path !== null) return { kind: 'show', path }
  throw new LogoutRefused(code, attempt.id, refusalStatus(code, rejection), error)
}

/** A partner has named a session that is not here. It is told so, and the administrator can see why its logouts are partial. */
export async function noteUnknownSession(app: App, attempt: Attempt, sessionIndexes: number): Promise<void> {
  const text = 'The logout request names no session that is open here.'
  await journal(app, attempt, 'logout_unknown_session', text, { sessionIndexes }).catch((err: unknown) => {
    app.log.error({ logout: attempt.id, err }, 'an unknown session could not be journaled')
  })
}

async function ownLogout(app: App, attempt: Attempt, browserHash: Buffer): Promise<string | null> {
  const providerId = attempt.provider?.policy.id
  if (providerId === undefined) return null
  const logout = await latestLogout(app.db, { browserHash, providerId, now: attempt.at }).catch(() => null)
  return logout && signedOutPath(logout.id)
}

const journal = (app: App, attempt: Attempt, code: ErrorCode, message: string, evidence: Evidence): Promise<void> =>
  journalRefusal(app, attempt, { code, step: 'logout', refusal: { message, evidence } })
