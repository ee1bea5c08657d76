import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import { knownStatus } from '../api/status.ts'
import type { Dispatch } from '../protocols/logout.ts'
import type { App } from '../sign-on/app.ts'
import { type LogoutEnd, receiveLogout } from '../sign-on/logout-receive.ts'
import { LogoutRefused } from '../sign-on/logout-refuse.ts'
import { logoutView, signOut } from '../sign-on/sign-out.ts'
import { ErrorPage } from './pages/error-page.tsx'
import { EndedPage, LogoutAnswerPage, SignedOutPage } from './pages/signed-out-page.tsx'
import { frameOf, show } from './show.ts'

/** `/sso/:provider/logout`: where the logout messages of identity providers arrive, requests and answers, by both bindings. */
export function logoutRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.on(['GET', 'POST'], '/:provider/logout', async (c) => {
    const incoming = {
      slug: c.req.param('provider'),
      request: c.req.raw,
      query: rawQuery(c),
      address: c.get('address'),
    }
    try {
      return await next(app, c, await receiveLogout(app, incoming))
    } catch (error) {
      if (error instanceof LogoutRefused) return refused(app, c, error)
      throw error
    }
  })
  return routes
}

/** `/sign-out`, and the page that tells how it went. */
export function signOutRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.post('/sign-out', (c) => signOut(app, c.req.raw))
  routes.get('/signed-out', async (c) => {
    // Signed in again meanwhile: nothing on this page would be true.
    if (c.get('session')) return c.redirect('/', 302)
    const id = c.req.query('id')
    const logout = id === undefined ? null : await logoutView(app, id, c.req.raw)
    if (logout?.dispatch) allowForm(c, logout.dispatch)
    if (logout?.now && logout.dispatch?.binding === 'redirect')
      c.header('refresh', `0; url=${logout.dispatch.location}`)
    return show(c, <SignedOutPage frame={await frameOf(app, c)} logout={logout} />)
  })
  return routes
}

/** As it stood in the request line: a parsed address is written anew, and signatures cover the octets that were sent. */
function rawQuery(c: Context<Env>): string {
  const url = c.env?.incoming?.url ?? c.req.raw.url
  const from = url.indexOf('?')
  return from < 0 ? '' : url.slice(from + 1)
}

async function next(app: App, c: Context<Env>, end: LogoutEnd): Promise<Response> {
  if (end.kind === 'show') return c.redirect(end.path, 303)
  if (end.kind === 'ended') return show(c, <EndedPage frame={await frameOf(app, c)} />)
  const { dispatch, frames } = end
  if (frames.length > 0) c.set('frameAncestors', frames.join(' '))
  if (dispatch.binding === 'redirect') return c.redirect(dispatch.location, 303)
  allowForm(c, dispatch)
  return show(c, <LogoutAnswerPage frame={await frameOf(app, c)} dispatch={dispatch} />)
}

/**
 * A posted logout message is the start of a chain: the partner leads the browser through every other application. Browsers
 * hold a page's form-action against each link of it, so this page, which has one form, allows every place that is not plain http.
 */
function allowForm(c: Context<Env>, dispatch: Dispatch): void {
  if (dispatch.binding === 'post') c.set('formAction', `'self' https: ${new URL(dispatch.action).origin}`)
}

async function refused(app: App, c: Context<Env>, error: LogoutRefused): Promise<Response> {
  const frame = await frameOf(app, c)
  const texts = { title: 'error.sign-out.title', text: 'error.sign-out.text', todo: 'error.sign-out.do' } as const
  const page = <ErrorPage frame={frame} texts={texts} reference={error.reference} />
  return show(c, page, knownStatus(error.status))
}
