import { doJob } from '../store/jobs.ts'
import { countHours, firstSince, forgetHours } from '../store/overview.ts'
import type { App } from './app.ts'

const hour = 3_600_000
const day = 24 * hour

/** Longer than a sign-on takes to be written, and than clocks of nodes may differ. */
const margin = 10 * 60_000
/** What one batch counts: small enough that nothing waits for it. */
const batch = 6 * hour
/** Figures are shown of a month. */
const kept = 60 * day
const looksBack = 32 * day

/**
 * Counts the sign-ons of every hour that is over, once, so that figures of a month need not read a month of the journal. Of several
 * nodes one at a time counts; how far it is stands in the transaction that has counted. Ends when all is counted.
 */
export async function countFigures(app: Pick<App, 'db' | 'now'>): Promise<void> {
  const now = app.now()
  const end = floor(new Date(now.getTime() - margin))
  for (let more = true; more; ) {
    more = false
    await doJob<{ readonly through: string }>(app.db, 'figures', now, async (tx, position) => {
      const earliest = new Date(end.getTime() - looksBack)
      const known = position === null ? floor((await firstSince(tx, earliest)) ?? end) : new Date(position.through)
      const from = known < earliest ? earliest : known
      const until = new Date(Math.min(from.getTime() + batch, Math.max(end.getTime(), from.getTime())))
      if (until > from) await countHours(tx, from, until)
      more = until < end
      if (!more) await forgetHours(tx, new Date(now.getTime() - kept))
      const nextAt = more ? now : new Date(end.getTime() + hour + margin)
      return { position: { through: until.toISOString() }, nextAt }
    })
  }
}

const floor = (at: Date): Date => new Date(Math.floor(at.getTime() / hour) * hour)
