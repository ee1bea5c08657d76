import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { type Api, addPerson, addProvider, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const fieldsOf = (answer: { body: { errors?: { field: string }[] } }) => answer.body.errors?.map((one) => one.field)

describe('a contact', () => {
  it('reads with every column, the user and the roles', async () => {
    const { contactId, userId } = await addPerson(api, 'John Best')
    const { body } = await api.get(`/contacts/${contactId}`)
    expect(body).toMatchObject({
      id: contactId,
      version: 1,
      user: { id: userId, login: 'john best', type: 'employee', status: 'active', version: 1 },
      roles: [],
    })
    expect(Object.keys(body.columns)).toHaveLength(26)
    expect(body.columns).toMatchObject({ Name: 'John Best', Email: null, Account: null })
  })

  it('takes values of every type by hand, and remembers who wrote them', async () => {
    for (const type of ['integer', 'decimal', 'boolean', 'datetime', 'timezone'] as const) {
      await api.post('/columns', { name: `my_${type}`, caption: type, type })
    }
    const { contactId } = await addPerson(api, 'Typed Person')
    const boss = await addPerson(api, 'The Boss')
    const account = (await api.post('/lookups/Account/values', { name: 'Best & Co' })).body
    const columns = {
      Email: 'typed@person.example',
      BirthDate: '1970-02-28',
      Language: 'de_AT',
      Account: { id: account.id },
      Department: { name: 'New  Department', create: true },
      Owner: 'the boss',
      my_integer: 42,
      my_decimal: '1.50',
      my_boolean: true,
      my_datetime: '2026-01-01T00:00:00+01:00',
      my_timezone: 'Europe/Vienna',
    }
    const { status, body } = await api.patch(`/contacts/${contactId}`, { columns })
    expect(status).toBe(200)
    expect(body.version).toBe(2)
    expect(body.columns).toMatchObject({
      Email: 'typed@person.example',
      BirthDate: '1970-02-28',
      Language: 'de-AT',
      Account: { id: account.id, name: 'Best & Co' },
      Department: { name: 'New Department' },
      Owner: { id: boss.contactId, name: 'The Boss' },
      my_integer: '42',
      my_decimal: '1.5',
      my_boolean: 'true',
      my_datetime: '2025-12-31T23:00:00.000Z',
      my_timezone: 'Europe/Vienna',
    })
    const again = await api.patch(`/contacts/${contactId}`, { columns: { ...columns, Department: 'new department' } })
    expect(again.body).toEqual(body)
    const history = (await api.get(`/contacts/${contactId}/history`)).body.items
    expect(history).toHaveLength(Object.keys(columns).length)
    expect(history[0].origin).toMatchObject({ kind: 'person' })
    await api.patch(`/contacts/${contactId}`, { columns: { Account: null, Email: null } })
    const emails = (await api.get(`/contacts/${contactId}/history?column=Email`)).body.items
    expect(emails.map((one: { after: unknown }) => one.after).sort()).toEqual([null, 'typed@person.example'].sort())
    const accounts = (await api.get(`/contacts/${contactId}/history?column=Account`)).body.items
    expect(accounts).toContainEqual(
      expect.objectContaining({ before: { id: account.id, name: 'Best & Co' }, after: null }),
    )
  })

  it('refuses what its columns cannot hold, naming each', async () => {
    const { contactId } = await addPerson(api, 'Careful Person')
    const wrong = {
      Name: null,
      Email: 'no address',
      BirthDate: '2026-02-30',
      Phone: { name: 'x' },
      Department: 'Unknown department',
      Owner: { name: 'Nobody at all', create: true },
      City: '0192f0c1-0000-7000-8000-000000000000',
      Surname: 'x'.repeat(257),
      GivenName: '  ',
      constructor_: 'x',
    }
    for (const [column, value] of Object.entries(wrong)) {
      const answer = await api.patch(`/contacts/${contactId}`, { columns: { [column]: value } })
      expect([answer.status, fieldsOf(answer)]).toEqual([422, [`columns.${column}`]])
    }
    const all = await api.patch(`/contacts/${contactId}`, { columns: { Name: null, Email: 'x', Zip: '1' } })
    expect(fieldsOf(all)).toEqual(['columns.Name', 'columns.Email'])
    for (const column of ['id', 'version"', 'email_key', 'name_key = 1 --', 'toString', "x'; drop table users"]) {
      expect((await api.patch(`/contacts/${contactId}`, { columns: { [column]: 'x' } })).status).toBe(422)
    }
    const { body } = await api.get(`/contacts/${contactId}`)
    expect(body.version).toBe(1)
    expect((await api.patch(`/contacts/${contactId}`, { columns: {} })).body.version).toBe(1)
  })

  it('does not get the e-mail address of another, even at the same moment', async () => {
    const people = await Promise.all(['Mail A', 'Mail B', 'Mail C'].map((name) => addPerson(api, name)))
    const answers = await Promise.all(
      people.map(({ contactId }) => api.patch(`/contacts/${contactId}`, { columns: { Email: 'One@mail.example' } })),
    )
    expect(answers.map((one) => one.status).sort()).toEqual([200, 422, 422])
    for (const one of answers) if (one.status !== 200) expect(one.body.code).toBe('email_taken')
    const loser = people[answers.findIndex((one) => one.status !== 200)]
    const folded = await api.patch(`/contacts/${loser?.contactId}`, { columns: { Email: 'oNE@MAIL.example' } })
    expect(folded.body.code).toBe('email_taken')
  })

  it('asks which one is meant when a lookup has two of the name', async () => {
    await api.app.db.query(sql`
      insert into lookup_values (id, lookup, name, name_key, created_by)
      select gen_random_uuid(), 'Job', 'Twin', 'twin', 'person' from generate_series(1, 2)`)
    const { contactId } = await addPerson(api, 'Job Person')
    const answer = await api.patch(`/contacts/${contactId}`, { columns: { Job: 'Twin' } })
    expect(fieldsOf(answer)).toEqual(['columns.Job'])
    const [twin] = (await api.get('/lookups/Job/values?search=twin')).body.items
    expect((await api.patch(`/contacts/${contactId}`, { columns: { Job: twin.id } })).body.columns.Job).toMatchObject({
      id: twin.id,
    })
  })

  it('is found by part of name, address or login, and by the whole login', async () => {
    const { contactId } = await addPerson(api, 'Zoë Ünlü', { login: 'zoe.u' })
    await api.patch(`/contacts/${contactId}`, { columns: { Email: 'zoe@uenlue.example' } })
    for (const query of ['search=%C3%BCnl', 'search=uenlue.ex', 'search=OE.U', 'user=ZOE.U']) {
      const { items } = (await api.get(`/contacts?${query}`)).body
      expect(items.map((one: { id: string }) => one.id)).toEqual([contactId])
    }
    for (const query of ['user=zoe', 'search=%25', 'search=z_e']) {
      expect((await api.get(`/contacts?${query}`)).body.items).toEqual([])
    }
  })
})

describe('users', () => {
  it('are listed, read, switched off and on again', async () => {
    const { userId } = await addPerson(api, 'Switch Person')
    expect((await api.get('/users/switch%20person')).body).toMatchObject({ id: userId, status: 'active' })
    const off = await api.patch(`/users/${userId}`, { status: 'disabled' })
    expect(off.body).toMatchObject({ status: 'disabled', version: 2, contact: { name: 'Switch Person' } })
    const disabled = (await api.get('/users?status=disabled')).body.items
    expect(disabled.map((one: { id: string }) => one.id)).toContain(userId)
    const stale = await api.patch(`/users/${userId}`, { status: 'active' }, { headers: { 'if-match': '"1"' } })
    expect(stale.status).toBe(412)
    expect((await api.patch(`/users/${userId}`, { status: 'active' })).body.version).toBe(3)
    expect((await api.patch(`/users/${userId}`, { status: 'active' })).body.version).toBe(3)
    for (const status of ['deleted', 'pending', 'x']) {
      expect(fieldsOf(await api.patch(`/users/${userId}`, { status }))).toEqual(['status'])
    }
  })

  it('that are deleted do not come back', async () => {
    const { userId } = await addPerson(api, 'Tomb Stone')
    await api.app.db.query(sql`update users set status = 'deleted' where id = ${userId}::uuid`)
    expect(await api.patch(`/users/${userId}`, { status: 'active' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    })
  })

  it('lose their session with the next request when they are switched off', async () => {
    const { idp } = await addProvider(api, 'sessions')
    const { cookie } = await signOn(api, idp, 'sessions', 'leaver', {})
    await createLocalAdministrator(api.app, 'rescue')
    await api.post('/grants', { user: 'leaver', role: 'Administrators' })
    await addPerson(api, 'Spare Admin', { role: 'administrators' })
    const bySession = { token: null, headers: { cookie } }
    expect((await api.get('/contacts', bySession)).status).toBe(200)
    await api.patch('/users/leaver', { status: 'disabled' })
    expect((await api.get('/contacts', bySession)).status).toBe(401)
  })
})

describe('roles', () => {
  it('are added, read, changed and removed', async () => {
    const made = await api.post('/roles', { name: 'Sales', kind: 'organisational' })
    expect(made.body).toMatchObject({
      name: 'Sales',
      kind: 'organisational',
      parent: null,
      protected: false,
      builtIn: null,
    })
    const child = await api.post('/roles', { name: 'Sales EMEA', kind: 'organisational', parent: 'sales' })
    expect(child.body.parent).toEqual({ id: made.body.id, name: 'Sales' })
    expect((await api.patch(`/roles/${made.body.id}`, { name: 'Sales team' })).body.version).toBe(2)
    expect((await api.get('/roles/Sales%20EMEA')).body.parent.name).toBe('Sales team')
    expect((await api.del(`/roles/${made.body.id}`)).body.code).toBe('conflict')
    await api.patch(`/roles/${child.body.id}`, { parent: null })
    expect((await api.del(`/roles/${made.body.id}`)).status).toBe(204)
  })

  it('make a tree without circles, of organisational roles alone', async () => {
    const make = async (name: string, parent: string | null) =>
      (await api.post('/roles', { name, kind: 'organisational', parent })).body.id
    const [a, b, c] = [await make('A', null), await make('B', 'A'), await make('C', 'B')]
    for (const parent of [a, b, c]) {
      expect(fieldsOf(await api.patch(`/roles/${a}`, { parent }))).toEqual(['parent'])
    }
    expect(fieldsOf(await api.post('/roles', { name: 'F', parent: 'A' }))).toEqual(['parent'])
    expect(fieldsOf(await api.post('/roles', { name: 'F', kind: 'organisational', parent: 'Administrators' }))).toEqual(
      ['parent'],
    )
    expect(fieldsOf(await api.patch(`/roles/${a}`, { parent: 'Nobody' }))).toEqual(['parent'])
  })

  it('have names that differ to people, not only to machines', async () => {
    await api.post('/roles', { name: 'Straße' })
    for (const name of ['STRASSE', 'strasse', 'Straße']) expect((await api.post('/roles', { name })).status).toBe(409)
    for (const name of ['', ' x', 'a\tb', 'x'.repeat(257), 'ﷺ'.repeat(200)]) {
      expect(fieldsOf(await api.post('/roles', { name }))).toEqual(['name'])
    }
    const race = await Promise.all(Array.from({ length: 5 }, () => api.post('/roles', { name: 'Raced' })))
    expect(race.map((one) => one.status).sort()).toEqual([201, 409, 409, 409, 409])
  })

  it('that are built in keep everything but their name', async () => {
    for (const name of ['Administrators', 'All employees', 'All external users']) {
      const path = `/roles/${encodeURIComponent(name)}`
      expect((await api.del(path)).status).toBe(409)
      expect(fieldsOf(await api.patch(path, { parent: null }))).toEqual(['parent'])
    }
    expect(fieldsOf(await api.patch('/roles/Administrators', { protected: false }))).toEqual(['protected'])
  })

  it('that are protected belong to administrators alone', async () => {
    const token = await tokenWith(api, 'directory:write', 'rules:write')
    expect((await api.post('/roles', { name: 'Secret', protected: true }, { token })).status).toBe(403)
    const { body } = await api.post('/roles', { name: 'Secret', protected: true })
    expect((await api.patch(`/roles/${body.id}`, { protected: false }, { token })).status).toBe(403)
    expect((await api.patch(`/roles/${body.id}`, { name: 'Open' }, { token })).status).toBe(403)
    expect((await api.del(`/roles/${body.id}`, { token })).status).toBe(403)
    await addPerson(api, 'Secret Holder')
    expect((await api.post('/grants', { user: 'secret holder', role: 'Secret' }, { token })).status).toBe(403)
    const grant = (await api.post('/grants', { user: 'secret holder', role: 'Secret' })).body
    expect((await api.del(`/grants/${grant.id}`, { token })).status).toBe(403)
    expect((await api.patch('/users/secret%20holder', { status: 'disabled' }, { token })).status).toBe(403)
  })
})

describe('grants', () => {
  it('are given and taken back by hand, with the user’s version', async () => {
    const { userId, contactId } = await addPerson(api, 'Granted Person')
    await api.post('/roles', { name: 'Readers' })
    const given = await api.post('/grants', { user: 'granted person', role: 'readers' })
    expect(given).toMatchObject({
      status: 201,
      body: { origin: 'manual', role: { name: 'Readers' }, user: { id: userId } },
    })
    expect((await api.post('/grants', { user: userId, role: 'Readers' })).body.id).toBe(given.body.id)
    expect((await api.get(`/contacts/${contactId}`)).body).toMatchObject({
      roles: [{ name: 'Readers', origin: 'manual' }],
      user: { version: 2 },
    })
    expect((await api.get('/grants?user=granted%20person')).body.items).toEqual([given.body])
    expect((await api.del(`/grants/${given.body.id}`)).status).toBe(204)
    expect((await api.get(`/grants?user=${userId}`)).body.items).toEqual([])
    expect((await api.del(`/grants/${given.body.id}`)).status).toBe(404)
    expect((await api.get('/grants?user=nobody')).status).toBe(404)
  })

  it('are refused for unknown people and roles, and for roles that follow from the type', async () => {
    await addPerson(api, 'Some Body')
    expect(fieldsOf(await api.post('/grants', { user: 'nobody', role: 'Readers' }))).toEqual(['user'])
    expect(fieldsOf(await api.post('/grants', { user: 'some body', role: 'Nothing' }))).toEqual(['role'])
    for (const role of ['All employees', 'All external users']) {
      expect(fieldsOf(await api.post('/grants', { user: 'some body', role }))).toEqual(['role'])
    }
  })

  it('never leave the installation without an administrator, however many are removed at once', async () => {
    const own = await newApi()
    try {
      const admins = await Promise.all(
        ['Admin A', 'Admin B', 'Admin C'].map((name) => addPerson(own, name, { role: 'administrators' })),
      )
      const grants = (await own.get('/grants?role=Administrators')).body.items
      const [first, second] = grants
      const answers = await Promise.all([
        own.del(`/grants/${first.id}`),
        own.del(`/grants/${second.id}`),
        ...admins.map(({ userId }) => own.patch(`/users/${userId}`, { status: 'disabled' })),
      ])
      const refused = answers.filter((one) => one.status === 422)
      expect(refused.length).toBeGreaterThan(0)
      for (const one of refused) expect(one.body.code).toBe('last_administrator')
      const [left] = await own.app.db.query<{ n: number }>(sql`
        select count(distinct u.id)::integer as n from users u join grants g on g.user_id = u.id
          join roles r on r.id = g.role_id and r.built_in = 'administrators' where u.status = 'active'`)
      expect(left?.n).toBe(1)
    } finally {
      await own.end()
    }
  })
})

describe('lookups', () => {
  it('list their values by name and take new ones, each name once', async () => {
    for (const name of ['Gamma', 'alpha', 'Beta']) await api.post('/lookups/City/values', { name })
    const names = (await api.get('/lookups/City/values')).body.items.map((one: { name: string }) => one.name)
    expect(names).toEqual(['alpha', 'Beta', 'Gamma'])
    expect((await api.get('/lookups/City/values?search=ET')).body.items).toMatchObject([
      { name: 'Beta', createdBy: 'person' },
    ])
    const race = await Promise.all(Array.from({ length: 5 }, () => api.post('/lookups/City/values', { name: 'Delta' })))
    expect(race.map((one) => one.status).sort()).toEqual([201, 409, 409, 409, 409])
    expect((await api.post('/lookups/City/values', { name: 'DELTA' })).status).toBe(409)
    expect(fieldsOf(await api.post('/lookups/City/values', { name: 'ﷺ'.repeat(200) }))).toEqual(['name'])
  })

  it('that do not exist, and the people in it, are not to be found', async () => {
    for (const name of ['Nope', 'Contact', 'city', "x'"]) {
      expect((await api.get(`/lookups/${encodeURIComponent(name)}/values`)).status).toBe(404)
      expect((await api.post(`/lookups/${encodeURIComponent(name)}/values`, { name: 'x' })).status).toBe(404)
    }
  })

  it('show accounts under a name of their own', async () => {
    await api.post('/lookups/Account/values', { name: 'Galaxy Ltd' })
    expect((await api.get('/accounts?search=galaxy')).body.items).toMatchObject([{ name: 'Galaxy Ltd' }])
  })
})

describe('settings', () => {
  it('are read and written, each alone', async () => {
    expect((await api.get('/settings')).body).toMatchObject({ helpText: '', displayName: 'jitup' })
    await api.send('PUT', '/settings', { helpText: 'Call 123.\nOr write.' })
    expect((await api.send('PUT', '/settings', { displayName: 'Acme' })).body).toMatchObject({
      helpText: 'Call 123.\nOr write.',
      displayName: 'Acme',
    })
    expect(fieldsOf(await api.send('PUT', '/settings', { displayName: '', canary: 'x' }))?.sort()).toEqual([
      'canary',
      'displayName',
    ])
  })
})
