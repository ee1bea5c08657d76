import { type Context, Hono } from 'hono'
import { may, scopesOf } from '../api/caller.ts'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { ourMetadata } from '../sign-on/our-metadata.ts'
import { signOn } from '../sign-on/sign-on.ts'
import { start } from '../sign-on/start.ts'
import { withProvider } from '../sign-on/trust.ts'
import { askWho, postPage } from './departures.tsx'
import { rateLimit } from './rate-limit.ts'

/** `/sso/:provider/…`: where browsers leave for their identity provider and come back. */
export function signOnRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  const limited = rateLimit({ perMinute: 3000, now: app.now })
  const limitedMetadata = rateLimit({ perMinute: 300, now: app.now })

  routes.get('/:provider/start', limited, (c) => {
    const slug = c.req.param('provider')
    const hint = c.req.query('hint')
    const session = c.get('session')
    if (hint === '' && session) return askWho(app, c, slug, session)
    return start(app, slug, c.req.raw, {
      mode: wantsTest(app, c) ? 'test' : 'sign-on',
      evenWhenOff: mayChangeTrust(c),
      returnTo: c.req.query('returnTo'),
      forceAuthn: c.req.query('forceAuthn') !== undefined,
      hinted: hint !== undefined,
      address: c.get('address'),
      postPage: postPage(app, c),
    })
  })

  routes.post('/:provider/acs', (c) =>
    signOn(app, { slug: c.req.param('provider'), request: c.req.raw, address: c.get('address') }),
  )

  routes.get('/:provider/acs', (c) => {
    c.header('allow', 'POST')
    throw new JitupError('method_not_allowed', 'This address takes answers of identity providers, by POST.')
  })

  // Making a signature costs more than handing out a text.
  routes.get('/:provider/metadata', limitedMetadata, async (c) => {
    await app.refreshKeys()
    const signed = c.req.query('signed') === undefined ? undefined : app.now()
    const xml = await withProvider(app, c.req.param('provider'), ({ record, trusted }) =>
      ourMetadata(app, { ...record, trusted }, signed),
    )
    return c.body(xml, 200, { 'content-type': 'application/samlmetadata+xml; charset=utf-8' })
  })
  return routes
}

/** A sign-on that stops at its result: for whoever may change providers, and for everybody in the demo. */
function wantsTest(app: App, c: Context<Env>): boolean {
  if (c.req.query('test') === undefined) return false
  if (app.demo || mayChangeTrust(c)) return true
  throw new JitupError('forbidden', 'Only administrators can make a test sign-in.')
}

function mayChangeTrust(c: Context<Env>): boolean {
  const session = c.get('session')
  return session ? may({ scopes: scopesOf(session.scopes) }, 'trust:write') : false
}
