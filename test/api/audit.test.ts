/** What the audit tells besides ids: reads apart from changes, and what things are called today. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, addPerson, addProvider, adminToken, newApi, publicUrl, signOn } from './api-world.ts'

let api: Api
let person: { contactId: string; userId: string }
let signOnId: string
beforeAll(async () => {
  api = await newApi()
  await api.post('/converters', { column: 'GivenName', attributes: ['given'] })
  const { idp } = await addProvider(api, 'acme')
  expect((await signOn(api, idp, 'acme', 'mary', { given: ['Mary'] })).status).toBe(303)
  person = await addPerson(api, 'Ada')
  signOnId = (await api.get('/sign-ons?limit=1')).body.items[0].id
}, 60_000)
afterAll(() => api.end())

interface Line {
  readonly kind: string
  readonly objects: readonly string[]
  readonly things?: readonly { readonly id: string; readonly path: string; readonly name: string | null }[]
}

const lines = async (query: string): Promise<readonly Line[]> =>
  (await api.get(`/audit?signOns=false&limit=200&${query}`)).body.items

const csv = () =>
  api.server.request(`${publicUrl}/api/v1/contacts?format=csv`, { headers: { authorization: `Bearer ${adminToken}` } })

it('leaves out what was only read or exported, where that is asked for', async () => {
  await api.get(`/sign-ons/${signOnId}`)
  await (await csv()).text()
  await api.get(`/users/${person.userId}/export`)
  await api.post('/roles', { name: 'Engineers' })
  const reads = ['claims.read', 'contacts.export', 'person.exported']
  const all = (await lines('')).map(({ kind }) => kind)
  expect(all).toEqual(expect.arrayContaining([...reads, 'roles.create', 'rules.revised']))
  expect(await lines('reads=true')).toHaveLength(all.length)
  const changes = (await lines('reads=false')).map(({ kind }) => kind)
  expect(changes).toEqual(all.filter((kind) => !reads.includes(kind)))
  expect(await lines('reads=false&kind=claims.read')).toEqual([])
  expect((await api.get('/audit?reads=no')).status).toBe(422)
})

it('says what things are called today and where they are read, and nothing of what is gone', async () => {
  const role = (await api.post('/roles', { name: 'Writers' })).body.id
  const value = (await api.post('/lookups/Department/values', { name: 'Stores' })).body.id
  await api.patch(`/roles/${role}`, { name: 'Authors' })
  await api.patch('/users/ada', { status: 'disabled' })
  await api.patch(`/contacts/${person.contactId}`, { columns: { Name: 'Ada King' } })
  const things = async (about: string) => (await lines(`names=true&about=${about}`)).map((line) => line.things)
  const thing = (id: string, path: string, name: string) => [{ id, path, name }]
  const renamed = thing(role, `/roles/${role}`, 'Authors')
  expect(await things(role)).toEqual([renamed, renamed])
  expect(await things(value)).toEqual([thing(value, `/lookups/Department/values/${value}`, 'Stores')])
  expect((await things(person.contactId)).flat()).toEqual(
    expect.arrayContaining([
      ...thing(person.contactId, `/contacts/${person.contactId}`, 'Ada King'),
      ...thing(person.userId, `/users/${person.userId}`, 'ada'),
    ]),
  )
  expect((await things(signOnId))[0]).toEqual([{ id: signOnId, path: `/sign-ons/${signOnId}`, name: 'Mary' }])
  await api.del(`/roles/${role}`)
  expect(await things(role)).toEqual([[], [], []])
  // Names are of today and told where they are asked for: what is kept has ids.
  expect(await lines(`about=${value}`)).toEqual([expect.not.objectContaining({ things: expect.anything() })])
  const kept = await api.app.db.query<{ text: string }>(sql`select a::text as text from audit_events a`)
  expect(kept.filter(({ text }) => /King|Authors|Stores/.test(text))).toEqual([])
})
