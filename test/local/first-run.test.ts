/** The first administrator of a new server: by a link that it prints, once, while nobody was ever there. */
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { erase } from '../../src/sign-on/erase.ts'
import { offerSetup } from '../../src/sign-on/first-run.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { count, newWorld, signOnAs, type World } from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'

let world: World
let site: Site
beforeEach(async () => {
  world = await newWorld()
  site = newSite(world)
})
afterEach(() => world.end())

const password = 'three calm herons'
const tokenOf = (url: string | undefined) => new URL(url ?? 'http://no.invalid/#').hash.slice(1)
const link = async () => tokenOf((await offerSetup(world.app))?.url)
const fields = (token: string, more: Record<string, string> = {}) => ({
  ...{ token, login: 'root', password, again: password, way: 'password' },
  ...more,
})

describe('The link of a new server', () => {
  test('makes an administrator of emergencies, signs them in, and is used up', async () => {
    const token = await link()
    expect(token).toMatch(/^[\w-]{43}$/)
    const visitor = new Visitor(site)
    const before = await visitor.get('/')
    expect(before.text).toContain('There is no administrator yet')
    expect(before.html).not.toContain('href="/local"')
    const page = await visitor.get('/setup')
    expect([page.status, page.text.includes('The first administrator')]).toEqual([200, true])
    const done = await visitor.post('/setup', fields(token))
    expect([done.status, done.location]).toEqual([303, '/admin'])
    expect((await visitor.get('/api/v1/session')).html).toContain('"administrator":true')
    const [user] = await world.app.db.query(sql`select login, local, status from users`)
    expect(user).toEqual({ login: 'root', local: true, status: 'active' })
    expect(await count(world, 'setup_links')).toBe(0)
    const again = await new Visitor(site).post('/setup', fields(token, { login: 'second' }))
    expect([again.status, again.text.includes('has people already')]).toEqual([409, true])
    expect((await visitor.get('/setup')).text).toContain('has people already')
    expect(await offerSetup(world.app)).toBeNull()
    await world.app.db.query(sql`update providers set enabled = false`)
    const after = await new Visitor(site).get('/')
    expect(after.text).toContain(
      'in the administration, under Identity providers. Sign in without an identity provider',
    )
    expect(after.html.match(/href="\/local"/g)).toHaveLength(1)
    const stored = JSON.stringify(await world.app.db.query(sql`select * from audit_events`))
    expect(stored).toContain('admin.setup')
    expect(stored).not.toContain(password)
  })

  test('makes one administrator, however often and fast it is used', async () => {
    const token = await link()
    const answers = await Promise.all(
      ['a1', 'b2', 'c3', 'a1'].map((login) => new Visitor(site).post('/setup', fields(token, { login }))),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409, 409, 409])
    expect([await count(world, 'users'), await count(world, 'sessions')]).toEqual([1, 1])
  })

  test('ends after half an hour, and with the next start; of two nodes that start at once one link is good', async () => {
    const first = await link()
    const second = await link()
    expect((await new Visitor(site).post('/setup', fields(first))).status).toBe(403)
    world.clock.now = new Date(world.clock.now.getTime() + 30 * 60_000)
    const late = await new Visitor(site).post('/setup', fields(second))
    expect([late.status, late.text.includes('too old')]).toEqual([403, true])
    const tokens = (await Promise.all([offerSetup(world.app), offerSetup(world.app)])).map((one) => tokenOf(one?.url))
    const statuses = []
    for (const token of tokens) statuses.push((await new Visitor(site).post('/setup', fields(token))).status)
    expect(statuses.toSorted()).toSatisfy((all: number[]) => all[0] === 303 && all[1] !== 303)
    expect(await count(world, 'users')).toBe(1)
  })

  test('ends with the first person, whoever it is, and comes back for nobody who went', async () => {
    const token = await link()
    expect(await signOnAs(world, 'kim', {})).toBeInstanceOf(Response)
    expect((await new Visitor(site).post('/setup', fields(token))).status).toBe(409)
    expect(await offerSetup(world.app)).toBeNull()
    const [kim] = await world.app.db.query<{ id: string }>(sql`select id from users`)
    await erase(world.app, { kind: 'system' }, kim?.id ?? '', false)
    expect(await count(world, 'users')).toBe(0)
    expect(await offerSetup(world.app)).toBeNull()
    expect((await new Visitor(site).get('/')).text).not.toContain('There is no administrator yet')
  })

  test('is not offered beside an administrator of the command line', async () => {
    await createLocalAdministrator(world.app, 'rescue')
    expect(await offerSetup(world.app)).toBeNull()
  })

  test('is not used up by what is wrong, and nobody pastes it twice', async () => {
    const token = await link()
    const visitor = new Visitor(site)
    for (const [more, says] of [
      [{ password: 'short', again: 'short' }, 'at least 12 characters'],
      [{ again: 'three calm heroes' }, 'not the same'],
      [{ login: 'a\nb' }, 'cannot be a login name'],
      [{ login: '' }, 'cannot be a login name'],
      [{ login: 'root', password: 'rootrootroot', again: 'rootrootroot' }, 'little more than the login name'],
      [{ passkey: '{"id": "x"}' }, 'could not be taken'],
    ] as const) {
      const answer = await visitor.post('/setup', fields(token, more))
      expect([answer.status, answer.text.includes(says), answer.html.includes(token)]).toEqual([422, true, true])
      if ('password' in more) expect(answer.html).not.toContain(`"${more.password}"`)
    }
    expect((await visitor.post('/setup', fields(token), 'https://evil.example')).status).toBe(403)
    expect((await visitor.post('/setup', fields(token))).status).toBe(303)
  })

  test('tells of a password that is too short and typed in two ways both at once', async () => {
    const answer = await new Visitor(site).post('/setup', fields(await link(), { password: 'short', again: 'shorter' }))
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('at least 12 characters')
    expect(answer.text).toContain('The two are not the same.')
  })

  test('is kept as a hash', async () => {
    const token = await link()
    const stored = await world.app.db.query(sql`select encode(token_hash, 'base64') as hash from setup_links`)
    expect([stored.length, JSON.stringify(stored).includes(token)]).toEqual([1, false])
  })
})
