import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addProvider, all, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
let idp: TestIdentityProvider
beforeAll(async () => {
  api = await newApi()
  idp = (await addProvider(api, 'acme', { roleAttributes: ['memberOf'] })).idp
  for (const name of ['Sales', 'Berlin', 'By hand']) expect((await api.post('/roles', { name })).status).toBe(201)
  expect((await api.post('/role-rules', { group: 'CN=Sales', role: 'Sales' })).status).toBe(201)
  for (const memberOf of [['CN=Sales', 'Berlin'], ['Berlin'], []]) {
    expect((await signOn(api, idp, 'acme', 'john', { memberOf })).status).toBe(303)
  }
  expect((await api.post('/grants', { user: 'john', role: 'By hand' })).status).toBe(201)
})
afterAll(() => api.end())

const userId = async () => (await api.get('/users?search=john')).body.items[0].id as string
/** Without the role that everybody has. */
const history = async (query = '', limit = 50) =>
  (await all(api, `/users/${await userId()}/role-history${query}`, limit)).filter((one) => one.origin !== 'base')

describe('GET /users/:id/role-history', () => {
  it('tells what came and went, newest first, with who did it and why', async () => {
    const events = await history()
    expect(events.map(({ change, role, by }) => `${role.name} ${change} ${by}`)).toEqual([
      'By hand granted token',
      'Berlin withdrawn sign-on',
      'Sales withdrawn sign-on',
      expect.stringMatching(/^(Sales|Berlin) granted sign-on$/),
      expect.stringMatching(/^(Sales|Berlin) granted sign-on$/),
    ])
    const [hand, berlinGone, salesGone] = events
    expect(hand).toMatchObject({ origin: 'manual', provider: null, signOnId: null, because: null })
    expect(salesGone).toMatchObject({ origin: 'provider', provider: 'acme', group: 'CN=Sales' })
    for (const event of [berlinGone, salesGone]) {
      // The reason is the one that the sign-on itself gives.
      const { body } = await api.get(`/sign-ons/${event.signOnId}`)
      expect(body.plan.changes).toContainEqual(
        expect.objectContaining({ kind: 'role-withdrawn', roleId: event.role.id }),
      )
      expect(event.because).toEqual(expect.any(String))
    }
    const granted = events.filter((one) => one.change === 'granted' && one.role.name === 'Sales')
    expect(granted[0]?.because).toContain('CN=Sales')
  })

  it('pages without gaps and doubles, and filters by role', async () => {
    const whole = await history()
    expect(await history('', 1)).toEqual(whole)
    const sales = whole.filter((one) => one.role.name === 'Sales')
    expect(await history('?role=Sales', 1)).toEqual(sales)
    expect(await history(`?role=${sales[0]?.role.id}`)).toEqual(sales)
    expect((await api.get(`/users/${await userId()}/role-history?role=Nowhere`)).status).toBe(404)
  })

  it('keeps what is told of a role that is gone, without its name', async () => {
    const made = await api.post('/roles', { name: 'Passing' })
    expect((await api.post('/grants', { user: 'john', role: 'Passing' })).status).toBe(201)
    expect((await api.del(`/roles/${made.body.id}`)).status).toBe(204)
    const [gone, given] = await history()
    expect(gone).toMatchObject({ change: 'withdrawn', role: { id: made.body.id, name: null } })
    expect(given).toMatchObject({ change: 'granted', role: { id: made.body.id, name: null } })
  })

  it('is for who may read the directory; reasons for who may read claims, groups of rules for who may read rules', async () => {
    const path = `/users/${await userId()}/role-history`
    expect((await api.get(path, { token: await tokenWith(api, 'rules:read', 'trust:read') })).status).toBe(403)
    const directory = await api.get(path, { token: await tokenWith(api, 'directory:read') })
    expect(directory.status).toBe(200)
    expect(JSON.stringify(directory.body)).not.toContain('CN=Sales')
    for (const one of directory.body.items) expect(one).toMatchObject({ because: null, group: null })
    const rules = await api.get(path, { token: await tokenWith(api, 'directory:read', 'rules:read') })
    expect(rules.body.items.map(({ group }: { group: string | null }) => group)).toContain('CN=Sales')
    const claims = await api.get(path, { token: await tokenWith(api, 'directory:read', 'claims:read') })
    expect(claims.body.items.some(({ because }: { because: string | null }) => because !== null)).toBe(true)
  })

  it('notes in the audit whose groups somebody has read, once for a page', async () => {
    const path = `/users/${await userId()}/role-history`
    const reads = async () => (await api.get('/audit?kind=claims.read')).body.items
    const before = await reads()
    expect((await api.get(path, { token: await tokenWith(api, 'directory:read') })).status).toBe(200)
    expect(await reads()).toEqual(before)
    api.clock.now = new Date(api.clock.now.getTime() + 1000)
    const { body } = await api.get(path, { token: await tokenWith(api, 'directory:read', 'claims:read') })
    const [read, ...others] = await reads()
    expect(others).toEqual(before)
    const named = body.items.filter((one: { because: string | null }) => one.because?.includes('CN=Sales'))
    expect(read.objects).toEqual(expect.arrayContaining(named.map((one: { signOnId: string }) => one.signOnId)))
  })

  it('knows nobody of whom there is nothing', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nobody']) {
      expect((await api.get(`/users/${id}/role-history`)).body.code).toBe('not_found')
    }
  })
})
