import { Hono } from 'hono'
import { z } from 'zod'
import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { cookieName } from '../sign-on/cookies.ts'
import type { Env } from './env.ts'
import { apiRoot, framed } from './frame.ts'
import { auditRoutes } from './handlers/audit.ts'
import { columnRoutes } from './handlers/columns.ts'
import { configurationRoutes } from './handlers/configuration.ts'
import { contactRoutes } from './handlers/contacts.ts'
import { converterRoutes } from './handlers/converters.ts'
import { coverageRoutes } from './handlers/coverage.ts'
import { domainRoutes } from './handlers/domains.ts'
import { explainRoutes } from './handlers/explain.ts'
import { grantHistoryRoutes } from './handlers/grant-history.ts'
import { grantRoutes } from './handlers/grants.ts'
import { importRoutes } from './handlers/imports.ts'
import { inspectorRoutes } from './handlers/inspector.ts'
import { lookupAliasRoutes } from './handlers/lookup-aliases.ts'
import { lookupRoutes } from './handlers/lookups.ts'
import { mailRoutes } from './handlers/mail.ts'
import { overviewRoutes } from './handlers/overview.ts'
import { peopleLawRoutes } from './handlers/people-law.ts'
import { presetRoutes } from './handlers/presets.ts'
import { previewRoutes } from './handlers/preview.ts'
import { providerRoutes } from './handlers/providers.ts'
import { rehearsalRoutes } from './handlers/rehearsals.ts'
import { replayRoutes } from './handlers/replays.ts'
import { revisionRoutes } from './handlers/revisions.ts'
import { roleRuleRoutes } from './handlers/role-rules.ts'
import { roleRoutes } from './handlers/roles.ts'
import { ruleSetRoutes } from './handlers/rules.ts'
import { scenarioRoutes } from './handlers/scenarios.ts'
import { securityRoutes } from './handlers/security.ts'
import { sessionRoutes } from './handlers/session.ts'
import { sessionCredentialRoutes } from './handlers/session-credentials.ts'
import { sessionProofRoutes } from './handlers/session-proof.ts'
import { sessionsRoutes } from './handlers/sessions.ts'
import { settingRoutes } from './handlers/settings.ts'
import { signOnRoutes } from './handlers/sign-ons.ts'
import { spKeyRoutes } from './handlers/sp-keys.ts'
import { testLinkRoutes } from './handlers/test-links.ts'
import { tokenRoutes } from './handlers/tokens.ts'
import { trustEventRoutes } from './handlers/trust-events.ts'
import { undoRoutes } from './handlers/undo.ts'
import { userRoutes } from './handlers/users.ts'
import { webhookRoutes } from './handlers/webhooks.ts'
import { withdrawalRoutes } from './handlers/withdrawals.ts'
import { worklistRoutes } from './handlers/worklist.ts'
import { openApi } from './openapi.ts'
import { readingOf } from './outdated.ts'
import { problemOf } from './problem.ts'
import { one, type Route } from './route.ts'

/** The table of the API: routing and the OpenAPI document come from it. */
export const routeTable: readonly Route[] = [
  ...providerRoutes,
  ...withdrawalRoutes,
  ...presetRoutes,
  ...domainRoutes,
  ...rehearsalRoutes,
  ...testLinkRoutes,
  ...spKeyRoutes,
  ...trustEventRoutes,
  ...converterRoutes,
  ...roleRuleRoutes,
  ...ruleSetRoutes,
  ...columnRoutes,
  ...contactRoutes,
  ...userRoutes,
  ...peopleLawRoutes,
  ...importRoutes,
  ...roleRoutes,
  ...grantRoutes,
  ...grantHistoryRoutes,
  ...lookupRoutes,
  ...lookupAliasRoutes,
  ...signOnRoutes,
  ...overviewRoutes,
  ...explainRoutes,
  ...scenarioRoutes,
  ...previewRoutes,
  ...inspectorRoutes,
  ...replayRoutes,
  ...coverageRoutes,
  ...undoRoutes,
  ...auditRoutes,
  ...worklistRoutes,
  ...sessionRoutes,
  ...sessionProofRoutes,
  ...sessionCredentialRoutes,
  ...sessionsRoutes,
  ...tokenRoutes,
  ...securityRoutes,
  ...revisionRoutes,
  ...settingRoutes,
  ...mailRoutes,
  ...webhookRoutes,
  ...configurationRoutes,
  one({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    scope: null,
    answer: z.record(z.string(), z.unknown()),
    handle: async ({ app }) => ({
      body: openApi(routeTable, { server: `${app.publicUrl}${apiRoot}`, cookie: cookieName(app, 'session') }),
    }),
  }),
]

/** Everything below `/api/v1`. */
export function apiRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  for (const route of routeTable) routes.on(route.method, route.path, framed(app, route, readingOf(route, routeTable)))
  for (const path of new Set(routeTable.map((route) => route.path))) {
    const allow = routeTable.filter((route) => route.path === path).map((route) => route.method)
    const error = new JitupError('method_not_allowed', `Here is only ${allow.join(', ')}.`)
    routes.all(path, () => problemOf(app, error, { allow: allow.join(', ') }))
  }
  routes.all('*', () => problemOf(app, new JitupError('not_found', 'There is nothing at this address.')))
  return routes
}
