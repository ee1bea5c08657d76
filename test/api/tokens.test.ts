/** API tokens name who made them, and what was done by one names it. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tokenHash } from '../../src/sign-on/cookies.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { heldScopes } from '../../src/store/held-scopes.ts'
import { presentToken } from '../../src/store/tokens.ts'
import { type Api, addPerson, addProvider, all, newApi, publicUrl, type Sending, signOn } from './api-world.ts'

let api: Api
let ada: Sending
beforeAll(async () => {
  api = await newApi()
  await createLocalAdministrator(api.app, 'rescue')
  const { idp } = await addProvider(api, 'acme')
  await signOn(api, idp, 'acme', 'ada', {})
  await api.post('/grants', { user: 'ada', role: 'Administrators' })
  const { cookie } = await signOn(api, idp, 'acme', 'ada', {})
  ada = { token: null, headers: { cookie, origin: publicUrl } }
})
afterAll(() => api.end())

const make = async (name: string, by: Sending) => {
  const made = await api.post('/tokens', { name, scopes: ['admin'] }, by)
  expect(made.status).toBe(201)
  return made.body as { id: string; token: string; createdBy: object }
}
const makerOf = async (name: string) => (await all(api, '/tokens')).find((one) => one.name === name).createdBy

describe('a token', () => {
  it('names who made it: a person, another token, the environment', async () => {
    const { userId } = (await api.get('/session', ada)).body
    const first = await make('by ada', ada)
    expect(first.createdBy).toEqual({ kind: 'user', id: userId, name: 'ada' })
    const second = await make('by a program', { token: first.token })
    expect(second.createdBy).toEqual({ kind: 'token', id: first.id, name: 'by ada' })
    expect(await makerOf('by ada')).toEqual(first.createdBy)
    expect(await makerOf('by a program')).toEqual(second.createdBy)
    expect(await makerOf('JITUP_ADMIN_TOKEN')).toEqual({ kind: 'system', id: null, name: null })
    await api.app.db.query(sql`update api_tokens set created_by = null where name = 'by a program'`)
    expect(await makerOf('by a program')).toBeNull()
  })

  it('names its maker by id alone when they are gone', async () => {
    const { idp } = await addProvider(api, 'other')
    await signOn(api, idp, 'other', 'kim', {})
    await api.post('/grants', { user: 'kim', role: 'Administrators' })
    const { cookie } = await signOn(api, idp, 'other', 'kim', {})
    const { createdBy } = await make('by kim', { token: null, headers: { cookie, origin: publicUrl } })
    expect(createdBy).toMatchObject({ name: 'kim' })
    const [grant] = (await api.get('/grants?user=kim&role=Administrators')).body.items
    await api.del(`/grants/${grant.id}`)
    await api.del('/users/kim')
    await api.post('/users/kim/erase', { confirm: 'kim' })
    const maker = await makerOf('by kim')
    expect(maker).toMatchObject({ kind: 'user', id: expect.any(String) })
    expect(JSON.stringify(maker)).not.toContain('kim')
  })

  it('is named by the audit, by versions of the rules, and by the history of a role', async () => {
    const { id, token } = await make('deployment', ada)
    const author = { kind: 'token', tokenId: id, name: 'deployment' }
    await addPerson(api, 'Ida')
    await api.post('/roles', { name: 'Team' }, { token })
    const { id: grantId } = (await api.post('/grants', { user: 'ida', role: 'Team' }, { token })).body
    await api.del(`/grants/${grantId}`, { token })
    await api.post('/grants', { user: 'ida', role: 'Team' }, ada)
    await api.post('/role-rules', { group: 'team', role: 'Team' }, { token })
    const history = (await api.get('/users/ida/role-history')).body.items
    expect(history.map(({ change, by, login, token }: Record<string, string>) => [change, by, login, token])).toEqual([
      ['granted', 'person', 'ada', null],
      ['withdrawn', 'token', null, 'deployment'],
      ['granted', 'token', null, 'deployment'],
    ])
    // The clock stands still here, and what was done in one moment has no order.
    const given = (await api.get('/audit?kind=grants.create')).body.items
    expect(given.map((one: { author: unknown }) => one.author)).toContainEqual(author)
    expect((await api.get('/audit?kind=rules.revised')).body.items[0].author).toEqual(author)
    const [revision] = (await api.get('/revisions')).body.items
    expect(revision.author).toEqual(author)
    expect((await api.get(`/revisions/${revision.revision}`)).body.author).toEqual(author)
    const made = (await api.get(`/audit?kind=tokens.create&about=${id}`)).body.items
    expect(made).toMatchObject([{ author: { kind: 'user' }, objects: [id] }])
  })

  it('ends by itself at its moment, for work that it has begun too, and never where none is given', async () => {
    const in90 = new Date(api.app.now().getTime() + 90 * 86_400_000)
    const make = (input: object) => api.post('/tokens', { name: 'for a while', scopes: ['rules:read'], ...input })
    const { id, token, expiresAt } = (await make({ expiresAt: in90.toISOString() })).body
    expect(expiresAt).toBe(in90.toISOString())
    const author = { kind: 'token', tokenId: id } as const
    const moment = (ms: number) => new Date(in90.getTime() + ms)
    expect(await presentToken(api.app.db, tokenHash(token), moment(-1))).toMatchObject({ id })
    expect(await heldScopes(api.app.db, author, moment(-1))).toEqual(['rules:read'])
    expect(await presentToken(api.app.db, tokenHash(token), moment(0))).toBeNull()
    expect(await heldScopes(api.app.db, author, moment(0))).toEqual([])
    const forever = (await make({})).body
    expect(forever.expiresAt).toBeNull()
    expect(await presentToken(api.app.db, tokenHash(forever.token), moment(1e12))).toMatchObject({ id: forever.id })
  })

  it.each(['2020-01-01T00:00:00Z', 'tomorrow', ''])('does not end at %j', async (expiresAt) => {
    const refused = await api.post('/tokens', { name: 'wrong', scopes: ['rules:read'], expiresAt })
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } })
    expect(JSON.stringify(refused.body)).toContain('expiresAt')
  })
})
