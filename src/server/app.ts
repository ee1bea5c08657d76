import { Hono } from 'hono'
import sql from 'sql-template-tag'
import type { Env } from '../api/env.ts'
import { apiRoutes } from '../api/routes.ts'
import type { App } from '../sign-on/app.ts'
import { adminAssets, adminUi } from './admin-ui.ts'
import { logoRoutes } from './appearance.ts'
import { answerError } from './errors.tsx'
import { firstRunRoutes } from './first-run-routes.tsx'
import { chooseLanguage, inLanguage } from './language.ts'
import { localRoutes } from './local-routes.tsx'
import { logoutRoutes, signOutRoutes } from './logout-routes.tsx'
import { pageRoutes } from './page-routes.tsx'
import { resultRoutes } from './result-routes.tsx'
import { clientAddress, knownHost, sameOrigin, securityHeaders, withSession } from './security.ts'
import { signOnRoutes } from './sign-on-routes.ts'
import { testLinkRoutes } from './test-link-routes.tsx'

/** How the server stands to the network around it. */
export interface ServerOptions {
  readonly trustedProxies?: number
  /** Adds routes that stand for another server: the demo's identity provider. */
  readonly mount?: (server: Hono<Env>) => void
}

/** The whole server as one `fetch` handler: what `serve` listens with, and what a library user mounts. */
export function createServer(app: App, options: ServerOptions = {}): Hono<Env> {
  const server = new Hono<Env>()
  server.onError((error, c) => answerError(app, error, c))
  server.notFound((c) => answerError(app, null, c))

  server.get('/healthz', (c) => c.text('ok'))
  server.get('/readyz', async (c) => {
    await app.db.query(sql`select 1`)
    return c.text('ready')
  })

  options.mount?.(server)
  server.use(inLanguage(app), clientAddress(options.trustedProxies ?? 0), securityHeaders(app.publicUrl))
  server.use(knownHost(app.publicUrl), chooseLanguage(app))
  // The answers of identity providers come from elsewhere and bring no session: nothing but the sign-on looks at them.
  server.use('/sso/:provider/start', withSession(app))
  server.route('/sso', resultRoutes(app))
  server.route('/sso', testLinkRoutes(app))
  server.route('/sso', signOnRoutes(app))
  server.route('/sso', logoutRoutes(app))
  server.route('/api/v1', apiRoutes(app))

  server.route('/admin/assets', adminAssets())
  server.route('/brand', logoRoutes(app))

  server.use(withSession(app), sameOrigin(app.publicUrl))
  server.route('/admin', adminUi())
  server.route('/local', localRoutes(app))
  server.route('/setup', firstRunRoutes(app))
  server.route('/', signOutRoutes(app))
  server.route('/', pageRoutes(app))
  return server
}
