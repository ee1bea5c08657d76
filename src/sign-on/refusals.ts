import type { Database } from '../store/database.ts'
import { countRefusals, refusalSamples } from '../store/sign-ons.ts'

/** Counts refusals so that a flood of bad messages becomes a number: on disk a row a minute, in the database a statement a while. */
export interface Refusals {
  /** @returns true while the journal takes samples of this provider, code and minute */
  count(providerId: string | null, code: string, now: Date): Promise<boolean>
  /** Writes what was only counted in memory. Called every few seconds, and at the end. */
  flush(): Promise<void>
}

interface Tally {
  readonly providerId: string | null
  readonly code: string
  readonly minute: Date
  waiting: number
}

export function refusals(db: Database): Refusals {
  // Only those whose samples are used up: the others are counted by the database, for all nodes.
  const full = new Map<string, Tally>()
  return {
    count: async (providerId, code, now) => {
      const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
      const key = JSON.stringify([providerId, code, minute])
      const tally = full.get(key)
      if (tally) {
        tally.waiting += 1
        return false
      }
      const count = await countRefusals(db, providerId, code, minute, 1)
      if (count >= refusalSamples) full.set(key, { providerId, code, minute, waiting: 0 })
      return count <= refusalSamples
    },
    flush: async () => {
      const newest = Math.max(...[...full.values()].map((one) => one.minute.getTime()))
      for (const [key, tally] of full) {
        const { waiting } = tally
        tally.waiting = 0
        if (waiting > 0) await countRefusals(db, tally.providerId, tally.code, tally.minute, waiting)
        if (tally.waiting === 0 && tally.minute.getTime() < newest) full.delete(key)
      }
    },
  }
}
