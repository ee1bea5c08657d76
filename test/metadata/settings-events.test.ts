import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, addProvider, newApi } from '../api/api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const events = async (slug: string) =>
  (await api.get(`/trust-events?provider=${slug}`)).body.items.filter(
    (one: { kind: string }) => one.kind === 'settings_changed',
  )

it('tells who has granted, prolonged or taken back an exception, and nothing when none was touched', async () => {
  await addProvider(api, 'acme')
  expect(await events('acme')).toEqual([])
  await api.patch('/providers/acme', { settings: { exceptions: { 'legacy-algorithms': '2027-01-31' } } })
  await api.patch('/providers/acme', { name: 'Acme & Co' })
  api.clock.now = new Date(api.clock.now.getTime() + 1000)
  await api.patch('/providers/acme', { settings: { exceptions: {}, maxAgeSeconds: 600 } })
  const [newest, oldest, ...others] = await events('acme')
  expect(others).toEqual([])
  expect(oldest.author.kind).toBe('token')
  expect(oldest.facts).toEqual({
    before: { exceptions: {} },
    after: { exceptions: { 'legacy-algorithms': '2027-01-31' } },
  })
  expect(newest.facts.after).toEqual({ exceptions: {}, maxAgeSeconds: 600 })
})

it('notes an exception that a provider begins with', async () => {
  await addProvider(api, 'old', { settings: { exceptions: { 'loose-ids': '2027-01-31' } } })
  expect((await events('old'))[0].facts.after).toEqual({ exceptions: { 'loose-ids': '2027-01-31' } })
})
