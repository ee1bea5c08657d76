import { type Context, Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { start } from '../sign-on/start.ts'
import { takeTestLink } from '../sign-on/test-link.ts'
import { postPage } from './departures.tsx'
import { OnwardPage } from './pages/leave-page.tsx'
import { TestedPage, TestLinkPage } from './pages/test-link-page.tsx'
import { rateLimit } from './rate-limit.ts'
import { sameOrigin } from './security.ts'
import { frameOf, show } from './show.ts'

/** In bytes: one token. */
const formLimit = 4096

/** `/sso/:provider/test-link`: where a colleague tries a provider; `/sso/:provider/tested`: where they end. */
export function testLinkRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use('/:provider/test-link', rateLimit({ perMinute: 60, now: app.now }), sameOrigin(app.publicUrl))

  routes.get('/:provider/test-link', (c) => ask(app, c, false))

  routes.post('/:provider/test-link', async (c) => {
    const slug = c.req.param('provider')
    const form = new URLSearchParams(await readText(c.req.raw, formLimit))
    const testLinkId = await takeTestLink(app, slug, (form.get('token') ?? '').trim())
    if (testLinkId === null) return ask(app, c, true)
    const left = await start(app, slug, c.req.raw, {
      mode: 'test',
      forceAuthn: true,
      testLinkId,
      evenWhenOff: true,
      address: c.get('address'),
      postPage: postPage(app, c),
    })
    return left.status === 302 ? onward(app, c, left) : left
  })

  routes.get('/:provider/tested', async (c) => show(c, <TestedPage frame={await frameOf(app, c)} />))
  return routes
}

async function ask(app: App, c: Context<Env>, gone: boolean): Promise<Response> {
  const { record } = await app.providers.get(c.req.param('provider') ?? '')
  const page = <TestLinkPage frame={await frameOf(app, c)} provider={record.policy.name} gone={gone} />
  return show(c, page, gone ? 403 : 200)
}

/** Not a redirect: browsers apply a form's policy to all redirects behind it, and this one leads to the provider. */
async function onward(app: App, c: Context<Env>, left: Response): Promise<Response> {
  const href = left.headers.get('location') ?? ''
  const { record } = await app.providers.get(c.req.param('provider') ?? '')
  for (const cookie of left.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  c.header('refresh', `0;url=${href}`)
  return show(c, <OnwardPage frame={await frameOf(app, c)} provider={record.policy.name} href={href} />)
}
