/** T60 to T64 over HTTP: cookies, redirects, logout, the Redirect binding and metadata as somebody hostile would use them. */
import { createHash } from 'node:crypto'
import { createServer as createHttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { createIdentityProvider, redirectQuery, toFormField } from '../../src/testing/index.ts'
import { addProvider as addApiProvider, all, newApi } from '../api/api-world.ts'
import {
  type LogoutWorld,
  later,
  logoutUrl,
  newLogoutWorld,
  Person,
  requestPath,
  responsePath,
} from '../logout/world.ts'
import { entity, federation, keysNamed, publishingPartner, signedEntity } from '../metadata/partner.ts'
import { respond } from '../sign-on/world.ts'
import { type Answer, newSite, Visitor } from '../ui/site.ts'
import {
  adminToken,
  bring,
  expectRefusal,
  type Installation,
  journaled,
  leave,
  leaveWith,
  newInstallation,
  publicUrl,
} from './installation.ts'

const signedOn = ({ status, location }: Answer) => status === 303 && location === '/'

describe('T60 Another browser, another session', () => {
  let world: Installation
  beforeAll(async () => {
    world = await newInstallation()
  })
  afterAll(() => world.end())
  const session = 'jitup-local-session'

  test("T60 an attacker's own answer signs nobody else on: without a request, with one, or while signed in", async () => {
    const { requestId } = await leave(world.site)
    const xml = respond(world, requestId, { nameId: { value: 'attacker' } })
    const { visitor: waiting } = await leave(world.site)
    const victim = new Visitor(world.site)
    expect(signedOn(await victim.signOn('victim', {}))).toBe(true)
    const before = victim.cookies.get(session)
    for (const visitor of [new Visitor(world.site), waiting, victim]) {
      await expectRefusal(world, () => bring(visitor, xml), 'browser_mismatch', 'consume')
    }
    expect(victim.cookies.get(session)).toBe(before)
    expect((await victim.get('/me')).status).toBe(200)
  })

  test('T60 every sign-on has a session of its own; a value that was planted before is worth nothing after', async () => {
    const { visitor, requestId } = await leave(world.site)
    const planted = 'A'.repeat(43)
    visitor.cookies.set(session, planted)
    expect(signedOn(await bring(visitor, respond(world, requestId, { nameId: { value: 'victim' } })))).toBe(true)
    const first = visitor.cookies.get(session)
    expect(first).toMatch(/^[\w-]{43}$/)
    expect(first).not.toBe(planted)
    const attacker = new Visitor(world.site)
    attacker.cookies.set(session, planted)
    expect((await attacker.get('/me')).status).toBe(302)
    expect(signedOn(await bring(visitor, respond(world, await leaveWith(visitor))))).toBe(true)
    expect(visitor.cookies.get(session)).not.toBe(first)
  })

  test('T60 who is signed in with a session that somebody else planted becomes somebody with a new one', async () => {
    const attacker = new Visitor(world.site)
    expect(signedOn(await attacker.signOn('attacker', {}))).toBe(true)
    const victim = new Visitor(world.site)
    victim.cookies.set(session, attacker.cookies.get(session) ?? '')
    expect(signedOn(await victim.signOn('victim', {}))).toBe(true)
    expect(victim.cookies.get(session)).not.toBe(attacker.cookies.get(session))
    expect((await attacker.get('/me')).text).not.toContain('victim')
    expect((await victim.get('/me')).text).toContain('victim')
  })

  test('T60 a cookie that is too short to be ours is never bound to', async () => {
    const visitor = new Visitor(world.site)
    visitor.cookies.set('jitup-local-browser', 'known')
    await leaveWith(visitor)
    expect(visitor.cookies.get('jitup-local-browser')).toMatch(/^[\w-]{43}$/)
  })

  test('T60 over https both cookies are __Host-, Secure and HttpOnly, and only the binding one crosses sites', async () => {
    const secure = newSite(world, { ...world.app, https: true })
    const visitor = new Visitor(secure)
    const left = await visitor.get('/sso/acme/start')
    const answer = await bring(visitor, respond(world, await leaveWith(visitor)))
    const [bindings, sessions] = [left, answer].map(({ headers }) => headers.getSetCookie()) as [string[], string[]]
    const given = (all: string[], name: string) => all.filter((one) => one.startsWith(`__Host-jitup-${name}`))
    expect(given(bindings, 'browser').length).toBeGreaterThan(0)
    expect(given(sessions, 'session')).toHaveLength(1)
    for (const one of [...bindings, ...sessions]) {
      expect(one).toMatch(/^__Host-jitup-(browser|session)[\w.-]*=/)
      const attributes = one.split('; ').slice(1)
      expect(attributes).toEqual(expect.arrayContaining(['Path=/', 'HttpOnly', 'Secure']))
      expect(attributes).toContain(one.startsWith('__Host-jitup-browser') ? 'SameSite=None' : 'SameSite=Lax')
      expect(one).not.toContain('Domain')
    }
    const [opened = ''] = given(sessions, 'session')
    // The names of plain http mean nothing here: a neighbour on another port cannot set what counts.
    const downgraded = new Visitor(secure)
    downgraded.cookies.set('jitup-local-session', opened.split(/[=;]/)[1] ?? '')
    expect((await downgraded.get('/me')).status).toBe(302)
  })
})

describe('T61 Where a sign-on leads', () => {
  let world: Installation
  beforeAll(async () => {
    world = await newInstallation()
  })
  afterAll(() => world.end())

  test.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'https://evil.example/',
    'https:evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    ' //evil.example',
    `/${'x'.repeat(3000)}`,
  ])('T61 %j leads home, asked for at the start or sent back as RelayState', async (evil) => {
    const visitor = new Visitor(world.site)
    const query = `?returnTo=${encodeURIComponent(evil)}`
    expect((await bring(visitor, respond(world, await leaveWith(visitor, 'acme', query)))).location).toBe('/')
    const requestId = await leaveWith(visitor, 'acme', '?returnTo=/me')
    const fields = { SAMLResponse: toFormField(respond(world, requestId)), RelayState: evil }
    expect((await visitor.post('/sso/acme/acs', fields, 'https://idp.example')).location).toBe('/me')
  })

  test('T61 what travels is an opaque key within 80 bytes, never the path', async () => {
    const { location } = await new Visitor(world.site).get('/sso/acme/start?returnTo=/me?secret=1')
    const relayState = new URL(location ?? '').searchParams.get('RelayState') ?? ''
    expect(relayState).toMatch(/^[\w-]{20,80}$/)
    expect(decodeURIComponent(location ?? '')).not.toContain('secret')
  })
})

describe('T62 and T63 Logout messages', () => {
  let world: LogoutWorld
  beforeAll(async () => {
    world = await newLogoutWorld()
    await importAdminToken(world.app, adminToken)
  })
  afterAll(() => world.end())

  const john = { value: 'john' }
  const what = { nameId: john, sessionIndexes: ['s1'] }
  const request = (options = {}) => world.slo.logoutRequest({ destination: logoutUrl, ...what, ...options })

  /** Nothing happened: the page is calm, the journal knows why, and who was signed in still is. */
  async function ignored(bring: (person: Person) => ReturnType<Person['get']>, code: string, refusedAt: string | null) {
    later(world, 61)
    const person = new Person(world)
    await person.signOn(john, 's1')
    const answer = await bring(person)
    expect([code, [400, 403].includes(answer.status), answer.location]).toEqual([code, true, null])
    expect(answer.html).not.toContain(code)
    expect(await journaled(world, answer)).toMatchObject({ status: 200, code, step: 'logout', refusedAt })
    expect(await person.isSignedIn()).toBe(true)
  }
  const byQuery = (path: string) => (person: Person) => person.get(path)
  const byForm = (xml: string) => (person: Person) => person.post('/sso/slo/logout', { SAMLRequest: toFormField(xml) })

  test('T62 unsigned ones change nothing, by either binding and in either direction', async () => {
    const unsigned = `/sso/slo/logout?${redirectQuery('SAMLRequest', request({ sign: false }))}`
    await ignored(byQuery(unsigned), 'logout_signature_missing', 'transport')
    await ignored(byForm(request({ sign: false })), 'logout_signature_missing', 'signature')
    // Signed for the wrong binding is unsigned.
    const signedInside = `/sso/slo/logout?${redirectQuery('SAMLRequest', request())}`
    await ignored(byQuery(signedInside), 'logout_signature_missing', 'transport')
    const answer = responsePath(world, { inResponseTo: '_nobody' }, null)
    await ignored(byQuery(answer), 'logout_signature_missing', 'transport')
  })

  test('T62 wrapped, forged and misdirected ones change nothing', async () => {
    const signed = world.slo.logoutRequest({ destination: logoutUrl, nameId: { value: 'jane' } })
    const signature = /<ds:Signature .*<\/ds:Signature>/.exec(signed)?.[0] ?? ''
    const into = (insert: string) => request({ sign: false }).replace('</saml2:Issuer>', `</saml2:Issuer>${insert}`)
    const inside = `<saml2p:Extensions><x:x xmlns:x="urn:x">${signed}</x:x></saml2p:Extensions>`
    await ignored(byForm(into(inside)), 'signature_shape', 'signature')
    const original = inside.replace(signature, '')
    await ignored(byForm(into(signature + original)), 'signature_shape', 'signature')
    await ignored(byForm(into(signature)), 'signature_reference', 'signature')
    await ignored(byForm(request().replace('>john<', '>jane<')), 'signature_digest', 'signature')
    const forger = createIdentityProvider({ entityId: world.slo.entityId, now: () => world.clock.now })
    await ignored(byQuery(requestPath({ ...world, slo: forger }, what)), 'signature_invalid', 'signature')
    await ignored(byQuery(requestPath({ ...world, slo: world.idp }, what)), 'signature_invalid', 'signature')
    const elsewhere = requestPath(world, { ...what, destination: `${publicUrl}/sso/acme/logout` })
    await ignored(byQuery(elsewhere), 'destination_mismatch', 'protocol')
  })

  test('T62 a replayed one changes nothing', async () => {
    // Without an end of its own, so that nothing but the memory of it refuses it.
    const path = requestPath(world, { ...what, notOnOrAfter: null })
    expect((await new Person(world).get(path)).status).toBe(303)
    await ignored(byQuery(path), 'logout_replayed', null)
  })

  test("T62 neither another person, another session nor another provider's person is signed out", async () => {
    const person = new Person(world)
    await person.signOn(john, 's2')
    for (const named of [{ nameId: { value: 'John' } }, { nameId: john, sessionIndexes: ['s3'] }]) {
      expect((await person.get(requestPath(world, named))).status).toBe(303)
      expect(await person.isSignedIn()).toBe(true)
    }
    const acme = { ...world, slo: world.idp }
    const own = requestPath(acme, { nameId: john, destination: `${publicUrl}/sso/acme/logout` })
    await person.get(own.replace('/sso/slo/', '/sso/acme/'))
    expect(await person.isSignedIn()).toBe(true)
  })

  test('T63 a name written otherwise, a second one, or another order of what was signed is refused', async () => {
    const good = () => requestPath(world, what, 'relay')
    const evil = redirectQuery('SAMLRequest', request({ sign: false, nameId: { value: 'jane' } }))
    const encoded = evil.replace('SAMLRequest', '%53AMLRequest')
    const answer = evil.replace('SAMLRequest', 'SAMLResponse')
    for (const path of [
      good().replace('SAMLRequest', '%53AMLRequest'),
      good().replace('?', `?${encoded}&`),
      `${good()}&${encoded}`,
      good().replace('?', `?${evil}&`),
      `${good()}&${evil}`,
      `${good()}&${answer}`,
      `${good()}&${answer.replace('SAMLResponse', '%53AMLResponse')}`,
      `${good()}&RelayState=other`,
      good().replace('RelayState', 'Relay%53tate'),
      good().replace('SigAlg', 'Sig%41lg'),
      `${good()}&Signature=AAAA`,
    ]) {
      await ignored(byQuery(path), 'logout_malformed', 'transport')
    }
    const swap = (octets: string) => octets.split('&').toReversed().join('&')
    const xml = request({ sign: false })
    const swapped = redirectQuery('SAMLRequest', xml, { keys: world.slo.keys, relayState: 'relay', edit: swap })
    await ignored(byQuery(`/sso/slo/logout?${swapped}`), 'signature_invalid', 'signature')
    const moved = good().replace('RelayState=relay', 'RelayState=other')
    await ignored(byQuery(moved), 'signature_invalid', 'signature')
  })

  test('T63 the octets that were signed are the ones that are read, wherever they stand in the address', async () => {
    const person = new Person(world)
    await person.signOn(john, 's4')
    const [path = '', query = ''] = requestPath(world, { nameId: john, sessionIndexes: ['s4'] }, 'relay').split('?')
    expect((await person.get(`${path}?${query.split('&').toReversed().join('&')}`)).status).toBe(303)
    expect(await person.isSignedIn()).toBe(false)
  })

  test('T63 an answer under an encoded name says nothing of the logout that waits for it', async () => {
    const person = new Person(world)
    await person.signOn(john, 's5')
    const { request: sent } = await person.leave()
    const good = responsePath(world, { inResponseTo: sent.id })
    const outcome = async () =>
      (await world.app.db.query<{ outcome: string }>(sql`select outcome from pending_logouts where id = ${sent.id}`))[0]
    for (const path of [good.replace('SAMLResponse', '%53AMLResponse'), `${good}&${good.split('?')[1]}`]) {
      await person.get(path)
      expect(await outcome()).toEqual({ outcome: 'waiting' })
    }
    await person.get(good)
    expect(await outcome()).toEqual({ outcome: 'everywhere' })
  })
})

describe('T63 The address for answers', () => {
  test('T63 takes one message by POST alone; a second one beside it is none', async () => {
    const world = await newInstallation()
    const { visitor, requestId } = await leave(world.site)
    const field = encodeURIComponent(toFormField(respond(world, requestId)))
    expect((await visitor.get(`/sso/acme/acs?SAMLResponse=${field}`)).status).toBe(405)
    for (const body of [`SAMLResponse=${field}&SAMLResponse=${field}`, `SAMLResponse=${field}&%53AMLResponse=x`]) {
      const answer = await world.site.server.request(`${publicUrl}/sso/acme/acs`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          cookie: `jitup-local-browser=${visitor.cookies.get('jitup-local-browser')}`,
        },
        body,
      })
      expect(answer.status).toBe(400)
      const told = await journaled(world.site, { html: await answer.text() })
      expect(told).toMatchObject({ code: 'request_malformed', step: 'receive' })
    }
    await world.end()
  })
})

describe('T64 Metadata', () => {
  let api: Awaited<ReturnType<typeof newApi>>
  beforeAll(async () => {
    api = await newApi({ allowPrivateHosts: ['127.0.0.1'] })
  })
  afterAll(() => api.end())
  const [old, swapped, signer] = [keysNamed('old'), keysNamed('swapped'), keysNamed('signer')]

  test('T64 a swapped certificate waits, whoever signed the document with it, and opens no door', async () => {
    const partner = await publishingPartner('https://swap.example/idp')
    partner.document = entity({ entityId: partner.entityId, keys: [old] })
    await api.post('/providers', { name: 'swap', slug: 'swap', metadataUrl: partner.url })
    const { certificates } = (await api.get('/providers/swap')).body
    for (const document of [
      entity({ entityId: partner.entityId, keys: [swapped] }),
      signedEntity({ entityId: partner.entityId, keys: [swapped] }, swapped),
    ]) {
      partner.document = document
      expect((await api.post('/providers/swap/refresh', undefined)).status).toBe(200)
      const { body } = await api.get('/providers/swap')
      expect(body.certificates).toEqual(certificates)
      expect(body.waitingCertificates).toHaveLength(1)
    }
    partner.document = entity({ entityId: 'https://evil.example', keys: [old] })
    expect((await api.post('/providers/swap/refresh', undefined)).body.code).toBe('metadata_entity_changed')
    await partner.close()
  })

  test('T64 metadata that has expired, never ends or ends too late is refused', async () => {
    const partner = await publishingPartner('https://list.example/idp')
    const list = (days: number | null) => {
      const validUntil = days === null ? {} : { validUntil: new Date(+api.clock.now + days * 86_400_000).toISOString() }
      const entities = [partner.entityId, 'https://another.example/idp'].map((entityId) =>
        entity({ entityId, keys: [old] }),
      )
      return federation(entities, { keys: signer, ...validUntil })
    }
    const create = () =>
      api.post('/providers', {
        name: 'list',
        slug: 'list',
        metadataUrl: partner.url,
        entityId: partner.entityId,
        metadataCertificates: [signer.certificatePem],
      })
    for (const days of [-1, null, 400]) {
      partner.document = list(days)
      expect(await create()).toMatchObject({ status: 422, body: { code: 'metadata_expired' } })
    }
    partner.document = list(7)
    expect((await create()).status).toBe(201)
    await partner.close()
  })

  test.each([
    'http://169.254.169.254/latest/meta-data/',
    'https://169.254.169.254/',
    'https://10.0.0.1/metadata',
    'https://[::ffff:10.0.0.1]/metadata',
    'http://localhost/metadata',
  ])('T64 a redirect to %s is not followed, and stands with the provider as its error', async (location) => {
    let moved = false
    const slug = `moved${createHash('sha256').update(location).digest('hex').slice(0, 12)}`
    const document = createIdentityProvider({ entityId: `https://${slug}.example` }).metadata()
    const server = createHttpServer((_, response) =>
      moved ? response.writeHead(302, { location }).end() : response.writeHead(200).end(document),
    )
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const metadataUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`
    expect((await api.post('/providers', { name: slug, slug, metadataUrl })).status).toBe(201)
    const before = (await api.get(`/providers/${slug}`)).body
    moved = true
    const refreshed = await api.post(`/providers/${slug}/refresh`, undefined)
    expect(refreshed).toMatchObject({ status: 422, body: { code: 'fetch_address_forbidden' } })
    const after = (await api.get(`/providers/${slug}`)).body
    expect(after.metadataSource.error.code).toBe('fetch_address_forbidden')
    expect([after.version, after.certificates]).toEqual([before.version, before.certificates])
    expect((await all(api, `/trust-events?provider=${slug}`)).map((one) => one.kind)).toContain('refresh_failed')
    await new Promise((resolve) => server.close(resolve))
  })

  test('T64 without a key that could verify anything a provider is not set up at all', async () => {
    const { idp } = await addApiProvider(api, 'keyed')
    const keyless = idp.metadata().replaceAll('use="signing"', 'use="encryption"').replaceAll('keyed', 'keyless')
    const made = await api.post('/providers', { name: 'keyless', slug: 'keyless', metadata: keyless })
    expect(made).toMatchObject({ status: 422, body: { code: 'metadata_no_key' } })
  })
})
