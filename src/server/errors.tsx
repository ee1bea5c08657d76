import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Env } from '../api/env.ts'
import { problemOf } from '../api/problem.ts'
import { type ErrorStatus, knownStatus, statusOf } from '../api/status.ts'
import { type ErrorCode, isJitupError, JitupError } from '../errors.ts'
import { isMessage, type MessageKey } from '../messages.ts'
import type { App } from '../sign-on/app.ts'
import { PostAgain } from '../sign-on/post-again.ts'
import { AlreadySignedOn, SignOnRefused } from '../sign-on/refuse.ts'
import { uuid7 } from '../store/uuid.ts'
import { ErrorPage, type ErrorTexts } from './pages/error-page.tsx'
import type { Frame } from './pages/layout.tsx'
import { PostAgainPage } from './pages/post-again-page.tsx'
import { bareFrame, frameOf, show } from './show.ts'

/** An error as an answer tells it: nothing of its message, which may speak of things that are nobody's business. */
interface Told {
  readonly status: ErrorStatus
  readonly code: ErrorCode
  readonly reference: string | null
  readonly signOn: boolean
}

/**
 * The one answer to everything that goes wrong: a calm page, or problem+json (RFC 9457) beneath `/api/`. What is not an
 * error of ours is logged under a new reference, and the answer says no more than that.
 * @param error what was thrown; null: there is no such page
 */
export async function answerError(app: App, error: unknown, c: Context<Env>): Promise<Response> {
  if (error instanceof AlreadySignedOn) return c.redirect(error.returnTo, 303)
  if (error instanceof SignOnRefused && error.testPage !== null) return c.redirect(error.testPage, 303)
  if (error instanceof PostAgain) {
    const frame = await surroundings(app, c)
    return show(c, <PostAgainPage frame={frame} fields={error.fields} />)
  }
  if (c.req.path.startsWith('/api/')) {
    return problemOf(app, error ?? new JitupError('not_found', 'There is nothing at this address.'))
  }
  const told = tell(app, error)
  const frame = await surroundings(app, c)
  if (told.status === 429) c.header('retry-after', '60')
  return show(c, <ErrorPage frame={frame} texts={textsOf(told)} reference={told.reference} />, told.status)
}

function tell(app: App, error: unknown): Told {
  if (error === null) return { status: 404, code: 'not_found', reference: null, signOn: false }
  if (error instanceof SignOnRefused) {
    return { status: statusOf(error), code: error.code, reference: error.reference, signOn: true }
  }
  if (error instanceof HTTPException && error.status < 500) {
    return { status: knownStatus(error.status), code: 'request_malformed', reference: null, signOn: false }
  }
  const status = statusOf(error)
  const code = isJitupError(error) ? error.code : 'internal'
  if (status < 500) return { status, code, reference: null, signOn: false }
  const reference = uuid7(app.now())
  app.log.error({ reference, code, err: error }, 'a request failed')
  return { status, code, reference, signOn: false }
}

/** The page's frame; when even the database does not answer, without what the installation has decided of it. */
async function surroundings(app: App, c: Context<Env>): Promise<Frame> {
  try {
    return await frameOf(app, c)
  } catch {
    // The reason is in the log already, or it is the very error that this page is about.
    return bareFrame(app, c)
  }
}

const fallback: Partial<Record<ErrorStatus, 400 | 409>> = { 405: 400, 422: 400, 412: 409, 428: 409 }

function textsOf({ status, code, signOn }: Told): ErrorTexts {
  if (signOn && code === 'user_pending') return texts('pending')
  if (signOn && (status === 400 || status === 403)) return texts('sign-on')
  if (code === 'method_not_allowed') return texts('acs')
  const page = texts(String(fallback[status] ?? status))
  if (code === 'cookie_missing') return { ...page, text: 'error.cookie.text', todo: 'error.cookie.do' }
  return code === 'origin_mismatch' ? { ...page, text: 'error.origin.text', todo: 'error.400.do' } : page
}

function texts(page: string): ErrorTexts {
  const key = (part: string): MessageKey => {
    const wanted = `error.${page}.${part}`
    return isMessage(wanted) ? wanted : 'error.500.title'
  }
  return { title: key('title'), text: key('text'), todo: key('do') }
}
