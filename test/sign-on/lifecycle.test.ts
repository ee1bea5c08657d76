import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bindIdentity, unbindIdentity } from '../../src/api/edit/identities.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { deleteProvider, removalOf } from '../../src/api/edit/provider-removal.ts'
import { deleteUser, setUserStatus } from '../../src/api/edit/users.ts'
import { addPartner, addUser, everybody, firstPartner, lastEntry, type Partner, setPolicy, signOnBy } from './people.ts'
import { addRole, count, newWorld, setConverters, type World } from './world.ts'

const author = { kind: 'system' } as const
const mayLittle = { protectedRoles: false }

let world: World
let acme: Partner
beforeEach(async () => {
  world = await newWorld()
  acme = firstPartner(world)
  await setConverters(world, { Email: 'mail', Phone: 'phone' })
})
afterEach(() => world.end())

describe('newcomers who have to be approved', () => {
  beforeEach(() => setPolicy(world, acme, { newUsers: 'pending' }))

  it('are here with their whole contact, and have no session', async () => {
    expect(await signOnBy(world, acme, 'ada', { phone: ['+1'] })).toBe('user_pending')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', status: 'pending', phone: '+1' }])
    expect(await lastEntry(world)).toMatchObject({ outcome: 'created', code: null })
    expect(await count(world, 'sessions')).toBe(0)
    expect(await count(world, 'grants')).toBe(1)
  })

  it('are refused until then, and nothing changes', async () => {
    await signOnBy(world, acme, 'ada', { phone: ['+1'] })
    const before = await everybody(world)
    expect(await signOnBy(world, acme, 'ada', { phone: ['+2'] })).toBe('user_pending')
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'user_pending' })
    expect(await everybody(world)).toEqual(before)
  })

  it('sign on after the approval, whether others still wait or not', async () => {
    await signOnBy(world, acme, 'ada')
    await setUserStatus(world.app, 'ada', { status: 'active' })
    expect(await signOnBy(world, acme, 'ada', { phone: ['+2'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ status: 'active', phone: '+2' }])
  })

  it('are disabled when they are turned away', async () => {
    await signOnBy(world, acme, 'ada')
    await setUserStatus(world.app, 'ada', { status: 'disabled' })
    expect(await signOnBy(world, acme, 'ada')).toBe('user_disabled')
  })

  it('wait once, however many of their first sign-ons come at once', async () => {
    const done = await Promise.all(Array.from({ length: 12 }, () => signOnBy(world, acme, 'ada')))
    expect(new Set(done)).toEqual(new Set(['user_pending']))
    expect(await count(world, 'users')).toBe(1)
    expect(await count(world, 'sessions')).toBe(0)
  })
})

describe('a disabled user', () => {
  beforeEach(async () => {
    await signOnBy(world, acme, 'ada', { phone: ['+1'] })
    await setUserStatus(world.app, 'ada', { status: 'disabled' })
  })

  it('stays out, and nothing of them changes', async () => {
    const before = await everybody(world)
    expect(await signOnBy(world, acme, 'ada', { phone: ['+2'] })).toBe('user_disabled')
    expect(await everybody(world)).toEqual(before)
  })

  it('comes back where the provider brings people back', async () => {
    await setPolicy(world, acme, { reactivate: true })
    expect(await signOnBy(world, acme, 'ada', { phone: ['+2'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ status: 'active', phone: '+2' }])
    expect(await lastEntry(world)).toMatchObject({ outcome: 'updated' })
  })

  it('does not, as the holder of a protected role', async () => {
    await setPolicy(world, acme, { reactivate: true })
    await world.app.db.query(sql`
      insert into grants (id, user_id, role_id, origin)
      select gen_random_uuid(), u.id, r.id, 'manual' from users u, roles r where r.built_in = 'administrators'`)
    expect(await signOnBy(world, acme, 'ada')).toBe('user_disabled')
    expect(await everybody(world)).toMatchObject([{ status: 'disabled' }])
  })
})

describe('a deleted user', () => {
  beforeEach(async () => {
    await signOnBy(world, acme, 'ada', { phone: ['+1'] })
    await setPolicy(world, acme, { reactivate: true })
  })

  it('loses roles and sessions, and does not come back by signing on', async () => {
    await addRole(world, 'Sales', 'sales')
    await signOnBy(world, acme, 'ada', { memberOf: ['sales'] })
    expect(await count(world, 'grants')).toBe(2)
    await deleteUser(world.app, author, 'ada')
    expect(await count(world, 'grants')).toBe(0)
    expect(await count(world, 'sessions')).toBe(0)
    expect(await signOnBy(world, acme, 'ada', { phone: ['+2'], memberOf: ['sales'] })).toBe('user_deleted')
    expect(await everybody(world)).toMatchObject([{ status: 'deleted', phone: '+1', identities: ['acme ada'] }])
    expect(await count(world, 'grants')).toBe(0)
    await expect(setUserStatus(world.app, 'ada', { status: 'active' })).rejects.toMatchObject({ code: 'conflict' })
    await deleteUser(world.app, author, 'ada')
  })

  it('begins anew when their tombstone is taken away', async () => {
    await deleteUser(world.app, author, 'ada')
    const [identity] = await world.app.db.query<{ id: string }>(sql`select id from identities`)
    await unbindIdentity(world.app, author, 'ada', identity?.id ?? '')
    expect(await signOnBy(world, acme, 'ada')).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'ada', status: 'deleted', identities: [] },
      { login: 'ada-2', status: 'active', identities: ['acme ada'] },
    ])
  })

  it('is not brought back by setting the same partner up anew', async () => {
    await signOnBy(world, acme, 'alan')
    await deleteUser(world.app, author, 'ada')
    const before = await removalOf(world.app.db, acme.id)
    await deleteProvider(world.app, author, 'acme', undefined, before.people)
    await createProvider(world.app, author, { name: 'Acme', slug: 'acme', metadata: world.idp.metadata() })
    expect(await signOnBy(world, acme, 'ada')).toBe('user_deleted')
    expect(await signOnBy(world, acme, 'alan')).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'ada', status: 'deleted' },
      { login: 'alan', identities: [] },
      { login: 'alan-2', identities: ['acme alan'] },
    ])
  })

  it('is never the last administrator, and only an administrator deletes one', async () => {
    await addUser(world, 'root', { role: 'Administrators' })
    await expect(deleteUser(world.app, author, 'root', undefined, mayLittle)).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(deleteUser(world.app, author, 'root')).rejects.toMatchObject({ code: 'last_administrator' })
    await addUser(world, 'second', { role: 'Administrators' })
    await deleteUser(world.app, author, 'root')
    expect(await everybody(world)).toMatchObject([{ login: 'ada' }, { login: 'root', status: 'deleted' }, {}])
  })
})

describe('a subject that is bound by hand', () => {
  it('is that user from then on', async () => {
    await addUser(world, 'ada')
    const bound = await bindIdentity(world.app, author, 'ada', { provider: 'acme', subject: 'opaque' })
    expect(bound).toMatchObject({ slug: 'acme', subject: 'opaque', linkedBy: { kind: 'author', author } })
    expect(await bindIdentity(world.app, author, 'ada', { provider: 'acme', subject: 'opaque' })).toEqual(bound)
    expect(await signOnBy(world, acme, 'opaque', { phone: ['+1'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', phone: '+1', identities: ['acme opaque'] }])
  })

  it('is nobody’s when it is somebody else’s already', async () => {
    await signOnBy(world, acme, 'opaque')
    await addUser(world, 'ada')
    const again = bindIdentity(world.app, author, 'ada', { provider: 'acme', subject: 'opaque' })
    await expect(again).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is an administrator, or an employee by a provider of others, only by the word of an administrator', async () => {
    await addPartner(world, 'partner', { userType: 'external' })
    await addUser(world, 'root', { role: 'Administrators' })
    await addUser(world, 'ada')
    const bind = (login: string, provider: string, rights?: typeof mayLittle) =>
      bindIdentity(world.app, author, login, { provider, subject: login }, rights)
    await expect(bind('root', 'acme', mayLittle)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(bind('ada', 'partner', mayLittle)).rejects.toMatchObject({ code: 'forbidden' })
    for (const [login, provider] of [
      ['root', 'acme'],
      ['ada', 'partner'],
    ] as const) {
      expect(await bind(login, provider)).toMatchObject({ subject: login })
    }
    expect(await bind('ada', 'acme', mayLittle)).toMatchObject({ slug: 'acme' })
  })

  it('is forgotten with its sessions', async () => {
    await addUser(world, 'ada')
    const { id } = await bindIdentity(world.app, author, 'ada', { provider: 'acme', subject: 'opaque' })
    await signOnBy(world, acme, 'opaque')
    await unbindIdentity(world.app, author, 'ada', id)
    expect(await count(world, 'sessions')).toBe(0)
    expect(await everybody(world)).toMatchObject([{ identities: [] }])
    await expect(unbindIdentity(world.app, author, 'ada', id)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a provider that is removed', () => {
  it('takes from people exactly what they have of it, once somebody has seen what that is', async () => {
    const other = await addPartner(world, 'other')
    await addRole(world, 'Sales', 'sales')
    await signOnBy(world, acme, 'ada', { memberOf: ['sales'], phone: ['+1'] })
    await signOnBy(world, acme, 'alan', { memberOf: [] })
    await bindIdentity(world.app, author, 'ada', { provider: 'other', subject: 'ada' })
    await signOnBy(world, other, 'ada', { memberOf: ['sales'] })
    expect(await removalOf(world.app.db, acme.id)).toMatchObject({
      people: 2,
      stranded: 1,
      grants: [{ name: 'Sales', people: 1 }],
    })
    for (const confirm of [undefined, 1]) {
      const early = deleteProvider(world.app, author, 'acme', undefined, confirm)
      await expect(early).rejects.toMatchObject({ code: 'conflict', details: { people: 2 } })
    }
    await deleteProvider(world.app, author, 'acme', undefined, 2)
    expect(await everybody(world)).toMatchObject([
      { login: 'ada', status: 'active', phone: '+1', identities: ['other ada'] },
      { login: 'alan', identities: [] },
    ])
    const [left] = await world.app.db.query(sql`
      select count(*) filter (where origin = 'provider')::integer as given, count(*)::integer as all from grants`)
    expect(left).toEqual({ given: 1, all: 3 })
    expect(await signOnBy(world, other, 'ada', { memberOf: ['sales'] })).toBe('signed-on')
  })

  it('stays while all administrators are so by it', async () => {
    await signOnBy(world, acme, 'ada')
    await world.app.db.query(sql`
      insert into grants (id, user_id, role_id, origin, provider_id)
      select gen_random_uuid(), u.id, r.id, 'provider', ${acme.id}::uuid from users u, roles r where r.built_in = 'administrators'`)
    const removed = () => deleteProvider(world.app, author, 'acme', undefined, 1)
    await expect(removed()).rejects.toMatchObject({ code: 'last_administrator' })
    await addUser(world, 'root', { role: 'Administrators' })
    await removed()
  })
})

describe('a policy about people', () => {
  const refuse = (patch: Parameters<typeof updateProviderBy>[3], field: string) =>
    expect(updateProviderBy(world.app, author, 'acme', patch)).rejects.toMatchObject({
      code: 'validation_failed',
      details: { field },
    })

  it('is refused when it links by what tells nobody apart', async () => {
    const rule = (column: string) => ({ link: [{ by: 'column' as const, column, attribute: 'number' }] })
    await refuse(rule('Nowhere'), 'link.0.column')
    await refuse(rule('Email'), 'link.0.column')
    await refuse(rule('Surname'), 'link.0.column')
    await refuse(rule('Department'), 'link.0.column')
    await refuse({ pilot: {} }, 'pilot')
  })

  it('finds people by an index', async () => {
    const link = [
      { by: 'column' as const, column: 'JobTitle', attribute: 'number' },
      { by: 'column' as const, column: 'JobTitle', attribute: 'other' },
    ]
    await updateProviderBy(world.app, author, 'acme', { link })
    await updateProviderBy(world.app, author, 'acme', { link })
    const indexes = await world.app.db.query<{ indexname: string }>(sql`
      select indexname from pg_indexes where indexname like 'contacts_link_%'`)
    expect(indexes).toHaveLength(1)
    const plan = await world.app.db.transaction(async (tx) => {
      await tx.query(sql`set local enable_seqscan = off`)
      return tx.query(sql`explain select 1 from contacts c where c."JobTitle" collate "C" = '42'`)
    })
    expect(JSON.stringify(plan)).toContain(indexes[0]?.indexname)
  })

  it('lets in its pilot alone', async () => {
    await signOnBy(world, acme, 'ada')
    await setPolicy(world, acme, { pilot: { subjects: ['alan'], when: { attribute: 'team', equals: 'it' } } })
    expect(await signOnBy(world, acme, 'ada', { phone: ['+1'] })).toBe('not_in_pilot')
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'not_in_pilot' })
    expect(await signOnBy(world, acme, 'alan')).toBe('signed-on')
    expect(await signOnBy(world, acme, 'ada', { team: ['it'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', phone: null }, { login: 'alan' }])
  })

  it('makes external users of guests, with their base role, while employees stay employees', async () => {
    await setPolicy(world, acme, { externalWhen: { attribute: 'kind', equals: 'guest' } })
    expect(await signOnBy(world, acme, 'gus', { kind: ['guest'] })).toBe('user_not_provisioned')
    await world.app.db.query(sql`
      update providers set external_create = true, external_update = true, version = version + 1`)
    expect(await signOnBy(world, acme, 'gus', { kind: ['guest'] })).toBe('signed-on')
    expect(await signOnBy(world, acme, 'ada', { kind: ['staff'] })).toBe('signed-on')
    expect(await signOnBy(world, acme, 'ada', { kind: ['guest'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'gus', type: 'external' },
      { login: 'ada', type: 'employee' },
    ])
    const roles = await world.app.db.query(sql`
      select u.login, r.built_in as role from grants g join users u on u.id = g.user_id join roles r on r.id = g.role_id
      order by u.created_at`)
    expect(roles).toEqual([
      { login: 'gus', role: 'all-external' },
      { login: 'ada', role: 'all-employees' },
    ])
  })
})
