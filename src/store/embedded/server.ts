import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Binaries, type Package, programsOf } from './binaries.ts'
import { adminUser } from './database.ts'
import { processIdentity } from './identity.ts'
import type { Runner } from './runner.ts'

/** Where a server answers. `host` is a socket folder, or the loopback address on Windows. */
export type Address = { readonly host: string; readonly port: number; readonly password?: string }

/** A postmaster that runs on a cluster, as its `postmaster.pid` tells. */
export type Postmaster = { readonly pid: number; readonly host: string; readonly port: number }

const windows = process.platform === 'win32'
// We may be root in a folder of somebody else's: never write where a link points.
const noFollow = constants.O_NOFOLLOW ?? 0
const largestLog = 5 * 1024 * 1024

/**
 * What we set, on the command line, so that `postgresql.conf` stays the administrator's. Small memory; the log says
 * what happened to the server but no statement, value or row, which could be personal data.
 */
const ours = {
  unix_socket_permissions: '0700',
  shared_buffers: '32MB',
  max_connections: '60',
  huge_pages: 'off',
  jit: 'off',
  io_method: 'sync',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_maintenance_workers: '1',
  max_parallel_workers_per_gather: '1',
  autovacuum_max_workers: '2',
  max_wal_senders: '0',
  wal_level: 'minimal',
  max_logical_replication_workers: '0',
  max_wal_size: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
} as const

/**
 * The living postmaster of this cluster, or `undefined`: after a machine crash or in a restarted container the pid in
 * `postmaster.pid` may be free or belong to another program.
 */
export function findPostmaster(cluster: string): Postmaster | undefined {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const [pid = '', , , port = '', socketFolder = '', listen = ''] = readFileSync(file, 'utf8').split('\n')
  if (!/^\d+$/.test(pid) || processIdentity(Number(pid)) === undefined || !runsOn(Number(pid), cluster))
    return undefined
  return { pid: Number(pid), host: windows ? listen : socketFolder, port: Number(port) }
}

function runsOn(pid: number, cluster: string): boolean {
  if (process.platform === 'linux') {
    try {
      const [ours, theirs] = [statSync(cluster), statSync(`/proc/${pid}/cwd`)]
      return ours.ino === theirs.ino && ours.dev === theirs.dev
    } catch {
      // Not allowed to look at its folder: its arguments are open to all.
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster)
    }
  }
  if (windows) return true
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.includes(cluster)
}

/** A free loopback port; the recorded one when nobody took it. Windows only. */
export async function freePort(recorded: number | undefined): Promise<number> {
  const attempt = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const probe = createServer()
      probe.once('error', reject)
      probe.listen(port, '127.0.0.1', () => {
        const address = probe.address()
        probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
      })
    })
  return recorded === undefined ? attempt(0) : attempt(recorded).catch(() => attempt(0))
}

/** Keeps one former log and starts an empty one. */
function openLog(file: string): number {
  if (existsSync(file)) renameSync(file, `${file}.1`)
  return openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | noFollow, 0o600)
}

/** Empties a log that has grown over 5 MB, so that it never fills the disk. The server appends, so it goes on at the start. */
export function trimLog(file: string): void {
  const descriptor = openSync(file, constants.O_WRONLY | noFollow)
  try {
    if (fstatSync(descriptor).size > largestLog) ftruncateSync(descriptor, 0)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * PostgreSQL refuses to start while the pid in a left-behind `postmaster.pid` is alive, whatever program that is by now.
 * Its parent's pid it passes over, so that is what we write. The file must stay: with it PostgreSQL finds out whether
 * processes of a killed postmaster still write to the cluster.
 */
function disownPid(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  if (windows || !existsSync(file)) return
  const lines = readFileSync(file, 'utf8').split('\n')
  // Cut short by a machine crash or a full disk: worth nothing, and refused.
  if (!/^\d+$/.test(lines[0] ?? '')) {
    rmSync(file)
    return
  }
  if (processIdentity(Number(lines[0])) === undefined) return
  writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'), { flag: 'r+', flush: true })
  truncateSync(file, Buffer.byteLength([process.pid, ...lines.slice(1)].join('\n')))
}

/** How a server is started. `settings` win over ours. */
export type Launch = {
  readonly binaries: Binaries
  readonly runner: Runner
  readonly cluster: string
  readonly address: Address
  readonly logFile: string
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Starts a postmaster that outlives us: in its own session, so that neither Ctrl-C in the terminal nor our death ends it
 * in the middle of its work. Call it under the start lock, when `findPostmaster` found none.
 */
export function launch({ binaries, runner, cluster, address, logFile, settings }: Launch): ChildProcess {
  disownPid(cluster)
  const place = windows
    ? { listen_addresses: address.host }
    : { listen_addresses: '', unix_socket_directories: address.host }
  const all = { ...ours, ...place, port: String(address.port), ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const env = { PATH: process.env.PATH ?? '', SystemRoot: process.env.SystemRoot ?? '', LC_ALL: 'C', TZ: 'UTC' }
  const log = openLog(logFile)
  try {
    // pg_ctl on Windows sheds administrator rights, which the server refuses to have.
    const call = windows
      ? { file: binaries.pgCtl, args: ['start', '-W', '-D', cluster, '-o', flags.join(' ')], options: {} }
      : runner.command(binaries.postgres, ['-D', cluster, ...flags])
    const child = spawn(call.file, call.args, {
      ...call.options,
      cwd: windows ? cluster : '/',
      env,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', log, log],
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

/** Configuration of a connection as the cluster's owner. */
export const adminConnection = (address: Address): pg.ClientConfig => ({
  ...address,
  user: adminUser,
  database: 'postgres',
  connectionTimeoutMillis: 10_000,
})

/** One attempt to connect: a client, or why not. `starting` while the server says that it is about to answer, or to end. */
export async function tryConnect(
  address: Address,
): Promise<{ client: pg.Client } | { error: Error; starting: boolean }> {
  const client = new pg.Client(adminConnection(address))
  // An error after connecting (the server ends) must not take the process with it.
  client.on('error', () => {})
  try {
    await client.connect()
    return { client }
  } catch (cause) {
    await client.end().catch(() => {})
    const error = cause instanceof Error ? cause : new Error(String(cause))
    return { error, starting: (error as { code?: string }).code === '57P03' }
  }
}

/**
 * Connects as soon as the server answers. Recovery after a crash may take minutes and is waited for as long as the
 * server says so; `ended` tells that the server is gone. After `silenceMs` without a word it throws the last reason.
 */
export async function connectWhenReady(
  address: Address,
  silenceMs: number,
  ended: () => Error | undefined,
): Promise<pg.Client> {
  let deadline = Date.now() + silenceMs
  for (;;) {
    const attempt = await tryConnect(address)
    if ('client' in attempt) return attempt.client
    const end = ended()
    if (end !== undefined) throw end
    if (attempt.starting) deadline = Date.now() + silenceMs
    if (Date.now() > deadline) throw attempt.error
    await sleep(15)
  }
}

/** Waits until the process is gone; false when it is still there after `ms`. */
async function gone(pid: number, ms: number): Promise<boolean> {
  const identity = processIdentity(pid)
  for (const deadline = Date.now() + ms; Date.now() < deadline; await sleep(20))
    if (identity === undefined || processIdentity(pid) !== identity) return true
  return false
}

/**
 * Ends the server: transactions are rolled back and everything written (fast shutdown); what hangs for half a minute is
 * stopped at once, which is as safe as a crash.
 */
export async function stopPostmaster(cluster: string, packaged: Package): Promise<void> {
  const found = findPostmaster(cluster)
  if (found === undefined) return
  if (windows) {
    spawnSync(programsOf(packaged.folder).pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-t', '30'], { stdio: 'ignore' })
    return
  }
  process.kill(found.pid, 'SIGINT')
  if (await gone(found.pid, 30_000)) return
  process.kill(found.pid, 'SIGQUIT')
  if (await gone(found.pid, 10_000)) return
  throw new Error(`PostgreSQL (process ${found.pid}) does not stop`)
}
