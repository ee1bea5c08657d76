/** A backup is whole or refused, and putting it back is all or nothing. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import pg from 'pg'
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { makeToken } from '../../src/api/edit/tokens.ts'
import { backup, move, restore } from '../../src/backup/backup.ts'
import { restoreInto } from '../../src/backup/restore.ts'
import { ourTables } from '../../src/backup/tables.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { tokenHash } from '../../src/sign-on/cookies.ts'
import { erase } from '../../src/sign-on/erase.ts'
import { createSeal } from '../../src/store/seal.ts'
import { presentToken, revokeToken } from '../../src/store/tokens.ts'
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../setup/database.ts'
import {
  addRole,
  Browser,
  newWorld,
  publicUrl,
  respond,
  setConverters,
  signOnAs,
  type World,
} from '../sign-on/world.ts'

const secret = randomBytes(32).toString('hex')
const seal = createSeal([secret])
const now = () => new Date('2026-11-23T15:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'jitup-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))
const newFile = () => join(folder, `${randomBytes(6).toString('hex')}.backup`)

/** What a restore takes away, and what it writes itself. */
const fleeting = new Set([
  'sessions',
  'pending_requests',
  'pending_logouts',
  'local_links',
  'idempotency_keys',
  'schema_migrations',
])

async function dump({ connection }: FreshDatabase): Promise<Record<string, string[]>> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    const tables: Record<string, string[]> = {}
    for (const table of [...ourTables()].filter((name) => !fleeting.has(name)).toSorted()) {
      const { rows } = await client.query<{ row: string }>(
        `select to_jsonb(t)::text as row from "${table}" t order by to_jsonb(t)::text collate "C"`,
      )
      tables[table] = rows.map(({ row }) => row).filter((row) => !/"restoredAt"|"database.restore"/.test(row))
    }
    return tables
  } finally {
    await client.end()
  }
}

const options = { seal, now }
let world: World
let target: FreshDatabase

/** People, rules, roles, a column of one's own, history, sealed rows. */
beforeEach(async () => {
  target = await emptyDatabase()
  world = await newWorld({}, secret)
  await addCustomColumn(world.app, { kind: 'system' }, { name: 'Badge', caption: 'Badge', type: 'integer' })
  await addCustomColumn(
    world.app,
    { kind: 'system' },
    { name: 'Site', caption: 'Site', type: 'lookup', lookup: 'Site' },
  )
  await setConverters(world, { GivenName: 'given', Department: 'dept', Badge: 'badge', Site: 'site', Notes: 'notes' })
  await addRole(world, 'Sales')
  for (const name of ['ada', 'kim']) {
    const notes = ['tab\there, back\\slash, line\nbreak, “Zoë”, \\N']
    const claims = { given: [name], dept: ['Sales'], badge: ['7'], site: ['Vienna'], memberOf: ['Sales'], notes }
    expect(await signOnAs(world, `${name}@acme.example`, claims)).toBeInstanceOf(Response)
  }
})
afterEach(async () => {
  await world.end()
  await target.drop()
})

describe('A backup', () => {
  test('put back into an empty database is what was there, to the last cell; sessions are over', async () => {
    const before = await dump(world.database)
    expect(before.contacts).toHaveLength(2)
    expect(before.contacts?.[0]).toContain('"Badge": 7')
    const file = newFile()
    await backup(world.database.connection, file, now())
    await signOnAs(world, 'late@acme.example', { given: ['Late'] })
    await restore(target.connection, file, options)
    expect(await dump(target)).toEqual(before)
    const restored = await openApp({ connection: target.connection, secrets: [secret], publicUrl, log: silentLog, now })
    try {
      expect(await restored.app.db.query(sql`select 1 from sessions`)).toEqual([])
      // Numbers given by the database go on.
      const revision = await restored.app.db.query(sql`
        insert into rules_revisions (author, content) values ('{}', '{}') returning revision > 1 as on`)
      expect(revision).toEqual([{ on: true }])
    } finally {
      await restored.close()
    }
  })

  test('is one file for its owner alone, without the secret and without what was sealed with it', async () => {
    const file = newFile()
    await backup(world.database.connection, file, now())
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const text = gunzipSync(readFileSync(file)).toString('latin1')
    expect(text).not.toContain(secret)
    expect(text).not.toContain('PRIVATE KEY')
    expect(text).toContain('ada@acme.example')
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('never replaces a file', async () => {
    const file = newFile()
    writeFileSync(file, 'mine')
    await expect(backup(world.database.connection, file, now())).rejects.toMatchObject({ code: 'conflict' })
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })
})

describe('Putting one back', () => {
  test('is refused for a file that is cut off, altered, longer, or none, and nothing is changed', async () => {
    const file = newFile()
    await backup(world.database.connection, file, now())
    const packed = readFileSync(file)
    const plain = gunzipSync(packed)
    const flipped = Buffer.from(plain)
    const at = plain.indexOf('ada@acme.example')
    flipped[at] = 'b'.charCodeAt(0)
    const bad: Record<string, Buffer> = {
      'half the file': packed.subarray(0, packed.length >> 1),
      'without its last byte': packed.subarray(0, -1),
      'without its sum': gzipSync(plain.subarray(0, -37)),
      'one letter': gzipSync(flipped),
      'one bit of the packed bytes': Buffer.from(packed).fill(
        packed.readUInt8(packed.length >> 1) ^ 1,
        packed.length >> 1,
        (packed.length >> 1) + 1,
      ),
      'something behind it': gzipSync(Buffer.concat([plain, Buffer.from('more')])),
      'a text': Buffer.from('hello'),
      nothing: Buffer.alloc(0),
    }
    const before = await dump(world.database)
    for (const [what, bytes] of Object.entries(bad)) {
      writeFileSync(file, bytes)
      const refusal = restore(world.database.connection, file, { ...options, force: true })
      await expect(refusal, what).rejects.toMatchObject({ code: 'backup_damaged' })
    }
    expect(await dump(world.database)).toEqual(before)
  })

  test('is refused with another secret, and nothing is changed', async () => {
    const file = newFile()
    await backup(world.database.connection, file, now())
    const other = { ...options, seal: createSeal([randomBytes(32).toString('hex')]) }
    await expect(restore(target.connection, file, other)).rejects.toMatchObject({ code: 'secret_wrong' })
    await expect(dump(target)).rejects.toMatchObject({ code: '42P01' })
  })

  test('is refused where people are already, unless it may replace them', async () => {
    const file = newFile()
    await backup(world.database.connection, file, now())
    const before = await dump(world.database)
    await signOnAs(world, 'late@acme.example', { given: ['Late'] })
    await expect(restore(world.database.connection, file, options)).rejects.toMatchObject({
      code: 'database_not_empty',
    })
    expect((await dump(world.database)).contacts).toHaveLength(3)
    await restore(world.database.connection, file, { ...options, force: true })
    expect(await dump(world.database)).toEqual(before)
  })

  test('brings back no token that was revoked since, and nobody who was erased', async () => {
    const { app } = world
    const kept = await makeToken(app, { kind: 'system' }, { name: 'kept', scopes: ['admin'] })
    const revoked = await makeToken(app, { kind: 'system' }, { name: 'revoked', scopes: ['admin'] })
    const file = newFile()
    await backup(world.database.connection, file, now())
    const later = await makeToken(app, { kind: 'system' }, { name: 'later', scopes: ['admin'] })
    for (const { record } of [revoked, later]) await revokeToken(app.db, record.id, app.now())
    const [ada] = await app.db.query<{ id: string }>(sql`select id from users where login_key like 'ada%'`)
    await erase(app, { kind: 'system' }, ada?.id ?? '', true)
    await restore(world.database.connection, file, { ...options, force: true })
    const use = (token: string) => presentToken(app.db, tokenHash(token), app.now())
    expect(await use(kept.token)).toMatchObject({ name: 'kept' })
    expect(await use(revoked.token)).toBeNull()
    expect(await app.db.query(sql`select name from api_tokens where revoked_at is not null order by name`)).toEqual([
      { name: 'later' },
      { name: 'revoked' },
    ])
    expect(await app.db.query(sql`select login from users`)).toEqual([{ login: 'kim@acme.example' }])
    expect(await app.db.query(sql`select 1 from contacts where "GivenName" = 'ada'`)).toEqual([])
    world.clock.now = new Date('2026-11-23T15:10:00Z')
    app.rules.forget()
    app.providers.forget('acme')
    expect(await signOnAs(world, 'ada@acme.example', { given: ['ada'] })).toMatchObject({ code: 'user_deleted' })
  })

  test('never drops a table that it has not made, nor one that a view of yours needs', async () => {
    const file = newFile()
    await backup(world.database.connection, file, now())
    const run = async ({ connection }: FreshDatabase, statement: string) => {
      const client = new pg.Client(connection)
      await client.connect()
      await client.query(statement)
      await client.end()
    }
    await run(target, 'create table contacts (theirs text)')
    const forced = { ...options, force: true }
    await expect(restore(target.connection, file, forced)).rejects.toMatchObject({ code: 'database_not_empty' })
    await run(world.database, 'create view report as select "Name" from contacts')
    const refusal = restore(world.database.connection, file, forced)
    await expect(refusal).rejects.toMatchObject({ code: 'database_not_empty' })
    expect((await dump(world.database)).contacts).toHaveLength(2)
  })

  test('that is cut off in the middle leaves a database that says so; the next attempt mends it', async () => {
    const fresh = await freshDatabase()
    try {
      const file = newFile()
      await backup(world.database.connection, file, now())
      const before = await dump(world.database)
      const client = new pg.Client(fresh.connection)
      client.on('error', () => {})
      await client.connect()
      async function* dying(): AsyncGenerator<Buffer> {
        const whole = gunzipSync(readFileSync(file))
        yield whole.subarray(0, Math.floor(whole.length * 0.9))
        // As after kill -9: nobody is left to roll back or to clear away.
        ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
      }
      await expect(restoreInto(client, dying(), options)).rejects.toThrow()
      const start = () => openApp({ connection: fresh.connection, secrets: [secret], publicUrl, log: silentLog, now })
      await expect(start()).rejects.toMatchObject({ code: 'restore_incomplete' })
      await restore(fresh.connection, file, options)
      expect(await dump(fresh)).toEqual(before)
      await (await start()).close()
    } finally {
      await fresh.drop()
    }
  })
})

test('After a restore an assertion that was used since the backup is refused, and link rules keep their index', async () => {
  const link = [{ by: 'column', column: 'Badge', attribute: 'badge' }] as const
  await updateProviderBy(world.app, { kind: 'system' }, 'acme', { link: [...link] })
  const browser = new Browser(world)
  const requestId = await browser.start()
  const file = newFile()
  await backup(world.database.connection, file, now())
  const xml = respond(world, requestId, { nameId: { value: 'late@acme.example' } })
  expect(await browser.post(xml)).toBeInstanceOf(Response)
  world.clock.now = new Date(world.clock.now.getTime() + 60_000)
  const moment = world.clock.now
  await restore(world.database.connection, file, { seal, now: () => moment, force: true })
  for (const jump of [0, 30_000, -30_000]) {
    world.clock.now = new Date(moment.getTime() + jump)
    expect(await browser.post(xml)).toMatchObject({ code: 'assertion_before_restore' })
  }
  const indexes = await world.app.db.query(sql`select 1 from pg_indexes where indexname like 'contacts_link_%'`)
  expect(indexes).toHaveLength(1)
})

test('Moving copies everything, but not while the server runs', async () => {
  const before = await dump(world.database)
  const refusal = move(world.database.connection, target.connection, options)
  await expect(refusal).rejects.toMatchObject({ code: 'conflict' })
  await world.close()
  await move(world.database.connection, target.connection, options)
  expect(await dump(target)).toEqual(before)
  await world.database.drop()
  world = await newWorld({}, secret)
})
