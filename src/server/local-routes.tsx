import { Hono } from 'hono'
import type { Env } from '../api/env.ts'
import type { App } from '../sign-on/app.ts'
import { readText } from '../sign-on/body.ts'
import { signInLocally } from '../sign-on/local.ts'
import { redirect } from '../sign-on/redirect.ts'
import { LocalPage } from './pages/local-page.tsx'
import { rateLimit } from './rate-limit.ts'
import { frameOf, show } from './show.ts'

/** In bytes: one token. */
const formLimit = 4096

/** `/local`: where an administrator signs in by a link of the command line. */
export function localRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  routes.use(rateLimit({ perMinute: 30, now: app.now }))

  routes.get('/', async (c) => show(c, <LocalPage frame={await frameOf(app, c)} gone={false} />))

  routes.post('/', async (c) => {
    const form = new URLSearchParams(await readText(c.req.raw, formLimit))
    const opened = await signInLocally(app, (form.get('token') ?? '').trim())
    if (opened) return redirect(app, opened)
    return show(c, <LocalPage frame={await frameOf(app, c)} gone={true} />, 403)
  })
  return routes
}
