/** What a version of the rules changed can be read, row by row and field by field. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, newApi, tokenWith } from '../api/api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const newest = async (): Promise<number> => (await api.get('/revisions?limit=1')).body.items[0].revision
const diff = async (query = '') => (await api.get(`/revisions/${await newest()}/diff${query}`)).body

describe('the difference between two versions', () => {
  it('names a new row by its column’s caption, with every field and a sentence', async () => {
    const made = await api.post('/converters', { attributes: ['first'], column: 'GivenName', defaultValue: 'Kim' })
    expect(await diff()).toEqual({
      from: (await newest()) - 1,
      to: await newest(),
      counts: { added: 1, removed: 0, changed: 0 },
      items: [
        {
          of: 'converter',
          change: 'added',
          id: made.body.id,
          name: 'Given name',
          provider: null,
          fields: expect.arrayContaining([
            { field: 'attributes', caption: 'attributes', before: null, after: ['first'] },
            { field: 'defaultValue', caption: 'default value', before: null, after: 'Kim' },
          ]),
          sentence: 'New: The column Given name is filled from the attribute first, otherwise with Kim.',
        },
      ],
      next: null,
    })
  })

  it('tells of a changed row only what changed', async () => {
    const made = await api.post('/converters', { attributes: ['last'], column: 'Surname', convert: ['lower'] })
    await api.patch(`/converters/${made.body.id}`, { convert: null, overwrite: 'when-empty', attributes: ['sn'] })
    const { items } = await diff()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({ change: 'changed', name: 'Surname' })
    expect(items[0].fields.map((one: { field: string }) => one.field).toSorted()).toEqual([
      'attributes',
      'convert',
      'overwrite',
    ])
    expect(items[0].sentence).toContain('attributes from last to sn')
  })

  it('tells roles and providers by name, also when the role is gone by now', async () => {
    await addProvider(api, 'acme')
    await api.post('/roles', { name: 'Sales team' })
    const rule = await api.post('/role-rules', { group: 'sales', role: 'Sales team', provider: 'acme' })
    const made = await newest()
    await api.del(`/role-rules/${rule.body.id}`)
    const removed = await diff()
    await api.del('/roles/Sales team')
    for (const seen of [removed, await diff()]) {
      expect(seen.items).toMatchObject([
        {
          of: 'role-rule',
          change: 'removed',
          name: 'Sales team',
          provider: 'acme',
          sentence: 'Gone: sales gives Sales team, from acme.',
          fields: expect.arrayContaining([{ field: 'role', caption: 'role', before: 'Sales team', after: null }]),
        },
      ])
    }
    expect((await api.get(`/revisions/${await newest()}/diff?from=${made - 1}`)).body.items).toEqual([])
  })

  it('says so where one side of a change has nothing', async () => {
    await api.patch('/providers/acme', { ignoreGroups: ['offline_access'] })
    expect((await diff()).items[0].sentence).toMatch(/ from nothing to offline_access\.$/)
    await api.patch('/providers/acme', { ignoreGroups: [] })
    expect((await diff()).items[0].sentence).toMatch(/ from offline_access to nothing\.$/)
  })

  it('has the policies of providers, and not their keys and addresses', async () => {
    await api.patch('/providers/acme', { employees: { create: false, update: true }, newUsers: 'pending' })
    expect((await diff()).items).toMatchObject([
      {
        of: 'provider',
        name: 'acme',
        fields: expect.arrayContaining([
          expect.objectContaining({ field: 'newUsers', before: null, after: 'pending' }),
          expect.objectContaining({ field: 'employees', after: { create: false, update: true } }),
        ]),
      },
    ])
    await api.patch('/providers/acme', { settings: { clockSkewSeconds: 17 } })
    expect((await diff()).items).toEqual([])
  })

  it('goes by pages, and refuses what is no version', async () => {
    const to = await newest()
    const first = (await api.get(`/revisions/${to}/diff?from=1&limit=2`)).body
    expect(first.items).toHaveLength(2)
    const second = (await api.get(`/revisions/${to}/diff?from=1&limit=2&cursor=${first.next}`)).body
    expect(second).toMatchObject({ items: [expect.anything()], next: null, counts: first.counts })
    expect(await api.get(`/revisions/${to}/diff?from=999999`)).toMatchObject({ status: 422 })
    expect(await api.get('/revisions/999999/diff')).toMatchObject({ status: 404 })
    expect(await api.get('/revisions/0/diff')).toMatchObject({ status: 404 })
    expect(await api.get('/revisions/1/diff')).toMatchObject({ status: 200, body: { items: [] } })
    const stranger = await tokenWith(api, 'directory:read')
    expect(await api.get(`/revisions/${to}/diff`, { token: stranger })).toMatchObject({ status: 403 })
  })
})
