import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { count, newWorld, type World } from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'
import { answer, choose, idOf, lastEntry, requestIn } from './request-world.ts'

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
})
afterAll(() => world?.end())

/** Everything that a sign-on could write. */
const written = async () => ({
  users: await count(world, 'users'),
  contacts: await count(world, 'contacts'),
  sessions: await count(world, 'sessions'),
  requests: await count(world, 'pending_requests'),
  consumed: await count(world, 'consumed_assertions'),
})

const relayOf = (location: string | null) => new URL(location ?? '').searchParams.get('RelayState') ?? ''

/** A minute later nothing of what went before counts. */
const later = () => {
  world.clock.now = new Date(world.clock.now.getTime() + 61_000)
}

/** Follows redirects of ours until one leads away, or there is a page. */
async function follow(visitor: Visitor, location: string | null) {
  let at = await visitor.get(location ?? '')
  for (let hops = 0; at.location?.startsWith('/'); hops++) {
    if (hops > 3) throw new Error('too many redirects')
    at = await visitor.get(at.location)
  }
  if (at.location?.startsWith('http://localhost:3000')) throw new Error('ours is relative')
  return at
}

describe('an answer that nobody asked for', () => {
  it('is refused unless the provider may send one; the fix names the setting', async () => {
    const visitor = new Visitor(site)
    expect((await answer(world, visitor, null)).status).toBe(403)
    expect(await lastEntry(world)).toMatchObject({ code: 'response_unsolicited', step: 'protocol' })
  })

  it('is a hint when it may: nothing is written, nobody is signed on, a sign-on of the browser’s own begins', async () => {
    await choose(world, { idpInitiated: true })
    const visitor = new Visitor(site)
    const before = await written()
    const hinted = await answer(world, visitor, null, { relayState: '/me?tab=2' })
    expect([hinted.status, hinted.location]).toEqual([303, '/sso/acme/start?hint=&returnTo=%2Fme%3Ftab%3D2'])
    expect(hinted.headers.getSetCookie()).toEqual([])
    expect(await written()).toEqual(before)

    const left = await follow(visitor, hinted.location)
    expect(left.location).toMatch(/^https:\/\/idp\.example\/sso\?SAMLRequest=/)
    const back = await answer(world, visitor, idOf(requestIn(left.location)), { relayState: relayOf(left.location) })
    expect([back.status, back.location]).toEqual([303, '/me?tab=2'])
    expect(visitor.cookies.has('jitup-local-session')).toBe(true)
  })

  it.each([
    ['//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['\\\\evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example/', '/'],
    ['/.//evil.example', '/'],
    [`/${'x'.repeat(2000)}`, '/'],
    ['7f1e1c3a', '/'],
    ['/me', '/me'],
  ])('T61 with the relay state %.30s leads to a path of ours', async (relayState, returnTo) => {
    later()
    const visitor = new Visitor(site)
    const { location } = await answer(world, visitor, null, { relayState })
    expect(new URL(location ?? '', 'http://localhost').searchParams.get('returnTo') ?? '/').toBe(returnTo)
    const left = await follow(visitor, location)
    const back = await answer(world, visitor, idOf(requestIn(left.location)), { relayState })
    expect(back.location).toBe(returnTo)
  })

  it.each([
    ['unsigned', { sign: 'none' }, 'signature_missing'],
    ['for somebody else', { audience: 'https://other.example' }, 'audience_mismatch'],
    ['old', { notOnOrAfter: new Date('2026-11-23T10:00:00Z') }, 'expired'],
    ['from a forger', { editSigned: (xml: string) => xml.replace('john', 'jane') }, 'signature_digest'],
  ] as const)('is no hint when it is %s: junk makes no requests', async (_, options, code) => {
    const before = await written()
    expect((await answer(world, new Visitor(site), null, options)).status).toBe(403)
    expect(await lastEntry(world)).toMatchObject({ code })
    expect(await written()).toEqual(before)
  })

  it('is no hint when Response and Assertion do not agree that nobody asked', async () => {
    const named = (xml: string) => xml.replace('<saml2p:Response ', '<saml2p:Response InResponseTo="_forged" ')
    const refused = await answer(world, new Visitor(site), null, { sign: 'assertion', editUnsigned: named })
    expect(refused.status).toBe(403)
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'in_response_to_mismatch' })
  })

  it('does the same for whomever it is sent to, and is worth nothing as a sign-on', async () => {
    const fixed = { assertionId: '_same', responseId: '_same-response' }
    later()
    for (const visitor of [new Visitor(site), new Visitor(site)]) {
      const hinted = await answer(world, visitor, null, fixed)
      expect(hinted.location).toBe('/sso/acme/start?hint=')
      expect(visitor.cookies.has('jitup-local-session')).toBe(false)
    }
  })
})

describe('a hint never goes in a circle', () => {
  it('when the identity provider sends our relay state back with another unasked answer', async () => {
    later()
    const visitor = new Visitor(site)
    const left = await follow(visitor, (await answer(world, visitor, null)).location)
    const again = await answer(world, visitor, null, { relayState: relayOf(left.location) })
    expect([again.status, again.location]).toEqual([403, null])
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'response_unsolicited_again' })
  })

  it('when it sends none: a few requests go unanswered, then it ends', async () => {
    later()
    const visitor = new Visitor(site)
    for (let round = 0; round < 3; round++) {
      expect((await follow(visitor, (await answer(world, visitor, null)).location)).location).toContain('SAMLRequest=')
    }
    const ended = await follow(visitor, (await answer(world, visitor, null)).location)
    expect([ended.status, ended.location]).toEqual([403, null])
    expect(ended.text).toContain('We could not sign you in')
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'response_unsolicited_again' })
    // Somebody else is not concerned, and neither is the next minute.
    const other = new Visitor(site)
    expect((await follow(other, (await answer(world, other, null)).location)).location).toContain('SAMLRequest=')
    later()
    expect((await follow(visitor, (await answer(world, visitor, null)).location)).location).toContain('SAMLRequest=')
  })

  it('when the browser keeps no cookies', async () => {
    later()
    const visitor = new Visitor(site)
    const hinted = await answer(world, visitor, null)
    const first = await visitor.get(hinted.location ?? '')
    expect(first.location).toBe('/sso/acme/start?hint=&cookie=')
    visitor.cookies.clear()
    const second = await visitor.get(first.location ?? '')
    expect([second.status, second.location]).toEqual([400, null])
    expect(second.text).toContain('Allow cookies')
  })
})

describe('a hint to a browser in which somebody is signed in', () => {
  const john = async () => {
    later()
    const visitor = new Visitor(site)
    await visitor.signOn(`john-${randomBytes(4).toString('hex')}`, {})
    return visitor
  }

  it('asks whether to go on or to sign in again; the session stands until somebody decides', async () => {
    const visitor = await john()
    const session = visitor.cookies.get('jitup-local-session')
    const hinted = await answer(world, visitor, null, { relayState: '/me?tab=2', nameId: { value: 'attacker' } })
    const requests = await count(world, 'pending_requests')
    const page = await visitor.get(hinted.location ?? '')
    expect([page.status, page.location]).toEqual([200, null])
    expect(page.text).toContain('You are signed in already')
    expect(page.html).toContain('href="/me?tab=2"')
    expect(page.html).toContain('href="/sso/acme/start?hint=go&amp;returnTo=%2Fme%3Ftab%3D2"')
    expect(await count(world, 'pending_requests')).toBe(requests)
    expect(visitor.cookies.get('jitup-local-session')).toBe(session)
    expect((await visitor.get('/me')).status).toBe(200)
  })

  it('signs in again when told to, as whoever it is at the identity provider', async () => {
    const visitor = await john()
    const hinted = await answer(world, visitor, null)
    const href = /href="(\/sso\/acme\/start\?hint=go[^"]*)"/.exec((await visitor.get(hinted.location ?? '')).html)?.[1]
    const left = await follow(visitor, href ?? '')
    const nameId = { value: 'somebody.else' }
    await answer(world, visitor, idOf(requestIn(left.location)), { nameId })
    expect((await visitor.get('/me')).text).toContain('somebody.else')
  })
})

describe('T60 the answer to a request is good', () => {
  const leave = async (visitor: Visitor) => idOf(requestIn((await visitor.get('/sso/acme/start')).location))

  it('in the browser that asked, with a session that is new', async () => {
    const visitor = new Visitor(site)
    visitor.cookies.set('jitup-local-session', 'a-session-somebody-has-planted')
    const back = await answer(world, visitor, await leave(visitor))
    expect(back.status).toBe(303)
    expect(visitor.cookies.get('jitup-local-session')).toMatch(/^[\w-]{43}$/)
  })

  it('not in another browser, and not in one without cookies', async () => {
    const victim = new Visitor(site)
    await leave(victim)
    const attacker = new Visitor(site)
    const request = await leave(attacker)
    for (const browser of [victim, new Visitor(site)]) {
      expect((await answer(world, browser, request)).status).toBe(403)
      expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'browser_mismatch' })
      expect(browser.cookies.has('jitup-local-session')).toBe(false)
    }
    expect((await answer(world, attacker, request)).status).toBe(303)
  })

  it('wherever its relay state would lead', async () => {
    for (const relayState of ['//evil.example', 'javascript:alert(1)', '\\\\evil.example', 'x'.repeat(5000)]) {
      const visitor = new Visitor(site)
      const request = await leave(visitor)
      expect((await answer(world, visitor, request, { relayState })).location).toBe('/')
    }
  })

  it('once in a form: two messages are none', async () => {
    const visitor = new Visitor(site)
    const body = 'SAMLResponse=AA&SAMLResponse=BB'
    const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost:3000' }
    const request = new Request('http://localhost:3000/sso/acme/acs', { method: 'POST', headers, body })
    expect((await site.server.fetch(request)).status).toBe(400)
    expect(visitor.cookies.size).toBe(0)
  })
})

describe('the body of an answer', () => {
  const post = (slug: string, size: number) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost:3000' }
    const body = `SAMLResponse=${'A'.repeat(size - 'SAMLResponse='.length)}`
    return site.server.fetch(new Request(`http://localhost:3000/sso/${slug}/acs`, { method: 'POST', headers, body }))
  }

  it('may be as large as its provider may send', async () => {
    expect((await post('acme', 524_288)).status).not.toBe(413)
    expect((await post('acme', 524_289)).status).toBe(413)
    await choose(world, { maxBytes: 1_048_576, maxNodes: 20_000 })
    expect((await post('acme', 2_097_152)).status).not.toBe(413)
    expect((await post('acme', 2_097_153)).status).toBe(413)
  })

  it('is not read at all for an address that no provider has', async () => {
    let read = false
    const body = new ReadableStream(
      {
        pull(controller) {
          read = true
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    const headers = { 'content-type': 'application/x-www-form-urlencoded', host: 'localhost:3000' }
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    expect((await site.server.fetch(new Request('http://localhost:3000/sso/nobody/acs', init))).status).toBe(404)
    expect(read).toBe(false)
  })

  it('with a genuine message of 700 KB signs on where that is allowed', async () => {
    await choose(world, { maxBytes: 1_048_576, maxNodes: 20_000 })
    const visitor = new Visitor(site)
    const request = idOf(requestIn((await visitor.get('/sso/acme/start')).location))
    const groups = Array.from({ length: 2500 }, (_, index) => `CN=group-${index},${'OU=part,'.repeat(18)}DC=acme`)
    const back = await answer(world, visitor, request, { attributes: { memberOf: groups } })
    expect(back.status).toBe(303)
  })
})

it('a provider without the answer’s key makes no hint of it', async () => {
  later()
  const forger = createIdentityProvider({ now: () => world.clock.now })
  const xml = forger.respond({
    acsUrl: 'http://localhost:3000/sso/acme/acs',
    audience: 'http://localhost:3000/sso/acme/metadata',
  })
  const message = Buffer.from(xml).toString('base64')
  const visitor = new Visitor(site)
  const refused = await visitor.post('/sso/acme/acs', { SAMLResponse: message }, 'https://idp.example')
  expect([refused.status, refused.location]).toEqual([403, null])
  expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'signature_invalid' })
})
