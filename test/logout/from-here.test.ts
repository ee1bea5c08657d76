import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  responsePath,
  sloUrl,
} from './world.ts'

const john = { value: 'john', format: persistent }

describe('a logout that starts here', () => {
  let world: LogoutWorld
  beforeAll(async () => {
    world = await newLogoutWorld()
  })
  afterAll(() => world.end())

  async function signedOn(sessionIndex: string | null = 's1'): Promise<Person> {
    const person = new Person(world)
    await person.signOn(john, sessionIndex)
    return person
  }

  it('ends the session here first, then asks the partner with the NameID exactly as it came', async () => {
    const person = new Person(world)
    const whole = { ...john, nameQualifier: world.slo.entityId, spNameQualifier: `${publicUrl}/sso/slo/metadata` }
    await person.signOn(whole, 'index & "1"')
    const out = await person.signOut()
    expect(out.status).toBe(303)
    expect(out.location).toMatch(/^\/signed-out\?id=_[0-9a-f]{40}$/)
    // Nobody has gone anywhere yet.
    expect(await person.isSignedIn()).toBe(false)
    expect(await count(world, 'sessions')).toBe(0)
    const page = await person.get(out.location ?? '')
    expect(page.html).toContain('You are signed out here. Now you are being signed out at')
    const location = page.headers.get('refresh')?.replace('0; url=', '') ?? ''
    expect(location.startsWith(`${sloUrl}?SAMLRequest=`)).toBe(true)
    const { xml, id } = message(location)
    expect(out.location).toBe(`/signed-out?id=${id}`)
    expect(xml).toContain(
      `<saml:NameID xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Format="${persistent}" ` +
        `NameQualifier="${whole.nameQualifier}" SPNameQualifier="${whole.spNameQualifier}">john</saml:NameID>`,
    )
    expect(xml).toContain('<samlp:SessionIndex>index &amp; "1"</samlp:SessionIndex>')
    expect(xml).toContain(`Destination="${sloUrl}"`)
  })

  it('says everywhere only when the partner has signed that it is so', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    const back = await person.get(responsePath(world, { inResponseTo: request.id }))
    expect(back).toMatchObject({ status: 303, location: `/signed-out?id=${request.id}` })
    const page = await person.get(back.location ?? '')
    expect(page.html).toContain('You are signed out here and at')
    expect(page.html).not.toContain('SAMLRequest')
    expect(page.headers.get('refresh')).toBeNull()
    // A reload of either says the same.
    expect(await person.get(responsePath(world, { inResponseTo: request.id }))).toMatchObject({
      location: `/signed-out?id=${request.id}`,
    })
    expect((await person.get(back.location ?? '')).html).toContain('You are signed out here and at')
    const [row] = await world.app.db.query(
      sql`select outcome, sealed_subject from pending_logouts where id = ${request.id}`,
    )
    expect(row).toEqual({ outcome: 'everywhere', sealed_subject: null })
  })

  it('tells a partial logout calmly, also one that comes by POST', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    const xml = world.slo.logoutResponse({
      destination: logoutUrl,
      inResponseTo: request.id,
      statusCodes: ['Success', 'PartialLogout'],
    })
    const back = await person.post('/sso/slo/logout', { SAMLResponse: toFormField(xml) })
    expect((await person.get(back.location ?? '')).html).toContain('it could not reach every other application')
  })

  it('claims nothing more for an unsigned, forged, failed or misdirected answer, and a good one still counts', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    const inResponseTo = request.id
    const forger = createIdentityProvider({ entityId: world.slo.entityId, now: () => world.clock.now })
    for (const path of [
      responsePath(world, { inResponseTo }, null),
      responsePath(world, { inResponseTo }, forger.keys),
      responsePath(world, { inResponseTo, issuer: 'https://other.example' }),
      responsePath(world, { inResponseTo, destination: sloUrl }),
      responsePath(world, { inResponseTo, statusCodes: ['Requester', 'UnknownPrincipal'] }),
      responsePath(world, { inResponseTo: '_another' }),
      '/sso/slo/logout?SAMLResponse=x',
    ]) {
      const back = await person.get(path)
      expect(back).toMatchObject({ status: 303, location: `/signed-out?id=${request.id}` })
      const page = await person.get(back.location ?? '')
      expect(page.html).toContain('has not confirmed that you are signed out there')
      expect(page.headers.get('refresh')).toBeNull()
    }
    const good = await person.get(responsePath(world, { inResponseTo }))
    expect((await person.get(good.location ?? '')).html).toContain('You are signed out here and at')
  })

  it('is bound to its browser: another one learns and changes nothing', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    const other = await signedOn('s9')
    const back = await other.get(responsePath(world, { inResponseTo: request.id }))
    expect(back).toMatchObject({ status: 403, location: null })
    expect(back.html).toContain('This sign-out could not be completed')
    expect(await other.isSignedIn()).toBe(true)
    const stranger = new Person(world)
    const page = await stranger.get(`/signed-out?id=${request.id}`)
    expect(page.html).not.toContain('Slo')
    expect(page.html).not.toContain('SAMLRequest')
    const [row] = await world.app.db.query(sql`select outcome from pending_logouts where id = ${request.id}`)
    expect(row).toEqual({ outcome: 'waiting' })
  })

  it('leads on once: a reload or the back button finds a page with a link, never a way round in circles', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    for (let n = 0; n < 3; n++) {
      later(world, 20)
      const page = await person.get(`/signed-out?id=${request.id}`)
      expect(page.headers.get('refresh')).toBeNull()
      expect(page.html).toContain('has not confirmed that you are signed out there')
      // The link is made anew, so that it is not too old.
      expect(page.html).toContain(`href="${sloUrl}?SAMLRequest=`)
      expect(page.html).toContain('Sign in again')
    }
  })

  it('is one logout when the button is clicked twice, or in a second tab', async () => {
    const person = await signedOn()
    const cookies = new Map(person.cookies)
    const [one, two] = await Promise.all([person.signOut(), person.signOut()])
    const paths = [one.location, two.location].filter((path) => path !== '/signed-out')
    expect(new Set(paths).size).toBe(1)
    // The browser shows what the last click led to; its page has the id, or the next click finds it.
    person.cookies.clear()
    for (const [name, value] of cookies) person.cookies.set(name, value)
    const third = await person.signOut()
    expect(third.location).toBe(paths[0])
    expect((await person.get(third.location ?? '')).headers.get('refresh')).toContain(sloUrl)
    expect((await person.signOut()).location).toBe(paths[0])
  })

  it('ends what was opened here from the same session of the partner, and no other browser’s', async () => {
    const person = await signedOn('same')
    const again = await signedOn('same')
    const other = await signedOn('other')
    const nobody = await signedOn(null)
    await person.signOut()
    expect([await again.isSignedIn(), await other.isSignedIn(), await nobody.isSignedIn()]).toEqual([false, true, true])
  })

  it('stays here for a session without NameID, and for a provider that is switched off or takes no part', async () => {
    const set = (from: string) =>
      world.app.db.query(sql`update providers set subject_from = ${from}, version = version + 1 where slug = 'slo'`)
    await set('attribute:uid')
    world.app.providers.forget('slo')
    const nameless = new Person(world)
    await nameless.signOn(john, 's1', { nameId: null, attributes: { uid: ['u1'] } })
    expect(await nameless.isSignedIn()).toBe(true)
    expect((await nameless.signOut()).location).toBe('/signed-out')
    expect(await nameless.isSignedIn()).toBe(false)
    await set('NameID')
    world.app.providers.forget('slo')
    const person = await signedOn()
    await world.app.db.query(sql`update providers set enabled = false, version = version + 1 where slug = 'slo'`)
    const out = await person.signOut()
    await world.app.db.query(sql`update providers set enabled = true, version = version + 1 where slug = 'slo'`)
    expect(out.location).toBe('/signed-out')
    await world.app.db.query(sql`
      update providers set settings = settings || '{"singleLogout": false}', version = version + 1 where slug = 'slo'`)
    world.app.providers.forget('slo')
    const second = await signedOn()
    expect((await second.signOut()).location).toBe('/signed-out')
    await world.app.db.query(sql`
      update providers set settings = settings || '{"singleLogout": true}', version = version + 1 where slug = 'slo'`)
    world.app.providers.forget('slo')
  })

  it('ends the session here even when nothing can be written about the partner', async () => {
    const person = await signedOn()
    await world.app.db.query(sql`alter table pending_logouts rename to pending_logouts_away`)
    const out = await person.signOut()
    await world.app.db.query(sql`alter table pending_logouts_away rename to pending_logouts`)
    expect(out).toMatchObject({ status: 303, location: '/signed-out' })
    expect(await person.isSignedIn()).toBe(false)
  })

  it('is not started by another site, and not by time: a session that ran out asks nobody', async () => {
    const person = await signedOn()
    expect((await person.post('/sign-out', {}, 'https://evil.example')).status).toBe(403)
    expect(await person.isSignedIn()).toBe(true)
    const before = await count(world, 'pending_logouts')
    later(world, 31 * 60)
    expect(await person.isSignedIn()).toBe(false)
    expect(await count(world, 'pending_logouts')).toBe(before)
  })

  it('believes an answer of a provider that was edited meanwhile, and none by a key that another node has taken away', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    const slo = sql`(select id from providers where slug = 'slo')`
    await world.app.db.query(sql`create table kept as select pem from idp_certificates where provider_id = ${slo}`)
    await world.app.db.query(sql`
      update idp_certificates set pem = (select pem from idp_certificates where provider_id <> ${slo}) where provider_id = ${slo}`)
    await world.app.db.query(sql`update providers set version = version + 1 where slug = 'slo'`)
    const path = responsePath(world, { inResponseTo: request.id })
    const before = await person.get(path)
    expect((await person.get(before.location ?? '')).html).toContain('has not confirmed')
    await world.app.db.query(sql`update idp_certificates set pem = (select pem from kept) where provider_id = ${slo}`)
    await world.app.db.query(sql`update providers set version = version + 1 where slug = 'slo'`)
    world.app.providers.forget('slo')
    const after = await person.get(path)
    expect((await person.get(after.location ?? '')).html).toContain('You are signed out here and at')
  })

  it('is over after a quarter of an hour, whatever comes then', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    later(world, 15 * 60)
    const back = await person.get(responsePath(world, { inResponseTo: request.id }))
    expect(back).toMatchObject({ status: 403, location: null })
    expect((await person.get(`/signed-out?id=${request.id}`)).html).toContain('may still know you')
  })

  it('shows nothing of an old logout to who has signed in again', async () => {
    const person = await signedOn()
    const { request } = await person.leave()
    await person.signOn(john, 's2')
    expect(await person.get(`/signed-out?id=${request.id}`)).toMatchObject({ status: 302, location: '/' })
    expect(await person.isSignedIn()).toBe(true)
  })

  it('crosses with the partner’s own without harm', async () => {
    const person = await signedOn('cross')
    const { request } = await person.leave()
    const theirs = await person.get(requestPath(world, { nameId: john, sessionIndexes: ['cross'] }))
    expect(theirs.status).toBe(303)
    const back = await person.get(responsePath(world, { inResponseTo: request.id }))
    expect((await person.get(back.location ?? '')).html).toContain('You are signed out here and at')
  })
})

describe('a partner that takes logout requests by POST', () => {
  it('gets a form that sends itself once', async () => {
    const world = await newLogoutWorld([{ binding: 'HTTP-POST', url: sloUrl }])
    const person = new Person(world)
    await person.signOn(john, 's1')
    const out = await person.signOut()
    const page = await person.get(out.location ?? '')
    expect(page.html).toContain(`action="${sloUrl}"`)
    expect(page.html).toContain("getElementById('onward').submit()")
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https: https://slo.example")
    const again = await person.get(out.location ?? '')
    expect(again.html).toContain(`action="${sloUrl}"`)
    expect(again.html).not.toContain('submit()')
    await world.end()
  })
})
