import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Owner, reachable } from './runner.ts'

/** The shortest limit among the systems we run on (macOS; Linux allows 107), in bytes. */
const longestSocketPath = 103

const fits = (folder: string): boolean => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= longestSocketPath

/** True when `folder` is a real folder of ours or of the server's, and not one that somebody put there for us. */
function isOurs(folder: string, owner: Owner | undefined): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && (found.uid === process.geteuid?.() || found.uid === owner?.uid)
}

function create(folder: string, owner: Owner | undefined): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return isOurs(folder, owner)
  }
}

/**
 * The folder of the server's socket, 0700 and the server's own: who may enter it may connect, nobody else.
 * Its name is short, because a socket path over about 100 bytes fails, and comes from a hash of the data folder, so that
 * it stays the same. A folder of that name that belongs to somebody else is left alone and a fresh one made.
 * `recorded` is where it was last time. Call it under the start lock, while no server runs.
 */
export function prepareSocketFolder(dataDir: string, recorded: string | undefined, owner: Owner | undefined): string {
  const name = `jitup-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  const usable = [tmpdir(), '/tmp', '/var/tmp'].filter(
    (base) => fits(join(base, `${name}-123456`)) && (owner === undefined || reachable(join(base, name), owner)),
  )
  const base = usable[0] ?? '/tmp'
  let folder = recorded !== undefined && fits(recorded) && isOurs(recorded, owner) ? recorded : join(base, name)
  if (!create(folder, owner)) folder = mkdtempSync(join(base, `${name}-`))
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid)
  chmodSync(folder, 0o700)
  // Left by a machine crash; their lock names a pid that may by now be somebody else's.
  for (const file of readdirSync(folder)) if (file.startsWith('.s.PGSQL.')) rmSync(join(folder, file), { force: true })
  return folder
}

/** Takes the folder away after the server; one that something else has put a file into is left. */
export function removeSocketFolder(folder: string | undefined): void {
  if (folder === undefined || process.platform === 'win32') return
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
}
