import type { Database } from '../store/database.ts'
import { countRefusals, refusalSamples } from '../store/sign-ons.ts'

/** Counts refusals so that a flood of bad messages becomes a number: on disk a row a minute, in the database a statement a while. */
export interface Refusals {
  /** @returns true while the journal takes samples of this provider, code and minute */
  count(providerId: string | null, code: string, now: Date): Promise<boolean>
  /** How many of this provider and code there were on this node within the last hour, at most. */
  lastHour(providerId: string | null, code: string, now: Date): number
  /** Writes what was only counted in memory. Called every few seconds, and at the end. */
  flush(): Promise<void>
}

interface Tally {
  readonly providerId: string | null
  readonly code: string
  readonly minute: Date
  waiting: number
}

/** Whoever knows many ways to be refused gets no more of the journal's room than this, a provider and node. */
const samplesPerHour = 1200

export function refusals(db: Database): Refusals {
  // Only those whose samples are used up: the others are counted by the database, for all nodes.
  const full = new Map<string, Tally>()
  const hours = new Map<string, { from: number; before: number; count: number }>()
  // Two numbers for each: of this hour and of the one before. Their sum is never less than what it stands for.
  const hourOf = (providerId: string | null, code: string, now: Date) => {
    const from = Math.floor(now.getTime() / 3_600_000)
    const key = JSON.stringify([providerId, code])
    const known = hours.get(key)
    if (known?.from === from) return known
    const made = { from, before: known?.from === from - 1 ? known.count : 0, count: 0 }
    hours.set(key, made)
    return made
  }
  return {
    lastHour: (providerId, code, now) => {
      const { before, count } = hourOf(providerId, code, now)
      return before + count
    },
    count: async (providerId, code, now) => {
      hourOf(providerId, code, now).count += 1
      const minute = new Date(Math.floor(now.getTime() / 60_000) * 60_000)
      const key = JSON.stringify([providerId, code, minute])
      const tally = full.get(key)
      if (tally) {
        tally.waiting += 1
        return false
      }
      const count = await countRefusals(db, providerId, code, minute, 1)
      if (count >= refusalSamples) full.set(key, { providerId, code, minute, waiting: 0 })
      if (count > refusalSamples) return false
      const samples = hourOf(providerId, 'samples', now)
      samples.count += 1
      return samples.before + samples.count <= samplesPerHour
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
