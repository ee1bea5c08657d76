import { existsSync, realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { JitupError } from '../../errors.ts'
import type { Embedded, EmbeddedLog } from '../embedded.ts'
import { type Package, packagedBinaries } from './binaries.ts'
import { checkMajor, passwordOf } from './cluster.ts'
import { type Address, connectWhenReady, freePort } from './connect.ts'
import { appUser, ensureDatabase } from './database.ts'
import { logTail, startFailure } from './failure.ts'
import { keepAlive, logFileOf } from './keep-alive.ts'
import { launch } from './launch.ts'
import { countLeases, type Lease, takeLease } from './leases.ts'
import { withStartLock } from './lock.ts'
import { clusterOf, handOver, makeFolder, type Place, preparePlace } from './place.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { readRecord, writeRecord } from './record.ts'
import { prepareSocketFolder } from './socket-folder.ts'

/** The options of `startEmbedded` and, for tests alone, what surrounds it. */
export type SuperviseOptions = {
  readonly dataDir: string
  readonly log?: EmbeddedLog
  /** Server settings that win over ours, such as `fsync: 'off'` for databases nobody will miss. */
  readonly settings?: Readonly<Record<string, string>>
  /** The program that opens user namespaces; `false` behaves as where they are forbidden. */
  readonly unshare?: string | false
  /** Where a cluster goes when root's data folder cannot be entered by another account. */
  readonly shelter?: string
  /** The platform package. */
  readonly packaged?: Package
}

type Surroundings = Required<SuperviseOptions>
type Running = { readonly client: pg.Client; readonly address: Address; readonly adopted: boolean }

/** `startEmbedded` with its surroundings open to tests. */
export async function supervise(options: SuperviseOptions): Promise<Embedded> {
  let dataDir = resolve(options.dataDir)
  try {
    makeFolder(dataDir)
    // One folder has one name, whatever links lead to it: names of locks and sockets depend on it.
    dataDir = realpathSync(dataDir)
    const around: Surroundings = {
      log: () => {},
      settings: {},
      unshare: 'unshare',
      shelter: '/var/lib',
      packaged: options.packaged ?? packagedBinaries(),
      ...options,
      dataDir,
    }
    return await withStartLock(dataDir, () => bringUp(around))
  } catch (cause) {
    throw startFailure(cause, dataDir)
  }
}

async function bringUp(around: Surroundings): Promise<Embedded> {
  const { dataDir, log } = around
  const { client, address, adopted } = await run(around)
  let lease: Lease
  let version: string
  try {
    version = await ensureDatabase(client, address.password)
    lease = takeLease(dataDir)
    handOver(dataDir)
  } catch (cause) {
    if (!adopted) await stopPostmaster(clusterOf(dataDir), around.packaged)
    throw startFailure(cause, dataDir, logTail(logFileOf(dataDir)))
  } finally {
    await client.end()
  }
  log('info', adopted ? 'joined the running PostgreSQL' : 'PostgreSQL started', { dataDir, version })
  return {
    connection: { ...address, user: appUser, database: appUser },
    version,
    adopted,
    stop: keepAlive({ ...around, lease, restart: async () => (await run(around)).client.end() }),
  }
}

/** A server that answers: the one that runs, or a new one. */
async function run(around: Surroundings): Promise<Running> {
  const { dataDir, log } = around
  const cluster = clusterOf(dataDir)
  if (existsSync(cluster)) checkMajor(cluster, Number.parseInt(around.packaged.version, 10))
  await waitForOthersElsewhere(around)
  const found = findPostmaster(cluster)
  if (found !== undefined) {
    const address = withPassword(dataDir, found.host, found.port)
    try {
      const client = await connectWhenReady(address, 3_000, () =>
        findPostmaster(cluster)?.pid === found.pid ? undefined : new Error('PostgreSQL was just being stopped'),
      )
      return { client, address, adopted: true }
    } catch (cause) {
      // It lives but does not answer, as when its socket was tidied away. Ours to restart only if nobody uses it.
      if (countLeases(dataDir).here > 0) throw cause
      log('warn', 'the running PostgreSQL does not answer and is restarted', { pid: found.pid })
      await stopPostmaster(cluster, around.packaged)
    }
  }
  return await startServer(around)
}

const withPassword = (dataDir: string, host: string, port: number): Address => {
  const password = passwordOf(dataDir)
  return { host, port, ...(password === undefined ? {} : { password }) }
}

async function startServer(around: Surroundings): Promise<Running> {
  const { dataDir } = around
  const place = preparePlace(dataDir, around)
  const record = readRecord(dataDir)
  const address =
    process.platform === 'win32'
      ? withPassword(dataDir, '127.0.0.1', await freePort(record.port))
      : { host: prepareSocketFolder(dataDir, record.socketFolder, place.runner.owner), port: 5432 }
  writeRecord(dataDir, { ...record, socketFolder: address.host, port: address.port })
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { client: await launchOnce(around, place, address), address, adopted: false }
    } catch (cause) {
      const log = logTail(logFileOf(dataDir))
      // Processes of a killed server end by themselves within moments, and the new one waits for them.
      const lingering = log.some((line) => line.includes('pre-existing shared memory block'))
      if (!lingering || attempt === 20) throw startFailure(cause, dataDir, log)
      await sleep(500)
    }
  }
}

async function launchOnce(around: Surroundings, place: Place, address: Address): Promise<pg.Client> {
  const child = launch({ ...place, address, logFile: logFileOf(around.dataDir), settings: around.settings })
  let ended: Error | undefined
  child.once('error', (error) => {
    ended = error
  })
  child.once('exit', (status, signal) => {
    if (status !== 0 || process.platform !== 'win32') ended ??= new Error(`it ended with ${status ?? signal}`)
  })
  try {
    return await connectWhenReady(address, 30_000, () => ended)
  } catch (cause) {
    if (ended === undefined) child.kill('SIGQUIT')
    throw cause
  }
}

const patienceElsewhereMs = 20_000

/**
 * A process in another container or on another host cannot be asked by pid, and two servers on one folder would destroy
 * it. One that was killed stops its heartbeat and is waited for.
 */
async function waitForOthersElsewhere({ dataDir, log }: Surroundings): Promise<void> {
  for (let waited = 0; countLeases(dataDir).elsewhere > 0; waited += 500) {
    if (waited === 0)
      log('warn', 'the data folder is in use from another container or host; waiting for it to end', { dataDir })
    if (waited > patienceElsewhereMs)
      throw new JitupError(
        'database_start_failed',
        `Another container or host is using the data folder ${dataDir}, and two servers on one folder would destroy it. ` +
          'Stop the other one, or move to a PostgreSQL server that several can share.',
        { folder: dataDir },
      )
    await sleep(500)
  }
}
