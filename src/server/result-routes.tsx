import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import { isJitupError, JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { readCookie, tokenHash } from '../sign-on/cookies.ts'
import { type Outcome, redirect } from '../sign-on/redirect.ts'
import { confirmTest, testOutcome } from '../sign-on/test-sign-on.ts'
import { originNames } from '../store/origins.ts'
import { isUuid } from '../store/uuid.ts'
import { ResultGonePage, ResultPage } from './pages/result-page.tsx'
import { modelOfTest } from './plan-model.ts'
import { sameOrigin, withSession } from './security.ts'
import { frameOf, show } from './show.ts'
import { changedSince } from './shown.ts'

const path = '/:provider/result/:id'
/** In bytes: a line for every column and role. */
const formLimit = 256 * 1024

/** `/sso/:provider/result/:id`: what a test sign-on will change, and its confirmation. */
export function resultRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const confirm = confirmOnce(app)
  routes.use(path, withSession(app), sameOrigin(app.publicUrl))

  routes.get(path, (c) => showResult(app, c, { stale: false, shown: null }))

  routes.post(path, async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, formLimit))
    const id = c.req.param('id')
    const what = { id, browserHash: browserHash(app, c), digest: form.get('digest') ?? '', address: c.get('address') }
    try {
      if (!isUuid(id)) throw new JitupError('not_found', 'There is no such result.')
      return redirect(app, await confirm(what))
    } catch (error) {
      if (!isJitupError(error)) throw error
      if (error.code === 'plan_stale') return showResult(app, c, { stale: true, shown: form.get('shown') })
      if (error.code === 'not_found') return gone(app, c)
      throw error
    }
  })
  return routes
}

type Confirmation = Parameters<typeof confirmTest>[1]

/** How long a repeated click still gets the answer of the first. */
const remembered = 20_000

/**
 * Confirms, and gives the same browser the same answer again when it asks twice: it follows only its last click, and the
 * answer to the first, with the session in it, would be lost.
 */
function confirmOnce(app: App): (what: Confirmation) => Promise<Outcome> {
  const recent = new Map<string, Promise<Outcome>>()
  return (what) => {
    const key = [what.id, what.browserHash.toString('hex'), what.digest].join(' ')
    const known = recent.get(key)
    if (known) return known
    const outcome = confirmTest(app, what)
    recent.set(key, outcome)
    const timer = setTimeout(() => recent.delete(key), remembered).unref()
    // Nothing is left of what failed, a timer least of all: it would hold what anybody has sent.
    outcome.catch(() => {
      clearTimeout(timer)
      recent.delete(key)
    })
    return outcome
  }
}

interface Showing {
  readonly stale: boolean
  /** What the page before showed, as it sent it back. */
  readonly shown: string | null
}

async function showResult(app: App, c: Context<Env>, { stale, shown }: Showing): Promise<Response> {
  const id = c.req.param('id') ?? ''
  const outcome = isUuid(id) ? await testOutcome(app, id, browserHash(app, c)).catch(nullWhenGone) : null
  if (!outcome || outcome.snapshot.provider.slug !== c.req.param('provider')) return gone(app, c)
  const origins = outcome.snapshot.person?.contact.origins.values() ?? []
  const [frame, names] = await Promise.all([frameOf(app, c), originNames(app.db, origins)])
  const now = modelOfTest(outcome, names)
  const model = { ...now, changedSince: changedSince(now, shown) }
  const page = <ResultPage frame={frame} model={model} digest={outcome.digest} stale={stale} />
  return show(c, page, stale ? 409 : 200)
}

/** Who has been signed on by it already goes on; everybody else learns how to. */
async function gone(app: App, c: Context<Env>): Promise<Response> {
  const session = c.get('session')
  if (session && c.req.method === 'POST') return c.redirect(session.returnTo, 303)
  const again = app.demo ? `/sso/${encodeURIComponent(c.req.param('provider') ?? '')}/start?test` : '/'
  return show(c, <ResultGonePage frame={await frameOf(app, c)} again={again} />, 404)
}

const browserHash = (app: App, c: Context<Env>): Buffer =>
  tokenHash(readCookie(app, c.req.raw.headers, 'browser') ?? '')

function nullWhenGone(error: unknown): null {
  if (isJitupError(error) && error.code === 'not_found') return null
  throw error
}
