import { afterAll, beforeAll, expect, it } from 'vitest'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { tokenHash } from '../../src/sign-on/cookies.ts'
import { liveSession } from '../../src/store/sessions.ts'
import {
  createIdentityProvider,
  type LogoutService,
  redirectQuery,
  type TestIdentityProvider,
  toFormField,
} from '../../src/testing/index.ts'
import { freePort } from '../process/server-process.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch, listen } from '../ui/browser.ts'
import { message } from './world.ts'

const nameId = { value: 'john' }

describeWith({ Chromium: chromiumPath() !== null }, 'a logout in a frame of the partner’s page', () => {
  let database: FreshDatabase
  let running: RunningApp
  let ours: { url: string; close(): Promise<void> }
  let theirs: { url: string; close(): Promise<void> }
  /** What the partner was told, by method. */
  const told: string[] = []
  let frame = ''

  beforeAll(async () => {
    database = await freshDatabase()
    const port = await freePort()
    running = await openApp({
      connection: database.connection,
      secrets: ['a secret of this test alone, 32 characters'],
      publicUrl: `http://localhost:${port}`,
      log: silentLog,
    })
    ours = await listen(createServer(running.app).fetch, port)
    theirs = await listen(async (request) => {
      if (!new URL(request.url).pathname.startsWith('/slo')) {
        return new Response(`<iframe src="${frame}"></iframe>`, { headers: { 'content-type': 'text/html' } })
      }
      const { searchParams } = new URL(request.url)
      const form = request.method === 'POST' ? new URLSearchParams(await request.text()) : searchParams
      told.push(`${request.method} ${form.has('SAMLResponse')} ${form.get('RelayState')}`)
      return new Response('noted')
    })
  })

  afterAll(async () => {
    await ours.close()
    await theirs.close()
    await running.close()
    await database.drop()
  })

  /** Another site: cookies of ours do not come along in its frames. */
  const elsewhere = () => theirs.url.replace('localhost', '127.0.0.1')

  async function partner(slug: string, binding: LogoutService['binding']): Promise<TestIdentityProvider> {
    const origin = elsewhere()
    const idp = createIdentityProvider({
      entityId: `${origin}/${slug}`,
      ssoUrl: `${origin}/sso`,
      logout: [{ binding, url: `${origin}/slo` }],
    })
    await createProvider(running.app, { kind: 'system' }, { name: slug, slug, metadata: idp.metadata() })
    return idp
  }

  async function signOn(slug: string, idp: TestIdentityProvider): Promise<string> {
    const left = await fetch(`${ours.url}/sso/${slug}/start`, { redirect: 'manual' })
    const xml = idp.respond({
      acsUrl: `${ours.url}/sso/${slug}/acs`,
      audience: `${ours.url}/sso/${slug}/metadata`,
      inResponseTo: message(left.headers.get('location') ?? '').id,
      nameId,
      sessionIndex: 's1',
    })
    const cookie = left.headers.getSetCookie().join().split(';')[0] ?? ''
    const body = new URLSearchParams({ SAMLResponse: toFormField(xml) })
    const back = await fetch(`${ours.url}/sso/${slug}/acs`, {
      method: 'POST',
      body,
      headers: { cookie },
      redirect: 'manual',
    })
    return /jitup-local-session=([\w-]+)/.exec(back.headers.getSetCookie().join())?.[1] ?? ''
  }

  const isAlive = async (token: string) => (await liveSession(running.app.db, tokenHash(token), new Date())) !== null

  for (const [binding, method] of [
    ['HTTP-Redirect', 'GET'],
    ['HTTP-POST', 'POST'],
  ] as const) {
    it(`ends the session without a cookie and answers by ${binding}`, async () => {
      const slug = method.toLowerCase()
      const idp = await partner(slug, binding)
      const token = await signOn(slug, idp)
      expect(await isAlive(token)).toBe(true)
      const destination = `${ours.url}/sso/${slug}/logout`
      const xml = idp.logoutRequest({ destination, nameId, sessionIndexes: ['s1'], sign: false })
      frame = `${destination}?${redirectQuery('SAMLRequest', xml, { keys: idp.keys, relayState: slug })}`.replaceAll(
        '&',
        '&amp;',
      )
      const browser = await launch()
      const page = await browser.newPage()
      await page.goto(elsewhere())
      await page.frameLocator('iframe').getByText('noted').waitFor()
      await browser.close()
      expect(told).toContain(`${method} true ${slug}`)
      expect(await isAlive(token)).toBe(false)
    })
  }

  it('shows nothing of ours in a frame of anybody else', async () => {
    const idp = await partner('third', 'HTTP-POST')
    await signOn('third', idp)
    const destination = `${ours.url}/sso/third/logout`
    const xml = idp.logoutRequest({ destination, nameId, sessionIndexes: ['s1'], sign: false })
    frame = `${destination}?${redirectQuery('SAMLRequest', xml, { keys: idp.keys })}`.replaceAll('&', '&amp;')
    const browser = await launch()
    const page = await browser.newPage()
    const blocked = page.waitForEvent('console', (one) =>
      /frame-ancestors|refused to (frame|display)/i.test(one.text()),
    )
    // The same page under a name that is not the partner's.
    await page.goto(theirs.url)
    expect((await blocked).text()).toContain('frame-ancestors')
    await browser.close()
  })
})
