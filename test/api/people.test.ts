import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addPerson, addProvider, all, newApi, signOn, tokenWith } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

describe('a newcomer who has to be approved', () => {
  it('sees that they wait, with a reference, and gets in after the approval', async () => {
    const { idp } = await addProvider(api, 'slow', { newUsers: 'pending' })
    const first = await signOn(api, idp, 'slow', 'kim', {})
    expect(first.status).toBe(403)
    expect(first.cookie).not.toContain('session')
    const waiting = await api.get('/users?status=pending')
    expect(waiting.body.items).toMatchObject([{ login: 'kim', status: 'pending' }])
    const entries = await api.get('/sign-ons?limit=1')
    expect(entries.body.items).toMatchObject([{ outcome: 'created', userId: waiting.body.items[0].id }])

    expect((await api.patch('/users/kim', { status: 'active' })).body).toMatchObject({ status: 'active' })
    const second = await signOn(api, idp, 'slow', 'kim', {})
    expect(second.status).toBe(303)
    expect(second.cookie).toContain('session')
  })
})

describe('the identities of a user', () => {
  it('are bound, listed and removed', async () => {
    await addProvider(api, 'east')
    await addPerson(api, 'Ada')
    const input = { provider: 'east', subject: ' Opaque ', format: 'urn:x' }
    const made = await api.post('/users/ada/identities', input)
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({ ...input, linkedBy: { kind: 'author', author: { kind: 'token' } } })
    api.clock.now = new Date(api.clock.now.getTime() + 1000)
    await api.post('/users/ada/identities', { provider: 'east', subject: 'other' })
    expect((await all(api, '/users/ada/identities', 1)).map((one) => one.subject)).toEqual([' Opaque ', 'other'])
    const events = await api.get('/trust-events?provider=east')
    expect(events.body.items.map((one: { kind: string }) => one.kind)).toContain('identity_bound')
    expect((await api.del(`/users/ada/identities/${made.body.id}`)).status).toBe(204)
    expect((await api.del(`/users/ada/identities/${made.body.id}`)).status).toBe(404)
    expect((await api.del('/users/ada/identities/nonsense')).status).toBe(404)
    expect(await all(api, '/users/ada/identities')).toHaveLength(1)
  })

  it('are refused where they would be somebody else’s, and where they make no sense', async () => {
    await addPerson(api, 'Alan')
    const bind = (body: unknown) => api.post('/users/alan/identities', body)
    expect((await bind({ provider: 'east', subject: 'other' })).body).toMatchObject({ code: 'conflict' })
    expect((await bind({ provider: 'nowhere', subject: 'x' })).body.errors).toMatchObject([{ field: 'provider' }])
    expect((await bind({ provider: 'east', subject: '' })).body.errors).toMatchObject([{ field: 'subject' }])
    expect((await bind({ provider: 'east', subject: 'x'.repeat(513) })).status).toBe(422)
    expect((await api.post('/users/nobody/identities', { provider: 'east', subject: 'x' })).status).toBe(404)
  })

  it('of an administrator are an administrator’s business', async () => {
    await addPerson(api, 'Root', { role: 'administrators' })
    const token = await tokenWith(api, 'directory:write')
    const input = { provider: 'east', subject: 'root' }
    expect((await api.post('/users/root/identities', input, { token })).body).toMatchObject({ code: 'forbidden' })
    expect((await api.del('/users/root', { token })).body).toMatchObject({ code: 'forbidden' })
    const made = await api.post('/users/root/identities', input)
    expect((await api.del(`/users/root/identities/${made.body.id}`, { token })).body).toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('a user who is deleted', () => {
  it('stays deleted, and is listed as such', async () => {
    const { userId } = await addPerson(api, 'Gone')
    const before = await api.get('/users/gone')
    const stale = { headers: { 'if-match': '"99"' } }
    expect((await api.del('/users/gone', stale)).status).toBe(412)
    expect((await api.del('/users/gone', { headers: { 'if-match': before.headers.get('etag') ?? '' } })).status).toBe(
      204,
    )
    expect((await api.get('/users/gone')).body).toMatchObject({ id: userId, status: 'deleted' })
    expect((await api.patch('/users/gone', { status: 'active' })).body).toMatchObject({ code: 'conflict' })
    expect((await api.post('/users/gone/identities', { provider: 'east', subject: 'gone' })).status).toBe(409)
    expect((await api.del('/users/gone')).status).toBe(204)
  })
})

describe('a provider that people have signed on with', () => {
  it('goes when somebody has seen what goes with it', async () => {
    const { idp } = await addProvider(api, 'going')
    await signOn(api, idp, 'going', 'lee', { memberOf: [] })
    const removal = await api.get('/providers/going/removal')
    expect(removal.body).toEqual({ people: 1, stranded: 1, grants: [] })
    expect((await api.del('/providers/going')).body).toMatchObject({ code: 'conflict' })
    expect((await api.del('/providers/going?confirm=2')).body).toMatchObject({ code: 'conflict' })
    expect((await api.del('/providers/going?confirm=one')).status).toBe(422)
    expect((await api.del(`/providers/going?confirm=${removal.body.people}`)).status).toBe(204)
    expect((await api.get('/providers/going')).status).toBe(404)
    expect(await all(api, '/users/lee/identities')).toEqual([])
  })

  it('says what will probably be regretted', async () => {
    const persistent = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
    await addProvider(api, 'opaque', { loginFrom: 'NameID', settings: { nameIdPolicy: persistent } })
    const codes = async (slug: string) =>
      (await api.get(`/providers/${slug}`)).body.warnings.map((one: { code: string }) => one.code)
    expect(await codes('opaque')).toEqual(['login_opaque'])
    expect(await codes('east')).toEqual([])
    const pairwise = { attribute: 'urn:oasis:names:tc:SAML:attribute:pairwise-id' }
    expect((await api.patch('/providers/east', { loginFrom: pairwise })).body.warnings).toMatchObject([
      { code: 'login_opaque' },
    ])
  })

  it('links only by what tells people apart', async () => {
    const link = (column: string) =>
      api.patch('/providers/east', { link: [{ by: 'column', column, attribute: 'number' }] })
    expect((await link('Email')).body.errors).toMatchObject([{ field: 'link.0.column' }])
    expect((await link('Nowhere')).body.errors).toMatchObject([{ field: 'link.0.column' }])
    expect((await link('JobTitle')).body.link).toEqual([{ by: 'column', column: 'JobTitle', attribute: 'number' }])
    expect((await api.patch('/providers/east', { link: null })).body.link).toBeUndefined()
    const template = { link: [{ by: 'login', from: { template: '{a}' } }] }
    expect((await api.patch('/providers/east', template)).status).toBe(422)
  })
})
