import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportPerson } from '../../src/sign-on/person-export.ts'
import { type Api, addPerson, addProvider, all, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
let idp: Awaited<ReturnType<typeof addProvider>>['idp']
let other: Awaited<ReturnType<typeof addProvider>>['idp']
let writer: string
beforeAll(async () => {
  api = await newApi()
  idp = (await addProvider(api, 'acme')).idp
  other = (await addProvider(api, 'east')).idp
  for (const [attribute, column] of [
    ['Mail', 'Email'],
    ['Phone', 'Phone'],
    ['Dept', 'Department'],
    ['Name', 'Name'],
  ]) {
    await api.post('/converters', { attributes: [attribute], column })
  }
  await api.post('/roles', { name: 'Sales' })
  await api.post('/roles', { name: 'Keys', protected: true })
  writer = await tokenWith(api, 'directory:write')
})
afterAll(() => api.end())

const arrive = async (who: string, attributes: Record<string, readonly string[]> = {}, by = 'acme') => {
  const done = await signOn(api, by === 'acme' ? idp : other, by, who, { memberOf: [], ...attributes })
  expect(done.status).toBe(303)
  return done.cookie
}
const contactOf = async (login: string) => (await api.get(`/contacts?user=${encodeURIComponent(login)}`)).body.items[0]
/** Not in the millisecond of what was before: the clock stands still, and histories are in the order of their times. */
const merge = (id: string, into: string, more: object = {}, token = writer) => {
  api.clock.now = new Date(api.clock.now.getTime() + 1000)
  return api.post(`/contacts/${id}/merge`, { into, ...more }, { token })
}

describe('a contact that is made by hand', () => {
  it('may have a user, who has what everybody has, and signs on once a provider is told who it is', async () => {
    const made = await api.post(
      '/contacts',
      {
        columns: {
          GivenName: 'Ida',
          Surname: 'Moss',
          Email: 'ida@moss.example',
          Department: { name: 'Moss', create: true },
        },
        user: { login: 'ida' },
      },
      { token: writer },
    )
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      columns: { Name: 'Ida Moss', Department: { name: 'Moss' } },
      user: { login: 'ida', type: 'employee', status: 'active' },
      roles: [{ name: 'All employees', origin: 'base' }],
    })
    expect(made.headers.get('location')).toContain(`/contacts/${made.body.id}`)
    const history = await all(api, `/contacts/${made.body.id}/history`, 50)
    expect(history).toHaveLength(5)
    expect(new Set(history.map((one) => one.origin.kind))).toEqual(new Set(['person']))
    await api.post('/users/ida/identities', { provider: 'acme', subject: 'ida-1' })
    await arrive('ida-1', { Phone: ['+43 1 7'] })
    expect(await contactOf('ida')).toMatchObject({ id: made.body.id, columns: { Name: 'Ida Moss', Phone: '+43 1 7' } })
    expect((await api.post('/contacts', { columns: { Name: 'x' }, user: { login: 'IDA' } })).body.code).toBe(
      'login_taken',
    )
    expect((await api.post('/contacts', { columns: { Name: 'x', Email: 'IDA@moss.example' } })).body.code).toBe(
      'email_taken',
    )
    const outside = await api.post('/contacts', { columns: {}, user: { login: 'guest', type: 'external' } })
    expect(outside.body).toMatchObject({ columns: { Name: 'guest' }, roles: [{ name: 'All external users' }] })
  })

  it('may have none, and is edited all the same', async () => {
    const made = await api.post('/contacts', { columns: { Name: 'Only Contact', Email: 'only@contact.example' } })
    expect(made.body).toMatchObject({ user: null, roles: [] })
    const at = `/contacts/${made.body.id}`
    const columns = { Phone: '+43 1 555 0100', Email: 'ONLY@contact.example', Name: 'Only A Contact' }
    expect((await api.patch(at, { columns })).body).toMatchObject({ version: 2, columns: { Name: 'Only A Contact' } })
    expect((await api.patch(at, { columns: { Owner: made.body.id } })).status).toBe(422)
    expect((await api.patch(at, { columns: { 'user.culture': 'de' } })).body.errors).toMatchObject([
      { field: 'columns.user.culture' },
    ])
    expect((await all(api, `${at}/history?column=Phone`))[0]).toMatchObject({ origin: { kind: 'person' } })
  })

  it('is refused with every field that is wrong', async () => {
    const wrong = await api.post('/contacts', { columns: { Email: 'x', BirthDate: 'y' }, user: { login: 'q' } })
    expect(wrong.body.errors.map((one: { field: string }) => one.field)).toEqual(['columns.Email', 'columns.BirthDate'])
    expect((await api.post('/contacts', { columns: {} })).body.errors).toMatchObject([{ field: 'columns.Name' }])
    expect((await api.post('/contacts', { columns: {}, user: { login: 'a\u200bb' } })).status).toBe(422)
    const token = await tokenWith(api, 'directory:read')
    expect((await api.post('/contacts', { columns: { Name: 'x' } }, { token })).status).toBe(403)
    const same = { columns: { Name: 'Same' }, user: { login: 'same' } }
    const answers = await Promise.all([1, 2, 3].map(() => api.post('/contacts', same)))
    expect(answers.map((one) => one.status).sort()).toEqual([201, 422, 422])
  })
})

describe('two contacts of one person', () => {
  it('are shown beforehand, and whoever signed on as the one is the other from then on', async () => {
    await arrive('kim', { Mail: ['kim@acme.example'], Dept: ['Sales'] })
    const session = await arrive('kim.k', { Phone: ['+43 1 1'], Dept: ['Other'], Name: ['Kim K'] }, 'east')
    await api.post('/grants', { user: 'kim.k', role: 'Sales' })
    const [stays, gone] = [await contactOf('kim'), await contactOf('kim.k')]
    const named = await api.post('/contacts', { columns: { Name: 'Assistant', Owner: { id: gone.id } } })
    const events = (await all(api, '/audit?kind=contacts.merge', 50)).length

    const dry = await merge(gone.id, stays.id, { dryRun: true })
    const expected = {
      id: stays.id,
      undoable: false,
      taken: [
        { column: 'GivenName', value: 'Kim' },
        { column: 'Surname', value: 'K' },
        { column: 'Phone', value: '+43 1 1' },
      ],
      user: { becomes: 'merged', id: stays.user.id, loginGone: 'kim.k' },
      identities: 1,
      rolesMoved: [{ role: { name: 'Sales' }, origin: 'manual' }],
      rolesLeft: [{ role: { name: 'All employees' }, origin: 'base', reason: 'sign-on' }],
      namedBy: 1,
      sessionsEnded: 1,
    }
    expect(dry.body).toMatchObject({ ...expected, dryRun: true })
    expect(dry.body.givenUp).toMatchObject([
      { column: 'Name', kept: 'kim', value: 'Kim K' },
      { column: 'Department', kept: { name: 'Sales' }, value: { name: 'Other' } },
    ])
    expect(await contactOf('kim')).toEqual(stays)
    expect(await all(api, '/audit?kind=contacts.merge', 50)).toHaveLength(events)

    expect((await merge(gone.id, stays.id)).body).toMatchObject({ ...expected, dryRun: false })
    const now = await contactOf('kim')
    expect(now.columns).toMatchObject({ Name: 'kim', Phone: '+43 1 1', Email: 'kim@acme.example' })
    expect(now.roles).toEqual([
      { name: 'All employees', origin: 'base' },
      { name: 'Sales', origin: 'manual' },
    ])
    expect((await api.get(`/contacts/${gone.id}`)).body).toEqual(now)
    expect((await api.get('/users/kim.k')).status).toBe(404)
    expect((await api.get(`/contacts/${named.body.id}`)).body.columns.Owner).toEqual({ id: stays.id, name: 'kim' })
    // Nobody else's word: the provider that sent the number still vouches for it.
    const [row] = await api.app.db.query<{ origin: unknown }>(sql`
      select origins -> 'Phone' as origin from contacts where id = ${stays.id}::uuid`)
    expect(row?.origin).toMatchObject({ kind: 'claim', attribute: 'Phone' })

    const history = await all(api, `/contacts/${stays.id}/history?column=Phone`, 50)
    expect(history.map((one) => one.mergedFrom)).toEqual([null, gone.id])
    expect(await all(api, `/sign-ons?contact=${stays.id}`, 50)).toHaveLength(2)
    const explained = await api.get(`/contacts/${stays.id}/explain`)
    if (explained.status === 200) expect(JSON.stringify(explained.body)).not.toContain('Kim K')

    const me = await api.server.request('http://localhost:3000/me', { headers: { cookie: session } })
    expect(me.status).not.toBe(200)
    await arrive('kim.k', { Phone: ['+43 1 2'], Dept: ['Third'] }, 'east')
    expect(await contactOf('kim')).toMatchObject({ columns: { Phone: '+43 1 2', Department: { name: 'Third' } } })
    expect((await api.get('/users?search=kim')).body.items).toHaveLength(1)
    expect((await all(api, '/users/kim/identities')).map((one) => one.provider).sort()).toEqual(['acme', 'east'])
    expect((await merge(gone.id, stays.id)).status).toBe(404)
    const audit = await all(api, '/audit?kind=person.merged', 50)
    expect(audit[0].objects).toEqual([gone.id, stays.id, gone.user.id, stays.user.id])
    const trust = await api.get('/trust-events?provider=east')
    expect(trust.body.items[0]).toMatchObject({ kind: 'identity_bound', facts: { from: gone.user.id } })
  })

  it('may both be without a user, or one of them: the user comes along', async () => {
    const [a, b] = await Promise.all(
      [
        { Name: 'A', Email: 'a@b.example' },
        { Name: 'B', Zip: '1' },
      ].map((columns) => api.post('/contacts', { columns })),
    )
    expect((await merge(a?.body.id, b?.body.id)).body).toMatchObject({
      user: { becomes: 'none' },
      taken: [{ column: 'Email', value: 'a@b.example' }],
    })
    await arrive('bea', { Phone: ['+43 1 3'] })
    const user = await contactOf('bea')
    const culture = { 'user.culture': 'de-AT', Zip: '2' }
    await api.patch(`/contacts/${user.id}`, { columns: culture })
    expect((await merge(user.id, b?.body.id)).body).toMatchObject({ user: { becomes: 'moved', id: user.user.id } })
    const now = await contactOf('bea')
    expect(now).toMatchObject({
      id: b?.body.id,
      user: { id: user.user.id },
      columns: { Name: 'B', Zip: '1', Phone: '+43 1 3', 'user.culture': 'de-AT', Email: 'a@b.example' },
    })
    expect(now.roles).toEqual(user.roles)
    for (const id of [a?.body.id, user.id]) expect((await api.get(`/contacts/${id}`)).body.id).toBe(now.id)
    await arrive('bea', { Phone: ['+43 1 4'] })
    expect((await contactOf('bea')).columns.Phone).toBe('+43 1 4')
  })

  it('own each other no more', async () => {
    const boss = (await api.post('/contacts', { columns: { Name: 'Boss' } })).body
    const twin = (await api.post('/contacts', { columns: { Name: 'Twin', Owner: { id: boss.id } } })).body
    const third = (await api.post('/contacts', { columns: { Name: 'Third' } })).body
    await api.patch(`/contacts/${boss.id}`, { columns: { Owner: { id: third.id } } })
    expect((await merge(boss.id, twin.id)).status).toBe(200)
    expect((await api.get(`/contacts/${twin.id}`)).body.columns.Owner).toMatchObject({ id: third.id })
    await api.patch(`/contacts/${third.id}`, { columns: { Owner: { id: twin.id } } })
    expect((await merge(twin.id, third.id)).status).toBe(200)
    expect((await api.get(`/contacts/${third.id}`)).body.columns.Owner).toBeNull()
  })

  it('are two, exist, and are what the caller saw', async () => {
    const one = (await api.post('/contacts', { columns: { Name: 'One' } })).body
    expect((await merge(one.id, one.id)).body.errors).toMatchObject([{ field: 'into' }])
    expect((await merge(one.id, '0192f0c1-0000-7000-8000-000000000000')).status).toBe(422)
    expect((await merge('nonsense', one.id)).status).toBe(404)
    const two = (await api.post('/contacts', { columns: { Name: 'Two' } })).body
    const stale = { token: writer, headers: { 'if-match': '"99"' } }
    expect((await api.post(`/contacts/${two.id}/merge`, { into: one.id }, stale)).status).toBe(412)
  })
})

describe('a merge', () => {
  it('makes no employee of an external user, nor the other way round', async () => {
    const person = async (login: string, type: string) =>
      (await api.post('/contacts', { columns: {}, user: { login, type } })).body.id
    const [inside, outside] = [await person('inside', 'employee'), await person('outside', 'external')]
    expect((await merge(outside, inside, {}, undefined)).status).toBe(409)
    expect((await api.post(`/contacts/${outside}/merge`, { into: inside })).status).toBe(409)
    expect((await api.post(`/contacts/${inside}/merge`, { into: outside, dryRun: true })).status).toBe(409)
  })

  it('is an administrator’s business where one has a protected role, and hands none on', async () => {
    const [plain, keeper] = [await addPerson(api, 'Plain'), await addPerson(api, 'Keeper')]
    await api.post('/grants', { user: 'keeper', role: 'Keys' })
    for (const [id, into] of [
      [keeper, plain],
      [plain, keeper],
    ] as const) {
      expect((await merge(id.contactId, into.contactId)).body).toMatchObject({ code: 'forbidden' })
      expect((await merge(id.contactId, into.contactId, { dryRun: true })).body).toMatchObject({ code: 'forbidden' })
    }
    const merged = await api.post(`/contacts/${keeper.contactId}/merge`, { into: plain.contactId })
    expect(merged.body).toMatchObject({ rolesMoved: [], rolesLeft: [{ role: { name: 'Keys' }, reason: 'protected' }] })
    expect((await contactOf('plain')).roles).toEqual([])
  })

  it('does not let a provider of external users in as an employee, unless an administrator says so', async () => {
    await addProvider(api, 'guests', { userType: 'external' })
    const [a, b] = [await addPerson(api, 'Guest A'), await addPerson(api, 'Guest B')]
    await api.post('/users/guest%20a/identities', { provider: 'guests', subject: 'a' })
    expect((await merge(a.contactId, b.contactId)).body).toMatchObject({ code: 'forbidden' })
    expect((await api.post(`/contacts/${a.contactId}/merge`, { into: b.contactId })).status).toBe(200)
  })

  it('never takes the last administrator away, nor brings back who was deleted', async () => {
    const [root, plain] = [await addPerson(api, 'Root', { role: 'administrators' }), await addPerson(api, 'Nobody')]
    expect((await api.post(`/contacts/${root.contactId}/merge`, { into: plain.contactId })).body).toMatchObject({
      code: 'last_administrator',
    })
    expect((await api.post(`/contacts/${plain.contactId}/merge`, { into: root.contactId })).status).toBe(200)
    const [gone, here] = [await addPerson(api, 'Deleted'), await addPerson(api, 'Here')]
    await api.del('/users/deleted')
    for (const [id, into] of [
      [gone, here],
      [here, gone],
    ] as const) {
      expect((await api.post(`/contacts/${id.contactId}/merge`, { into: into.contactId })).status).toBe(409)
    }
  })
})

describe('the law', () => {
  it('finds everything of a merged person: in the export, and no more after the erasure', async () => {
    await arrive('law', { Mail: ['law@acme.example'] })
    await arrive('secret-law', { Name: ['Secret Law'], Phone: ['+43 1 999'] }, 'east')
    const [stays, gone] = [await contactOf('law'), await contactOf('secret-law')]
    const owner = await api.post('/contacts', { columns: { Name: 'Assistant', Owner: { id: gone.id } } })
    await merge(gone.id, stays.id)
    let text = ''
    for await (const piece of exportPerson(api.app, stays.user.id)) text += piece
    const exported = JSON.parse(text)
    expect(exported.merged).toMatchObject([{ id: gone.id, userId: gone.user.id }])
    expect(exported.signOns).toHaveLength(2)
    expect(exported.identities).toHaveLength(2)
    expect(JSON.stringify(exported.history)).toContain('Secret Law')
    expect(exported.audit.map((one: { kind: string }) => one.kind)).toContain('person.merged')

    expect((await api.post('/users/law/erase', { confirm: 'law' })).status).toBe(200)
    const left = await api.app.db.query<{ text: string }>(sql`
      select row_to_json(p)::text as text from provenance p union all select row_to_json(c)::text from contacts c
      union all select row_to_json(m)::text from merged_contacts m where id = ${gone.id}::uuid
      union all select row_to_json(s)::text from sign_ons s where contact_id = ${stays.id}::uuid and sealed is not null`)
    const all = left.map((one) => one.text).join('\n')
    for (const word of ['Secret Law', 'secret-law', '+43 1 999', 'law@acme.example']) expect(all).not.toContain(word)
    expect((await api.get(`/contacts/${gone.id}`)).status).toBe(404)
    expect((await api.get(`/contacts/${owner.body.id}`)).body.columns.Owner).toBeNull()
    const stays2 = (await api.post('/contacts', { columns: { Name: 'Never Signs On', Notes: 'secret note' } })).body
    const at = `/contacts/${stays2.id}`
    const kept = await (
      await api.server.request(`http://localhost:3000/api/v1${at}/export`, {
        headers: { authorization: `Bearer ${await tokenWith(api, 'claims:read', 'directory:read')}` },
      })
    ).json()
    expect(kept).toMatchObject({ user: null, contact: { columns: { Notes: 'secret note' } }, identities: [] })
    expect((await api.post(`${at}/erase`, {})).status).toBe(422)
    expect((await api.post(`${at}/erase`, { confirm: 'x' }, { token: writer })).status).toBe(403)
    expect((await api.post(`${at}/erase`, { confirm: 'never signs on' })).body).toEqual({
      ...{ contactId: stays2.id, history: 2, signOns: 0 },
    })
    expect((await api.get(at)).status).toBe(404)
    for (const [who, by] of [
      ['law', 'acme'],
      ['secret-law', 'east'],
    ] as const) {
      const again = await signOn(api, by === 'acme' ? idp : other, by, who, { memberOf: [] })
      expect(again.status).toBe(403)
    }
  })
})

describe('beside sign-ons', () => {
  it('of either person at that moment, one person is left, who has all of their identities', async () => {
    for (let round = 0; round < 3; round++) {
      const [a, b] = [`race-a-${round}`, `race-b-${round}`]
      await arrive(a, { Phone: ['+43 1 1'] })
      await arrive(b, { Mail: [`${b}@acme.example`] }, 'east')
      const [stays, gone] = [await contactOf(a), await contactOf(b)]
      const [merged, ...signedOn] = await Promise.all([
        merge(gone.id, stays.id),
        ...Array.from({ length: 8 }, (_, n) =>
          n % 2
            ? signOn(api, idp, 'acme', a, { memberOf: [], Phone: [`+43 1 ${n}`] })
            : signOn(api, other, 'east', b, { memberOf: [], Mail: [`${b}-${n}@acme.example`] }),
        ),
      ])
      expect(merged?.status).toBe(200)
      expect(signedOn.map((one) => one.status)).toEqual(signedOn.map(() => 303))
      expect(await contactOf(b)).toBeUndefined()
      expect(await all(api, `/users/${a}/identities`)).toHaveLength(2)
      await arrive(b, { Mail: [`${b}-last@acme.example`] }, 'east')
      expect((await contactOf(a)).columns.Email).toBe(`${b}-last@acme.example`)
      const [strays] = await api.app.db.query<{ n: number }>(sql`
        select count(*)::int as n from sign_ons where contact_id = ${gone.id}::uuid`)
      expect(strays?.n).toBe(0)
    }
  })

  it('of somebody whom a link rule was about to find there, they find who stays', async () => {
    await api.post('/columns', { name: 'Number', caption: 'Number', type: 'text' })
    const { idp: third } = await addProvider(api, 'third', {
      link: [{ by: 'column', column: 'Number', attribute: 'No' }],
    })
    for (let round = 0; round < 3; round++) {
      const number = `N-${round}`
      const make = async (login: string, columns: object) =>
        (await api.post('/contacts', { columns: { Name: login, ...columns }, user: { login } })).body.id
      const stays = await make(`link-a-${round}`, {})
      const gone = await make(`link-b-${round}`, { Number: number })
      const [merged, who] = await Promise.all([
        merge(gone, stays),
        signOn(api, third, 'third', `third-${round}`, { No: [number], memberOf: [] }),
      ])
      expect([merged.status, who.status]).toEqual([200, 303])
      expect(await all(api, `/users/link-a-${round}/identities`)).toHaveLength(1)
    }
  })

  it('two merges against each other leave one person', async () => {
    const [a, b] = [await addPerson(api, 'Cross A'), await addPerson(api, 'Cross B')]
    const answers = await Promise.all([merge(a.contactId, b.contactId), merge(b.contactId, a.contactId)])
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    expect((await api.get('/contacts?search=cross')).body.items).toHaveLength(1)
  })
})
