import { join } from 'node:path'
import type { EmbeddedLog } from '../embedded.ts'
import type { Package } from './binaries.ts'
import { trimLog } from './launch.ts'
import { countLeases, heartbeatMs, type Lease } from './leases.ts'
import { withStartLock } from './lock.ts'
import { clusterOf } from './place.ts'
import { findPostmaster, stopPostmaster } from './postmaster.ts'
import { readRecord } from './record.ts'
import { removeSocketFolder } from './socket-folder.ts'

/** The server's log. */
export const logFileOf = (dataDir: string): string => join(dataDir, 'postgres.log')

/** What is tended. `restart` brings up a server that ended, under the start lock. */
export type Tended = {
  readonly dataDir: string
  readonly log: EmbeddedLog
  readonly packaged: Package
  readonly lease: Lease
  restart(): Promise<void>
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'internal'

/**
 * Shows that this process lives, keeps the log small and revives a server that was killed, as by the kernel when memory
 * ran out. Returns how to leave: the last one stops the server.
 */
export function keepAlive({ dataDir, log, packaged, lease, restart }: Tended): () => Promise<void> {
  let left: Promise<void> | undefined
  let reviving = false
  const tend = async () => {
    lease.touch()
    trimLog(logFileOf(dataDir))
    if (reviving || findPostmaster(clusterOf(dataDir)) !== undefined) return
    log('error', 'PostgreSQL ended unexpectedly and is started again', { dataDir })
    reviving = true
    try {
      await withStartLock(dataDir, async () => {
        if (left === undefined) await restart()
      })
    } finally {
      reviving = false
    }
  }
  const beat = setInterval(() => {
    tend().catch((error: unknown) => log('warn', 'cannot tend the database', { dataDir, code: codeOf(error) }))
  }, heartbeatMs)
  beat.unref()

  const leave = async () => {
    clearInterval(beat)
    await withStartLock(dataDir, async () => {
      lease.remove()
      const others = countLeases(dataDir)
      if (others.here + others.elsewhere > 0) return
      await stopPostmaster(clusterOf(dataDir), packaged)
      removeSocketFolder(readRecord(dataDir).socketFolder)
      log('info', 'PostgreSQL stopped', { dataDir })
    })
  }
  return () => {
    left ??= leave()
    return left
  }
}
