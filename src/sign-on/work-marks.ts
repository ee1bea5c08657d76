import type { Database } from '../store/database.ts'

/** What has happened through this node since it last looked the worklist through. */
export interface WorkMarks {
  /** Somebody has changed something: whoever reads the list wants to see what came of it. */
  changed: boolean
  /** Somebody has signed on. */
  signedOn: boolean
  /** It is being looked through. */
  running: Promise<void> | null
}

// By database: a process may run several installations, as tests do.
const marks = new WeakMap<Database, WorkMarks>()

/** The marks of this node. A node that has just started knows nothing of what happened before. */
export function workMarks(db: Database): WorkMarks {
  const known = marks.get(db) ?? { changed: true, signedOn: true, running: null }
  marks.set(db, known)
  return known
}

/** What was changed through this node may have ended the cause of an entry, or begun one. Costs nothing, so that all may say so. */
export const workMayHaveChanged = (db: Database): void => {
  workMarks(db).changed = true
}

/** A sign-on through this node may have ended the cause of an entry, or begun one. */
export const workAfterSignOn = (db: Database): void => {
  workMarks(db).signedOn = true
}
