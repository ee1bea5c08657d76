/** Step-up: what a session may do only right after its person has proved who they are. Tokens are not asked. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { routeTable } from '../../src/api/routes.ts'
import { protocolOf } from '../../src/protocols/registry.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { setPassword } from '../../src/sign-on/local-credentials.ts'
import { insertPasskey } from '../../src/store/passkeys.ts'
import { putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addPerson, addProvider, newApi, publicUrl, signOn } from './api-world.ts'

const password = 'three calm herons'
let api: Api
beforeEach(async () => {
  api = await newApi()
})
afterEach(() => api.end())

const later = (minutes: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + minutes * 60_000)
}
/** How a browser with this session asks. */
const by = (cookie: string) => ({ token: null, headers: { cookie, origin: publicUrl } })

/** A local administrator who has just signed in by a link. */
async function rescue(login = 'rescue'): Promise<{ cookie: string; userId: string }> {
  const { url } = await createLocalAdministrator(api.app, login)
  const answer = await api.server.request(`${publicUrl}/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl },
    body: new URLSearchParams({ token: new URL(url).hash.slice(1) }).toString(),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const [user] = await api.app.db.query<{ id: string }>(sql`select id from users where login = ${login}`)
  const own = { userId: user?.id ?? '', login, tokenHash: Buffer.alloc(32), provider: null }
  const [session] = await api.app.db.query<{ hash: Buffer }>(sql`
    select token_hash as hash from sessions where user_id = ${own.userId}::uuid`)
  expect(await setPassword(api.app, { ...own, tokenHash: session?.hash ?? own.tokenHash }, password)).toBeNull()
  return { cookie, userId: own.userId }
}

describe('A session', () => {
  test('does what is dangerous for ten minutes; then a local administrator proves themself by password', async () => {
    const { cookie } = await rescue()
    const make = (who: string) => api.post('/tokens', { name: 'x', scopes: ['directory:read'] }, by(who))
    expect((await make(cookie)).status).toBe(201)
    later(9.9)
    expect((await make(cookie)).status).toBe(201)
    later(0.2)
    expect(await make(cookie)).toMatchObject({
      status: 403,
      body: { code: 'step_up_required', details: { how: 'local' } },
    })
    expect((await api.get('/tokens', by(cookie))).status).toBe(200)
    expect((await api.post('/tokens', { name: 'x', scopes: ['directory:read'] })).status).toBe(201)
    const wrong = await api.post('/session/step-up', { password: 'four calm herons' }, by(cookie))
    expect(wrong).toMatchObject({ status: 403, body: { code: 'credentials_wrong' } })
    const proven = await api.post('/session/step-up', { password }, by(cookie))
    expect(proven.status).toBe(204)
    const next = proven.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(next).not.toBe(cookie)
    expect((await make(next)).status).toBe(201)
    // Whoever had got hold of the former cookie has nothing of it.
    expect((await make(cookie)).status).toBe(401)
    const events = (await api.get('/audit?kind=session.step-up')).body.items
    expect(events.length).toBe(1)
    expect(JSON.stringify(events)).not.toContain(password)
  })

  test('of an identity provider proves itself there, by when the person signed in there', async () => {
    const { idp } = await addProvider(api, 'acme')
    await rescue()
    const first = await signOn(api, idp, 'acme', 'ada', {})
    await api.post('/grants', { user: 'ada', role: 'Administrators' })
    later(11)
    const spent = await api.post('/tokens', { name: 'x', scopes: ['admin'] }, by(first.cookie))
    expect(spent.body).toMatchObject({ code: 'step_up_required', details: { how: 'acme' } })
    const proof = await api.post('/session/step-up', { password }, by(first.cookie))
    expect(proof).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const start = await api.server.request(`${publicUrl}/sso/acme/start?forceAuthn&returnTo=/admin/tokens`)
    expect(start.headers.get('location')).toContain('SAMLRequest')
    const second = await signOn(api, idp, 'acme', 'ada', {})
    expect((await api.post('/tokens', { name: 'x', scopes: ['admin'] }, by(second.cookie))).status).toBe(201)
  })

  test('whose provider says that the person signed in long ago is asked at once', async () => {
    const { idp } = await addProvider(api, 'acme')
    await rescue()
    const long = {
      ...idp,
      respond: (options: never) =>
        idp.respond({ ...(options as object), authnInstant: new Date(api.clock.now.getTime() - 3_600_000) } as never),
    }
    const { cookie } = await signOn(api, long as typeof idp, 'acme', 'ada', {})
    await api.post('/grants', { user: 'ada', role: 'Administrators' })
    expect((await api.get('/tokens', by(cookie))).status).toBe(200)
    const asked = await api.post('/tokens', { name: 'x', scopes: ['admin'] }, by(cookie))
    expect(asked.body.code).toBe('step_up_required')
  })

  test('is asked only where it is dangerous: what would happen, and what is harmless, goes on', async () => {
    const { cookie } = await rescue()
    const { id } = (await addProvider(api, 'acme')) as { id: string }
    await api.post('/roles', { name: 'Team' })
    await api.post('/roles', { name: 'Board', protected: true })
    await addPerson(api, 'Kim')
    later(11)
    const code = async (method: string, path: string, body?: unknown) =>
      (await api.send(method, path, body, by(cookie))).body?.code ?? 'done'
    expect(await code('PATCH', `/providers/${id}`, { name: 'Acme' })).toBe('done')
    expect(await code('PATCH', `/providers/${id}`, { settings: { clockSkewSeconds: 300 } })).toBe('step_up_required')
    expect(await code('PATCH', `/providers/${id}`, { link: [{ by: 'login', from: 'NameID' }] })).toBe(
      'step_up_required',
    )
    expect(await code('POST', '/grants', { user: 'kim', role: 'Team' })).toBe('done')
    expect(await code('POST', '/grants', { user: 'kim', role: 'Board' })).toBe('step_up_required')
    expect(await code('POST', '/role-rules', { group: 'team', role: 'Team' })).toBe('done')
    expect(await code('POST', '/role-rules', { group: 'CN=Board', role: 'Board' })).toBe('step_up_required')
    expect(await code('PATCH', '/roles/Team', { name: 'Teams' })).toBe('done')
    expect(await code('PATCH', '/roles/Teams', { scopes: ['claims:read'] })).toBe('step_up_required')
    const { id: ruleId } = (await api.post('/role-rules', { group: 'CN=Board', role: 'Board' })).body
    expect(await code('PATCH', `/role-rules/${ruleId}`, { group: 'CN=All' })).toBe('step_up_required')
    expect(await code('PUT', '/settings', { displayName: 'Acme' })).toBe('done')
    expect(await code('PUT', '/settings', { sessionAbsoluteMinutes: 10_000 })).toBe('step_up_required')
    expect(await code('DELETE', '/users/kim')).toBe('step_up_required')
    expect(await code('DELETE', `/providers/${id}`)).toBe('step_up_required')
    expect(await code('POST', '/revisions/1/restore', { dryRun: true })).not.toBe('step_up_required')
    expect(await code('POST', '/revisions/1/restore', {})).toBe('step_up_required')
    expect(await code('POST', '/undo', { revision: 2 })).toBe('step_up_required')
    const rules = { basedOn: 1, roleRules: { upsert: [{ group: 'CN=X', role: 'Board' }] } }
    expect(await code('POST', '/rules', rules)).toBe('step_up_required')
    expect(await code('POST', '/rules', { ...rules, dryRun: true })).not.toBe('step_up_required')
  })

  test('is asked wherever somebody could come to more than they have, whatever the way there is called', async () => {
    const { cookie, userId } = await rescue()
    await api.post('/roles', { name: 'Board', kind: 'organisational', scopes: ['claims:read'] })
    await api.post('/roles', { name: 'Team', kind: 'organisational' })
    const { id: acme } = await addProvider(api, 'acme')
    await addPerson(api, 'Kim')
    const { userId: ada } = await addPerson(api, 'Ada', { role: 'administrators' })
    later(11)
    const code = async (method: string, path: string, body?: unknown) =>
      (await api.send(method, path, body, by(cookie))).body?.code ?? 'done'
    const metadata = createIdentityProvider({
      entityId: 'https://new.example/idp',
      now: () => api.clock.now,
    }).metadata()
    const provider = { name: 'New', slug: 'new', metadata }
    expect(await code('POST', '/providers', provider)).toBe('step_up_required')
    expect(await code('POST', '/providers', { ...provider, enabled: false })).toBe('done')
    expect(await code('PATCH', '/providers/new', { enabled: true })).toBe('step_up_required')
    expect(await code('PATCH', '/providers/acme', { enabled: false })).toBe('done')
    expect(await code('PATCH', '/providers/acme', { roleAttributes: ['nickname'] })).toBe('step_up_required')
    expect(await code('PATCH', '/roles/Team', { parent: 'Board' })).toBe('step_up_required')
    const below = { name: 'Below', kind: 'organisational' }
    expect(await code('POST', '/roles', { ...below, parent: 'Board' })).toBe('step_up_required')
    expect(await code('POST', '/roles', { ...below, parent: 'Team' })).toBe('done')
    const identity = { provider: 'acme', subject: 'mallory' }
    for (const one of ['ada', ada, userId]) {
      expect([one, await code('POST', `/users/${one}/identities`, identity)]).toEqual([one, 'step_up_required'])
    }
    expect(await code('POST', '/users/kim/identities', identity)).toBe('done')
    expect(await code('POST', '/imports')).toBe('step_up_required')
    expect(await code('POST', '/imports?dryRun=true')).not.toBe('step_up_required')
    const [waits] = protocolOf('saml').read(metadata).certificates
    if (!waits) throw new Error('metadata has a certificate')
    const waiting = { ...waits, firstSeen: api.clock.now, dismissedAt: null }
    await api.app.db.transaction((tx) => putWaitingCertificates(tx, acme, [waiting]))
    await api.app.db.query(sql`update users set status = 'pending' where login = 'kim'`)
    const entry = async (kind: string) => (await api.get(`/worklist?kind=${kind}`)).body.items[0].id
    const [key, person] = [await entry('key-waiting'), await entry('person-waiting')]
    const act = (id: string, body: object) => code('POST', `/worklist/${id}/actions`, body)
    expect(await act(key, { action: 'approve' })).toBe('step_up_required')
    expect(await act(key, { action: 'refuse' })).not.toBe('step_up_required')
    expect(await act(person, { action: 'approve' })).not.toBe('step_up_required')
    expect(await act(person, { action: 'link', user: 'ada' })).toBe('step_up_required')
    expect(await act(person, { action: 'link', user: 'kim' })).not.toBe('step_up_required')
    expect(await act(person, { action: 'merge', contact: ada, into: userId })).toBe('step_up_required')
  })

  test('is asked also by the ways around: switching a holder on again, taking a role from below its guard', async () => {
    const { cookie } = await rescue()
    await api.post('/roles', { name: 'Board', kind: 'organisational', protected: true })
    await api.post('/roles', { name: 'Team', kind: 'organisational', parent: 'Board' })
    await api.post('/roles', { name: 'Plain', kind: 'organisational' })
    await addPerson(api, 'Kim')
    const { userId: ada } = await addPerson(api, 'Ada', { role: 'administrators' })
    later(11)
    const code = async (method: string, path: string, body?: unknown) =>
      (await api.send(method, path, body, by(cookie))).body?.code ?? 'done'
    expect(await code('PATCH', '/users/ada', { status: 'disabled' })).toBe('done')
    expect(await code('PATCH', '/users/kim', { status: 'disabled' })).toBe('done')
    for (const one of ['ada', 'ADA', ada]) {
      expect([one, await code('PATCH', `/users/${one}`, { status: 'active' })]).toEqual([one, 'step_up_required'])
    }
    expect(await code('PATCH', '/users/kim', { status: 'active' })).toBe('done')
    await api.app.db.query(sql`update users set status = 'pending' where login in ('ada', 'kim')`)
    const waiting = (await api.get('/worklist?kind=person-waiting')).body.items
    const approve = (login: string) => {
      const { id } = waiting.find((one: { user: { login: string } }) => one.user.login === login)
      return code('POST', `/worklist/${id}/actions`, { action: 'approve' })
    }
    expect(await approve('ada')).toBe('step_up_required')
    expect(await approve('kim')).toBe('done')
    // Once it hangs elsewhere anybody hands it out, whom nobody asks for a proof.
    expect(await code('PATCH', '/roles/Team', { parent: null })).toBe('step_up_required')
    expect(await code('PATCH', '/roles/Team', { parent: 'Plain' })).toBe('step_up_required')
    expect(await code('PATCH', '/roles/Team', { name: 'Team A' })).toBe('done')
    expect(await code('PATCH', '/roles/Plain', { parent: null })).toBe('done')
  })

  test('is asked for what a provider of roles that only administrators hand out may give, and for accounts it may name', async () => {
    const { cookie } = await rescue()
    await api.post('/roles', { name: 'Board', protected: true })
    await addProvider(api, 'acme', { roles: 'off', ignoreGroups: ['CN=Board'] })
    await addProvider(api, 'partner', { userType: 'external', allowedAccounts: ['Best'] })
    const value = async (name: string) => (await api.post('/lookups/Account/values', { name })).body.id
    const [best, bank, other] = [await value('Best'), await value('Bank'), await value('Other')]
    later(11)
    const code = async (method: string, path: string, body?: unknown) =>
      (await api.send(method, path, body, by(cookie))).body?.code ?? 'done'
    // No such role depends on it yet.
    expect(await code('PATCH', '/providers/acme', { roles: 'add' })).toBe('done')
    expect(await code('PATCH', '/providers/acme', { roles: 'off' })).toBe('done')
    expect((await api.post('/role-rules', { group: 'CN=Board', role: 'Board', provider: 'acme' })).status).toBe(201)
    for (const change of [{ roles: 'add' }, { groupSeparator: ';' }, { ignoreGroups: [] }]) {
      expect([change, await code('PATCH', '/providers/acme', change)]).toEqual([change, 'step_up_required'])
    }
    expect(await code('PATCH', '/providers/acme', { name: 'Acme' })).toBe('done')
    const { revision: basedOn } = (await api.get('/rules')).body
    const draft = { basedOn, policies: { acme: { roles: 'add' } } }
    expect(await code('POST', '/rules', draft)).toBe('step_up_required')
    expect(await code('POST', '/rules', { ...draft, dryRun: true })).toBe('done')

    const values = '/lookups/Account/values'
    expect(await code('PATCH', '/providers/partner', { allowedAccounts: ['Best', 'Bank'] })).toBe('step_up_required')
    expect(await code('POST', `${values}/${best}/merge`, { into: bank, dryRun: true })).toBe('done')
    expect(await code('POST', `${values}/${best}/merge`, { into: bank })).toBe('step_up_required')
    expect(await code('DELETE', `${values}/${best}?replaceBy=${bank}`)).toBe('step_up_required')
    expect(await code('POST', `${values}/${other}/merge`, { into: bank })).toBe('done')
  })

  test('of a local administrator chooses password and passkeys by API, right after a proof, and of nobody else', async () => {
    const { cookie } = await rescue()
    const { idp } = await addProvider(api, 'acme')
    const person = await signOn(api, idp, 'acme', 'kim', {})
    expect((await api.get('/session/credentials', by(person.cookie))).status).toBe(409)
    expect((await api.get('/session/credentials')).status).toBe(401)
    const before = (await api.get('/session/credentials', by(cookie))).body
    expect(before).toMatchObject({ password: { changedAt: expect.any(String) }, passkeys: [] })
    const put = (text: string) => api.send('PUT', '/session/password', { password: text }, by(cookie))
    expect((await put('short')).body.errors).toEqual([
      { field: 'password', message: 'A password has at least 12 characters.' },
    ])
    expect((await put('five calm herons')).status).toBe(204)
    const options = (await api.post('/session/passkeys/challenge', undefined, by(cookie))).body
    expect(options).toMatchObject({ rp: { id: 'localhost' }, authenticatorSelection: { userVerification: 'required' } })
    expect((await api.post('/session/step-up/challenge', undefined, by(cookie))).status).toBe(409)
    later(11)
    expect((await put('six calm herons')).body.code).toBe('step_up_required')
    expect((await api.post('/session/passkeys/challenge', undefined, by(cookie))).body.code).toBe('step_up_required')
    const { headers } = by(cookie)
    const keyed = { token: null, headers: { ...headers, 'idempotency-key': 'a' } }
    expect((await api.post('/session/step-up', { password }, keyed)).body.code).toBe('request_malformed')
    for (const body of [{}, { password, passkey: {} }])
      expect((await api.post('/session/step-up', body, by(cookie))).status).toBe(422)
  })

  test('that removes a passkey ends the others of its person, and so does one that sets a password', async () => {
    const { cookie, userId } = await rescue()
    const elsewhere = async () => {
      const answer = await api.server.request(`${publicUrl}/local`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: publicUrl },
        body: new URLSearchParams({ login: 'rescue', password }).toString(),
      })
      return answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    }
    const isIn = async (who: string) => (await api.get('/session', by(who))).status === 200
    const { cookie: other } = await rescue('other')
    const id = uuid7(api.clock.now)
    const bytes = { credentialId: randomBytes(16), userHandle: randomBytes(32), publicKey: randomBytes(77) }
    await api.app.db.transaction((tx) =>
      insertPasskey(tx, { id, userId, ...bytes, counter: 0, transports: [], name: 'Lost' }, api.clock.now),
    )
    const there = await elsewhere()
    expect([await isIn(there), await isIn(cookie)]).toEqual([true, true])
    expect((await api.del(`/session/passkeys/${uuid7(api.clock.now)}`, by(cookie))).status).toBe(404)
    expect((await api.del(`/session/passkeys/${id}`, by(other))).status).toBe(404)
    expect([await isIn(there), await isIn(cookie)]).toEqual([true, true])
    const removals = async () => (await api.get('/audit?kind=session.passkeys.delete')).body.items
    expect(await removals()).toEqual([])
    expect((await api.del(`/session/passkeys/${id}`, by(cookie))).status).toBe(204)
    expect(await removals()).toMatchObject([{ author: { kind: 'user', userId }, objects: [id] }])
    expect([await isIn(there), await isIn(cookie), await isIn(other)]).toEqual([false, true, true])
    const again = await elsewhere()
    expect((await api.send('PUT', '/session/password', { password: 'six calm herons' }, by(cookie))).status).toBe(204)
    expect([await isIn(again), await isIn(cookie), await isIn(other)]).toEqual([false, true, true])
  })

  test('guesses no more often here than at the sign-in', async () => {
    const { cookie } = await rescue()
    const statuses = []
    for (let n = 0; n < 6; n++)
      statuses.push((await api.post('/session/step-up', { password: `wrong password ${n}` }, by(cookie))).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
  })
})

describe('Open sessions', () => {
  test('are one’s own to see and to end; an administrator ends anybody’s', async () => {
    const { cookie, userId } = await rescue()
    const { idp } = await addProvider(api, 'acme')
    const [here, there] = [await signOn(api, idp, 'acme', 'kim', {}), await signOn(api, idp, 'acme', 'kim', {})]
    const mine = (await api.get('/session/sessions', by(here.cookie))).body.items
    expect(mine.map((one: { current: boolean; provider: string }) => [one.provider, one.current])).toEqual([
      ['acme', true],
      ['acme', false],
    ])
    expect((await api.get('/users/kim/sessions', by(here.cookie))).status).toBe(403)
    const [rescued] = (await api.get(`/users/${userId}/sessions`, by(cookie))).body.items
    expect(rescued).toMatchObject({ provider: null, current: true })
    expect((await api.del(`/session/sessions/${rescued.id}`, by(here.cookie))).status).toBe(404)
    expect((await api.del('/session/sessions', by(here.cookie))).body).toEqual({ ended: 1 })
    expect((await api.get('/session', by(there.cookie))).status).toBe(401)
    expect((await api.get('/session', by(here.cookie))).status).toBe(200)
    expect((await api.del('/users/kim/sessions', by(cookie))).body).toEqual({ ended: 1 })
    expect((await api.get('/session', by(here.cookie))).status).toBe(401)
    expect((await api.del(`/session/sessions/${rescued.id}`, by(cookie))).status).toBe(204)
    expect((await api.get('/session', by(cookie))).status).toBe(401)
  })
})

describe('An administrator for emergencies', () => {
  test('comes before those who depend on a provider, whoever makes them through the API', async () => {
    const { idp } = await addProvider(api, 'acme')
    await signOn(api, idp, 'acme', 'ada', {})
    const refused = { status: 409, body: { code: 'local_administrator_missing' } }
    expect(await api.post('/grants', { user: 'ada', role: 'Administrators' })).toMatchObject(refused)
    const rule = { group: 'CN=Admins', role: 'Administrators', provider: 'acme' }
    expect(await api.post('/role-rules', rule)).toMatchObject(refused)
    const { revision } = (await api.get('/rules')).body
    const upsert = [rule]
    expect(await api.post('/rules', { basedOn: revision, roleRules: { upsert } })).toMatchObject(refused)
    await createLocalAdministrator(api.app, 'rescue')
    expect((await api.post('/grants', { user: 'ada', role: 'Administrators' })).status).toBe(201)
    expect((await api.post('/role-rules', rule)).status).toBe(201)
  })

  test('is given the role back without another one', async () => {
    const { userId } = await rescue()
    await addPerson(api, 'Ada', { role: 'administrators' })
    await api.app.db.query(sql`delete from grants where user_id = ${userId}::uuid`)
    expect((await api.post('/grants', { user: 'rescue', role: 'Administrators' })).status).toBe(201)
  })
})

test('the page of the API names every dangerous request', () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
  const section = page.slice(page.indexOf('## Proof of presence'))
  const dangerous = routeTable.filter(({ stepUp }) => stepUp !== undefined)
  expect(dangerous.length).toBeGreaterThan(20)
  for (const { method, path } of dangerous) {
    const shown = `${method} ${path}`
    expect([shown, section.includes(`\`${shown}\``)]).toEqual([shown, true])
  }
})
