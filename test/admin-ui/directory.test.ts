import type { Locator, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { uuid7 } from '../../src/store/uuid.ts'
import { setConverters } from '../sign-on/world.ts'
import { axeViolations, hasBrowser } from '../ui/browser.ts'
import { john, mapping } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

/** What John's identity provider sends at last. */
const now = { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] }

describe.skipIf(!hasBrowser())('People, roles, lookups and columns', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      await new Visitor(newSite(world)).signOn('mary', {
        ...john,
        'First Name': ['Mary'],
        Department: ['Field sales'],
        Email: ['mary@brightharbour.example'],
        memberOf: [],
      })
      await setConverters(world, { ...mapping, Department: ['Department', 'Field sales'] })
    })
  })
  afterAll(() => ui?.close())

  const query = <Row extends object>(statement: ReturnType<typeof sql>) => ui.world.app.db.query<Row>(statement)
  const contactOf = async (login: string) => {
    const [row] = await query<{ id: string; Phone: string; JobTitle: string; Department: string; Type: string }>(sql`
      select c.id, c."Phone", c."JobTitle", d.name as "Department", t.name as "Type"
      from users u join contacts c on c.id = u.contact_id left join lookup_values d on d.id = c."Department"
        left join lookup_values t on t.id = c."Type" where u.login = ${login}`)
    if (!row) throw new Error(`nobody signs in as ${login}`)
    return row
  }
  const api = async (path: string) =>
    (await fetch(`${ui.url}/api/v1${path}`, {
      headers: { cookie: [...ui.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    }).then((answer) => answer.json())) as Record<string, never>
  const signOn = (claims: Readonly<Record<string, readonly string[]>>) =>
    new Visitor(newSite(ui.world)).signOn('john', claims)
  const edit = async (page: Page, caption: string) => {
    await page.getByRole('button', { name: `Edit ${caption}`, exact: true }).click()
    return page.getByRole('textbox', { name: caption, exact: true })
  }

  it('changes a value by hand, and says truly what the next sign-in does with it', async () => {
    const page = await ui.open('/contacts?search=john.best')
    await page.getByRole('link', { name: 'John Best' }).click()
    await page.getByRole('heading', { name: 'John Best', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Edit Email', exact: true }).waitFor()
    const cut = `[...document.querySelectorAll('.value-line button, .value-line button *')]
      .filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').map((one) => one.textContent)`
    expect(await page.evaluate(cut)).toEqual([])

    await (await edit(page, 'Phone')).fill('+44 20 7946 0999')
    const warning = page.getByText('The next sign-in overwrites it')
    expect(await warning.getByRole('link').getAttribute('href')).toBe('/admin/converters?search=Phone')
    await page.keyboard.press('Enter')
    await page.getByText('+44 20 7946 0999').waitFor()
    expect((await contactOf('john')).Phone).toBe('+44 20 7946 0999')
    await page.getByRole('button', { name: 'Why Phone is so' }).click()
    await page.getByText('Before that').waitFor()
    await page.keyboard.press('Escape')

    // A fixed value leaves alone what a person chose.
    await page.getByRole('button', { name: 'Edit Type', exact: true }).click()
    await page.getByText('The next sign-in keeps it').waitFor()
    await page.getByRole('combobox', { name: 'Type', exact: true }).press('Escape')

    await page.getByRole('button', { name: /empty columns$/ }).click()
    await (await edit(page, 'Full job title')).fill('Head of harbours')
    await page.getByText('No row of the attribute mapping fills it').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Head of harbours').waitFor()

    await signOn(now)
    expect(await contactOf('john')).toMatchObject({
      Phone: '+44 20 7946 0142',
      JobTitle: 'Head of harbours',
      Type: 'Employee',
    })
    await page.context().close()
  }, 90_000)

  it('refuses to write over what somebody else wrote meanwhile: both are shown, one is chosen', async () => {
    const { id } = await contactOf('john')
    const page = await ui.open(`/contacts/${id}`)
    const title = await edit(page, 'Full job title')
    await title.fill('Mine')
    await query(sql`update contacts set "JobTitle" = 'Theirs', version = version + 1 where id = ${id}::uuid`)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const conflict = page.getByRole('alert')
    await conflict.getByText('Somebody else was faster').waitFor()
    const row = await conflict.getByRole('row', { name: /^Full job title/ }).innerText()
    expect(row.split(/\s+/).slice(-2)).toEqual(['Mine', 'Theirs'])
    expect((await contactOf('john')).JobTitle).toBe('Theirs')
    await conflict.getByRole('button', { name: 'Save mine over it' }).click()
    await expect.poll(async () => (await contactOf('john')).JobTitle).toBe('Mine')
    await conflict.waitFor({ state: 'detached' })
    await page.context().close()
  }, 60_000)

  it('says why somebody lost a role, and leads to the sign-in that took it', async () => {
    const { id } = await contactOf('john')
    const page = await ui.open(`/contacts/${id}`)
    const lost = page.getByRole('listitem').filter({ hasText: 'taken away' }).filter({ hasText: 'Sales' })
    const [user] = await query<{ id: string }>(sql`select id from users where login = 'john'`)
    const history = (await api(`/users/${user?.id}/role-history?role=Sales`)) as unknown as {
      items: { change: string; because: string; signOnId: string }[]
    }
    expect(history.items.map((one) => one.change)).toEqual(['withdrawn', 'granted'])
    expect(await lost.innerText()).toContain(history.items[0]?.because)
    await lost.getByRole('link', { name: 'the sign-in' }).click()
    await page.getByRole('heading', { name: 'What it changed' }).waitFor()
    expect(page.url()).toContain(`/sign-ons/${history.items[0]?.signOnId}`)
    await page.getByText('taken away').first().waitFor()
    await page.context().close()
  }, 60_000)

  it('makes two entries of a lookup one: contacts, names and rules follow', async () => {
    const page = await ui.open('/lookups/Department')
    await page.getByLabel('Choose Research').check()
    await page.getByLabel('Choose Field sales').check()
    await page.getByRole('button', { name: 'Make them one' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Research' }).check()
    await dialog.getByText('1 contact gets Research.').waitFor()
    await dialog.getByText('What arrives as Field sales becomes Research from then on.').waitFor()
    await dialog.getByRole('link', { name: 'Attribute mapping' }).waitFor()
    // What cannot be taken back is done by its button alone.
    await dialog.getByRole('radio', { name: 'Research' }).press('Enter')
    expect((await contactOf('mary')).Department).toBe('Field sales')
    await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    expect((await contactOf('mary')).Department).toBe('Research')
    await page.getByLabel('Choose Field sales').waitFor({ state: 'detached' })
    // The name leads on: what arrives so, and what the rule writes, is the one that stays.
    await new Visitor(newSite(ui.world)).signOn('nora', {
      ...john,
      Department: ['FIELD SALES'],
      Email: ['nora@brightharbour.example'],
    })
    const { Department: _, ...without } = john
    await new Visitor(newSite(ui.world)).signOn('olga', { ...without, Email: ['olga@brightharbour.example'] })
    for (const login of ['nora', 'olga']) expect((await contactOf(login)).Department).toBe('Research')
    await page.getByRole('button', { name: 'Research', exact: true }).click()
    await page.getByRole('button', { name: 'Take the name Field sales away' }).waitFor()
    await page.context().close()
  }, 90_000)

  it('adds a contact and makes it one with somebody who is here', async () => {
    const page = await ui.open('/contacts')
    await page.getByRole('button', { name: 'New contact' }).click()
    const adding = page.getByRole('dialog')
    await adding.getByLabel('Given name').fill('Jonathan')
    await adding.getByLabel('Surname').fill('Best')
    await adding.getByLabel('Email').fill('jonathan@brightharbour.example')
    await adding.getByRole('button', { name: 'Add', exact: true }).dblclick()
    await page.getByRole('heading', { name: 'Jonathan Best', level: 1 }).waitFor()
    const made = await query<{ id: string }>(sql`select id from contacts where "GivenName" = 'Jonathan'`)
    expect(made).toHaveLength(1)
    const { id } = await contactOf('john')

    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Merge into another contact' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').fill('john.best')
    await page.getByRole('option', { name: /John Best/ }).click()
    await dialog.getByText('This cannot be undone.').waitFor()
    await dialog.getByText('jonathan@brightharbour.example').waitFor()
    await dialog.getByRole('button', { name: 'Make them one' }).click()
    await page.getByRole('heading', { name: 'John Best', level: 1 }).waitFor()
    expect(await query(sql`select 1 from contacts where "GivenName" = 'Jonathan'`)).toEqual([])
    // Whoever has the old address still finds the person.
    expect((await api(`/contacts/${made[0]?.id}`)).id).toBe(id)
    await page.context().close()
  }, 90_000)

  it('puts a role below another, and removes it when nothing hangs on it', async () => {
    const page = await ui.open('/roles')
    const make = async (name: string) => {
      await page.getByRole('button', { name: 'New role' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Name').fill(name)
      await dialog.getByText('Organisational', { exact: true }).click()
      await dialog.getByRole('button', { name: 'Make the role' }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
    }
    await make('Europe')
    await page.goto(`${ui.url}/admin/roles`)
    await make('Berlin')
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await page.getByRole('combobox', { name: 'Below' }).click()
    await page.getByRole('option', { name: 'Europe' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('link', { name: 'Europe' }).waitFor()
    const tree = () =>
      query<{ name: string; parent: string | null }>(sql`
        select r.name, p.name as parent from roles r left join roles p on p.id = r.parent_id
        where r.name in ('Europe', 'Berlin') order by r.name`)
    expect(await tree()).toEqual([
      { name: 'Berlin', parent: 'Europe' },
      { name: 'Europe', parent: null },
    ])

    // Europe stays as long as Berlin is below it.
    await page.getByRole('link', { name: 'Europe' }).click()
    await page.getByRole('heading', { name: 'Europe', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 role is below it. Move it first.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Remove', exact: true }).isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Berlin' }).click()
    await page.getByRole('heading', { name: 'Berlin', level: 1 }).waitFor()

    await page.getByRole('combobox', { name: 'Give it to' }).fill('john')
    await page.getByRole('option', { name: 'John Best (john)' }).click()
    await page.getByRole('button', { name: 'Give', exact: true }).click()
    await page.getByRole('link', { name: 'John Best john', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await dialog.getByText('1 person loses Berlin.').waitFor()
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
    await page.getByRole('heading', { name: 'Roles', level: 1 }).waitFor()
    expect(await tree()).toEqual([{ name: 'Europe', parent: null }])
    expect(
      await query(sql`
      select 1 from grants g left join roles r on r.id = g.role_id where r.id is null`),
    ).toEqual([])

    // A role that groups lead to says so before anybody tries.
    await page.goto(`${ui.url}/admin/roles/Field%20staff`)
    await settled(page)
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    await dialog.getByText('1 row of the group mapping leads here. Remove it first.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Remove', exact: true }).isDisabled()).toBe(true)
    await page.context().close()
  }, 120_000)

  it('adds a column, and every contact has it', async () => {
    const page = await ui.open('/columns')
    await page.getByRole('button', { name: 'New column' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Column' }).fill('Cost centre')
    expect(await dialog.getByRole('textbox', { name: 'Code' }).inputValue()).toBe('CostCentre')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByRole('cell', { name: 'CostCentre' }).waitFor()
    const { id } = await contactOf('john')
    await page.goto(`${ui.url}/admin/contacts/${id}`)
    await settled(page)
    await page.getByRole('button', { name: /empty columns?$/ }).click()
    await (await edit(page, 'Cost centre')).fill('4711')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('4711').waitFor()
    expect(await query(sql`select "CostCentre" as c from contacts where id = ${id}::uuid`)).toEqual([{ c: '4711' }])
    await page.context().close()
  }, 60_000)

  it('shows in red what takes away, in both looks, and legibly when it is pointed at', async () => {
    const { id } = await contactOf('john')
    const page = await ui.open(`/contacts/${id}`, { reducedMotion: 'reduce' })
    const unbind = page.getByRole('button', { name: 'Unbind' }).first()
    const erase = page.getByRole('menuitem', { name: /^Erase/ })
    const isRed = async (what: Locator) => {
      const [red = 0, ...others] =
        (await what.evaluate((one) => getComputedStyle(one).color)).match(/\d+/g)?.map(Number) ?? []
      return red - Math.max(...others) > 60
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor()
      await unbind.hover()
      expect(await isRed(unbind)).toBe(true)
      expect(await axeViolations(page, 'colours')).toEqual([])
      await page.getByRole('button', { name: 'More', exact: true }).click()
      expect(await isRed(erase)).toBe(true)
      await erase.hover()
      expect(await axeViolations(page, 'colours')).toEqual([])
      await page.keyboard.press('Escape')
      await unbind.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Unbind' }).hover()
      expect(await axeViolations(page, 'colours')).toEqual([])
      await page.getByRole('button', { name: 'Cancel' }).click()
    }
    await page.context().close()
  }, 60_000)

  it('finds somebody by one character, and a sign-in by how its reference begins', async () => {
    const { app } = ui.world
    const person = uuid7(new Date())
    await app.db.query(sql`insert into contacts (id, name_key, "Name") values (${person}, '王小明', '王小明')`)
    const [signOn] = await app.db.query<{ id: string }>(sql`select id from sign_ons order by at limit 1`)
    const page = await ui.open('/')
    const find = page.getByLabel('Find a person')
    await find.fill('王')
    await page.getByRole('option', { name: '王小明' }).waitFor()
    await find.fill(signOn?.id.slice(0, 7) ?? '')
    await page.getByText('type more').waitFor()
    await find.fill(signOn?.id.slice(0, 8) ?? '')
    await page.getByRole('group', { name: 'Sign-ins' }).waitFor()
    await find.fill(signOn?.id.slice(0, 30) ?? '')
    await find.press('Enter')
    await page.waitForURL(new RegExp(`/sign-ons/${signOn?.id}$`))
    await find.fill('zzzz')
    await page.getByText('Nothing is called that.').waitFor()
    await app.db.query(sql`delete from contacts where id = ${person}`)
    await page.context().close()
  }, 60_000)

  it('never leads to what was found for another text, however slow the network', async () => {
    const page = await ui.open('/users')
    const find = page.getByLabel('Find a person')
    await find.fill('john.best')
    await page.getByRole('option', { name: /John Best/ }).click()
    await page.getByRole('heading', { name: 'John Best', level: 1 }).waitFor()
    await page.route('**/api/v1/contacts?*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500))
      await route.continue().catch(() => {})
    })
    await find.fill('Security report')
    await page.getByRole('option', { name: 'Security report' }).waitFor()
    expect(await page.getByRole('option', { name: /John Best/ }).count()).toBe(0)
    await find.press('ArrowDown')
    await find.press('Enter')
    await page.getByRole('heading', { name: 'Security report', level: 1 }).waitFor()
    // People come later than pages and stand above them: where the highlighted page stood there is somebody now.
    await find.fill('o')
    await page.getByRole('option', { name: 'Overview' }).waitFor()
    await find.press('ArrowDown')
    await page
      .getByRole('option', { name: /John Best/ })
      .first()
      .waitFor()
    await expect.poll(() => page.locator('[role=option][data-combobox-selected]').count()).toBe(0)
    await find.press('Enter')
    await page.waitForTimeout(300)
    expect(new URL(page.url()).pathname).toBe('/admin/settings/security')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.context().close()
  }, 60_000)

  it('finds people and pages from everywhere, and remembers look and language', async () => {
    const page = await ui.open('/users')
    await page.getByLabel('Find a person').fill('john.best')
    await page.getByRole('option', { name: /John Best/ }).click()
    await page.getByRole('heading', { name: 'John Best', level: 1 }).waitFor()
    // A page of the settings by what it is called, and by what it is called in the other language.
    for (const name of ['Security report', 'Sicherheitsbericht']) {
      await page.getByLabel('Find a person').fill(name)
      await page.getByRole('option', { name: 'Security report' }).waitFor()
    }
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Security report', level: 1 }).waitFor()
    await page.getByRole('button', { name: 'Signed in as ada' }).click()
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    await expect.poll(() => page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
    await page.getByRole('button', { name: 'Signed in as ada' }).click()
    await page.getByRole('menuitem', { name: 'Deutsch' }).click()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de')
    await page.getByRole('navigation').getByText('Anmeldungen').waitFor()
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark')
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 60_000)
})
