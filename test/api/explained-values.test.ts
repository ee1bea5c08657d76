import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { App } from '../../src/sign-on/app.ts'
import { explainContact } from '../../src/sign-on/explain-contact.ts'
import type { Database } from '../../src/store/database.ts'
import { type Api, addProvider, all, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
let come: (who: string, attributes: Readonly<Record<string, readonly string[]>>) => Promise<unknown>
beforeAll(async () => {
  api = await newApi()
  const { idp } = await addProvider(api, 'acme')
  come = (who, attributes) => signOn(api, idp, 'acme', who, attributes)
})
afterAll(() => api.end())

const idOf = async (login: string) => (await api.get(`/contacts?user=${login}`)).body.items[0].id

/** How many statements an explanation takes. */
async function statements(contactId: string): Promise<number> {
  let count = 0
  const db: Database = {
    ...api.app.db,
    query: (statement) => {
      count++
      return api.app.db.query(statement)
    },
  }
  await explainContact(Object.create(api.app, { db: { value: db } }) as App, contactId, true)
  return count
}

it('each value is explained by the row of its day, however many revisions that takes', async () => {
  const rows = []
  for (const [column, attribute] of [
    ['Phone', 'tel'],
    ['JobTitle', 'title'],
    ['Email', 'mail'],
  ]) {
    const made = await api.post('/converters', { column, attributes: [attribute] })
    expect(made.status).toBe(201)
    rows.push(made.body.id)
    // Each value is written under a revision of its own.
    await come('ada', { tel: ['+43 1 1'], title: ['Analyst'], mail: ['ada@acme.example'] })
  }
  await come('bob', { tel: ['+43 1 2'], title: ['Analyst'], mail: ['bob@acme.example'] })
  expect((await api.patch(`/converters/${rows[0]}`, { attributes: ['phone', 'tel'] })).status).toBe(200)
  expect((await api.del(`/converters/${rows[1]}`)).status).toBe(204)

  const { columns } = (await api.get(`/contacts/${await idOf('ada')}/explanation`)).body
  const of = (column: string) => columns.find((one: { column: string }) => one.column === column).latest
  expect(of('Phone').rule).toContain('tel')
  expect(of('Phone').rule).not.toContain('phone')
  expect(of('JobTitle').rule).toContain('title')
  expect(of('Email').rule).toContain('mail')
  const revisions = ['Phone', 'JobTitle', 'Email'].map((column) => of(column).revision)
  expect(revisions).toEqual([revisions[0], revisions[0] + 1, revisions[0] + 2])

  await come('ada', { tel: ['+43 1 9'], mail: ['ada@acme.example'] })
  const history = await all(api, `/contacts/${await idOf('ada')}/columns/Phone/explanation`)
  expect(history.map((one) => one.revision > revisions[2])).toEqual([true, false])
  expect(history[0].rule).toContain('phone')
  expect(history[1].rule).toBe(of('Phone').rule)

  expect(await statements(await idOf('ada'))).toBe(await statements(await idOf('bob')))
})

it('a value set by hand that a sign-in wrote over is told, with who had set it', async () => {
  expect((await api.post('/converters', { column: 'Zip', attributes: ['zip'] })).status).toBe(201)
  await come('kit', { zip: ['North'] })
  const id = await idOf('kit')
  expect((await api.patch(`/contacts/${id}`, { columns: { Zip: 'South' } })).status).toBe(200)
  const { body } = await api.get('/users?search=ada')
  // As the page of somebody who is signed in would have written it.
  const by = JSON.stringify({ kind: 'person', userId: body.items[0].id, at: '2026-11-23T12:00:00.000Z' })
  await api.app.db.query(sql`
    update contacts set origins = origins || jsonb_build_object('Zip', ${by}::jsonb) where id = ${id}::uuid`)
  await come('kit', { zip: ['East'] })
  const sentences = async () =>
    (await all(api, `/contacts/${id}/columns/Zip/explanation`)).map((one) => one.sentence as string)
  const [over, byHand, first] = await sentences()
  expect(over).toMatch(/ It replaced South, which ada had set by hand\.$/)
  expect([byHand, first].join(' ')).not.toContain('by hand')
  await come('kit', { zip: ['West'] })
  expect((await sentences())[0]).not.toContain('by hand')
})

it('what had arrived is told to who may read claims, and that they read it is in the audit', async () => {
  expect((await api.post('/converters', { column: 'City', attributes: ['city'], convert: ['upper'] })).status).toBe(201)
  await come('eve', { city: ['a town that only arrived'] })
  const id = await idOf('eve')
  const reads = async () =>
    (await api.get('/audit?kind=claims.read')).body.items.map(({ objects }: { objects: string[] }) => objects)
  const known = await reads()
  const [directory, claims] = [
    await tokenWith(api, 'directory:read'),
    await tokenWith(api, 'directory:read', 'claims:read'),
  ]
  for (const path of [`/contacts/${id}/explanation`, `/contacts/${id}/columns/City/explanation`]) {
    expect(JSON.stringify((await api.get(path, { token: directory })).body)).not.toContain('a town that only')
  }
  expect(await reads()).toEqual(known)
  const [{ id: signOnId }] = (await api.get('/sign-ons?limit=1')).body.items
  for (const path of [`/contacts/${id}/explanation`, `/contacts/${id}/columns/City/explanation`]) {
    const before = await reads()
    api.clock.now = new Date(api.clock.now.getTime() + 1000)
    expect(JSON.stringify((await api.get(path, { token: claims })).body)).toContain('a town that only')
    expect(await reads()).toEqual([[signOnId], ...before])
  }
  const before = await reads()
  // Nothing of it had arrived as something else.
  expect((await api.get(`/contacts/${id}/columns/Name/explanation`, { token: claims })).status).toBe(200)
  expect(await reads()).toEqual(before)
})
