import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toFormField } from '../../src/testing/index.ts'
import { makeAdministrator, newSite, publicUrl, type Site, Visitor } from '../ui/site.ts'
import { count, newWorld, respond, type World } from './world.ts'

let world: World
let site: Site
let ada: Visitor
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
  ada = new Visitor(site)
  await ada.signOn('ada', {})
  await makeAdministrator(world, 'ada')
  // Ada's session is of another provider: switching this one off must not end it.
  await world.app.db.query(sql`
    with other as (
      insert into providers (id, slug, name, protocol, entity_id, sp_entity_id, settings)
      select gen_random_uuid(), 'other', 'Other', protocol, 'https://other.example', sp_entity_id, settings from providers
      returning id)
    update sessions set provider_id = (select id from other)`)
})
afterAll(() => world.end())
beforeEach(() => enable(false))

const enable = async (enabled: boolean) => {
  await world.app.db.query(sql`update providers set enabled = ${enabled}, version = version + 1 where slug = 'acme'`)
  world.app.providers.forget('acme')
}

const page = '/admin/providers/acme/test'

/** Leaves for a test. @returns the request's id */
async function leave(visitor: Visitor, returnTo = page): Promise<string> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const left = await visitor.get(`/sso/acme/start?${new URLSearchParams({ test: '', returnTo })}`)
  expect(left.status).toBe(302)
  const [row] = await world.app.db.query<{ id: string }>(sql`
    select id from pending_requests where sealed_assertion is null order by created_at desc limit 1`)
  return row?.id ?? ''
}

const answer = (visitor: Visitor, requestId: string, more = {}) => {
  const xml = respond(world, requestId, { nameId: { value: 'new' }, attributes: { sn: ['New'] }, ...more })
  return visitor.post('/sso/acme/acs', { SAMLResponse: toFormField(xml) }, 'https://idp.example')
}

const journaled = async (location: string | null) => {
  const id = location?.slice(page.length + 1) ?? ''
  const [row] = await world.app.db.query(sql`select outcome, code from sign_ons where id = ${id}::uuid`)
  return row
}

describe('A provider that is switched off', () => {
  test('can be tried by an administrator, who then sees the attempt; nobody is made and nobody let in', async () => {
    const before = [await count(world, 'users'), await count(world, 'sessions')]
    const done = await answer(ada, await leave(ada))
    expect([done.status, done.location]).toEqual([
      303,
      expect.stringMatching(/^\/admin\/providers\/acme\/test\/[0-9a-f-]{36}$/),
    ])
    expect(await journaled(done.location)).toEqual({ outcome: 'tested', code: null })
    expect([await count(world, 'users'), await count(world, 'sessions')]).toEqual(before)
    expect(done.headers.getSetCookie().some((one) => one.includes('-session='))).toBe(false)
  })

  test('is closed to everybody else, before and after they have left for it', async () => {
    expect((await new Visitor(site).get('/sso/acme/start')).status).toBe(403)
    expect((await new Visitor(site).get('/sso/acme/start?test')).status).toBe(403)
    expect((await ada.get('/sso/acme/start')).status).toBe(403)
    const requestId = await leave(ada)
    expect((await answer(new Visitor(site), requestId)).status).toBe(403)
    await world.app.db.query(sql`delete from pending_requests`)
    await enable(true)
    const john = new Visitor(site)
    await john.get('/sso/acme/start')
    const [{ id = '' } = {}] = await world.app.db.query<{ id: string }>(sql`select id from pending_requests`)
    await enable(false)
    expect((await answer(john, id)).status).toBe(403)
    const [last] = await world.app.db.query(sql`select code from sign_ons order by at desc, id desc limit 1`)
    expect(last).toEqual({ code: 'provider_disabled' })
  })

  test('lets nobody in by an answer to something else while a test is under way', async () => {
    const real = await leave(ada)
    await world.app.db.query(sql`update pending_requests set mode = 'sign-on' where id = ${real}`)
    await leave(ada)
    const sessions = await count(world, 'sessions')
    const refused = await answer(ada, real)
    expect(await journaled(refused.location)).toEqual({ outcome: 'refused', code: 'provider_disabled' })
    expect([await count(world, 'sessions'), refused.headers.getSetCookie()]).toEqual([sessions, []])
  })
})

describe('What came of a test of the admin UI', () => {
  test('is shown there when it was refused too; other tests and other people get the error page', async () => {
    const wrong = { audience: 'https://elsewhere.example' }
    const refused = await answer(ada, await leave(ada), wrong)
    expect(refused.status).toBe(303)
    expect(await journaled(refused.location)).toMatchObject({ outcome: 'refused', code: 'audience_mismatch' })
    expect((await answer(new Visitor(site), 'unknown', wrong)).status).toBe(403)
    expect((await answer(ada, await leave(ada, '/me'), wrong)).status).toBe(403)
    expect((await answer(ada, await leave(ada, `${publicUrl}${page}`), wrong)).status).toBe(403)
    expect((await answer(ada, await leave(ada, '/admin/providers/other/test'), wrong)).status).toBe(403)
  })

  test('leads elsewhere as soon as something else was begun', async () => {
    await enable(true)
    const requestId = await leave(ada)
    world.clock.now = new Date(world.clock.now.getTime() + 1000)
    await ada.get('/sso/acme/start')
    expect((await answer(ada, requestId, { audience: 'https://elsewhere.example' })).status).toBe(403)
  })
})
