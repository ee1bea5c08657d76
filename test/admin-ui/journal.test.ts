import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toFormField } from '../../src/testing/index.ts'
import { respond } from '../sign-on/world.ts'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

const mary = { ...john, 'First Name': ['Mary'], 'Last Name': ['Quay'], Email: ['mary@brightharbour.example'] }
const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

describe.skipIf(!hasBrowser())('Sign-ins, versions and the decoder', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      const person = new Visitor(newSite(world))
      const today = world.clock.now
      world.clock.now = new Date('2026-11-22T10:00:00Z')
      await person.signOn('mary', { ...mary, Department: ['Harbour'], memberOf: ['Field', 'CN=Pilots'] })
      world.clock.now = today
      await person.signOn('mary', { ...mary, Department: ['Research'], memberOf: ['Sales team'] })
    })
  })
  afterAll(() => ui?.close())

  const query = <Row extends object>(statement: ReturnType<typeof sql>) => ui.world.app.db.query<Row>(statement)
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${ui.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: [...ui.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: ui.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const count = async (table: 'sign_ons' | 'contacts') => {
    const [row] = await query<{ n: number }>(
      table === 'contacts'
        ? sql`select count(*)::int as n from contacts`
        : sql`select count(*)::int as n from sign_ons`,
    )
    return row?.n
  }
  const departmentOf = async (login: string) => {
    const [row] = await query<{ name: string | null; roles: string[] }>(sql`
      select d.name, array(select r.name from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and g.origin = 'provider' order by 1) as roles
      from users u join contacts c on c.id = u.contact_id left join lookup_values d on d.id = c."Department"
      where u.login = ${login}`)
    return row
  }

  it('writes moments in one form for each language, by the clock of the browser, whose zone it names', async () => {
    const first = async (locale: string) => {
      const page = await ui.open('/sign-ons?to=2026-11-22', { locale, timezoneId: 'Europe/Berlin' })
      const shown = await page.locator('tbody time').first().innerText()
      await page.goto(`${ui.url}/admin/users`)
      await settled(page)
      const day = page.locator('tbody time').first()
      const exact = [await day.innerText(), await day.getAttribute('title')]
      await page.context().close()
      return { shown, exact }
    }
    const english = await first('en-US')
    expect(english.shown).toBe('22 Nov 2026, 11:00 CET')
    expect(english.exact[0]).toMatch(/^\d+ [A-Z][a-z]+ 20\d\d$/)
    expect(english.exact[1]).toBe(`${english.exact[0]}, ${/\d\d:\d\d CES?T$/.exec(english.exact[1] ?? '')}`)
    expect((await first('de-AT')).shown).toBe('22. Nov. 2026, 11:00 MEZ')
  }, 90_000)

  it('leads from the reference of an error page to why, and to the cure, in three clicks', async () => {
    await query(sql`update users set status = 'disabled', version = version + 1 where login = 'mary'`)
    const refused = await new Visitor(newSite(ui.world)).signOn('mary', mary)
    expect(refused.status).toBe(403)
    const reference = uuid.exec(refused.text)?.[0] ?? ''

    const page = await ui.open('/')
    await page.getByLabel('Find a person').fill(` ${reference.toUpperCase()} `)
    await page.getByRole('option', { name: 'Sign-in with this reference' }).click()
    const why = page.getByRole('region', { name: 'Refused' })
    await why.getByText('user_disabled').waitFor()
    await why.getByText('What to do:').waitFor()
    await why.getByRole('link', { name: 'The person' }).click()
    await page.getByRole('button', { name: 'Let in again' }).click()
    await page.getByRole('button', { name: 'Switch off' }).waitFor()
    expect(await query(sql`select status from users where login = 'mary'`)).toEqual([{ status: 'active' }])
    await page.context().close()
  }, 90_000)

  it('asks before somebody is switched off or signed out everywhere, and says that it is done', async () => {
    await new Visitor(newSite(ui.world)).signOn('zoe', { ...mary, Email: ['zoe@north.example'] })
    const [zoe] = await query<{ id: string; contact: string }>(sql`
      select id, contact_id as contact from users where login = 'zoe'`)
    const sessions = async () => (await query(sql`select 1 from sessions where user_id = ${zoe?.id}::uuid`)).length
    const status = async () => (await query(sql`select status from users where login = 'zoe'`))[0]
    const page = await ui.open(`/contacts/${zoe?.contact}`)
    const asked = page.getByRole('dialog')

    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await asked.getByText('They may sign in again.').waitFor()
    expect(await sessions()).toBeGreaterThan(0)
    await asked.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByText('Signed out everywhere.').waitFor()
    expect(await sessions()).toBe(0)

    await page.getByRole('button', { name: 'Switch off' }).click()
    await asked.getByText('Their contact and their roles stay.').waitFor()
    expect(await status()).toEqual({ status: 'active' })
    await asked.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('is switched off.').waitFor()
    expect(await status()).toEqual({ status: 'disabled' })
    await page.getByRole('button', { name: 'Let in again' }).click()
    await page.getByText('may sign in.').waitFor()
    expect(await status()).toEqual({ status: 'active' })
    await page.context().close()
  }, 90_000)

  it('shows what the identity provider sent on a day, with today’s rules too, and saves it as a test case', async () => {
    const page = await ui.open('/sign-ons')
    await page.getByLabel('From day').fill('2026-11-22')
    await page.getByLabel('To day').fill('2026-11-22')
    await page.getByLabel('Search').fill('mary')
    await page.waitForURL(/search=mary/)
    await settled(page)
    const rows = page.getByRole('table').getByRole('link')
    expect(await rows.count()).toBe(1)
    await rows.click()
    await page.getByText('Harbour', { exact: true }).first().waitFor()
    const arrived = page.locator('section').filter({ has: page.getByRole('heading', { name: 'What arrived' }) })
    expect(await arrived.innerText()).toContain('CN=Pilots')
    expect(await arrived.innerText()).not.toContain('Sales team')
    await page.getByText('1 attribute that nothing reads').click()
    await page.getByText('4711').waitFor()

    const before = await departmentOf('mary')
    await page.getByRole('button', { name: 'Try with today’s rules' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Nothing is written.').waitFor()
    await dialog.getByText('Harbour').waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await departmentOf('mary')).toEqual(before)

    await page.getByRole('heading', { name: 'For support' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export as test case' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^test-case-.*\.json$/)
    const text = await readFile(await file.path(), 'utf8')
    expect(Object.keys(JSON.parse(text))).toContain('plan')
    expect(text).not.toContain('mary@brightharbour.example')
    await page.context().close()
  }, 90_000)

  it('says of rows that changed nothing the column and why, and the rule only where it tells more', async () => {
    const [signOn] = await query<{ id: string }>(sql`
      select s.id from sign_ons s join users u on u.id = s.user_id
      where u.login = 'john' order by s.at desc limit 1`)
    const page = await ui.open(`/sign-ons/${signOn?.id}`)
    await page.getByText(/^\d+ rows of the attribute mapping changed nothing$/).click()
    const lines = await page.getByRole('group').getByRole('listitem').allInnerTexts()
    expect(lines).toContain('Given name It had this value already.')
    expect(lines.filter((one) => /^Type .* Type is always Employee\.$/.test(one))).toHaveLength(1)
    await page.context().close()
  }, 60_000)

  it('takes back what a sign-in wrote, after saying what that is', async () => {
    const [latest] = await query<{ id: string }>(sql`
      select s.id from sign_ons s join users u on u.id = s.user_id
      where u.login = 'mary' and s.outcome = 'updated' order by s.at desc limit 1`)
    expect(await departmentOf('mary')).toEqual({ name: 'Research', roles: ['Sales'] })
    const page = await ui.open(`/sign-ons/${latest?.id}`)
    await page.getByRole('button', { name: 'Take it back' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('What was there before comes back').waitFor()
    await dialog.getByText('Harbour').first().waitFor()
    expect((await departmentOf('mary'))?.name).toBe('Research')
    await dialog.getByRole('button', { name: 'Take it back' }).dblclick()
    await dialog.waitFor({ state: 'detached' })
    expect(await departmentOf('mary')).toEqual({ name: 'Harbour', roles: ['Field staff'] })
    const [undo, ...more] = await query<{ id: string; contact: string }>(sql`
      select id, contact_id as contact from sign_ons where outcome = 'undone'`)
    expect(more).toEqual([])

    // It says so, and cannot be taken back twice.
    await page.goto(`${ui.url}/admin/sign-ons/${latest?.id}`)
    await page.getByRole('button', { name: 'Try with today’s rules' }).waitFor()
    expect(await page.getByRole('button', { name: 'Take it back' }).count()).toBe(0)
    await page.getByRole('link', { name: /^taken back/ }).click()
    await page.getByRole('heading', { name: 'Taken back', level: 1 }).waitFor()
    expect(page.url()).toContain(undo?.id)

    // Among sign-ins it stands only when it is asked for.
    for (const path of [`/sign-ons?contact=${undo?.contact}`, `/contacts/${undo?.contact}`]) {
      await page.goto(`${ui.url}/admin${path}`)
      await settled(page)
      const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Sign-ins', level: 2 }) })
      const list = path.startsWith('/contacts') ? card : page.getByRole('table')
      const links = list.locator(`a[href$="/sign-ons/${undo?.id}"]`)
      await list.locator(`a[href$="/sign-ons/${latest?.id}"]`).first().waitFor()
      expect(await links.count(), path).toBe(0)
      await page.getByLabel('Also rules run again, and what was taken back').check()
      await links.first().waitFor()
    }
    await page.goto(`${ui.url}/admin/sign-ons?search=${undo?.id}`)
    await page.locator(`a[href$="/sign-ons/${undo?.id}"]`).first().waitFor()
    await page.context().close()
  }, 60_000)

  it('takes back one version alone, and goes back to a whole one', async () => {
    const rows = () =>
      query<{ id: string; column: string; attributes: string[]; version: number }>(sql`
        select id, column_name as column, attributes, version from converters
        where column_name in ('Phone', 'Email') order by column_name`)
    const [email, phone] = await rows()
    const [newest] = await query<{ n: number }>(sql`select max(revision)::int as n from rules_revisions`)
    const first = newest?.n ?? 0
    expect((await call('DELETE', `/converters/${phone?.id}`)).status).toBe(204)
    expect((await call('PATCH', `/converters/${email?.id}`, { attributes: ['Mail'] })).status).toBe(200)

    const page = await ui.open('/revisions')
    await page.getByRole('link', { name: `Version ${first + 1}`, exact: true }).click()
    await page.getByText('1 removed').waitFor()
    await page.getByRole('button', { name: 'Take back only this change' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('1 added').waitFor()
    await dialog.getByRole('button', { name: 'Take it back' }).dblclick()
    await page.getByRole('heading', { name: `Version ${first + 3}`, level: 1 }).waitFor()
    const shown = async () => (await rows()).map(({ column, attributes }) => ({ column, attributes }))
    expect(await shown()).toEqual([
      { column: 'Email', attributes: ['Mail'] },
      { column: 'Phone', attributes: ['Phone'] },
    ])

    await page.goto(`${ui.url}/admin/revisions/${first}`)
    await settled(page)
    await page.getByRole('button', { name: 'Go back to this version' }).click()
    await dialog.getByText('1 changed').waitFor()
    await dialog.getByRole('button', { name: 'Go back', exact: true }).click()
    await page.getByRole('heading', { name: `Version ${first + 4}`, level: 1 }).waitFor()
    await page.getByText('in force').waitFor()
    expect(await shown()).toEqual([
      { column: 'Email', attributes: ['Email'] },
      { column: 'Phone', attributes: ['Phone'] },
    ])
    // Any two versions can be compared: these say the same.
    await page.getByLabel('Compare with version').fill(String(first))
    await page.getByText('Nothing differs.').waitFor()
    await page.context().close()
  }, 90_000)

  it('takes messages apart: a good one, a refused one, an encrypted one, garbage; and keeps nothing', async () => {
    const page = await ui.open('/inspector')
    const before = [await count('sign_ons'), await count('contacts')]
    const attributes = { ...john, 'Last Name': ['Decoded'] }
    const message = (more: Parameters<typeof respond>[2]) =>
      toFormField(
        respond(ui.world, '_asked', {
          acsUrl: `${ui.url}/sso/acme/acs`,
          nameId: { value: 'john' },
          attributes,
          ...more,
        }),
      )
    await paste(page, message({}))
    await page.getByText('Every check that a pasted message can pass was passed.').waitFor()
    await page.getByRole('heading', { name: 'What would change' }).waitFor()
    expect(await page.locator('.inspected').innerText()).toContain('Decoded')

    await paste(page, message({ audience: 'https://elsewhere.example' }))
    await page.getByText('A sign-in with it would be refused.').waitFor()
    await page.getByText('audience_mismatch').waitFor()
    await page.getByText('Nobody vouches for these').waitFor()

    const recipients = createPublicKey(ui.world.app.keys[0].privateKey)
    await paste(page, message({ sign: 'assertion', encrypt: { recipients } }))
    await page.getByText('Every check that a pasted message can pass was passed.').waitFor()
    expect(await page.locator('.inspected').innerText()).toContain('Decoded')

    await paste(page, 'This is not SAML.')
    await page.getByRole('alert').or(page.getByText('No message that could be read')).first().waitFor()
    expect(await page.getByText('Decoded').count()).toBe(0)
    expect([await count('sign_ons'), await count('contacts')]).toEqual(before)
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 90_000)
})

async function paste(page: Page, message: string): Promise<void> {
  await page.getByLabel('Message').fill(message)
  await page.getByRole('button', { name: 'Take it apart' }).click()
}
