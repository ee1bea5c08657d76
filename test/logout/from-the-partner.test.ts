import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { signOnById } from '../../src/store/sign-ons.ts'
import { createIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { count } from '../sign-on/world.ts'
import {
  type LogoutWorld,
  later,
  logoutUrl,
  message,
  newLogoutWorld,
  Person,
  persistent,
  publicUrl,
  requestPath,
  secret,
  sloUrl,
  success,
  unknownPrincipal,
} from './world.ts'

const john = { value: 'john', format: persistent }

describe('a logout that the partner starts', () => {
  let world: LogoutWorld
  beforeAll(async () => {
    world = await newLogoutWorld()
  })
  afterAll(() => world.end())

  it('ends the session it names, tells the partner, and leaves the person’s other browser alone', async () => {
    const [here, there] = [new Person(world), new Person(world)]
    await here.signOn(john, 'a1')
    await there.signOn(john, 'a2')
    // The partner's page brings it in a frame: no cookie comes along.
    const answer = await new Person(world).get(
      requestPath(world, { id: '_x1', nameId: john, sessionIndexes: ['a1'] }, 'r&1'),
    )
    expect(answer.status).toBe(303)
    const reply = message(answer.location ?? '')
    expect(reply.address).toBe(sloUrl)
    expect(reply.relayState).toBe('r&1')
    expect(reply.xml).toContain('InResponseTo="_x1"')
    expect(reply.xml).toContain(`<samlp:StatusCode Value="${success}">`)
    expect(reply.xml).not.toContain(unknownPrincipal)
    expect(new URL(answer.location ?? '').searchParams.get('Signature')).not.toBeNull()
    expect(await here.isSignedIn()).toBe(false)
    expect(await there.isSignedIn()).toBe(true)
  })

  it('ends several sessions when it names several, and all of the person when it names none', async () => {
    const people = [new Person(world), new Person(world), new Person(world)]
    for (const [at, person] of people.entries()) await person.signOn(john, `b${at}`)
    const other = new Person(world)
    await other.signOn({ value: 'jane', format: persistent }, 'b0')
    const signedIn = () => Promise.all([...people, other].map((one) => one.isSignedIn()))
    await other.get(requestPath(world, { nameId: john, sessionIndexes: ['b0', 'b1', 'nobody'] }))
    expect(await signedIn()).toEqual([false, false, true, true])
    await other.get(requestPath(world, { nameId: john }))
    expect(await signedIn()).toEqual([false, false, false, true])
  })

  it('works by POST too, and what it ends on one node is over at the next request on the other', async () => {
    const node = await openApp({
      connection: world.database.connection,
      secrets: [secret],
      publicUrl,
      log: silentLog,
      now: () => world.clock.now,
    })
    const person = new Person(world)
    await person.signOn(john, 'c1')
    const xml = world.slo.logoutRequest({ destination: logoutUrl, nameId: john, sessionIndexes: ['c1'] })
    const elsewhere = new Person(world, node.app)
    const answer = await elsewhere.post('/sso/slo/logout', { SAMLRequest: toFormField(xml), RelayState: 'q' })
    expect(answer.status).toBe(303)
    expect(message(answer.location ?? '')).toMatchObject({ relayState: 'q', address: sloUrl })
    expect(await person.isSignedIn()).toBe(false)
    await node.close()
  })

  it('finds sessions that were opened under the secret before', async () => {
    const person = new Person(world)
    await person.signOn(john, 'c2')
    const node = await openApp({
      connection: world.database.connection,
      secrets: ['the secret that came after it, 32 characters', secret],
      publicUrl,
      log: silentLog,
      now: () => world.clock.now,
    })
    await new Person(world, node.app).get(requestPath(world, { nameId: john, sessionIndexes: ['c2'] }))
    expect(await person.isSignedIn()).toBe(false)
    await node.close()
  })

  it('means the person byte for byte, with format and qualifiers; what is left out stands for its default', async () => {
    const person = new Person(world)
    const full = { ...john, nameQualifier: world.slo.entityId, spNameQualifier: `${publicUrl}/sso/slo/metadata` }
    await person.signOn(full, 'd1')
    for (const nameId of [
      { ...full, value: 'John' },
      { ...full, value: 'john ' },
      { ...full, format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
      { ...full, format: undefined },
      { ...full, nameQualifier: 'https://other.example' },
      { ...full, spNameQualifier: 'https://other.example' },
    ]) {
      const answer = await new Person(world).get(requestPath(world, { nameId, sessionIndexes: ['d1'] }))
      expect(message(answer.location ?? '').xml).toContain(unknownPrincipal)
      expect(await person.isSignedIn()).toBe(true)
    }
    const other = requestPath(world, { nameId: full, sessionIndexes: ['d2'] })
    expect(message((await person.get(other)).location ?? '').xml).toContain(unknownPrincipal)
    expect(await person.isSignedIn()).toBe(true)
    await person.get(requestPath(world, { nameId: john, sessionIndexes: ['d1'] }))
    expect(await person.isSignedIn()).toBe(false)
  })

  it('says in the journal, without naming anybody, why a session was not found', async () => {
    later(world, 1)
    const before = await count(world, 'sign_ons')
    await new Person(world).get(requestPath(world, { nameId: { value: 'mallory-the-unknown' }, sessionIndexes: ['x'] }))
    const [entry] = await world.app.db.query<{
      code: string
      step: string
      outcome: string
      sealed: string
      id: string
    }>(sql`select id, outcome, code, step, sealed from sign_ons order by at desc, id desc limit 1`)
    expect(await count(world, 'sign_ons')).toBe(before + 1)
    expect(entry).toMatchObject({ outcome: 'refused', code: 'logout_unknown_session', step: 'logout' })
    const place = { table: 'sign_ons', row: entry?.id ?? '', column: 'sealed' }
    expect(world.app.seal.open(place, entry?.sealed ?? '')).not.toContain('mallory')
  })

  it('is obeyed once: a second click gets the same answer, a replay none, and a new session lives on', async () => {
    const person = new Person(world)
    await person.signOn(john, 'e1')
    const path = requestPath(world, { id: '_once', nameId: john, sessionIndexes: ['e1'], notOnOrAfter: null })
    await person.get(path)
    expect(await person.isSignedIn()).toBe(false)
    later(world, 30)
    await person.signOn(john, 'e1')
    const again = await person.get(path)
    expect(message(again.location ?? '').xml).toContain(success)
    expect(await person.isSignedIn()).toBe(true)
    later(world, 60)
    const replayed = await person.get(path)
    expect(replayed).toMatchObject({ status: 403, location: null })
    expect(replayed.html).toContain('This sign-out could not be completed')
    expect(await person.isSignedIn()).toBe(true)
    const [last] = await world.app.db.query(sql`select code from sign_ons order by at desc, id desc limit 1`)
    expect(last).toEqual({ code: 'logout_replayed' })
  })

  it('is obeyed once of twenty times in parallel, and all get the same answer', async () => {
    const person = new Person(world)
    await person.signOn(john, 'f1')
    const path = requestPath(world, { id: '_many', nameId: john, sessionIndexes: ['f1'] })
    const answers = await Promise.all(Array.from({ length: 20 }, () => new Person(world).get(path)))
    for (const answer of answers) expect(message(answer.location ?? '').xml).not.toContain(unknownPrincipal)
    expect(await person.isSignedIn()).toBe(false)
  })

  it('also ends the sign-on that it has overtaken, but none that comes after it', async () => {
    const person = new Person(world)
    const issued = world.clock.now
    await person.get(requestPath(world, { nameId: { value: 'early' }, sessionIndexes: ['g1'] }))
    await person.signOn({ value: 'early' }, 'g1', { issueInstant: issued })
    expect(await person.isSignedIn()).toBe(false)
    await person.signOn({ value: 'early' }, 'g2', { issueInstant: issued })
    expect(await person.isSignedIn()).toBe(true)
    await person.signOn({ value: 'early' }, 'g1')
    expect(await person.isSignedIn()).toBe(true)
  })

  it('does nothing when it is forged, unsigned, another provider’s, or meant for another address', async () => {
    const person = new Person(world)
    await person.signOn(john, 'h1')
    const what = { nameId: john, sessionIndexes: ['h1'] }
    const forger = createIdentityProvider({ entityId: world.slo.entityId, now: () => world.clock.now })
    const sent = [
      requestPath({ ...world, slo: forger }, what),
      requestPath({ ...world, slo: world.idp }, what),
      requestPath(world, { ...what, destination: `${publicUrl}/sso/acme/logout` }),
      requestPath(world, what).replace(/&Signature=.*/, ''),
      requestPath(world, what).replace('SAMLRequest', '%53AMLRequest'),
      requestPath(world, what).replace('/sso/slo/', '/sso/acme/'),
      '/sso/slo/logout',
      '/sso/slo/logout?SAMLRequest=%3Cx/%3E',
    ]
    for (const path of sent) {
      const answer = await person.get(path)
      expect([400, 403]).toContain(answer.status)
      expect(answer.location).toBeNull()
      expect(answer.html).toContain('This sign-out could not be completed')
      expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
    expect(await person.isSignedIn()).toBe(true)
    expect((await person.get(requestPath(world, what).replace('/sso/slo/', '/sso/nobody/'))).status).toBe(404)
  })

  it('shows a reference under which the administrator finds code and evidence', async () => {
    const answer = await new Person(world).get(requestPath(world, { nameId: john, destination: null }))
    const reference = /<code>([0-9a-f-]{36})<\/code>/.exec(answer.html)?.[1] ?? ''
    const entry = await signOnById(world.app.db, reference)
    expect(entry).toMatchObject({ outcome: 'refused', code: 'destination_mismatch', step: 'logout' })
    const place = { table: 'sign_ons', row: reference, column: 'sealed' }
    expect(JSON.parse(world.app.seal.open(place, entry?.sealed ?? ''))).toMatchObject({
      refusal: { evidence: { expected: logoutUrl, came: null, refusedAt: 'protocol' } },
    })
  })

  it('fills no disk, however often it comes', async () => {
    const before = await count(world, 'sign_ons')
    const person = new Person(world)
    for (let n = 0; n < 40; n++) await person.get('/sso/slo/logout?SAMLRequest=x&SAMLRequest=y')
    expect((await count(world, 'sign_ons')) - before).toBeLessThanOrEqual(10)
  })

  it('is refused by a provider that is switched off, and by the key that was taken away on another node', async () => {
    const person = new Person(world)
    await person.signOn(john, 'i1')
    await world.app.db.query(sql`update providers set enabled = false, version = version + 1 where slug = 'slo'`)
    expect((await person.get(requestPath(world, { nameId: john }))).status).toBe(403)
    await world.app.db.query(sql`update providers set enabled = true, version = version + 1 where slug = 'slo'`)
    expect(await person.isSignedIn()).toBe(true)
    // This node knows it as it is now, with the old key; after the change the database knows better.
    world.app.providers.forget('slo')
    await world.app.providers.get('slo')
    await world.app.db.query(sql`
      update idp_certificates c set pem = o.pem from idp_certificates o, providers p, providers q
      where p.id = c.provider_id and p.slug = 'slo' and q.id = o.provider_id and q.slug = 'acme'`)
    await world.app.db.query(sql`update providers set version = version + 1 where slug = 'slo'`)
    expect((await person.get(requestPath(world, { nameId: john }))).status).toBe(400)
    expect(await person.isSignedIn()).toBe(true)
  })
})

describe('an answer that goes by POST', () => {
  let world: LogoutWorld
  beforeAll(async () => {
    world = await newLogoutWorld([{ binding: 'HTTP-POST', url: sloUrl, responseUrl: 'https://slo.example/back' }])
  })
  afterAll(() => world.end())

  it('is a form that sends itself, and may stand in a frame of the partner alone', async () => {
    const person = new Person(world)
    await person.signOn(john, 'a1')
    const answer = await person.get(requestPath(world, { nameId: john }, 'r"1'))
    expect(answer.status).toBe(200)
    expect(answer.html).toContain('action="https://slo.example/back"')
    expect(answer.html).toContain('name="RelayState" value="r&quot;1"')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-ancestors https://slo.example')
    expect(policy).toContain("form-action 'self' https: https://slo.example")
    expect(answer.headers.get('x-frame-options')).toBeNull()
    expect(await person.isSignedIn()).toBe(false)
  })
})

describe('a partner without a logout address', () => {
  it('ends sessions too, and the browser is told', async () => {
    const world = await newLogoutWorld([])
    const person = new Person(world)
    await person.signOn(john, 'a1')
    const answer = await person.get(requestPath(world, { nameId: john }))
    expect(answer.status).toBe(200)
    expect(answer.html).toContain('You are signed out here')
    expect(await person.isSignedIn()).toBe(false)
    await world.end()
  })
})
