import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Package, programsOf } from './binaries.ts'
import { processIdentity } from './identity.ts'

/** A postmaster that runs on a cluster, as its `postmaster.pid` tells. */
export type Postmaster = { readonly pid: number; readonly host: string; readonly port: number }

const windows = process.platform === 'win32'

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

/**
 * PostgreSQL refuses to start while the pid in a left-behind `postmaster.pid` is alive, whatever program that is by now.
 * Its parent's pid it passes over, so that is what we write. The file must stay: with it PostgreSQL finds out whether
 * processes of a killed postmaster still write to the cluster.
 */
export function disownPid(cluster: string): void {
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
