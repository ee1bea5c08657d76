import type { ErrorCode } from '../errors.ts'
import type { App } from './app.ts'
import { dropCookie, setCookie } from './cookies.ts'
import { SignOnRefused } from './refuse.ts'
import type { Opened } from './session.ts'

/** How the one transaction of a sign-on ended. */
export type Outcome =
  | Opened
  /** An unsolicited answer: a sign-on begins at that path. */
  | { readonly start: string }
  /** A test sign-on: its result waits at that path. */
  | { readonly result: string }
  | { readonly refused: ErrorCode; readonly reference: string }

/**
 * The browser's next step. 303, so that the posted message is not sent again by a reload.
 * @param ownCookie the RelayState of a request whose own cookie is no longer needed
 * @throws SignOnRefused for a plan that refuses: by now it is journaled
 */
export function redirect(app: Pick<App, 'https'>, outcome: Outcome, ownCookie: string | null = null): Response {
  if ('refused' in outcome) throw new SignOnRefused(outcome.refused, outcome.reference, 403)
  const headers = new Headers({ 'cache-control': 'no-store' })
  if (ownCookie !== null) headers.append('set-cookie', dropCookie(app, 'browser', ownCookie))
  if ('start' in outcome || 'result' in outcome) {
    headers.set('location', 'start' in outcome ? outcome.start : outcome.result)
  } else {
    headers.set('location', outcome.returnTo)
    headers.append('set-cookie', setCookie(app, 'session', outcome.token))
  }
  return new Response(null, { status: 303, headers })
}
