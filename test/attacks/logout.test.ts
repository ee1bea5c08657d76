/** Who has been signed out stays out: races, late answers, leftovers of a shared computer (rules S5 and S20). */
import pg from 'pg'
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { setUserStatus } from '../../src/api/edit/users.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { toFormField } from '../../src/testing/index.ts'
import {
  type LogoutWorld,
  later,
  message,
  newLogoutWorld,
  Person,
  publicUrl,
  requestPath,
  secret,
} from '../logout/world.ts'

let world: LogoutWorld
beforeAll(async () => {
  world = await newLogoutWorld()
})
afterAll(() => world.end())

/** Whoever writes to the table of sessions stops there, inside its transaction, until the gate is opened. */
async function closeGate(when: 'after insert' | 'before delete', row: 'new' | 'old') {
  const gate = new pg.Client(world.database.connection)
  await gate.connect()
  await gate.query(`
    create function stop_here() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(4711); return ${row}; end $$;
    create trigger stop_here ${when} on sessions for each row execute function stop_here();
    select pg_advisory_lock(4711)`)
  return {
    open: () => gate.query('select pg_advisory_unlock(4711)'),
    remove: async () => {
      await gate.query('select pg_advisory_unlock_all(); drop trigger stop_here on sessions; drop function stop_here()')
      await gate.end()
    },
  }
}

/** Until so many wait in the database for what another transaction holds. */
async function waiting(many: number): Promise<void> {
  for (;;) {
    const [row] = await world.app.db.query<{ n: number }>(sql`
      select count(*)::integer as n from pg_locks l join pg_stat_activity a using (pid)
      where not l.granted and a.datname = current_database()`)
    if ((row?.n ?? 0) >= many) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('A logout of the partner', () => {
  test('while the sign-on that it is about is being saved: the session is not left behind', async () => {
    const gate = await closeGate('after insert', 'new')
    try {
      const person = new Person(world)
      const signingOn = person.signOn({ value: 'racer' }, 'r1', { issueInstant: world.clock.now })
      await waiting(1)
      const path = requestPath(world, { nameId: { value: 'racer' }, sessionIndexes: ['r1'] })
      const logout = new Person(world).get(path)
      await Promise.race([logout, waiting(2)])
      await gate.open()
      const [, answer] = await Promise.all([signingOn, logout])
      expect(answer.status).toBe(303)
      expect(await person.isSignedIn()).toBe(false)
    } finally {
      await gate.remove()
    }
  })

  test('binds as long as an answer from before it could still be accepted', async () => {
    const person = new Person(world)
    const issued = world.clock.now
    await person.get(requestPath(world, { nameId: { value: 'late' }, sessionIndexes: ['l1'] }))
    for (const minutes of [5, 30, 50]) {
      world.clock.now = new Date(issued.getTime() + minutes * 60_000)
      const notOnOrAfter = new Date(issued.getTime() + 3_600_000)
      await person.signOn({ value: 'late' }, 'l1', { issueInstant: issued, notOnOrAfter, authnInstant: issued })
      expect(await person.isSignedIn(), `${minutes} minutes later`).toBe(false)
    }
    await person.signOn({ value: 'late' }, 'l1')
    expect(await person.isSignedIn()).toBe(true)
  })

  test('is remembered across a change of the secret', async () => {
    const node = await openApp({
      connection: world.database.connection,
      secrets: ['another secret of these tests, 32 characters', secret],
      publicUrl,
      log: silentLog,
      now: () => world.clock.now,
    })
    const issued = world.clock.now
    const path = requestPath(world, { nameId: { value: 'renewed' }, sessionIndexes: ['n1'] })
    await new Person(world).get(path)
    const person = new Person(world, node.app)
    await person.signOn({ value: 'renewed' }, 'n1', { issueInstant: issued })
    expect(await person.isSignedIn()).toBe(false)
    await node.close()
  })
})

test('A logout under the id of another one is not taken for it: nobody is told that a session ended which did not', async () => {
  const [one, other] = [new Person(world), new Person(world)]
  await one.signOn({ value: 'twin' }, 't1')
  await other.signOn({ value: 'twin' }, 't2')
  const order = { id: '_reused', issueInstant: world.clock.now, nameId: { value: 'twin' } }
  const bring = (sessionIndex: string) =>
    new Person(world).get(requestPath(world, { ...order, sessionIndexes: [sessionIndex] }))
  expect((await bring('t1')).status).toBe(303)
  expect(await bring('t2')).toMatchObject({ status: 403, location: null })
  expect((await bring('t1')).status).toBe(303)
  expect([await one.isSignedIn(), await other.isSignedIn()]).toEqual([false, true])
})

test('Two browsers of one session at the partner sign out at one moment: neither is in the way of the other', async () => {
  const people = [new Person(world), new Person(world)]
  for (const person of people) await person.signOn({ value: 'pair' }, 'k1')
  const gate = await closeGate('before delete', 'old')
  try {
    const leaving = people.map((person) => person.signOut())
    await waiting(2)
    await gate.open()
    for (const answer of await Promise.all(leaving)) expect(answer.status).toBe(303)
    for (const person of people) expect(await person.isSignedIn()).toBe(false)
  } finally {
    await gate.remove()
  }
})

describe('After signing out', () => {
  async function testResult(): Promise<{ person: Person; path: string }> {
    const person = new Person(world)
    await person.signOn({ value: 'chief' }, 'c1')
    await world.app.db.query(sql`
      insert into grants (id, user_id, role_id, origin)
      select gen_random_uuid(), u.id, r.id, 'manual' from users u, roles r
      where u.login = 'chief' and r.built_in = 'administrators' on conflict do nothing`)
    later(world, 1)
    const left = await person.get('/sso/slo/start?test')
    const xml = world.slo.respond({
      acsUrl: `${publicUrl}/sso/slo/acs`,
      audience: `${publicUrl}/sso/slo/metadata`,
      inResponseTo: message(left.location ?? '').id,
      nameId: { value: 'chief' },
      sessionIndex: 'c1',
    })
    const { location } = await person.post('/sso/slo/acs', { SAMLResponse: toFormField(xml) })
    return { person, path: location ?? '' }
  }

  test('nobody at that computer sees or confirms a test sign-in that was left open', async () => {
    const { person, path } = await testResult()
    const page = await person.get(path)
    const digest = /name="digest" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    expect(page.status).toBe(200)
    await person.signOut()
    expect((await person.get(path)).status).toBe(404)
    await person.post(path, { digest }, publicUrl)
    expect(await person.isSignedIn()).toBe(false)
  })

  test('at the partner, a test sign-in that was left open signs nobody in', async () => {
    const { person, path } = await testResult()
    later(world, 1)
    await new Person(world).get(requestPath(world, { nameId: { value: 'chief' } }))
    expect(await person.isSignedIn()).toBe(false)
    later(world, 14 * 60)
    const page = await person.get(path)
    const digest = /name="digest" value="([^"]+)"/.exec(page.html)?.[1] ?? ''
    await person.post(path, { digest }, publicUrl)
    expect(await person.isSignedIn()).toBe(false)
  })

  test('an empty binding cookie is nobody’s: a logout is not told to every browser without one', async () => {
    const person = new Person(world)
    await person.signOn({ value: 'empty' }, 'e1')
    person.cookies.set('jitup-local-browser', '')
    const out = await person.signOut()
    expect(out.location).toContain('/signed-out?id=')
    const other = new Person(world)
    other.cookies.set('jitup-local-browser', '')
    expect((await other.get(out.location ?? '')).html).not.toContain('Slo')
    expect((await person.get(out.location ?? '')).html).toContain('Slo')
  })
})

describe('What has been ended stays ended', () => {
  test('a user who was switched off and on again signs in anew', async () => {
    const person = new Person(world)
    await person.signOn({ value: 'paused' }, 'p1')
    const [user] = await world.app.db.query<{ id: string }>(sql`select id from users where login = 'paused'`)
    for (const status of ['disabled', 'active'] as const) await setUserStatus(world.app, user?.id ?? '', { status })
    expect(await person.isSignedIn()).toBe(false)
    await person.signOn({ value: 'paused' }, 'p2')
    expect(await person.isSignedIn()).toBe(true)
  })

  test('so do the people of a provider that was', async () => {
    const person = new Person(world)
    await person.signOn({ value: 'guest' }, 'q1')
    for (const enabled of [false, true]) await updateProviderBy(world.app, { kind: 'system' }, 'slo', { enabled })
    expect(await person.isSignedIn()).toBe(false)
    await person.signOn({ value: 'guest' }, 'q2')
    expect(await person.isSignedIn()).toBe(true)
  })
})

describe('An address that no provider can have', () => {
  test.each(['%00', 'a%00b', '%F0%9F%92%A9', `${'a'.repeat(5000)}`, 'A', '..%2Fslo'])(
    'is unknown, calmly, and leaves no trace: %s',
    async (slug) => {
      const before = await world.app.db.query(sql`select count(*) from sign_ons`)
      const person = new Person(world)
      expect((await person.get(`/sso/${slug}/start`)).status).toBe(404)
      expect((await person.get(`/sso/${slug}/metadata`)).status).toBe(404)
      expect((await person.get(`/sso/${slug}/logout?SAMLRequest=x`)).status).toBe(404)
      for (const end of ['logout', 'acs']) {
        const answer = await person.post(`/sso/${slug}/${end}`, { SAMLResponse: 'x' })
        expect(answer.status).toBe(404)
      }
      expect(await world.app.db.query(sql`select count(*) from sign_ons`)).toEqual(before)
    },
  )
})

test('Nothing of a person stands in our log, in our addresses, or readable in the tables of single logout', async () => {
  const canary = 'canary-7b1f'
  const lines: unknown[] = []
  const note = (fields: object, message: string) => void lines.push([fields, message])
  const node = await openApp({
    connection: world.database.connection,
    secrets: [secret],
    publicUrl,
    log: { info: note, warn: note, error: note },
    now: () => world.clock.now,
  })
  const person = new Person(world, node.app)
  const addresses: (string | null)[] = []
  const session = `${canary}-index`
  const relayState = `${canary}-relay`
  const nameId = { value: `${canary}@company.example` }
  await person.signOn(nameId, session)
  const path = requestPath(world, { nameId, sessionIndexes: [session] }, relayState)
  await person.get(`${path}x`)
  await person.get(path)
  await person.get(requestPath(world, { nameId, sessionIndexes: ['elsewhere'] }))
  await person.get(requestPath(world, { nameId, destination: `https://${canary}.example` }))
  await person.signOn(nameId, session)
  addresses.push((await person.signOut()).location)
  await person.get(addresses[0] ?? '')
  await person.post('/', { email: nameId.value }, publicUrl)
  expect(lines.length).toBeGreaterThan(3)
  expect(JSON.stringify([lines, addresses])).not.toContain(canary)
  for (const table of ['sessions', 'pending_logouts', 'consumed_logouts', 'pending_requests', 'refusal_counts']) {
    const rows = await world.app.db.query(raw(`select to_jsonb(t) as row from ${table} t`))
    expect(JSON.stringify(rows), table).not.toContain(canary)
  }
  const journal = await world.app.db.query(raw('select to_jsonb(t) as row from sign_ons t'))
  expect(JSON.stringify(journal)).not.toContain(canary)
  await node.close()
})
