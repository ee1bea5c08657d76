import { createServer as createTlsServer, type Server } from 'node:https'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { makeKeyPair } from '../../src/testing/index.ts'
import { type SimpleSamlPhp, simplesamlphpIsHere, startSimpleSamlPhp } from '../idp/simplesamlphp.ts'
import { freePort } from '../process/server-process.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch } from '../ui/browser.ts'

/**
 * One installation of ours: a service provider of its own, on a host and a database of its own. Over TLS, because that is
 * where a cookie reaches us with what another site posts; browsers find every name beneath localhost on this machine.
 */
interface Installation {
  readonly url: string
  readonly running: RunningApp
  readonly metadata: string
  stop(): Promise<void>
}

async function install(idp: SimpleSamlPhp, name: string): Promise<Installation> {
  const database: FreshDatabase = await freshDatabase()
  const port = await freePort()
  const url = `https://${name}.localhost:${port}`
  const running = await openApp({
    connection: database.connection,
    secrets: ['a secret of this test alone, 32 characters'],
    publicUrl: url,
    log: silentLog,
  })
  const server = createServer(running.app)
  const { privateKey, certificatePem } = makeKeyPair({ commonName: `${name}.localhost`, now: new Date() })
  const http = serve({
    fetch: server.fetch,
    hostname: '127.0.0.1',
    port,
    createServer: createTlsServer,
    serverOptions: { key: privateKey.export({ type: 'pkcs8', format: 'pem' }), cert: certificatePem },
  }) as Server
  await createProvider(running.app, { kind: 'system' }, { name: 'Example IdP', slug: 'ssp', metadata: idp.metadata })
  const metadata = await (await server.request(`${url}/sso/ssp/metadata`)).text()
  idp.register(`both-${name}`, metadata)
  return {
    url,
    running,
    metadata,
    stop: async () => {
      http.close()
      http.closeAllConnections()
      await running.close()
      await database.drop()
    },
  }
}

describeWith(
  { SimpleSAMLphp: simplesamlphpIsHere, Chromium: chromiumPath() !== null },
  'single logout with a real identity provider and two applications',
  () => {
    let idp: SimpleSamlPhp
    let idpUrl: string
    let one: Installation
    let two: Installation
    let browser: Browser
    let page: Page

    beforeAll(async () => {
      const port = await freePort()
      idpUrl = `http://localhost:${port}`
      idp = await startSimpleSamlPhp(port)
      one = await install(idp, 'one')
      two = await install(idp, 'two')
    })

    afterAll(async () => {
      await one.stop()
      await two.stop()
      await idp.stop()
    })

    beforeEach(async () => {
      browser = await launch()
      page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage()
      await signOn(one, 'alice')
      await signOn(two, null)
    })

    afterEach(() => browser.close())

    const arrived = ({ url }: Installation) =>
      page.waitForURL((where) => where.origin === url && !where.pathname.startsWith('/sso/'))

    /** `username` null: the identity provider knows the person already and asks nothing. */
    async function signOn(at: Installation, username: string | null): Promise<void> {
      await page.goto(`${at.url}/sso/ssp/start?returnTo=/me`)
      if (username !== null) {
        await page.locator('[name=username]').fill(username)
        await page.locator('[name=password]').fill(`${username}-pass-1`)
        await page.locator('[name=password]').press('Enter')
      }
      await arrived(at)
      expect(new URL(page.url()).pathname).toBe('/me')
    }

    async function isSignedIn({ url }: Installation): Promise<boolean> {
      await page.goto(`${url}/me`)
      return new URL(page.url()).pathname === '/me'
    }

    /** Does the identity provider ask for a password? */
    async function isForgottenThere(): Promise<boolean> {
      await page.goto(`${one.url}/sso/ssp/start`)
      return (await page.locator('[name=password]').count()) === 1
    }

    async function signOut(): Promise<string> {
      await page.goto(`${one.url}/me`)
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL((where) => where.origin === one.url && where.pathname === '/signed-out')
      await page.getByText(/confirmed|here and at/).waitFor()
      return (await page.getByRole('main').textContent()) ?? ''
    }

    const settings = ({ running }: Installation, change: object) =>
      running.app.db.query(sql`
        update providers set settings = settings || ${JSON.stringify(change)}::jsonb, version = version + 1`)

    it('ends both when it starts here', async () => {
      expect(await signOut()).toContain('You are signed out here and at Example IdP.')
      expect([await isSignedIn(one), await isSignedIn(two), await isForgottenThere()]).toEqual([false, false, true])
    })

    it('ends both when it starts at the identity provider', async () => {
      const end = `${idpUrl}/saml2/idp/metadata.php?output=xhtml`
      await page.goto(`${idpUrl}/saml2/idp/initSLO.php?RelayState=${encodeURIComponent(end)}`)
      await page.waitForURL(end)
      expect([await isSignedIn(one), await isSignedIn(two), await isForgottenThere()]).toEqual([false, false, true])
    })

    it('works by POST in every direction', async () => {
      const [known] = await one.running.app.db.query<{ settings: Record<string, unknown> }>(
        sql`select settings from providers`,
      )
      await settings(one, { sloRedirectUrl: null })
      idp.register('both-one', withoutRedirect(one.metadata))
      idp.register('both-two', withoutRedirect(two.metadata))
      expect(known?.settings.sloPostUrl).toContain(idpUrl)
      expect(await signOut()).toContain('You are signed out here and at Example IdP.')
      expect([await isSignedIn(one), await isSignedIn(two), await isForgottenThere()]).toEqual([false, false, true])
      await settings(one, { sloRedirectUrl: known?.settings.sloRedirectUrl })
      idp.register('both-one', one.metadata)
      idp.register('both-two', two.metadata)
    })

    it('is told as partial when another application takes no part', async () => {
      idp.register('both-two', two.metadata.replace(/<md:SingleLogoutService[^>]*>(<\/md:SingleLogoutService>)?/g, ''))
      expect(await signOut()).toContain('it could not reach every other application')
      expect([await isSignedIn(one), await isSignedIn(two), await isForgottenThere()]).toEqual([false, true, true])
      idp.register('both-two', two.metadata)
    })

    it('leaves the person’s other browser alone', async () => {
      const other = await launch()
      const first = page
      page = await other.newPage({ ignoreHTTPSErrors: true })
      await signOn(one, 'alice')
      const second = page
      page = first
      await signOut()
      page = second
      expect(await isSignedIn(one)).toBe(true)
      await other.close()
    })

    it('is done here though the identity provider is down, and says so', async () => {
      await idp.stop()
      await page.goto(`${one.url}/me`)
      await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click()
      await expect.poll(async () => (await pending(one))[0]?.sent).toBe(true)
      const [logout] = await pending(one)
      // The first tab shows the browser's own error by now; this is what its back button finds.
      page = await page.context().newPage()
      await page.goto(`${one.url}/signed-out?id=${logout?.id}`)
      expect(await page.getByRole('main').textContent()).toContain('has not confirmed that you are signed out there')
      await page.getByRole('link', { name: 'Sign in again' }).click()
      expect(new URL(page.url()).pathname).toBe('/')
    })

    const pending = ({ running }: Installation) =>
      running.app.db.query<{ id: string; sent: boolean }>(sql`
        select id, sent_at is not null as sent from pending_logouts where outcome = 'waiting'`)
  },
)

const withoutRedirect = (metadata: string): string =>
  metadata.replace(/<md:SingleLogoutService[^>]*HTTP-Redirect[^>]*>(<\/md:SingleLogoutService>)?/g, '')
