import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeWith } from '../setup/required.ts'
import { chromiumPath } from '../ui/browser.ts'
import { openSites, type Place, places, type Sites } from './sites.ts'

/**
 * From where answers reach us. On loopback http the binding cookie stays at home with what another site posts, so a page of
 * ours posts it once more.
 */
const arrivals: Readonly<Record<Place, readonly string[]>> = {
  'three hosts over TLS': ['cross-site'],
  localhost: ['same-site'],
  'localhost, with a provider elsewhere': ['cross-site', 'same-origin'],
}

for (const place of Object.keys(places) as Place[]) {
  describeWith({ Chromium: chromiumPath() !== null }, `a sign-on in a browser: ${place}`, () => {
    const { tls } = places[place]
    const browserCookie = tls ? '__Host-jitup-browser' : 'jitup-local-browser'
    let sites: Sites
    let context: BrowserContext
    let page: Page

    beforeAll(async () => {
      sites = await openSites(place)
    })
    afterAll(() => sites?.end())
    beforeEach(async () => {
      sites.person = 'jane'
      sites.seen.length = 0
      context = await sites.browser.newContext()
      context.setDefaultTimeout(8000)
      page = await context.newPage()
      return () => context.close()
    })

    const start = (at: Page, returnTo = '/me') =>
      at.goto(`${sites.app}/sso/acme/start?returnTo=${encodeURIComponent(returnTo)}`)
    const goOn = (at: Page) => at.getByRole('button', { name: 'Go on' }).click()
    const arrive = (at: Page, path = '/me') => at.waitForURL(`${sites.app}${path}`)
    const refused = (at: Page) => at.getByRole('heading', { name: 'We could not sign you in' }).waitFor()
    const main = (at: Page) => at.getByRole('main').textContent()
    async function signOn(at: Page): Promise<void> {
      await start(at)
      await goOn(at)
      await arrive(at)
    }

    it('ends at the very address that was asked for, with its query', async () => {
      const deep = '/me?from=mail&q=a%26b%20%C3%A9'
      await page.goto(`${sites.app}${deep}`)
      await page.getByRole('link', { name: 'Sign in with Acme' }).click()
      await goOn(page)
      await arrive(page, deep)
      expect(await main(page)).toContain('Signed in as jane')
    })

    it('brings the binding cookie with the answer, from wherever the provider is', async () => {
      await signOn(page)
      const answers = sites.seen.filter((one) => one.path === '/sso/acme/acs')
      expect(answers.map((one) => one.site)).toEqual(arrivals[place])
      expect(answers.at(-1)?.cookies).toEqual([browserCookie, expect.stringContaining(`${browserCookie}-`)])
      // That of the request alone has gone with it.
      await page.goto(sites.idp)
      await signOn(page)
      expect(sites.seen.filter((one) => one.path === '/sso/acme/acs').at(-1)?.cookies).toContain(browserCookie)
      expect((await context.cookies()).map((one) => one.name)).not.toContainEqual(
        expect.stringContaining(`${browserCookie}-`),
      )
    })

    it('leaves two cookies that no script, no other host and no other site can use', async () => {
      await signOn(page)
      const host = new URL(sites.app).hostname
      const common = { domain: host, path: '/', httpOnly: true, secure: tls, expires: -1 }
      const prefix = tls ? '__Host-jitup' : 'jitup-local'
      const cookies = (await context.cookies()).toSorted((a, b) => (a.name < b.name ? -1 : 1))
      expect(cookies).toMatchObject([
        { ...common, name: `${prefix}-browser`, sameSite: tls ? 'None' : 'Lax' },
        { ...common, name: `${prefix}-session`, sameSite: 'Lax' },
      ])
      expect(await page.evaluate('document.cookie')).toBe('')
    })

    it('finishes in each of two tabs that were opened one after the other', async () => {
      const other = await context.newPage()
      await start(page, '/me?tab=1')
      await start(other, '/me?tab=2')
      await goOn(page)
      await arrive(page, '/me?tab=1')
      await goOn(other)
      await arrive(other, '/me?tab=2')
    })

    it('finishes in each of two tabs that a browser without cookies opened at once', async () => {
      const other = await context.newPage()
      await Promise.all([start(page, '/me?tab=1'), start(other, '/me?tab=2')])
      await goOn(page)
      await arrive(page, '/me?tab=1')
      await goOn(other)
      await arrive(other, '/me?tab=2')
    })

    it('is refused calmly when the cookie is gone, and works when it is started again', async () => {
      const before = await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')
      await start(page)
      await context.clearCookies()
      await goOn(page)
      await refused(page)
      expect(await main(page)).not.toMatch(/cookie|browser_mismatch/)
      expect((await sites.codes())[0]).toBe('browser_mismatch')
      expect(await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')).toEqual(before)
      expect(await context.cookies()).toEqual([])
      await page.getByRole('link', { name: 'Try again' }).click()
      await page.getByRole('link', { name: 'Sign in with Acme' }).click()
      await goOn(page)
      await arrive(page)
    })

    it('is refused in another browser than the one that asked, which can still finish it', async () => {
      const before = await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')
      sites.person = 'mallory'
      await start(page)
      const victim = await (await sites.browser.newContext()).newPage()
      sites.person = 'jane'
      await start(victim)
      sites.html = await page.content()
      await victim.goto(`${sites.third}/win-a-prize`)
      await goOn(victim)
      await refused(victim)
      expect((await sites.codes())[0]).toBe('browser_mismatch')
      expect(await sites.rows('users', 'contacts', 'sessions', 'consumed_assertions')).toEqual(before)
      await victim.goto(`${sites.app}/me`)
      expect(new URL(victim.url()).pathname).toBe('/')
      await victim.context().close()

      await goOn(page)
      await arrive(page)
      expect(await main(page)).toContain('Signed in as mallory')
    })

    it('survives the back button, a second click there, and a reload', async () => {
      await page.goto(`${sites.app}/`)
      await page.getByRole('link', { name: 'Sign in with Acme' }).click()
      await goOn(page)
      await arrive(page)
      await page.reload()
      expect(await main(page)).toContain('Signed in as jane')
      const users = await sites.rows('users', 'sessions')
      await page.goBack()
      await page.getByRole('heading', { name: 'Acme' }).waitFor()
      await goOn(page)
      await arrive(page)
      expect(await main(page)).toContain('Signed in as jane')
      expect(await sites.rows('users', 'sessions')).toEqual(users)
    })

    it('sends a second answer to the same request where the first one led, but nobody else', async () => {
      await start(page)
      const again = page.url()
      await goOn(page)
      await arrive(page)
      await page.goto(again)
      await goOn(page)
      await arrive(page)
      sites.person = 'joe'
      await page.goto(again)
      await goOn(page)
      await refused(page)
      expect((await sites.codes())[0]).toBe('request_unknown')
    })
  })
}
