import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, constants, existsSync, fstatSync, ftruncateSync, openSync, renameSync } from 'node:fs'
import type { Binaries } from './binaries.ts'
import type { Address } from './connect.ts'
import { disownPid } from './postmaster.ts'
import { programEnvironment, type Runner } from './runner.ts'

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
  const log = openLog(logFile)
  try {
    // pg_ctl on Windows sheds administrator rights, which the server refuses to have.
    const call = windows
      ? { file: binaries.pgCtl, args: ['start', '-W', '-D', cluster, '-o', flags.join(' ')], options: {} }
      : runner.command(binaries.postgres, ['-D', cluster, ...flags])
    const child = spawn(call.file, call.args, {
      ...call.options,
      cwd: windows ? cluster : '/',
      env: programEnvironment,
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
