import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiRoot } from '../../src/api/frame.ts'
import { presets } from '../../src/presets/presets.ts'
import { readColumns } from '../../src/store/columns.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addProvider, adminToken, all, newApi, publicUrl, tokenWith } from '../api/api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

test('every preset is listed, in pages, and can be read', async () => {
  const listed = await all(api, '/presets', 4)
  expect(listed.map(({ id }) => id)).toEqual(presets.map(({ id }) => id))
  for (const { id } of listed) expect((await api.get(`/presets/${id}`)).body).toMatchObject({ id })
  expect((await api.get('/presets/nothing')).status).toBe(404)
  const other = await tokenWith(api, 'directory:read')
  expect((await api.get('/presets', { token: other })).status).toBe(403)
})

test('every column of every preset exists', async () => {
  const columns = await readColumns(api.app.db)
  for (const { attributes } of presets)
    for (const { column } of attributes) expect([...columns.keys()]).toContain(column)
})

test('a preset decides policy and settings of a new provider, under what is given', async () => {
  const { id } = await addProvider(api, 'directory', {
    preset: 'google',
    absentGroups: 'none',
    settings: { clockSkewSeconds: 60 },
  })
  expect((await api.get(`/providers/${id}`)).body).toMatchObject({
    preset: 'google',
    roleAttributes: ['groups'],
    absentGroups: 'none',
    settings: { singleLogout: false, clockSkewSeconds: 60 },
  })
  const { id: own } = await addProvider(api, 'own', { preset: 'google', settings: { singleLogout: true } })
  expect((await api.get(`/providers/${own}`)).body.settings.singleLogout).toBe(true)
})

test('MD08 a partner of a federation gets our key for encryption, unless told otherwise', async () => {
  const { id } = await addProvider(api, 'university', { preset: 'shibboleth' })
  expect((await api.get(`/providers/${id}`)).body.settings.wantEncryption).toBe(true)
  const { id: without } = await addProvider(api, 'college', {
    preset: 'shibboleth',
    settings: { wantEncryption: false },
  })
  expect((await api.get(`/providers/${without}`)).body.settings.wantEncryption).toBe(false)
  const { id: other } = await addProvider(api, 'vendor', { preset: 'okta' })
  expect((await api.get(`/providers/${other}`)).body.settings.wantEncryption).toBe(false)
})

test('without a preset nothing is assumed, and one is suggested', async () => {
  const idp = createIdentityProvider({ entityId: 'https://sso.example/realms/staff' })
  const made = await api.post('/providers', { name: 'Realm', slug: 'realm', metadata: idp.metadata() })
  expect(made.body).toMatchObject({
    preset: null,
    suggestedPreset: 'keycloak',
    absentGroups: 'keep',
    groupSeparator: null,
    groupNames: 'as-sent',
  })
  expect((await api.get('/providers/realm/setup')).body.preset).toBe('keycloak')
})

test('every part of the policy for groups can be set and taken back', async () => {
  const { id } = await addProvider(api, 'groups', { groupSeparator: ';', groupNames: 'cn', absentGroups: 'none' })
  expect((await api.get(`/providers/${id}`)).body).toMatchObject({
    groupSeparator: ';',
    groupNames: 'cn',
    absentGroups: 'none',
  })
  const changed = await api.patch(`/providers/${id}`, {
    groupSeparator: null,
    groupNames: 'last-segment',
    absentGroups: 'keep',
  })
  expect(changed.body).toMatchObject({ groupSeparator: null, groupNames: 'last-segment', absentGroups: 'keep' })
  for (const wrong of [
    { groupSeparator: '' },
    { groupNames: 'regex' },
    { absentGroups: 'clear' },
    { preset: 'ldap' },
  ]) {
    expect((await api.patch(`/providers/${id}`, wrong)).status).toBe(422)
  }
})

test('another preset for a provider that exists changes the instructions and nothing else', async () => {
  const { id } = await addProvider(api, 'later')
  const before = (await api.get(`/providers/${id}`)).body
  const after = (await api.patch(`/providers/${id}`, { preset: 'adfs' })).body
  expect({ ...after, preset: null, version: 0 }).toEqual({ ...before, version: 0 })
  expect((await api.get(`/providers/${id}/setup`)).body.preset).toBe('adfs')
  expect((await api.patch(`/providers/${id}`, { preset: null })).body.preset).toBeNull()
})

test('the instructions come from the converters, as JSON and as Markdown', async () => {
  await addProvider(api, 'setup', { preset: 'onelogin' })
  await api.post('/converters', { attributes: ['Büro|`x`'], column: 'Department' })
  const { body, headers } = await api.get('/providers/setup/setup')
  expect(headers.get('vary')).toContain('accept')
  expect(JSON.stringify(body.steps)).toContain('Büro|`x`')
  expect(JSON.stringify(body.steps)).toContain(`${publicUrl}/sso/setup/acs`)
  expect(JSON.stringify(body.steps)).toContain(`${publicUrl}/sso/setup/logout`)

  const ask = (path: string, accept: string) =>
    api.server.request(`${publicUrl}${apiRoot}${path}`, { headers: { authorization: `Bearer ${adminToken}`, accept } })
  for (const [path, accept] of [
    ['/providers/setup/setup?format=markdown', '*/*'],
    ['/providers/setup/setup', 'text/markdown, */*;q=0.1'],
  ] as const) {
    const response = await ask(path, accept)
    expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(await response.text()).toContain('`` Büro\\|`x` ``')
  }
  const json = await ask('/providers/setup/setup?format=json', 'text/markdown')
  expect(json.headers.get('content-type')).toBe('application/json')
  expect((await ask('/providers/setup/setup?format=pdf', '*/*')).status).toBe(422)
  expect((await ask('/providers/nowhere/setup', '*/*')).status).toBe(404)
})

test('the instructions have no logout where the product or the provider has none', async () => {
  await addProvider(api, 'no-logout', { preset: 'google' })
  expect(JSON.stringify((await api.get('/providers/no-logout/setup')).body)).not.toContain('/sso/no-logout/logout')
  await addProvider(api, 'off', { preset: 'okta', settings: { singleLogout: false } })
  expect(JSON.stringify((await api.get('/providers/off/setup')).body)).not.toContain('/sso/off/logout')
})

test('our values for a product are there before the provider is, and are the ones that it gets', async () => {
  const before = (await api.get('/presets/onelogin/setup?slug=draft&name=Draft%20GmbH')).body
  expect(before).toMatchObject({ title: 'OneLogin: Draft GmbH', slugFree: true, acsUrl: `${publicUrl}/sso/draft/acs` })
  expect((await api.server.request(before.metadataUrl)).status).toBe(404)
  await addProvider(api, 'draft', { name: 'Draft GmbH', preset: 'onelogin' })
  const made = (await api.get('/providers/draft')).body
  const { spEntityId, acsUrl, metadataUrl, preset, title, steps } = before
  expect(made).toMatchObject({ spEntityId, acsUrl, metadataUrl })
  expect((await api.get('/providers/draft/setup')).body).toEqual({ preset, title, steps })
  expect(await (await api.server.request(metadataUrl)).text()).toBe(before.metadata)
  expect((await api.get('/presets/onelogin/setup?slug=draft')).body.slugFree).toBe(false)
  expect((await api.get('/presets/nothing/setup?slug=draft')).status).toBe(404)
  expect((await api.get('/presets/onelogin/setup?slug=No%20slug')).status).toBe(422)
})

test("a partner's metadata is shown back as facts, held to what saving it would be held to, and not saved", async () => {
  const idp = createIdentityProvider({ entityId: 'https://facts.onelogin.com/saml/1', now: () => api.clock.now })
  const read = await api.post('/providers/metadata', { metadata: idp.metadata() })
  expect(read.body).toMatchObject({
    entityId: 'https://facts.onelogin.com/saml/1',
    endpoints: [
      { use: 'sign-on', binding: 'redirect', url: 'https://idp.example/sso' },
      { use: 'sign-on', binding: 'post', url: 'https://idp.example/sso' },
    ],
    suggestedPreset: 'onelogin',
    takenBy: null,
  })
  expect(read.body.certificates).toHaveLength(1)
  expect((await all(api, '/providers')).map(({ entityId }) => entityId)).not.toContain(read.body.entityId)
  const made = await api.post('/providers', { name: 'Facts', slug: 'facts', metadata: idp.metadata() })
  expect(made.body.certificates).toEqual(read.body.certificates)
  expect((await api.post('/providers/metadata', { metadata: idp.metadata() })).body.takenBy).toBe('facts')
  const bad = await api.post('/providers/metadata', { metadata: '<md/>' })
  expect([bad.status, bad.body.code]).toEqual([422, 'metadata_invalid'])
  const wrong = await api.post('/providers/metadata', { metadata: idp.metadata(), metadataSha256: '0'.repeat(64) })
  expect(wrong.body.code).toBe('metadata_hash')
  expect((await api.post('/providers/metadata', {})).status).toBe(422)
  const reader = await tokenWith(api, 'trust:read')
  expect((await api.post('/providers/metadata', { metadata: idp.metadata() }, { token: reader })).status).toBe(403)
})
