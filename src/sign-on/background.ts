import type { Database } from '../store/database.ts'
import { workMayHaveChanged } from './work-marks.ts'

/** A piece of work that goes on after its request was answered. */
export interface Background {
  /** Aborted when this node closes, or when somebody cancels the work here. */
  readonly signal: AbortSignal
}

interface Running {
  readonly id: string
  readonly abort: AbortController
  readonly ended: Promise<void>
}

// By database: a process may run several installations, as tests do.
const running = new WeakMap<Database, Map<string, Running>>()

/** Jobs that may wait for their turn on one node. */
const queueLimit = 10

/** True when this node has no room for one more. */
export const isBusy = (db: Database): boolean => (running.get(db)?.size ?? 0) >= queueLimit

/**
 * Runs work in the background of this node, one piece after the other: whatever it reads, sign-ons come first, and several
 * at once would only slow each other down. `work` must not throw: nobody is there to hear it.
 */
export function runInBackground(db: Database, id: string, work: (background: Background) => Promise<void>): void {
  const jobs = running.get(db) ?? new Map<string, Running>()
  running.set(db, jobs)
  const before = [...jobs.values()].at(-1)?.ended ?? Promise.resolve()
  const abort = new AbortController()
  const ended = before
    .then(() => work({ signal: abort.signal }))
    .finally(() => {
      jobs.delete(id)
      workMayHaveChanged(db)
    })
  jobs.set(id, { id, abort, ended })
}

/** Stops what this node does in the background for that id, if anything. */
export const abortBackground = (db: Database, id: string): void => running.get(db)?.get(id)?.abort.abort()

/** Stops everything in the background and waits until it has ended: before the database is closed. */
export async function stopBackground(db: Database): Promise<void> {
  const jobs = [...(running.get(db)?.values() ?? [])]
  for (const { abort } of jobs) abort.abort()
  await Promise.allSettled(jobs.map((one) => one.ended))
}
