/** What people with scopes may do here, and what they may not: with real sign-ons, by their browser sessions. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Scope, scopes } from '../../src/api/contract.ts'
import type { Route } from '../../src/api/route.ts'
import { routeTable } from '../../src/api/routes.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import type { TestIdentityProvider } from '../../src/testing/index.ts'
import {
  type Api,
  addPerson,
  addProvider,
  all,
  newApi,
  publicUrl,
  type Sending,
  signOn,
  tokenWith,
} from './api-world.ts'

let api: Api
let idp: TestIdentityProvider

beforeAll(async () => {
  api = await newApi()
  await createLocalAdministrator(api.app, 'rescue')
  const columns = { column: 'Email', attributes: ['mail'] }
  idp = (await addProvider(api, 'staff', { roleAttributes: ['groups'] })).idp
  expect((await api.post('/converters', columns)).status).toBe(201)
}, 60_000)
afterAll(() => api.end())

const role = async (name: string, more: Readonly<Record<string, unknown>> = {}) => {
  const made = await api.post('/roles', { name, ...more })
  expect(made).toMatchObject({ status: 201 })
  return made.body
}

/** Somebody whose group gives them a role with these scopes, in their browser. */
async function personWith(name: string, ...held: Scope[]): Promise<Sending> {
  if (held.includes('admin')) {
    const { cookie } = await signOn(api, idp, 'staff', name, {})
    expect((await api.post('/grants', { user: name, role: 'Administrators' })).status).toBe(201)
    return browser(cookie)
  }
  if (held.length > 0) {
    await role(name, { scopes: held })
    expect((await api.post('/role-rules', { group: `cn=${name}`, role: name })).status).toBe(201)
  }
  return browser((await signOn(api, idp, 'staff', name, { groups: [`cn=${name}`] })).cookie)
}

const browser = (cookie: string): Sending => ({ token: null, headers: { cookie, origin: publicUrl } })

/** Which family of scopes each noun belongs to. A new noun has to say so here, and a route that differs below. */
const families: Readonly<Record<string, 'trust' | 'rules' | 'directory' | 'admin' | 'signed-in' | 'open'>> = {
  providers: 'trust',
  presets: 'trust',
  domains: 'trust',
  'test-links': 'trust',
  'sp-keys': 'trust',
  'trust-events': 'trust',
  converters: 'rules',
  'role-rules': 'rules',
  rules: 'rules',
  columns: 'rules',
  revisions: 'rules',
  replays: 'rules',
  coverage: 'rules',
  contacts: 'directory',
  users: 'directory',
  imports: 'directory',
  roles: 'directory',
  grants: 'directory',
  lookups: 'directory',
  accounts: 'directory',
  'sign-ons': 'directory',
  preview: 'directory',
  undo: 'directory',
  worklist: 'directory',
  overview: 'directory',
  inspector: 'trust',
  audit: 'admin',
  webhooks: 'admin',
  administrators: 'admin',
  'security-report': 'admin',
  'command-line': 'admin',
  tokens: 'admin',
  settings: 'admin',
  configuration: 'admin',
  session: 'signed-in',
  'openapi.json': 'open',
}

/** Routes that ask for something else than their noun and method say. */
const others: Readonly<Record<string, Scope>> = {
  'GET /columns': 'directory:read',
  'GET /columns/:name': 'directory:read',
  'POST /providers/:id/rehearsal': 'directory:read',
  'GET /providers/:id/rehearsal': 'directory:read',
  'POST /role-rules/:id/impact': 'directory:read',
  'GET /replays/:id/people': 'directory:read',
  'GET /replays/:id/people/:signOnId': 'directory:read',
  'POST /replays/:id/apply': 'directory:write',
  'POST /preview': 'directory:read',
  'POST /inspector': 'trust:read',
  'GET /contacts/:id/export': 'claims:read',
  'GET /users/:id/export': 'claims:read',
  'POST /contacts/:id/erase': 'admin',
  'POST /users/:id/erase': 'admin',
  'GET /users/:id/sessions': 'admin',
  'DELETE /users/:id/sessions': 'admin',
}

/** What a route asks for: a scope, or `signed-in`, or `open`. */
function asked({ method, path }: Route): Scope | 'signed-in' | 'open' {
  const family = families[path.split('/')[1] ?? '']
  if (family === undefined) throw new Error(`Say in "families" who may use ${path}.`)
  const other = others[`${method} ${path}`]
  if (other !== undefined || family === 'admin' || family === 'signed-in' || family === 'open') {
    return other ?? (family as 'admin' | 'signed-in' | 'open')
  }
  return `${family}:${method === 'GET' ? 'read' : 'write'}`
}

const allows = (held: Scope, needed: Scope): boolean =>
  held === 'admin' || held === needed || held === needed.replace(':read', ':write')

/** A parameter that no route has: whoever is let in is told so, and nothing is carried out. */
const harmless = (route: Route): string =>
  `${route.path.replace(/:\w+/g, '00000000-0000-7000-8000-000000000001')}?no-such-parameter=1`

describe('every route and every scope', () => {
  it('is a closed table: no exception is left over', () => {
    const known = routeTable.map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(others).filter((one) => !known.includes(one))).toEqual([])
  })

  it.each(scopes)('%s, of a person and of a token: exactly the routes that it stands for', async (scope) => {
    const person = await personWith(`only ${scope}`, scope)
    const token = await tokenWith(api, scope)
    for (const route of routeTable) {
      const needed = asked(route)
      const may = needed === 'open' || needed === 'signed-in' || allows(scope, needed)
      const expected = may ? [422, 'validation_failed'] : [403, 'forbidden']
      const send = async (how: Sending) => {
        const { status, body } = await api.send(route.method, harmless(route), undefined, how)
        return [route.method, route.path, status, body.code]
      }
      expect(await send(person)).toEqual([route.method, route.path, ...expected])
      const byToken = needed === 'signed-in' ? [401, 'unauthorized'] : expected
      expect(await send({ token })).toEqual([route.method, route.path, ...byToken])
    }
  })

  it('nobody in particular, and somebody without a role that has scopes', async () => {
    const person = await personWith('just me')
    for (const route of routeTable) {
      const needed = asked(route)
      if (needed === 'open') continue
      const nobody = await api.send(route.method, harmless(route), undefined, { token: null })
      expect([route.path, nobody.status, nobody.body.code]).toEqual([route.path, 401, 'unauthorized'])
      const { status } = await api.send(route.method, harmless(route), undefined, person)
      expect([route.path, status]).toEqual([route.path, needed === 'signed-in' ? 422 : 403])
    }
    expect(await api.get('/users', person)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  })
})

describe('whose scopes', () => {
  it('are those of all roles held, with those of the roles above them, at every request', async () => {
    const top = await role('Support', {
      kind: 'organisational',
      scopes: ['rules:read', 'directory:read', 'rules:read'],
    })
    expect(top).toMatchObject({ scopes: ['rules:read', 'directory:read'], guarded: true, protected: false })
    const below = await role('Support at night', { kind: 'organisational', parent: 'Support', scopes: ['trust:read'] })
    expect(below).toMatchObject({ scopes: ['trust:read'], guarded: true })
    expect(below.heldScopes.toSorted()).toEqual(['directory:read', 'rules:read', 'trust:read'])
    const me = await personWith('nina')
    const mine = async () => (await api.get('/session', me)).body.scopes.toSorted()
    expect(await mine()).toEqual([])
    await api.post('/grants', { user: 'nina', role: 'Support at night' })
    expect(await mine()).toEqual(['directory:read', 'rules:read', 'trust:read'])
    expect((await api.get('/converters', me)).status).toBe(200)
    // The role above loses them: so do those below, with the next request.
    expect((await api.patch(`/roles/${top.id}`, { scopes: ['claims:read'] })).body.scopes).toEqual(['claims:read'])
    expect(await mine()).toEqual(['claims:read', 'trust:read'])
    expect((await api.get('/converters', me)).status).toBe(403)
    expect((await api.patch(`/roles/${top.id}`, { scopes: [] })).body).toMatchObject({ scopes: [], guarded: false })
    expect((await api.get(`/roles/${below.id}`)).body).toMatchObject({ guarded: true, heldScopes: ['trust:read'] })
    expect((await api.patch(`/roles/${below.id}`, { parent: null, scopes: [] })).body).toMatchObject({ guarded: false })
    expect(await mine()).toEqual([])
  })

  it('of administrators are everything, and of built-in roles never change', async () => {
    const { items } = (await api.get('/roles')).body
    for (const { id, builtIn } of items.filter((one: { builtIn: string | null }) => one.builtIn !== null)) {
      const read = await api.get(`/roles/${id}`)
      expect(read.body.heldScopes).toEqual(builtIn === 'administrators' ? ['admin'] : [])
      const changed = await api.patch(`/roles/${id}`, { scopes: ['rules:read'] })
      expect(changed).toMatchObject({ status: 422, body: { errors: [{ field: 'scopes' }] } })
    }
    expect(await api.post('/roles', { name: 'Kings', scopes: ['admin'] })).toMatchObject({ status: 422 })
  })
})

describe('a role with scopes is guarded', () => {
  it('only administrators give scopes, give such a role, lead to it or touch its holders', async () => {
    const desk = await role('Desk', { scopes: ['directory:read'] })
    const tree = await role('Desk tree', { kind: 'organisational', scopes: ['rules:read'] })
    const plain = await role('Plain', { kind: 'organisational' })
    await personWith('holder')
    expect((await api.post('/grants', { user: 'holder', role: 'Desk' })).status).toBe(201)
    const clerk = await personWith('clerk', 'directory:write', 'rules:write')
    const tries: [string, string, unknown][] = [
      ['POST', '/roles', { name: 'Mine', scopes: ['directory:read'] }],
      ['PATCH', `/roles/${plain.id}`, { scopes: ['claims:read'] }],
      ['PATCH', `/roles/${plain.id}`, { parent: 'Desk tree' }],
      ['PATCH', `/roles/${desk.id}`, { scopes: [] }],
      ['PATCH', `/roles/${desk.id}`, { name: 'Desks' }],
      ['DELETE', `/roles/${tree.id}`, undefined],
      ['POST', '/grants', { user: 'clerk', role: 'Desk' }],
      ['POST', '/role-rules', { group: 'cn=everybody', role: 'Desk' }],
      ['PATCH', '/users/holder', { status: 'disabled' }],
      ['POST', '/users/holder/identities', { provider: 'staff', subject: 'somebody else' }],
    ]
    for (const [method, path, body] of tries) {
      const { status, body: answer } = await api.send(method, path, body, clerk)
      expect([method, path, status, answer?.code]).toEqual([method, path, 403, 'forbidden'])
    }
    expect((await api.post('/roles', { name: 'Harmless' }, clerk)).status).toBe(201)
    expect((await api.post('/grants', { user: 'clerk', role: 'Harmless' }, clerk)).status).toBe(201)
  })

  it('goes by whole values alone, and is given again at every sign-on or not at all', async () => {
    await role('Helpers', { scopes: ['directory:read'] })
    // By its name alone a group gives it to nobody.
    const named = browser((await signOn(api, idp, 'staff', 'namesake', { groups: ['Helpers'] })).cookie)
    expect((await api.get('/session', named)).body.scopes).toEqual([])
    const glob = { group: 'cn=h*', match: 'glob', role: 'Helpers' }
    expect((await api.post('/role-rules', glob)).status).toBe(422)
    expect((await api.post('/role-rules', { group: 'cn=helpers', role: 'Helpers' })).status).toBe(201)
    const first = browser((await signOn(api, idp, 'staff', 'helper', { groups: ['cn=helpers'] })).cookie)
    expect((await api.get('/session', first)).body.scopes).toEqual(['directory:read'])
    // The provider sends no groups at all, which withdraws nothing else.
    const second = browser((await signOn(api, idp, 'staff', 'helper', {})).cookie)
    expect((await api.get('/session', second)).body.scopes).toEqual([])
    expect((await api.get('/session', first)).status).toBe(401)
  })

  it('cannot become one while globs lead to it', async () => {
    const soft = await role('Soft')
    expect((await api.post('/role-rules', { group: 's*', match: 'glob', role: 'Soft' })).status).toBe(201)
    const changed = await api.patch(`/roles/${soft.id}`, { scopes: ['rules:read'] })
    expect(changed).toMatchObject({ status: 422, body: { errors: [{ field: 'scopes' }] } })
  })
})

describe('what arrived', () => {
  const secret = 'canary-7f3a'

  it('is seen by whoever may read claims, which is audited, and by nobody else', async () => {
    await api.post('/converters', { column: 'Department', attributes: ['dept'], unknownValue: 'queue' })
    const sent = { groups: [`cn=${secret}`], dept: [`${secret} works`], unmapped: [secret] }
    const { status } = await signOn(api, idp, 'staff', 'olga', sent)
    expect(status).toBe(303)
    const { items } = (await api.get('/sign-ons?limit=1')).body
    const [{ id, userId, contactId }] = items
    const desk = await personWith('help-desk', 'directory:read', 'rules:read')
    const ruler = await personWith('ruler', 'rules:write')
    const clerk = await personWith('second clerk', 'directory:write')
    const work = (await all(api, '/worklist', 50)).map((one) => one.id)
    expect(work.length).toBeGreaterThan(0)
    const ids = [id, userId, contactId, ...work, 'staff', 'Department']
    for (const person of [desk, ruler, clerk]) {
      for (const { path } of routeTable.filter((one) => one.method === 'GET')) {
        const paths = new Set(ids.map((one) => path.replace(':id', one).replace(/:\w+/g, 'Department')))
        for (const one of paths) {
          const answer = await api.server.request(`${publicUrl}/api/v1${one}`, { headers: person.headers ?? {} })
          expect([one, (await answer.text()).includes(secret)]).toEqual([one, false])
        }
      }
    }
    for (const refused of [
      `/users/${userId}/export`,
      '/coverage?provider=staff&values=true',
      `/sign-ons/${id}/scenario`,
    ]) {
      expect([refused, (await api.get(refused, desk)).status]).toEqual([refused, 403])
    }
    const before = await reads()
    const auditor = await personWith('auditor', 'directory:read', 'claims:read')
    expect((await api.get(`/sign-ons/${id}`, auditor)).body.claims.unmapped).toEqual([secret])
    const { userId: who } = (await api.get('/session', auditor)).body
    expect((await reads()).slice(before.length)).toEqual([{ author: { kind: 'user', userId: who }, objects: [id] }])
  })

  const reads = () =>
    api.app.db.query<{ author: unknown; objects: string[] }>(
      sql`select author, objects from audit_events where kind = 'claims.read' order by at, id`,
    )
})

describe('an answer that is kept for an Idempotency-Key', () => {
  it('is given again to who may still do the same, and to nobody who lost a scope meanwhile', async () => {
    const me = await personWith('repeater', 'directory:read', 'claims:read')
    const [{ id: signOnId }] = (await api.get('/sign-ons?limit=1')).body.items
    const keyed = { ...me, headers: { ...me.headers, 'idempotency-key': 'again' } }
    const look = () => api.post('/preview', { provider: 'staff', signOnId }, keyed)
    expect((await look()).status).toBe(200)
    expect((await look()).headers.get('idempotency-replayed')).toBe('true')
    expect((await api.patch('/roles/repeater', { scopes: ['directory:read'] })).status).toBe(200)
    expect(await look()).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  })
})

describe('a table that is sent as it is read', () => {
  it('breaks off when whoever reads it may do so no more', async () => {
    await api.app.db.query(sql`
      insert into contacts (id, name_key, "Name")
      select gen_random_uuid(), 'page ' || n, 'Page ' || n || repeat(' of many', 25) from generate_series(1, 3000) n`)
    const me = await personWith('downloader', 'directory:read')
    const { userId } = (await api.get('/session', me)).body
    const begin = async () => {
      const answer = await api.server.request(`${publicUrl}/api/v1/contacts?format=csv`, { headers: { ...me.headers } })
      expect(answer.status).toBe(200)
      const reader = answer.body?.getReader()
      if (!reader) throw new Error('a table has a body')
      expect((await reader.read()).done).toBe(false)
      return async () => {
        while (!(await reader.read()).done);
      }
    }
    const whole = await begin()
    api.clock.now = new Date(api.clock.now.getTime() + 2000)
    await whole()
    const rest = await begin()
    expect((await api.patch(`/users/${userId}`, { status: 'disabled' })).status).toBe(200)
    api.clock.now = new Date(api.clock.now.getTime() + 2000)
    await expect(rest()).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a session', () => {
  it('with scopes may rest as long as an administrator’s', async () => {
    const desk = await personWith('resting desk', 'directory:read')
    const plain = await personWith('resting person')
    const began = api.clock.now
    api.clock.now = new Date(began.getTime() + 31 * 60_000)
    expect((await api.get('/session', plain)).status).toBe(401)
    expect((await api.get('/session', desk)).status).toBe(200)
    api.clock.now = new Date(began.getTime() + 92 * 60_000)
    expect((await api.get('/session', desk)).status).toBe(401)
  })

  it('tells who is signed in, whatever they may do', async () => {
    const me = await personWith('ida')
    const { userId, contactId } = (await api.get('/session', me)).body
    await api.send('PUT', '/settings', { displayName: 'Acme people' })
    await api.app.db.query(
      sql`update users set culture = 'de-AT', time_zone = 'Europe/Vienna' where id = ${userId}::uuid`,
    )
    expect((await api.get('/session', me)).body).toMatchObject({
      ...{ userId, contactId, login: 'ida', name: 'ida', type: 'employee', administrator: false, scopes: [] },
      provenUntil: new Date(api.clock.now.getTime() + 600_000).toISOString(),
      ...{ provider: 'staff', language: 'de-AT', timeZone: 'Europe/Vienna', displayName: 'Acme people', demo: false },
    })
    await api.post('/grants', { user: 'ida', role: 'Administrators' })
    expect((await api.get('/session', me)).body).toMatchObject({ administrator: true, scopes: ['admin'] })
    await addPerson(api, 'second administrator', { role: 'administrators' })
    await api.patch('/users/ida', { status: 'disabled' })
    expect((await api.get('/session', me)).status).toBe(401)
  })
})
