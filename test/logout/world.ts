import { inflateRawSync } from 'node:zlib'
import type { Hono } from 'hono'
import type { Env } from '../../src/api/env.ts'
import { createServer } from '../../src/server/app.ts'
import type { App } from '../../src/sign-on/app.ts'
import {
  createIdentityProvider,
  type LogoutRequestOptions,
  type LogoutResponseOptions,
  type LogoutService,
  type ResponseOptions,
  redirectQuery,
  type TestIdentityProvider,
  type TestNameId,
  toFormField,
} from '../../src/testing/index.ts'
import { addProvider, newWorld, publicUrl, type World } from '../sign-on/world.ts'

export { publicUrl }

/** One installation with an identity provider `slo` that takes part in single logout, and `acme`, which does not. */
export interface LogoutWorld extends World {
  readonly slo: TestIdentityProvider
  readonly server: Hono<Env>
}

/** Every node of a world has it. */
export const secret = 'a secret of these tests alone, 32 characters'
export const sloUrl = 'https://slo.example/slo'
export const logoutUrl = `${publicUrl}/sso/slo/logout`
export const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'

export async function newLogoutWorld(
  logout: readonly LogoutService[] = [{ binding: 'HTTP-Redirect', url: sloUrl }],
): Promise<LogoutWorld> {
  const world = await newWorld({}, secret)
  const slo = createIdentityProvider({
    entityId: 'https://slo.example/metadata',
    ssoUrl: 'https://slo.example/sso',
    now: () => world.clock.now,
    logout,
  })
  await addProvider(world, slo, { slug: 'slo', name: 'Slo & Co' })
  return { ...world, slo, server: createServer(world.app) }
}

export const later = (world: World, seconds: number): void => {
  world.clock.now = new Date(world.clock.now.getTime() + seconds * 1000)
}

/** What a page or redirect said. */
export interface Answer {
  readonly status: number
  readonly location: string | null
  readonly headers: Headers
  readonly html: string
}

/** A browser without scripts that follows nothing by itself. */
export class Person {
  readonly cookies = new Map<string, string>()
  readonly #world: LogoutWorld
  readonly #server: Hono<Env>
  constructor(world: LogoutWorld, app: App = world.app) {
    this.#world = world
    this.#server = app === world.app ? world.server : createServer(app)
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, {})
  }

  post(path: string, fields: Readonly<Record<string, string>>, origin = 'https://slo.example'): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
    return this.#send(path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
  }

  /** Signs on at `slo`, where the person has the given session. */
  async signOn(nameId: TestNameId, sessionIndex: string | null, more: Partial<ResponseOptions> = {}): Promise<Answer> {
    later(this.#world, 1)
    const left = await this.get('/sso/slo/start')
    const xml = this.#world.slo.respond({
      acsUrl: `${publicUrl}/sso/slo/acs`,
      audience: `${publicUrl}/sso/slo/metadata`,
      inResponseTo: message(left.location ?? '').id,
      nameId,
      sessionIndex,
      ...more,
    })
    return this.post('/sso/slo/acs', { SAMLResponse: toFormField(xml) })
  }

  /** Is this browser signed in here? */
  async isSignedIn(): Promise<boolean> {
    return (await this.get('/me')).status === 200
  }

  signOut(): Promise<Answer> {
    return this.post('/sign-out', {}, publicUrl)
  }

  /** Signs out and goes as far as the page that leads on to the partner. */
  async leave(): Promise<{ page: Answer; request: ReturnType<typeof message> }> {
    const out = await this.signOut()
    const page = await this.get(out.location ?? '')
    const location = /^0; url=(.*)$/.exec(page.headers.get('refresh') ?? '')?.[1]
    if (location === undefined) throw new Error(`nothing leads on from ${out.location}`)
    return { page, request: message(location) }
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('host', 'localhost:3000')
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const url = new URL(path, publicUrl).href
    const response = await this.#server.fetch(new Request(url, { ...init, headers }), { incoming: { url: path } })
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return { status: response.status, location, headers: response.headers, html: await response.text() }
  }
}

/** A message of ours in an address. */
export function message(location: string): { id: string; xml: string; relayState: string | null; address: string } {
  const url = new URL(location)
  const packed = url.searchParams.get('SAMLRequest') ?? url.searchParams.get('SAMLResponse') ?? ''
  const xml = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: 100_000 }).toString()
  const id = / ID="([^"]+)"/.exec(xml)?.[1] ?? ''
  return { id, xml, relayState: url.searchParams.get('RelayState'), address: url.origin + url.pathname }
}

/** The path by which a browser brings a LogoutRequest of the provider. */
export function requestPath(
  world: LogoutWorld,
  options: Partial<LogoutRequestOptions> & { nameId: TestNameId },
  relayState?: string,
): string {
  const xml = world.slo.logoutRequest({ destination: logoutUrl, sign: false, ...options })
  return `/sso/slo/logout?${redirectQuery('SAMLRequest', xml, { keys: world.slo.keys, relayState })}`
}

/** The path by which it brings a LogoutResponse. */
export function responsePath(
  world: LogoutWorld,
  options: Partial<LogoutResponseOptions> & { inResponseTo: string },
  keys: TestIdentityProvider['keys'] | null = world.slo.keys,
): string {
  const xml = world.slo.logoutResponse({ destination: logoutUrl, sign: false, ...options })
  return `/sso/slo/logout?${redirectQuery('SAMLResponse', xml, keys === null ? {} : { keys })}`
}

export const success = 'urn:oasis:names:tc:SAML:2.0:status:Success'
export const unknownPrincipal = 'urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal'
