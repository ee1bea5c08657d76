import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { disableLeavers } from '../../src/sign-on/leavers.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { type Api, addPerson, addProvider, all, newApi, signOn } from './api-world.ts'

let api: Api
let idp: Awaited<ReturnType<typeof addProvider>>['idp']
beforeAll(async () => {
  api = await newApi()
  idp = (await addProvider(api, 'acme')).idp
})
afterAll(() => api.end())

const day = 86_400_000
const later = (days: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + days * day)
}
const come = async (who: string) => (await signOn(api, idp, 'acme', who, {})).status
const user = async (login: string) => (await api.get(`/users/${login}`)).body
const lastOf = async (login: string) => (await api.get(`/sign-ons?user=${login}`)).body.items[0]
const away = async (days: number) => (await all(api, `/users?notSeenDays=${days}`)).map((one) => one.login)

describe('when somebody was last seen', () => {
  it('is the moment of their last sign-on, wherever it is shown, and no change of the user', async () => {
    expect(await come('ada')).toBe(303)
    const first = await user('ada')
    expect(first.lastSeenAt).toBe((await lastOf('ada')).at)
    later(1)
    expect(await come('ada')).toBe(303)
    const again = await user('ada')
    expect(again.lastSeenAt).toBe((await lastOf('ada')).at)
    expect(again.lastSeenAt > first.lastSeenAt).toBe(true)
    expect(again.version).toBe(first.version)
    const contact = (await api.get(`/contacts/${again.contact.id}`)).body
    expect(contact.lastSeenAt).toBe(again.lastSeenAt)
    expect((await all(api, '/contacts?user=ada'))[0].lastSeenAt).toBe(again.lastSeenAt)
  })

  it('does not go back when a node’s clock does', async () => {
    await come('bob')
    const { lastSeenAt } = await user('bob')
    later(-0.01)
    expect(await come('bob')).toBe(303)
    later(0.01)
    expect((await user('bob')).lastSeenAt).toBe(lastSeenAt)
  })

  it('stays as it is when they are refused, and nobody knows it of those who never came', async () => {
    await come('carla')
    const { lastSeenAt } = await user('carla')
    await api.patch('/users/carla', { status: 'disabled' })
    later(1)
    expect(await come('carla')).toBe(403)
    expect((await user('carla')).lastSeenAt).toBe(lastSeenAt)
    await addPerson(api, 'never')
    expect((await user('never')).lastSeenAt).toBeNull()
  })

  it('is known of those who still wait for approval', async () => {
    const wait = await addProvider(api, 'wait', { newUsers: 'pending' })
    expect((await signOn(api, wait.idp, 'wait', 'walt', {})).status).toBe(403)
    expect(await user('walt')).toMatchObject({ status: 'pending', lastSeenAt: (await lastOf('walt')).at })
  })

  it('of two who turn out to be one is the later', async () => {
    for (const login of ['kim', 'kim.k']) await come(login)
    const [stays, gone] = [await user('kim'), await user('kim.k')]
    later(1)
    expect((await api.post(`/contacts/${gone.contact.id}/merge`, { into: stays.contact.id })).status).toBe(200)
    expect((await user('kim')).lastSeenAt).toBe(gone.lastSeenAt)
  })

  it('is told of administrators', async () => {
    await come('root')
    await createLocalAdministrator(api.app, 'rescue')
    expect((await api.post('/grants', { user: 'root', role: 'Administrators' })).status).toBe(201)
    const administrators = await all(api, '/administrators')
    expect(administrators.find((one) => one.user.login === 'root').usedAt).toBe((await user('root')).lastSeenAt)
  })
})

describe('who stays away', () => {
  beforeAll(async () => {
    for (const login of ['stays', 'leaves']) await come(login)
    later(30)
    await come('stays')
  })

  it('is found, whatever of the journal is gone', async () => {
    const gone = await away(20)
    expect(gone).toContain('leaves')
    expect(gone).not.toContain('stays')
    const before = (await user('stays')).lastSeenAt
    await api.app.db.query(sql`delete from sign_ons`)
    expect(await away(20)).toEqual(gone)
    expect((await user('stays')).lastSeenAt).toBe(before)
  })

  it('is disabled where the provider says so, but nobody of whom the journal alone knows that they were here', async () => {
    await come('missed')
    await come('stays')
    // As a node leaves it that is not brought up to date yet.
    await api.app.db.query(sql`update users set last_seen_at = null where login = 'missed'`)
    await api.app.db.query(sql`update users set created_at = created_at - interval '100 days'`)
    const made = await api.get('/providers/acme')
    expect((await api.patch(`/providers/${made.body.id}`, { disableAfterDays: 20 })).status).toBe(200)
    await disableLeavers(api.app)
    const status = async (login: string) => (await user(login)).status
    expect(await Promise.all(['leaves', 'stays', 'missed'].map(status))).toEqual(['disabled', 'active', 'active'])
    // Administrators never are.
    expect(await status('root')).toBe('active')
  })
})
