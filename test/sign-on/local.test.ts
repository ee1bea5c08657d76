/** An administrator who needs no identity provider: made by the command line, out of every provider's reach. */
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { createServer } from '../../src/server/app.ts'
import { createLocalAdministrator, resetLocalAdministrator } from '../../src/sign-on/local.ts'
import { SignOnRefused } from '../../src/sign-on/refuse.ts'
import { rehearsalOf, rehearseAll } from '../../src/sign-on/rehearsal.ts'
import { count, newWorld, publicUrl, signOnAs, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
})
afterEach(() => world.end())

const server = () => createServer(world.app)
const token = (url: string) => new URL(url).hash.slice(1)
const open = (value: string, headers: Record<string, string> = { origin: publicUrl }) =>
  server().request(`${publicUrl}/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ token: value }).toString(),
  })
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const admin = (cookie: string) => server().request(`${publicUrl}/admin`, { headers: { cookie } })

describe('The link of a local administrator', () => {
  test('signs in once, by a form of ours, and leads to where a password or a passkey can be chosen', async () => {
    const { url } = await createLocalAdministrator(world.app, 'rescue')
    expect(url).toMatch(/^http:\/\/localhost:3000\/local#[\w-]{43}$/)
    expect((await server().request(`${publicUrl}/local`)).status).toBe(200)
    expect((await open(token(url), {})).status).toBe(403)
    expect((await open(token(url), { origin: 'https://evil.example' })).status).toBe(403)
    const opened = await open(token(url))
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/local/credentials'])
    expect((await admin(cookieOf(opened))).status).toBe(200)
    expect((await open(token(url))).status).toBe(403)
    const stored = await world.app.db.query(sql`select encode(token_hash, 'base64') as hash from local_links`)
    expect(JSON.stringify(stored)).not.toContain(token(url))
  })

  test('ends after a quarter of an hour, and with the next one', async () => {
    const first = await createLocalAdministrator(world.app, 'rescue')
    const second = await resetLocalAdministrator(world.app, 'Rescue')
    expect((await open(token(first.url))).status).toBe(403)
    world.clock.now = new Date(world.clock.now.getTime() + 15 * 60_000)
    expect((await open(token(second.url))).status).toBe(403)
    expect((await open('')).status).toBe(403)
    expect((await open('x'.repeat(100))).status).toBe(403)
  })

  test('lets in again who was switched off; their sessions from before are over', async () => {
    const cookie = cookieOf(await open(token((await createLocalAdministrator(world.app, 'rescue')).url)))
    expect((await admin(cookie)).status).toBe(200)
    await world.app.db.query(sql`update users set status = 'disabled'`)
    expect((await admin(cookie)).status).toBe(302)
    await world.app.db.query(sql`delete from grants`)
    const { url } = await resetLocalAdministrator(world.app, 'rescue')
    expect((await admin(cookie)).status).toBe(302)
    expect((await admin(cookieOf(await open(token(url))))).status).toBe(200)
  })
})

describe('A local administrator', () => {
  test('is made once, and never of somebody who signs in by a provider', async () => {
    await createLocalAdministrator(world.app, 'rescue')
    await expect(createLocalAdministrator(world.app, ' RESCUE ')).rejects.toMatchObject({ code: 'conflict' })
    expect(await signOnAs(world, 'kim', {})).toBeInstanceOf(Response)
    await expect(createLocalAdministrator(world.app, 'kim')).rejects.toMatchObject({ code: 'conflict' })
    await expect(resetLocalAdministrator(world.app, 'kim')).rejects.toMatchObject({ code: 'conflict' })
    await expect(resetLocalAdministrator(world.app, 'nobody')).rejects.toMatchObject({ code: 'not_found' })
    await expect(createLocalAdministrator(world.app, 'a\nb')).rejects.toMatchObject({ code: 'validation_failed' })
  })

  test('is out of the reach of sign-ons: neither their login name nor a link rule leads to them', async () => {
    await createLocalAdministrator(world.app, 'rescue')
    await world.app.db.query(sql`delete from grants g using roles r where r.id = g.role_id and r.protected`)
    await updateProviderBy(world.app, { kind: 'system' }, 'acme', { link: [{ by: 'login', from: 'NameID' }] })
    expect(await rehearseAll(await rehearsalOf(world.app, 'acme'))).toMatchObject({ willLink: 0, barred: 1 })
    const refused = await signOnAs(world, 'rescue', {})
    expect(refused).toBeInstanceOf(SignOnRefused)
    expect(refused).toMatchObject({ code: 'link_not_allowed' })
    expect(await count(world, 'identities')).toBe(0)
  })
})
