import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, all, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
let idp: Awaited<ReturnType<typeof addProvider>>['idp']
beforeAll(async () => {
  api = await newApi()
  idp = (await addProvider(api, 'acme')).idp
  await api.post('/converters', { attributes: ['Dept'], column: 'Department' })
  await api.post('/converters', { attributes: ['Kind'], column: 'Type', defaultValue: 'Employee' })
})
afterAll(() => api.end())

const values = (lookup: string) => `/lookups/${lookup}/values`
const add = async (lookup: string, name: string): Promise<string> => {
  const made = await api.post(values(lookup), { name })
  expect(made.status).toBe(201)
  return made.body.id
}
const arrive = async (who: string, attributes: Record<string, readonly string[]>) => {
  expect((await signOn(api, idp, 'acme', who, { memberOf: [], ...attributes })).status).toBe(303)
  return (await api.get(`/contacts?user=${who}`)).body.items[0]
}
const people = async (lookup: string, column: string, valueId: string, count: number) => {
  await api.app.db.query(sql`
    insert into contacts (id, name_key, "Name", "Department", "Job")
    select gen_random_uuid(), 'n' || n, 'n' || n,
      case when ${column} = 'Department' then ${valueId}::uuid end, case when ${column} = 'Job' then ${valueId}::uuid end
    from generate_series(1, ${count}::integer) n`)
  return `${values(lookup)}/${valueId}`
}

describe('lookups', () => {
  it('are listed with how many values they have, and the columns that hold them', async () => {
    await add('Gender', 'Diverse')
    const found = await all(api, '/lookups', 3)
    expect(found.map((one) => one.name)).toEqual([
      ...['Account', 'City', 'ContactType', 'Country', 'Department', 'Gender', 'Job', 'Region'],
    ])
    expect(found.find((one) => one.name === 'Gender')).toEqual({
      name: 'Gender',
      caption: 'Gender',
      values: 1,
      columns: ['Gender'],
    })
    expect((await api.get('/lookups/Contact')).status).toBe(404)
  })

  it('are added, and a column then holds their values', async () => {
    const made = await api.post('/lookups', { name: 'CostCentre', caption: 'Cost centre' })
    expect(made.body).toEqual({ name: 'CostCentre', caption: 'Cost centre', values: 0, columns: [] })
    expect(made.headers.get('location')).toMatch(/\/lookups\/CostCentre$/)
    expect((await api.post('/lookups', { name: 'costcentre', caption: 'x' })).status).toBe(409)
    expect((await api.post('/lookups', { name: 'x"; drop', caption: 'x' })).status).toBe(422)
    const column = { name: 'Centre', caption: 'Centre', type: 'lookup', lookup: 'CostCentre' }
    expect((await api.post('/columns', column)).status).toBe(201)
    expect((await api.get('/lookups/CostCentre')).body.columns).toEqual(['Centre'])
    await api.post('/columns', { name: 'Floor', caption: 'Floor', type: 'lookup', lookup: 'Storey' })
    expect((await api.get('/lookups/Storey')).body).toMatchObject({ values: 0, columns: ['Floor'] })
  })

  it('are for those who may write the directory', async () => {
    const token = await tokenWith(api, 'directory:read')
    const id = await add('Region', 'Tyrol')
    const at = `${values('Region')}/${id}`
    expect((await api.get(at, { token })).status).toBe(200)
    expect((await api.patch(at, { name: 'x' }, { token })).status).toBe(403)
    expect((await api.del(at, { token })).status).toBe(403)
    expect((await api.post(`${at}/merge`, { into: id, dryRun: true }, { token })).status).toBe(403)
    expect((await api.get(`${values('Region')}/nonsense`)).status).toBe(404)
    expect((await api.get(`${values('City')}/${id}`)).status).toBe(404)
  })
})

describe('a value that is renamed', () => {
  it('is found by its former name, by sign-ons as well', async () => {
    const before = await arrive('rae', { Dept: ['Sales'] })
    const { id } = before.columns.Department
    const at = `${values('Department')}/${id}`
    const read = await api.get(at)
    expect(read.body).toMatchObject({ name: 'Sales', uses: { contacts: 1 }, aliases: [], namedBy: [] })
    const renamed = await api.patch(at, { name: 'Sales  and marketing' })
    expect(renamed.body).toMatchObject({ id, name: 'Sales and marketing', aliases: ['Sales'], version: 2 })
    const stale = await api.patch(at, { name: 'x' }, { headers: { 'if-match': read.headers.get('etag') ?? '' } })
    expect(stale.status).toBe(412)
    expect((await arrive('rae', { Dept: ['SALES'] })).columns.Department).toEqual({ id, name: 'Sales and marketing' })
    expect((await arrive('roy', { Dept: ['sales'] })).columns.Department).toEqual({ id, name: 'Sales and marketing' })
    expect(await all(api, `${values('Department')}?search=sales`)).toHaveLength(1)
    const back = await api.patch(at, { name: 'Sales' })
    expect(back.body).toMatchObject({ name: 'Sales', aliases: ['Sales and marketing'] })
  })

  it('never gets the name of another, nor an alias of one, nor one that looks like an id', async () => {
    const one = await add('Job', 'Engineer')
    const other = await add('Job', 'Developer')
    await api.post(`${values('Job')}/${other}/aliases`, { name: 'Programmer' })
    for (const name of ['DEVELOPER', 'programmer']) {
      const answer = await api.patch(`${values('Job')}/${one}`, { name })
      expect(answer.status).toBe(409)
      expect(answer.body.detail).toContain('Developer')
      expect(answer.body.errors).toMatchObject([{ field: 'name' }])
    }
    expect((await api.patch(`${values('Job')}/${one}`, { name: other })).status).toBe(422)
    expect((await api.patch(`${values('Job')}/${one}`, { name: 'a\u200bb' })).status).toBe(422)
    expect((await api.patch(`${values('Job')}/${one}`, { name: 'ENGINEER' })).body.name).toBe('ENGINEER')
  })

  it('keeps its former name where the attribute mapping needs it', async () => {
    const [{ id }] = await all(api, `${values('ContactType')}?search=employee`)
    const at = `${values('ContactType')}/${id}`
    expect((await api.get(at)).body.namedBy).toMatchObject([
      { kind: 'converter', provider: null, column: 'Type', field: 'defaultValue', text: 'Employee' },
    ])
    const refused = await api.patch(at, { name: 'Staff', keepAlias: false })
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('Type (defaultValue)')
    expect((await api.patch(at, { name: 'Staff' })).status).toBe(200)
    expect((await arrive('ted', {})).columns.Type).toEqual({ id, name: 'Staff' })
    const alias = await api.del(`${at}/aliases?name=employee`)
    expect(alias.status).toBe(409)
    expect((await api.del(at)).status).toBe(409)
  })
})

describe('aliases', () => {
  it('are added, listed and removed', async () => {
    const id = await add('City', 'Vienna')
    const at = `${values('City')}/${id}`
    for (const name of ['Wien', 'WIEN', 'Beč', 'Vindobona']) {
      expect((await api.post(`${at}/aliases`, { name })).status).toBe(201)
    }
    expect((await all(api, `${at}/aliases`, 2)).map((one) => one.name)).toEqual(['Beč', 'Vindobona', 'WIEN'])
    const graz = await add('City', 'Graz')
    expect((await api.post(`${values('City')}/${graz}/aliases`, { name: 'wien' })).status).toBe(409)
    expect((await api.post(`${at}/aliases`, { name: 'vienna' })).status).toBe(422)
    expect((await api.del(`${at}/aliases?name=wien`)).status).toBe(204)
    expect((await api.del(`${at}/aliases?name=wien`)).status).toBe(404)
    expect((await api.post(`${values('City')}/${graz}/aliases`, { name: 'wien' })).status).toBe(201)
  })
})

describe('two values that are merged', () => {
  it('are shown beforehand, become one, and every name and id of the one leads to the other', async () => {
    const kim = await arrive('kim', { Dept: ['R&D'] })
    const lee = await arrive('lee', { Dept: ['Research'] })
    const [from, into] = [kim.columns.Department.id, lee.columns.Department.id]
    const at = `${values('Department')}/${from}`
    await api.post(`${at}/aliases`, { name: 'RnD' })
    await api.post('/columns', { name: 'Home', caption: 'Home', type: 'lookup', lookup: 'Department' })
    const rule = await api.post('/converters', {
      attributes: ['Home'],
      column: 'Home',
      defaultValue: from,
      convert: [{ map: [['r', 'RnD']] }],
    })
    expect(rule.status).toBe(201)
    const dry = await api.post(`${at}/merge`, { into, dryRun: true })
    const expected = {
      id: into,
      name: 'Research',
      uses: { contacts: 1, byColumn: expect.arrayContaining([{ column: 'Department', contacts: 1 }]) },
      aliases: ['R&D', 'RnD'],
      widens: [],
    }
    expect(dry.body).toMatchObject({ ...expected, dryRun: true })
    expect(dry.body.namedBy).toMatchObject([
      { converterId: rule.body.id, field: 'defaultValue', text: from },
      { converterId: rule.body.id, field: 'convert.0', text: 'RnD' },
    ])
    expect((await api.get(`/contacts/${kim.id}`)).body.version).toBe(kim.version)

    expect((await api.post(`${at}/merge`, { into })).body).toMatchObject({ ...expected, dryRun: false })
    const moved = (await api.get(`/contacts/${kim.id}`)).body
    expect(moved.columns.Department).toEqual({ id: into, name: 'Research' })
    expect(moved.version).toBe(kim.version + 1)
    const [entry] = (await api.get(`/contacts/${kim.id}/history?column=Department`)).body.items
    expect(entry).toMatchObject({ before: { id: from, name: 'R&D' }, after: { id: into }, origin: { kind: 'person' } })
    // Nobody's word about the person: what the provider said it still has said.
    const [{ origins }] = (await api.app.db.query(sql`select origins from contacts where id = ${kim.id}::uuid`)) as [
      { origins: Record<string, { kind: string }> },
    ]
    expect(origins.Department?.kind).toBe('claim')

    expect((await api.get(at)).body).toMatchObject({ id: into, aliases: ['R&D', 'RnD'], formerIds: [from] })
    expect((await api.patch(at, { name: 'x' })).status).toBe(404)
    for (const Dept of [['r&d'], ['RND'], ['research'], [from]]) {
      expect((await arrive('kim', { Dept })).columns.Department.id).toBe(into)
    }
    expect((await arrive('new', {})).columns.Home.id).toBe(into)
    expect((await arrive('new', { Home: ['r'] })).columns.Home.id).toBe(into)
    const by = { columns: { Department: { id: from } } }
    expect((await api.patch(`/contacts/${lee.id}`, by)).body.columns.Department.id).toBe(into)
    expect(await all(api, `${values('Department')}?search=r`)).not.toContainEqual(
      expect.objectContaining({ name: 'R&D' }),
    )
  })

  it('go on leading to the last of a chain', async () => {
    const ids = await Promise.all(['One', 'Two', 'Three'].map((name) => add('Country', name)))
    await api.post(`${values('Country')}/${ids[0]}/merge`, { into: ids[1] })
    await api.post(`${values('Country')}/${ids[1]}/merge`, { into: ids[2] })
    for (const id of ids) expect((await api.get(`${values('Country')}/${id}`)).body).toMatchObject({ id: ids[2] })
    expect((await api.get(`${values('Country')}/${ids[2]}`)).body.aliases.sort()).toEqual(['One', 'Two'])
  })

  it('of one name need no alias', async () => {
    await api.app.db.query(sql`
      insert into lookup_values (id, lookup, name, name_key, created_by)
      select gen_random_uuid(), 'Job', 'Twin', 'twin', 'import' from generate_series(1, 1)
      union all select gen_random_uuid(), 'Job', 'TWIN', 'twin', 'person'`)
    const [a, b] = await all(api, `${values('Job')}?search=twin`)
    expect((await api.post(`${values('Job')}/${a.id}/merge`, { into: b.id })).body.aliases).toEqual([])
    expect((await api.get(`${values('Job')}/${b.id}`)).body).toMatchObject({ aliases: [], formerIds: [a.id] })
  })

  it('are two, and of one lookup', async () => {
    const id = await add('Job', 'Alone')
    const city = await add('City', 'Linz')
    const at = `${values('Job')}/${id}/merge`
    for (const into of [id, city, '0192f0c1-0000-7000-8000-000000000000']) {
      expect((await api.post(at, { into })).body.errors).toMatchObject([{ field: 'into' }])
    }
    expect((await api.post(at, { into: 'x' })).status).toBe(422)
  })

  it('move thousands of contacts, each with its history', async () => {
    const [from, into] = [await add('Job', 'Clerk'), await add('Job', 'Office clerk')]
    const at = await people('Job', 'Job', from, 4500)
    const merged = await api.post(`${at}/merge`, { into })
    expect(merged.body.uses).toEqual({ contacts: 4500, byColumn: [{ column: 'Job', contacts: 4500 }] })
    expect((await api.get(`${values('Job')}/${into}`)).body.uses.contacts).toBe(4500)
    const [history] = await api.app.db.query(sql`
      select count(*)::int as n, count(distinct id)::int as ids from provenance where value ->> 'id' = ${into}`)
    expect(history).toEqual({ n: 4500, ids: 4500 })
  })
})

describe('a value that is removed', () => {
  it('goes when nobody has it, or when something takes its place', async () => {
    const [id, other] = [await add('Department', 'Old'), await add('Department', 'Newer')]
    const at = await people('Department', 'Department', id, 3)
    const refused = await api.del(at)
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain('3 contacts')
    expect((await api.del(`${at}?replaceBy=${other}`)).status).toBe(204)
    expect((await api.get(`${values('Department')}/${other}`)).body).toMatchObject({
      uses: { contacts: 3 },
      aliases: ['Old'],
    })
    const unused = await add('Department', 'Unused')
    expect((await api.del(`${values('Department')}/${unused}`)).status).toBe(204)
    expect((await api.del(`${values('Department')}/${unused}`)).status).toBe(404)
  })
})

describe('accounts that external providers may name', () => {
  const lists = async (slug: string) => (await api.get(`/providers/${slug}`)).body.allowedAccounts

  it('follow what becomes of them, and never become more without whoever decides about trust', async () => {
    const [best, bank, small] = [
      await add('Account', 'Best'),
      await add('Account', 'Bank'),
      await add('Account', 'Small'),
    ]
    await addProvider(api, 'partner', { userType: 'external', allowedAccounts: ['best', small] })
    const revision = (await api.get('/revisions?limit=1')).body.items[0]
    const token = await tokenWith(api, 'directory:write')

    expect((await api.patch(`/lookups/Account/values/${best}`, { name: 'Best & Co' }, { token })).status).toBe(200)
    expect(await lists('partner')).toEqual(['Best & Co', small])
    expect((await api.get('/revisions?limit=1')).body.items[0]).not.toEqual(revision)
    expect((await api.get(`/lookups/Account/values/${small}`)).body.namedBy).toEqual([
      { kind: 'provider', provider: 'partner', field: 'allowedAccounts', text: small },
    ])

    const into = { into: bank }
    const at = `/lookups/Account/values/${small}/merge`
    expect((await api.post(at, { ...into, dryRun: true }, { token })).body.widens).toEqual(['partner'])
    expect((await api.post(at, into, { token })).body).toMatchObject({ code: 'forbidden' })
    const other = { name: 'small' }
    await api.patch(`/lookups/Account/values/${small}`, { name: 'Smaller', keepAlias: false })
    await api.patch('/providers/partner', { allowedAccounts: ['Best & Co', small, 'Small'] })
    expect((await api.patch(`/lookups/Account/values/${bank}`, other, { token })).body).toMatchObject({
      code: 'forbidden',
    })
    await api.patch('/providers/partner', { allowedAccounts: ['Best & Co', small] })
    expect((await api.post(at, into)).status).toBe(200)
    expect(await lists('partner')).toEqual(['Best & Co', 'Bank'])
    expect((await api.del(`/lookups/Account/values/${best}?replaceBy=${bank}`, { token })).status).toBe(204)
    expect(await lists('partner')).toEqual(['Bank'])
  })

  it('are found by the ids of merged ones by employees’ providers alone', async () => {
    const [gone, stays] = [await add('Account', 'Gone'), await add('Account', 'Stays')]
    await api.post(`/lookups/Account/values/${gone}/merge`, { into: stays })
    await api.post('/converters', { attributes: ['Org'], column: 'Account' })
    const { idp: theirs } = await addProvider(api, 'theirs', {
      userType: 'external',
      external: { create: true, update: true },
      allowedAccounts: [gone, stays, 'Stays'],
    })
    expect((await arrive('ann', { Org: [gone] })).columns.Account).toEqual({ id: stays, name: 'Stays' })
    await signOn(api, theirs, 'theirs', 'zed', { Org: [gone], memberOf: [] })
    expect((await api.get('/contacts?user=zed')).body.items[0].columns.Account).toBeNull()
  })
})

describe('beside sign-ons', () => {
  it('a merge leaves everybody with the value that stays, whoever makes or uses the other at that moment', async () => {
    for (let round = 0; round < 3; round++) {
      const into = await add('Department', `Stays ${round}`)
      const name = `Goes ${round}`
      const first = await arrive(`race-${round}`, { Dept: [name] })
      const from = first.columns.Department.id
      const others = Array.from({ length: 12 }, (_, n) => `race-${round}-${n}`)
      const [merged] = await Promise.all([
        api.post(`${values('Department')}/${from}/merge`, { into }),
        ...others.map((who) => signOn(api, idp, 'acme', who, { Dept: [name], memberOf: [] })),
      ])
      expect(merged?.status).toBe(200)
      const held = await api.app.db.query<{ id: string }>(sql`
        select distinct c."Department" as id from contacts c join users u on u.contact_id = c.id
        where u.login like ${`race-${round}%`}`)
      expect(held).toEqual([{ id: into }])
      expect(await all(api, `${values('Department')}?search=${encodeURIComponent(name)}`)).toEqual([])
    }
  })

  it('a renamed value is not made anew by whoever brings its former name at that moment', async () => {
    const id = await add('Department', 'Before')
    const renaming = api.patch(`${values('Department')}/${id}`, { name: 'After' })
    const arriving = Array.from({ length: 12 }, (_, n) =>
      signOn(api, idp, 'acme', `ren-${n}`, { Dept: [n % 2 ? 'Before' : 'After'], memberOf: [] }),
    )
    const [renamed, ...signedOn] = await Promise.all([renaming, ...arriving])
    expect(signedOn.every((one) => one.status === 303)).toBe(true)
    // Whoever was first with the new name has it; then the rename says so.
    const named = await api.app.db.query<{ key: string; n: number }>(sql`
      select name_key as key, count(*)::int as n from lookup_values
      where lookup = 'Department' and name_key in ('before', 'after') group by 1`)
    expect(named.every((one) => one.n === 1)).toBe(true)
    if (renamed.status === 200) expect(named).toEqual([{ key: 'after', n: 1 }])
    else expect(renamed.status).toBe(409)
  })

  it('a value is not removed under somebody who comes to have it', async () => {
    const id = await add('Department', 'Fleeting')
    const [removed, who] = await Promise.all([
      api.del(`${values('Department')}/${id}`),
      signOn(api, idp, 'acme', 'flo', { Dept: ['Fleeting'], memberOf: [] }),
    ])
    expect(who.status).toBe(303)
    const { columns } = (await api.get('/contacts?user=flo')).body.items[0]
    expect(columns.Department.name).toBe('Fleeting')
    expect(columns.Department.id === id).toBe(removed.status === 409)
  })

  it('two merges against each other leave one value', async () => {
    const [a, b] = [await add('Region', 'North'), await add('Region', 'Up there')]
    const answers = await Promise.all([
      api.post(`${values('Region')}/${a}/merge`, { into: b }),
      api.post(`${values('Region')}/${b}/merge`, { into: a }),
    ])
    expect(answers.map((one) => one.status).sort()).toEqual([200, expect.any(Number)])
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    const left = [await api.get(`${values('Region')}/${a}`), await api.get(`${values('Region')}/${b}`)]
    expect(new Set(left.map((one) => one.body.id)).size).toBe(1)
  })
})
