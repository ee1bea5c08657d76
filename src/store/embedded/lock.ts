import { randomUUID } from 'node:crypto'
import { linkSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { JitupError } from '../../errors.ts'
import { holderRuns, pidSpace, readHolder, thisProcess } from './identity.ts'
import { heartbeatIsFresh } from './leases.ts'

const patienceMs = 180_000
const takeoverStaleMs = 10_000

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException | undefined)?.code

const stale = (lock: string): boolean => {
  const holder = readHolder(lock)
  if (holder === undefined) return true
  return holder.space === pidSpace ? !holderRuns(holder) : !heartbeatIsFresh(lock)
}

const age = (file: string): number => {
  try {
    return Date.now() - statSync(file).mtimeMs
  } catch {
    return 0
  }
}

/**
 * Removes the lock of a dead process. Only the holder of `takeover` may remove, and it looks again first: otherwise a
 * waiter that judged a moment ago would remove the lock somebody has meanwhile taken.
 */
function removeStale(lock: string): void {
  const takeover = `${lock}.takeover`
  try {
    writeFileSync(takeover, '', { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    if (age(takeover) > takeoverStaleMs) rmSync(takeover, { force: true })
    return
  }
  try {
    if (stale(lock)) rmSync(lock, { force: true })
  } finally {
    rmSync(takeover, { force: true })
  }
}

/**
 * Runs `work` while no other process starts or stops the server of this data folder.
 * The lock is a file that appears complete (a hard link to a written one) and is taken over when its holder died.
 * Throws `database_start_failed` when a living process keeps it for three minutes; file errors pass through.
 */
export async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'start.lock')
  const mine = join(dataDir, `start.${randomUUID()}.tmp`)
  writeFileSync(mine, JSON.stringify(thisProcess()), { flag: 'wx', mode: 0o600 })
  try {
    const deadline = Date.now() + patienceMs
    for (;;) {
      try {
        linkSync(mine, lock)
        break
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error
      }
      if (stale(lock)) removeStale(lock)
      else if (Date.now() > deadline)
        throw new JitupError(
          'database_start_failed',
          `Process ${readHolder(lock)?.pid ?? 'unknown'} has been starting or stopping the database of this folder for ` +
            'three minutes. Look at that process; when it hangs, end it and start again.',
          { folder: dataDir },
        )
      else await sleep(25)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}
