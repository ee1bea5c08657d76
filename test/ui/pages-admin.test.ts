import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { timeOf, uuid7 } from '../../src/store/uuid.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { john, mapping } from './people.ts'
import { makeAdministrator, newSite, type Site, Visitor } from './site.ts'

let world: World
let site: Site
let admin: Visitor
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  admin = new Visitor(site)
  await admin.signOn('ada', { ...john, 'First Name': ['Ada'], Email: ['ada@brightharbour.example'] })
  await makeAdministrator(world, 'ada')
})
afterAll(() => world.end())

const journal = async (outcome: string) => {
  const [row] = await world.app.db.query<{ id: string; contactId: string | null }>(sql`
    select id, contact_id as "contactId" from sign_ons where outcome = ${outcome} order by at desc limit 1`)
  return row ?? { id: '', contactId: null }
}

describe('the administration', () => {
  const paths = ['/admin', '/admin/sign-ons', '/admin/contacts', '/admin/converters', '/admin/providers']

  it('is for administrators: everybody else gets the calm page, strangers sign in first', async () => {
    const person = new Visitor(site)
    await person.signOn('john', john)
    for (const path of paths) {
      const refused = await person.get(path)
      expect(refused.status, path).toBe(403)
      expect(refused.text).toContain('You may not do that')
      const asked = await new Visitor(site).get(`${path}?a=1`)
      expect(new URL(asked.location ?? '', 'http://localhost').searchParams.get('returnTo')).toBe(`${path}?a=1`)
      expect((await admin.get(path)).status).toBe(200)
    }
    expect((await person.post('/admin/converters', { column: 'Job', defaultValue: 'x' })).status).toBe(403)
  })

  it('counts how sign-ins ended and warns of certificates that end', async () => {
    await world.app.db.query(sql`update idp_certificates set not_after = '2026-12-05T00:00:00Z'`)
    const { text } = await admin.get('/admin')
    expect(text).toMatch(/\d+ created \d+ updated \d+ unchanged \d+ refused/)
    expect(text).toContain('The certificate of Acme ends on 5 Dec 2026.')
  })

  it('opens what arrived by the reference that a person was shown', async () => {
    const answer = await new Visitor(site).signOn('john', john, { response: { audience: 'https://other.example' } })
    const reference = /Reference: ([0-9a-f-]{36})/.exec(answer.text)?.[1] ?? ''
    const found = await admin.get(`/admin/lookup/reference?id=%20${reference.toUpperCase()}%20`)
    expect(found.location).toBe(`/admin/sign-ons/${reference}`)
    const page = await admin.get(found.location ?? '')
    expect(page.text).toContain('This sign-in was refused')
    expect(page.text).toContain('The assertion is meant for another application. audience_mismatch')
    expect(page.text).toContain('What to do: Copy our Entity ID')
    expect(page.text).toContain('https://other.example')
    expect(page.text).toContain('addressee, times, request')
    const unknown = await admin.get(`/admin/lookup/reference?id=${uuid7(new Date())}`)
    expect(unknown.status).toBe(404)
    expect(unknown.text).toContain('No sign-in has the reference')
    expect((await admin.get('/admin/lookup/reference')).status).toBe(200)
    expect((await admin.get('/admin/lookup/reference?id=%3Cb%3E')).html).not.toContain('<b>')
  })
})

describe('a sign-in of the past', () => {
  it('shows what arrived that day, what it wrote and why, by the rules of that day', async () => {
    const person = new Visitor(site)
    await person.signOn('nina', { ...john, 'First Name': ['Nina'], Email: ['nina@brightharbour.example'] })
    const { id, contactId } = await journal('created')
    await setConverters(world, { ...mapping, Department: 'Company' })
    const { text, html } = await admin.get(`/admin/sign-ons/${id}`)
    await setConverters(world, mapping)
    expect(text).toContain('Department Department Sales')
    expect(text).toContain('Department Sales because Department says so')
    expect(text).toContain('given Sales because of the group Sales team')
    expect(text).toMatch(/Duration \d+\.\d ms/)
    expect(html).toContain(`href="/admin/contacts/${contactId}"`)
    expect(html).not.toContain('name="digest"')
  })

  it('shows old and new, and says when nothing had to change', async () => {
    const person = new Visitor(site)
    await person.signOn('olaf', { ...john, Email: ['olaf@brightharbour.example'] })
    await person.signOn('olaf', { ...john, Email: ['olaf@brightharbour.example'], Department: ['Legal'] })
    await person.signOn('olaf', { ...john, Email: ['olaf@brightharbour.example'], Department: ['Legal'] })
    const updated = await admin.get(`/admin/sign-ons/${(await journal('updated')).id}`)
    expect(updated.text).toContain('Department was Sales → becomes Legal')
    const unchanged = await admin.get(`/admin/sign-ons/${(await journal('unchanged')).id}`)
    expect(unchanged.text).toContain('Nothing had to change')
  })

  it('says which rule refused it', async () => {
    const person = new Visitor(site)
    await person.signOn('petra', { ...john, Email: ['petra@brightharbour.example'] })
    await world.app.db.query(sql`update users set status = 'disabled' where login = 'petra'`)
    await person.signOn('petra', john)
    const { text } = await admin.get(`/admin/sign-ons/${(await journal('refused')).id}`)
    expect(text).toContain('The user is disabled. user_disabled')
    expect(text).toContain('If they should have access: PATCH /api/v1/users/LOGIN')
  })

  it('answers 404 for what never was', async () => {
    expect((await admin.get(`/admin/sign-ons/${uuid7(new Date())}`)).status).toBe(404)
    expect((await admin.get('/admin/sign-ons/nonsense')).status).toBe(404)
  })
})

describe('the list of sign-ins', () => {
  it('is filtered by outcome and says who a refused test was about', async () => {
    await admin.signOn('vera', { ...john, Email: ['vera@brightharbour.example'] }, { test: true })
    const tested = await admin.get('/admin/sign-ons?outcome=tested')
    expect(tested.text).toContain('vera')
    expect(tested.html).not.toContain('badge created')
    const nonsense = await admin.get('/admin/sign-ons?outcome=nonsense')
    expect(nonsense.status).toBe(400)
    expect(nonsense.text).toContain('There is no such outcome')
  })

  it('leaves tests out until they are asked for, and so does the overview', async () => {
    await new Visitor(site).signOn('tessa', { ...john, Email: ['tessa@brightharbour.example'] })
    const { location } = await admin.signOn('tessa', john, { test: true })
    const id = location?.split('/').at(-1) ?? 'none'
    expect((await admin.get('/admin/sign-ons?outcome=tested')).html).toContain(id)
    for (const path of ['/admin/sign-ons', '/admin']) {
      const { html, text } = await admin.get(path)
      expect(text).toContain('tessa')
      expect(html, path).not.toContain(id)
    }
  })

  it('has pages that together hold every entry once, and refuses a position that is none', async () => {
    const ids = Array.from({ length: 60 }, (_, index) => uuid7(new Date(1_700_000_000_000 + index * 10)))
    const times = ids.map((id) => timeOf(id).toISOString())
    await world.app.db.query(sql`
      insert into sign_ons (at, id, outcome, duration_us)
      select at, id, 'unchanged', 1 from unnest(${times}::timestamptz[], ${ids}::uuid[]) w (at, id)`)
    const [all] = await world.app.db.query<{ count: number }>(
      sql`select count(*)::integer as count from sign_ons where outcome <> 'tested'`,
    )
    const seen: string[] = []
    let path: string | undefined = '/admin/sign-ons'
    while (path !== undefined) {
      const { html } = await admin.get(path)
      seen.push(...[...html.matchAll(/href="\/admin\/sign-ons\/([0-9a-f-]{36})"/g)].map((one) => one[1] ?? ''))
      path = /href="(\/admin\/sign-ons\?before=[^"]+)"/.exec(html)?.[1]
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(all?.count)
    expect((await admin.get('/admin/sign-ons?before=nonsense')).status).toBe(400)
  })
})

describe('contacts', () => {
  it('are found by name, e-mail address and sign-in name', async () => {
    const person = new Visitor(site)
    await person.signOn('q-login', { ...john, 'First Name': ['Quinn'], 'Last Name': ['Zed'], Email: ['q@z.example'] })
    for (const search of ['quinn', 'q@z', 'Q-LOGIN']) {
      expect((await admin.get(`/admin/contacts?search=${search}`)).text, search).toContain('Quinn Zed')
    }
    expect((await admin.get('/admin/contacts?search=100%25')).text).toContain('No contact matches “100%”')
    expect((await admin.get('/admin/contacts?cursor=nonsense')).status).toBe(400)
  })

  it('show values with where they come from, history, identities, roles and sign-ins', async () => {
    const person = new Visitor(site)
    const claims = { ...john, 'First Name': ['Rosa'], Email: ['rosa@brightharbour.example'] }
    await person.signOn('rosa', claims)
    await person.signOn('rosa', { ...claims, Department: ['Legal'] })
    const { contactId } = await journal('updated')
    const { text, html } = await admin.get(`/admin/contacts/${contactId}`)
    expect(text).toContain('Department Legal from Department at Acme')
    expect(text).toMatch(/History .*Department Sales → Legal from Department at Acme, .* Sales from Department at Acme/)
    expect(text).toMatch(/Known as Acme rosa/)
    expect(text).toContain('When Outcome Identity provider Remarks')
    expect(text).toContain('Sales by the group mapping of Sales team, from Acme')
    expect(html.match(/href="\/admin\/sign-ons\/[0-9a-f-]{36}"/g)).toHaveLength(2)
    expect((await admin.get('/admin/contacts/nonsense')).status).toBe(404)
  })
})

describe('identity providers', () => {
  it('show what to copy there, the switches, certificates with dates, and lead to a test', async () => {
    const { text, html } = await admin.get('/admin/providers')
    expect(text).toContain('Our Entity ID http://localhost:3000/sso/acme/metadata')
    expect(text).toContain('Our ACS address http://localhost:3000/sso/acme/acs')
    expect(text).toContain('Employees Create people: yes · Refresh contacts: yes')
    expect(text).toContain('External users Create people: no · Refresh contacts: no')
    expect(text).toMatch(/Signing certificate until 5 Dec 2026/)
    expect(html).toContain('href="/sso/acme/start?test"')
  })
})

describe('the attribute mapping', () => {
  const row = (html: string, column: string): { id: string; version: string } => {
    const forms = html.split('<form ').filter((one) => one.includes(`<option value="${column}" selected="">`))
    const id = /action="\/admin\/converters\/([0-9a-f-]{36})"/.exec(forms[0] ?? '')?.[1] ?? ''
    return { id, version: /name="version" value="(\d+)"/.exec(forms[0] ?? '')?.[1] ?? '' }
  }
  const fields = { provider: '', attributes: '', column: '', defaultValue: '' }

  it('shows each row with what it last received, and what arrives without a row', async () => {
    const { text, html } = await admin.get('/admin/converters')
    expect(text).toContain('SAML field name converters to contact field name')
    expect(text).toContain('Last received: Bright Harbour Ltd')
    expect(text).toMatch(/Arrived lately, but not mapped .*costcentre 4711 Map it/)
    expect(html).not.toContain('<script')
  })

  it('adds, changes and deletes a row, each as a version of the rules that names who did it', async () => {
    const added = await admin.post('/admin/converters', { ...fields, attributes: 'Title\r\nJob', column: 'JobTitle' })
    expect(added.status).toBe(303)
    expect((await admin.get(added.location ?? '')).text).toContain('Saved. The next sign-in uses it.')
    const { id, version } = row((await admin.get('/admin/converters')).html, 'JobTitle')
    const changed = { ...fields, attributes: 'Title', column: 'JobTitle', defaultValue: 'Clerk', version }
    expect((await admin.post(`/admin/converters/${id}`, { ...changed, do: 'save' })).status).toBe(303)
    const [stored] = await world.app.db.query(sql`
      select attributes, default_value, column_name from converters where id = ${id}::uuid`)
    expect(stored).toEqual({ attributes: ['Title'], default_value: 'Clerk', column_name: 'JobTitle' })
    const [revision] = await world.app.db.query<{ author: { kind: string; userId: string } }>(sql`
      select author from rules_revisions order by revision desc limit 1`)
    expect(revision?.author.kind).toBe('user')
    const deleted = await admin.post(`/admin/converters/${id}`, { version: '2', do: 'delete' })
    expect(deleted.location).toMatch(/^\/admin\/converters\?done=deleted/)
    expect(row((await admin.get('/admin/converters')).html, 'JobTitle').id).toBe('')
  })

  it('takes a deletion back: the row is there again as it was, where it was', async () => {
    const page = await admin.get('/admin/converters')
    const { id, version } = row(page.html, 'Department')
    const place = page.html.split('<form ').findIndex((one) => one.includes(id))
    const deleted = await admin.post(`/admin/converters/${id}`, { version, do: 'delete' })
    const after = await admin.get(deleted.location ?? '')
    expect(after.text).toContain('Undo: add the row for Department again')
    const form = after.html.split('<form ').find((one) => one.includes('Undo')) ?? ''
    const hidden = [...form.matchAll(/type="hidden" name="([a-zA-Z]+)" value="([^"]*)"/g)]
    const again = await admin.post('/admin/converters', Object.fromEntries(hidden.map((one) => [one[1], one[2]])))
    expect(again.status).toBe(303)
    const back = await admin.get('/admin/converters')
    const { id: newId } = row(back.html, 'Department')
    expect(back.html.split('<form ').findIndex((one) => one.includes(newId))).toBe(place)
    expect((await admin.get(deleted.location ?? '')).text).not.toContain('Undo')
    expect((await admin.get('/admin/converters?done=deleted&row=x&version=999999999999')).status).toBe(200)
  })

  it('is used by the next sign-in', async () => {
    await admin.post('/admin/converters', { ...fields, attributes: 'Title', column: 'JobTitle' })
    const person = new Visitor(site)
    await person.signOn('sven', { ...john, Email: ['sven@brightharbour.example'], Title: ['Harbour master'] })
    expect((await person.get('/me')).text).toContain('Full job title Harbour master from Title at Acme')
  })

  it('keeps what was typed and says at the field what is wrong', async () => {
    const typed = { ...fields, attributes: 'My mail', column: 'Email', defaultValue: 'nobody' }
    const page = await admin.post('/admin/converters', typed)
    expect(page.status).toBe(422)
    expect(page.text).toContain('This was not saved')
    expect(page.text).toContain('Another row fills Email for all providers already.')
    expect(page.html).toContain('My mail</textarea>')
    expect(page.html).toMatch(
      /<select[^>]*id="column-added"[^>]*aria-invalid="true"[^>]*aria-describedby="column-wrong-added"/,
    )
    const nothing = await admin.post('/admin/converters', { ...fields, column: 'Job' })
    expect(nothing.text).toContain('A row needs an attribute, or a default value')
    const noColumn = await admin.post('/admin/converters', { ...fields, attributes: 'X' })
    expect(noColumn.status).toBe(422)
    expect(noColumn.html).toMatch(/id="column-added"[^>]*aria-invalid/)
  })

  it('overwrites nobody: who was slower sees what is there now', async () => {
    const { id, version } = row((await admin.get('/admin/converters')).html, 'Phone')
    const mine = { ...fields, attributes: 'Phone', column: 'Phone', version }
    expect((await admin.post(`/admin/converters/${id}`, { ...mine, defaultValue: '+44 1' })).status).toBe(303)
    const late = await admin.post(`/admin/converters/${id}`, { ...mine, defaultValue: '+44 2' })
    expect(late.status).toBe(409)
    expect(late.text).toContain('This was not saved: somebody else changed the row meanwhile')
    expect(late.text).not.toContain('Correct the marked field')
    expect(late.html).toMatch(/<input type="text" id="default-[^"]*" name="defaultValue" value="\+44 1"/)
    expect(late.text).toContain('What you wanted Default value +44 2 (now: +44 1) Save mine instead')
    const now = row(late.html, 'Phone').version
    expect((await admin.post(`/admin/converters/${id}`, { ...mine, defaultValue: '+44 2', version: now })).status).toBe(
      303,
    )
  })

  it('keeps what was typed for a row that somebody else deleted, as a new row', async () => {
    await admin.post('/admin/converters', { ...fields, attributes: 'Badge', column: 'Job' })
    const { id, version } = row((await admin.get('/admin/converters')).html, 'Job')
    await admin.post(`/admin/converters/${id}`, { version, do: 'delete' })
    const late = await admin.post(`/admin/converters/${id}`, {
      ...fields,
      attributes: 'My badge',
      column: 'Job',
      version,
    })
    expect(late.status).toBe(409)
    expect(late.text).toContain('somebody else deleted the row meanwhile')
    expect(late.html).toMatch(/id="attributes-added"[^>]*>My badge<\/textarea>/)
  })

  it('shortens what was last received, and says in our words what is too long', async () => {
    await new Visitor(site).signOn('wilma', {
      ...john,
      Email: ['wilma@brightharbour.example'],
      Company: ['C'.repeat(200)],
    })
    const { text } = await admin.get('/admin/converters')
    expect(text).toContain(`Last received: ${'C'.repeat(60)}… Show all 200 characters`)
    const long = await admin.post('/admin/converters', { ...fields, attributes: 'x'.repeat(3000), column: 'Job' })
    expect(long.text).toContain('This may have at most 256 characters.')
    const none = await admin.post('/admin/converters', { ...fields, attributes: 'x' })
    expect(none.text).toContain('Choose the column that the attribute fills.')
  })

  it('is where one comes back to who was signed out meanwhile, and says that nothing was saved', async () => {
    const { id } = row((await admin.get('/admin/converters')).html, 'Phone')
    const refused = await new Visitor(site).post(`/admin/converters/${id}`, { ...fields, column: 'Phone', do: 'save' })
    expect(refused.status).toBe(303)
    const back = new URL(refused.location ?? '', 'http://localhost').searchParams.get('returnTo') ?? ''
    const page = await admin.get(back)
    expect(page.status).toBe(200)
    expect(page.text).toContain('You were signed out meanwhile, so your change was not saved')
  })

  it('offers an attribute that arrived as a new row', async () => {
    const name = 'http://schemas.example/ws/2005/05/identity/claims/costcentre'
    const { html } = await admin.get('/admin/converters')
    expect(html).toContain(`href="/admin/converters?attribute=${encodeURIComponent(name)}#new"`)
    expect((await admin.get(`/admin/converters?attribute=${encodeURIComponent(name)}`)).html).toContain(
      `${name}</textarea>`,
    )
  })

  it('takes no form from another site', async () => {
    const foreign = await admin.post(
      '/admin/converters',
      { ...fields, column: 'Job', defaultValue: 'x' },
      'https://evil.example',
    )
    expect(foreign.status).toBe(403)
  })
})
