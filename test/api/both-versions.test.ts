/** 412: whoever was slower is told what they sent and what is there now, as far as they may read it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Api, addPerson, addProvider, newApi, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
}, 60_000)
afterAll(() => api.end())

interface Case {
  readonly what: string
  /** Makes the thing. @returns its address, whose change that was first, whose was too late, and what stands there now */
  readonly make: () => Promise<{ path: string; first: unknown; late: unknown; now: Record<string, unknown> }>
  readonly method?: 'PUT'
  /** True: nobody removes it. */
  readonly stays?: true
}

const idOf = async (path: string, body: unknown): Promise<string> => {
  const made = await api.post(path, body)
  expect(made.status).toBe(201)
  return made.body.id
}

const cases: readonly Case[] = [
  {
    what: 'a row of the attribute mapping',
    make: async () => ({
      path: `/converters/${await idOf('/converters', { attributes: ['zip'], column: 'Zip' })}`,
      first: { attributes: ['postalCode'] },
      late: { defaultValue: '1010' },
      now: { attributes: ['postalCode'], defaultValue: null },
    }),
  },
  {
    what: 'a role rule',
    make: async () => {
      await api.post('/roles', { name: 'Sales' })
      const id = await idOf('/role-rules', { group: 'one', role: 'Sales' })
      return { path: `/role-rules/${id}`, first: { group: 'two' }, late: { group: 'three' }, now: { group: 'two' } }
    },
  },
  {
    what: 'a contact',
    stays: true,
    make: async () => ({
      path: `/contacts/${(await addPerson(api, 'Ada')).contactId}`,
      first: { columns: { Zip: '1010' } },
      late: { columns: { Zip: '8010' } },
      now: { columns: expect.objectContaining({ Zip: '1010' }) },
    }),
  },
  {
    what: 'a user',
    make: async () => ({
      path: `/users/${(await addPerson(api, 'Eve')).userId}`,
      first: { status: 'disabled' },
      late: { status: 'active' },
      now: { status: 'disabled', login: 'eve' },
    }),
  },
  {
    what: 'a provider',
    make: async () => {
      await addProvider(api, 'acme')
      return {
        path: '/providers/acme',
        first: { name: 'A' },
        late: { enabled: false },
        now: { name: 'A', enabled: true },
      }
    },
  },
  {
    what: 'a role',
    make: async () => {
      const id = await idOf('/roles', { name: 'Desk' })
      return {
        path: `/roles/${id}`,
        first: { name: 'Help desk' },
        late: { sensitive: true },
        now: { name: 'Help desk' },
      }
    },
  },
  {
    what: 'a column',
    stays: true,
    make: async () => ({
      path: '/columns/Phone',
      first: { caption: 'Telephone' },
      late: { caption: 'Number' },
      now: { caption: 'Telephone' },
    }),
  },
  {
    what: 'a value of a lookup',
    make: async () => {
      const id = await idOf('/lookups/Department/values', { name: 'Sales' })
      const path = `/lookups/Department/values/${id}`
      return { path, first: { name: 'Sales team' }, late: { name: 'Selling' }, now: { name: 'Sales team' } }
    },
  },
  {
    what: 'the settings',
    method: 'PUT',
    stays: true,
    make: async () => ({
      path: '/settings',
      first: { helpText: 'Ask Ida.' },
      late: { helpText: 'Ask Bo.' },
      now: { helpText: 'Ask Ida.', displayName: 'jitup' },
    }),
  },
  {
    what: 'how e-mail leaves',
    method: 'PUT',
    stays: true,
    make: async () => ({
      path: '/settings/mail',
      first: { host: 'mail.acme.example', from: 'desk@acme.example', recipients: [] },
      late: { host: 'smtp.acme.example', from: 'desk@acme.example', recipients: [] },
      now: { host: 'mail.acme.example', recipients: [] },
    }),
  },
]

it.each(cases)('$what', async ({ make, method = 'PATCH', stays }) => {
  const { path, first, late, now } = await make()
  const { version } = (await api.get(path)).body
  const match = { headers: { 'if-match': `"${version}"` } }
  const done = await api.send(method, path, first, match)
  expect(done.status).toBe(200)
  const tooLate = await api.send(method, path, late, match)
  const { details } = tooLate.body
  expect(tooLate).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
  expect(details).toMatchObject({ yours: { version, sent: late }, current: now, currentVersion: done.body.version })
  const read = await api.get(path)
  expect(details.current).toEqual(read.body)
  if (!stays) {
    const removal = await api.del(path, match)
    expect(removal.body.details).toMatchObject({ yours: { version, sent: null }, current: read.body })
    expect((await api.del(path, { headers: { 'if-match': 'W/"what"' } })).body.details.yours.version).toBeNull()
  }
  expect((await api.get(path)).body).toEqual(read.body)
  const again = { headers: { 'if-match': read.headers.get('etag') ?? '' } }
  expect((await api.send(method, path, late, again)).status).toBe(200)
})

it('sends no password back, and takes another one for another version', async () => {
  const path = '/settings/mail'
  const withPassword = (password: string) => ({
    ...{ host: 'mail.acme.example', from: 'desk@acme.example', recipients: [] },
    ...{ user: 'desk', password },
  })
  const { version } = (await api.send('PUT', path, withPassword('first of all'))).body
  const match = { headers: { 'if-match': `"${version}"` } }
  expect((await api.send('PUT', path, withPassword('second'), match)).status).toBe(200)
  const late = await api.send('PUT', path, withPassword('third'), match)
  expect([late.status, late.body.details.yours.sent.user]).toEqual([412, 'desk'])
  expect(JSON.stringify(late.body)).not.toContain('third')
})

it('shows what is there to nobody who may not read it, and beside the address that acts on it', async () => {
  const stale = { headers: { 'if-match': '"77"' } }
  const token = await tokenWith(api, 'rules:write')
  const caption = { caption: 'Mobile' }
  expect((await api.patch('/columns/MobilePhone', caption, { ...stale, token })).body.details).toEqual({
    ...{ yours: { version: 77, sent: caption }, current: null, currentVersion: 1 },
  })
  const { userId } = await addPerson(api, 'Udo')
  const erase = await api.post(`/users/${userId}/erase`, {}, stale)
  expect(erase.body.details).toMatchObject({ yours: { version: 77, sent: {} }, current: { id: userId, login: 'udo' } })
})
