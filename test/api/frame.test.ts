import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { routeTable } from '../../src/api/routes.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { canary, dump, opened, placesOf } from '../sign-on/canaries.ts'
import { type Api, addPerson, addProvider, adminToken, all, newApi, publicUrl, signOn, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

describe('who may use the API', () => {
  it('refuses who sends no token, an unknown one or something else', async () => {
    for (const token of [null, 'x', randomBytes(32).toString('base64url')]) {
      const answer = await api.get('/contacts', { token })
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } })
      expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    }
    const basic = await api.get('/contacts', { token: null, headers: { authorization: `Basic ${adminToken}` } })
    expect(basic.status).toBe(401)
  })

  it('lets a token do what its scopes say, reading included in writing, and nothing else', async () => {
    const rules = await tokenWith(api, 'rules:write')
    expect((await api.get('/converters', { token: rules })).status).toBe(200)
    for (const path of ['/contacts', '/providers', '/tokens', '/settings', '/sign-ons', '/users', '/grants']) {
      expect(await api.get(path, { token: rules })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    const reads = await tokenWith(api, 'directory:read', 'rules:read', 'trust:read')
    for (const route of routeTable.filter((one) => one.method !== 'GET' && !one.scope?.endsWith(':read'))) {
      const path = route.path.replace(/:\w+/g, '0192f0c1-0000-7000-8000-000000000000')
      const body = route.body ? {} : undefined
      // What somebody does about themself is no token's.
      const status = route.signedIn ? 401 : 403
      expect(await api.send(route.method, path, body, { token: reads })).toMatchObject({ status })
    }
  })

  it('knows a token by its hash alone, notes its last use and ends it at once when it is revoked', async () => {
    const token = await tokenWith(api, 'directory:read')
    expect((await api.get('/contacts', { token })).status).toBe(200)
    const stored = await api.app.db.query(sql`select * from api_tokens`)
    expect(JSON.stringify(stored)).not.toContain(token)
    const { items } = (await api.get('/tokens')).body
    const row = items.find((one: { name: string }) => one.name === 'directory:read')
    expect(row).toMatchObject({ scopes: ['directory:read'], usedAt: api.clock.now.toISOString(), revokedAt: null })
    expect((await api.del(`/tokens/${row.id}`)).status).toBe(204)
    expect((await api.get('/contacts', { token })).status).toBe(401)
    expect((await api.del(`/tokens/${row.id}`)).status).toBe(204)
  })

  it('takes the token of the environment once, and never revives it', async () => {
    const first = randomBytes(24).toString('hex')
    const second = randomBytes(24).toString('hex')
    const other = await newApi()
    try {
      await importAdminToken(other.app, first)
      expect((await other.get('/tokens', { token: adminToken })).status).toBe(401)
      expect((await other.get('/tokens', { token: first })).status).toBe(200)
      await importAdminToken(other.app, second)
      await importAdminToken(other.app, first)
      expect((await other.get('/tokens', { token: first })).status).toBe(401)
      const { items } = (await other.get('/tokens', { token: second })).body
      const standing = items.filter((one: { revokedAt: string | null }) => one.revokedAt === null)
      expect(standing).toHaveLength(1)
      await other.del(`/tokens/${standing[0].id}`, { token: second })
      await importAdminToken(other.app, second)
      expect((await other.get('/tokens', { token: second })).status).toBe(401)
      await expect(importAdminToken(other.app, 'short')).rejects.toMatchObject({ code: 'config_invalid' })
    } finally {
      await other.end()
    }
  })

  it('lets an administrator in by session, for changes only from our own pages', async () => {
    const { idp } = await addProvider(api, 'sessions')
    const admin = await signOn(api, idp, 'sessions', 'ada', {})
    const person = await signOn(api, idp, 'sessions', 'bob', {})
    await createLocalAdministrator(api.app, 'rescue')
    await api.post('/grants', { user: 'ada', role: 'Administrators' })
    const as = (cookie: string, origin?: string) => ({
      token: null,
      headers: { cookie, ...(origin === undefined ? {} : { origin }) },
    })
    expect((await api.get('/settings', as(admin.cookie))).status).toBe(200)
    expect(await api.get('/settings', as(person.cookie))).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const body = { name: 'By session' }
    for (const origin of [undefined, 'https://evil.example', 'null']) {
      const refused = await api.post('/roles', body, as(admin.cookie, origin))
      expect(refused).toMatchObject({ status: 403, body: { code: 'origin_mismatch' } })
    }
    expect((await api.post('/roles', body, as(admin.cookie, publicUrl))).status).toBe(201)
  })
})

describe('addresses and methods', () => {
  it('answers an unknown address and a wrong method with a problem', async () => {
    expect(await api.get('/nothing')).toMatchObject({ status: 404, body: { code: 'not_found' } })
    const wrong = await api.send('PUT', '/contacts', {})
    expect(wrong).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } })
    expect(wrong.headers.get('allow')).toBe('GET, POST')
  })

  it('finds nothing, and never fails, under ids that cannot be', async () => {
    const strange = ['x', '..', '%00', '%ud800', "'", '%22', 'a'.repeat(1000), '__proto__', 'constructor', '%FF', '-1']
    for (const route of routeTable.filter((one) => one.method === 'GET' && one.path.includes(':'))) {
      // What is said wrong beside an id is told first: here nothing is.
      const query = route.path === '/presets/:id/setup' ? '?slug=x' : ''
      for (const id of strange) {
        const { status } = await api.get(`${route.path.replace(/:\w+/, id)}${query}`)
        expect([route.path, id, status]).toEqual([route.path, id, 404])
      }
    }
  })
})

describe('bodies', () => {
  const post = (raw: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
    api.post('/converters', undefined, { raw, headers: { 'content-type': 'application/json', ...headers } })

  it('takes JSON alone', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      const answer = await post('{"column":"Email"}', { 'content-type': type })
      expect(answer).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
    }
  })

  it('refuses what is no JSON, cannot be stored or hides something', async () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    const bodies = [
      '',
      '{',
      'null and more',
      '{"column":"Em\\u0000ail"}',
      '{"column":"\\ud800"}',
      '{"\\udc00":1}',
      '{"__proto__":{"column":"Email"}}',
      '{"column":"Email","attributes":{"__proto__":[]}}',
      nested(40),
      nested(400_000),
      `{"a":${nested(40)}}`,
      new Uint8Array([0x22, 0xff, 0x22]),
      new Uint8Array([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
    ]
    for (const body of bodies) {
      expect(await post(body)).toMatchObject({ status: 400, body: { code: 'request_malformed' } })
    }
  })

  it('stops reading after a megabyte, announced or not', async () => {
    const large = JSON.stringify({ column: 'x'.repeat(2_000_000) })
    expect(await post(large)).toMatchObject({ status: 413, body: { code: 'request_too_large' } })
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100_000).fill(0x20)),
    })
    const init = { method: 'POST', body: stream, duplex: 'half' } as const
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
    const endless = new Request(`${publicUrl}/api/v1/converters`, { ...init, headers })
    expect((await api.server.request(endless)).status).toBe(413)
  })

  it('names every field that is wrong, and what is allowed', async () => {
    const { status, body } = await api.post('/converters', {
      column: 'e-mail; drop table',
      position: -1,
      colour: 'red',
    })
    expect([status, body.code]).toEqual([422, 'validation_failed'])
    expect(body.errors.map((one: { field: string }) => one.field).sort()).toEqual(['colour', 'column', 'position'])
    const unknown = await api.post('/converters', { column: 'Emial', attributes: ['mail'] })
    expect(unknown.body.errors[0]).toMatchObject({ field: 'column', message: expect.stringContaining('Email') })
  })

  it('does not repeat secrets or bodies of broken requests in its answers', async () => {
    const { body } = await post('{"secret":"hunter2hunter2"')
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })
})

describe('parameters', () => {
  it('refuses what it does not know, twice the same, and limits out of range', async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=-1', 'limit=1e2', 'limit=', 'colour=red', 'limit=1&limit=2']) {
      expect(await api.get(`/contacts?${query}`)).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    }
    expect((await api.get('/contacts?search=%00')).status).toBe(422)
    expect((await api.get('/contacts?search=%25_%5C%27')).status).toBe(200)
  })

  it('takes cursors of this list only, and none that was made up', async () => {
    for (let n = 0; n < 3; n++) await api.post('/roles', { name: `Cursor ${n}` })
    const { next } = (await api.get('/roles?limit=1')).body
    const forged = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const bad = [
      'x',
      `${next}A`,
      next.slice(1),
      forged(['/roles']),
      forged(['/roles', 1]),
      forged(['/roles', 'a', 'b']),
      forged(['/roles', 'a\u0000']),
      forged({ 0: '/roles' }),
      forged(null),
      Buffer.from('["/roles", "a"]').toString('base64url'),
      'A'.repeat(3999),
    ]
    for (const cursor of bad) {
      expect(await api.get(`/roles?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'cursor_invalid' } })
    }
    expect((await api.get(`/users?cursor=${next}`)).body.code).toBe('cursor_invalid')
    expect((await api.get(`/contacts?cursor=${forged(['/contacts', 'a', "'; drop"])}`)).body.code).toBe(
      'cursor_invalid',
    )
  })

  it('shows everybody once while people come and go between the pages', async () => {
    for (const name of ['Anna', 'Bert', 'Cleo', 'Dora', 'Emil']) await addPerson(api, `Page ${name}`)
    const first = (await api.get('/contacts?search=page&limit=2')).body
    await addPerson(api, 'Page Aaron')
    await addPerson(api, 'Page Carl')
    const rest = await api.get(`/contacts?search=page&limit=200&cursor=${first.next}`)
    const names = [...first.items, ...rest.body.items].map((one) => one.columns.Name)
    expect(names).toEqual(['Page Anna', 'Page Bert', 'Page Carl', 'Page Cleo', 'Page Dora', 'Page Emil'])
    expect(rest.body.next).toBeNull()
    const paged = (await all(api, '/contacts?search=page', 1)).map((one) => one.columns.Name)
    expect(paged).toEqual(['Page Aaron', ...names])
  })

  it('goes through every list page by page', async () => {
    for (const route of routeTable.filter((one) => one.cursor && !one.path.includes(':'))) {
      const whole = (await api.get(`${route.path}?limit=200`)).body.items
      expect(await all(api, route.path, 1)).toEqual(whole)
    }
  })
})

describe('versions', () => {
  it('changes only the version that the caller has seen', async () => {
    const made = await api.post('/converters', { column: 'City', attributes: ['l'] })
    const path = `/converters/${made.body.id}`
    expect(made.headers.get('etag')).toBe('"1"')
    expect(made.headers.get('location')).toBe(`${publicUrl}/api/v1${path}`)
    const changed = await api.patch(path, { defaultValue: 'Berlin' }, { headers: { 'if-match': '"1"' } })
    expect(changed).toMatchObject({ status: 200, body: { version: 2, attributes: ['l'], defaultValue: 'Berlin' } })
    for (const etag of ['"1"', 'W/"2"', '"x"', '2', '"99999999999"']) {
      const stale = await api.patch(path, { position: 5 }, { headers: { 'if-match': etag } })
      expect(stale).toMatchObject({ status: 412, body: { code: 'precondition_failed' } })
      expect((await api.del(path, { headers: { 'if-match': etag } })).status).toBe(412)
    }
    expect((await api.get(path)).body.version).toBe(2)
    expect((await api.patch(path, { position: 5 }, { headers: { 'if-match': '*' } })).body.version).toBe(3)
    expect((await api.patch(path, { position: 6 })).body.version).toBe(4)
    expect((await api.del(path, { headers: { 'if-match': '"4"' } })).status).toBe(204)
    expect((await api.get(path)).status).toBe(404)
  })

  it('says 304 to who has the current version, and only then', async () => {
    const { contactId, userId } = await addPerson(api, 'Etag Person')
    const first = await api.get(`/contacts/${contactId}`)
    const etag = first.headers.get('etag') ?? ''
    const known = { headers: { 'if-none-match': `"zzz", ${etag}` } }
    expect((await api.get(`/contacts/${contactId}`, known)).status).toBe(304)
    await api.patch(`/users/${userId}`, { status: 'disabled' })
    const second = await api.get(`/contacts/${contactId}`, known)
    expect(second).toMatchObject({ status: 200, body: { version: first.body.version, user: { status: 'disabled' } } })
    const byOldEtag = await api.patch(
      `/contacts/${contactId}`,
      { columns: { Zip: '1' } },
      { headers: { 'if-match': etag } },
    )
    expect(byOldEtag.status).toBe(200)
  })

  it('lets one of many changes of the same version through', async () => {
    const { contactId } = await addPerson(api, 'Race Person')
    const path = `/contacts/${contactId}`
    const race = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        api.patch(path, { columns: { Zip: `${n}` } }, { headers: { 'if-match': '"1"' } }),
      ),
    )
    const statuses = race.map((one) => one.status).sort()
    expect(statuses).toEqual([200, ...Array.from({ length: 11 }, () => 412)])
    const { body } = await api.get(path)
    expect(body.version).toBe(2)
    expect(body.columns.Zip).toBe(race.find((one) => one.status === 200)?.body.columns.Zip)
    expect((await api.get(`${path}/history`)).body.items).toHaveLength(1)
  })
})

describe('idempotency keys', () => {
  const role = (name: string, key: string, more = {}) =>
    api.post('/roles', { name, ...more }, { headers: { 'idempotency-key': key } })

  it('gives whoever repeats a request the first answer', async () => {
    const first = await role('Once', 'k1')
    const again = await role('Once', 'k1')
    expect(first.status).toBe(201)
    expect(again).toMatchObject({ status: 201, body: first.body })
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'))
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(first.headers.get('idempotency-replayed')).toBeNull()
  })

  it('repeats a refusal too', async () => {
    await role('Taken', 'k2')
    const refused = await role('Taken', 'k3')
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await role('Taken', 'k3')).body).toEqual(refused.body)
  })

  it('refuses the key for another body or address, and a key that is none', async () => {
    await role('Mine', 'k4')
    expect(await role('Other', 'k4')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    const elsewhere = await api.post(
      '/tokens',
      { name: 'Mine', scopes: ['admin'] },
      { headers: { 'idempotency-key': 'k4' } },
    )
    expect(elsewhere.body.code).toBe('idempotency_key_reused')
    for (const key of ['', 'a b', 'x'.repeat(201)]) expect((await role('Bad key', key)).status).toBe(400)
  })

  it('keeps the keys of two callers apart', async () => {
    const token = await tokenWith(api, 'directory:write')
    const mine = await role('Key of one', 'k5')
    const theirs = await api.post('/roles', { name: 'Key of two' }, { token, headers: { 'idempotency-key': 'k5' } })
    expect([mine.status, theirs.status]).toEqual([201, 201])
  })

  it('carries one of many simultaneous requests out', async () => {
    const many = await Promise.all(Array.from({ length: 15 }, () => role('Many', 'k6')))
    const made = many.filter((one) => one.status === 201)
    expect(made.length).toBeGreaterThan(0)
    expect(new Set(made.map((one) => one.body.id)).size).toBe(1)
    for (const one of many) if (one.status !== 201) expect(one.body.code).toBe('idempotency_in_progress')
    expect((await role('Many', 'k6')).body).toEqual(made[0]?.body)
  })

  it('lets a request that its server never finished be taken over after a minute, not before', async () => {
    await role('Crashed', 'k7')
    await api.app.db.query(sql`update idempotency_keys set status = null, sealed_response = null where key = 'k7'`)
    expect(await role('Crashed', 'k7')).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress' } })
    api.clock.now = new Date(api.clock.now.getTime() + 61_000)
    expect((await role('Another', 'k7')).body.code).toBe('idempotency_key_reused')
    expect((await role('Crashed', 'k7')).body.code).toBe('conflict')
    expect((await role('Crashed', 'k7')).headers.get('idempotency-replayed')).toBe('true')
  })

  it('keeps answers sealed', async () => {
    const name = canary('sealed')
    expect((await role(name, 'k8')).status).toBe(201)
    expect(placesOf(name, await opened(api.app))).toEqual(['sealed idempotency_keys.sealed_response'])
    expect(placesOf(name, await dump(api.app))).not.toContain('idempotency_keys.sealed_response')
  })

  it('keeps no secret that is shown once, sealed or not; whoever repeats the request is told, and nothing is made twice', async () => {
    await addProvider(api, 'acme')
    const webhook = { url: 'https://hooks.example/jitup', events: ['work.new'] }
    const { id: hook } = (await api.post('/webhooks', webhook)).body
    const requests: readonly [string, object | undefined, (body: Record<string, string>) => string | undefined][] = [
      ['/tokens', { name: 'Shown', scopes: ['rules:read'] }, ({ token }) => token],
      ['/webhooks', webhook, ({ secret }) => secret?.slice(6)],
      [`/webhooks/${hook}/rotate`, undefined, ({ secret }) => secret?.slice(6)],
      ['/providers/acme/test-links', {}, ({ url }) => new URL(url ?? '').hash.slice(1)],
    ]
    for (const [path, body, secretOf] of requests) {
      const send = () => api.post(path, body, { headers: { 'idempotency-key': `once${path}` } })
      const first = await send()
      const secret = secretOf(first.body) ?? ''
      expect([path, secret.length > 30]).toEqual([path, true])
      const again = await send()
      expect(again).toMatchObject({
        status: 409,
        body: { code: 'idempotency_shown_once', details: { id: first.body.id } },
      })
      expect(again.headers.get('idempotency-replayed')).toBe('true')
      expect((await send()).body).toEqual(again.body)
      expect([path, placesOf(secret, await dump(api.app))]).toEqual([path, []])
      const own = path.startsWith('/webhooks') ? ['sealed webhooks.sealed_secret'] : []
      expect([path, placesOf(secret, await opened(api.app))]).toEqual([path, own])
    }
    const named = (await api.get('/tokens?limit=200')).body.items.filter(
      (one: { name: string }) => one.name === 'Shown',
    )
    expect(named).toHaveLength(1)
    // A refusal shows no secret: it is repeated as it was.
    const wrong = () => api.post('/tokens', { name: 'Shown' }, { headers: { 'idempotency-key': 'wrong' } })
    expect((await wrong()).status).toBe(422)
    expect((await wrong()).body.code).toBe('validation_failed')
  })

  it('keeps no answer about a person who was erased, and does nothing again', async () => {
    const name = canary('erased')
    const make = () =>
      api.post('/contacts', { columns: { Surname: name } }, { headers: { 'idempotency-key': 'of-a-person' } })
    const first = await make()
    expect((await make()).headers.get('idempotency-replayed')).toBe('true')
    expect(placesOf(name, await opened(api.app))).toContain('sealed idempotency_keys.sealed_response')
    expect((await api.post(`/contacts/${first.body.id}/erase`, { confirm: first.body.columns.Name })).status).toBe(200)
    expect(placesOf(name, await opened(api.app))).toEqual([])
    expect(await make()).toMatchObject({ status: 409, body: { code: 'idempotency_answer_gone' } })
    expect((await api.get(`/contacts?search=${name}`)).body.items).toEqual([])
  })
})
