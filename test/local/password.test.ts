/** Signing in by login name and password, and what keeps others from guessing. */
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { openApp } from '../../src/server/jitup.ts'
import { createLog } from '../../src/server/log.ts'
import type { App } from '../../src/sign-on/app.ts'
import { createLocalAdministrator, resetLocalAdministrator } from '../../src/sign-on/local.ts'
import { setPassword } from '../../src/sign-on/local-credentials.ts'
import { signInByPassword } from '../../src/sign-on/password-sign-in.ts'
import { faultOfPassword } from '../../src/sign-on/passwords.ts'
import type { Database } from '../../src/store/database.ts'
import { writeStatus } from '../../src/store/users.ts'
import { newWorld, publicUrl, type World } from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'

const password = 'three calm herons'
const secret = 'a secret of this test, thirty-two characters'
let world: World
let site: Site
let userId: string
beforeEach(async () => {
  world = await newWorld({}, secret)
  site = newSite(world)
  userId = await rescue('rescue', password)
})
afterEach(() => world.end())

/** A local administrator with a password. */
async function rescue(login: string, chosen: string): Promise<string> {
  await createLocalAdministrator(world.app, login)
  const [user] = await world.app.db.query<{ id: string }>(sql`select id from users where login = ${login}`)
  const own = { userId: user?.id ?? '', login, tokenHash: Buffer.alloc(32), provider: null }
  expect(await setPassword(world.app, own, chosen)).toBeNull()
  return own.userId
}
const later = (minutes: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000)
}
const attempt = (login: string, chosen: string, by = new Visitor(site), more: Record<string, string> = {}) =>
  by.post('/local', { login, password: chosen, way: 'password', ...more })

describe('A password', () => {
  test('signs in, whatever the case of the login name, and leads back to a page of ours alone', async () => {
    const visitor = new Visitor(site)
    expect(await attempt(' RESCUE ', password, visitor)).toMatchObject({ status: 303, location: '/admin' })
    expect((await visitor.get('/api/v1/session')).html).toContain('"provider":null')
    const back = { returnTo: '/admin/roles?x=1' }
    expect(await attempt('rescue', password, visitor, back)).toMatchObject({ location: '/admin/roles?x=1' })
    const away = { returnTo: 'https://evil.example/' }
    expect(await attempt('rescue', password, visitor, away)).toMatchObject({ status: 303, location: '/admin' })
    expect((await world.app.db.query(sql`select 1 from sessions`)).length).toBe(1)
  })

  test('that was changed while it was compared signs nobody in: no session outlives the change', async () => {
    // The moment between: the comparison is over, the session is not there yet.
    let change: (() => Promise<unknown>) | null = async () => {
      const own = { userId, login: 'rescue', tokenHash: Buffer.alloc(32), provider: null }
      expect(await setPassword(world.app, own, 'four calm herons')).toBeNull()
    }
    const db: Database = {
      ...world.app.db,
      transaction: async (work) => {
        const now = change
        change = null
        await now?.()
        return world.app.db.transaction(work)
      },
    }
    const slow = Object.create(world.app, { db: { value: db } }) as App
    const who = { login: 'rescue', address: null, password, returnTo: '/', replaces: null }
    expect(await signInByPassword(slow, who)).toEqual({ kind: 'wrong' })
    expect(change).toBeNull()
    expect(await world.app.db.query(sql`select 1 from sessions`)).toEqual([])
    expect(await signInByPassword(world.app, { ...who, password: 'four calm herons' })).toMatchObject({ kind: 'right' })
  })

  test('is a way to be seen', async () => {
    const seen = async () =>
      (await world.app.db.query(sql`select last_seen_at as at from users where id = ${userId}::uuid`))[0]
    expect(await seen()).toEqual({ at: null })
    await attempt('rescue', 'four calm herons')
    expect(await seen()).toEqual({ at: null })
    await attempt('rescue', password)
    expect(await seen()).toEqual({ at: world.clock.now })
  })

  test('composed in another way is the same', async () => {
    await rescue('ida', 'Übergröße im Café')
    expect((await attempt('ida', 'Übergröße im Café'.normalize('NFD'))).status).toBe(303)
  })

  test('wrong, unknown, switched off: one answer', async () => {
    await world.app.db.query(sql`
      insert into contacts (id, name_key, "Name") values (gen_random_uuid(), 'kim', 'Kim')`)
    await world.app.db.query(sql`
      insert into users (id, contact_id, login, login_key, type) select gen_random_uuid(), id, 'kim', 'kim', 'employee'
      from contacts where "Name" = 'Kim'`)
    await rescue('off', password)
    await world.app.db.transaction(async (tx) => {
      const [off] = await tx.query<{ id: string }>(sql`select id from users where login = 'off'`)
      await writeStatus(tx, off?.id ?? '', 'disabled')
    })
    const texts = []
    for (const login of ['rescue', 'nobody', 'kim', 'off']) {
      const answer = await attempt(login, login === 'rescue' ? 'four calm herons' : password)
      texts.push([answer.status, answer.text.replaceAll(login, '')])
    }
    expect(new Set(texts.map((one) => JSON.stringify(one))).size).toBe(1)
    expect(texts[0]?.[0]).toBe(403)
  })

  test('does not sign in from a page of another site', async () => {
    const visitor = new Visitor(site)
    expect((await visitor.post('/local', { login: 'rescue', password }, 'https://evil.example')).status).toBe(403)
  })

  test('is gone with a deleted user', async () => {
    await world.app.db.transaction((tx) => writeStatus(tx, userId, 'deleted'))
    expect((await world.app.db.query(sql`select 1 from local_passwords`)).length).toBe(0)
    expect((await attempt('rescue', password)).status).toBe(403)
  })

  test('a new one ends the other sessions, and the former one', async () => {
    const [here, there] = [new Visitor(site), new Visitor(site)]
    await attempt('rescue', password, here)
    await attempt('rescue', password, there)
    const next = 'five calm herons'
    const set = await here.post('/local/password', { password: next, again: next })
    expect([set.status, set.location]).toEqual([303, '/local/credentials?done=password'])
    const noted = await world.app.db.query(sql`
      select author, facts from audit_events where kind = 'session.password.change'`)
    expect(noted).toEqual([{ author: { kind: 'user', userId }, facts: {} }])
    expect((await here.get('/local/credentials')).text).toContain('Set on')
    expect((await there.get('/api/v1/session')).status).toBe(401)
    expect((await attempt('rescue', password)).status).toBe(403)
    expect((await attempt('rescue', next)).status).toBe(303)
  })

  test('is chosen after a link, or not; a page that is left open too long asks again', async () => {
    const { url } = await resetLocalAdministrator(world.app, 'rescue')
    const visitor = new Visitor(site)
    const opened = await visitor.post('/local', { token: new URL(url).hash.slice(1) })
    expect(opened.location).toBe('/local/credentials')
    const page = await visitor.get('/local/credentials')
    expect([page.status, page.text.includes('Continue to the administration')]).toEqual([200, true])
    expect((await visitor.post('/local/password', { password: 'short', again: 'short' })).status).toBe(422)
    later(11)
    const asked = await visitor.post('/local/password', { password, again: password })
    expect([asked.status, asked.location]).toEqual([303, '/local?returnTo=%2Flocal%2Fcredentials'])
    expect((await visitor.get('/local')).text).toContain('Prove who you are')
    const again = await attempt('rescue', password, visitor, { returnTo: '/local/credentials' })
    expect(again.location).toBe('/local/credentials')
    expect((await visitor.get('/local/credentials')).status).toBe(200)
  })

  test('nobody but a local administrator chooses one', async () => {
    expect(await new Visitor(site).get('/local/credentials')).toMatchObject({ status: 303 })
    const person = new Visitor(site)
    await person.signOn('kim', {})
    expect((await person.get('/local/credentials')).status).toBe(403)
    expect((await person.post('/local/password', { password, again: password })).status).toBe(403)
  })
})

describe('Guessing', () => {
  test('ends after five tries, for a while that grows; the right password waits too, a link does not', async () => {
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await attempt('rescue', `wrong password ${n}`)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
    const locked = await attempt('rescue', password)
    expect([locked.status, locked.text.includes('Too many wrong passwords')]).toEqual([429, true])
    const { url } = await resetLocalAdministrator(world.app, 'rescue')
    expect((await new Visitor(site).post('/local', { token: new URL(url).hash.slice(1) })).status).toBe(303)
    later(1)
    expect((await attempt('rescue', 'wrong password 7')).status).toBe(403)
    later(1)
    expect((await attempt('rescue', password)).status).toBe(429)
    later(1)
    expect((await attempt('rescue', password)).status).toBe(303)
    expect((await attempt('rescue', 'wrong password 8')).status).toBe(403)
  })

  test('a name that there is not is locked like one that there is', async () => {
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push((await attempt('nobody', `wrong password ${n}`)).status)
    expect(statuses).toEqual([403, 403, 403, 403, 403, 429])
  })

  test('many at once, at two nodes, are not more than one after the other', async () => {
    const other = await openApp({
      connection: { ...world.database.connection, max: 4 },
      secrets: [secret],
      publicUrl,
      log: createLog('silent'),
      now: () => world.clock.now,
    })
    try {
      const sites = [site, newSite(world, other.app)]
      const tries = Array.from({ length: 24 }, (_, n) =>
        attempt('rescue', `wrong password ${n}`, new Visitor(sites[n % 2] ?? site)),
      )
      const statuses = (await Promise.all(tries)).map(({ status }) => status)
      expect(statuses.filter((one) => one === 403).length).toBe(5)
      expect(statuses.filter((one) => one === 429).length).toBe(19)
    } finally {
      await other.close()
    }
  })

  test('one address through many names ends too, and locks nobody’s name', async () => {
    const statuses = []
    for (let n = 0; n < 22; n++) statuses.push((await attempt(`name ${n}`, 'whatever it may be')).status)
    expect(statuses.filter((one) => one === 403).length).toBe(20)
    const server = createServer(world.app, { trustedProxies: 1 })
    const elsewhere = await server.request(`${publicUrl}/local`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-for': '198.51.100.7',
        origin: publicUrl,
      },
      body: new URLSearchParams({ login: 'rescue', password }).toString(),
    })
    expect(elsewhere.status).toBe(303)
  })
})

test('what a password may be', () => {
  const fault = (text: string, login = 'rescue') => faultOfPassword(text, login)
  expect(fault('three calm herons')).toBeNull()
  expect(fault('ein Wort: Ährenfeld')).toBeNull()
  expect(fault('x'.repeat(11))).toBe('short')
  expect(fault('😀'.repeat(11))).toBe('short')
  expect(fault(`${'three calm herons '.repeat(14)}and ten.`)).toBe('long')
  expect(fault('three calm\u0000 herons')).toBe('unusable')
  expect(fault('three calm\ud800 herons')).toBe('unusable')
  expect(fault('rescue-rescue')).toBe('login')
  expect(fault('Rescue2026!!')).toBe('login')
  expect(fault('rescue the calm herons')).toBeNull()
  for (const text of ['Password1234', '123456789012', 'aaaaaaaaaaaaaaa', 'abcdefghijklmn', 'ababababababab'])
    expect(fault(text)).toBe('common')
})

test('a password stands nowhere: not in a dump, not in the log, and its hash is sealed', async () => {
  const lines: string[] = []
  const log = createLog('trace', { write: (line) => void lines.push(line) })
  const own = newSite(world, { ...world.app, log })
  expect((await new Visitor(own).post('/local', { login: 'rescue', password })).status).toBe(303)
  expect((await new Visitor(own).post('/local', { login: 'rescue', password: `${password}!` })).status).toBe(403)
  const tables = await world.app.db.query<{ name: string }>(sql`
    select relname as name from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')`)
  let dump = ''
  for (const { name } of tables) {
    const rows = await world.app.db.query<{ text: string }>({
      ...sql``,
      text: `select t::text as text from "${name}" t`,
      values: [],
    } as never)
    dump += rows.map(({ text }) => text).join('\n')
  }
  expect(dump).toContain('v1.')
  for (const text of [dump, lines.join('')]) {
    expect(text).not.toContain(password)
    expect(text).not.toContain('$argon2')
  }
  expect(lines.join('')).toContain('refused')
  expect(lines.join('')).not.toContain('rescue')
})
