import { createHash } from 'node:crypto'
import { chmodSync, existsSync, lchownSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { JitupError } from '../../errors.ts'
import type { EmbeddedLog } from '../embedded.ts'
import { type Binaries, type Package, prepareBinaries } from './binaries.ts'
import { copyCluster, initCluster, settleOwner } from './cluster.ts'
import { readRecord, writeRecord } from './record.ts'
import { chooseRunner, type Runner, reachable } from './runner.ts'

/** A cluster ready to be started: by whom, where, with which programs. */
export type Place = { readonly runner: Runner; readonly cluster: string; readonly binaries: Binaries }

/**
 * Makes a folder, closed to all others, and the missing ones above it, open to pass through: closed ones would send
 * root's database elsewhere. (The recursive `mkdir` of Node gives all of them one mode, and never returns below /proc.)
 */
export function makeFolder(path: string, mode = 0o700): void {
  if (existsSync(path)) return
  if (dirname(path) !== path) makeFolder(dirname(path), 0o755)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Another process that starts now was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Where the cluster of this data folder is, or will be. */
export const clusterOf = (dataDir: string): string => join(readRecord(dataDir).home ?? dataDir, 'postgres')

/** What `preparePlace` needs besides the data folder. */
export type PlaceOptions = {
  readonly packaged: Package
  readonly unshare: string | false
  readonly shelter: string
  readonly log: EmbeddedLog
}

/**
 * Decides as whom PostgreSQL runs, makes its programs run, and makes or moves the cluster to where it can be reached.
 * Call it under the start lock, while no server runs on the cluster.
 */
export function preparePlace(dataDir: string, { packaged, unshare, shelter, log }: PlaceOptions): Place {
  const record = readRecord(dataDir)
  const current = clusterOf(dataDir)
  const runner = chooseRunner(dataDir, [current, dataDir], unshare)
  const inside = record.home === undefined
  const leaves = inside && runner.owner !== undefined && !reachable(dataDir, runner.owner)
  const home = leaves ? makeShelter(dataDir, shelter) : (record.home ?? dataDir)
  // The server's account passes through; every file in here is closed to it, but its own cluster.
  if (runner.owner !== undefined) chmodSync(home, 0o711)
  const binaries = prepareBinaries(packaged, home, runner)
  const cluster = join(home, 'postgres')
  if (leaves) {
    log('warn', 'no other account can enter the data folder: PostgreSQL keeps its data elsewhere', { dataDir, home })
    if (existsSync(current)) copyCluster(current, cluster, binaries, runner, dataDir)
    writeRecord(dataDir, { ...record, home })
    rmSync(current, { recursive: true, force: true })
  }
  if (!existsSync(cluster)) {
    log('info', 'making a new database', { folder: cluster })
    initCluster(cluster, binaries, runner, dataDir)
  }
  settleOwner(cluster, runner.owner)
  return { runner, cluster, binaries }
}

function makeShelter(dataDir: string, base: string): string {
  const home = join(base, `jitup-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`)
  try {
    makeFolder(home, 0o711)
    return home
  } catch (cause) {
    throw new JitupError(
      'database_folder_not_writable',
      `PostgreSQL does not run as root, and no other account can enter ${dataDir}. Choose a data folder that others can ` +
        'pass through to, such as /var/lib/jitup, or run jitup as an ordinary user.',
      { folder: dataDir },
      { cause },
    )
  }
}

/** As root in somebody's data folder: what we wrote there becomes theirs, so that they can go on without root. */
export function handOver(dataDir: string): void {
  const { uid, gid } = statSync(dataDir)
  if (process.geteuid?.() !== 0 || uid === 0) return
  const leases = readdirSync(join(dataDir, 'leases')).map((name) => join('leases', name))
  for (const name of readdirSync(dataDir))
    if (name !== 'postgres' && !name.startsWith('start.')) lchownSync(join(dataDir, name), uid, gid)
  for (const name of leases) lchownSync(join(dataDir, name), uid, gid)
}
