/** Duties of saml2int that show in a whole sign-on; docs/saml2int.md names each of these tests. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { writeSetting } from '../../src/store/settings.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import {
  addProvider,
  Browser,
  contacts,
  count,
  newWorld,
  publicUrl,
  respond,
  setConverters,
  type World,
} from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'

const pairwise = 'urn:oasis:names:tc:SAML:attribute:pairwise-id'
const mail = 'urn:oid:0.9.2342.19200300.100.1.3'

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld({ subjectFrom: { attribute: pairwise } })
  site = newSite(world)
  await setConverters(world, { Email: mail, Surname: 'sn' })
})
beforeEach(async () => {
  await world.app.db.query(sql`truncate users, contacts, sign_ons cascade`)
})
afterAll(() => world.end())

const signOn = async (attributes: Readonly<Record<string, readonly string[]>>, response: object = {}) =>
  new Visitor(site).signOn('nobody', { sn: ['Best'], ...attributes }, { response: { nameId: null, ...response } })

it('a person without NameID is known by pairwise-id, and known again', async () => {
  expect((await signOn({ [pairwise]: ['7f1e@acme.example'] })).status).toBe(303)
  expect((await signOn({ [pairwise]: ['7f1e@acme.example'] })).status).toBe(303)
  expect(await count(world, 'users')).toBe(1)
  expect((await signOn({ [pairwise]: ['8a2b@acme.example'] })).status).toBe(303)
  expect(await count(world, 'users')).toBe(2)
})

it('the same identifier from two identity providers is two people', async () => {
  const other = createIdentityProvider({ entityId: 'https://other.example', now: () => world.clock.now })
  await addProvider(world, other, { slug: 'other', name: 'Other', subjectFrom: { attribute: pairwise } })
  const said = { attributes: { [pairwise]: ['7f1e@acme.example'] }, nameId: null }
  const browser = new Browser(world)
  const id = await browser.start()
  expect(await browser.post(respond(world, id, said))).toBeInstanceOf(Response)
  const requestId = await browser.start({ slug: 'other' })
  const address = `${publicUrl}/sso/other`
  const answer = { acsUrl: `${address}/acs`, audience: `${address}/metadata`, inResponseTo: requestId, ...said }
  expect(await browser.post(other.respond(answer), 'other')).toBeInstanceOf(Response)
  expect(await count(world, 'users')).toBe(2)
})

it('several addresses in one attribute are no reason to refuse anybody', async () => {
  const answer = await signOn({ [pairwise]: ['7f1e@acme.example'], [mail]: ['john@acme.example', 'jb@acme.example'] })
  expect(answer.status).toBe(303)
  expect(await contacts(world)).toMatchObject([{ Email: 'john@acme.example', Surname: 'Best' }])
})

it('attributes that nobody asked for are no reason to refuse anybody', async () => {
  const more = { 'urn:oid:9.9.9': ['x'], '': ['y'], eduPersonAssurance: [] }
  expect((await signOn({ [pairwise]: ['7f1e@acme.example'], ...more })).status).toBe(303)
})

it('an error of the identity provider ends on a calm page with a reference', async () => {
  const statusCode = 'urn:oasis:names:tc:SAML:2.0:status:Responder'
  const page = await signOn({}, { statusCode, withAssertion: false })
  expect(page.status).toBe(403)
  expect(page.text).toContain('We could not sign you in')
  const reference = /Reference: ([0-9a-f-]{36})/.exec(page.text)?.[1]
  const [row] = await world.app.db.query(sql`select code from sign_ons where id = ${reference}::uuid`)
  expect(row).toEqual({ code: 'status_not_success' })
})

it('who comes without an identifier is sent to the help of this installation, with a reference', async () => {
  await writeSetting(world.app.db, 'helpText', 'Ask the service desk.')
  const page = await signOn({ [mail]: ['john@acme.example'] })
  expect(page.status).toBe(403)
  expect(page.text).toContain('Ask the service desk.')
  const reference = /Reference: ([0-9a-f-]{36})/.exec(page.text)?.[1]
  const [row] = await world.app.db.query(sql`select code from sign_ons where id = ${reference}::uuid`)
  expect(row).toEqual({ code: 'subject_attribute_missing' })
  expect(await count(world, 'users')).toBe(0)
})

it('no page of ours stands in a frame, and no sign-on starts in one of another site', async () => {
  for (const path of ['/', '/signed-out', '/nowhere']) {
    const { headers } = await new Visitor(site).get(path)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-frame-options')).toBe('DENY')
  }
  const started = (destination: string) =>
    site.server.fetch(
      new Request(`${publicUrl}/sso/acme/start`, {
        headers: { host: 'localhost:3000', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': destination },
      }),
    )
  expect((await started('iframe')).status).toBe(403)
  expect((await started('document')).status).toBe(302)
})
