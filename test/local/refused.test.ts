/** Refused passwords and passkeys stand in the audit: as numbers, without what was typed. */
import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { setPassword } from '../../src/sign-on/local-credentials.ts'
import { insertPasskey } from '../../src/store/passkeys.ts'
import { sweep } from '../../src/store/sessions.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { dump, placesOf } from '../sign-on/canaries.ts'
import { newWorld, type World } from '../sign-on/world.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'

const password = 'three calm herons'
let world: World
let site: Site
let userId: string
beforeEach(async () => {
  world = await newWorld()
  site = newSite(world)
  await createLocalAdministrator(world.app, 'rescue')
  const [user] = await world.app.db.query<{ id: string }>(sql`select id from users where login = 'rescue'`)
  userId = user?.id ?? ''
  const own = { userId, login: 'rescue', tokenHash: Buffer.alloc(32), provider: null }
  expect(await setPassword(world.app, own, password)).toBeNull()
})
afterEach(() => world.end())

const later = (minutes: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + minutes * 60_000)
}
const attempt = (login: string, chosen: string) =>
  new Visitor(site).post('/local', { login, password: chosen, way: 'password' })
/** The proof of a passkey that nobody has asked for. */
const present = (credentialId: Buffer) => {
  const id = credentialId.toString('base64url')
  const part = Buffer.from('{"type": "webauthn.get", "challenge": "AAAA"}').toString('base64url')
  const response = { clientDataJSON: part, authenticatorData: part, signature: part }
  const passkey = { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  return new Visitor(site).post('/local', { passkey: JSON.stringify(passkey) })
}
const told = () =>
  world.app.db.query<{ objects: string[]; facts: object }>(sql`
    select objects, facts, author from audit_events where kind = 'admin.sign-in-refused' order by at, facts ->> 'by'`)
const line = (by: string, count: number, ...objects: string[]) => ({
  objects,
  facts: { by, count },
  author: { kind: 'system' },
})

describe('What is refused', () => {
  test('is in the audit at once, with whose it should have been; an unknown name is a number alone', async () => {
    expect((await attempt('rescue', 'canary-typed-password')).status).toBe(403)
    expect(await told()).toEqual([line('password', 1, userId)])
    expect((await attempt('canary-nobody', 'canary-typed-password')).status).toBe(403)
    expect(await told()).toHaveLength(2)
    expect(await told()).toContainEqual(line('password', 1))
    for (const word of ['canary-typed-password', 'canary-nobody'])
      expect(placesOf(word, await dump(world.app))).toEqual([])
    expect((await attempt('rescue', password)).status).toBe(303)
    expect(await told()).toHaveLength(2)
  })

  test('again and again is counted, and told together after a quarter of an hour, by the next one or by itself', async () => {
    for (let n = 0; n < 5; n++) expect((await attempt('rescue', `wrong ${n}`)).status).toBe(403)
    for (let n = 0; n < 4; n++) expect((await attempt(`nobody ${n}`, `wrong ${n}`)).status).toBe(403)
    const first = [line('password', 1, userId), line('password', 1)]
    const inAnyOrder = async () => (await told()).toSorted((a, b) => b.objects.length - a.objects.length)
    expect(await inAnyOrder()).toEqual(first)
    await sweep(world.app.db, world.clock.now)
    expect(await told()).toHaveLength(2)
    later(15)
    expect((await attempt('rescue', 'wrong once more')).status).toBe(403)
    expect(await told()).toHaveLength(3)
    expect(await told()).toContainEqual(line('password', 5, userId))
    await sweep(world.app.db, world.clock.now)
    expect(await told()).toHaveLength(4)
    expect(await told()).toContainEqual(line('password', 3))
    // Nothing is told twice, and what is over is forgotten.
    later(15)
    await sweep(world.app.db, world.clock.now)
    await sweep(world.app.db, world.clock.now)
    expect(await told()).toHaveLength(4)
    expect(await world.app.db.query(sql`select 1 from refused_proofs`)).toEqual([])
  })

  test('by many at the same moment is one line', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => attempt(`nobody ${n}`, 'wrong')))
    expect(await told()).toEqual([line('password', 1)])
    expect(await world.app.db.query(sql`select count from refused_proofs`)).toEqual([{ count: 11 }])
  })

  test('is a passkey too: of its owner, or of nobody', async () => {
    const credentialId = randomBytes(16)
    const key = { credentialId, userHandle: randomBytes(32), publicKey: randomBytes(77), counter: 0, transports: [] }
    const id = uuid7(world.clock.now)
    await world.app.db.transaction((tx) => insertPasskey(tx, { ...key, id, userId, name: 'Key' }, world.clock.now))
    expect((await present(credentialId)).status).toBe(403)
    expect(await told()).toEqual([line('passkey', 1, userId)])
    expect((await present(randomBytes(16))).status).toBe(403)
    expect((await present(randomBytes(16))).status).toBe(403)
    expect(await told()).toHaveLength(2)
    expect(await told()).toContainEqual(line('passkey', 1))
  })
})
