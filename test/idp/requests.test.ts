import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { freePort } from '../process/server-process.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch } from '../ui/browser.ts'
import { type SimpleSamlPhp, simplesamlphpIsHere, startSimpleSamlPhp } from './simplesamlphp.ts'

const author = { kind: 'system' } as const
const plain = { requestBinding: 'redirect', forceAuthn: false, authnContexts: [], idpInitiated: false } as const

describeWith(
  { SimpleSAMLphp: simplesamlphpIsHere, Chromium: chromiumPath() !== null },
  'requests to a real identity provider',
  () => {
    let idp: SimpleSamlPhp
    let database: FreshDatabase
    let running: RunningApp
    let http: Server
    let url: string
    let portal: string
    let browser: Browser
    let page: Page

    beforeAll(async () => {
      const port = await freePort()
      idp = await startSimpleSamlPhp(port)
      database = await freshDatabase()
      url = `http://localhost:${await freePort()}`
      running = await openApp({
        connection: database.connection,
        secrets: ['a secret of this test alone, 32 characters'],
        publicUrl: url,
        log: silentLog,
      })
      const server = createServer(running.app)
      http = serve({ fetch: server.fetch, hostname: '127.0.0.1', port: Number(new URL(url).port) }) as Server
      // It takes requests by POST too, and does not say so.
      const byRedirect = /<md:SingleSignOnService [^>]*HTTP-Redirect[^>]*>/.exec(idp.metadata)?.[0] ?? ''
      const byPost = byRedirect.replace('HTTP-Redirect', 'HTTP-POST')
      const metadata = idp.metadata.replace(byRedirect, `${byRedirect}${byPost}`)
      await createProvider(running.app, author, { name: 'SimpleSAMLphp', slug: 'ssp', metadata })
      const ours = await (await fetch(`${url}/sso/ssp/metadata`)).text()
      idp.register('both-jitup', ours)
      const spEntityId = /entityID="([^"]+)"/.exec(ours)?.[1] ?? ''
      const query = new URLSearchParams({ spentityid: spEntityId, RelayState: '/me?from=portal' })
      portal = `http://localhost:${port}/saml2/idp/SSOService.php?${query}`
      browser = await launch()
    })
    afterAll(async () => {
      await browser?.close()
      http?.close()
      http?.closeAllConnections()
      await running?.close()
      await database?.drop()
      await idp?.stop()
    })
    beforeEach(async () => {
      await choose(plain)
      page = await (await browser.newContext()).newPage()
      return () => page.context().close()
    })

    const choose = (settings: object) => updateProviderBy(running.app, author, 'ssp', { settings })
    const formIsShown = () => page.locator('[name=password]').isVisible()
    const arrived = () => page.waitForURL((where) => where.origin === url && !where.pathname.startsWith('/sso/'))

    async function fillIn(username: string, password: string): Promise<void> {
      await page.locator('[name=username]').fill(username)
      await page.locator('[name=password]').fill(password)
      await page.locator('[name=password]').press('Enter')
    }

    const lastCode = async () =>
      (await running.app.db.query<{ code: string | null }>(sql`select code from sign_ons order by at desc limit 1`))[0]
        ?.code

    it('a sign-on from its portal is refused unless that is allowed', async () => {
      await page.goto(portal)
      await fillIn('alice', 'alice-pass-1')
      await page.getByRole('heading', { name: 'We could not sign you in' }).waitFor()
      expect(await lastCode()).toBe('response_unsolicited')
    })

    it('a sign-on from its portal becomes one of ours, and leads to where the portal said', async () => {
      await choose({ idpInitiated: true })
      const asked: string[] = []
      page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`))
      await page.goto(portal)
      await fillIn('alice', 'alice-pass-1')
      await arrived()
      expect(page.url()).toBe(`${url}/me?from=portal`)
      expect(asked.filter((one) => one.includes('/sso/ssp/'))).toEqual([
        'POST /sso/ssp/acs',
        'GET /sso/ssp/start',
        'GET /sso/ssp/start',
        'POST /sso/ssp/acs',
      ])
      expect(await lastCode()).toBeNull()

      // Somebody is signed in now: nobody is exchanged without a click.
      await page.goto(portal)
      await page.getByRole('heading', { name: 'You are signed in already' }).waitFor()
      await page.getByRole('link', { name: 'Continue as' }).click()
      expect(page.url()).toBe(`${url}/me?from=portal`)
      await page.goto(portal)
      await page.getByRole('link', { name: 'Sign in with SimpleSAMLphp' }).click()
      await arrived()
      expect(page.url()).toBe(`${url}/me?from=portal`)
    })

    it('a second sign-on is silent, unless a new sign-in is asked for: then its form is shown again', async () => {
      await page.goto(`${url}/sso/ssp/start?returnTo=/me`)
      await fillIn('bob', 'bob-pass-2')
      await arrived()
      await page.goto(`${url}/sso/ssp/start?returnTo=/me`)
      await arrived()

      await page.goto(`${url}/sso/ssp/start?returnTo=/me&forceAuthn`)
      expect(await formIsShown()).toBe(true)
      await fillIn('bob', 'bob-pass-2')
      await arrived()

      await choose({ forceAuthn: true })
      await page.goto(`${url}/sso/ssp/start?returnTo=/me`)
      expect(await formIsShown()).toBe(true)
      await fillIn('bob', 'bob-pass-2')
      await arrived()
      expect(await lastCode()).toBeNull()
    })

    it('a request by POST arrives, signed as it wants it', async () => {
      await choose({ requestBinding: 'post' })
      const posted: string[] = []
      page.on('request', (request) => {
        if (request.method() === 'POST') posted.push(new URL(request.url()).pathname)
      })
      await page.goto(`${url}/sso/ssp/start?returnTo=/me`)
      await page.locator('[name=password]').waitFor()
      expect(posted).toEqual(['/saml2/idp/SSOService.php'])
      await fillIn('carol', 'carol-pass-3')
      await arrived()
      expect(page.url()).toBe(`${url}/me`)
    })

    it('a way to sign in that it cannot offer, and answers as if nothing had been asked, is refused', async () => {
      await choose({ authnContexts: ['https://refeds.org/profile/mfa'] })
      await page.goto(`${url}/sso/ssp/start`)
      await fillIn('bob', 'bob-pass-2')
      await page.getByRole('heading', { name: 'We could not sign you in' }).waitFor()
      expect(await lastCode()).toBe('authn_context_mismatch')
    })
  },
)
