import { randomBytes } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import sql from 'sql-template-tag'
import { expect } from 'vitest'
import { pageOf, problem } from '../../src/api/contract.ts'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { apiRoot } from '../../src/api/frame.ts'
import { routeTable } from '../../src/api/routes.ts'
import { createServer } from '../../src/server/app.ts'
import { type AppOptions, openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { createIdentityProvider, type TestIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { freshDatabase } from '../setup/database.ts'

export const publicUrl = 'http://localhost:3000'
export const adminToken = 'a-first-token-for-automation-0123456789'

// biome-ignore lint/suspicious/noExplicitAny: answers are checked against the contract before a test looks at them
type Body = any

/** An answer of the API, already checked against the contract. */
export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

export interface Sending {
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** The body as it is, instead of `body` as JSON. */
  readonly raw?: string | Uint8Array<ArrayBuffer>
}

export type Api = Awaited<ReturnType<typeof newApi>>

/** A whole server on a database of its own, spoken to over HTTP alone. */
export async function newApi(options: Partial<AppOptions> = {}) {
  const database = await freshDatabase()
  const clock = { now: new Date('2026-11-23T12:00:00Z') }
  const connection = { ...database.connection, max: 10 }
  const secrets = [randomBytes(32).toString('hex')]
  const running: RunningApp = await openApp({
    ...options,
    connection,
    secrets,
    publicUrl,
    log: silentLog,
    now: () => clock.now,
  })
  await importAdminToken(running.app, adminToken)
  const server = createServer(running.app)

  const send = async (method: string, path: string, body?: unknown, options: Sending = {}): Promise<Answered> => {
    const token = options.token === undefined ? adminToken : options.token
    const content = options.raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await server.request(`${publicUrl}${apiRoot}${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(content === undefined ? {} : { body: content }),
    })
    const text = await response.text()
    const answered = { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
    assertContract(method, path, answered)
    return answered
  }

  return {
    ...running,
    connection,
    secrets,
    clock,
    server,
    send,
    get: (path: string, options?: Sending) => send('GET', path, undefined, options),
    post: (path: string, body: unknown, options?: Sending) => send('POST', path, body, options),
    patch: (path: string, body: unknown, options?: Sending) => send('PATCH', path, body, options),
    del: (path: string, options?: Sending) => send('DELETE', path, undefined, options),
    end: async () => {
      await running.close()
      await database.drop()
    },
  }
}

/** Every answer is what the contract says, and nothing more. */
function assertContract(method: string, path: string, { status, headers, body }: Answered): void {
  expect(headers.get('cache-control')).toBe('no-store')
  if (status >= 400) {
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(problem.parse(body).status).toBe(status)
    return
  }
  const pathname = path.split('?')[0] ?? ''
  const route = routeTable.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(/:\w+/g, '[^/]+')}$`).test(pathname),
  )
  if (!route) throw new Error(`no route for ${method} ${path}`)
  if (status === 204 || status === 304) {
    expect(body).toBeNull()
    return
  }
  const shape = route.items ? pageOf(route.items) : route.answer
  expect(status).toBe(route.status ?? 200)
  const checked = shape?.safeParse(body)
  if (!checked?.success) throw new Error(`${method} ${path}: ${checked?.error.message}`)
}

/** A provider with its slug, ready to sign people on. */
export async function addProvider(
  api: Api,
  slug: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<{ idp: TestIdentityProvider; id: string }> {
  const idp = createIdentityProvider({ entityId: `https://${slug}.example/idp`, now: () => api.clock.now })
  const made = await api.post('/providers', { name: slug, slug, metadata: idp.metadata(), ...more })
  expect(made.status).toBe(201)
  return { idp, id: made.body.id }
}

/** A browser's whole sign-on over HTTP. @returns the redirect and the session cookie */
export async function signOn(
  api: Api,
  idp: TestIdentityProvider,
  slug: string,
  nameId: string,
  attributes: Readonly<Record<string, readonly string[]>>,
): Promise<{ status: number; cookie: string }> {
  api.clock.now = new Date(api.clock.now.getTime() + 1000)
  const started = await api.server.request(`${publicUrl}/sso/${slug}/start`)
  const location = new URL(started.headers.get('location') ?? '')
  const xml = inflateRawSync(Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
  const response = idp.respond({
    acsUrl: `${publicUrl}/sso/${slug}/acs`,
    audience: `${publicUrl}/sso/${slug}/metadata`,
    inResponseTo: / ID="([^"]+)"/.exec(xml)?.[1],
    nameId: { value: nameId },
    attributes,
  })
  const done = await api.server.request(`${publicUrl}/sso/${slug}/acs`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(started) },
    body: new URLSearchParams({ SAMLResponse: toFormField(response) }).toString(),
  })
  return { status: done.status, cookie: cookiesOf(done) }
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

/** Makes a token with these scopes. */
export async function tokenWith(api: Api, ...scopes: string[]): Promise<string> {
  const made = await api.post('/tokens', { name: scopes.join(' '), scopes })
  expect(made.status).toBe(201)
  return made.body.token
}

/** Every item of a list, page by page. */
export async function all(api: Api, path: string, limit = 2): Promise<Body[]> {
  const items: Body[] = []
  const join = path.includes('?') ? '&' : '?'
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await api.get(`${path}${join}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
    expect(page.status).toBe(200)
    items.push(...page.body.items)
    cursor = page.body.next
  }
  return items
}

/** Makes a person without the trouble of a sign-on. @returns ids */
export async function addPerson(
  api: Api,
  name: string,
  options: { role?: string; login?: string } = {},
): Promise<{ contactId: string; userId: string }> {
  const login = options.login ?? name.toLowerCase()
  const [row] = await api.app.db.query<{ contactId: string; userId: string }>(sql`
    with c as (
      insert into contacts (id, name_key, "Name") values (gen_random_uuid(), ${name.toLowerCase()}, ${name}) returning id
    ), u as (
      insert into users (id, contact_id, login, login_key, type)
      select gen_random_uuid(), id, ${login}, ${login}, 'employee' from c returning id, contact_id
    ), g as (
      insert into grants (id, user_id, role_id, origin)
      select gen_random_uuid(), u.id, r.id, 'manual' from u join roles r on r.built_in = ${options.role ?? ''}
    )
    select id as "userId", contact_id as "contactId" from u`)
  if (!row) throw new Error('the person was not made')
  return row
}
