/** What local administrators sign in by outlives a restore and a new secret; what could sign somebody in unasked does not. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { backup, restore } from '../../src/backup/backup.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import type { App } from '../../src/sign-on/app.ts'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import { setPassword } from '../../src/sign-on/local-credentials.ts'
import { signInByPassword } from '../../src/sign-on/password-sign-in.ts'
import { reseal } from '../../src/sign-on/reseal.ts'
import { insertPasskey } from '../../src/store/passkeys.ts'
import { createSeal } from '../../src/store/seal.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { emptyDatabase, type FreshDatabase } from '../setup/database.ts'
import { newWorld, publicUrl, type World } from '../sign-on/world.ts'

const password = 'three calm herons'
const secret = randomBytes(32).toString('hex')
let world: World
let folder: string
let target: FreshDatabase
beforeEach(async () => {
  world = await newWorld({}, secret)
  target = await emptyDatabase()
  folder = mkdtempSync(join(tmpdir(), 'jitup-kept-'))
  const { app } = world
  await createLocalAdministrator(app, 'rescue')
  const [user] = await app.db.query<{ id: string }>(sql`select id from users where login = 'rescue'`)
  const own = { userId: user?.id ?? '', login: 'rescue', tokenHash: Buffer.alloc(32), provider: null }
  expect(await setPassword(app, own, password)).toBeNull()
  const bytes = { credentialId: randomBytes(16), userHandle: randomBytes(32), publicKey: randomBytes(77) }
  const passkey = { ...bytes, id: uuid7(app.now()), userId: own.userId, counter: 7, transports: ['usb'], name: 'Key' }
  await app.db.transaction((tx) => insertPasskey(tx, passkey, app.now()))
  await signIn(app, 'four calm herons')
})
afterEach(async () => {
  await world.end()
  await target.drop()
  rmSync(folder, { recursive: true })
})

const signIn = async (app: App, chosen: string) => {
  const who = { login: 'rescue', password: chosen, address: null, returnTo: '/admin', replaces: null }
  return (await signInByPassword(app, who)).kind
}
/** Does something as a node of its own. */
async function under<T>(connection: FreshDatabase['connection'], secrets: string[], work: (app: App) => Promise<T>) {
  const now = () => world.clock.now
  const node = await openApp({ connection: { ...connection, max: 3 }, secrets, publicUrl, log: silentLog, now })
  try {
    return await work(node.app)
  } finally {
    await node.close()
  }
}

test('a restore brings administrators back with password and passkeys, without their links and with no count of guesses', async () => {
  const file = join(folder, 'a.backup')
  await backup(world.database.connection, file, world.clock.now)
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1')
  expect(text).toContain('local_passwords')
  for (const word of [password, '$argon2id', 'local_links', 'local_attempts', 'setup_links', 'passkey_challenges'])
    expect([word, text.includes(word)]).toEqual([word, false])
  await restore(target.connection, file, { seal: createSeal([secret]), now: () => world.clock.now })
  await under(target.connection, [secret], async (app) => {
    expect(
      await app.db.query(sql`select count(*)::integer as n, sum(counter)::integer as counter from passkeys`),
    ).toEqual([{ n: 1, counter: 7 }])
    expect(await app.db.query(sql`select 1 from local_attempts`)).toEqual([])
    expect(await app.db.query(sql`select 1 from local_links`)).toEqual([])
    expect(await signIn(app, password)).toBe('right')
  })
})

test('a password goes on under a new secret, and needs the former one no more', async () => {
  const next = randomBytes(32).toString('hex')
  const { connection } = world.database
  await under(connection, [next, secret], async (app) => {
    expect(await signIn(app, password)).toBe('right')
    await reseal(app)
  })
  await under(connection, [next], async (app) => expect(await signIn(app, password)).toBe('right'))
})
