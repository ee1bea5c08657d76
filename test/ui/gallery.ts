import sql from 'sql-template-tag'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { createProvider } from '../../src/api/edit/providers.ts'
import type { PresetId } from '../../src/presets/preset.ts'
import { presets } from '../../src/presets/presets.ts'
import { certificateOf } from '../../src/protocols/saml/index.ts'
import { createServer } from '../../src/server/app.ts'
import { putMetadataSource, putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { listen } from './browser.ts'
import { john, mapping } from './people.ts'
import { makeAdministrator, newSite, Visitor } from './site.ts'

/** One page in one state, and the cookies of the person who looks at it. */
export interface Picture {
  readonly name: string
  readonly url: string
  readonly cookies: ReadonlyMap<string, string>
  /** Posted from elsewhere instead of opened. */
  readonly post?: Readonly<Record<string, string>>
}

/** Rules and a script, tables, and text alone. */
const shownPresets = presets.filter(({ id }) => id === 'adfs' || id === 'onelogin' || id === 'generic')

/** A directory with people in it, served, and every page of it in every state worth a look. */
export interface Gallery {
  readonly world: World
  readonly url: string
  readonly pictures: readonly Picture[]
  close(): Promise<void>
}

/** Long, bidirectional, markup, without blanks: what an attribute may bring. */
const hostile = {
  ...john,
  'First Name': ['<script>alert(1)</script>'],
  'Last Name': [`\u202eevil\u202c ${'W'.repeat(90)}`],
  Department: ['x'.repeat(900)],
  memberOf: Array.from({ length: 60 }, (_, index) => `CN=Group ${index},OU=Very long organisational unit,DC=example`),
  ['urn:'.repeat(40)]: ['1', '', '\u0085\t2'],
}

export async function openGallery(): Promise<Gallery> {
  const [world, bare, off] = await Promise.all([newWorld(), newWorld(), newWorld()])
  await off.app.db.query(sql`update providers set enabled = false`)
  await bare.app.db.query(sql`update providers set demo = true`)
  const servers = new Map<string, { url: string; close(): Promise<void> }>()
  const serveWorld = async (name: string, of: World, demo: boolean): Promise<string> => {
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    const server = await listen((request) => fetch(request))
    fetch = createServer({ ...of.app, publicUrl: server.url, demo }).fetch
    servers.set(name, server)
    return server.url
  }
  const url = await serveWorld('filled', world, false)
  const demoUrl = await serveWorld('demo', world, true)
  const bareUrl = await serveWorld('bare', bare, false)
  const offUrl = await serveWorld('off', off, false)
  const { pictures } = await fill(world, { url, demoUrl, bareUrl, offUrl })
  return {
    world,
    url,
    pictures,
    close: async () => {
      for (const server of servers.values()) await server.close()
      await world.end()
      await bare.end()
      await off.end()
    },
  }
}

/** Deletes a row of the mapping, as an administrator would. */
async function deletedRow(world: World): Promise<{ gone: string; revision: number }> {
  const { app } = world
  const row = await saveConverter(app, { kind: 'system' }, { attributes: ['Title'], column: 'JobTitle' })
  const { rules } = await app.rules.current()
  await deleteConverter(app, { kind: 'system' }, row.id)
  return { gone: row.id, revision: rules.revision }
}

/** The partner's metadata comes from an address, names a key that nobody vouches for, and could not be read lately. */
async function newKeyWaits({ app, providerId, clock }: World): Promise<void> {
  const certificate = createIdentityProvider({ now: () => clock.now }).keys.certificate
  const { fingerprint256, notAfter, pem } = certificateOf(certificate)
  const waiting = { pem, fingerprint: fingerprint256, notAfter, firstSeen: clock.now, dismissedAt: null }
  const nothing = {
    signers: [],
    sha256: null,
    etag: null,
    lastModified: null,
    validUntil: null,
    changedAt: null,
    nextAt: null,
  }
  const error = { code: 'fetch_timeout', message: 'The address did not answer within 10 seconds.', at: clock.now }
  const url = 'https://login.brightharbour.example/saml/metadata'
  await app.db.transaction(async (tx) => {
    await putWaitingCertificates(tx, providerId, [waiting])
    await putMetadataSource(tx, { ...nothing, providerId, url, checkedAt: clock.now, error })
  })
}

/** A switched-off provider of one product, to see what is to be created over there. */
async function addPartner({ app, clock }: World, preset: PresetId): Promise<void> {
  const idp = createIdentityProvider({ entityId: `https://${preset}.example/idp`, now: () => clock.now })
  const provider = { slug: preset, name: `Partner ${preset}`, metadata: idp.metadata(), enabled: false, preset }
  await createProvider(app, { kind: 'system' }, provider)
}

async function fill(world: World, urls: { url: string; demoUrl: string; bareUrl: string; offUrl: string }) {
  const site = newSite(world)
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  await addRole(world, 'London office')
  await addRole(world, 'Field staff', 'Field')

  const admin = new Visitor(site)
  await admin.signOn('ada', { ...john, 'First Name': ['Ada'], 'Last Name': ['Admin'], Email: ['ada@jitup.example'] })
  await makeAdministrator(world, 'ada')
  const person = new Visitor(site)
  await person.signOn('john', john)
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  await new Visitor(site).signOn('zoe', hostile)
  await new Visitor(site).signOn('late', john, { response: { notOnOrAfter: new Date('2026-01-01T00:00:00Z') } })

  const result = async (nameId: string, claims: Readonly<Record<string, readonly string[]>>, by: Visitor) =>
    (await by.signOn(nameId, claims, { test: true })).location ?? ''
  const signOns = await world.app.db.query<{ id: string; outcome: string }>(sql`
    select distinct on (outcome) id, outcome from sign_ons order by outcome, at desc`)
  const signOn = (outcome: string) => `/admin/sign-ons/${signOns.find((one) => one.outcome === outcome)?.id ?? ''}`
  const contacts = await world.app.db.query<{ id: string }>(sql`
    select u.contact_id as id from users u where u.login in ('john', 'zoe') order by u.login`)
  const [phone] = await world.app.db.query<{ id: string }>(sql`select id from converters where column_name = 'Phone'`)
  const { gone, revision } = await deletedRow(world)
  await newKeyWaits(world)
  for (const preset of shownPresets) await addPartner(world, preset.id)
  const nobody = new Visitor(site)
  const guest = new Visitor(newSite(world, { ...world.app, demo: true }))
  const created = await result(
    'mary',
    {
      ...john,
      Email: ['mary.smith@brightharbour.example'],
      'First Name': ['Mary'],
      'Last Name': ['Smith'],
      Department: ['Legal'],
    },
    admin,
  )
  const updated = await result(
    'john',
    { ...john, Department: ['Legal'], Phone: [], memberOf: ['Sales team', 'London office', 'Administrators'] },
    guest,
  )
  const unchanged = await result(
    'john',
    { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] },
    guest,
  )
  const strange = await result('eve', { ...hostile, Email: ['john.best@brightharbour.example'] }, admin)
  await world.app.db.query(sql`update users set status = 'disabled' where login = 'zoe'`)
  const refused = await result('zoe', john, admin)

  const at = (name: string, path: string, by: Visitor, base = urls.url): Picture => ({
    name,
    url: `${base}${path}`,
    cookies: by.cookies,
  })
  const pictures: readonly Picture[] = [
    at('sign-in', '/', nobody),
    at('sign-in-demo', '/', nobody, urls.demoUrl),
    at('sign-in-none', '/', nobody, urls.bareUrl),
    at('sign-in-off', '/', nobody, urls.offUrl),
    at('me', '/me', person),
    at('me-demo', '/me', person, urls.demoUrl),
    at('signed-out', '/signed-out', nobody),
    at('local', '/local', nobody),
    at('test-link', '/sso/acme/test-link', nobody),
    at('tested', '/sso/acme/tested', nobody),
    at('error-404', '/nowhere', nobody),
    at('error-403', '/admin', person),
    at('error-403-demo', '/admin', person, urls.demoUrl),
    at('error-acs', '/sso/acme/acs', nobody),
    { ...at('error-sign-on', '/sso/acme/acs', nobody), post: { SAMLResponse: 'bm90aGluZw==' } },
    at('result-created', created, admin),
    at('result-updated', updated, guest, urls.demoUrl),
    {
      ...at('result-stale', updated, guest, urls.demoUrl),
      post: { digest: 'old', shown: '{"column Phone":"","role All employees":""}' },
    },
    at('result-unchanged', unchanged, guest, urls.demoUrl),
    at('result-hostile', strange, admin),
    at('result-refused', refused, admin),
    at('result-gone', '/sso/acme/result/0198a1b2-0000-7000-8000-000000000000', nobody),
    at('admin', '/admin', admin),
    at('admin-sign-ons', '/admin/sign-ons', admin),
    at('admin-sign-ons-none', '/admin/sign-ons?outcome=updated&before=00000000-0000-7000-8000-000000000000', admin),
    at('admin-sign-on-created', signOn('created'), admin),
    at('admin-sign-on-updated', signOn('updated'), admin),
    at('admin-sign-on-unchanged', signOn('unchanged'), admin),
    at('admin-sign-on-refused', signOn('refused'), admin),
    at('admin-contacts', '/admin/contacts', admin),
    at('admin-contacts-none', '/admin/contacts?search=nobody', admin),
    at('admin-contact', `/admin/contacts/${contacts[0]?.id}`, admin),
    at('admin-contact-hostile', `/admin/contacts/${contacts[1]?.id}`, admin),
    at('admin-providers', '/admin/providers', admin),
    ...shownPresets.map(({ id }) => at(`admin-setup-${id}`, `/admin/providers/${id}/setup`, admin)),
    at('admin-converters', '/admin/converters?done=saved', admin),
    {
      ...at('admin-converters-refused', '/admin/converters', admin),
      post: { attributes: 'Mail', column: 'Email', defaultValue: 'not an address' },
    },
    {
      ...at('admin-converters-long', '/admin/converters', admin),
      post: { attributes: 'x'.repeat(3000), column: 'Job', defaultValue: '' },
    },
    {
      ...at('admin-converters-changed', `/admin/converters/${phone?.id}`, admin),
      post: { version: '99', attributes: 'Phone\nMobile', column: 'Phone', defaultValue: '+44 20 7946 0100' },
    },
    at('admin-converters-deleted', `/admin/converters?done=deleted&row=${gone}&version=${revision}`, admin),
    at('admin-converters-lost', '/admin/converters?done=lost', admin),
    at('admin-reference', '/admin/lookup/reference?id=nothing', admin),
  ]
  return { pictures }
}
