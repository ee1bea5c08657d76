import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { JitupError } from '../errors.ts'
import type { Seal } from '../store/seal.ts'
import { unpacked } from './frames.ts'
import { type RestoreOptions, restoreInto, verifyBackup } from './restore.ts'
import { type BackupFacts, writeBackup } from './write.ts'

/**
 * Writes one file with everything that the database holds, readable by its owner alone. It appears under its name when it is
 * whole and on disk; an existing file is never replaced. It does not hold the secret, without which keys and claims in it
 * cannot be read: keep the two apart.
 * @throws JitupError `conflict` when the file exists, `database_unreachable`
 */
export async function backup(connection: pg.ClientConfig, file: string, now: Date): Promise<BackupFacts> {
  if (existsSync(file)) throw new JitupError('conflict', `${file} exists already.`)
  const partial = `${file}.${randomBytes(6).toString('hex')}.partial`
  try {
    const sink = createWriteStream(partial, { mode: 0o600, flags: 'wx' })
    const gzip = createGzip({ level: 4 })
    gzip.pipe(sink)
    // Reported by what waits for it.
    gzip.on('error', () => {})
    const ended = finished(sink)
    ended.catch((error) => gzip.destroy(error))
    const facts = await withClient(connection, (client) => writeBackup(client, into(gzip), now))
    gzip.end()
    await ended
    await toDisk(partial)
    await rename(partial, file)
    await toDisk(dirname(file))
    return facts
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** Waits where the file is slower than the database. */
const into = (stream: NodeJS.WritableStream & { destroyed?: boolean }) => async (bytes: Buffer) => {
  if (!stream.write(bytes)) await once(stream, 'drain')
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path, 'r')
  // A folder cannot be synced on every system; the file itself was.
  await handle.sync().catch(() => {})
  await handle.close()
}

/**
 * Puts a backup back. The file is read twice: to the end before anything is touched, and again to load it.
 * @throws JitupError `not_found`, `backup_damaged`, `database_not_empty`, `database_newer`, `migration_changed`, `secret_wrong`
 */
export async function restore(connection: pg.ClientConfig, file: string, options: RestoreOptions): Promise<void> {
  if (!existsSync(file)) throw new JitupError('not_found', `There is no file ${file}.`)
  await verifyBackup(unpacked(createReadStream(file)), options.seal)
  await withClient(connection, (client) => restoreInto(client, unpacked(createReadStream(file)), options))
}

/**
 * Copies everything into another database, which must be empty. Nobody may use the one that is left: what they wrote
 * meanwhile would be lost.
 * @throws JitupError `conflict` while others are connected, and as `restore`
 */
export async function move(
  from: pg.ClientConfig,
  to: pg.ClientConfig,
  options: { readonly seal: Seal; readonly now: () => Date },
): Promise<void> {
  await withClient(from, async (source) => {
    const { rows } = await source.query(
      'select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() limit 1',
    )
    if (rows.length > 0) {
      throw new JitupError('conflict', 'Somebody is connected to the database that is left. Stop the server first.')
    }
    const between = new PassThrough().on('error', () => {})
    const loaded = withClient(to, (target) => restoreInto(target, between, options))
    loaded.catch((error) => between.destroy(error))
    const written = writeBackup(source, into(between), options.now()).then(
      () => between.end(),
      (error) => {
        between.destroy(error)
        throw error
      },
    )
    const results = await Promise.allSettled([loaded, written])
    const failed = results.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  })
}

async function withClient<T>(connection: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection)
  // What breaks the connection also fails the statement under way, which is where it is reported.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    throw new JitupError('database_unreachable', 'The database does not answer.', {}, { cause })
  }
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
