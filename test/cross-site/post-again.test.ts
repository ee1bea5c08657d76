import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { toFormField } from '../../src/testing/index.ts'
import { message } from '../logout/world.ts'
import { count, newWorld, publicUrl, respond, type World } from '../sign-on/world.ts'

let world: World
let server: ReturnType<typeof createServer>
beforeEach(async () => {
  world = await newWorld()
  server = createServer(world.app)
})
afterEach(() => world.end())

interface Left {
  readonly requestId: string
  readonly relayState: string
  readonly cookies: readonly string[]
}

/** Leaves for the provider with these cookies. */
async function leave(cookies: readonly string[] = [], query = ''): Promise<Left> {
  const headers = { cookie: cookies.join('; ') }
  const left = await server.request(`${publicUrl}/sso/acme/start${query}`, { headers })
  const location = left.headers.get('location') ?? ''
  return {
    requestId: message(location).id,
    relayState: new URL(location).searchParams.get('RelayState') ?? '',
    cookies: left.headers.getSetCookie().map((one) => one.split(';')[0] ?? ''),
  }
}

/** Answers a request as the browser would post it. `site`: where it says that the form comes from. */
async function answer(
  { requestId, relayState }: Left,
  options: { cookies?: readonly string[]; site?: string; assertionId?: string; person?: string; relayState?: string },
) {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const { assertionId, person = 'jane', cookies = [], site } = options
  const xml = respond(world, requestId, { nameId: { value: person }, assertionId })
  const fields = { SAMLResponse: toFormField(xml), RelayState: options.relayState ?? relayState }
  return post(fields, cookies, site)
}

async function post(fields: Record<string, string>, cookies: readonly string[], site?: string) {
  const response = await server.request(`${publicUrl}/sso/acme/acs`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookies.join('; '),
      ...(site === undefined ? {} : { 'sec-fetch-site': site }),
    },
    body: new URLSearchParams(fields).toString(),
  })
  const session = response.headers.getSetCookie().find((one) => one.includes('-session='))
  return {
    status: response.status,
    location: response.headers.get('location'),
    session: session?.split(';')[0] ?? null,
    html: await response.text(),
  }
}

const codes = async () =>
  (await world.app.db.query<{ code: string | null }>(sql`select code from sign_ons order by at`)).map((one) => one.code)

describe('An answer from another site', () => {
  it('is posted once more from a page of ours on loopback, where its cookie stays at home', async () => {
    const left = await leave()
    const page = await answer(left, { site: 'cross-site' })
    expect(page).toMatchObject({ status: 200, session: null })
    expect(page.html).toContain('action="/sso/acme/acs"')
    expect([await codes(), await count(world, 'consumed_assertions')]).toEqual([[], 0])
    const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page.html)?.[1] ?? ''
    const fields = { SAMLResponse: value('SAMLResponse'), RelayState: value('RelayState') }
    expect((await post(fields, left.cookies, 'same-origin')).status).toBe(303)
  })

  it('is not posted a third time', async () => {
    const page = await answer(await leave(), { site: 'same-origin' })
    expect(page.status).toBe(403)
    expect(await codes()).toEqual(['browser_mismatch'])
  })

  it('is not posted again when it answers nothing of ours: what follows a hint leads elsewhere', async () => {
    expect((await answer(await leave(), { site: 'cross-site', relayState: '/me' })).status).toBe(403)
  })

  it('shows what it was posted as text, whatever it is', async () => {
    const { relayState } = await leave()
    const { html } = await post({ SAMLResponse: '"><b>x</b>', RelayState: relayState }, [], 'cross-site')
    expect(html).toContain('id="onward"')
    expect(html).not.toContain('<b>x')
  })
})

describe('A second answer to the same request', () => {
  it('leads on when it brings the session of the same person, and only then', async () => {
    const left = await leave([], '?returnTo=/me%3Fx')
    const { session } = await answer(left, { cookies: left.cookies })
    const cookies = [...left.cookies, session ?? '']
    expect(await answer(left, { cookies })).toMatchObject({ status: 303, location: '/me?x', session: null })
    expect((await answer(left, { cookies, person: 'joe' })).status).toBe(403)
    expect((await answer(left, { cookies: left.cookies })).status).toBe(403)
    await world.app.db.query(sql`delete from sessions`)
    expect((await answer(left, { cookies })).status).toBe(403)
    expect(await codes()).toEqual([null, 'request_unknown', 'request_unknown', 'request_unknown'])
  })

  it('is asked for once more from a page of ours when it came from another site, which leaves the session at home', async () => {
    const left = await leave()
    const { session } = await answer(left, { cookies: left.cookies, assertionId: '_once' })
    for (const assertionId of ['_once', '_twice']) {
      const page = await answer(left, { cookies: left.cookies, site: 'cross-site', assertionId })
      expect([page.status, page.html.includes('id="onward"')]).toEqual([200, true])
      const again = { cookies: [...left.cookies, session ?? ''], site: 'same-origin', assertionId }
      expect(await answer(left, again)).toMatchObject({ status: 303, location: '/' })
      expect((await answer(left, { ...again, cookies: left.cookies })).status).toBe(403)
    }
    expect(await count(world, 'sessions')).toBe(1)
  })

  it('is not asked for again when it is refused for any other reason', async () => {
    const left = await leave()
    await world.app.db.query(sql`delete from pending_requests`)
    const other = await leave()

    expect((await answer(other, { cookies: left.cookies, site: 'cross-site' })).status).toBe(403)
    expect((await answer(left, { cookies: left.cookies, site: 'cross-site' })).status).toBe(200)
    expect(await codes()).toEqual(['browser_mismatch'])
  })
})

describe('Requests that a browser without cookies makes at once', () => {
  it('are each answered by its own cookie, which goes with it', async () => {
    const [one, two] = [await leave(), await leave()]
    expect(one.cookies.map((cookie) => cookie.split('=')[0])).toEqual([
      'jitup-local-browser',
      `jitup-local-browser-${one.relayState}`,
    ])
    // Of two with one name the browser keeps the last.
    const cookies = [...two.cookies, one.cookies[1] ?? '']
    expect((await answer(one, { cookies })).status).toBe(303)
    expect((await answer(two, { cookies })).status).toBe(303)
  })

  it('are not answered by the cookie of another one, whatever RelayState comes along', async () => {
    const [one, two] = [await leave(), await leave()]
    expect((await answer(one, { cookies: two.cookies, relayState: two.relayState })).status).toBe(403)
    expect((await answer(one, { cookies: two.cookies })).status).toBe(403)
    expect(await codes()).toEqual(['browser_mismatch', 'browser_mismatch'])
  })

  it('need no cookie of their own once the browser has one', async () => {
    const { cookies } = await leave()
    expect((await leave(cookies.slice(0, 1))).cookies).toEqual([])
  })
})
