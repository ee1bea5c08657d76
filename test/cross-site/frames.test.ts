import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createIdentityProvider, redirectQuery, toFormField } from '../../src/testing/index.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath } from '../ui/browser.ts'
import { formTo, openSites, type Place, places, type Sites } from './sites.ts'

/** The strictest of what browsers do about cookies in frames of other sites. */
const noThirdPartyCookies = ['--test-third-party-cookie-phaseout']

for (const place of ['three hosts over TLS', 'localhost'] as const satisfies readonly Place[]) {
  describeWith({ Chromium: chromiumPath() !== null }, `other sites around somebody who is signed in: ${place}`, () => {
    const { tls } = places[place]
    const session = tls ? '__Host-jitup-session' : 'jitup-local-session'
    let sites: Sites
    let context: BrowserContext
    let page: Page

    beforeAll(async () => {
      sites = await openSites(place, noThirdPartyCookies)
    })
    afterAll(() => sites?.end())
    beforeEach(async () => {
      sites.html = ''
      context = await newContext()
      page = await context.newPage()
      await signOn(page)
      sites.seen.length = 0
      return () => context.close()
    })

    async function newContext(): Promise<BrowserContext> {
      const made = await sites.browser.newContext()
      made.setDefaultTimeout(8000)
      return made
    }
    async function signOn(at: Page): Promise<void> {
      await at.goto(`${sites.app}/sso/acme/start?returnTo=/me`)
      await at.getByRole('button', { name: 'Go on' }).click()
      await at.waitForURL(`${sites.app}/me`)
    }
    async function isSignedIn(at: Page): Promise<boolean> {
      await at.goto(`${sites.app}/me`)
      return new URL(at.url()).pathname === '/me'
    }
    const seen = (path: string) => sites.seen.filter((one) => one.path === path)
    const escaped = (url: string) => url.replaceAll('&', '&amp;')

    it('a logout in a frame of the provider’s page ends the session, though no cookie comes with it', async () => {
      const sessionIndex = sites.sessionIndexes.at(-1) ?? ''
      const elsewhere = await newContext()
      const other = await elsewhere.newPage()
      await signOn(other)
      const destination = `${sites.app}/sso/acme/logout`
      const nameId = { value: sites.person }
      const xml = sites.partner.logoutRequest({ destination, nameId, sessionIndexes: [sessionIndex], sign: false })
      const query = redirectQuery('SAMLRequest', xml, { keys: sites.partner.keys, relayState: 'r' })
      sites.html = `<iframe src="${escaped(`${destination}?${query}`)}"></iframe>`
      await page.goto(`${sites.idp}/leaving`)
      await page.frameLocator('iframe').getByText('noted: true').waitFor()
      // On localhost the provider's pages are of our own site: cookies come, and nothing is made of them.
      if (tls) expect(seen('/sso/acme/logout').map((one) => one.cookies)).toEqual([[]])
      expect(await isSignedIn(page)).toBe(false)
      expect(await isSignedIn(other)).toBe(true)
      await elsewhere.close()
    })

    it('no page of ours stands in a frame of another site, and no sign-on starts in one', async () => {
      const before = await sites.rows('pending_requests')
      const paths = ['/', '/me', '/admin', '/sso/acme/start', '/sso/acme/start?hint', '/signed-out', '/nowhere']
      sites.html = paths.map((path) => `<iframe src="${sites.app}${path}"></iframe>`).join('')
      const blocked: string[] = []
      page.on('console', (one) => {
        if (one.text().includes("frame-ancestors 'none'")) blocked.push(one.text())
      })
      await page.goto(`${sites.third}/framing`)
      await expect.poll(() => blocked).toHaveLength(paths.length)
      expect(page.frames().filter((one) => one.url().startsWith(sites.app))).toEqual([])
      expect(new Set(sites.seen.map((one) => one.path))).toEqual(new Set(paths.map((path) => path.split('?')[0])))

      sites.html = `<img src="${sites.app}/sso/acme/start"><object data="${sites.app}/sso/acme/start"></object>`
      await page.goto(`${sites.third}/embedding`)
      expect(seen('/sso/acme/start')).toHaveLength(4)
      expect(await sites.rows('pending_requests')).toEqual(before)
      expect(await isSignedIn(page)).toBe(true)
    })

    it('what another site asks for or posts brings no session', async () => {
      sites.html = `<script>fetch('${sites.app}/me', { mode: 'no-cors', credentials: 'include' }).then(() => document.title = 'done')</script>`
      await page.goto(`${sites.third}/asking`)
      await page.waitForFunction('document.title === "done"')
      expect(seen('/me').flatMap((one) => one.cookies)).toEqual([])
      sites.html = formTo(`${sites.app}/sign-out`, {}, true)
      await page.goto(`${sites.third}/posting`)
      await page.getByText('The form was not sent from a page of ours').waitFor()
      expect(seen('/sign-out').flatMap((one) => one.cookies)).not.toContain(session)
      expect(await isSignedIn(page)).toBe(true)
      expect(await context.cookies(sites.app.replace('://', '://sub.'))).toEqual([])
    })

    it('a form of nobody, out of a sandbox, signs nobody out', async () => {
      const form = formTo(`${sites.app}/sign-out`, {}).replace('<form', '<form target="_top"').replaceAll('"', '&quot;')
      sites.html = `<iframe sandbox="allow-forms allow-top-navigation" srcdoc="${form}"></iframe>`
      await page.goto(`${sites.third}/sandbox`)
      await page.frameLocator('iframe').getByRole('button', { name: 'Go on' }).click()
      await page.getByText('The form was not sent from a page of ours').waitFor()
      expect(await isSignedIn(page)).toBe(true)
    })

    it('forged messages change nothing about who is signed in', async () => {
      const forger = createIdentityProvider({ entityId: sites.partner.entityId })
      const [acs, logout] = [`${sites.app}/sso/acme/acs`, `${sites.app}/sso/acme/logout`]
      const audience = `${sites.app}/sso/acme/metadata`
      const nameId = { value: sites.person }
      const before = await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')
      for (const [action, fields, code] of [
        [acs, { SAMLResponse: forger.respond({ acsUrl: acs, audience, nameId }) }, 'signature_invalid'],
        [acs, { SAMLResponse: sites.partner.respond({ acsUrl: acs, audience, nameId }) }, 'response_unsolicited'],
        [
          acs,
          { SAMLResponse: sites.partner.respond({ acsUrl: acs, audience, nameId, inResponseTo: '_unknown' }) },
          'request_unknown',
        ],
        [logout, { SAMLRequest: forger.logoutRequest({ destination: logout, nameId }) }, 'signature_invalid'],
      ] as const) {
        const encoded = Object.entries(fields).map(([name, xml]) => [name, toFormField(xml)])
        sites.html = formTo(action, Object.fromEntries(encoded), true)
        await page.goto(`${sites.third}/forging`)
        await page.getByText('Nothing was changed').waitFor()
        expect((await sites.codes())[0]).toBe(code)
      }
      expect(await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')).toEqual(before)
      expect(await isSignedIn(page)).toBe(true)
      expect(await page.getByRole('main').textContent()).toContain('Signed in as jane')
    })
  })
}
