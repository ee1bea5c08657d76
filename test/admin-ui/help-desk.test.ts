import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { routeTable } from '../../src/api/routes.ts'
import { findWork } from '../../src/sign-on/find-work.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { addRole } from '../sign-on/world.ts'
import { hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi } from './admin-ui.ts'

/** What only somebody who may change something is offered. */
const writes =
  /^(new |add|edit|save|remove|make|give|take|merge|approve|refuse|switch|let in|bind|unbind|erase|import|map|put|go back|sign out everywhere|more$|download)/i

describe.skipIf(!hasBrowser())('Whoever may read people and rules, and nothing else', () => {
  let ui: AdminUi
  let cookies: ReadonlyMap<string, string>
  beforeAll(async () => {
    ui = await openAdminUi(async (world) => {
      const { db, now } = world.app
      await addRole(world, 'Help desk')
      await db.query(sql`
        update roles set scopes = array['directory:read', 'rules:read'], held_scopes = array['directory:read', 'rules:read']
        where name = 'Help desk'`)
      const helen = new Visitor(newSite(world))
      await helen.signOn('helen', { ...john, 'First Name': ['Helen'], Email: ['helen@jitup.example'], memberOf: [] })
      await db.query(sql`
        insert into grants (id, user_id, role_id, origin)
        select ${uuid7(now())}::uuid, u.id, r.id, 'manual' from users u, roles r
        where u.login = 'helen' and r.name = 'Help desk'`)
      await new Visitor(newSite(world)).signOn('john', { ...john, memberOf: ['CN=Secret project'] })
      world.clock.now = new Date(world.clock.now.getTime() + 120_000)
      await findWork(world.app)
      cookies = helen.cookies
    })
  })
  afterAll(() => ui?.close())

  const call = (method: string, path: string, body?: string) =>
    fetch(`${ui.url}/api/v1${path}`, {
      method,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        origin: ui.url,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    })

  it('sees lists and reasons, but neither what arrived nor a button that writes', async () => {
    const [person] = await ui.world.app.db.query<{ id: string }>(
      sql`select contact_id as id from users where login = 'john'`,
    )
    const [signOn] = await ui.world.app.db.query<{ id: string }>(sql`
      select s.id from sign_ons s join users u on u.id = s.user_id where u.login = 'john' order by s.at desc limit 1`)
    /** What the page offers that only others may do or see, and what it shows of what arrived. */
    const look = async (path: string, words: string, as: ReadonlyMap<string, string>) => {
      const page = await ui.open(path, { cookies: as })
      const main = page.getByRole('main')
      await main.getByText(words).first().waitFor()
      const buttons = await main.getByRole('button').all()
      const names = await Promise.all(
        buttons.map(async (one) => (await one.getAttribute('aria-label')) ?? (await one.innerText())),
      )
      const closed = main.locator(
        ['providers', 'inspector', 'audit'].map((one) => `a[href^="/admin/${one}"]`).join(', '),
      )
      const text = await main.innerText()
      const found = [
        ...names.filter((name) => writes.test(name.trim())),
        ...(await closed.allInnerTexts()),
        ...['Secret project', 'KST-4711'].filter((one) => text.includes(one)),
      ]
      await page.context().close()
      return found
    }
    const wrong: Record<string, string[]> = {}
    for (const [path, words] of [
      ['/', 'Latest sign-ins'],
      ['/worklist', 'Group without meaning'],
      ['/contacts', 'John Best'],
      [`/contacts/${person?.id}`, 'What came and went'],
      ['/users', 'john'],
      ['/accounts', 'Bright Harbour Ltd'],
      ['/roles', 'Field staff'],
      ['/roles/Sales', 'Sales team'],
      ['/lookups/Department', 'Research'],
      ['/columns', 'GivenName'],
      ['/sign-ons', 'refused'],
      [`/sign-ons/${signOn?.id}`, 'What arrived is shown to whoever may read claims.'],
      ['/revisions', 'Version 1'],
      ['/revisions/2', 'Version 2'],
    ] as const) {
      const found = await look(path, words, cookies)
      if (found.length > 0) wrong[path] = found
    }
    expect(wrong).toEqual({})
    // Whoever may do everything is offered and shown all that.
    const all = await look(`/sign-ons/${signOn?.id}`, 'What arrived', ui.cookies)
    expect(all).toEqual(expect.arrayContaining(['Acme', 'Secret project']))
    expect(await look('/contacts', 'John Best', ui.cookies)).toContain('New contact')
  }, 180_000)

  it('is led nowhere that is closed: not by the menu, not by the search, not by an address', async () => {
    const page = await ui.open('/', { cookies })
    const menu = page.getByRole('navigation')
    await menu.getByRole('link', { name: 'Contacts' }).waitFor()
    for (const closed of ['Identity providers', 'SAML decoder', 'Audit', 'Settings']) {
      expect(await menu.getByRole('link', { name: closed, exact: true }).count()).toBe(0)
    }
    const find = page.getByLabel('Find a person')
    await find.fill('Audit')
    await page.getByText('Nothing is called that.').waitFor()
    await find.fill('r')
    await page.getByRole('option', { name: 'Your sign-in' }).waitFor()
    expect(await page.getByRole('option', { name: /^(Security report|Administrators)$/ }).count()).toBe(0)
    await find.fill('Version')
    await page.getByRole('option', { name: 'Versions' }).waitFor()
    for (const path of ['/audit', '/inspector', '/providers/acme', '/contacts/import']) {
      await page.goto(`${ui.url}/admin${path}`)
      await page.getByRole('heading', { name: 'Your rights do not cover this.', level: 1 }).waitFor()
    }
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 60_000)

  it('is refused by the API whatever the pages show', async () => {
    const held = ['directory:read', 'rules:read', 'signed-in', null]
    const nowhere = '00000000-0000-7000-8000-000000000000'
    const answers: Record<string, number> = {}
    const closed = routeTable.filter((route) => !held.includes(route.scope as string))
    expect(closed.length).toBeGreaterThan(60)
    for (const { method, path } of closed) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : '{}'
      const answer = await call(method, path.replace(/:\w+/g, nowhere), body)
      if (answer.status !== 403) answers[`${method} ${path}`] = answer.status
    }
    expect(answers).toEqual({})
    // What arrived is not in what she may read, either.
    const [signOn] = await ui.world.app.db.query<{ id: string; user: string }>(sql`
      select s.id, u.id as "user" from sign_ons s join users u on u.id = s.user_id
      where u.login = 'john' order by s.at desc limit 1`)
    for (const path of [
      `/sign-ons/${signOn?.id}`,
      `/sign-ons/${signOn?.id}/explanation`,
      `/users/${signOn?.user}/role-history`,
      '/worklist',
    ]) {
      const answer = await call('GET', path)
      expect([path, answer.status]).toEqual([path, 200])
      expect(await answer.text()).not.toMatch(/Secret project|KST-4711/)
    }
  }, 90_000)
})
