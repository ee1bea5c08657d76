import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { count, newWorld, type World } from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'
import { answer, choose, idOf, lastEntry, postedIn, requestIn } from './request-world.ts'

const password = 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport'
const mfa = 'https://refeds.org/profile/mfa'
const plain = { requestBinding: 'redirect', forceAuthn: false, authnContexts: [], clockSkewSeconds: 60 }

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
})
afterAll(() => world?.end())
beforeEach(() => choose(world, plain))

const ago = (seconds: number) => new Date(world.clock.now.getTime() - seconds * 1000)

describe('a request by POST', () => {
  it('leaves on a page that may post to the origin of the identity provider and nowhere else', async () => {
    await choose(world, { requestBinding: 'post' })
    const visitor = new Visitor(site)
    const page = await visitor.get('/sso/acme/start?returnTo=/me?tab=2')
    expect(page.status).toBe(200)
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/; form-action https:\/\/idp\.example;/)
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
    expect(page.html).toContain(`<script nonce="${nonce}">`)
    expect(page.html).toContain('<form id="onward" method="post" action="https://idp.example/sso">')
    expect(page.html).toContain('<button class="button" type="submit">')
    expect(page.headers.get('cache-control')).toBe('no-store')

    const { xml, relayState } = postedIn(page)
    expect(relayState).toMatch(/^[\w-]{22}$/)
    const back = await answer(world, visitor, idOf(xml), { relayState })
    expect([back.status, back.location]).toEqual([303, '/me?tab=2'])
  })

  it('has no other form on its page, even for somebody who is signed in', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('jane', {})
    await choose(world, { requestBinding: 'post' })
    expect((await visitor.get('/sso/acme/start')).html.match(/<form/g)).toHaveLength(1)
  })
})

describe('a new sign-in that was asked for', () => {
  const leave = async (visitor: Visitor, query = '') =>
    requestIn((await visitor.get(`/sso/acme/start${query}`)).location)

  it('is accepted from the moment of the request on, give or take the difference of the clocks', async () => {
    await choose(world, { forceAuthn: true })
    const visitor = new Visitor(site)
    const request = await leave(visitor)
    expect(request).toContain(' ForceAuthn="true"')
    const authnInstant = ago(60)
    world.clock.now = new Date(world.clock.now.getTime() + 30_000)
    expect((await answer(world, visitor, idOf(request), { authnInstant })).status).toBe(303)
  })

  it.each([
    ['always, by the settings', { forceAuthn: true }, ''],
    ['for this once', {}, '?forceAuthn'],
  ])('and did not take place is refused: %s', async (_, settings, query) => {
    await choose(world, settings)
    const visitor = new Visitor(site)
    const request = await leave(visitor, query)
    expect(request).toContain(' ForceAuthn="true"')
    const expected = `${ago(60).toISOString()} or later`
    const authnInstant = ago(61)
    const sessions = await count(world, 'sessions')
    const answered = await answer(world, visitor, idOf(request), { authnInstant })
    expect(answered.status).toBe(403)
    expect(answered.text).toContain('We could not sign you in')
    expect(await count(world, 'sessions')).toBe(sessions)
    expect(await lastEntry(world)).toEqual({
      outcome: 'refused',
      code: 'reauthentication_missing',
      step: 'consume',
      evidence: { expected, came: authnInstant.toISOString() },
    })
  })

  it('is what the oldest of several statements says', async () => {
    await choose(world, { forceAuthn: true })
    const visitor = new Visitor(site)
    const older = `<saml2:AuthnStatement AuthnInstant="${ago(600).toISOString()}"><saml2:AuthnContext><saml2:AuthnContextClassRef>${password}</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>`
    const editUnsigned = (xml: string) => xml.replace('</saml2:AuthnStatement>', `</saml2:AuthnStatement>${older}`)
    await answer(world, visitor, idOf(await leave(visitor)), { editUnsigned })
    expect(await lastEntry(world)).toMatchObject({ code: 'reauthentication_missing' })
  })

  it('is asked for when the settings change after the start, too: the old request is no good', async () => {
    const visitor = new Visitor(site)
    const request = await leave(visitor)
    await choose(world, { forceAuthn: true })
    await answer(world, visitor, idOf(request), { authnInstant: ago(600) })
    expect(await lastEntry(world)).toMatchObject({ code: 'request_expired' })
  })

  it('is nobody’s business when it was not asked for', async () => {
    const visitor = new Visitor(site)
    expect((await answer(world, visitor, idOf(await leave(visitor)), { authnInstant: ago(3000) })).status).toBe(303)
  })
})

describe('a way to sign in that was asked for', () => {
  const signOn = async (options: Parameters<typeof answer>[3]) => {
    const visitor = new Visitor(site)
    return answer(world, visitor, idOf(requestIn((await visitor.get('/sso/acme/start')).location)), options)
  }

  it('is accepted when the answer names one of those, exactly', async () => {
    await choose(world, { authnContexts: [mfa, password] })
    expect((await signOn({ authnContext: password })).status).toBe(303)
  })

  it.each([password, `${mfa} `, mfa.toUpperCase(), `${mfa}x`])('is refused when the answer names %j', async (came) => {
    await choose(world, { authnContexts: [mfa] })
    expect((await signOn({ authnContext: came })).status).toBe(403)
    expect(await lastEntry(world)).toEqual({
      outcome: 'refused',
      code: 'authn_context_mismatch',
      step: 'consume',
      evidence: { expected: [mfa], came },
    })
  })

  it('is refused when several statements do not agree on it', async () => {
    await choose(world, { authnContexts: [mfa] })
    const weak = `<saml2:AuthnStatement AuthnInstant="${world.clock.now.toISOString()}"><saml2:AuthnContext><saml2:AuthnContextClassRef>${password}</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>`
    const editUnsigned = (xml: string) => xml.replace('</saml2:AuthnStatement>', `</saml2:AuthnStatement>${weak}`)
    await signOn({ authnContext: mfa, editUnsigned })
    expect(await lastEntry(world)).toMatchObject({ code: 'authn_context_mismatch', evidence: { came: null } })
  })
})
