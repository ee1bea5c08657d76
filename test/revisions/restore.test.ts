/** Rules come back: a version as a whole, or what one version did. Nothing is half restored, nothing is widened in silence. */
import sql from 'sql-template-tag'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { type Api, addProvider, all, newApi, tokenWith } from '../api/api-world.ts'
import { insertPeople, signOnByHand } from '../sign-on/tools-world.ts'

let api: Api | undefined
let providerId = ''
const world = (): Api => {
  if (!api) throw new Error('no world')
  return api
}
beforeEach(async () => {
  await api?.end()
  api = await newApi()
  providerId = (await addProvider(api, 'acme', { roleAttributes: ['memberOf'] })).id
  await api.post('/roles', { name: 'Sales team' })
  await api.post('/roles', { name: 'Guards', protected: true })
}, 60_000)
afterAll(() => api?.end())

const newest = async (): Promise<number> => (await world().get('/revisions?limit=1')).body.items[0].revision
const contentOf = async (revision: number) => (await world().get(`/revisions/${revision}`)).body.content
const restore = async (revision: number, body: object = {}) => world().post(`/revisions/${revision}/restore`, body)
const undo = async (revision: number, body: object = {}) => world().post('/undo', { revision, ...body })
const add = async (attribute: string, column: string) =>
  (await world().post('/converters', { attributes: [attribute], column })).body

describe('restoring a version', () => {
  it('brings rows, groups and policies back under their ids, as a new version', async () => {
    const kept = await add('mail', 'Email')
    const swapped = await add('phone', 'Phone')
    const rule = (await world().post('/role-rules', { group: 'sales', role: 'Sales team' })).body
    const then = await newest()
    await world().patch('/providers/acme', { roles: 'add', lookupCeiling: 10 })
    await world().del(`/converters/${kept.id}`)
    await world().patch(`/converters/${swapped.id}`, { column: 'Email' })
    await world().patch(`/role-rules/${rule.id}`, { groups: ['sales', 'more'] })
    await add('other', 'Phone')
    const latest = await newest()
    const dry = await restore(then, { dryRun: true })
    expect(dry.body).toMatchObject({
      dryRun: true,
      revision: null,
      of: then,
      counts: { added: 1, removed: 1, changed: 3 },
    })
    expect(dry.body.widens.map((one: { field: string }) => one.field)).toEqual(['roles', 'lookupCeiling'])
    expect(await newest()).toBe(latest)
    expect(await restore(then)).toMatchObject({ status: 409, body: { code: 'restore_widens' } })
    const done = await restore(then, { confirmWidening: true })
    expect(done).toMatchObject({ status: 200, body: { revision: latest + 1, conflicts: [] } })
    const [was, is] = [await contentOf(then), await contentOf(latest + 1)]
    expect(is.converters).toEqual(was.converters)
    expect(is.roleRules).toEqual(was.roleRules)
    expect({ ...is.policies.acme, version: 0 }).toEqual({ ...was.policies.acme, version: 0 })
    expect((await restore(then, {})).body).toMatchObject({ revision: null, changes: [] })
  })

  it('is refused as a whole when a role or a provider is gone, which is named; those are left out when that is said', async () => {
    await add('mail', 'Email')
    const rule = (await world().post('/role-rules', { group: 'sales', role: 'Sales team' })).body
    await addProvider(world(), 'beta')
    await world().post('/converters', { attributes: ['x'], column: 'Phone', provider: 'beta' })
    const then = await newest()
    await world().del('/providers/beta')
    await world().del(`/role-rules/${rule.id}`)
    await world().del('/roles/Sales team')
    for (const row of await all(world(), '/converters', 50)) await world().del(`/converters/${row.id}`)
    const latest = await newest()
    const refused = await restore(then)
    expect(refused).toMatchObject({ status: 409, body: { code: 'restore_conflict' } })
    const sentences = refused.body.details.conflicts.map((one: { sentence: string }) => one.sentence).join('\n')
    expect(sentences).toContain('There is no role Sales team any more')
    expect(sentences).toContain('The provider beta was deleted')
    expect(await newest()).toBe(latest)
    const dry = await restore(then, { dryRun: true })
    expect(dry.body.conflicts.map((one: { code: string }) => one.code).toSorted()).toEqual([
      'provider_gone',
      'provider_gone',
      'role_gone',
    ])
    expect(await restore(then, { leaveGone: true })).toMatchObject({ status: 200, body: { revision: latest + 1 } })
    expect(await all(world(), '/converters', 50)).toMatchObject([{ column: 'Email' }])
  })

  it('switches no provider on or off, and says so', async () => {
    await add('mail', 'Email')
    const then = await newest()
    await world().patch('/providers/acme', { enabled: false })
    await add('phone', 'Phone')
    const done = await restore(then)
    expect(done.body).toMatchObject({
      conflicts: [{ code: 'state_stays', name: 'acme', fields: ['enabled'] }],
      widens: [],
    })
    expect((await world().get('/providers/acme')).body.enabled).toBe(false)
  })

  it('never goes beyond the rights of who restores', async () => {
    const then = await newest()
    const guard = (await world().post('/role-rules', { group: 'g', role: 'Guards' })).body
    const guarded = await newest()
    await world().patch('/providers/acme', { roleAttributes: ['groups'] })
    const token = await tokenWith(world(), 'rules:write')
    const by = { token }
    for (const revision of [then, guarded]) {
      expect(await world().post(`/revisions/${revision}/restore`, {}, by)).toMatchObject({ status: 403 })
    }
    await world().patch('/providers/acme', { roleAttributes: ['memberOf'] })
    expect(await world().post(`/revisions/${then}/restore`, {}, by)).toMatchObject({ status: 403 })
    await world().del(`/role-rules/${guard.id}`)
    expect(await world().post(`/revisions/${guarded}/restore`, {}, by)).toMatchObject({ status: 403 })
    expect(await world().post('/undo', { revision: guarded }, by)).toMatchObject({ status: 403 })
    expect(await all(world(), '/role-rules', 50)).toEqual([])
  })

  it('shows what it takes from people, and takes it at once only when the number is confirmed', async () => {
    await world().patch('/providers/acme', { withdrawalCeiling: 2 })
    const then = await newest()
    await world().post('/role-rules', { group: 'sales', role: 'Sales team' })
    await insertPeople(world(), providerId, 5, () => ({ memberOf: ['sales'] }))
    const dry = (await restore(then, { dryRun: true })).body
    expect(dry.withdrawals).toMatchObject({
      grants: 5,
      people: 5,
      losses: 5,
      exact: true,
      mustConfirm: true,
      now: false,
      roles: [{ name: 'Sales team', grants: 5, losses: 5 }],
    })
    const held = async () =>
      (
        await world().app.db.query(
          sql`select 1 from grants g join roles r on r.id = g.role_id where r.name = 'Sales team'`,
        )
      ).length
    const refused = await restore(then, { withdraw: 'now', confirmWithdrawals: 4 })
    expect(refused.body).toMatchObject({ code: 'withdrawals_paused', details: { count: 5 } })
    expect([await held(), (await all(world(), '/role-rules', 50)).length]).toEqual([5, 1])
    const done = await restore(then, { withdraw: 'now', confirmWithdrawals: 5 })
    expect(done.body.withdrawals).toMatchObject({ grants: 5, now: true })
    expect(await held()).toBe(0)
  })

  it('tells how many people lost a role by it who get it back: at once, or at a sign-on that knew no rule', async () => {
    const rule = (await world().post('/role-rules', { group: 'sales', role: 'Sales team' })).body
    await insertPeople(world(), providerId, 4, () => ({ memberOf: ['sales'] }))
    // Gone with the group, while the rule stood.
    await signOnByHand(world(), providerId, 'person0', { memberOf: ['other'] })
    await world().del(`/role-rules/${rule.id}`)
    const removed = await newest()
    await signOnByHand(world(), providerId, 'person1', { memberOf: ['sales'] })
    const returns = async () => (await undo(removed, { dryRun: true })).body.rules.returns
    expect(await returns()).toMatchObject([{ name: 'Sales team', people: 1 }])
    await restore(removed - 1)
    await world().del(`/role-rules/${rule.id}?withdraw=now`)
    await world().post('/grants', { user: 'person3', role: 'Sales team' })
    const again = await newest()
    const done = await undo(again)
    // Neither whoever has it by hand nor whom the other removal had cost it.
    expect(done.body.rules.returns).toMatchObject([{ name: 'Sales team', people: 1 }])
    await signOnByHand(world(), providerId, 'person2', { memberOf: ['sales'] })
    const [line] = done.body.rules.returns
    const grants = await all(world(), `/grants?role=${line.id}&origin=provider`, 50)
    expect(grants.map((one) => one.user.login)).toEqual(['person2'])
  })

  it('knows that the last administrator stays in office at a sign-on, and that taking it at once is refused', async () => {
    const then = await newest()
    await createLocalAdministrator(world().app, 'root')
    await world().post('/role-rules', { group: 'admins', role: 'Administrators' })
    await insertPeople(world(), providerId, 2, () => ({ memberOf: ['admins'] }))
    const spared = async () => (await restore(then, { dryRun: true })).body.withdrawals.roles
    expect(await spared()).toMatchObject([{ losses: 2, spared: 0 }])
    await world().app.db.query(sql`update users set status = 'disabled' where login = 'root'`)
    expect(await spared()).toMatchObject([{ name: 'Administrators', grants: 2, losses: 2, spared: 1 }])
    expect(await restore(then, { withdraw: 'now' })).toMatchObject({
      status: 422,
      body: { code: 'last_administrator' },
    })
    await restore(then)
    for (const name of ['person0', 'person1']) await signOnByHand(world(), providerId, name, { memberOf: [] })
    const left = await world().app.db.query(sql`
      select 1 from grants g join users u on u.id = g.user_id join roles r on r.id = g.role_id
      where r.built_in = 'administrators' and u.status = 'active'`)
    expect(left).toHaveLength(1)
  })

  it('leaves what it takes to the next sign-ons when nothing else is said', async () => {
    const then = await newest()
    const rule = (await world().post('/role-rules', { groups: ['sales', 'more'], role: 'Sales team' })).body
    await insertPeople(world(), providerId, 3, () => ({ memberOf: ['sales'] }))
    await world().patch(`/role-rules/${rule.id}`, { groups: ['sales'] })
    expect((await restore(then)).body.withdrawals).toMatchObject({ grants: 3, now: false })
    const left = await world().app.db.query(sql`select 1 from grants where origin = 'provider'`)
    expect(left).toHaveLength(3)
  })

  it('knows which versions there are', async () => {
    expect(await restore(999_999)).toMatchObject({ status: 404 })
    expect(await world().post('/revisions/x/restore', {})).toMatchObject({ status: 404 })
    expect(await undo(999_999)).toMatchObject({ status: 404 })
    expect(await undo(1)).toMatchObject({ status: 404 })
  })
})

describe('undoing one version', () => {
  it('takes back what it changed and leaves what came later', async () => {
    const row = await add('mail', 'Email')
    await world().patch(`/converters/${row.id}`, { attributes: ['e-mail'], defaultValue: 'nobody@acme.example' })
    const meant = await newest()
    await world().patch(`/converters/${row.id}`, { overwrite: 'when-empty' })
    const later = await add('phone', 'Phone')
    expect((await undo(meant)).body.rules).toMatchObject({ of: meant, conflicts: [], counts: { changed: 1 } })
    expect((await world().get(`/converters/${row.id}`)).body).toMatchObject({
      attributes: ['mail'],
      defaultValue: null,
      overwrite: 'when-empty',
    })
    expect((await world().get(`/converters/${later.id}`)).status).toBe(200)
    expect((await undo(meant)).body.rules).toMatchObject({ revision: null, changes: [], conflicts: [] })
  })

  it('lists what later versions changed too, and does the rest', async () => {
    const row = await add('mail', 'Email')
    await world().patch(`/converters/${row.id}`, { attributes: ['e-mail'], defaultValue: 'nobody@acme.example' })
    const meant = await newest()
    await world().patch(`/converters/${row.id}`, { attributes: ['address'] })
    const done = (await undo(meant)).body.rules
    expect(done.conflicts).toMatchObject([{ code: 'row_changed', name: 'Email', fields: ['attributes'] }])
    expect(done.conflicts[0].sentence).toContain('Changed again since, so it stays (attributes)')
    expect((await world().get(`/converters/${row.id}`)).body).toMatchObject({
      attributes: ['address'],
      defaultValue: null,
    })
  })

  it('removes what it brought and brings what it removed, unless the place is taken or the row is another by now', async () => {
    const added = await add('mail', 'Email')
    const adding = await newest()
    const removed = await add('phone', 'Phone')
    await world().del(`/converters/${removed.id}`)
    const removing = await newest()
    const changed = await add('sn', 'Surname')
    const changing = await newest()
    await world().patch(`/converters/${changed.id}`, { attributes: ['surname'] })
    expect((await undo(adding)).body.rules.counts).toEqual({ added: 0, removed: 1, changed: 0 })
    expect((await world().get(`/converters/${added.id}`)).status).toBe(404)
    expect((await undo(changing)).body.rules).toMatchObject({
      revision: null,
      conflicts: [{ code: 'row_changed', fields: [] }],
    })
    const other = await add('tel', 'Phone')
    expect((await undo(removing)).body.rules).toMatchObject({ revision: null, conflicts: [{ code: 'row_clashes' }] })
    await world().del(`/converters/${other.id}`)
    expect((await undo(removing)).body.rules.counts).toEqual({ added: 1, removed: 0, changed: 0 })
    expect((await world().get(`/converters/${removed.id}`)).body).toMatchObject({ attributes: ['phone'] })
  })

  it('takes back a policy that nobody changed since, and says before what that widens', async () => {
    await world().patch('/providers/acme', { employees: { create: false, update: false }, name: 'Acme Inc.' })
    const meant = await newest()
    await world().patch('/providers/acme', { name: 'Acme Corp.' })
    const dry = (await undo(meant, { dryRun: true })).body.rules
    expect(dry.conflicts).toMatchObject([{ code: 'row_changed', fields: ['name'] }])
    expect(dry.widens).toMatchObject([
      { provider: 'acme', field: 'employees.create' },
      { provider: 'acme', field: 'employees.update' },
    ])
    expect(await undo(meant)).toMatchObject({ status: 409, body: { code: 'restore_widens' } })
    expect((await undo(meant, { confirmWidening: true })).status).toBe(200)
    expect((await world().get('/providers/acme')).body).toMatchObject({
      name: 'Acme Corp.',
      employees: { create: true, update: true },
    })
  })

  it('removes no provider that came with it', async () => {
    await addProvider(world(), 'beta')
    expect((await undo(await newest())).body.rules).toMatchObject({
      revision: null,
      conflicts: [{ code: 'provider_stays' }],
    })
    expect((await world().get('/providers/beta')).status).toBe(200)
  })

  it('shows a dry run what it would do, and writes nothing', async () => {
    await add('mail', 'Email')
    const meant = await newest()
    expect((await undo(meant, { dryRun: true })).body).toMatchObject({
      dryRun: true,
      rules: { revision: null, counts: { removed: 1 } },
    })
    expect(await newest()).toBe(meant)
    expect(await all(world(), '/converters', 50)).toHaveLength(1)
  })
})
