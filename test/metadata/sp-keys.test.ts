import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { type Api, addProvider, all, newApi, publicUrl, tokenWith } from '../api/api-world.ts'

let api: Api
beforeEach(async () => {
  api = await newApi()
  await addProvider(api, 'acme', { settings: { wantEncryption: true } })
})
afterEach(() => api.end())

const keys = async () => (await api.get('/sp-keys')).body.items as { id: string; state: string; pem: string }[]
const states = async () => (await keys()).map((one) => one.state)
const idOf = async (state: string) => (await keys()).find((one) => one.state === state)?.id ?? ''
const add = () => api.post('/sp-keys', undefined)
const act = (id: string, what: 'activate' | 'retire') => api.post(`/sp-keys/${id}/${what}`, undefined)
const anotherNode = () =>
  openApp({ connection: api.connection, secrets: api.secrets, publicUrl, log: silentLog, now: () => api.clock.now })
const minutes = (count: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + count * 60_000)
}

/** The certificates that our metadata has, by use. */
async function published(server: Pick<Api['server'], 'request'> = api.server) {
  const xml = await (await server.request(`${publicUrl}/sso/acme/metadata`)).text()
  const found = [...xml.matchAll(/<md:KeyDescriptor use="(\w+)">.*?<ds:X509Certificate>([^<]+)</gs)]
  const pemOf = (base64: string) => new X509Certificate(Buffer.from(base64, 'base64')).toString()
  const by = (use: string) => found.filter((one) => one[1] === use).map((one) => pemOf(one[2] ?? ''))
  return { signing: by('signing'), encryption: by('encryption') }
}

/** The key that signs the AuthnRequests of a node, among those that are known. */
async function signer(server: Pick<Api['server'], 'request'> = api.server): Promise<string> {
  const started = await server.request(`${publicUrl}/sso/acme/start`)
  const query = (started.headers.get('location') ?? '').split('?')[1] ?? ''
  const [signed = '', signature = ''] = query.split('&Signature=')
  const bytes = Buffer.from(decodeURIComponent(signature), 'base64')
  const all = await keys()
  return all.find((one) => verify('sha256', Buffer.from(signed), createPublicKey(one.pem), bytes))?.state ?? 'nobody'
}

describe('Our own keys', () => {
  test('roll over: the next is published beside the active one, signs when it is activated, the old one retires', async () => {
    const [first] = await keys()
    expect(await states()).toEqual(['active'])
    expect(await add()).toMatchObject({ status: 201, body: { state: 'next' } })
    expect(await states()).toEqual(['active', 'next'])
    const second = (await keys())[1]
    expect(await published()).toEqual({ signing: [first?.pem, second?.pem], encryption: [first?.pem] })
    expect(await signer()).toBe('active')

    expect((await act(await idOf('next'), 'activate')).body.state).toBe('active')
    expect((await keys()).map((one) => [one.state, one.pem])).toEqual([
      ['active', second?.pem],
      ['retiring', first?.pem],
    ])
    expect(await signer()).toBe('active')
    expect(await published()).toEqual({ signing: [second?.pem, first?.pem], encryption: [second?.pem] })
    // Both decrypt: answers that were encrypted with yesterday's metadata are read.
    expect(api.app.keys).toHaveLength(2)

    minutes(2)
    expect((await act(await idOf('retiring'), 'retire')).status).toBe(204)
    expect(await published()).toEqual({ signing: [second?.pem], encryption: [second?.pem] })
    expect(api.app.keys).toHaveLength(1)
    expect((await all(api, '/trust-events')).map((one) => one.kind).toSorted()).toEqual([
      'settings_changed',
      'sp_key_activated',
      'sp_key_added',
      'sp_key_retired',
    ])
  })
  test('go back: the one that retires can sign again', async () => {
    await add()
    const before = (await keys())[0]?.pem
    await act(await idOf('next'), 'activate')
    await act(await idOf('retiring'), 'activate')
    expect((await keys())[0]?.pem).toBe(before)
    expect(await states()).toEqual(['active', 'retiring'])
  })
  test('are never left without one that signs', async () => {
    expect((await act(await idOf('active'), 'retire')).status).toBe(409)
    expect((await act(await idOf('active'), 'activate')).status).toBe(409)
    await add()
    expect((await add()).status).toBe(409)
    await act(await idOf('next'), 'activate')
    // Another node may still sign with it.
    expect((await act(await idOf('retiring'), 'retire')).status).toBe(409)
    expect((await act('00000000-0000-7000-8000-000000000000', 'retire')).status).toBe(404)
    expect((await act('nonsense', 'activate')).status).toBe(404)
    expect(await states()).toEqual(['active', 'retiring'])
  })
  test('a next one that nobody wants goes at once', async () => {
    await add()
    expect((await act(await idOf('next'), 'retire')).status).toBe(204)
    expect(await states()).toEqual(['active'])
  })
  test('one is made and one is activated, however many ask at once', async () => {
    const made = await Promise.all([add(), add(), add()])
    expect(made.map((one) => one.status).toSorted()).toEqual([201, 409, 409])
    const id = await idOf('next')
    const activated = await Promise.all([act(id, 'activate'), act(id, 'activate')])
    expect(activated.map((one) => one.status).toSorted()).toEqual([200, 409])
    expect(await states()).toEqual(['active', 'retiring'])
  })
  test('are for those who may write trust', async () => {
    const token = await tokenWith(api, 'trust:read')
    expect((await api.get('/sp-keys', { token })).status).toBe(200)
    expect((await api.post('/sp-keys', undefined, { token })).status).toBe(403)
    expect((await api.get('/sp-keys', { token: await tokenWith(api, 'rules:write') })).status).toBe(403)
  })
  test('leave neither the database in the clear nor the server at all', async () => {
    const [row] = await api.app.db.query<{ text: string }>(sql`select sp_keys::text as text from sp_keys`)
    expect(row?.text).not.toContain('PRIVATE')
    expect(JSON.stringify((await api.get('/sp-keys')).body)).not.toContain('PRIVATE')
  })
})

describe('Another node', () => {
  let other: RunningApp
  beforeEach(async () => {
    other = await anotherNode()
  })
  afterEach(() => other.close())

  test('learns our keys without a restart: when metadata is asked for, and when it looks', async () => {
    const there = createServer(other.app)
    await add()
    expect((await published(there)).signing).toHaveLength(2)
    await act(await idOf('next'), 'activate')
    expect(await signer(there)).toBe('retiring')
    expect(await other.app.refreshKeys()).toBe(true)
    expect(await other.app.refreshKeys()).toBe(false)
    expect(await signer(there)).toBe('active')
  })
  test('has the same keys after a restart', async () => {
    await add()
    await act(await idOf('next'), 'activate')
    const again = await anotherNode()
    try {
      expect(again.app.keys.map((one) => one.certificate)).toEqual(api.app.keys.map((one) => one.certificate))
    } finally {
      await again.close()
    }
  })
})
