import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { retain } from '../../src/sign-on/retention.ts'
import { type Api, addProvider, newApi } from '../api/api-world.ts'
import { signOnByHand } from './tools-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const later = (days: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + days * 86_400_000)
}

it('former values end with what arrived; who wrote them and why stays, and so does what a contact holds', async () => {
  const { id } = await addProvider(api, 'acme')
  await api.post('/converters', { attributes: ['Dept'], column: 'Department' })
  await api.post('/converters', { attributes: ['Tel'], column: 'Phone' })
  await signOnByHand(api, id, 'ada', { Dept: ['Sales'], Tel: ['+1 555 0100'] })
  later(60)
  const second = await signOnByHand(api, id, 'ada', { Dept: ['Support'], Tel: ['+1 555 0200'] })
  const contactId = (await api.get('/contacts?user=ada')).body.items[0].id
  later(31)
  await retain(api.app)
  const values = async () =>
    (await api.get(`/contacts/${contactId}/history`)).body.items
      .filter((one: { column: string }) => one.column === 'Phone')
      .map((one: { before: string; after: string }) => [one.before, one.after])
  expect(await values()).toEqual([
    ['+1 555 0100', '+1 555 0200'],
    [null, '[redacted]'],
  ])
  later(60)
  await retain(api.app)
  await retain(api.app)
  expect(await values()).toEqual([
    ['[redacted]', '[redacted]'],
    [null, '[redacted]'],
  ])
  const text = JSON.stringify(await api.app.db.query(sql`select origin, previous, value from provenance`))
  expect(text).toContain('Tel')
  expect(text).not.toMatch(/555 0|Sales|Support/)
  const { body } = await api.get(`/contacts/${contactId}`)
  expect(body.columns).toMatchObject({ Phone: '+1 555 0200', Department: { name: 'Support' } })
  const { conflicts, changes } = (await api.post('/undo', { signOnId: second, dryRun: true })).body.signOn
  expect(changes.filter((one: { kind: string }) => one.kind === 'column-set')).toEqual([])
  expect(conflicts.map((one: { code: string }) => one.code)).toContain('value_unknown')
})
