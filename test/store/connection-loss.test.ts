import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

// In a process of its own: what a lost connection does to a process is the point. Needs `npm run build`.
const run = promisify(execFile)
const module = (path: string) => fileURLToPath(new URL(`../../dist/${path}`, import.meta.url))

let database: FreshDatabase
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

async function inProcess(work: string): Promise<string> {
  const script = `
    import sql from 'sql-template-tag'
    const { openDatabase } = await import(${JSON.stringify(module('store/database.js'))})
    const db = openDatabase(${JSON.stringify(database.connection)})
    const other = openDatabase(${JSON.stringify(database.connection)})
    const pid = async (tx) => (await tx.query(sql\`select pg_backend_pid() as pid\`))[0].pid
    const end = (pid) => other.query(sql\`select pg_terminate_backend(\${pid})\`)
    const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
    let runs = 0
    ${work}
    await rest(100)
    await db.close()
    await other.close()
  `
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { cwd })
  return stdout.trim()
}

it('a connection that is lost between two statements costs a repetition, not the process', async () => {
  const said = await inProcess(`
    const result = await db.transaction(async (tx) => {
      const mine = await pid(tx)
      if (++runs === 1) { await end(mine); await rest(50) }
      return (await tx.query(sql\`select 7 as n\`))[0].n
    })
    console.log(result, runs)`)
  expect(said).toBe('7 2')
})

it('a connection that is lost while it waits for a lock costs a repetition, not the process', async () => {
  const said = await inProcess(`
    let release
    const holder = other.serialised(['it'], () => new Promise((resolve) => { release = resolve }))
    await rest(100)
    const waiter = db.serialised(['it'], async (tx) => { runs++; return (await tx.query(sql\`select 7 as n\`))[0].n })
    await rest(200)
    await other.query(sql\`select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()\`)
    await rest(200)
    release()
    await holder
    console.log(await waiter, runs)`)
  expect(said).toBe('7 2')
})

it('a lock that nobody gives back is not waited for longer than its limit, and says so', async () => {
  const said = await inProcess(`
    let release
    const holder = other.serialised(['it'], () => new Promise((resolve) => { release = resolve }))
    await rest(100)
    const code = await db.serialised(['it'], async (tx) => pid(tx)).then(() => 'got it', (error) => error.code)
    release()
    await holder
    console.log(code)`)
  expect(said).toBe('conflict')
})

it('behind a pooler no statement is kept on the server', async () => {
  const said = await inProcess(`
    const plain = openDatabase(${JSON.stringify({ ...database.connection, max: 1 })}, { prepare: false })
    await plain.serialised(['it'], (tx) => tx.query(sql\`select 1\`))
    const kept = await plain.query(sql\`select name from pg_prepared_statements\`)
    await plain.close()
    console.log(kept.length)`)
  expect(said).toBe('0')
})
