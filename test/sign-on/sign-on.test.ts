import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AlreadySignedOn, SignOnRefused } from '../../src/sign-on/refuse.ts'
import { openSignOn, signOnById } from '../../src/store/sign-ons.ts'
import { addRole, Browser, contacts, count, newWorld, respond, setConverters, signOnAs, type World } from './world.ts'

const john = {
  Company: ['Best & Co'],
  Department: ['Sales'],
  Email: ['john@best.example'],
  'First Name': ['John'],
  'Last Name': ['Best'],
  Phone: ['+1 555 0100'],
  memberOf: [],
}

const converters = {
  Account: 'Company',
  Department: 'Department',
  Email: 'Email',
  GivenName: 'First Name',
  Surname: 'Last Name',
  Phone: 'Phone',
  Type: [null, 'Employee'],
} as const

describe('a sign-on', () => {
  let world: World
  beforeAll(async () => {
    world = await newWorld()
    await setConverters(world, converters)
  })
  afterAll(() => world.end())

  it('creates user and contact from the attributes, with the default for what is not sent', async () => {
    const done = await signOnAs(world, 'john', john)
    expect(done).toBeInstanceOf(Response)
    expect(await contacts(world)).toEqual([
      {
        Name: 'John Best',
        GivenName: 'John',
        Surname: 'Best',
        Email: 'john@best.example',
        Phone: '+1 555 0100',
        Account: 'Best & Co',
        Type: 'Employee',
        Department: 'Sales',
      },
    ])
  })

  it('changes nothing but the journal when nothing is new', async () => {
    const before = await count(world, 'provenance')
    const done = await signOnAs(world, 'john', john)
    expect(done).toBeInstanceOf(Response)
    expect(await count(world, 'provenance')).toBe(before)
    const [last] = await world.app.db.query(
      sql`select outcome, problems from sign_ons order by at desc, id desc limit 1`,
    )
    expect(last).toEqual({ outcome: 'unchanged', problems: [] })
  })

  it('refreshes exactly what has changed', async () => {
    await signOnAs(world, 'john', { ...john, Department: ['Research'] })
    const [contact] = await contacts(world)
    expect(contact?.Department).toBe('Research')
    const [last] = await world.app.db.query<{ id: string; outcome: string; sealed: string }>(sql`
      select id, outcome, sealed from sign_ons order by at desc, id desc limit 1`)
    expect(last?.outcome).toBe('updated')
    const record = openSignOn(world.app.seal, last?.id ?? '', last?.sealed ?? '')
    expect(record.plan?.changes).toMatchObject([
      { kind: 'lookup-value-created', name: 'Research' },
      { kind: 'column-set', column: 'Department' },
    ])
  })

  it('opens a session that is bound to nothing but its own token', async () => {
    const done = (await signOnAs(world, 'john', john)) as Response
    expect(done.status).toBe(303)
    expect(done.headers.get('location')).toBe('/')
    expect(done.headers.getSetCookie().join()).toMatch(
      /^jitup-local-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })
})

describe('a message is used once', () => {
  let world: World
  beforeAll(async () => {
    world = await newWorld()
  })
  afterAll(() => world.end())

  it('is accepted once of twenty times in parallel', async () => {
    const browser = new Browser(world)
    const xml = respond(world, await browser.start(), { nameId: { value: 'jane' } })
    const results = await Promise.all(Array.from({ length: 20 }, () => browser.post(xml)))
    expect(results.filter((one) => one instanceof Response)).toHaveLength(1)
    expect(await count(world, 'sessions')).toBe(1)
    for (const one of results) if (!(one instanceof Response)) expect(one).toMatchObject({ code: 'assertion_replayed' })
  })

  it('redirects a double click of the browser that is already signed on by it', async () => {
    const browser = new Browser(world)
    const xml = respond(world, await browser.start({ returnTo: '/me?x=1' }), { nameId: { value: 'jane' } })
    expect(await browser.post(xml)).toBeInstanceOf(Response)
    const again = await browser.post(xml)
    expect(again).toBeInstanceOf(AlreadySignedOn)
    expect(again).toMatchObject({ returnTo: '/me?x=1' })
  })

  it('is refused in another browser, and still good in the right one', async () => {
    const right = new Browser(world)
    const wrong = new Browser(world)
    await wrong.start()
    const xml = respond(world, await right.start(), { nameId: { value: 'jane' } })
    expect(await wrong.post(xml)).toMatchObject({ code: 'browser_mismatch', status: 403 })
    expect(await new Browser(world).post(xml)).toMatchObject({ code: 'browser_mismatch' })
    expect(await right.post(xml)).toBeInstanceOf(Response)
  })

  it('is refused when nobody asked, when the request has expired and when the provider was changed meanwhile', async () => {
    const browser = new Browser(world)
    await browser.start()
    expect(await browser.post(respond(world, '_nobody'))).toMatchObject({ code: 'request_unknown' })

    const old = await browser.start()
    const began = world.clock.now
    world.clock.now = new Date(began.getTime() + 61 * 60_000)
    expect(await browser.post(respond(world, old))).toMatchObject({ code: 'request_expired' })
    world.clock.now = began

    const changed = await browser.start()
    await world.app.db.query(sql`update providers set version = version + 1`)
    expect(await browser.post(respond(world, changed))).toMatchObject({ code: 'request_expired' })
  })

  it('is refused by a provider that was switched off between request and answer', async () => {
    const browser = new Browser(world)
    const id = await browser.start()
    await world.app.db.query(sql`update providers set enabled = false, version = version + 1`)
    expect(await browser.post(respond(world, id))).toMatchObject({ code: 'provider_disabled', status: 403 })
    await world.app.db.query(sql`update providers set enabled = true, version = version + 1`)
  })

  it('is not used up by a sign-on that failed in the database', async () => {
    const browser = new Browser(world)
    const xml = respond(world, await browser.start(), { nameId: { value: 'jane' } })
    await world.app.db.query(sql`alter table sessions rename to sessions_away`)
    expect(await browser.post(xml)).toMatchObject({ code: 'internal', status: 500 })
    await world.app.db.query(sql`alter table sessions_away rename to sessions`)
    expect(await browser.post(xml)).toBeInstanceOf(Response)
  })
})

describe('many at once', () => {
  it('forty first sign-ons of one person make one user and forty sessions', async () => {
    const world = await newWorld()
    await setConverters(world, converters)
    await addRole(world, 'Sales team', 'sales')
    const results = await Promise.all(
      Array.from({ length: 40 }, () => signOnAs(world, 'john', { ...john, memberOf: ['sales'] })),
    )
    expect(results.filter((one) => one instanceof Response)).toHaveLength(40)
    expect(await count(world, 'users')).toBe(1)
    expect(await count(world, 'contacts')).toBe(1)
    expect(await count(world, 'sessions')).toBe(40)
    expect(await count(world, 'grants')).toBe(2)
    await world.end()
  })

  it('forty first sign-ons of forty people with the same new lookup values make each value once', async () => {
    const world = await newWorld()
    await setConverters(world, converters)
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        signOnAs(world, `p${n}`, {
          ...john,
          Company: [`C${n % 3}`],
          Department: [`D${(n + 1) % 3}`],
          Email: [`p${n}@x.example`],
        }),
      ),
    )
    expect(results.filter((one) => one instanceof Response)).toHaveLength(40)
    expect(await count(world, 'contacts')).toBe(40)
    expect(await count(world, 'lookup_values')).toBe(7)
    await world.end()
  })

  it('two people who claim one e-mail address at once: one gets it, the other keeps none and is told why', async () => {
    const world = await newWorld()
    await setConverters(world, converters)
    await Promise.all(['a', 'b'].map((name) => signOnAs(world, name, john)))
    const emails = (await contacts(world)).map((one) => one.Email).sort()
    expect(emails).toEqual(['john@best.example', null])
    const told = await world.app.db.query(sql`select 1 from sign_ons where 'email_taken' = any(problems)`)
    expect(told).toHaveLength(1)
    await world.end()
  })
})

describe('a refused message', () => {
  let world: World
  beforeAll(async () => {
    world = await newWorld()
  })
  afterAll(() => world.end())

  it('writes its code into the journal and nothing else anywhere', async () => {
    const browser = new Browser(world)
    const id = await browser.start()
    const xml = respond(world, id, { nameId: { value: 'mallory' } }).replace('mallory', 'admin')
    const refused = await browser.post(xml)
    expect(refused).toBeInstanceOf(SignOnRefused)
    expect(refused).toMatchObject({ status: 403 })
    const entry = await signOnById(world.app.db, (refused as SignOnRefused).reference)
    expect(entry).toMatchObject({ outcome: 'refused', code: 'signature_digest' })
    for (const table of ['users', 'contacts', 'identities', 'sessions', 'consumed_assertions']) {
      expect(await count(world, table)).toBe(0)
    }
    expect(await browser.post(respond(world, id, { nameId: { value: 'honest' } }))).toBeInstanceOf(Response)
  })

  it('is a 400 until it is recognisably a response', async () => {
    const browser = new Browser(world)
    expect(await browser.post('<html></html>')).toMatchObject({ status: 400 })
    expect(await browser.post('not xml')).toMatchObject({ status: 400 })
  })

  it('fills no disk, however often it comes', async () => {
    const before = await count(world, 'sign_ons')
    const browser = new Browser(world)
    for (let n = 0; n < 60; n++) await browser.post('<r/>')
    expect((await count(world, 'sign_ons')) - before).toBeLessThanOrEqual(20)
    await world.app.refusals.flush()
    const [row] = await world.app.db.query<{ n: number }>(sql`select sum(count)::int as n from refusal_counts`)
    expect(row?.n).toBeGreaterThanOrEqual(60)
  })

  it('is answered with 404 for a provider that does not exist, and journals nothing', async () => {
    const before = await count(world, 'sign_ons')
    expect(await new Browser(world).post('<r/>', 'nobody')).toMatchObject({ status: 404, code: 'provider_unknown' })
    expect(await count(world, 'sign_ons')).toBe(before)
  })
})
