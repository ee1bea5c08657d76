import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIdentityProvider, type TestIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addProvider, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
let second: TestIdentityProvider
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const john = {
  Company: ['Best & Co'],
  Department: ['Sales'],
  Email: ['john@best.example'],
  'First Name': ['John'],
  'Last Name': ['Best'],
  Phone: ['+1 555 0100'],
  memberOf: ['Engineers', 'Berlin'],
}

async function mapAll() {
  const rows = { Account: 'Company', Department: 'Department', Email: 'Email', Phone: 'Phone' }
  for (const [column, name] of Object.entries(rows)) await api.post('/converters', { column, attributes: [name] })
  await api.post('/converters', { column: 'GivenName', attributes: ['First Name'] })
  await api.post('/converters', { column: 'Surname', attributes: ['Last Name'] })
  await api.post('/converters', { column: 'Type', defaultValue: 'Employee' })
  await api.post('/roles', { name: 'Engineers' })
  await api.post('/roles', { name: 'Berlin office', kind: 'organisational' })
  await api.post('/role-rules', { group: 'Berlin', role: 'Berlin office' })
}

describe('an installation that was set up by the API alone', () => {
  it('shows what a sign-on will do, and writes nothing', async () => {
    await mapAll()
    await addProvider(api, 'acme')
    const nameId = { value: 'john', format: null }
    const { status, body } = await api.post('/preview', { provider: 'acme', claims: john, nameId })
    expect(status).toBe(200)
    expect(body.plan).toMatchObject({ decision: 'create', refusal: null })
    expect(body.explanation.attributes).toContainEqual(expect.objectContaining({ name: 'Phone' }))
    expect(body.sentences).toContainEqual(expect.stringMatching(/^Email .*john@best\.example .*\(.*Email.*\)$/))
    expect(body.sentences.join('\n')).toContain('Engineers')
    expect((await api.get('/contacts')).body.items).toEqual([])
    expect((await api.get('/accounts')).body.items).toEqual([])
    expect((await api.get('/sign-ons')).body.items).toEqual([])
  })

  it('signs a person on and fills the contact by the rules', async () => {
    second = (await addProvider(api, 'second')).idp
    expect((await signOn(api, second, 'second', 'john', john)).status).toBe(303)
    const { items } = (await api.get('/contacts?user=john')).body
    expect(items).toHaveLength(1)
    expect(items[0].columns).toMatchObject({
      Name: 'John Best',
      GivenName: 'John',
      Surname: 'Best',
      Email: 'john@best.example',
      Phone: '+1 555 0100',
      Account: { name: 'Best & Co' },
      Department: { name: 'Sales' },
      Type: { name: 'Employee' },
      City: null,
    })
    expect(items[0].roles).toEqual([
      { name: 'All employees', origin: 'base' },
      { name: 'Berlin office', origin: 'second' },
      { name: 'Engineers', origin: 'second' },
    ])
    const history = (await api.get(`/contacts/${items[0].id}/history?column=Email`)).body.items
    expect(history).toMatchObject([
      { before: null, after: 'john@best.example', origin: { kind: 'claim', attribute: 'Email' } },
    ])
  })

  it('takes nothing back by hand that a sign-on gave, and a deleted role from everybody', async () => {
    const { items } = (await api.get('/grants?user=john')).body
    expect(items.map((one: { origin: string }) => one.origin).sort()).toEqual(['base', 'provider', 'provider'])
    for (const { id } of items) expect((await api.del(`/grants/${id}`)).body.code).toBe('conflict')
    expect(await api.del('/roles/Berlin%20office')).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const before = (await api.get('/users/john')).body
    expect((await api.del('/roles/Engineers')).status).toBe(204)
    expect((await api.get('/grants?user=john')).body.items).toHaveLength(2)
    expect((await api.get('/users/john')).body.version).toBe(before.version + 1)
    await api.post('/roles', { name: 'Engineers' })
    await signOn(api, second, 'second', 'john', john)
    expect((await api.get('/grants?user=john')).body.items).toHaveLength(3)
  })

  it('keeps what arrived for those who may read claims', async () => {
    const [entry] = (await api.get('/sign-ons?outcome=created')).body.items
    expect(entry).toMatchObject({ provider: 'second', outcome: 'created', code: null, problems: [] })
    const full = (await api.get(`/sign-ons/${entry.id}`)).body
    expect(full).toMatchObject({ plan: { decision: 'create' }, subject: { value: 'john' }, claims: john })
    const token = await tokenWith(api, 'directory:write')
    const without = (await api.get(`/sign-ons/${entry.id}`, { token })).body
    // What was written is in the directory; that a group arrived is not.
    expect(without.plan.changes.map(({ because, ...what }: { because: unknown }) => what)).toEqual(
      full.plan.changes.map(({ because, ...what }: { because: unknown }) => what),
    )
    expect(JSON.stringify(full.plan)).toContain('"group":"Engineers"')
    expect(JSON.stringify(without)).not.toContain('"group":"Engineers"')
    expect(without).not.toHaveProperty('claims')
    expect(without).not.toHaveProperty('subject')
    const past = { provider: 'second', signOnId: entry.id }
    expect(await api.post('/preview', past, { token })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((await api.post('/preview', past)).body.plan).toMatchObject({ decision: 'unchanged', changes: [] })
    expect((await api.get(`/sign-ons?contact=${entry.contactId}`)).body.items).toHaveLength(2)
  })

  it('shows an edited rule at once: in a preview, and at the next sign-on', async () => {
    const { items } = (await api.get('/converters?limit=200')).body
    const phone = items.find((one: { column: string }) => one.column === 'Phone')
    await api.patch(`/converters/${phone.id}`, { attributes: ['Mobile', 'Phone'] })
    const claims = { ...john, Mobile: ['+1 555 0199'] }
    const nameId = { value: 'john', format: null }
    const { plan } = (await api.post('/preview', { provider: 'second', claims, nameId })).body
    expect(plan).toMatchObject({ decision: 'update', changes: [{ column: 'Phone', after: '+1 555 0199' }] })
    const stranger = { value: 'john', format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent' }
    const other = (await api.post('/preview', { provider: 'second', claims, nameId: stranger })).body.plan
    expect(other.changes).toContainEqual(expect.objectContaining({ kind: 'user-created' }))
    await signOn(api, second, 'second', 'john', claims)
    expect((await api.get('/contacts?user=john')).body.items[0].columns.Phone).toBe('+1 555 0199')
  })

  it('keeps a provider that people sign on with, and refuses them once it is off', async () => {
    const { idp } = await addProvider(api, 'closing')
    await signOn(api, idp, 'closing', 'carol', {})
    expect(await api.del('/providers/closing')).toMatchObject({ status: 409, body: { code: 'conflict' } })
    await api.patch('/providers/closing', { enabled: false })
    const started = await api.server.request('http://localhost:3000/sso/closing/start')
    expect(started.status).toBe(403)
  })

  it('does not let the source of the subject change while one person could be taken for another', async () => {
    const { idp } = await addProvider(api, 'sourced')
    expect((await api.patch('/providers/sourced', { subjectFrom: { attribute: 'uid' } })).status).toBe(200)
    await signOn(api, idp, 'sourced', 'x', { uid: ['fay'] })
    for (const subjectFrom of ['NameID', { attribute: 'nick' }]) {
      const refused = await api.patch('/providers/sourced', { subjectFrom })
      expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', errors: [{ field: 'subjectFrom' }] } })
    }
    expect((await api.patch('/providers/sourced', { subjectFrom: { attribute: 'uid' } })).status).toBe(200)
  })

  it('trusts the new key after new metadata, and the old one no more', async () => {
    const { idp } = await addProvider(api, 'rolling')
    const next = createIdentityProvider({ entityId: idp.entityId, now: () => api.clock.now })
    expect((await signOn(api, next, 'rolling', 'dora', {})).status).toBe(403)
    await api.patch('/providers/rolling', { metadata: next.metadata() })
    expect((await signOn(api, next, 'rolling', 'dora', {})).status).toBe(303)
    expect((await signOn(api, idp, 'rolling', 'dora', {})).status).toBe(403)
  })

  it('leaves alone what a person wrote by hand where only a default stands against it', async () => {
    const { idp } = await addProvider(api, 'hands')
    await signOn(api, idp, 'hands', 'erin', { Email: ['erin@hands.example'] })
    const [contact] = (await api.get('/contacts?user=erin')).body.items
    await api.patch(`/contacts/${contact.id}`, { columns: { Type: { name: 'Partner', create: true } } })
    await signOn(api, idp, 'hands', 'erin', { Email: ['erin@hands.example'] })
    expect((await api.get(`/contacts/${contact.id}`)).body.columns.Type.name).toBe('Partner')
  })

  it('takes the metadata that SimpleSAMLphp publishes on this machine', async () => {
    const idp = createIdentityProvider({ entityId: 'http://localhost:8080/simplesaml/idp', now: () => api.clock.now })
    const { certificate } = idp.keys
    const key = (use: string) =>
      `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
        <ds:X509Certificate>${certificate.replace(/(.{64})/g, '$1\n')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
    const at = (name: string, binding: string) =>
      `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" Location="http://localhost:8080/simplesaml/module.php/saml/idp/x"/>`
    const metadata = `<?xml version="1.0" encoding="utf-8"?>
      <!-- generated -->
      <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="http://localhost:8080/simplesaml/idp">
        <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
          ${key('signing')}${key('encryption')}
          ${at('SingleLogoutService', 'HTTP-Redirect')}
          <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:transient</md:NameIDFormat>
          ${at('SingleSignOnService', 'HTTP-Redirect')}
        </md:IDPSSODescriptor>
        <md:ContactPerson contactType="technical"><md:GivenName>Support</md:GivenName>
          <md:EmailAddress>mailto:na@example.org</md:EmailAddress></md:ContactPerson>
      </md:EntityDescriptor>`
    const body = {
      name: 'Simple',
      slug: 'simple',
      metadata,
      subjectFrom: { attribute: 'uid' },
      loginFrom: { attribute: 'uid' },
    }
    expect((await api.post('/providers', body)).status).toBe(201)
    expect((await signOn(api, idp, 'simple', 'ignored', { uid: ['alice'], Email: ['alice@idp.example'] })).status).toBe(
      303,
    )
    const [alice] = (await api.get('/contacts?user=alice')).body.items
    expect(alice.columns.Email).toBe('alice@idp.example')
  })

  it('refuses a preview that makes no sense', async () => {
    const wrong: [object, number][] = [
      [{ provider: 'nobody', claims: {} }, 404],
      [{ provider: 'acme' }, 422],
      [{ provider: 'acme', claims: {}, signOnId: '0192f0c1-0000-7000-8000-000000000000' }, 422],
      [{ provider: 'acme', claims: { Email: 'not a list' } }, 422],
      [{ provider: 'acme', claims: { Email: [1] } }, 422],
      [{ provider: 'acme', signOnId: '0192f0c1-0000-7000-8000-000000000000' }, 404],
    ]
    for (const [body, status] of wrong) expect((await api.post('/preview', body)).status).toBe(status)
    const odd = { constructor: ['x'], 'a\u0007': ['\u0001'], '': [''], toString: [] }
    const { status, body } = await api.post('/preview', { provider: 'acme', claims: odd })
    expect([status, body.plan.decision]).toEqual([200, 'refuse'])
  })
})
