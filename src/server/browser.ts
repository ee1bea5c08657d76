import type { Context } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { newToken, readBrowser, setCookie } from '../sign-on/cookies.ts'

/** In bytes: a form with the answer of an authenticator. */
export const passkeyFormLimit = 128 * 1024

/** The value of the browser's binding cookie; a browser without one is given it with this answer. */
export function browserOf(app: Pick<App, 'https'>, c: Context<Env>): string {
  const known = readBrowser(app, c.req.raw.headers)
  if (known !== null) return known
  const made = newToken()
  c.header('set-cookie', setCookie(app, 'browser', made), { append: true })
  return made
}
