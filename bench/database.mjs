/** One PostgreSQL for everybody: the product's own embedded one with its own settings (fsync on), a new database each time. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { dist } from './dist.mjs'
import { parentOf } from './measure.mjs'

/** Starts the server in a temporary folder. */
export async function startServer() {
  const { startEmbedded } = await dist('store/embedded.js')
  const folder = mkdtempSync(join(tmpdir(), 'jitup-bench-'))
  // PostgreSQL runs under another account when we are root.
  chmodSync(folder, 0o755)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const { connection, version, stop } = await startEmbedded({ dataDir: join(folder, 'data') })
    const administrator = { ...connection, user: 'postgres', database: 'postgres' }
    return {
      version,
      folder,
      ...(await facts(administrator)),
      /** A new, empty database; the one of that name before it is removed. */
      create: async (name) => {
        await ask(administrator, `drop database if exists ${name} with (force)`)
        await ask(administrator, `create database ${name} owner ${pg.escapeIdentifier(connection.user)}`)
        // What the last one left to write should not be counted against the next one.
        await ask(administrator, 'checkpoint')
        return { ...connection, database: name }
      },
      stop: async () => {
        await stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

async function facts(administrator) {
  const client = new pg.Client(administrator)
  await client.connect()
  try {
    const { rows } = await client.query(`
      select pg_backend_pid() as pid, current_setting('fsync') as fsync,
        current_setting('synchronous_commit') as commits, current_setting('shared_buffers') as buffers`)
    const [{ pid, fsync, commits, buffers }] = rows
    // Every backend is a child of the postmaster.
    return { postmaster: parentOf(pid), settings: { fsync, synchronous_commit: commits, shared_buffers: buffers } }
  } finally {
    await client.end()
  }
}

/** The rows of one statement on a connection of its own. */
export async function ask(connection, statement, values = []) {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    return (await client.query(statement, values)).rows
  } finally {
    await client.end()
  }
}

/** The connection as an address that every PostgreSQL driver for Node reads. */
export function addressOf({ host, port, user, password, database }) {
  const part = encodeURIComponent
  return `postgres://${part(user)}${password ? `:${part(password)}` : ''}@${part(host)}:${port}/${part(database)}`
}
