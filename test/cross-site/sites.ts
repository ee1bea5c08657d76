import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { inflateRawSync } from 'node:zlib'
import { type ServerType, serve } from '@hono/node-server'
import { type Browser, chromium } from 'playwright-core'
import sql, { raw } from 'sql-template-tag'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { createIdentityProvider, makeKeyPair, type TestIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { freshDatabase } from '../setup/database.ts'
import { chromiumPath } from '../ui/browser.ts'

/** Where the three sites stand. Ports do not make a site: on localhost our server and its provider are one. */
export const places = {
  'three hosts over TLS': {
    tls: true,
    hosts: { app: 'app.example', idp: 'idp.example', third: 'evil.example' },
  },
  localhost: { tls: false, hosts: { app: 'localhost', idp: 'localhost', third: '127.0.0.1' } },
  'localhost, with a provider elsewhere': {
    tls: false,
    hosts: { app: 'localhost', idp: '127.0.0.1', third: '127.0.0.1' },
  },
} as const

export type Place = keyof typeof places

/** A request as it reached our server. */
export interface Seen {
  readonly method: string
  readonly path: string
  readonly cookies: readonly string[]
  /** What the browser says of where it comes from. */
  readonly site: string | null
}

/** Our server, an identity provider with a page of its own, and a site that means no good; and a Chromium that finds them. */
export interface Sites {
  /** Origins. */
  readonly app: string
  readonly idp: string
  readonly third: string
  readonly partner: TestIdentityProvider
  readonly running: RunningApp
  readonly browser: Browser
  readonly seen: Seen[]
  /** Who is signed in at the identity provider. */
  person: string
  /** SessionIndexes that it has given, newest last. */
  readonly sessionIndexes: string[]
  /** What the provider and the third site show at every other path. */
  html: string
  /** How many rows these tables have. */
  rows(...tables: string[]): Promise<Record<string, number>>
  /** The codes of the journal, newest first. */
  codes(): Promise<(string | null)[]>
  end(): Promise<void>
}

type Fetch = (request: Request) => Response | Promise<Response>

export async function openSites(place: Place, flags: readonly string[] = []): Promise<Sites> {
  const { tls, hosts } = places[place]
  const answers = new Map<string, Fetch>()
  const { privateKey, certificatePem } = makeKeyPair({ commonName: hosts.app, now: new Date() })
  const secure = { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificatePem }
  const listen = (role: string) =>
    new Promise<ServerType>((resolve) => {
      const fetch: Fetch = (request) => answers.get(role)?.(request) ?? new Response(null, { status: 503 })
      const options = tls ? { createServer: createTlsServer, serverOptions: secure } : {}
      const server: ServerType = serve({ fetch, hostname: '127.0.0.1', port: 0, ...options }, () => resolve(server))
    })
  const servers = await Promise.all([listen('app'), listen('idp'), listen('third')])
  const origin = (server: ServerType, host: string) =>
    `${tls ? 'https' : 'http'}://${host}:${(server.address() as AddressInfo).port}`
  const [app, idp, third] = [
    origin(servers[0], hosts.app),
    origin(servers[1], hosts.idp),
    origin(servers[2], hosts.third),
  ]

  const database = await freshDatabase()
  const running = await openApp({
    connection: database.connection,
    secrets: ['a secret of this test alone, 32 characters'],
    publicUrl: app,
    log: silentLog,
  })
  const partner = createIdentityProvider({
    entityId: `${idp}/metadata`,
    ssoUrl: `${idp}/sso`,
    logout: [{ binding: 'HTTP-Redirect', url: `${idp}/slo` }],
  })
  await createProvider(running.app, { kind: 'system' }, { name: 'Acme', slug: 'acme', metadata: partner.metadata() })

  const executablePath = chromiumPath() ?? ''
  const rules = Object.values(hosts).map((host) => `MAP ${host} 127.0.0.1`)
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      ...(tls
        ? ['--ignore-certificate-errors', `--host-resolver-rules=${rules.join(',')},MAP *.example 127.0.0.1`]
        : []),
      ...flags,
    ],
  })
  const sites: Sites = {
    app,
    idp,
    third,
    partner,
    running,
    browser,
    seen: [],
    person: 'jane',
    sessionIndexes: [],
    html: '',
    rows: async (...tables) => {
      const counted = tables.map(async (table) => {
        const [row] = await running.app.db.query<{ n: number }>(raw(`select count(*)::int as n from "${table}"`))
        return [table, row?.n ?? -1] as const
      })
      return Object.fromEntries(await Promise.all(counted))
    },
    codes: async () => {
      const rows = await running.app.db.query<{ code: string | null }>(sql`select code from sign_ons order by at desc`)
      return rows.map((one) => one.code)
    },
    end: async () => {
      await browser.close()
      for (const server of servers) {
        server.close()
        if ('closeAllConnections' in server) server.closeAllConnections()
      }
      await running.close()
      await database.drop()
    },
  }
  const ours = createServer(running.app)
  answers.set('app', (request) => {
    const { pathname } = new URL(request.url)
    const cookies = (request.headers.get('cookie') ?? '').split('; ').map((one) => one.split('=')[0] ?? '')
    const site = request.headers.get('sec-fetch-site')
    sites.seen.push({ method: request.method, path: pathname, cookies: cookies.filter(Boolean), site })
    return ours.fetch(request)
  })
  answers.set('idp', (request) => ofProvider(sites, request))
  answers.set('third', () => html(sites.html))
  return sites
}

/** The provider's pages: at `/sso` one button that answers the request, at `/slo` what it says when it was told. */
function ofProvider(sites: Sites, request: Request): Response {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/slo') return html(`<p>noted: ${searchParams.has('SAMLResponse')}</p>`)
  if (pathname !== '/sso') return html(sites.html)
  const asked = inflateRawSync(Buffer.from(searchParams.get('SAMLRequest') ?? '', 'base64'), {
    maxOutputLength: 10_000,
  }).toString()
  const sessionIndex = `s${sites.sessionIndexes.length + 1}`
  sites.sessionIndexes.push(sessionIndex)
  const answer = sites.partner.respond({
    acsUrl: `${sites.app}/sso/acme/acs`,
    audience: `${sites.app}/sso/acme/metadata`,
    inResponseTo: / ID="([^"]+)"/.exec(asked)?.[1],
    nameId: { value: sites.person },
    sessionIndex,
  })
  const fields = { SAMLResponse: toFormField(answer), RelayState: searchParams.get('RelayState') ?? '' }
  return html(`<h1>Acme</h1>${formTo(`${sites.app}/sso/acme/acs`, fields)}`)
}

/** A form with a button; `alone`: it sends itself. */
export function formTo(action: string, fields: Readonly<Record<string, string>>, alone = false): string {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`)
  const form = `<form method="post" action="${action}">${inputs.join('')}<button>Go on</button></form>`
  return alone ? `${form}<script>document.forms[0].submit()</script>` : form
}

const html = (body: string): Response =>
  new Response(`<!doctype html><title>Elsewhere</title>${body}`, { headers: { 'content-type': 'text/html' } })
