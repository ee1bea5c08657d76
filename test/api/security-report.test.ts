import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { type Api, addPerson, addProvider, newApi, signOn } from './api-world.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
}, 60_000)
afterAll(() => api.end())

interface Finding {
  readonly code: string
  readonly verdict: string
  readonly provider: string | null
  readonly name: string | null
  readonly at: string | null
}
const report = async (): Promise<readonly Finding[]> => (await api.get('/security-report')).body.findings
const codes = async () => (await report()).map(({ code }) => code)
const later = (days: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + days * 86_400_000)
}

describe('the security report', () => {
  it('begins with what is missing: somebody who gets in when every identity provider fails', async () => {
    expect(await report()).toMatchObject([
      { code: 'administrator_missing', verdict: 'bad' },
      { code: 'token_everything', verdict: 'note' },
      { code: 'notifications_missing', verdict: 'note' },
    ])
    await addPerson(api, 'Boss', { role: 'administrators' })
    expect(await codes()).toContain('administrators_by_provider_only')
    await createLocalAdministrator(api.app, 'rescue')
    expect(await codes()).not.toContain('administrators_by_provider_only')
    // Reached by the command line alone: so it is, and it is told.
    expect(await report()).toContainEqual(
      expect.objectContaining({ code: 'administrator_without_credentials', name: 'rescue' }),
    )
  })

  it('names each exception of a partner until it is over, and says then that it can go', async () => {
    await addProvider(api, 'acme', {
      settings: { exceptions: { 'legacy-algorithms': '2026-11-30' }, idpInitiated: true },
      reactivate: true,
    })
    const found = await report()
    expect(found).toContainEqual(
      expect.objectContaining({
        code: 'exception',
        verdict: 'warn',
        provider: 'acme',
        name: 'legacy-algorithms',
        at: '2026-12-01T00:00:00.000Z',
      }),
    )
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['idp_initiated', 'people_reactivated']))
    later(8)
    const over = await codes()
    expect(over).not.toContain('exception')
    expect(over).toContain('exception_over')
  })

  it('names tokens that nobody uses, long sessions and what keeps people from being told', async () => {
    await api.post('/tokens', { name: 'Old export', scopes: ['directory:read'] })
    await api.send('PUT', '/settings', { sessionAbsoluteMinutes: 5000 })
    await api.app.db.query(sql`
      insert into webhooks (id, url, events, enabled, off_code, off_at, sealed_secret, created_at)
      values (gen_random_uuid(), 'https://hook.example', '{}', false, 'webhook_refused', now(), '', now())`)
    expect(await codes()).not.toContain('token_unused')
    const expiresAt = new Date(api.app.now().getTime() + 110 * 86_400_000).toISOString()
    await api.post('/tokens', { name: 'Ends soon', scopes: ['directory:read'], expiresAt })
    expect(await codes()).not.toContain('token_ending')
    later(100)
    const found = await report()
    expect(found).toContainEqual(expect.objectContaining({ code: 'token_unused', name: 'Old export' }))
    expect(found).toContainEqual(expect.objectContaining({ code: 'token_ending', name: 'Ends soon', at: expiresAt }))
    expect(found).toContainEqual(expect.objectContaining({ code: 'sessions_long', name: 'sessionAbsoluteMinutes' }))
    expect(found).toContainEqual(expect.objectContaining({ code: 'webhook_off', name: 'webhook_refused' }))
  })
})

describe('the administrators', () => {
  it('are all whose roles let them do something, with what they sign in by', async () => {
    const { idp } = await addProvider(api, 'staff', { roleAttributes: ['groups'] })
    expect((await api.post('/roles', { name: 'Help desk', scopes: ['directory:read'] })).status).toBe(201)
    expect((await api.post('/role-rules', { group: 'cn=help', role: 'Help desk' })).status).toBe(201)
    await signOn(api, idp, 'staff', 'helen', { groups: ['cn=help'] })
    await signOn(api, idp, 'staff', 'nobody', { groups: [] })
    const { items } = (await api.get('/administrators')).body
    const helen = items.find((one: { user: { login: string } }) => one.user.login === 'helen')
    expect(helen).toMatchObject({ local: false, scopes: ['directory:read'], roles: [{ name: 'Help desk' }] })
    expect(helen.usedAt).not.toBeNull()
    const logins = items.map((one: { user: { login: string } }) => one.user.login)
    expect(logins).toContain('rescue')
    expect(logins).not.toContain('nobody')
    const rescue = items.find((one: { user: { login: string } }) => one.user.login === 'rescue')
    expect(rescue).toMatchObject({ local: true, scopes: ['admin'], hasPassword: false, passkeys: 0, usedAt: null })
    const local = (await api.get('/administrators?local=true')).body.items
    expect(local.map((one: { user: { login: string } }) => one.user.login)).toEqual(['rescue'])
  })
})
