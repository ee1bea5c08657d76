import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { createIdentityProvider, makeKeyPair } from '../../src/testing/index.ts'
import { type Api, addProvider, newApi, publicUrl, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const fieldsOf = (answer: { body: { errors?: { field: string }[] } }) => answer.body.errors?.map((one) => one.field)
const lastRevision = async () => (await api.get('/revisions?limit=1')).body.items[0]

describe('providers', () => {
  it('are set up from metadata, with defaults for all else', async () => {
    const idp = createIdentityProvider({ entityId: 'https://one.example/idp' })
    const made = await api.post('/providers', { name: 'One', slug: 'one', metadata: idp.metadata() })
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      slug: 'one',
      enabled: true,
      demo: false,
      userType: 'employee',
      employees: { create: true, update: true },
      external: { create: false, update: false },
      roles: 'sync',
      subjectFrom: 'NameID',
      loginFrom: 'auto',
      roleAttributes: 'well-known',
      exactRoleNames: true,
      entityId: 'https://one.example/idp',
      spEntityId: `${publicUrl}/sso/one/metadata`,
      acsUrl: `${publicUrl}/sso/one/acs`,
      settings: { ssoRedirectUrl: 'https://idp.example/sso' },
    })
    expect(made.body.certificates).toHaveLength(1)
    expect((await api.get('/providers/one')).body).toEqual(made.body)
    expect((await api.get(`/providers/${made.body.id}`)).body).toEqual(made.body)
    expect((await lastRevision()).author).toMatchObject({ kind: 'token' })
  })

  it('take every part of the policy, and an entityID of ours that others know already', async () => {
    const { id } = await addProvider(api, 'full', {
      userType: 'external',
      employees: { create: false, update: false },
      external: { create: true, update: false },
      roles: 'add',
      subjectFrom: { attribute: 'uid' },
      loginFrom: { attribute: 'mail' },
      loginTaken: 'refuse',
      roleAttributes: ['groups'],
      exactRoleNames: false,
      ignoreGroups: ['offline_access'],
      spEntityId: 'urn:legacy:sp',
      enabled: false,
      settings: { clockSkewSeconds: 60 },
    })
    expect((await api.get(`/providers/${id}`)).body).toMatchObject({
      subjectFrom: { attribute: 'uid' },
      roleAttributes: ['groups'],
      spEntityId: 'urn:legacy:sp',
      enabled: false,
      settings: { clockSkewSeconds: 60 },
    })
  })

  it('are refused without usable metadata, twice, or with settings that do not exist', async () => {
    const metadata = createIdentityProvider({ entityId: 'https://two.example/idp' }).metadata()
    const post = (more: object) => api.post('/providers', { name: 'Two', slug: 'two', metadata, ...more })
    expect(await post({ metadata: '<x/>' })).toMatchObject({ status: 422, body: { code: 'metadata_invalid' } })
    const keyless = metadata.replace(/<md:KeyDescriptor.*<\/md:KeyDescriptor>/, '')
    expect(await post({ metadata: keyless })).toMatchObject({ status: 422, body: { code: 'metadata_no_key' } })
    expect((await post({ metadata: `<!DOCTYPE x [<!ENTITY e "x">]>${metadata}` })).status).toBeGreaterThanOrEqual(400)
    expect(fieldsOf(await post({ settings: { checkSignatures: false } }))).toEqual(['settings.checkSignatures'])
    expect(fieldsOf(await post({ settings: { clockSkewSeconds: 9999 } }))).toEqual(['settings.clockSkewSeconds'])
    const elsewhere = { ssoRedirectUrl: 'http://evil.example' }
    expect(fieldsOf(await post({ settings: elsewhere }))).toEqual(['settings.ssoRedirectUrl'])
    expect(fieldsOf(await post({ demo: true }))).toEqual(['demo'])
    for (const slug of ['Two', '-two', 'a'.repeat(64), '../x', '']) {
      expect(fieldsOf(await post({ slug }))).toEqual(['slug'])
    }
    expect((await post({})).status).toBe(201)
    expect(await post({ slug: 'three' })).toMatchObject({ status: 409, body: { code: 'conflict' } })
    const other = createIdentityProvider({ entityId: 'https://other.example/idp' }).metadata()
    expect(fieldsOf(await post({ metadata: other }))).toEqual(['slug'])
  })

  it('keep entityID and slug, and change their keys only by new metadata of the same partner', async () => {
    const { id } = await addProvider(api, 'keys', { settings: { clockSkewSeconds: 30 } })
    const path = `/providers/${id}`
    const before = (await api.get(path)).body
    expect(fieldsOf(await api.patch(path, { entityId: 'https://evil.example' }))).toEqual(['entityId'])
    expect(fieldsOf(await api.patch(path, { slug: 'moved' }))).toEqual(['slug'])
    const foreign = createIdentityProvider({ entityId: 'https://foreign.example/idp' }).metadata()
    expect(fieldsOf(await api.patch(path, { metadata: foreign }))).toEqual(['metadata'])
    const keys = makeKeyPair({ commonName: 'Next', now: api.clock.now })
    const next = createIdentityProvider({
      entityId: before.entityId,
      ssoUrl: 'https://new.example/sso',
      keys,
    }).metadata()
    const after = (await api.patch(path, { metadata: next })).body
    expect(after.certificates[0].fingerprint).not.toBe(before.certificates[0].fingerprint)
    expect(after.settings).toMatchObject({ ssoRedirectUrl: 'https://new.example/sso', clockSkewSeconds: 30 })
    expect(after.version).toBe(before.version + 1)
    const renamed = await api.patch(path, { name: 'Keys renamed', enabled: false, roles: 'off' })
    expect(renamed.body).toMatchObject({ name: 'Keys renamed', enabled: false, roles: 'off' })
    expect(renamed.body.certificates).toEqual(after.certificates)
  })

  it('can be deleted while nobody signs on with them', async () => {
    const { id } = await addProvider(api, 'gone')
    expect((await api.del(`/providers/${id}`)).status).toBe(204)
    expect((await api.get('/providers/gone')).status).toBe(404)
    expect((await api.del(`/providers/${id}`)).status).toBe(404)
  })
})

describe('converters', () => {
  it('are added, read, changed and removed, each time as one revision', async () => {
    const before = (await lastRevision()).revision
    const made = await api.post('/converters', { column: 'Department', attributes: ['dept', 'ou'] })
    expect(made.body).toMatchObject({ provider: null, attributes: ['dept', 'ou'], defaultValue: null, version: 1 })
    const path = `/converters/${made.body.id}`
    expect((await api.get(path)).body).toEqual(made.body)
    expect((await api.patch(path, { defaultValue: 'Sales', provider: 'one' })).body).toMatchObject({
      provider: 'one',
      attributes: ['dept', 'ou'],
      defaultValue: 'Sales',
      version: 2,
    })
    expect((await api.del(path)).status).toBe(204)
    const { revision } = await lastRevision()
    expect(revision).toBe(before + 3)
    const old = (await api.get(`/revisions/${revision - 1}`)).body
    expect(old.content.converters).toMatchObject([{ column: 'Department', defaultValue: 'Sales' }])
    expect((await api.get(`/revisions/${revision}`)).body.content.converters).toEqual([])
  })

  it('are refused when they could never work', async () => {
    const wrong: [object, string][] = [
      [{ column: 'Nope', attributes: ['x'] }, 'column'],
      [{ column: 'Email"; drop table contacts; --', attributes: ['x'] }, 'column'],
      [{ column: 'Email' }, 'attributes'],
      [{ column: 'Email', attributes: [] }, 'attributes'],
      [{ column: 'Email', attributes: null, defaultValue: '  ' }, 'attributes'],
      [{ column: 'Email', attributes: [' '] }, 'attributes.0'],
      [{ column: 'Email', attributes: ['a', 'a'] }, 'attributes'],
      [{ column: 'Email', attributes: ['x'.repeat(257)] }, 'attributes.0'],
      [{ column: 'Email', attributes: ['x\u0007'] }, 'attributes.0'],
      [{ column: 'Phone', attributes: ['x'], defaultValue: 'y'.repeat(257) }, 'defaultValue'],
      [{ column: 'BirthDate', attributes: ['x'], defaultValue: '31.12.1999' }, 'defaultValue'],
      [{ column: 'Email', attributes: ['x'], provider: 'nobody' }, 'provider'],
      [{ attributes: ['x'] }, 'column'],
    ]
    for (const [body, field] of wrong) {
      const answer = await api.post('/converters', body)
      expect([answer.status, fieldsOf(answer)]).toEqual([422, [field]])
    }
  })

  it('fill a column once for all providers, and once for each', async () => {
    await api.post('/converters', { column: 'Email', attributes: ['mail'] })
    expect(fieldsOf(await api.post('/converters', { column: 'Email', attributes: ['email'] }))).toEqual(['column'])
    expect((await api.post('/converters', { column: 'Email', attributes: ['e'], provider: 'one' })).status).toBe(201)
    const race = await Promise.all(
      Array.from({ length: 6 }, (_, n) => api.post('/converters', { column: 'Surname', attributes: [`sn${n}`] })),
    )
    expect(race.map((one) => one.status).sort()).toEqual([201, 422, 422, 422, 422, 422])
    const phone = (await api.post('/converters', { column: 'Phone', attributes: ['p'] })).body
    expect(fieldsOf(await api.patch(`/converters/${phone.id}`, { column: 'Email' }))).toEqual(['column'])
  })
})

describe('role rules', () => {
  it('are added, read, changed and removed', async () => {
    const engineers = (await api.post('/roles', { name: 'Engineers' })).body
    const made = await api.post('/role-rules', { group: 'CN=Eng,OU=Groups,DC=acme', role: 'Engineers' })
    expect(made.body).toMatchObject({ provider: null, role: { id: engineers.id, name: 'Engineers' } })
    const path = `/role-rules/${made.body.id}`
    expect((await api.patch(path, { group: 'eng', provider: 'one' })).body).toMatchObject({
      group: 'eng',
      provider: 'one',
    })
    expect((await api.get(path)).body.version).toBe(2)
    const same = { group: 'eng', provider: 'one', role: engineers.id }
    expect(await api.post('/role-rules', same)).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await api.del(path)).status).toBe(204)
    expect((await api.get(path)).status).toBe(404)
  })

  it('take groups as long as distinguished names get, and refuse what cannot be one', async () => {
    const group = Array.from({ length: 444 }, (_, n) => `OU=Üñ${n}`)
      .join(',')
      .slice(0, 4000)
      .trim()
    expect((await api.post('/role-rules', { group, role: 'Engineers' })).body.group).toBe(group)
    const wrong: [object, string][] = [
      [{ group: `${group}${'x'.repeat(4000)}`, role: 'Engineers' }, 'group'],
      [{ group: ' eng', role: 'Engineers' }, 'group'],
      [{ group: '', role: 'Engineers' }, 'group'],
      [{ group: 'eng', role: 'Nobody' }, 'role'],
      [{ group: 'eng', role: 'All employees' }, 'role'],
      [{ group: 'eng', role: 'Engineers', provider: 'nobody' }, 'provider'],
    ]
    for (const [body, field] of wrong) expect(fieldsOf(await api.post('/role-rules', body))).toEqual([field])
  })

  it('give a protected role only when an administrator says so', async () => {
    const token = await tokenWith(api, 'rules:write', 'directory:write', 'trust:write')
    const rule = { group: 'admins', role: 'Administrators' }
    expect(await api.post('/role-rules', rule, { token })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    await createLocalAdministrator(api.app, 'rescue')
    const made = (await api.post('/role-rules', rule)).body
    for (const body of [{ group: 'everybody' }, { role: 'Engineers' }]) {
      expect((await api.patch(`/role-rules/${made.id}`, body, { token })).status).toBe(403)
    }
    expect((await api.del(`/role-rules/${made.id}`, { token })).status).toBe(403)
    const own = (await api.post('/role-rules', { group: 'x', role: 'Engineers' }, { token })).body
    expect((await api.patch(`/role-rules/${own.id}`, { role: 'Administrators' }, { token })).status).toBe(403)
  })
})

describe('columns', () => {
  it('can be added, with any name that SQL would mind', async () => {
    for (const name of ['select', 'Table', 'constructor', 'x_1', 'user']) {
      const made = await api.post('/columns', { name, caption: `The "${name}"`, type: 'text' })
      expect(made.body).toMatchObject({ name, custom: true, type: 'text', lookup: null })
    }
    const names = (await api.get('/columns?limit=200')).body.items.map((one: { name: string }) => one.name)
    expect(names).toEqual(expect.arrayContaining(['Name', 'select', 'constructor']))
    expect((await api.get('/columns/constructor')).body.name).toBe('constructor')
  })

  it('of type lookup have a lookup, which is made when it is new', async () => {
    const made = await api.post('/columns', { name: 'Team', caption: 'Team', type: 'lookup', lookup: 'Team' })
    expect(made.body).toMatchObject({ type: 'lookup', lookup: 'Team' })
    expect((await api.get('/lookups/Team/values')).body).toEqual({ items: [], next: null })
    expect(fieldsOf(await api.post('/columns', { name: 'T2', caption: 'T', type: 'lookup' }))).toEqual(['lookup'])
    const both = { name: 'T3', caption: 'T', type: 'text', lookup: 'Team' }
    expect(fieldsOf(await api.post('/columns', both))).toEqual(['lookup'])
  })

  it('are refused under names that are taken or no names', async () => {
    const names = ['Email', 'email', 'id', 'origins', 'xmin', '1a', 'a-b', 'a"b', 'ä', 'x'.repeat(61), '__proto__', '']
    for (const name of names) {
      expect(fieldsOf(await api.post('/columns', { name, caption: 'C', type: 'text' }))).toEqual(['name'])
    }
    expect(fieldsOf(await api.post('/columns', { name: 'ok', caption: 'C', type: 'json' }))).toEqual(['type'])
  })

  it('change their caption only', async () => {
    const before = (await api.get('/columns/Zip')).body
    const after = await api.patch(
      '/columns/Zip',
      { caption: 'Postcode' },
      { headers: { 'if-match': `"${before.version}"` } },
    )
    expect(after.body).toMatchObject({ caption: 'Postcode', version: before.version + 1 })
    expect((await api.patch('/columns/Zip', { caption: 'X' }, { headers: { 'if-match': '"1"' } })).status).toBe(412)
    expect(fieldsOf(await api.patch('/columns/Zip', { type: 'text', caption: 'X' }))).toEqual(['type'])
  })
})

describe('the document', () => {
  it('lists every route with the shapes that requests are checked with, and is open to everybody', async () => {
    const { status, body } = await api.get('/openapi.json', { token: null })
    expect(status).toBe(200)
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/providers/{id}', '/lookups/{name}/values']))
    const post = body.paths['/converters'].post
    expect(post.requestBody.content['application/json'].schema.$ref).toBe('#/components/schemas/ConverterInput')
    expect(body.components.schemas.ConverterInput.required).toEqual(['column'])
    const refs = [...JSON.stringify(body).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')
    for (const name of refs) expect(body.components.schemas).toHaveProperty(name)
    const ids = Object.values(body.paths).flatMap((path) =>
      Object.values(path as Record<string, { operationId: string }>).map((one) => one.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('what everybody else is told', () => {
  it('is the same revision that the rules have, with nothing left half done', async () => {
    const [row] = await api.app.db.query<{ bad: number }>(sql`
      select count(*)::integer as bad from rules_revisions where content is null or author is null`)
    expect(row?.bad).toBe(0)
    const { rules } = await api.app.rules.current()
    expect((await lastRevision()).revision).toBe(rules.revision)
  })
})
