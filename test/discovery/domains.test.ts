import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import type { ResolveTxt } from '../../src/sign-on/domain-proof.ts'
import { boundProviderOf } from '../../src/store/domains.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, adminToken, newApi, publicUrl } from '../api/api-world.ts'

/** What DNS says; a name that is not here does not exist. */
const dns = new Map<string, readonly (readonly string[])[] | Error>()
const asked: string[] = []
const absent = (code: string) => Object.assign(new Error(code), { code })
const resolveTxt: ResolveTxt = async (name) => {
  asked.push(name)
  const answer = dns.get(name) ?? absent('ENOTFOUND')
  if (answer instanceof Error) throw answer
  return answer
}

let api: Api
let send: Api['send']
beforeAll(async () => {
  api = await newApi()
  const server = createServer({ ...api.app, resolveTxt })
  send = async (method, path, body) => {
    const response = await server.request(`${publicUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
  }
  for (const slug of ['acme', 'globex', 'partner']) {
    const metadata = createIdentityProvider({ entityId: `https://${slug}.example/metadata` }).metadata()
    await send('POST', '/providers', { slug, name: slug, metadata })
  }
})
afterAll(() => api?.end())
beforeEach(async () => {
  dns.clear()
  await api.app.db.query(sql`delete from domains`)
  await external(false)
})

/** Makes the provider `partner` one for external users, or takes that back. */
const external = (yes: boolean) =>
  api.app.db.query(sql`update providers set user_type = ${yes ? 'external' : 'employee'} where slug = 'partner'`)
const bind = (domain: string, provider = 'acme') => send('POST', '/domains', { domain, provider })
const leadsTo = async (domain: string) => (await boundProviderOf(api.app.db, domain))?.slug ?? null

describe('a mail domain', () => {
  it('is bound to one provider, shown with its proof, listed and freed', async () => {
    const made = await bind('Bücher.Example')
    expect(made.status).toBe(201)
    expect(made.body).toMatchObject({
      domain: 'xn--bcher-kva.example',
      provider: 'acme',
      provenAt: null,
      counts: true,
      proof: { name: '_jitup.xn--bcher-kva.example', type: 'TXT' },
    })
    expect(made.body.proof.value).toMatch(/^jitup-verification=[0-9a-f]{40}$/)
    expect((await send('GET', `/domains/${made.body.id}`)).body).toEqual(made.body)
    expect((await send('GET', '/domains')).body.items).toEqual([made.body])
    expect(await leadsTo('xn--bcher-kva.example')).toBe('acme')
    expect((await send('DELETE', `/domains/${made.body.id}`)).status).toBe(204)
    expect(await leadsTo('xn--bcher-kva.example')).toBeNull()
    expect((await send('DELETE', `/domains/${made.body.id}`)).status).toBe(404)
  })

  it('is exact: neither what is above nor what is below it', async () => {
    await bind('mail.acme.example')
    for (const other of ['acme.example', 'x.mail.acme.example', 'mail.acme.example.evil.example'])
      expect([other, await leadsTo(other)]).toEqual([other, null])
  })

  it('belongs to one provider only, and gets another token when it moves', async () => {
    const first = await bind('acme.example')
    expect(await bind('ACME.example', 'globex')).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect(await bind('acme.example')).toMatchObject({ status: 409 })
    await send('DELETE', `/domains/${first.body.id}`)
    const second = await bind('acme.example', 'globex')
    expect(second.body.proof.value).not.toBe(first.body.proof.value)
  })

  it('goes with its provider', async () => {
    const metadata = createIdentityProvider({ entityId: 'https://gone.example/metadata' }).metadata()
    await send('POST', '/providers', { slug: 'gone', name: 'gone', metadata })
    await bind('gone.example', 'gone')
    expect((await send('DELETE', '/providers/gone')).status).toBe(204)
    expect((await send('GET', '/domains')).body.items).toEqual([])
  })

  it.each(['gmail.com', 'mail.outlook.com', '10.0.0.1', 'localhost', '*.acme.example', 'john@acme.example'])(
    'cannot be %s',
    async (domain) => {
      const refused = await bind(domain)
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'domain' }] } })
    },
  )

  it('needs a provider that exists', async () => {
    expect(await bind('acme.example', 'nobody')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'provider' }] },
    })
  })
})

describe('the proof by DNS', () => {
  it('is a TXT record of exactly that text, whole or in parts, beside others', async () => {
    const { body } = await bind('acme.example')
    const { name, value } = body.proof
    const verify = () => send('POST', `/domains/${body.id}/verify`)
    for (const wrong of [undefined, [['v=spf1 -all']], [[`${value}0`]], [[` ${value}`]], [[value.toUpperCase()]]]) {
      if (wrong) dns.set(name, wrong)
      expect(await verify()).toMatchObject({ status: 409, body: { code: 'domain_unproven' } })
      expect((await send('GET', `/domains/${body.id}`)).body.provenAt).toBeNull()
    }
    dns.set(name, [['v=spf1 -all'], [value.slice(0, 10), value.slice(10)]])
    asked.length = 0
    const proven = await verify()
    expect(asked).toEqual(['_jitup.acme.example'])
    expect([proven.status, proven.body.provenAt]).toEqual([200, api.app.now().toISOString()])
  })

  it('of another domain proves nothing', async () => {
    const one = await bind('acme.example')
    const other = await bind('globex.example', 'globex')
    dns.set('_jitup.globex.example', [[one.body.proof.value]])
    expect((await send('POST', `/domains/${other.body.id}/verify`)).status).toBe(409)
  })

  it('says so when DNS does not answer, and takes nothing back', async () => {
    const { body } = await bind('acme.example')
    dns.set(body.proof.name, [[body.proof.value]])
    await send('POST', `/domains/${body.id}/verify`)
    dns.set(body.proof.name, absent('ESERVFAIL'))
    expect(await send('POST', `/domains/${body.id}/verify`)).toMatchObject({
      status: 503,
      body: { code: 'domain_lookup_failed' },
    })
    expect((await send('GET', `/domains/${body.id}`)).body.provenAt).not.toBeNull()
  })

  it('is needed as soon as there is a provider for external users, on or off', async () => {
    const { body } = await bind('acme.example')
    expect(await leadsTo('acme.example')).toBe('acme')
    await external(true)
    await api.app.db.query(sql`update providers set enabled = false where slug = 'partner'`)
    expect(await leadsTo('acme.example')).toBeNull()
    expect((await send('GET', `/domains/${body.id}`)).body.counts).toBe(false)
    dns.set(body.proof.name, [[body.proof.value]])
    expect((await send('POST', `/domains/${body.id}/verify`)).body.counts).toBe(true)
    expect(await leadsTo('acme.example')).toBe('acme')
  })
})
