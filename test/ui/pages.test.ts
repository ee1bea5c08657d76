import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeSetting } from '../../src/store/settings.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { john, mapping } from './people.ts'
import { makeAdministrator, newSite, type Site, Visitor } from './site.ts'

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  await addRole(world, 'London office')
})
afterAll(() => world.end())

describe('the sign-in page', () => {
  it('has a button for each provider that is switched on, and carries on to where the person wanted to go', async () => {
    const page = await new Visitor(site).get('/?returnTo=/me%3Ftab=2')
    expect(page.status).toBe(200)
    expect(page.text).toContain('Sign in with Acme')
    expect(page.html).toContain('href="/sso/acme/start?returnTo=%2Fme%3Ftab%3D2"')
    expect(page.html).not.toContain('test=')
  })

  it('never carries on to another site', async () => {
    const page = await new Visitor(site).get('/?returnTo=//evil.example')
    expect(page.html).not.toContain('evil.example')
  })

  it('says that every provider is switched off, and how to switch one on', async () => {
    await world.app.db.query(sql`update providers set enabled = false`)
    const page = await new Visitor(site).get('/')
    await world.app.db.query(sql`update providers set enabled = true`)
    expect(page.text).toContain('Signing in is switched off')
    expect(page.text).toContain('Come in by the link first; then switch one on in the administration, under')
    expect(page.text).toContain('- slug: acme enabled: true')
    expect(page.text).not.toContain('No identity provider')
    expect(page.html).not.toContain('/sso/')
  })

  it('tells an administrator what to do when there is no provider', async () => {
    await world.app.db.query(sql`update providers set demo = true`)
    const page = await new Visitor(site).get('/')
    await world.app.db.query(sql`update providers set demo = false`)
    expect(page.text).toContain('No identity provider is set up yet')
    expect(page.text).toContain('Come in by the link first; then set one up in the administration, under')
    expect(page.text.indexOf('JITUP_CONFIG')).toBeGreaterThan(page.text.indexOf('under Identity providers'))
    expect(page.html).not.toContain('/sso/')
  })

  it('says in the demo what to do, and shows first what will change', async () => {
    const page = await new Visitor(newSite(world, { ...world.app, demo: true })).get('/')
    expect(page.text).toContain('choose John Best')
    expect(page.html).toContain('href="/demo-idp"')
    expect(page.html).toContain('href="/sso/acme/start?test"')
    expect(page.text).toContain('Not for real data')
  })

  it('sends on who is signed in already', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('john', john)
    expect((await visitor.get('/')).location).toBe('/me')
    expect((await visitor.get('/?returnTo=/me%3Ftab=2')).location).toBe('/me?tab=2')
  })
})

describe('the window of a proof of presence', () => {
  it('ends on a page that says that it can be closed', async () => {
    const visitor = new Visitor(site)
    expect((await visitor.get('/proven')).location).toBe('/')
    await visitor.signOn('john', john)
    expect((await visitor.get('/proven')).text).toContain('Close this window and go on in the one where you came from.')
  })
})

describe('my contact', () => {
  it('shows every value with where it comes from, roles with why, and the last sign-ins', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('mary', { ...john, 'First Name': ['Mary'], Email: ['mary@brightharbour.example'] })
    const { text, html } = await visitor.get('/me')
    expect(text).toContain('Given name Mary from First Name at Acme, 23 Nov 2026, 12:0')
    expect(text).toContain('Full name Mary Best made from other values')
    expect(text).toContain('Type Employee fixed value')
    expect(text).toContain('Sales by the group mapping of Sales team, from Acme')
    expect(text).toContain('London office by a group of the same name, from Acme')
    expect(text).toContain('All employees everybody of this kind has it')
    expect(text).toContain('Roles (user groups)')
    expect(text).toContain('Last sign-ins first sign-in')
    expect(text).not.toContain('created')
    expect(text).toContain('this session')
    expect(html).toMatch(/<time datetime="2026-11-23T12:0\d:\d\d\.000Z">/)
    expect(html).not.toContain('href="/admin"')
  })

  it('says when a value was edited by hand', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('eric', { ...john, Email: ['eric@brightharbour.example'] })
    const origin = { kind: 'person', at: '2026-11-20T08:00:00.000Z' }
    await world.app.db.query(sql`
      update contacts set origins = jsonb_set(origins, '{Phone}', ${JSON.stringify(origin)}::jsonb)
      where email_key = 'eric@brightharbour.example'`)
    expect((await visitor.get('/me')).text).toContain('+44 20 7946 0142 edited by hand, 20 Nov 2026, 08:00 UTC')
  })

  it('asks to sign in first, and comes back', async () => {
    expect((await new Visitor(site).get('/me')).location).toBe('/?returnTo=/me')
  })

  it('leads administrators, and nobody else, to the administration', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('ada', { ...john, Email: ['ada@brightharbour.example'] })
    expect((await visitor.get('/admin')).status).toBe(403)
    await makeAdministrator(world, 'ada')
    expect((await visitor.get('/me')).html).toContain('href="/admin"')
  })

  it('signs out only by a form of ours, and is over then', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('john', john)
    expect((await visitor.post('/sign-out', {}, 'https://evil.example')).status).toBe(403)
    expect((await visitor.get('/me')).status).toBe(200)
    const out = await visitor.post('/sign-out', {})
    expect(out.location).toBe('/signed-out')
    expect((await visitor.get('/signed-out')).text).toContain('You are signed out')
    expect((await visitor.get('/me')).status).toBe(302)
  })
})

describe('an error page', () => {
  it('is calm, has a reference that the journal knows, the help text, and never the reason', async () => {
    await writeSetting(world.app.db, 'helpText', 'Ask the service desk & smile.')
    const visitor = new Visitor(site)
    const answer = await visitor.signOn('john', john, { response: { audience: 'https://other.example' } })
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('We could not sign you in')
    expect(answer.text).toContain('Ask the service desk & smile.')
    expect(answer.text).not.toContain('audience')
    const reference = /Reference: ([0-9a-f-]{36})/.exec(answer.text)?.[1]
    const [row] = await world.app.db.query(sql`select code from sign_ons where id = ${reference}::uuid`)
    expect(row).toEqual({ code: 'audience_mismatch' })
  })

  it('answers what is no SAML message with 400, an unknown provider with 404, too large a body with 413', async () => {
    const visitor = new Visitor(site)
    const nonsense = await visitor.post('/sso/acme/acs', { SAMLResponse: 'bm90aGluZw==' })
    expect(nonsense.status).toBe(400)
    expect(nonsense.text).toContain('We could not sign you in')
    expect((await visitor.get('/sso/nobody/start')).status).toBe(404)
    const large = await visitor.post('/sso/acme/acs', { SAMLResponse: 'A'.repeat(600_000) })
    expect(large.status).toBe(413)
    expect(large.text).toContain('too much at once')
  })

  it('says at the address for answers what it is for', async () => {
    const page = await new Visitor(site).get('/sso/acme/acs')
    expect(page.status).toBe(405)
    expect(page.headers.get('allow')).toBe('POST')
    expect(page.text).toContain('This address takes answers of your identity provider')
    expect(page.html).toContain('<a class="button" href="/">')
  })

  it('leads who may not be there to their own page, or to sign in as somebody else; in the demo as whom', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('john', john)
    const page = await visitor.get('/admin')
    expect(page.text).toContain('My contact Sign in as somebody else')
    expect(page.text).not.toContain('Try again')
    expect(page.text).not.toContain('Ada Admin')
    const guest = new Visitor(newSite(world, { ...world.app, demo: true }))
    await guest.signOn('john', john)
    expect((await guest.get('/admin')).text).toContain('Ada Admin may see')
    expect((await visitor.post('/sign-out', {})).location).toBe('/signed-out')
  })

  it('says that nothing is there, and leads back to the start', async () => {
    const page = await new Visitor(site).get('/nowhere')
    expect(page.status).toBe(404)
    expect(page.html).toContain('<a class="button" href="/">')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('tells the person that an approval is missing', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('paul', { ...john, Email: ['paul@brightharbour.example'] })
    await world.app.db.query(sql`update users set status = 'pending' where login = 'paul'`)
    const answer = await visitor.signOn('paul', john)
    expect(answer.status).toBe(403)
    expect(answer.text).toContain('waiting for approval')
  })

  it('does not need the database, logs what broke under its reference and tells nothing of it', async () => {
    const logged: unknown[] = []
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => logged.push(fields) }
    const query = () => Promise.reject(new Error('the secret reason'))
    const broken = newSite(world, { ...world.app, log, db: { ...world.app.db, query } })
    const page = await new Visitor(broken).get('/')
    expect(page.status).toBe(500)
    expect(page.text).toContain('Something went wrong here')
    expect(page.html).not.toContain('secret reason')
    const reference = /Reference: ([0-9a-f-]{36})/.exec(page.text)?.[1]
    expect(logged).toMatchObject([{ reference, code: 'internal' }])
  })

  it('is problem+json beneath /api/', async () => {
    const answer = await new Visitor(site).get('/api/nothing')
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(JSON.parse(answer.html)).toMatchObject({ status: 404, code: 'not_found' })
  })
})

describe('every page of people', () => {
  it('is small, has no style attribute and no script, and names the language', async () => {
    const visitor = new Visitor(site)
    await visitor.signOn('john', john)
    for (const [path, by] of [
      ['/', new Visitor(site)],
      ['/me', visitor],
      ['/signed-out', new Visitor(site)],
      ['/nowhere', visitor],
    ] as const) {
      const { html } = await by.get(path)
      expect(Buffer.byteLength(html), path).toBeLessThan(20_000)
      expect(html).not.toMatch(/ style=|<script| on[a-z]+=/)
      expect(html).toMatch(/^<!doctype html><html lang="en">/)
      expect(html.match(/<h1/g)).toHaveLength(1)
    }
  })
})
