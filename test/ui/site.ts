import { inflateRawSync } from 'node:zlib'
import type { Hono } from 'hono'
import sql from 'sql-template-tag'
import type { Env } from '../../src/api/env.ts'
import { createServer } from '../../src/server/app.ts'
import type { App } from '../../src/sign-on/app.ts'
import { type ResponseOptions, toFormField } from '../../src/testing/index.ts'
import { publicUrl, respond, type World } from '../sign-on/world.ts'

export { publicUrl }

/** The whole server over one world, without a socket. */
export interface Site {
  readonly world: World
  readonly server: Hono<Env>
}

export const newSite = (world: World, app: App = world.app): Site => ({ world, server: createServer(app) })

/** What a page of the site said. */
export interface Answer {
  readonly status: number
  readonly location: string | null
  readonly headers: Headers
  readonly html: string
  /** The page as a person reads it: without markup, blanks joined. */
  readonly text: string
}

/** A browser without scripts: it keeps cookies, and follows redirects only when told to. */
export class Visitor {
  readonly cookies = new Map<string, string>()
  readonly #site: Site
  constructor(site: Site) {
    this.#site = site
  }

  get(path: string): Promise<Answer> {
    return this.#send(path, { method: 'GET' })
  }

  /** Posts a form as a page of ours would. */
  post(path: string, fields: Readonly<Record<string, string>>, origin: string = publicUrl): Promise<Answer> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin }
    return this.#send(path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
  }

  /** Signs on at the test identity provider. @returns the answer to the provider's message */
  async signOn(
    nameId: string,
    attributes: Readonly<Record<string, readonly string[]>>,
    options: { test?: boolean; returnTo?: string; response?: Partial<ResponseOptions> } = {},
  ): Promise<Answer> {
    const { world } = this.#site
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    const query = new URLSearchParams({ ...(options.test ? { test: '' } : {}) })
    if (options.returnTo !== undefined) query.set('returnTo', options.returnTo)
    const left = await this.get(`/sso/acme/start?${query}`)
    const request = new URL(left.location ?? '').searchParams.get('SAMLRequest') ?? ''
    const xml = respond(world, requestId(request), { nameId: { value: nameId }, attributes, ...options.response })
    return this.post('/sso/acme/acs', { SAMLResponse: toFormField(xml) }, 'https://idp.example')
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers)
    headers.set('host', 'localhost:3000')
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await this.#site.server.fetch(new Request(`${publicUrl}${path}`, { ...init, headers }))
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=')
      if (value === '') this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    const html = await response.text()
    return {
      status: response.status,
      location: response.headers.get('location'),
      headers: response.headers,
      html,
      text: textOf(html),
    }
  }
}

/** Makes somebody who has signed on an administrator. */
export async function makeAdministrator({ app }: World, login: string): Promise<void> {
  await app.db.query(sql`
    insert into grants (id, user_id, role_id, origin, created_at)
    select gen_random_uuid(), u.id, r.id, 'manual', now() from users u, roles r
    where u.login = ${login} and r.built_in = 'administrators'`)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What is left of a page for the eye. */
export const textOf = (html: string): string =>
  html
    .replace(/<(style|script|head)\b.*?<\/\1>/gs, ' ')
    .replace(/<span class="mark">([^<]*)<\/span>/g, '$1')
    .replace(/<\/?(bdi|code|time|wbr)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
    .replace(/\s+/g, ' ')

function requestId(samlRequest: string): string {
  const xml = inflateRawSync(Buffer.from(samlRequest, 'base64'), { maxOutputLength: 10_000 }).toString()
  const id = / ID="([^"]+)"/.exec(xml)?.[1]
  if (id === undefined) throw new Error('an AuthnRequest has an ID')
  return id
}
