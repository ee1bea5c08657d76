import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Browser, Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { saveConverter } from '../../src/api/edit/converters.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { saveRoleRule } from '../../src/api/edit/role-rules.ts'
import { saveRole } from '../../src/api/edit/roles.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { freePort } from '../process/server-process.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch } from '../ui/browser.ts'
import { type SimpleSamlPhp, simplesamlphpIsHere, startSimpleSamlPhp } from './simplesamlphp.ts'

const author = { kind: 'system' } as const
const passwords: Record<string, string> = { alice: 'alice-pass-1', bob: 'bob-pass-2', carol: 'carol-pass-3' }
const columns = {
  Account: 'Company',
  Department: 'Department',
  Email: 'Email',
  GivenName: 'FirstName',
  Surname: 'LastName',
  Phone: 'Phone',
}

describeWith(
  { SimpleSAMLphp: simplesamlphpIsHere, Chromium: chromiumPath() !== null },
  'a real identity provider',
  () => {
    let idp: SimpleSamlPhp
    let database: FreshDatabase
    let running: RunningApp
    let http: Server
    let url: string

    beforeAll(async () => {
      idp = await startSimpleSamlPhp(await freePort())
      database = await freshDatabase()
      url = `http://localhost:${await freePort()}`
      running = await openApp({
        connection: database.connection,
        secrets: ['a secret of this test alone, 32 characters'],
        publicUrl: url,
        log: silentLog,
      })
      const server = createServer(running.app)
      http = serve({ fetch: server.fetch, hostname: '127.0.0.1', port: Number(new URL(url).port) }) as Server

      await createProvider(running.app, author, {
        name: 'SimpleSAMLphp',
        slug: 'ssp',
        metadata: idp.metadata,
        roleAttributes: ['memberOf'],
      })
      for (const [column, attribute] of Object.entries(columns)) {
        await saveConverter(running.app, author, { attributes: [attribute], column })
      }
      await saveConverter(running.app, author, { column: 'Type', defaultValue: 'Employee' })
      for (const name of ['app-users', 'Engineering leads', 'Reviewers']) await saveRole(running.app, { name })
      await saveRoleRule(running.app, author, {
        group: 'CN=Eng Leads,OU=Groups,DC=acme,DC=example',
        role: 'Engineering leads',
      })
      await saveRoleRule(running.app, author, { group: 'reviewers', role: 'Reviewers' })
      idp.register('both-jitup', await (await fetch(`${url}/sso/ssp/metadata`)).text())
    })

    afterAll(async () => {
      http.close()
      http.closeAllConnections()
      await running.close()
      await database.drop()
      await idp.stop()
    })

    /** Signs on with a browser of its own, through the login form. */
    async function signOn(username: string): Promise<{ browser: Browser; page: Page }> {
      const browser = await launch()
      const page = await browser.newPage()
      await page.goto(url)
      await page.getByRole('link', { name: /SimpleSAMLphp/ }).click()
      await page.locator('[name=username]').fill(username)
      await page.locator('[name=password]').fill(passwords[username] ?? '')
      await page.locator('[name=password]').press('Enter')
      await page.waitForURL((where) => where.origin === url && !where.pathname.startsWith('/sso/'))
      return { browser, page }
    }

    async function contactOf(email: string) {
      const [row] = await running.app.db.query(sql`
      select u.login, c."Name", c."GivenName", c."Surname", c."Email", c."Phone", a.name as "Account",
        d.name as "Department", t.name as "Type",
        (select array_agg(r.name order by r.name) from grants g join roles r on r.id = g.role_id where g.user_id = u.id) as roles
      from users u join contacts c on c.id = u.contact_id left join lookup_values a on a.id = c."Account"
        left join lookup_values d on d.id = c."Department" left join lookup_values t on t.id = c."Type"
      where c."Email" = ${email}`)
      return row
    }

    async function lastSignOn() {
      const [row] = await running.app.db.query<{ outcome: string; problems: string[] }>(sql`
      select outcome, problems from sign_ons order by at desc, id desc limit 1`)
      return row
    }

    it('signs alice on: accents intact, a sensible login name, groups by name and by rule', async () => {
      const { browser, page } = await signOn('alice')
      expect(await page.getByRole('main').textContent()).toContain('Åström-Łukasz')
      await browser.close()
      expect(await contactOf('alice@acme.example')).toEqual({
        login: 'alice@acme.example',
        Name: 'Alice Åström-Łukasz',
        GivenName: 'Alice',
        Surname: 'Åström-Łukasz',
        Email: 'alice@acme.example',
        Phone: '+49 30 1234567',
        Account: 'Acme GmbH',
        Department: 'Engineering',
        Type: 'Employee',
        roles: ['All employees', 'Engineering leads', 'app-users'],
      })
      expect(await lastSignOn()).toEqual({ outcome: 'created', problems: [] })
    })

    it('changes nothing at a second sign-on, and then exactly what has changed at the identity provider', async () => {
      await (await signOn('alice')).browser.close()
      expect(await lastSignOn()).toEqual({ outcome: 'unchanged', problems: [] })
      const before = await contactOf('alice@acme.example')

      idp.edit('alice', (attributes) => {
        attributes.Department = ['Research']
        attributes.memberOf = ['app-users', 'reviewers']
      })
      await (await signOn('alice')).browser.close()
      expect(await contactOf('alice@acme.example')).toEqual({
        ...before,
        Department: 'Research',
        roles: ['All employees', 'Reviewers', 'app-users'],
      })
      expect(await lastSignOn()).toEqual({ outcome: 'updated', problems: [] })
    })

    it('signs bob on: markup in values arrives as text and is shown as text', async () => {
      const { browser, page } = await signOn('bob')
      expect(await page.getByRole('main').textContent()).toContain('Umbrella & Sons <Ltd>')
      await browser.close()
      expect(await contactOf('Bob.Builder@Umbrella.example')).toMatchObject({
        login: 'Bob.Builder@Umbrella.example',
        Account: 'Umbrella & Sons <Ltd>',
        Department: 'R&D',
        Surname: "O'Brien",
        roles: ['All employees', 'app-users'],
      })
    })

    it('keeps carol’s phone and group when both are absent, and says that the groups are incomplete', async () => {
      idp.edit('carol', (attributes) => {
        attributes.Phone = ['+84 24 1234 5678']
        attributes.memberOf = ['app-users']
      })
      await (await signOn('carol')).browser.close()
      const before = await contactOf('carol@initech.example')
      expect(before).toMatchObject({
        Surname: 'Nguyễn',
        Phone: '+84 24 1234 5678',
        roles: ['All employees', 'app-users'],
      })

      idp.edit('carol', (attributes) => {
        attributes.Phone = []
        attributes.memberOf = []
      })
      await (await signOn('carol')).browser.close()
      expect(await contactOf('carol@initech.example')).toEqual(before)
      expect(await lastSignOn()).toEqual({ outcome: 'unchanged', problems: ['roles_incomplete'] })
    })
  },
)
