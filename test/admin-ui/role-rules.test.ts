import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi } from './admin-ui.ts'

describe.skipIf(!hasBrowser())('Group mapping', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      await new Visitor(newSite(world)).signOn('mary', {
        ...john,
        Email: ['mary@brightharbour.example'],
        memberOf: ['Sales team', 'CN=Night shift,OU=Groups'],
      })
      // So few that taking two roles at once has to be confirmed.
      await world.app.db.query(sql`
        update providers set options = options || '{"withdrawalCeiling": 0}'::jsonb where slug = 'acme'`)
      world.app.providers.forget('acme')
    })
  })
  afterAll(() => ui?.close())

  const rules = () =>
    ui.world.app.db.query<{ groups: string[]; match: string | null; role: string }>(sql`
      select u.groups, u.match, r.name as role from role_rules u join roles r on r.id = u.role_id order by u.id`)
  const holders = async (role: string) => {
    const found = await ui.world.app.db.query<{ login: string }>(sql`
      select distinct u.login from grants g join users u on u.id = g.user_id join roles r on r.id = g.role_id
      where r.name = ${role} order by u.login`)
    return found.map((one) => one.login)
  }

  it('gives a role for a group that arrived, with one click and a choice', async () => {
    const page = await ui.open('/role-rules')
    await page.getByRole('button', { name: 'Give a role for CN=Night shift,OU=Groups' }).click()
    await page.getByRole('button', { name: /^Role for CN=Night shift/ }).click()
    await page.keyboard.type('London')
    await page.getByRole('option', { name: 'London office' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/Saved as version/).waitFor()
    expect(await rules()).toContainEqual({ groups: ['CN=Night shift,OU=Groups'], match: null, role: 'London office' })
    await expect.poll(() => page.getByRole('button', { name: /^Give a role for CN=Night/ }).count()).toBe(0)
    await page.context().close()
  }, 60_000)

  it('makes patterns of groups under More, and says so where one would give everything', async () => {
    const page = await ui.open('/role-rules')
    await page.getByRole('button', { name: 'More about Field' }).click()
    await page.getByRole('textbox', { name: 'Groups' }).fill('Field\nField *')
    await page.getByRole('switch', { name: 'These are patterns' }).check({ force: true })
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.keyboard.press('Control+s')
    await page.getByRole('dialog', { name: 'What changes' }).getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/Saved as version/).waitFor()
    expect(await rules()).toContainEqual({ groups: ['Field', 'Field *'], match: 'glob', role: 'Field staff' })
    const field = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Role for Field/ }) })
    await field.getByLabel(/^Group of row/).fill('*')
    await page.keyboard.press('Control+s')
    await page
      .getByRole('alert')
      .getByText(/means everybody/)
      .waitFor()
    await page.context().close()
  }, 60_000)

  it('shows whom a removed rule would cost a role, and takes it at once only when the number is confirmed', async () => {
    const before = await holders('Sales')
    expect(before.length).toBeGreaterThan(1)
    const page = await ui.open('/role-rules')
    await page.getByRole('button', { name: 'Remove Sales team' }).click()
    await page.getByRole('button', { name: 'More about Sales team' }).click()
    await page
      .getByRole('dialog')
      .getByText(/This takes \d+ grants/)
      .waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'What changes' })
    await dialog.getByRole('radio', { name: /Now/ }).check()
    const save = dialog.getByRole('button', { name: 'Save', exact: true })
    expect(await save.isDisabled()).toBe(true)
    expect(await holders('Sales')).toEqual(before)
    await dialog.getByRole('checkbox').check()
    await save.click()
    await page.getByText(/Saved as version/).waitFor()
    expect(await holders('Sales')).toEqual([])
    expect((await rules()).map((one) => one.role)).not.toContain('Sales')
    await page.context().close()
  }, 60_000)

  it('let no style be refused', () => {
    expect(ui.complaints).toEqual([])
  })
})
