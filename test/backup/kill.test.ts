/** A restore that dies with its process leaves nothing half done, and a database that says so. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import sql from 'sql-template-tag'
import { expect, test } from 'vitest'
import { backup, restore } from '../../src/backup/backup.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { indexForLinks } from '../../src/store/candidates.ts'
import { readColumns } from '../../src/store/columns.ts'
import { createSeal } from '../../src/store/seal.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { newWorld, publicUrl, signOnAs, type World } from '../sign-on/world.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const secret = randomBytes(32).toString('hex')
const now = () => new Date('2026-11-23T15:00:00Z')

const urlOf = ({ connection: { user = '', password = '', host = '', port = 5432, database = '' } }: FreshDatabase) =>
  `postgres://${encodeURIComponent(user)}:${encodeURIComponent(String(password))}@/${database}?host=${encodeURIComponent(host)}&port=${port}`

/** The index of the one link rule: a restore makes it last. */
async function linkIndex({ app }: World): Promise<string> {
  await app.db.transaction(async (tx) => {
    const columns = await readColumns(tx)
    const phone = columns.get('Phone')
    if (phone) await indexForLinks(tx, columns, phone)
  })
  const [index] = await app.db.query<{ name: string }>(
    sql`select indexname as name from pg_indexes where indexname like 'contacts_link_%'`,
  )
  return index?.name ?? ''
}

async function heldUp(watcher: pg.Client): Promise<boolean> {
  const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return (await watcher.query(waits)).rowCount === 1
}

test('kill -9 in the middle of a restore', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-kill-'))
  const file = join(folder, 'monday.backup')
  const world = await newWorld({ link: [{ by: 'column', column: 'Phone', attribute: 'Phone' }] }, secret)
  const target = await freshDatabase()
  const watcher = new pg.Client(target.connection)
  const blocker = new pg.Client(target.connection)
  try {
    expect(await signOnAs(world, 'ada@acme.example', {})).toBeInstanceOf(Response)
    await backup(world.database.connection, file, now())
    await watcher.connect()
    await blocker.connect()
    // Whoever is about to make a thing of this name holds the restore up where all is filled and nothing committed.
    await blocker.query('begin')
    await blocker.query(`create table ${await linkIndex(world)} ()`)
    const { PATH = '', HOME = '' } = process.env
    const env = { PATH, HOME, DATABASE_URL: urlOf(target), JITUP_SECRET: secret }
    const child = spawn(process.execPath, [main, 'restore', file], { env, stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await expect.poll(() => heldUp(watcher), { timeout: 60_000, interval: 20 }).toBe(true)
    child.kill('SIGKILL')
    await ended
    await blocker.query('rollback')
    const start = () => openApp({ connection: target.connection, secrets: [secret], publicUrl, log: silentLog, now })
    await expect(start()).rejects.toMatchObject({ code: 'restore_incomplete' })
    expect((await watcher.query('select 1 from users')).rowCount).toBe(0)
    await restore(target.connection, file, { seal: createSeal([secret]), now })
    expect((await watcher.query('select login from users')).rows).toEqual([{ login: 'ada@acme.example' }])
    await (await start()).close()
  } finally {
    await watcher.end()
    await blocker.end()
    await world.end()
    await target.drop()
    rmSync(folder, { recursive: true })
  }
})
