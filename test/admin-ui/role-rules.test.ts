import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordRevision } from '../../src/store/rules.ts'
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
        memberOf: ['Sales team', 'CN=Night shift,OU=Groups', 'Sales teams'],
      })
      // So few that taking two roles at once has to be confirmed.
      await world.app.db.query(sql`
        update providers set options = options || '{"withdrawalCeiling": 0}'::jsonb where slug = 'acme'`)
      world.app.providers.forget('acme')
      // So that no version of a test has that in it.
      await world.app.db.transaction((tx) => recordRevision(tx, { kind: 'system' }))
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

  it('offers a group that is nearly the one of a rule beside it, and tells of a new row how often its group came', async () => {
    const page = await ui.open('/role-rules')
    await page.getByRole('button', { name: 'Give Sales for it too, as for Sales team' }).click()
    await page.getByRole('row').filter({ hasText: 'or 1 other' }).getByText('not counted yet').waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByRole('button', { name: 'Give a role for Sales teams' }).click()
    await page
      .locator('tr[data-state=new]')
      .getByText(/1 of \d+ sign-ins$/)
      .waitFor({ state: 'attached' })
    await page.context().close()
  }, 60_000)

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

  it('says which roles groups give by their names, here and at the role, with who has it by name', async () => {
    const page = await ui.open('/role-rules')
    const line = page.getByText(
      /^Groups that are called like a role give it without a row here\. Of late: London office\./,
    )
    await line.getByRole('link', { name: 'Acme' }).waitFor()
    await page.goto(`${ui.url}/admin/roles`)
    await page.getByRole('link', { name: 'London office' }).click()
    await page.getByText('a group of the same name, from Acme').waitFor()
    await page.getByRole('row').getByText('John Best').waitFor()
    await page.goto(`${ui.url}/admin/roles`)
    await page.getByRole('link', { name: 'Administrators' }).click()
    await page.getByText('no group', { exact: true }).waitFor()
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
    await page.getByText(new RegExp(`Saved as version \\d+\\. Taken from ${before.length} people: Sales\\.$`)).waitFor()
    expect(await holders('Sales')).toEqual([])
    expect((await rules()).map((one) => one.role)).not.toContain('Sales')

    await page.goto(`${ui.url}/admin/revisions`)
    await page.getByRole('row').nth(1).getByRole('link').first().click()
    await page.getByRole('button', { name: 'Take back only this change' }).click()
    const words = `${before.length} people lost Sales; each gets it back at the next sign-in`
    const back = page.getByRole('dialog')
    await back.getByText(words).waitFor()
    await back.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText(`was taken back. ${words}`).waitFor()
    expect((await rules()).map((one) => one.role)).toContain('Sales')
    expect(await holders('Sales')).toEqual([])
    await page.context().close()
  }, 60_000)

  it('knows that the last administrator keeps the role at a sign-in', async () => {
    const { world } = ui
    await world.app.db.query(sql`
      update grants set origin = 'provider', provider_id = (select id from providers where slug = 'acme'),
        rule_id = (select ru.id from role_rules ru order by ru.id limit 1)
      where role_id = (select id from roles where built_in = 'administrators')`)
    const page = await ui.open('/role-rules')
    const [rule] = await rules()
    await page.getByRole('button', { name: `Remove ${rule?.groups[0]}`, exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'What changes' })
    await dialog.getByText(/^Administrators: the last administrator keeps it/).waitFor()
    await dialog.getByRole('radio', { name: /Now/ }).check()
    await dialog.getByText(/^Administrators: 1 loses it, of 1\. Nobody would be an administrator any more/).waitFor()
    await page.context().close()
  }, 60_000)

  it('let no style be refused', () => {
    expect(ui.complaints).toEqual([])
  })
})
