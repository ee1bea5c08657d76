/** A set of rules is one version, and of two administrators at once the second is told what the first did. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, all, newApi, tokenWith } from '../api/api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
  await addProvider(api, 'acme')
  await api.post('/roles', { name: 'Sales team' })
  await api.post('/roles', { name: 'Guards', protected: true })
})
afterAll(() => api.end())

const newest = async (): Promise<number> => (await api.get('/revisions?limit=1')).body.items[0].revision
const save = async (body: object) => api.post('/rules', { basedOn: await newest(), ...body })
const converters = () => all(api, '/converters', 50)

describe('rules saved together', () => {
  it('are read together, with the version to save upon and the providers they may be for', async () => {
    await api.post('/converters', { attributes: ['Nick'], column: 'Notes' })
    await api.post('/role-rules', { group: 'guards', role: 'Guards' })
    const { body } = await api.get('/rules')
    expect(body).toMatchObject({
      revision: await newest(),
      converters: await converters(),
      roleRules: await all(api, '/role-rules', 50),
      providers: [{ slug: 'acme', name: 'acme', enabled: true, roles: 'sync', absentGroups: 'keep' }],
    })
    expect((await api.get('/rules?of=converters')).body).toEqual({ ...body, roleRules: [] })
    expect((await api.get('/rules?of=role-rules')).body).toEqual({ ...body, converters: [] })
    // Whoever may edit rules and not trust knows the providers from here.
    const token = await tokenWith(api, 'rules:read')
    expect((await api.get('/rules', { token })).body).toEqual(body)
    expect((await save({ converters: [], roleRules: [] })).status).toBe(200)
  })

  it('become one version, with rows, groups and policies', async () => {
    const before = await newest()
    const saved = await save({
      converters: [
        { attributes: ['Email'], column: 'Email' },
        { attributes: ['Phone'], column: 'Phone' },
      ],
      roleRules: { upsert: [{ group: 'sales', role: 'Sales team' }] },
      policies: { acme: { newUsers: 'pending' } },
    })
    expect(saved).toMatchObject({
      status: 200,
      body: { dryRun: false, revision: before + 1, counts: { added: 3, removed: 0, changed: 1 }, widens: [] },
    })
    expect(saved.body.changes.map((one: { name: string }) => one.name)).toEqual([
      'Email',
      'Phone',
      'Sales team',
      'acme',
    ])
    expect((await api.get('/providers/acme')).body.newUsers).toBe('pending')
  })

  it('are only shown when that is asked, with what they would take from whom, and leave no trace', async () => {
    const before = await newest()
    const events = (await api.get('/audit?limit=1')).body.items[0]
    const shown = await save({ dryRun: true, roleRules: [], policies: { acme: { newUsers: null } } })
    expect(shown.body).toMatchObject({
      dryRun: true,
      revision: null,
      counts: { added: 0, removed: 1, changed: 1 },
      withdrawals: { grants: 0, mustConfirm: false },
      widens: [{ provider: 'acme', field: 'newUsers' }],
    })
    expect(await newest()).toBe(before)
    expect(await all(api, '/role-rules', 50)).toHaveLength(1)
    expect((await api.get('/audit?limit=1')).body.items[0]).toEqual(events)
  })

  it('may swap what two rows fill, which one after the other could not', async () => {
    const [email, phone] = (await converters()).toSorted((a, b) => (a.column < b.column ? -1 : 1))
    const saved = await save({
      converters: {
        upsert: [
          { id: email.id, column: 'Phone' },
          { id: phone.id, column: 'Email' },
        ],
      },
    })
    expect(saved.body.counts).toEqual({ added: 0, removed: 0, changed: 2 })
    const now = new Map((await converters()).map((one) => [one.id, one]))
    expect([now.get(email.id).column, now.get(phone.id).column]).toEqual(['Phone', 'Email'])
    expect(now.get(email.id).version).toBe(email.version + 1)
  })

  it('stand or fall together, and the field that is wrong is named', async () => {
    const [before, rows] = [await newest(), await converters()]
    const wrong = await save({
      converters: { remove: [rows[0].id], upsert: [{ attributes: ['x'], column: 'NoSuchColumn' }] },
    })
    expect(wrong).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect(wrong.body.errors[0].field).toBe('converters.0.column')
    const twice = await save({ converters: { upsert: [{ id: rows[0].id }, { id: rows[0].id }] } })
    expect(twice.body.errors[0].field).toBe('converters.1.id')
    expect([await newest(), await converters()]).toEqual([before, rows])
  })

  it('make no version when they say what is there already', async () => {
    const before = await newest()
    const [row] = await converters()
    expect((await save({ converters: { upsert: [{ id: row.id, column: row.column }] } })).body.revision).toBeNull()
    expect(await newest()).toBe(before)
    expect((await converters())[0].version).toBe(row.version)
  })

  it('are refused to whoever looked at an earlier version, with what others did since', async () => {
    const basedOn = await newest()
    const [row] = await converters()
    expect((await save({ converters: { upsert: [{ id: row.id, attributes: ['first'] }] } })).status).toBe(200)
    const second = await api.post('/rules', {
      basedOn,
      converters: { upsert: [{ id: row.id, attributes: ['second'] }] },
    })
    expect(second).toMatchObject({
      status: 409,
      body: {
        code: 'rules_changed',
        details: {
          basedOn,
          current: basedOn + 1,
          count: 1,
          changes: [{ id: row.id, change: 'changed', fields: [{ field: 'attributes', after: ['first'] }] }],
          revisions: [{ revision: basedOn + 1, author: { kind: 'token' } }],
        },
      },
    })
    expect((await api.get(`/converters/${row.id}`)).body.attributes).toEqual(['first'])
  })

  it('are saved all the same when the versions since have changed no rule', async () => {
    const basedOn = await newest()
    await api.patch('/providers/acme', { settings: { clockSkewSeconds: 33 } })
    expect(await newest()).toBeGreaterThan(basedOn)
    const saved = await api.post('/rules', {
      basedOn,
      converters: { upsert: [{ attributes: ['t'], column: 'JobTitle' }] },
    })
    expect(saved.status).toBe(200)
  })

  it('are saved once of many at the same time', async () => {
    const basedOn = await newest()
    const answers = await Promise.all(
      [...Array(6).keys()].map((n) =>
        api.post('/rules', { basedOn, converters: { upsert: [{ attributes: [`a${n}`], column: 'Notes' }] } }),
      ),
    )
    expect(answers.map((one) => one.status).toSorted()).toEqual([200, 409, 409, 409, 409, 409])
    expect(answers.filter((one) => one.status === 409).every((one) => one.body.code === 'rules_changed')).toBe(true)
    expect(await newest()).toBe(basedOn + 1)
  })

  it('never go beyond the rights of who saves them', async () => {
    const token = await tokenWith(api, 'rules:write')
    const basedOn = await newest()
    const asked = (body: object) => api.post('/rules', { basedOn, ...body }, { token })
    expect(await asked({ policies: { acme: { newUsers: null } } })).toMatchObject({ status: 403 })
    expect(await asked({ roleRules: { upsert: [{ group: 'g', role: 'Guards' }] } })).toMatchObject({ status: 403 })
    expect(await asked({ roleRules: { upsert: [{ group: 'g', role: 'Sales team' }] } })).toMatchObject({ status: 200 })
    expect(await api.post('/rules', { converters: [] })).toMatchObject({ status: 422 })
    expect(await api.post('/rules', { basedOn: 99_999, converters: [] })).toMatchObject({ status: 422 })
  })
})

describe('a row that somebody else has changed', () => {
  const stale = { headers: { 'if-match': '"1"' } }

  it('is refused with what they changed: a row of the lookup', async () => {
    const { id } = (await api.post('/converters', { attributes: ['zip'], column: 'Zip' })).body
    await api.patch(`/converters/${id}`, { attributes: ['postalCode'] })
    for (const send of [
      api.patch(`/converters/${id}`, { defaultValue: 'x' }, stale),
      api.del(`/converters/${id}`, stale),
    ]) {
      expect(await send).toMatchObject({
        status: 412,
        body: {
          code: 'precondition_failed',
          details: {
            currentVersion: 2,
            yours: { version: 1 },
            current: { id, version: 2, attributes: ['postalCode'], defaultValue: null },
            changes: [{ of: 'converter', fields: [{ field: 'attributes', before: ['zip'], after: ['postalCode'] }] }],
            revisions: [{ author: { kind: 'token' } }],
          },
        },
      })
    }
  })

  it('is refused with what they changed: a role rule, a provider', async () => {
    const { id } = (await api.post('/role-rules', { group: 'one', role: 'Sales team' })).body
    await api.patch(`/role-rules/${id}`, { group: 'two' })
    expect(await api.patch(`/role-rules/${id}`, { group: 'three' }, stale)).toMatchObject({
      status: 412,
      body: {
        details: { changes: [{ of: 'role-rule', sentence: 'two gives Sales team. Changed: groups from one to two.' }] },
      },
    })
    await addProvider(api, 'beta')
    await api.patch('/providers/beta', { roles: 'off' })
    expect(await api.patch('/providers/beta', { roles: 'add' }, stale)).toMatchObject({
      status: 412,
      body: { details: { changes: [{ of: 'provider', fields: [{ field: 'roles', before: 'sync', after: 'off' }] }] } },
    })
  })

  it('does not pass for what it was when it comes back from an earlier version', async () => {
    const { id } = (await api.post('/converters', { attributes: ['c1'], column: 'City' })).body
    const made = await newest()
    await api.del(`/converters/${id}`)
    expect((await api.post(`/revisions/${made}/restore`, {})).status).toBe(200)
    expect((await api.get(`/converters/${id}`)).body.version).toBeGreaterThan(1)
    expect(await api.patch(`/converters/${id}`, { attributes: ['c2'] }, stale)).toMatchObject({ status: 412 })
  })
})
