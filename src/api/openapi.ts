import { operation } from './openapi/operation.ts'
import { sharedHeaders, sharedParameters } from './openapi/parameters.ts'
import { components, type Json } from './openapi/schemas.ts'
import { tags } from './openapi/tags.ts'
import type { Route } from './route.ts'

/**
 * The OpenAPI 3.1 document of the routes: from the same table that routing comes from, and the same shapes that requests
 * are checked with.
 * @param at.server where the routes are
 * @param at.cookie the name of the cookie that holds a session
 */
export function openApi(routes: readonly Route[], at: { readonly server: string; readonly cookie: string }): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, routes) }
  }
  const nouns = new Set(routes.map(({ path }) => path.split('/')[1] ?? ''))
  const named = Object.entries(tags).filter(([name]) => nouns.has(name))
  return {
    openapi: '3.1.0',
    info: {
      title: 'jitup',
      version: '1',
      summary: 'Just-in-time user provisioning',
      description:
        'Everything that the pages and the configuration file can set, and the directory to read. Errors are problem+json (RFC 9457) with a stable code. Lists have pages: `next` of one is the `cursor` of the page after it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: at.server }],
    tags: named.map(([name, description]) => ({ name, description })),
    paths,
    components: {
      ...components(routes),
      parameters: sharedParameters,
      headers: sharedHeaders,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token with the scope that is named' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: at.cookie,
          description:
            'The browser session of somebody whose roles have the scope that is named. What changes something must come from our own pages: `Origin` says so.',
        },
      },
    },
  }
}
