/** Every list with names is searched in the same way, and pages of what was found neither repeat nor hide anything. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, addPerson, addProvider, all, newApi } from './api-world.ts'

let api: Api

beforeAll(async () => {
  api = await newApi()
  for (const slug of ['acme-one', 'acme-two', 'best']) await addProvider(api, slug)
  for (const name of ['Straße 100%', 'STRASSE_b', 'Other']) {
    expect((await api.post('/roles', { name })).status).toBe(201)
    expect((await api.post('/lookups/Department/values', { name })).status).toBe(201)
    expect((await api.post('/lookups/Account/values', { name })).status).toBe(201)
  }
  await api.post('/role-rules', { group: 'CN=Sales_team', role: 'Other', provider: 'acme-one' })
  await api.post('/role-rules', { groups: ['x', 'cn=SALES%'], role: 'Other' })
  await api.post('/role-rules', { group: 'nothing', role: 'STRASSE_b' })
  await api.post('/converters', { attributes: ['a', 'Phone_Home'], column: 'HomePhone', provider: 'acme-one' })
  await api.post('/converters', { attributes: ['zip'], column: 'Zip', defaultValue: '10%' })
  await api.post('/converters', { template: '{given} phone', column: 'Phone' })
  for (const name of ['Ada', 'Adam', 'Eve_A']) await addPerson(api, name)
  await api.post('/grants', { user: 'ada', role: 'Other' })
}, 60_000)
afterAll(() => api.end())

/** What a list shows of each item, to tell them apart. */
const named = (one: Record<string, unknown>): unknown => one.slug ?? one.login ?? one.group ?? one.column ?? one.name

it.each([
  ['/roles', 'strasse', ['Straße 100%', 'STRASSE_b']],
  ['/roles', '%', ['Straße 100%']],
  ['/roles', '_', ['STRASSE_b']],
  ['/roles', '\\', []],
  ['/providers', 'ACME', ['acme-one', 'acme-two']],
  ['/providers', 'best.example/idp', ['best']],
  ['/providers', '_', []],
  ['/role-rules', 'sales', ['CN=Sales_team', 'x']],
  ['/role-rules', 'strasse_B', ['nothing']],
  ['/role-rules', '%', ['x']],
  ['/converters', 'phone', ['HomePhone', 'Phone']],
  ['/converters', '10%', ['Zip']],
  ['/lookups', 'departm', ['Department']],
  ['/lookups/Department/values', 'STRASSE', ['Straße 100%', 'STRASSE_b']],
  ['/accounts', '100%', ['Straße 100%']],
  ['/users', 'ada', ['ada', 'adam']],
  ['/users', '_a', ['eve_a']],
] as const)('%s?search=%s', async (path, search, expected) => {
  const found = `${path}?search=${encodeURIComponent(search)}`
  const whole = (await all(api, found, 50)).map(named)
  expect(whole.toSorted()).toEqual(expected.toSorted())
  expect((await all(api, found, 1)).map(named)).toEqual(whole)
  expect((await all(api, `${path}?search=`, 1)).map(named)).toEqual((await all(api, path, 50)).map(named))
})

it('rules are found by their provider and role, and what is not there is said', async () => {
  expect((await all(api, '/role-rules?provider=acme-one')).map(named)).toEqual(['CN=Sales_team'])
  expect((await all(api, '/role-rules?role=other', 1)).map(named).toSorted()).toEqual(['CN=Sales_team', 'x'])
  expect((await all(api, '/converters?provider=acme-one')).map(named)).toEqual(['HomePhone'])
  for (const query of ['provider=nobody', 'role=nothing']) {
    expect(await api.get(`/role-rules?${query}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  }
})

it('a page goes on after a row that is gone meanwhile', async () => {
  const first = await api.get('/roles?search=strasse&limit=1')
  await api.post('/roles', { name: 'STRASSE_a' })
  expect(first.body.items.map(named)).toEqual(['Straße 100%'])
  expect((await api.del(`/roles/${first.body.items[0].id}`)).status).toBe(204)
  const second = await api.get(`/roles?search=strasse&limit=5&cursor=${first.body.next}`)
  expect(second.body.items.map(named)).toEqual(['STRASSE_a', 'STRASSE_b'])
})
