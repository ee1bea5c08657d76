/** Passkeys in a real browser, with a virtual authenticator: made, used to sign in, to prove oneself again, and taken away. */

import type { Browser, CDPSession, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import type { App } from '../../src/sign-on/app.ts'
import { offerSetup } from '../../src/sign-on/first-run.ts'
import { createLocalAdministrator, resetLocalAdministrator } from '../../src/sign-on/local.ts'
import { newWorld, type World } from '../sign-on/world.ts'
import { axeViolations, hasBrowser, launch, listen } from '../ui/browser.ts'

const password = 'three calm herons'

describe.skipIf(!hasBrowser())('Passkeys', () => {
  let browser: Browser
  let world: World
  let app: App
  let server: { url: string; close(): Promise<void> }
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    world = await newWorld()
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    server = await listen((request) => fetch(request))
    app = Object.assign(Object.create(world.app) as App, { publicUrl: server.url })
    fetch = createServer(app).fetch
  })
  afterEach(async () => {
    await server?.close()
    await world?.end()
  })

  /** A browser of its own with an authenticator in it. */
  async function open(options: { verifies?: boolean; scripts?: boolean } = {}) {
    const context = await browser.newContext({ javaScriptEnabled: options.scripts ?? true })
    const page = await context.newPage()
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const),
        isUserVerified: options.verifies ?? true,
        automaticPresenceSimulation: true,
      },
    })
    return { page, cdp, authenticatorId, close: () => context.close() }
  }
  const credentials = async (cdp: CDPSession, authenticatorId: string) =>
    (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials
  const whoAmI = async (page: Page) => {
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith('-session'))
    const answer = await fetch(`${server.url}/api/v1/session`, {
      headers: { cookie: `${cookie?.name}=${cookie?.value}` },
    })
    return ((await answer.json()) as { login?: string }).login ?? null
  }
  const bySetup = async (page: Page, login = 'root') => {
    await page.goto((await offerSetup(app))?.url ?? '')
    await page.getByLabel('Login name').fill(login)
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.waitForURL(`${server.url}/admin`)
  }
  const byPasskey = async (page: Page) => {
    await page.goto(`${server.url}/local`)
    await page.getByRole('button', { name: 'Use a passkey' }).click()
  }

  it('make the first administrator, whose secret leaves the address, and sign them in again', async () => {
    const { page, cdp, authenticatorId, close } = await open()
    const url = (await offerSetup(app))?.url ?? ''
    await page.goto(url)
    expect(page.url()).toBe(`${server.url}/setup`)
    expect(await page.locator('#token').isVisible()).toBe(false)
    expect(await axeViolations(page)).toEqual([])
    await page.getByLabel('Login name').fill('root')
    await page.getByRole('button', { name: 'Use a passkey instead' }).dblclick({ noWaitAfter: true })
    await page.waitForURL(`${server.url}/admin`)
    expect(await whoAmI(page)).toBe('root')
    const [made] = await credentials(cdp, authenticatorId)
    expect([made?.rpId, made?.isResidentCredential]).toEqual(['localhost', true])
    await page.context().clearCookies()
    await page.goto(server.url)
    await page.getByRole('link', { name: 'Sign in without an identity provider' }).click()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Use a passkey' }).click()
    await page.waitForURL(`${server.url}/admin`)
    expect(await whoAmI(page)).toBe('root')
    const [row] = await app.db.query<{ counter: number; used: boolean }>(sql`
      select counter::integer as counter, used_at is not null as used from passkeys`)
    expect([(row?.counter ?? 0) > 1, row?.used]).toEqual([true, true])
    await close()
  })

  it('are beside a password: chosen after a link, with and without scripts, and removed', async () => {
    const { url } = await createLocalAdministrator(app, 'rescue')
    const { page, close } = await open()
    await page.goto(url)
    await page.getByRole('button', { name: 'Use the link' }).click()
    await page.getByRole('heading', { name: 'How you sign in' }).waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByLabel('A name for it').fill('Blue key')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    expect(await page.getByText('Blue key').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    // The authenticator knows that it has one already.
    await page.getByText('It did not come to an end.').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Choose another way' }).click()
    await page.getByRole('button', { name: 'Remove: Blue key' }).click()
    await page.getByText('The passkey is removed.').waitFor()
    const noted = await app.db.query(sql`select kind from audit_events where kind like 'session.%' order by at, kind`)
    expect(noted).toEqual([{ kind: 'session.passkeys' }, { kind: 'session.passkeys.delete' }])
    await page.context().clearCookies()
    await byPasskey(page)
    await page.getByText('That passkey does not sign anybody in here.').waitFor()
    await close()

    const plain = await open({ scripts: false })
    const again = new URL((await resetLocalAdministrator(app, 'rescue')).url).hash.slice(1)
    await plain.page.goto(`${server.url}/local`)
    await plain.page.getByLabel('What stands behind # in the link').fill(again)
    await plain.page.getByRole('button', { name: 'Use the link' }).click()
    await plain.page.getByLabel('New password').fill(password)
    await plain.page.getByLabel('The same once more').fill(password)
    await plain.page.getByRole('button', { name: 'Set the password' }).click()
    await plain.page.getByText('The password is set.').waitFor()
    await plain.page.getByRole('button', { name: 'Add a passkey' }).click()
    await plain.page.getByText('Passkeys need JavaScript.').waitFor()
    await plain.page.context().clearCookies()
    await plain.page.goto(`${server.url}/local`)
    await plain.page.getByLabel('Login name').fill('rescue')
    await plain.page.getByLabel('Password').fill(password)
    await plain.page.getByRole('button', { name: 'Sign in' }).click()
    expect(await whoAmI(plain.page)).toBe('rescue')
    await plain.close()
  })

  it('of a person whom the authenticator has not verified prove nothing', async () => {
    const { page, close } = await open({ verifies: false })
    await page.goto((await offerSetup(app))?.url ?? '')
    await page.getByLabel('Login name').fill('root')
    await page.getByRole('button', { name: 'Use a passkey instead' }).click()
    await page.getByText('It did not come to an end.').waitFor()
    expect((await app.db.query(sql`select 1 from users`)).length).toBe(0)
    await close()
  })

  it('that were copied show: a count that has not grown is refused', async () => {
    const { page, close } = await open()
    await bySetup(page)
    await app.db.query(sql`update passkeys set counter = 1000`)
    await page.context().clearCookies()
    await byPasskey(page)
    await page.getByText('That passkey does not sign anybody in here.').waitFor()
    await close()
  })

  it('answer one challenge once, in the browser that was given it', async () => {
    const { page, close } = await open()
    await bySetup(page)
    await page.context().clearCookies()
    let sent: string | null = null
    await page.route('**/local', async (route) => {
      const data = route.request().postData() ?? ''
      if (!data.includes('passkey=')) return route.continue()
      sent = data
      // Nothing to show: the page stays. An aborted one would be followed by the browser's own page of errors.
      return route.fulfill({ status: 204 })
    })
    await byPasskey(page)
    await expect.poll(() => sent).not.toBeNull()
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const post = (headers: Record<string, string>) =>
      fetch(`${server.url}/local`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url, ...headers },
        body: sent,
      })
    expect((await post({ cookie: `jitup-local-browser=${'x'.repeat(43)}` })).status).toBe(403)
    // It is used up by that.
    expect((await post({ cookie })).status).toBe(403)
    sent = null
    await byPasskey(page)
    await expect.poll(() => sent).not.toBeNull()
    const [first, second] = await Promise.all([post({ cookie }), post({ cookie })])
    expect([first.status, second.status].toSorted()).toEqual([303, 403])
    sent = null
    await byPasskey(page)
    await expect.poll(() => sent).not.toBeNull()
    world.clock.now = new Date(world.clock.now.getTime() + 5 * 60_000)
    expect((await post({ cookie })).status).toBe(403)
    await close()
  })

  it('prove a local administrator again through the API, under a new cookie, and are added and removed there', async () => {
    const { page, close } = await open()
    await bySetup(page)
    world.clock.now = new Date(world.clock.now.getTime() + 11 * 60_000)
    const call = (method: string, path: string, body?: unknown) =>
      page.evaluate(
        async ([verb, address, sent]) => {
          const answer = await fetch(`/api/v1${address}`, {
            method: verb as string,
            ...(sent === undefined
              ? {}
              : { body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } }),
          })
          const text = await answer.text()
          return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
        },
        [method, path, body] as const,
      )
    const answerTo = (options: unknown, kind: 'get' | 'create') =>
      page.evaluate(
        async ([given, how]) => {
          // biome-ignore lint/suspicious/noExplicitAny: the library of types does not have them all
          const P = PublicKeyCredential as any
          const publicKey = how === 'get' ? P.parseRequestOptionsFromJSON(given) : P.parseCreationOptionsFromJSON(given)
          // biome-ignore lint/suspicious/noExplicitAny: as above
          const made = (await (navigator.credentials as any)[how]({ publicKey })) as { toJSON(): unknown }
          return made.toJSON()
        },
        [options, kind] as const,
      )
    // A page with the policy of the admin UI, which may ask the API.
    await page.goto(`${server.url}/admin`)
    expect(await call('DELETE', '/session/passkeys/x')).toMatchObject({
      status: 403,
      body: { code: 'step_up_required' },
    })
    const options = await call('POST', '/session/step-up/challenge')
    const passkey = await answerTo(options.body, 'get')
    expect(await call('POST', '/session/step-up', { passkey })).toEqual({ status: 204, body: null })
    expect((await call('POST', '/session/step-up', { passkey })).body.code).toBe('credentials_wrong')
    const [mine] = (await call('GET', '/session/credentials')).body.passkeys
    expect(mine).toMatchObject({ name: 'Passkey', usedAt: expect.any(String) })
    expect((await call('DELETE', `/session/passkeys/${mine.id}`)).status).toBe(204)
    const creation = await call('POST', '/session/passkeys/challenge')
    const made = await answerTo(creation.body, 'create')
    expect(await call('POST', '/session/passkeys', { name: 'New', passkey: made })).toMatchObject({
      status: 201,
      body: { name: 'New', usedAt: null },
    })
    expect((await call('POST', '/session/passkeys', { name: 'New', passkey: made })).body.code).toBe(
      'credentials_wrong',
    )
    await close()
  })
})
