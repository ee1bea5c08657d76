/** Who may change providers is no administrator by that: roles that only administrators hand out stay out of their reach. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protocolOf } from '../../src/protocols/registry.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addProvider, newApi, publicUrl, type Sending, signOn, tokenWith } from './api-world.ts'

let api: Api
/** Somebody with `trust:write`, `rules:write` and `directory:write`, and no more. */
let tess: Sending
let number = 0

beforeAll(async () => {
  api = await newApi()
  await createLocalAdministrator(api.app, 'rescue')
  const { idp } = await addProvider(api, 'staff', { roleAttributes: ['groups'] })
  await api.post('/roles', { name: 'Trust desk', scopes: ['trust:write', 'rules:write', 'directory:write'] })
  await api.post('/roles', { name: 'Team' })
  await api.post('/role-rules', { group: 'cn=admins', role: 'Administrators' })
  await api.post('/role-rules', { group: 'cn=team', role: 'Team' })
  await signOn(api, idp, 'staff', 'tess', {})
  expect((await api.post('/grants', { user: 'tess', role: 'Trust desk' })).status).toBe(201)
  tess = { token: null, headers: { cookie: (await signOn(api, idp, 'staff', 'tess', {})).cookie, origin: publicUrl } }
}, 60_000)
afterAll(() => api.end())

const refused = (...fields: string[]) => ({
  status: 403,
  body: { code: 'forbidden', details: { scope: 'admin', because: 'guarded_roles', fields } },
})
const identityProvider = () => {
  number += 1
  return createIdentityProvider({ entityId: `https://new-${number}.example/idp`, now: () => api.clock.now })
}
const input = (more: object = {}) => {
  const metadata = identityProvider().metadata()
  return { name: 'Mine', slug: `mine-${number}`, metadata, ...more }
}
const make = async (more: object = {}) => {
  const made = await api.post('/providers', input(more), tess)
  expect(made).toMatchObject({ status: 201 })
  return made.body.slug as string
}

describe('a provider that could make administrators', () => {
  it('is nobody’s to set up but an administrator’s; prepared, and switched off, it may stand', async () => {
    expect(await api.post('/providers', input(), tess)).toMatchObject(refused('enabled'))
    const slug = await make({ enabled: false })
    const prepared = { settings: { clockSkewSeconds: 60 }, roleAttributes: ['groups'], roles: 'add' }
    expect((await api.patch(`/providers/${slug}`, prepared, tess)).status).toBe(200)
    expect((await api.get(`/providers/${slug}`, tess)).body).toMatchObject({ enabled: false, guarded: true })
    expect(await api.patch(`/providers/${slug}`, { enabled: true }, tess)).toMatchObject(refused('enabled'))
    expect((await api.patch(`/providers/${slug}`, { enabled: true })).status).toBe(200)
    expect((await api.patch(`/providers/${slug}`, { name: 'Yours' }, tess)).status).toBe(200)
    // Switching off takes nobody closer to anything.
    expect(await api.patch(`/providers/${slug}`, { roles: 'sync' }, tess)).toMatchObject(refused('roles'))
    expect((await api.patch(`/providers/${slug}`, { enabled: false }, tess)).status).toBe(200)
    expect((await api.del(`/providers/${slug}`, tess)).status).toBe(204)
  })

  it('cannot sign anybody on as an administrator before one has switched it on', async () => {
    const idp = identityProvider()
    const slug = `mine-${number}`
    const body = { name: 'Mine', slug, metadata: idp.metadata(), roleAttributes: ['groups'] }
    expect((await api.post('/providers', body, tess)).status).toBe(403)
    expect((await api.get(`/providers/${slug}`)).status).toBe(404)
    expect((await api.post('/providers', { ...body, enabled: false }, tess)).status).toBe(201)
    const started = await api.server.request(`${publicUrl}/sso/${slug}/start`)
    expect(started.headers.get('location')).toBeNull()
  })

  it('is set up by others where its list leaves those roles out, or it is one of external users', async () => {
    const listed = await make({ allowedRoles: ['Team'] })
    const external = await make({ userType: 'external' })
    expect(
      (await api.patch(`/providers/${listed}`, { roles: 'add', settings: { clockSkewSeconds: 60 } }, tess)).status,
    ).toBe(200)
    expect(await api.patch(`/providers/${listed}`, { allowedRoles: null }, tess)).toMatchObject(refused('allowedRoles'))
    expect(await api.patch(`/providers/${external}`, { userType: 'employee' }, tess)).toMatchObject(refused('userType'))
    for (const role of ['Administrators', 'Trust desk']) {
      const allowedRoles = ['Team', role]
      const own = await api.patch(`/providers/${external}`, { allowedRoles }, tess)
      expect(own).toMatchObject(refused('allowedRoles'))
      const fresh = await api.post('/providers', input({ userType: 'external', allowedRoles, enabled: false }), tess)
      expect(fresh).toMatchObject(refused('allowedRoles'))
    }
  })
})

describe('of a provider that gives such a role, or signs on somebody who has one,', () => {
  const other = () => identityProvider().metadata()
  const changes: readonly [string, object][] = [
    ['metadataUrl', { metadataUrl: 'https://evil.example/metadata' }],
    ['metadataSha256', { metadataSha256: 'a'.repeat(64) }],
    ['metadataCertificates', { metadataCertificates: [] }],
    ['settings', { settings: { clockSkewSeconds: 300 } }],
    ['roleAttributes', { roleAttributes: ['nickname'] }],
    ['roles', { roles: 'replace' }],
    ['groupSeparator', { groupSeparator: ';' }],
  ]

  it.each(changes)('%s is an administrator’s, whichever way it is changed', async (field, change) => {
    expect(await api.patch('/providers/staff', change, tess)).toMatchObject(refused(field))
    if (field.startsWith('metadata')) return
    if (field === 'settings') return
    const { revision } = (await api.get('/rules')).body
    const draft = { basedOn: revision, policies: { staff: change } }
    expect(await api.post('/rules', draft, tess)).toMatchObject(refused(field))
    expect(await api.post('/rules', { ...draft, dryRun: true }, tess)).toMatchObject(refused(field))
  })

  it('so are new keys, and its removal; what it is called and what people bring is not', async () => {
    const idp = createIdentityProvider({ entityId: 'https://staff.example/idp', now: () => api.clock.now })
    const metadata = idp.metadata()
    expect(await api.patch('/providers/staff', { metadata }, tess)).toMatchObject(refused('metadata'))
    expect(await api.del('/providers/staff?confirm=1', tess)).toMatchObject(refused('removal'))
    const fine = { name: 'All staff', ignoreGroups: ['Domain Users'], employees: { create: true, update: true } }
    expect((await api.patch('/providers/staff', fine, tess)).status).toBe(200)
    expect(await api.patch('/providers/staff', { ignoreGroups: [] }, tess)).toMatchObject(refused('ignoreGroups'))
    expect((await api.patch('/providers/staff', { metadata: other() })).body.code).toBe('validation_failed')
  })

  it('so is the approval of a key that waits, wherever it is given; keeping it waiting is not', async () => {
    const { id } = (await api.get('/providers/staff')).body
    const [key] = protocolOf('saml').read(identityProvider().metadata()).certificates
    if (!key) throw new Error('metadata has a certificate')
    const waiting = { ...key, firstSeen: api.clock.now, dismissedAt: null }
    await api.app.db.transaction((tx) => putWaitingCertificates(tx, id, [waiting]))
    const [entry] = (await api.get('/worklist?kind=key-waiting', tess)).body.items
    const place = `/providers/staff/certificates/${key.fingerprint}`
    expect(await api.post(`${place}/approve`, undefined, tess)).toMatchObject(refused('certificates'))
    const approve = await api.post(`/worklist/${entry.id}/actions`, { action: 'approve' }, tess)
    expect(approve).toMatchObject(refused('certificates'))
    expect((await api.post(`${place}/dismiss`, undefined, tess)).status).toBe(200)
    expect((await api.post(`${place}/approve`, undefined)).status).toBe(200)
  })

  it('even when its own groups give none', async () => {
    const { idp } = await addProvider(api, 'partner', {
      userType: 'external',
      external: { create: true, update: true },
    })
    expect((await signOn(api, idp, 'partner', 'eve', {})).status).toBe(303)
    expect((await api.patch('/providers/partner', { settings: { clockSkewSeconds: 60 } }, tess)).status).toBe(200)
    expect((await api.post('/grants', { user: 'eve', role: 'Trust desk' })).status).toBe(201)
    const again = await api.patch('/providers/partner', { settings: { clockSkewSeconds: 90 } }, tess)
    expect(again).toMatchObject(refused('settings'))
  })

  it('a version of the rules that brings it back is an administrator’s too', async () => {
    const { revision } = (await api.get('/rules')).body
    expect((await api.patch('/providers/staff', { roleAttributes: ['groups', 'more'] })).status).toBe(200)
    const restore = await api.post(`/revisions/${revision}/restore`, { confirmWidening: true }, tess)
    expect(restore).toMatchObject(refused('roleAttributes'))
    const undo = await api.post('/undo', { revision: revision + 1, confirmWidening: true }, tess)
    expect(undo).toMatchObject(refused('roleAttributes'))
  })

  it('it is the same while it is off: whoever switches it on again means the one that they knew', async () => {
    expect((await api.patch('/providers/staff', { enabled: false })).status).toBe(200)
    const mallory = createIdentityProvider({ entityId: 'https://staff.example/idp', now: () => api.clock.now })
    const token = await tokenWith(api, 'trust:write')
    const taken = await api.patch('/providers/staff', { metadata: mallory.metadata() }, { token })
    expect(taken).toMatchObject(refused('metadata'))
    expect(await api.patch('/providers/staff', { enabled: true }, { token })).toMatchObject(refused('enabled'))
    expect((await api.patch('/providers/staff', { enabled: true })).status).toBe(200)
  })
})

it('a token goes as far as its scopes', async () => {
  const token = await tokenWith(api, 'trust:write')
  expect(await api.post('/providers', input(), { token })).toMatchObject(refused('enabled'))
})

describe('a protected rule for all providers', () => {
  const reaching = (...slugs: string[]) =>
    slugs.map((provider) => ({
      provider,
      role: 'Administrators',
      sentence: `Groups of ${provider} may give Administrators, which only administrators hand out.`,
    }))
  const inOrder = (found: { provider: string }[]) => found.toSorted((a, b) => (a.provider < b.provider ? -1 : 1))

  it('names those that others had set up before it, and is an administrator’s; from then on so are they', async () => {
    const own = await newApi()
    try {
      await createLocalAdministrator(own.app, 'rescue')
      const token = await tokenWith(own, 'trust:write', 'rules:write')
      const provider = (slug: string, more: object = {}) => {
        const idp = createIdentityProvider({ entityId: `https://${slug}.example/idp`, now: () => own.clock.now })
        return own.post('/providers', { name: slug, slug, metadata: idp.metadata(), ...more }, { token })
      }
      for (const made of [
        await provider('mine'),
        await provider('off', { enabled: false }),
        await provider('partner', { userType: 'external' }),
        await provider('listed', { allowedRoles: [] }),
      ])
        expect(made.status).toBe(201)
      const rule = { group: 'cn=admins', role: 'Administrators' }
      const refusal = { status: 403, body: { code: 'forbidden' } }
      expect(await own.post('/role-rules', rule, { token })).toMatchObject(refusal)
      const { revision: basedOn } = (await own.get('/rules')).body
      const draft = { basedOn, roleRules: { upsert: [rule] } }
      expect(await own.post('/rules', draft, { token })).toMatchObject(refusal)
      expect(await own.post('/rules', { ...draft, dryRun: true }, { token })).toMatchObject(refusal)
      const shown = await own.post('/rules', { ...draft, dryRun: true })
      expect(inOrder(shown.body.reaches)).toEqual(reaching('mine', 'off'))
      expect((await own.patch('/providers/mine', { settings: { clockSkewSeconds: 60 } }, { token })).status).toBe(200)
      const saved = await own.post('/role-rules', rule)
      expect(inOrder(saved.body.reaches)).toEqual(reaching('mine', 'off'))
      expect(await own.patch('/providers/mine', { settings: { clockSkewSeconds: 90 } }, { token })).toMatchObject(
        refused('settings'),
      )
      expect(await own.patch('/providers/off', { enabled: true }, { token })).toMatchObject(refused('enabled'))
      expect(await provider('next')).toMatchObject(refused('enabled'))
      const narrowed = await own.patch(`/role-rules/${saved.body.id}`, { provider: 'mine' })
      expect(narrowed.body.reaches).toEqual(reaching('mine'))
      // Whatever else is saved later does not tell it anew.
      const { revision } = (await own.get('/rules')).body
      await own.post('/roles', { name: 'Team' })
      const later = { basedOn: revision, roleRules: { upsert: [{ group: 'team', role: 'Team' }] } }
      expect((await own.post('/rules', later)).body.reaches).toEqual([])
      const opened = { basedOn: revision + 1, policies: { listed: { allowedRoles: ['Administrators'] } } }
      expect((await own.post('/rules', opened)).body.reaches).toEqual([])
      const back = await own.post(`/revisions/${revision - 1}/restore`, { dryRun: true, confirmWidening: true })
      expect(inOrder(back.body.reaches)).toEqual(reaching('mine', 'off'))
    } finally {
      await own.end()
    }
  })
})
