/** What a second reader of the provisioning engine found: each is an attack that once worked. */
import sql, { type Sql } from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { giveRole } from '../../src/api/edit/user-roles.ts'
import { ask, identify } from '../../src/sign-on/identify.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { retain } from '../../src/sign-on/retention.ts'
import { readRuleBook } from '../../src/sign-on/rule-book.ts'
import type { Database } from '../../src/store/database.ts'
import { providerById } from '../../src/store/providers.ts'
import { insertSignOn, openSignOn } from '../../src/store/sign-ons.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { insertWork } from '../../src/store/worklist.ts'
import { type Api, addPerson, addProvider as addProviderOver, newApi, tokenWith } from '../api/api-world.ts'
import {
  addNumberColumn,
  addPartner,
  addUser,
  bindDomain,
  everybody,
  firstPartner,
  setPolicy,
  signOnBy,
} from './people.ts'
import { ended, signOnByHand } from './tools-world.ts'
import { newWorld, type World } from './world.ts'

const outsiders = { userType: 'external', external: { create: true, update: true } } as const

describe('a partner whose link rules go by what others have too', () => {
  let world: World
  beforeEach(async () => {
    world = await newWorld()
    await addNumberColumn(world)
  })
  afterEach(() => world.end())

  it('finds nobody by a login name that is an address in the mail domain of another provider', async () => {
    const mallory = await addPartner(world, 'mallory', { ...outsiders, link: [{ by: 'login', from: 'NameID' }] })
    const bobs = await addPartner(world, 'bobs', { ...outsiders, link: [{ by: 'login', from: 'NameID' }] })
    await bindDomain(world, bobs, 'bobs.example')
    await addUser(world, 'bob@bobs.example', { type: 'external' })
    for (const name of ['bob@bobs.example', 'Bob@BOBS.example']) await signOnBy(world, mallory, name)
    expect((await everybody(world))[0]).toMatchObject({ login: 'bob@bobs.example', identities: [] })
    expect(await signOnBy(world, bobs, 'bob@bobs.example')).toBe('signed-on')
    expect((await everybody(world))[0]).toMatchObject({ identities: ['bobs bob@bobs.example'] })
  })

  it('does not take over whom another provider has in its mail domain, known there yet or not', async () => {
    const link = [{ by: 'column', column: 'EmployeeNumber', attribute: 'number' }] as const
    const mallory = await addPartner(world, 'mallory', { ...outsiders, link })
    const bobs = await addPartner(world, 'bobs', { ...outsiders, link })
    await bindDomain(world, bobs, 'bobs.example')
    await addUser(world, 'Bob@Bobs.example', { type: 'external', values: { EmployeeNumber: '7' } })
    await addUser(world, 'eve', { type: 'external', values: { EmployeeNumber: '8', Email: 'Eve@Bobs.Example' } })
    expect(await signOnBy(world, mallory, 'evil', { number: ['7'] })).toBe('link_not_allowed')
    expect(await signOnBy(world, mallory, 'evil', { number: ['8'] })).toBe('link_not_allowed')
    expect(await signOnBy(world, bobs, 'bob', { number: ['7'] })).toBe('signed-on')
    expect(await signOnBy(world, bobs, 'eve', { number: ['8'] })).toBe('signed-on')
  })

  it('does not take over whom another provider knows already', async () => {
    const link = [{ by: 'column', column: 'EmployeeNumber', attribute: 'number' }] as const
    const mallory = await addPartner(world, 'mallory', { ...outsiders, link })
    const bobs = await addPartner(world, 'bobs', { ...outsiders, link })
    await addUser(world, 'bob', { type: 'external', values: { EmployeeNumber: '7' } })
    expect(await signOnBy(world, bobs, 'bob', { number: ['7'] })).toBe('signed-on')
    expect(await signOnBy(world, mallory, 'evil', { number: ['7'] })).toBe('link_not_allowed')
    expect(await everybody(world)).toMatchObject([{ login: 'bob', identities: ['bobs bob'] }])
    // The house itself may be moved to another identity provider, number by number.
    const former = await addPartner(world, 'former', { link })
    const next = await addPartner(world, 'next', { link })
    await addUser(world, 'ada', { values: { EmployeeNumber: '1' } })
    expect(await signOnBy(world, former, 'ada', { number: ['1'] })).toBe('signed-on')
    expect(await signOnBy(world, next, 'ada', { number: ['1'] })).toBe('signed-on')
    expect((await everybody(world)).find((one) => one.login === 'ada')).toMatchObject({
      identities: ['former ada', 'next ada'],
    })
    await setPolicy(world, mallory, { link: [] })
  })
})

describe('a link rule', () => {
  it('finds nobody who becomes an administrator between the look for them and the look at them', async () => {
    const world = await newWorld()
    try {
      await addNumberColumn(world)
      await setPolicy(world, firstPartner(world), {
        link: [{ by: 'column', column: 'EmployeeNumber', attribute: 'number' }],
      })
      const userId = await addUser(world, 'ada', { values: { EmployeeNumber: '1' } })
      const { app } = world
      let looked = 0
      const db: Database = {
        ...app.db,
        query: async <R>(statement: Sql) => {
          const rows = await app.db.query<R>(statement)
          if (statement.text.includes('as elsewhere') && looked++ === 0) {
            await giveRole(app, { kind: 'system' }, { user: userId, role: 'Administrators' })
          }
          return rows
        },
      }
      const provider = await providerById(app.db, world.providerId)
      if (!provider) throw new Error('the world has a provider')
      const nameId = { value: 'x', format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
      const statement = { claims: new Map([['number', ['1']]]), nameId }
      const found = await identify(db, app.seal, ask(provider.policy, statement, await readRuleBook(app.db), app.now()))
      expect(looked).toBe(2)
      expect(found).toMatchObject({ person: null, match: { kind: 'barred' } })
    } finally {
      await world.end()
    }
  })
})

describe('a token that may write the directory', () => {
  let api: Api
  beforeEach(async () => {
    api = await newApi()
  })
  afterEach(() => api.end())

  const importBy = async (token: string, raw: string) => {
    const options = { raw, headers: { 'content-type': 'text/csv' }, token }
    const { body } = await api.send('POST', '/imports', undefined, options)
    for (;;) {
      const run = await api.get(`/imports/${body.id}`)
      if (run.body.state !== 'running') return run.body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  it('makes no employee of somebody whom a provider of external users knows, by an import either', async () => {
    await addProviderOver(api, 'partner', outsiders)
    await addPerson(api, 'Ada')
    const token = await tokenWith(api, 'directory:write')
    const file = 'login,provider,subject,format\nada,partner,evil,\nnew,partner,other,\n'
    const byHand = await api.post('/users/ada/identities', { provider: 'partner', subject: 'evil' }, { token })
    expect(byHand).toMatchObject({ status: 403 })
    const run = await importBy(token, file)
    expect(run.counts).toMatchObject({ leftOut: 2, created: 0, updated: 0 })
    expect((await api.get(`/imports/${run.id}/problems`)).body.items[0]).toMatchObject({ code: 'forbidden' })
    expect(await api.app.db.query(sql`select 1 from identities`)).toHaveLength(0)
  })

  it('gives no protected role by carrying out a replay', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme', { roleAttributes: ['memberOf'] })
    await addPerson(api, 'Root', { role: 'administrators' })
    await signOnByHand(api, providerId, 'mallory', { memberOf: ['CN=Admins', 'sales'] })
    await api.post('/roles', { name: 'Sales' })
    await createLocalAdministrator(api.app, 'rescue')
    await api.post('/role-rules', { group: 'CN=Admins', role: 'Administrators', provider: 'acme' })
    await api.post('/role-rules', { group: 'sales', role: 'Sales' })
    const made = await api.post('/replays', {})
    await ended(api, made.body.id)
    const token = await tokenWith(api, 'directory:write')
    expect(await api.post(`/replays/${made.body.id}/apply`, {}, { token })).toMatchObject({ status: 200 })
    expect(await ended(api, made.body.id)).toMatchObject({ state: 'done', counts: { applied: { applied: 1 } } })
    const held = await api.get('/grants?user=mallory')
    expect(held.body.items.map((one: { role: { name: string } }) => one.role.name).toSorted()).toEqual([
      'All employees',
      'Sales',
    ])
    // An administrator may; the audit says who it was.
    const again = await api.post('/replays', {})
    await ended(api, again.body.id)
    await api.post(`/replays/${again.body.id}/apply`, {})
    await ended(api, again.body.id)
    const all = await api.get('/grants?user=mallory')
    expect(all.body.items).toHaveLength(3)
    expect((await api.get('/audit?kind=replays.apply')).body.items).toHaveLength(2)
  })

  it('changes nobody who has a protected role: not their contact, not by an undo, not by a replay', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme')
    await api.post('/converters', { attributes: ['Phone'], column: 'Phone' })
    await signOnByHand(api, providerId, 'root', { Phone: ['+1'] })
    const changed = await signOnByHand(api, providerId, 'root', { Phone: ['+2'] })
    await createLocalAdministrator(api.app, 'rescue')
    await api.post('/grants', { user: 'root', role: 'Administrators' })
    const token = await tokenWith(api, 'directory:write')
    const { contact } = (await api.get('/users/root')).body
    const edit = { columns: { Email: 'mallory@evil.example' } }
    expect(await api.patch(`/contacts/${contact.id}`, edit, { token })).toMatchObject({ status: 403 })
    const undone = await api.post('/undo', { signOnId: changed }, { token })
    expect(undone.body.signOn).toMatchObject({ changes: [], conflicts: [{ code: 'role_protected' }] })
    await api.post('/converters', { attributes: ['Phone'], column: 'MobilePhone' })
    const made = await api.post('/replays', {})
    await ended(api, made.body.id)
    await api.post(`/replays/${made.body.id}/apply`, {}, { token })
    expect(await ended(api, made.body.id)).toMatchObject({ counts: { applied: { skipped: 1 } } })
    const { columns } = (await api.get(`/contacts/${contact.id}`)).body
    expect(columns).toMatchObject({ Phone: '+2', Email: null, MobilePhone: null })
    expect(await api.patch(`/contacts/${contact.id}`, edit)).toMatchObject({ status: 200 })
  })

  it('brings nobody back by a replay, whatever sign-ons of the provider may do', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme', { reactivate: true })
    await signOnByHand(api, providerId, 'gone', { Phone: ['+1'] })
    await api.patch('/users/gone', { status: 'disabled' })
    await api.post('/converters', { attributes: ['Phone'], column: 'Phone' })
    const made = await api.post('/replays', {})
    await ended(api, made.body.id)
    await api.post(`/replays/${made.body.id}/apply`, {})
    expect(await ended(api, made.body.id)).toMatchObject({ state: 'done', counts: { applied: { skipped: 1 } } })
    expect((await api.get('/users/gone')).body.status).toBe('disabled')
  })

  it('binds nobody of an identity provider to an administrator for emergencies', async () => {
    await addProviderOver(api, 'acme')
    await createLocalAdministrator(api.app, 'rescue')
    const bound = await api.post('/users/rescue/identities', { provider: 'acme', subject: 'mallory' })
    expect(bound).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })
})

describe('whoever acts on the worklist', () => {
  it('has read what arrived, and stands in the audit for it', async () => {
    const api = await newApi()
    try {
      const { id: providerId } = await addProviderOver(api, 'acme')
      const record = { problem: { code: 'value_invalid', subject: 'Phone', details: { text: 'secret' } } } as const
      const work = { kind: 'value-invalid', thing: ['x'], record, userId: null, signOnId: null } as const
      await api.app.db.transaction((tx) => tx.query(insertWork(api.app.seal, providerId, [work], api.app.now())))
      const [row] = await api.app.db.query<{ id: string }>(sql`select id from worklist`)
      expect(await api.post(`/worklist/${row?.id}/actions`, { action: 'dismiss' })).toMatchObject({ status: 200 })
      expect((await api.get('/audit?kind=claims.read')).body.items).toMatchObject([{ objects: [row?.id] }])
    } finally {
      await api.end()
    }
  })
})

describe('a replay', () => {
  let api: Api
  beforeEach(async () => {
    api = await newApi()
  })
  afterEach(() => api.end())

  it('is refused when ten wait on this node, however they were asked for', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme')
    await signOnByHand(api, providerId, 'ada', {})
    const token = await tokenWith(api, 'rules:write')
    const statuses: number[] = []
    await api.app.db.transaction(async (tx) => {
      await tx.query(sql`lock table sign_ons in access exclusive mode`)
      for (let n = 0; n < 11; n++) statuses.push((await api.post('/replays', {}, { token })).status)
    })
    expect(statuses).toEqual([...Array(10).fill(201), 409])
  })

  it('and a preview of link rules that nobody has saved build no index: everybody who writes would wait for it', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme')
    await signOnByHand(api, providerId, 'ada', {})
    const token = await tokenWith(api, 'rules:read', 'directory:read')
    const draft = { policies: { acme: { link: [{ by: 'column', column: 'JobTitle', attribute: 'title' }] } } }
    // Somebody is writing contacts: whoever builds an index waits, and is refused.
    await api.app.db.transaction(async (tx) => {
      await tx.query(sql`lock table contacts in row exclusive mode`)
      const body = { provider: 'acme', claims: { title: ['CEO'] }, nameId: { value: 'new' }, draft }
      expect(await api.post('/preview', body, { token })).toMatchObject({ status: 200 })
    })
  })

  it('that shows what somebody sent is in the audit', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme')
    const signOnId = await signOnByHand(api, providerId, 'ada', { Phone: ['+1'] })
    const made = await api.post('/replays', {})
    await ended(api, made.body.id)
    expect((await api.get(`/replays/${made.body.id}/people/${signOnId}`)).status).toBe(200)
    const read = await api.get('/audit?kind=claims.read')
    expect(read.body.items).toMatchObject([{ objects: [signOnId], author: { kind: 'token' } }])
  })
})

describe('what is kept of people', () => {
  let api: Api
  beforeEach(async () => {
    api = await newApi()
  })
  afterEach(() => api.end())

  it('is erased from tests and early refusals too where an attribute names the person', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme', { subjectFrom: { attribute: 'uid' } })
    await signOnByHand(api, providerId, 'opaque-1', { uid: ['ada'], mail: ['ada@acme.example'] })
    const id = uuid7(api.app.now())
    const entry = {
      id,
      providerId,
      outcome: 'tested',
      code: null,
      step: null,
      userId: null,
      contactId: null,
      rulesRevision: 1,
      problems: [],
      durationMicroseconds: 1,
      address: '192.0.2.1',
    } as const
    const claims = [
      ['uid', ['ada']],
      ['mail', ['ada@acme.example']],
    ] as const
    await api.app.db.query(insertSignOn(api.app.seal, entry, { subject: { value: 'opaque-2', format: null }, claims }))
    const login = (await api.get('/users')).body.items[0].login
    expect(await api.send('GET', `/users/${login}/export`)).toMatchObject({ status: 200, body: { user: { login } } })
    const erased = await api.post(`/users/${login}/erase`, { confirm: login })
    expect(erased).toMatchObject({ status: 200, body: { signOns: 2, identities: 1 } })
    await signOnByHand(api, providerId, 'opaque-3', { uid: ['ada'] })
    expect((await api.get('/users')).body.items).toEqual([])
    expect((await api.get('/sign-ons?limit=1')).body.items).toMatchObject([{ code: 'user_deleted' }])
    const kept = await api.app.db.query<{ id: string; sealed: string | null; address: string | null }>(sql`
      select id, sealed, address from sign_ons where code is null`)
    for (const one of kept) {
      expect(one.address).toBeNull()
      expect(one.sealed === null ? {} : openSignOn(api.app.seal, one.id, one.sealed)).toEqual({})
    }
  })

  it('does not come back by an import, and by hand only on the word of an administrator', async () => {
    const { id: providerId } = await addProviderOver(api, 'acme', { subjectFrom: { attribute: 'uid' } })
    await signOnByHand(api, providerId, 'opaque', { uid: ['ada'] })
    const { login } = (await api.get('/users')).body.items[0]
    await api.post(`/users/${login}/erase`, { confirm: login })
    const raw = 'login,provider,subject\nada,acme,ada\nkim,acme,kim\n'
    const { body } = await api.send('POST', '/imports', undefined, { raw, headers: { 'content-type': 'text/csv' } })
    for (;;) if ((await api.get(`/imports/${body.id}`)).body.state !== 'running') break
    expect((await api.get('/users')).body.items).toMatchObject([{ login: 'kim' }])
    expect((await api.get(`/imports/${body.id}/problems`)).body.items).toMatchObject([{ row: 2, field: 'subject' }])
    await addPerson(api, 'Ada')
    const token = await tokenWith(api, 'directory:write')
    const identity = { provider: 'acme', subject: 'ada' }
    expect(await api.post('/users/ada/identities', identity, { token })).toMatchObject({ status: 403 })
    expect(await api.post('/users/ada/identities', identity)).toMatchObject({ status: 201 })
  })

  it('goes after a month from the problems of imports, whether another import comes or not', async () => {
    const options = { raw: 'login,Email\nada,nonsense\n', headers: { 'content-type': 'text/csv' } }
    const { body } = await api.send('POST', '/imports', undefined, options)
    for (;;) if ((await api.get(`/imports/${body.id}`)).body.state !== 'running') break
    expect(await api.app.db.query(sql`select 1 from import_problems`)).toHaveLength(1)
    api.clock.now = new Date(api.clock.now.getTime() + 31 * 86_400_000)
    await retain(api.app)
    expect(await api.app.db.query(sql`select 1 from import_problems`)).toHaveLength(0)
  })
})
