import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { addProvider, setConverters } from '../sign-on/world.ts'
import { hasBrowser } from '../ui/browser.ts'
import { john, mapping } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi } from './admin-ui.ts'

interface Row {
  readonly id: string
  readonly column: string
  readonly attributes: readonly string[] | null
  readonly defaultValue: string | null
  readonly position: number
}

describe.skipIf(!hasBrowser())('Attribute mapping', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi()
  })
  afterAll(() => ui?.close())

  const api = async (path: string, body?: unknown) => {
    const cookie = [...ui.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(`${ui.url}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { cookie, origin: ui.url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    // biome-ignore lint/suspicious/noExplicitAny: what a test looks at is checked by what it expects
    return (await response.json()) as any
  }
  const rows = async (): Promise<readonly Row[]> => (await api('/rules?of=converters')).converters
  const row = async (column: string) => (await rows()).find((one) => one.column === column)
  const revision = async (): Promise<number> => (await api('/rules')).revision
  const departments = async () => {
    const found = await ui.world.app.db.query<{ name: string | null }>(sql`
      select v.name from users u join contacts c on c.id = u.contact_id left join lookup_values v on v.id = c."Department"
      where u.login in ('ada', 'john') order by u.login`)
    return found.map((one) => one.name)
  }
  const saveAll = async (page: Page) => {
    await page.keyboard.press('Control+s')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/Saved as version/).waitFor()
  }

  it('shows what a changed row would do to one past sign-in and to all, then saves it, carries it out and takes it back', async () => {
    const before = await departments()
    expect(before).toEqual(['Sales', 'Research'])
    const version = await revision()
    const page = await ui.open('/converters')
    await page.getByLabel('Attribute for Department').fill('Company')
    await page.getByRole('button', { name: 'Preview' }).click()
    await page.getByLabel('Whose sign-in?').fill('John')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /John Best john\.best@/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: /Acme/ }).first().click()
    const after = page.getByRole('region', { name: 'With the changes' })
    await expect
      .poll(() => after.locator('.differs').allInnerTexts())
      .toEqual([expect.stringContaining('Bright Harbour Ltd'), expect.stringContaining('Bright Harbour Ltd')])
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Try on past sign-ins' }).click()
    await page.getByRole('button', { name: 'Try', exact: true }).click()
    await page.getByText('These changes make a difference to 3 of 3 people.').waitFor()
    await page.getByRole('button', { name: /^Department/ }).click()
    const people = page.getByRole('dialog').getByRole('table', { name: 'People' })
    await people
      .getByRole('row', { name: /John Best/ })
      .getByRole('button', { name: 'Show' })
      .click()
    await page.getByRole('dialog', { name: 'John Best' }).getByText('Bright Harbour Ltd').first().waitFor()
    await page.keyboard.press('Escape')
    // Nothing was changed by any of it.
    expect([await departments(), await revision()]).toEqual([before, version])
    expect(await page.getByRole('button', { name: 'Run now' }).isDisabled()).toBe(true)

    await page.getByRole('button', { name: 'Save these changes…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(`Saved as version ${version + 1}`).waitFor()
    expect((await row('Department'))?.attributes).toEqual(['Company'])
    expect(await departments()).toEqual(before)

    await page.getByRole('button', { name: 'Run now' }).click()
    await page.getByRole('dialog', { name: 'Carry it out now?' }).getByRole('button', { name: 'Run now' }).click()
    await page.getByText(/Carried out for 3 people/).waitFor()
    expect(await departments()).toEqual(['Bright Harbour Ltd', 'Bright Harbour Ltd'])
    await page.getByRole('button', { name: 'Take it back' }).click()
    await page.getByText(/the rules stay in force/).waitFor()
    await page.getByRole('dialog', { name: 'Take it back?' }).getByRole('button', { name: 'Take it back' }).click()
    await page.getByText(/Taken back for 3 people/).waitFor()
    expect(await departments()).toEqual(before)

    const [replay] = (await api('/replays')).items
    await page.context().close()
    const own = await ui.open(`/replays/${replay.id}`)
    await own.getByText('These changes make a difference to 3 of 3 people.').waitFor()
    await own.context().close()

    const [person] = (await api(`/replays/${replay.id}/people?applied=applied`)).items
    const entry = await ui.open(`/sign-ons/${person.entryId}`)
    await entry.getByText(/^Run again by/).waitFor()
    const signIn = entry.getByRole('link', { name: /^the sign-in of/ })
    expect(await signIn.getAttribute('href')).toBe(`/admin/sign-ons/${person.signOnId}`)
    await entry.getByText('For support').click()
    for (const none of ['Try with today’s rules', 'Export as test case', 'The way it went', 'Done after'])
      expect(await entry.getByText(none).count()).toBe(0)
    await entry.context().close()
  }, 120_000)

  it('takes back what was saved, from the message that says so', async () => {
    const before = await rows()
    const page = await ui.open('/converters')
    await page.getByLabel('Default value for Given name').fill('Somebody')
    await page.getByLabel('If someone edits Given name here').selectOption('until-edited')
    await saveAll(page)
    expect(await row('GivenName')).toMatchObject({ defaultValue: 'Somebody', overwrite: 'until-edited' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(/was taken back/).waitFor()
    const texts = (list: readonly Row[]) =>
      list.map(({ column, attributes, defaultValue }) => ({ column, attributes, defaultValue }))
    expect(texts(await rows())).toEqual(texts(before))
    await page.context().close()
  }, 60_000)

  it('makes a row of what arrives and nobody reads, with a column that is made on the way', async () => {
    const page = await ui.open('/converters')
    const name = 'http://schemas.example/ws/2005/05/identity/claims/costcentre'
    await page.getByRole('button', { name: `Map ${name}` }).click()
    await page.getByRole('button', { name: /^Contact column of row .*Choose a column/ }).click()
    await page.keyboard.type('Cost centre')
    await page.getByRole('option', { name: 'New column…' }).click()
    await page.getByRole('dialog', { name: 'New column' }).getByRole('button', { name: /Add/ }).click()
    await page.getByRole('button', { name: /^Contact column of row .*: Cost centre/ }).waitFor()
    await saveAll(page)
    expect(await row('CostCentre')).toMatchObject({ attributes: [name], defaultValue: null })
    await expect.poll(() => page.getByRole('button', { name: `Map ${name}` }).count()).toBe(0)
    await page.context().close()
  }, 60_000)

  it('offers every column once, in a list that scrolls', async () => {
    const page = await ui.open('/converters')
    await page.getByRole('button', { name: /^Contact column .*Department/ }).click()
    const list = page.getByRole('listbox')
    const codes = await list.locator('code').allInnerTexts()
    expect(codes).toContain('user.culture')
    expect(new Set(codes).size).toBe(codes.length)
    const box = await list.evaluate((one) => [one.clientHeight, one.scrollHeight, getComputedStyle(one).overflowY])
    expect(box).toEqual([280, expect.any(Number), 'auto'])
    expect(Number(box[1])).toBeGreaterThan(600)
    await page.keyboard.type('zzz')
    expect(await list.getByRole('option').allInnerTexts()).toEqual(['New column…'])
    await page.keyboard.press('Escape')
    expect(await page.evaluate('document.activeElement.innerText')).toContain('Department')
    await page.keyboard.type('mobile')
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.innerText')).toContain('MobilePhone')
    await page.context().close()
  })

  it('says before it is saved which columns no row fills any more', async () => {
    const page = await ui.open('/converters')
    await page.getByRole('button', { name: /^Contact column .*: Phone/ }).click()
    await page.keyboard.type('mobile')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+s')
    const dialog = page.getByRole('dialog', { name: 'What changes' })
    await dialog.getByText('Phone is filled by no row any more; what stands there stays.').waitFor()
    await page.context().close()
  })

  it('reads what a row was probably meant to read as well, and in its place only what never arrives', async () => {
    await setConverters(ui.world, { ...mapping, Surname: 'LastName' })
    const { Department: departement, ...rest } = john
    const zoe = { ...rest, Email: ['zoe@brightharbour.example'], Departement: departement }
    await new Visitor(newSite(ui.world)).signOn('zoe', zoe)
    const page = await ui.open('/converters')
    await page.getByText('LastName, which Surname is filled from, never arrives.').waitFor()
    await page.getByText(/^Department arrives at \d+ % of sign-ins, Departement at \d+ %: the first/).waitFor()
    await page.getByRole('button', { name: 'Read Last Name for Surname instead of LastName' }).click()
    await page.getByRole('button', { name: 'Also read Departement for Department' }).click()
    await saveAll(page)
    expect((await row('Surname'))?.attributes).toEqual(['Last Name'])
    expect((await row('Department'))?.attributes).toEqual(['Department', 'Departement'])
    await setConverters(ui.world, mapping)
    await page.context().close()
  }, 60_000)

  it('marks what cannot be saved at its place, and saves nothing of it', async () => {
    const version = await revision()
    const page = await ui.open('/converters')
    await page.getByRole('button', { name: 'Add a row' }).click()
    await page.keyboard.type('Second')
    // Without a column at all, too.
    await page.keyboard.press('Control+s')
    await page.getByRole('alert').getByText('Choose a column').waitFor()
    await page.getByRole('button', { name: /^Contact column of row .*Choose a column/ }).click()
    await page.keyboard.type('Email')
    await page.getByRole('option', { name: /Email/ }).click()
    await page.keyboard.press('Control+s')
    await page
      .getByRole('alert')
      .getByText(/Another row fills Email/)
      .waitFor()
    expect(await revision()).toBe(version)

    // Leaving by a link asks; staying loses nothing.
    await page.getByRole('link', { name: 'Versions' }).click()
    await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay here' }).click()
    expect(new URL(page.url()).pathname).toBe('/admin/converters')
    expect(await page.getByLabel('Attribute for Email').last().inputValue()).toBe('Second')
    await page.context().close()
  }, 60_000)

  it('brings a removed row back before it is saved, and moves rows by keyboard', async () => {
    await setConverters(ui.world, mapping)
    const page = await ui.open('/converters')
    await page.getByRole('button', { name: 'Remove Phone' }).click()
    await page
      .getByRole('row')
      .filter({ has: page.getByLabel('Attribute for Phone') })
      .getByRole('button', { name: 'Undo' })
      .click()
    await page.getByLabel('Attribute for Account').focus()
    await page.keyboard.press('ArrowDown')
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Attribute for Department')
    await page.keyboard.press('Alt+ArrowUp')
    await page.getByText('Moved to place 1 of 7.').waitFor({ state: 'attached' })
    await saveAll(page)
    expect((await rows()).map((one) => one.column)).toEqual([
      'Department',
      'Account',
      'Email',
      'GivenName',
      'Surname',
      'Phone',
      'Type',
    ])
    await page.context().close()
  }, 60_000)

  it('lays the changes of two administrators together, and asks where both changed the same', async () => {
    await setConverters(ui.world, mapping)
    const [first, second] = [await ui.open('/converters'), await ui.open('/converters')]
    await first.getByLabel('Default value for Department').fill('Head office')
    await first.getByLabel('Default value for Phone').fill('+442079460100')
    await saveAll(first)
    await second.getByLabel('Default value for Department').fill('Branch')
    await second.getByLabel('Attribute for Surname').fill('sn')
    await second.keyboard.press('Control+s')
    const late = second.getByRole('dialog', { name: 'Somebody else has saved meanwhile' })
    await late.getByText('You both changed these').waitFor()
    expect((await row('Department'))?.defaultValue).toBe('Head office')
    await late.getByText('Take theirs').click()
    await late.getByRole('button', { name: 'Put both together' }).click()
    await second
      .getByRole('dialog', { name: 'What changes' })
      .getByRole('button', { name: 'Save', exact: true })
      .click()
    await second.getByText(/Saved as version/).waitFor()
    expect(await row('Department')).toMatchObject({ defaultValue: 'Head office' })
    expect(await row('Phone')).toMatchObject({ defaultValue: '+442079460100' })
    expect(await row('Surname')).toMatchObject({ attributes: ['sn'] })
    await first.context().close()
    await second.context().close()
  }, 90_000)

  it('takes what is typed in the last of 300 rows, and saves that row alone', async () => {
    await setConverters(ui.world, mapping)
    const upsert = Array.from({ length: 293 }, (_, n) => ({
      attributes: [`attribute-${n}`],
      column: 'Notes',
      ...(n === 0 ? {} : { condition: { attribute: 'kind', equals: String(n) } }),
    }))
    await api('/rules', { basedOn: await revision(), converters: { upsert } })
    const before = await rows()
    expect(before).toHaveLength(300)
    const page = await ui.open('/converters')
    await page.getByLabel('Attribute for Account').focus()
    await page.keyboard.press('Control+End')
    const focused = () =>
      page.evaluate(
        'document.activeElement.closest("tr")?.getAttribute("aria-rowindex") + document.activeElement.dataset.cell',
      )
    await expect.poll(focused).toBe('301attribute')
    await page.keyboard.press('End')
    await page.keyboard.type('-typed-at-once')
    await saveAll(page)
    const after = await rows()
    const changed = after.filter((one, at) => JSON.stringify(one) !== JSON.stringify(before[at]))
    expect(changed.map((one) => one.attributes)).toEqual([['attribute-292-typed-at-once']])
    await page.context().close()
  }, 120_000)

  it('asks every provider what arrives, however many there are', async () => {
    const { world } = ui
    await setConverters(world, mapping)
    for (let n = 0; n < 8; n++) {
      const idp = createIdentityProvider({ entityId: `https://idp-${n}.example`, now: () => world.clock.now })
      await addProvider(world, idp, { slug: `before-${n}`, name: `A company ${n}` })
    }
    const page = await ui.open('/converters')
    await page.getByRole('button', { name: /^Map .*costcentre/ }).waitFor()
    await page.context().close()
  }, 90_000)

  it('let no script of a value run, and no style be refused', () => {
    expect(ui.complaints).toEqual([])
  })
})
