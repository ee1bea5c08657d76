/** What a tab keeps of what somebody has begun goes with them. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { makeAdministrator, newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

describe.skipIf(!hasBrowser())('A draft that a tab keeps', () => {
  let ui: AdminUi
  let others: ReadonlyMap<string, string>
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      const eve = new Visitor(newSite(world))
      await eve.signOn('eve', { ...john, 'First Name': ['Eve'], Email: ['eve@jitup.example'] })
      await makeAdministrator(world, 'eve')
      others = eve.cookies
    })
  })
  afterAll(() => ui?.close())

  const kept = (page: Page) =>
    page.evaluate<string[]>('Object.keys(sessionStorage).filter((key) => key.startsWith("jitup-")).sort()')
  const name = (page: Page) => page.getByRole('textbox', { name: 'Name', exact: true })

  /** Begins a provider in the wizard. */
  async function begin(): Promise<Page> {
    const page = await ui.open('/providers/new')
    await page.getByRole('radio', { name: /Other SAML/ }).press('Space')
    await name(page).fill('Half a partner')
    expect(await kept(page)).toContain('jitup-new-provider')
    return page
  }
  const again = async (page: Page) => {
    await page.goto(`${ui.url}/admin/providers/new`)
    await settled(page)
    return (await kept(page)).includes('jitup-new-provider')
  }

  it('is not left for a request that was under way while the session got another cookie', async () => {
    const page = await begin()
    // A page that is loaded anew has forgotten it.
    await page.evaluate('window.stays = true')
    let refused = 0
    await page.route('**/api/v1/users*', (route) => {
      if (refused++ > 0) return route.continue()
      return route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"code":"unauthorized"}' })
    })
    await page.getByRole('link', { name: 'Users', exact: true }).click()
    await page.getByRole('table', { name: 'Users' }).getByText('Ada Admin').waitFor()
    expect([refused > 1, await page.evaluate('window.stays')]).toEqual([true, true])
    await page.context().close()
  }, 60_000)

  it('is there for who comes back after their session has ended, and for nobody else', async () => {
    const page = await begin()
    const context = page.context()
    const mine = await context.cookies()
    await context.clearCookies()
    await page.goto(`${ui.url}/admin/providers/new`)
    await context.addCookies(mine)
    expect(await again(page)).toBe(true)
    await context.clearCookies()
    await context.addCookies([...others].map(([name, value]) => ({ name, value, url: ui.url })))
    expect(await again(page)).toBe(false)
    expect(await kept(page)).toEqual(['jitup-owner'])
    await context.close()
  })

  it('outlasts a reload, and is gone after signing out', async () => {
    const page = await begin()
    expect(await again(page)).toBe(true)
    expect(await name(page).inputValue()).toBe('Half a partner')
    await page.getByRole('button', { name: /^Signed in as/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.waitForURL(/signed-out/)
    expect(await kept(page)).toEqual([])
    await page.context().close()
  })
})
