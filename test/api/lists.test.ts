import { parse } from 'csv-parse/sync'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { csvLine, harmless } from '../../src/api/csv.ts'
import { apiRoot } from '../../src/api/frame.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { type Api, addPerson, addProvider, adminToken, all, newApi, publicUrl, signOn, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
  await api.post('/converters', { column: 'GivenName', attributes: ['given'] })
  await api.post('/converters', { column: 'Surname', attributes: ['sn'] })
  await api.post('/converters', { column: 'Email', attributes: ['mail'] })
  await api.post('/converters', { column: 'Account', attributes: ['company'] })
  await api.post('/roles', { name: 'Engineers' })
  for (const slug of ['acme', 'partner']) {
    const { idp } = await addProvider(api, slug, slug === 'partner' ? { roles: 'off' } : {})
    for (const [login, given, sn] of people) {
      if ((slug === 'partner') !== login.startsWith('p')) continue
      const attributes = { given: [given], sn: [sn], mail: [`${login}@${slug}.example`], company: [slug] }
      const groups = login === 'ada' ? { memberOf: ['Engineers'] } : {}
      expect((await signOn(api, idp, slug, login, { ...attributes, ...groups })).status).toBe(303)
    }
    if (slug === 'acme') await signOn(api, idp, slug, 'ada', { given: ['Ada'], sn: ['Lovelace'] })
  }
  await api.patch('/users/bob', { status: 'disabled' })
  api.clock.now = new Date(api.clock.now.getTime() + 1000)
  const ida = await api.post('/contacts', {
    columns: { Name: "=cmd|'/c calc'!A0", Phone: '+49 (30) 5550-142', Notes: 'two\nlines; -and "more"' },
  })
  expect(ida.status).toBe(201)
}, 60_000)
afterAll(() => api.end())

const people = [
  ['ada', 'Ada', 'Lovelace'],
  ['bob', 'Bob', 'Best'],
  ['carla', 'Carla', 'Best'],
  ['pavel', 'Pavel', 'Novák'],
  ['petra', 'Petra', 'Best'],
] as const

const named = (items: readonly { columns: { Name: string } }[]) => items.map((one) => one.columns.Name)
const contacts = async (query: string) => named((await api.get(`/contacts?${query}`)).body.items)
const hostile = "=cmd|'/c calc'!A0"

const raw = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
  api.server.request(`${publicUrl}${apiRoot}${path}`, {
    headers: { authorization: `Bearer ${adminToken}`, ...headers },
  })

describe('the list of contacts', () => {
  it('is searched by parts of names, addresses, telephone numbers and logins', async () => {
    expect(await contacts('search=best')).toEqual(['Bob Best', 'Carla Best', 'Petra Best'])
    expect(await contacts('search=PARTNER.ex')).toEqual(['Pavel Novák', 'Petra Best'])
    expect(await contacts('search=carl')).toEqual(['Carla Best'])
    for (const phone of ['5550142', '%2B49 30 5550', '030 5550-142', '(30)5550']) {
      expect(await contacts(`search=${phone}`)).toEqual([hostile])
    }
    expect(await contacts('search=%25')).toEqual([])
    expect(await contacts('search=a_a')).toEqual([])
  })

  it('is filtered by account, role, provider, status and type', async () => {
    expect(await contacts('account=partner')).toEqual(['Pavel Novák', 'Petra Best'])
    expect(await contacts('account=ACME&search=best')).toEqual(['Bob Best', 'Carla Best'])
    expect(await contacts('role=Engineers')).toEqual(['Ada Lovelace'])
    expect(await contacts('provider=partner&search=best')).toEqual(['Petra Best'])
    expect(await contacts('status=disabled')).toEqual(['Bob Best'])
    expect(await contacts('status=none')).toEqual([hostile])
    expect(await contacts('type=external')).toEqual([])
    expect(await contacts('user=carla')).toEqual(['Carla Best'])
    for (const unknown of ['role=Nobody', 'account=Nowhere', 'provider=none']) {
      expect((await api.get(`/contacts?${unknown}`)).body.code).toBe('not_found')
    }
  })

  it('comes in the order that is asked for, page by page, and a cursor stays with its order', async () => {
    const names = named(await all(api, '/contacts'))
    expect(names).toEqual([hostile, 'Ada Lovelace', 'Bob Best', 'Carla Best', 'Pavel Novák', 'Petra Best'])
    expect(named(await all(api, '/contacts?sort=-name'))).toEqual(names.toReversed())
    const byChange = named(await all(api, '/contacts?sort=-updated'))
    expect(byChange[0]).toBe(hostile)
    expect(named(await all(api, '/contacts?sort=updated'))).toEqual(byChange.toReversed())
    const { next } = (await api.get('/contacts?limit=2')).body
    expect((await api.get(`/contacts?limit=2&sort=updated&cursor=${next}`)).body.code).toBe('cursor_invalid')
    const forged = Buffer.from(JSON.stringify(['/contacts', 'updated', "now'", uuid7(new Date())])).toString(
      'base64url',
    )
    expect((await api.get(`/contacts?sort=updated&cursor=${forged}`)).body.code).toBe('cursor_invalid')
  })

  it('shows the columns that are chosen, the state of the user and the last sign-on', async () => {
    const { items } = (await api.get('/contacts?search=ada&columns=Surname,Account')).body
    expect(items[0].columns).toEqual({ Surname: 'Lovelace', Account: { id: expect.any(String), name: 'acme' } })
    expect(items[0].user).toMatchObject({ login: 'ada', status: 'active' })
    const last = (await api.get('/sign-ons?user=ada')).body.items[0]
    expect(items[0].lastSeenAt).toBe(last.at)
    expect((await api.get('/contacts?status=none&columns=Name')).body.items[0]).toMatchObject({ lastSeenAt: null })
    expect((await api.get('/contacts?columns=Surname,Shoe')).body.errors).toMatchObject([{ field: 'columns' }])
  })
})

describe('the list of users', () => {
  it('is searched, filtered and ordered', async () => {
    const logins = async (query: string) =>
      (await all(api, `/users?${query}`)).map((one: { login: string }) => one.login)
    expect(await logins('sort=login')).toEqual(['ada', 'bob', 'carla', 'pavel', 'petra'])
    expect(await logins('sort=-login')).toEqual(['petra', 'pavel', 'carla', 'bob', 'ada'])
    expect(await logins('sort=-created')).toEqual(['petra', 'pavel', 'carla', 'bob', 'ada'])
    expect(await logins('sort=created')).toEqual(['ada', 'bob', 'carla', 'pavel', 'petra'])
    expect(await logins('search=nov%C3%A1k')).toEqual(['pavel'])
    expect(await logins('search=best&status=active')).toEqual(['carla', 'petra'])
    expect(await logins('role=Engineers')).toEqual(['ada'])
    expect(await logins('provider=partner&type=employee')).toEqual(['pavel', 'petra'])
  })
})

describe('the list of sign-ons', () => {
  const outcomes = async (query: string) =>
    (await all(api, `/sign-ons?${query}`)).map((one: { login: string | null; outcome: string }) => [
      one.login,
      one.outcome,
    ])

  it('is filtered by provider, outcomes, person and time, newest first', async () => {
    expect(await outcomes('provider=partner')).toEqual([
      ['petra', 'created'],
      ['pavel', 'created'],
    ])
    expect(await outcomes('outcome=updated,unchanged')).toEqual([['ada', 'unchanged']])
    expect((await outcomes('user=ada')).map(([, outcome]) => outcome)).toEqual(['unchanged', 'created'])
    expect(await outcomes('user=ada&provider=partner')).toEqual([])
    const newest = (await api.get('/sign-ons?limit=1')).body.items[0]
    expect(newest).toMatchObject({ login: 'petra', contactName: 'Petra Best', provider: 'partner' })
    expect(await outcomes(`from=${newest.at}`)).toEqual([['petra', 'created']])
    expect(await outcomes(`to=${newest.at}`)).toHaveLength(5)
    expect(await outcomes('from=2026-11-23&to=2026-11-23')).toHaveLength(6)
    expect(await outcomes('from=2026-11-24')).toEqual([])
    expect((await api.get('/sign-ons?from=yesterday')).body.errors).toMatchObject([{ field: 'from' }])
    expect((await api.get('/sign-ons?outcome=updated,unheard')).status).toBe(422)
  })

  it('is searched by login and by reference', async () => {
    expect((await outcomes('search=AD')).map(([login]) => login)).toEqual(['ada', 'ada'])
    expect(await outcomes('search=nobody')).toEqual([])
    const [one] = (await api.get('/sign-ons?search=bob')).body.items
    expect((await api.get(`/sign-ons?search=${one.id.toUpperCase()}`)).body.items).toEqual([one])
    expect(await outcomes(`search=${one.id}&outcome=refused`)).toEqual([])
    expect(await outcomes(`search=${uuid7(api.clock.now)}`)).toEqual([])
    // By its beginning, in whatever case; all of one minute begin alike.
    expect((await api.get(`/sign-ons?search=${one.id.slice(0, 30).toUpperCase()}`)).body.items).toEqual([one])
    expect((await all(api, `/sign-ons?search=${one.id.slice(0, 8)}`)).map(({ id }) => id)).toContain(one.id)
    expect(await outcomes(`search=${one.id.slice(0, 30)}&outcome=refused`)).toEqual([])
    for (const text of [one.id.slice(0, 7), `${one.id.slice(0, 8)}x`, `${one.id}0`, 'ffffffff-']) {
      expect([text, await outcomes(`search=${text}`)]).toEqual([text, []])
    }
  })

  it('takes what begins no reference for a part of a login name', async () => {
    const { userId, contactId } = await addPerson(api, 'deadbeef1')
    const at = api.clock.now
    await api.app.db.query(sql`
      insert into sign_ons (at, id, outcome, user_id, contact_id, duration_us)
      values (${at}, ${uuid7(at)}, 'replayed', ${userId}::uuid, ${contactId}::uuid, 1)`)
    expect(await outcomes('search=deadbeef')).toEqual([['deadbeef1', 'replayed']])
    await api.app.db.query(sql`delete from sign_ons where outcome = 'replayed'`)
    await api.app.db.query(sql`delete from users where id = ${userId}::uuid`)
    await api.app.db.query(sql`delete from contacts where id = ${contactId}::uuid`)
  })

  it('has refusals by code, and tests apart', async () => {
    const at = api.clock.now
    const entry = (outcome: string, code: string | null) => sql`
      insert into sign_ons (at, id, outcome, code, step, duration_us)
      values (${at}, ${uuid7(at)}, ${outcome}, ${code}, ${code && 'signature'}, 1)`
    await api.app.db.query(entry('refused', 'signature_invalid'))
    await api.app.db.query(entry('tested', null))
    expect(await outcomes('code=signature_invalid')).toEqual([[null, 'refused']])
    expect(await outcomes('code=expired')).toEqual([])
    expect(await outcomes('tests=only')).toEqual([[null, 'tested']])
    expect((await outcomes('tests=hide')).map(([, outcome]) => outcome)).not.toContain('tested')
    expect((await outcomes('outcome=refused,tested')).map(([, outcome]) => outcome).toSorted()).toEqual([
      'refused',
      'tested',
    ])
  })

  it('asks for more of a login name that very many have', async () => {
    await api.app.db.query(sql`
      with c as (insert into contacts (id, name_key, "Name") select gen_random_uuid(), 'many ' || n, 'Many ' || n
        from generate_series(1, 201) n returning id, name_key)
      insert into users (id, contact_id, login, login_key, type)
      select gen_random_uuid(), id, name_key, name_key, 'employee' from c`)
    const refused = await api.get('/sign-ons?search=many')
    expect(refused.body).toMatchObject({ code: 'validation_failed', errors: [{ field: 'search' }] })
    await api.app.db.query(sql`delete from users where login_key like 'many %'`)
    await api.app.db.query(sql`delete from contacts where name_key like 'many %'`)
  })
})

describe('a list as a table', () => {
  const read = async (response: Response) => {
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/)
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(bytes.toString().endsWith('\r\n')).toBe(true)
    return parse(bytes, { bom: true, columns: true }) as Record<string, string>[]
  }

  it('has every contact, and nothing in it is a formula', async () => {
    const response = await raw('/contacts?format=csv&columns=Name,Phone,Notes,Account')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="contacts-2026-11-23.csv"')
    const rows = await read(response)
    expect(rows).toHaveLength(6)
    expect(rows[0]).toMatchObject({
      Name: `'${hostile}`,
      Phone: "'+49 (30) 5550-142",
      Notes: 'two\nlines; \'-and "more"',
      login: '',
    })
    expect(rows[1]).toMatchObject({
      login: 'ada',
      status: 'active',
      roles: 'All employees; Engineers',
      Account: 'acme',
    })
    expect((await read(await raw('/contacts?columns=Name&search=best', { accept: 'text/csv' }))).length).toBe(3)
    expect((await api.get('/contacts?format=json')).body.items).toHaveLength(6)
  })

  it('has every sign-on that fits', async () => {
    const rows = await read(await raw('/sign-ons?format=csv&outcome=created'))
    expect(rows.map((one) => one.login)).toEqual(['petra', 'pavel', 'carla', 'bob', 'ada'])
    expect(await read(await raw('/sign-ons?format=csv&search=nobody'))).toEqual([])
  })

  it('goes over many pages without loss or repetition', async () => {
    await api.app.db.query(sql`
      insert into contacts (id, name_key, "Name") select gen_random_uuid(), 'zz ' || n % 700, 'Zz ' || n % 700
      from generate_series(1, 1203) n`)
    const rows = await read(await raw('/contacts?format=csv&columns=Name'))
    expect(new Set(rows.map((one) => one.id)).size).toBe(1203 + 6)
    await api.app.db.query(sql`delete from contacts where name_key like 'zz %'`)
  })

  it('takes no page, needs the right, and is audited without what was looked for', async () => {
    expect((await raw('/contacts?format=csv&limit=5')).status).toBe(422)
    expect((await raw('/users?format=csv')).status).toBe(422)
    const token = await tokenWith(api, 'rules:read')
    expect((await raw('/contacts?format=csv', { authorization: `Bearer ${token}` })).status).toBe(403)
    expect((await raw('/contacts?format=csv', { authorization: '' })).status).toBe(401)
    const events = (await api.get('/audit?kind=contacts.export&signOns=false')).body.items
    const facts = events.map((one: { facts: object }) => JSON.stringify(one.facts))
    expect(facts.toSorted()).toEqual([
      '{"filters":["columns"]}',
      '{"filters":["columns"]}',
      '{"filters":["search","columns"]}',
    ])
    expect(JSON.stringify(events)).not.toContain('best')
  })
})

describe('a field of a table', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\r=1', "'\r'=1"],
    ['  =1', "  '=1"],
    ['"=1', '"\'=1'],
    ['\u200b=1', "\u200b'=1"],
    ['＝1', "'＝1"],
    ['a;=1', "a;'=1"],
    ['a\n=1', "a\n'=1"],
    ['a,"=1', 'a,"\'=1'],
    ['a=b', 'a=b'],
    ['john-best@x.example', 'john-best@x.example'],
    ['', ''],
  ])('%j becomes %j', (text, safe) => expect(harmless(text)).toBe(safe))

  it('is in quotes, and reads back', () => {
    expect(csvLine(['a "b"', null, 'ä,\n'])).toBe('"a ""b""","","ä,\n"\r\n')
  })
})
