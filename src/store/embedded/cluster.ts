import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { JitupError } from '../../errors.ts'
import type { Binaries } from './binaries.ts'
import { adminUser } from './database.ts'
import { startFailure } from './failure.ts'
import { type Owner, programEnvironment, type Runner } from './runner.ts'

const windows = process.platform === 'win32'

/** Hands a whole folder to `owner`, without following links. */
export function giveTo(folder: string, owner: Owner): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    lchownSync(join(folder, entry), owner.uid, owner.gid)
  chownSync(folder, owner.uid, owner.gid)
}

function syncFolder(folder: string): void {
  if (windows) return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function runInitdb(binaries: Binaries, runner: Runner, args: readonly string[], dataDir: string, as?: Owner): void {
  const call = runner.command(binaries.initdb, args)
  const done = spawnSync(call.file, call.args, {
    ...call.options,
    ...as,
    cwd: '/',
    env: programEnvironment,
    encoding: 'utf8',
  })
  if (done.status === 0) return
  const output = (done.stderr ?? '').trim().split('\n').filter(Boolean).slice(-15)
  if (output.some((line) => line.includes('could not look up effective user')))
    throw new JitupError(
      'database_start_failed',
      `PostgreSQL cannot make a database for user number ${process.geteuid?.()}, which has no account on this system. Run ` +
        'jitup as a user with an entry in /etc/passwd, allow user namespaces, or set DATABASE_URL to use a PostgreSQL server.',
      { folder: dataDir },
    )
  throw startFailure(done.error ?? new Error(`initdb ended with ${done.status ?? done.signal}`), dataDir, output)
}

/** The random password that guards the loopback port on Windows, where there is no folder to guard a socket. */
export function passwordOf(dataDir: string): string | undefined {
  if (!windows) return undefined
  const file = join(dataDir, 'postgres.password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flush: true })
  return readFileSync(file, 'utf8').trim()
}

/**
 * Makes a new cluster at `cluster`. It grows in a folder beside and is renamed when complete and on disk, so a crash
 * leaves no cluster rather than half of one; what an earlier crash left beside is cleared away.
 * Encoding and locale are named, because without LANG initdb would choose SQL_ASCII; both are in every system.
 */
export function initCluster(cluster: string, binaries: Binaries, runner: Runner, dataDir: string): void {
  const parent = dirname(cluster)
  for (const entry of readdirSync(parent))
    if (entry.startsWith(`${basename(cluster)}.new-`))
      rmSync(join(parent, entry), { recursive: true, force: true, maxRetries: 10 })
  const fresh = `${cluster}.new-${randomUUID()}`
  const guard = passwordOf(dataDir) === undefined ? ['trust', 'reject'] : ['scram-sha-256', 'scram-sha-256']
  try {
    mkdirSync(fresh, { mode: 0o700 })
    if (runner.initOwner !== undefined) chownSync(fresh, runner.initOwner.uid, runner.initOwner.gid)
    const args = ['-D', fresh, '-U', adminUser, '--no-instructions', '--encoding=UTF8', '--locale=C']
    args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8')
    args.push(`--auth-local=${guard[0]}`, `--auth-host=${guard[1]}`)
    if (passwordOf(dataDir) !== undefined) args.push(`--pwfile=${join(dataDir, 'postgres.password')}`)
    runInitdb(binaries, runner, args, dataDir, runner.initOwner)
    if (runner.owner !== undefined) giveTo(fresh, runner.owner)
    renameSync(fresh, cluster)
    syncFolder(parent)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/**
 * Moves a cluster nobody runs to where the account that will run it can reach it. Copied, written through, renamed;
 * the old one is left for the caller to remove once the new place is recorded.
 */
export function copyCluster(from: string, to: string, binaries: Binaries, runner: Runner, dataDir: string): void {
  const fresh = `${to}.new-${randomUUID()}`
  try {
    cpSync(from, fresh, { recursive: true, verbatimSymlinks: true })
    chmodSync(fresh, 0o700)
    if (runner.initOwner !== undefined) giveTo(fresh, runner.initOwner)
    runInitdb(binaries, runner, ['--sync-only', '-D', fresh], dataDir, runner.initOwner)
    if (runner.owner !== undefined) giveTo(fresh, runner.owner)
    rmSync(to, { recursive: true, force: true })
    renameSync(fresh, to)
    syncFolder(dirname(to))
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Gives the cluster to the account that runs it, when another way of running owned it before. */
export function settleOwner(cluster: string, owner: Owner | undefined): void {
  if (owner !== undefined && statSync(cluster).uid !== owner.uid) giveTo(cluster, owner)
}

/** Refuses a cluster of another major version: `database_newer` or `database_too_old`. */
export function checkMajor(cluster: string, ours: number): void {
  const found = Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim())
  if (found === ours) return
  if (found > ours)
    throw new JitupError(
      'database_newer',
      `The data folder was made by PostgreSQL ${found}; this jitup brings PostgreSQL ${ours}. Install the newer jitup ` +
        'that made it, or start with another data folder.',
      { folder: cluster, found, ours },
    )
  throw new JitupError(
    'database_too_old',
    `The data folder was made by PostgreSQL ${found}; this jitup brings PostgreSQL ${ours}, which cannot read it. Copy ` +
      'the data with the former jitup (`jitup move --to URL` to a PostgreSQL server), then point this one to the copy.',
    { folder: cluster, found, ours },
  )
}
