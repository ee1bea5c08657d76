/** What the administration says before anybody has signed in. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tabOf } from '../../ui/src/pages/providers/tab-of.ts'
import { hasBrowser } from '../ui/browser.ts'
import { type AdminUi, openAdminUi } from './admin-ui.ts'
import { testSignIn } from './provider-shots.ts'

describe.skipIf(!hasBrowser())('Before the first sign-in', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async ({ app }) => {
      await app.db.query(sql`delete from sign_ons`)
      await app.db.query(sql`delete from converters`)
    })
  })
  afterAll(() => ui?.close())

  it('leads through the steps in their order, and straight to the one provider', async () => {
    const page = await ui.open('/')
    const steps = page.getByRole('listitem').filter({ has: page.locator('.tick') })
    const names = await steps.locator('strong').allInnerTexts()
    expect(names.slice(1, 4)).toEqual([
      'Connect an identity provider',
      'Try it with a test sign-in',
      'Say which attribute fills which column',
    ])
    expect(await page.getByRole('link', { name: 'Try', exact: true }).getAttribute('href')).toMatch(
      /^\/sso\/acme\/start\?test=&/,
    )
    const first = steps.filter({ hasText: 'The first real sign-in' })
    await first.getByText(`${ui.url}/`, { exact: true }).waitFor()
    await first.getByRole('button', { name: 'Copy: Where people sign in' }).waitFor()
    await page.context().close()
  }, 60_000)

  it('does not say that everything is used where nothing has arrived, and names the test that was made', async () => {
    const page = await ui.open('/converters')
    await page.getByText('Nobody has signed in yet, so nothing has arrived.').waitFor()
    expect(await page.getByText('Everything that arrives is used.').count()).toBe(0)
    const way = page.getByRole('link', { name: 'Make a test sign-in' })
    expect(await way.getAttribute('href')).toMatch(/^\/sso\/acme\/start\?test=&/)
    const id = await testSignIn(ui.world)
    await page.reload()
    const brought = page.getByRole('link', { name: 'See what the last test sign-in brought' })
    expect(await brought.getAttribute('href')).toBe(`/admin/providers/acme/test/${id}`)
    await page.goto(`${ui.url}/admin/sign-ons`)
    await page.getByRole('cell', { name: 'Acme', exact: true }).waitFor()
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 60_000)

  it('takes the only thing that was found by Enter', async () => {
    const page = await ui.open('/')
    const find = page.getByRole('searchbox', { name: 'Find a person, a sign-in or a page' })
    await find.pressSequentially('Ada Admin')
    await find.press('Enter')
    await page.getByRole('heading', { name: 'Ada Admin', level: 1 }).waitFor()
    await page.context().close()
  }, 60_000)

  it('leads from a refusal to the part of the provider where it is mended', () => {
    expect(tabOf('signature_invalid')).toBe('certificates')
    expect(tabOf('user_not_provisioned')).toBe('people')
    expect(tabOf('audience_mismatch')).toBe('troubleshooting')
  })
})
