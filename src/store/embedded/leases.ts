import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { holderRuns, pidSpace, readHolder, thisProcess } from './identity.ts'

/** How often a holder touches its lease, and after how long an untouched lease from elsewhere counts as left behind. */
export const heartbeatMs = 3_000
const staleMs = 12_000

const folderOf = (dataDir: string): string => join(dataDir, 'leases')

/** True when the file was touched lately: the only sign of life we can see from another pid space. */
export function heartbeatIsFresh(file: string): boolean {
  try {
    return Math.abs(Date.now() - statSync(file).mtimeMs) < staleMs
  } catch {
    return false
  }
}

/** What one process holds while it uses the embedded server: as long as one lease lives, nobody stops the server. */
export type Lease = { readonly file: string; touch(): void; remove(): void }

/** Registers this process as a user of the server. Call it under the start lock. */
export function takeLease(dataDir: string): Lease {
  mkdirSync(folderOf(dataDir), { recursive: true, mode: 0o700 })
  const file = join(folderOf(dataDir), `${process.pid}-${randomUUID()}.json`)
  writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx', mode: 0o600 })
  return {
    file,
    touch: () => {
      const now = new Date()
      try {
        utimesSync(file, now, now)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        // A process asleep for long was taken for dead.
        writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx', mode: 0o600 })
      }
    },
    remove: () => rmSync(file, { force: true }),
  }
}

/** Who else uses the server. `here` can be asked by pid; `elsewhere` (another container or host) only by heartbeat. */
export type OtherUsers = { readonly here: number; readonly elsewhere: number }

/** Counts the living leases and clears away those of dead processes. Call it under the start lock. */
export function countLeases(dataDir: string): OtherUsers {
  let here = 0
  let elsewhere = 0
  for (const name of listLeases(dataDir)) {
    const file = join(folderOf(dataDir), name)
    const holder = readHolder(file)
    if (holder !== undefined && holder.space === pidSpace ? holderRuns(holder) : heartbeatIsFresh(file)) {
      if (holder?.space === pidSpace) here += 1
      else elsewhere += 1
    } else rmSync(file, { force: true })
  }
  return { here, elsewhere }
}

function listLeases(dataDir: string): string[] {
  try {
    return readdirSync(folderOf(dataDir)).filter((name) => name.endsWith('.json'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
