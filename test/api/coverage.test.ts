/** The coverage report over stored sign-ons: what is counted, what is not, and who may see values. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { retain } from '../../src/sign-on/retention.ts'
import { insertSignOn } from '../../src/store/sign-ons.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { insertPeople, signOnByHand } from '../sign-on/tools-world.ts'
import { type Api, addProvider, all, newApi, tokenWith } from './api-world.ts'

let api: Api
let providerId: string
beforeAll(async () => {
  api = await newApi()
  providerId = (await addProvider(api, 'acme', { roleAttributes: ['memberOf'], preset: 'okta' })).id
  const other = await addProvider(api, 'other')
  await api.post('/converters', { attributes: ['Department'], column: 'Department', unknownValue: 'keep' })
  await api.post('/converters', { attributes: ['Email', 'mail'], column: 'Email' })
  await api.post('/converters', { column: 'Type', defaultValue: 'Employee' })
  await api.post('/lookups/Department/values', { name: 'Sales' })
  await api.post('/roles', { name: 'Sellers' })
  await api.post('/role-rules', { group: 'sales', role: 'Sellers' })
  await insertPeople(api, providerId, 30, (n) => ({
    Department: [n % 2 === 0 ? 'sales' : 'Marketing'],
    mail: [`person${n}@acme.example`],
    firstName: [`First ${n}`],
    memberOf: n % 3 === 0 ? ['sales', 'canteen'] : [],
  }))
  await insertPeople(api, other.id, 5, () => ({ Department: ['Elsewhere'] }))
})
afterAll(() => api.end())

const row = (body: { rows: { column: string }[] }, column: string) => body.rows.find((one) => one.column === column)

describe('GET /coverage', () => {
  it('counts the last sign-ons of the provider alone, and shows no value of anybody', async () => {
    const { status, body } = await api.get('/coverage?provider=acme')
    expect(status).toBe(200)
    expect(body).toMatchObject({ provider: 'acme', examined: 30, counted: 30, redacted: 0 })
    expect(body.rows.map((one: { column: string }) => one.column).toSorted()).toEqual(['Department', 'Email'])
    expect(row(body, 'Department')).toMatchObject({
      asked: 30,
      present: 30,
      unknown: 15,
      unknownTexts: 1,
      values: null,
    })
    expect(row(body, 'Email')).toMatchObject({ present: 30, otherAttribute: 30 })
    expect(body.unmapped).toMatchObject([
      { name: 'firstName', signOns: 30, column: { name: 'GivenName', by: 'preset', mapped: false }, values: null },
    ])
    expect(body.groups).toMatchObject({ present: 10, empty: 20, absent: 0, unmatchedGroups: 1, values: null })
    expect(body.groups.roleRules).toMatchObject([{ role: 'Sellers', met: 10 }])
    expect(JSON.stringify(body)).not.toMatch(/person|Marketing|canteen|First \d/)
  })

  it('looks at as many as it is told, the newest first', async () => {
    const { body } = await api.get('/coverage?provider=acme&last=4&values=true')
    expect(body).toMatchObject({ examined: 4, counted: 4 })
    expect(body.unmapped[0].values.last[0]).toBe('First 29')
  })

  it('shows values to who may read claims, and notes it in the audit', async () => {
    const reader = await tokenWith(api, 'rules:read')
    expect(await api.get('/coverage?provider=acme&values=true', { token: reader })).toMatchObject({ status: 403 })
    expect((await api.get('/coverage?provider=acme', { token: reader })).status).toBe(200)
    expect((await api.get('/coverage?provider=acme', { token: await tokenWith(api, 'directory:read') })).status).toBe(
      403,
    )
    const allowed = await tokenWith(api, 'rules:read', 'claims:read')
    const { body } = await api.get('/coverage?provider=acme&values=true', { token: allowed })
    expect(row(body, 'Department')).toMatchObject({ values: { unknown: [{ text: 'Marketing', count: 15 }] } })
    expect(body.groups.values.unmatched).toMatchObject([{ group: 'canteen', signOns: 10 }])
    const noted = (await all(api, '/audit?kind=claims.read', 50)).filter((one) => one.objects.includes(providerId))
    expect(noted.map(({ facts }) => facts.coverage).toSorted()).toEqual([30, 4])
  })

  it('refuses what is no provider and what is too much, and answers for a provider nobody has used', async () => {
    expect((await api.get('/coverage?provider=nobody')).status).toBe(404)
    for (const query of ['', '?provider=acme&last=0', '?provider=acme&last=10001', '?provider=acme&last=many']) {
      expect([query, (await api.get(`/coverage${query}`)).status]).toEqual([query, 422])
    }
    await addProvider(api, 'fresh')
    const { body } = await api.get('/coverage?provider=fresh')
    expect(body).toMatchObject({ examined: 0, counted: 0, from: null, to: null, unmapped: [] })
  })

  it('leaves out tests and what nobody verified, and counts apart what is not kept any more', async () => {
    const written = async (outcome: 'tested' | 'refused', step: string | null) => {
      api.clock.now = new Date(api.clock.now.getTime() + 10)
      const id = uuid7(api.clock.now)
      const entry = {
        ...{ id, providerId, outcome, step, code: step === null ? null : 'signature_invalid', userId: null },
        ...{ contactId: null, rulesRevision: null, problems: [], durationMicroseconds: 1, address: null },
      }
      const record = { subject: null, claims: [['poison', ['x']] as const] }
      await api.app.db.query(insertSignOn(api.app.seal, entry, record))
    }
    await written('tested', null)
    await written('refused', 'signature')
    await signOnByHand(api, providerId, 'person0', { Department: ['sales'], memberOf: [] })
    const { body } = await api.get('/coverage?provider=acme')
    expect(body).toMatchObject({ examined: 31, counted: 31 })
    expect(JSON.stringify(body)).not.toContain('poison')

    api.clock.now = new Date(api.clock.now.getTime() + 400 * 86_400_000)
    await retain(api.app)
    await signOnByHand(api, providerId, 'person1', { Department: ['sales'], memberOf: [] })
    const later = (await api.get('/coverage?provider=acme')).body
    expect(later).toMatchObject({ counted: 1, notCounted: { off: 0, sealed: 0 } })
    expect(later.examined).toBe(later.counted + later.notCounted.age)
  })
})
