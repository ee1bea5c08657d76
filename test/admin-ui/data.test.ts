import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSendMail } from '../../src/net/send-mail.ts'
import { putRoleRule, recordRevision } from '../../src/store/rules.ts'
import { readSettingsNamed, writeSetting } from '../../src/store/settings.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { createIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { smtpSink } from '../notify/smtp-sink.ts'
import { holdReplay } from '../sign-on/tools-world.ts'
import { addProvider, addRole, respond } from '../sign-on/world.ts'
import { axeViolations, hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

describe.skipIf(!hasBrowser())('What is looked up, brought in and told', () => {
  let ui: AdminUi
  beforeAll(async () => {
    ui = await openAdminUi(async ({ app }) => {
      Object.assign(app, { sendMail: createSendMail({ timeoutMs: 20_000, allowPrivateHosts: ['localhost'] }) })
    })
  })
  afterAll(() => ui?.close())

  const query = <Row extends object>(statement: ReturnType<typeof sql>) => ui.world.app.db.query<Row>(statement)
  /** Ada, who has proved just now who she is. */
  const open = async (path: string) => {
    const visitor = new Visitor(newSite(ui.world))
    const claims = { ...john, 'First Name': ['Ada'], 'Last Name': ['Admin'], Email: ['ada@jitup.example'] }
    await visitor.signOn('ada', claims)
    return ui.open(path, { cookies: visitor.cookies })
  }

  it('imports people from a file, after showing what it would do and which row it leaves out', async () => {
    const page = await open('/contacts/import')
    const rows = ['login,Given name,Surname,Email', 'ivy,Ivy,Imported,ivy@jitup.example', 'odd,Odd,One,no address']
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a file' }).click()
    const buffer = Buffer.from(rows.join('\n'))
    await (await chooser).setFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Look what it would do' }).click()
    await page.getByRole('heading', { name: 'What it would do' }).waitFor()
    await page.getByText('Row 3').waitFor()
    expect(await query(sql`select 1 from users where login in ('ivy', 'odd')`)).toEqual([])
    await page.getByRole('button', { name: 'Import', exact: true }).click()
    await page.getByRole('heading', { name: 'What it did' }).waitFor()
    await page.getByRole('status').filter({ hasText: 'Done.' }).waitFor()
    await page.getByText('Row 3').waitFor()
    expect(await query(sql`select login from users where login in ('ivy', 'odd')`)).toEqual([{ login: 'ivy' }])
    expect(await axeViolations(page)).toEqual([])
    await page.context().close()
  }, 60_000)

  it('keeps filters of people in the address: after a reload, and as a link', async () => {
    const page = await ui.open('/users')
    const row = (login: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name: login }) })
    await row('ada').waitFor()
    await page.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: 'Administrators' }).click()
    await row('john').waitFor({ state: 'detached' })
    expect(await row('ada').count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('role')).toMatch(/^[0-9a-f-]{36}$/)
    await page.reload()
    await settled(page)
    expect(await page.getByRole('combobox', { name: 'Role' }).inputValue()).toBe('Administrators')
    expect([await row('ada').count(), await row('john').count()]).toEqual([1, 0])
    await page.goBack()
    await row('john').waitFor()

    await page.goto(`${ui.url}/admin/contacts?search=best&status=active`)
    await settled(page)
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('best')
    expect(await page.getByRole('combobox', { name: 'State' }).inputValue()).toBe('may sign in')
    await page.getByRole('link', { name: 'John Best' }).waitFor()
    expect(await page.getByRole('link', { name: 'Ada Admin' }).count()).toBe(0)
    await page.context().close()
  }, 60_000)

  it('shows changes in the audit, and reads where they are asked for, each with the name of what it was done to', async () => {
    const [signOn] = await query<{ id: string }>(sql`select id from sign_ons where outcome = 'created' limit 1`)
    const reading = await ui.open(`/sign-ons/${signOn?.id}`)
    await reading.context().close()
    await query(sql`
      insert into audit_events (at, id, kind, author, objects)
      select now(), ${uuid7(new Date())}, 'roles.change', '{"kind": "system"}', array[id::text] from roles where built_in = 'all-employees'`)
    const page = await ui.open('/audit')
    await page.getByRole('link', { name: 'All employees' }).waitFor()
    const read = page.getByRole('cell', { name: 'Read what arrived' })
    expect(await read.count()).toBe(0)
    await page.getByText('Changes and what was read').click()
    await page.waitForURL(/show=all/)
    await read.first().waitFor()
    await page
      .getByRole('link', { name: /^sign-in of / })
      .first()
      .click()
    await page.waitForURL(/sign-ons\//)
    await page.context().close()
  }, 60_000)

  it('says in words what a change of trust was about', async () => {
    await query(sql`
      insert into trust_events (id, at, kind, slug, author, facts)
      values (${uuid7(new Date())}, now(), 'settings_changed', 'acme', '{"kind": "system"}', ${JSON.stringify({
        before: { idpInitiated: false, exceptions: {} },
        after: { idpInitiated: true, exceptions: { 'loose-ids': '2030-01-31' } },
      })}::jsonb), (${uuid7(new Date())}, now(), 'refresh_failed', 'acme', '{"kind": "system"}', '{"code": "metadata_expired"}')`)
    const page = await ui.open('/audit?show=trust')
    await page.getByText('IDs that are no XML names: until 2030-01-31').waitFor()
    await page.getByText('A sign-in may start in their portal: no → yes').waitFor()
    const facts = (await page.locator('td[data-title=Facts]').allInnerTexts()).join(' ')
    expect(facts).not.toMatch(/metadata_expired|idpInitiated|[{}]/)
    expect(await axeViolations(page)).toEqual([])
    await page.context().close()
  }, 60_000)

  it('finds in the audit what one kind of act was done to, and the changes of trust apart', async () => {
    const page = await ui.open('/audit')
    const kinds = page.locator('td[data-title=What] [title]')
    await page.getByText('Changes of trust').click()
    await page.getByRole('region', { name: 'Changes of trust' }).getByRole('cell').first().waitFor()
    await page.getByText('Changes', { exact: true }).click()
    await page.getByRole('region', { name: 'Audit' }).getByRole('cell').first().waitFor()
    expect(new Set(await kinds.allInnerTexts()).size).toBeGreaterThan(1)
    const kind = page.getByRole('textbox', { name: 'Kind' })
    await kind.fill('imports.create')
    await kind.press('Enter')
    await page.waitForURL(/kind=imports\.create/)
    await settled(page)
    const words = new Set(await kinds.allInnerTexts())
    expect(words.size).toBe(1)
    expect([...words][0]).toMatch(/^Import: /)
    await page.reload()
    await settled(page)
    expect(await kind.inputValue()).toBe('imports.create')
    await kind.fill('nothing.like-this')
    await kind.press('Enter')
    await page.getByRole('heading', { name: 'Nothing matches' }).waitFor()
    await page.getByText('Changes of trust').click()
    await page.waitForURL(/show=trust/)
    await page.getByRole('region', { name: 'Changes of trust' }).waitFor()
    await page.context().close()
  }, 60_000)

  it('says that a test mail was refused and by what, and compares settings with whoever was faster', async () => {
    const { db } = ui.world.app
    const server = await smtpSink({ replies: ['550 no such mailbox'] })
    const page = await open('/settings/notifications')
    await page.getByRole('textbox', { name: 'Server' }).fill('localhost')
    await page.getByRole('textbox', { name: 'Our address' }).fill('jitup@jitup.example')
    await page.getByRole('textbox', { name: 'Port' }).fill(String(server.port))
    await page.getByRole('combobox', { name: 'Encryption' }).click()
    await page.getByRole('option', { name: /^None/ }).click()
    await page.getByRole('button', { name: 'Another recipient' }).click()
    await page.getByRole('textbox', { name: 'E-mail address 1' }).fill('desk@jitup.example')
    expect(await page.getByRole('button', { name: 'Send a test' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    const said = page.getByRole('status').filter({ hasText: 'It did not arrive. 550' })
    await said.getByText('mail_refused').waitFor()
    expect(server.caught).toEqual([])

    const saved = (await readSettingsNamed(db, ['mail'])) as { mail: Record<string, unknown> }
    await page.getByRole('textbox', { name: 'Our address' }).fill('mine@jitup.example')
    await writeSetting(db, 'mail', { ...saved.mail, from: 'theirs@jitup.example' })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else was faster' })
    const disputed = conflict.getByRole('row').filter({ hasText: 'Our address' })
    expect(await disputed.innerText()).toMatch(/mine@jitup\.example\s+theirs@jitup\.example/)
    expect(await readSettingsNamed(db, ['mail'])).toMatchObject({ mail: { from: 'theirs@jitup.example' } })
    await conflict.getByRole('button', { name: 'Take what is there' }).click()
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Our address' }).inputValue())
      .toBe('theirs@jitup.example')
    await page.context().close()
    await server.close()
  }, 60_000)

  it('says what fills a column and which columns a lookup serves, by the names that people use', async () => {
    const page = await ui.open('/columns', { locale: 'de-DE', viewport: { width: 390, height: 844 } })
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
    expect(await row('Type').getByRole('link', { name: 'Einträge aus Kontakttyp' }).count()).toBe(1)
    await row('GivenName').getByRole('link', { name: 'First Name' }).waitFor()
    expect(await row('MiddleName').getByRole('link').count()).toBe(0)
    await page.goto(`${ui.url}/admin/lookups`)
    await settled(page)
    expect((await row('ContactType').innerText()).split(/\s+/)).toContain('Typ')
    await page.goto(`${ui.url}/admin/audit`)
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await page.context().close()
  }, 60_000)

  it('asks before a page is left on which something is not saved, by a link and by Back', async () => {
    const page = await ui.open('/users')
    await page.getByRole('link', { name: 'Settings' }).click()
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await name.fill('Half a na')
    const asked = page.getByRole('dialog', { name: 'Leave without saving?' })
    await page.getByRole('navigation').getByRole('link', { name: 'Contacts' }).click()
    await asked.getByRole('button', { name: 'Stay here' }).click()
    await asked.waitFor({ state: 'detached' })
    expect(await name.inputValue()).toBe('Half a na')
    await page.goBack()
    await asked.waitFor()
    await page.keyboard.press('Escape')
    await asked.waitFor({ state: 'detached' })
    expect(await name.inputValue()).toBe('Half a na')
    await page.getByRole('navigation').getByRole('link', { name: 'Contacts' }).click()
    await asked.getByRole('button', { name: 'Leave without saving' }).click()
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor()
    await page.context().close()
  }, 60_000)

  it('shows how far a replay is, and stops it', async () => {
    const connection = ui.world.database.connection
    const release = await holdReplay({ app: ui.world.app, connection })
    const page = await open('/converters')
    await page.getByRole('button', { name: 'Try on past sign-ins' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Try', exact: true }).click()
    const status = page.getByRole('status').filter({ hasText: '0 of 1,000' })
    await status.waitFor()
    expect(await status.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('0')
    await status.getByRole('button', { name: 'Stop' }).click()
    await page.getByText('It was stopped').waitFor()
    await release()
    expect(await query(sql`select state from replays`)).toEqual([{ state: 'cancelled' }])
    await page.context().close()
  }, 60_000)

  it('calls columns, lookups, roles and checks in German what Germans call them, and what was renamed as it was renamed', async () => {
    await query(sql`update contact_columns set caption = 'Handy' where name = 'MobilePhone'`)
    const german = { locale: 'de-DE' }
    const texts = async (path: string) => {
      const page = await ui.open(path, german)
      const text = await page.getByRole('main').innerText()
      await page.context().close()
      return text
    }
    const columns = await texts('/columns')
    for (const one of ['Vollständige Positionsbezeichnung', 'Abteilung', 'Handy']) expect(columns).toContain(one)
    expect(columns).not.toMatch(/Full job title|Mobile phone|Mobiltelefon/)
    const roles = await texts('/roles')
    for (const one of ['Alle Mitarbeitenden', 'Administratoren', 'London office']) expect(roles).toContain(one)
    expect(roles).not.toMatch(/All employees|Administrators/)
    expect(await texts('/lookups')).toContain('Kontakttyp')

    const page = await ui.open('/inspector', german)
    const message = respond(ui.world, '_asked', {
      acsUrl: `${ui.url}/sso/acme/acs`,
      nameId: { value: 'john' },
      attributes: john,
      audience: 'https://elsewhere.example',
    })
    await page.getByLabel('Nachricht').fill(toFormField(message))
    await page.getByRole('button', { name: 'Zerlegen' }).click()
    await page.getByText('Die Audience der Assertion muss genau unsere Entity-ID sein.').waitFor()
    expect(await page.getByText('must be our entityID').count()).toBe(0)
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 60_000)

  it('tells who may not switch a provider on that an administrator does', async () => {
    await addRole(ui.world, 'Trust desk')
    const tess = new Visitor(newSite(ui.world))
    await tess.signOn('tess', { ...john, 'First Name': ['Tess'], Email: ['tess@jitup.example'], memberOf: [] })
    await query(sql`
      update roles set scopes = array['trust:write', 'directory:read'], held_scopes = array['trust:write', 'directory:read']
      where name = 'Trust desk'`)
    await query(sql`
      insert into grants (id, user_id, role_id, origin) select gen_random_uuid(), u.id, r.id, 'manual'
      from users u, roles r where u.login = 'tess' and r.name = 'Trust desk'`)
    // A group gives administrators, wherever it comes from.
    const [admins] = await query<{ id: string }>(sql`select id from roles where built_in = 'administrators'`)
    const rule = { id: uuid7(ui.world.app.now()), providerId: null, groups: ['cn=admins'], roleId: admins?.id ?? '' }
    await ui.world.app.db.transaction(async (tx) => {
      await putRoleRule(tx, rule)
      await recordRevision(tx, { kind: 'system' })
    })
    await addProvider(ui.world, createIdentityProvider({ entityId: 'https://beta.example/idp' }), { slug: 'beta' })
    await query(sql`update providers set enabled = false where slug = 'beta'`)
    const hint = 'An administrator switches it on'
    const page = await ui.open('/providers/beta', { cookies: tess.cookies })
    await page.getByText(hint).waitFor()
    expect(await page.getByRole('switch', { name: 'People can sign in with it' }).isDisabled()).toBe(true)
    await page.evaluate(() => sessionStorage.setItem('jitup-new-provider', JSON.stringify({ made: 'beta' })))
    await page.goto(`${ui.url}/admin/providers/new/test`)
    await page.getByText(hint).waitFor()
    expect(await page.getByRole('button', { name: 'Switch it on' }).count()).toBe(0)
    await page.context().close()
  }, 60_000)
})
