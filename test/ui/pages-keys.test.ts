import { afterEach, beforeEach, expect, it } from 'vitest'
import { saveConverter } from '../../src/api/edit/converters.ts'
import { createProvider } from '../../src/api/edit/providers.ts'
import { certificateOf } from '../../src/protocols/saml/index.ts'
import { listWaitingCertificates, putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { providerBySlug } from '../../src/store/providers.ts'
import { createIdentityProvider, type TestIdentityProvider } from '../../src/testing/index.ts'
import { newWorld, type World } from '../sign-on/world.ts'
import { makeAdministrator, newSite, Visitor } from './site.ts'

let world: World
let admin: Visitor
let person: Visitor
let renewed: TestIdentityProvider
let fingerprint: string
beforeEach(async () => {
  world = await newWorld()
  const site = newSite(world)
  admin = new Visitor(site)
  person = new Visitor(site)
  await admin.signOn('ada', {})
  await makeAdministrator(world, 'ada')
  await person.signOn('john', {})
  renewed = createIdentityProvider({ entityId: world.idp.entityId, now: () => world.clock.now })
  const { fingerprint256, notAfter, pem } = certificateOf(renewed.keys.certificate)
  fingerprint = fingerprint256
  const waiting = { pem, fingerprint, notAfter, firstSeen: world.clock.now, dismissedAt: null }
  await world.app.db.transaction((tx) => putWaitingCertificates(tx, world.providerId, [waiting]))
})
afterEach(() => world.end())

const pinned = async () => (await providerBySlug(world.app.db, 'acme'))?.certificates.map((one) => one.fingerprint)
const decide = (by: Visitor, fields: Record<string, string>, origin?: string) =>
  by.post(`/admin/providers/acme/keys/${fingerprint}`, fields, origin)

it('tells administrators of a key that waits, on their first page and at the provider', async () => {
  expect((await admin.get('/admin')).text).toContain('A new signing key waits for your decision')
  const { text } = await admin.get('/admin/providers')
  expect(text).toContain(fingerprint)
  expect(text).toContain('I have compared the fingerprint.')
})

it('pins the key once somebody says that he has compared it, and not before', async () => {
  expect((await decide(admin, { do: 'approve' })).status).toBe(422)
  expect(await pinned()).not.toContain(fingerprint)
  expect((await decide(admin, { do: 'approve', compared: 'yes' })).location).toBe('/admin/providers#p-acme')
  expect(await pinned()).toHaveLength(2)
  expect(await pinned()).toContain(fingerprint)
  expect((await admin.get('/admin')).text).not.toContain('A new signing key waits')
  expect((await decide(admin, { do: 'approve', compared: 'yes' })).status).toBe(404)
})

it('is quiet about a key that was dismissed, and trusts it no more than before', async () => {
  expect((await decide(admin, { do: 'dismiss' })).status).toBe(303)
  expect((await admin.get('/admin')).text).not.toContain('A new signing key waits')
  expect(await pinned()).not.toContain(fingerprint)
  const waiting = (await listWaitingCertificates(world.app.db)).get(world.providerId)
  expect(waiting?.[0]?.dismissedAt).toEqual(world.clock.now)
})

it('lets nobody decide but an administrator, from a page of ours', async () => {
  const fields = { do: 'approve', compared: 'yes' }
  expect((await decide(person, fields)).status).toBe(403)
  expect((await decide(admin, fields, 'https://evil.example')).status).toBe(403)
  expect(await pinned()).not.toContain(fingerprint)
})

it('shows what to create at the identity provider, with names as they are', async () => {
  const { app } = world
  const idp = createIdentityProvider({ entityId: 'https://adfs.example/adfs/services/trust' })
  const author = { kind: 'system' } as const
  await createProvider(app, author, { slug: 'corp', name: 'Corp', metadata: idp.metadata(), preset: 'adfs' })
  await saveConverter(app, author, { attributes: ['<b>Phone</b>"; Remove-Item'], column: 'Phone' })
  const { status, text, html } = await admin.get('/admin/providers/corp/setup')
  expect(status).toBe(200)
  expect(text).toContain('/sso/corp/acs')
  expect(text).toContain('<b>Phone</b>')
  expect(html).not.toContain('<b>Phone')
  expect((await admin.get('/admin/providers/none/setup')).status).toBe(404)
  expect((await person.get('/admin/providers/corp/setup')).status).toBe(403)
})
