import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import type { Outcome } from './sign-ons.ts'

/** How many sign-ons ended how. */
export interface OutcomeCounts {
  readonly outcomes: ReadonlyMap<Outcome, number>
  /** Refusals beyond the samples that the journal keeps. */
  readonly onlyCounted: number
}

/** Counts the sign-ons since `since`: one range of the journal's key. */
export async function countOutcomes(db: Database, since: Date): Promise<OutcomeCounts> {
  const rows = await db.query<{ outcome: Outcome; count: number }>(sql`
    select outcome, count(*)::integer as count from sign_ons where at >= ${since} group by outcome`)
  const [refused] = await db.query<{ count: number }>(sql`
    select coalesce(sum(count), 0)::integer as count from refusal_counts where minute >= ${since}`)
  const outcomes = new Map(rows.map((row) => [row.outcome, row.count]))
  return { outcomes, onlyCounted: Math.max(0, (refused?.count ?? 0) - (outcomes.get('refused') ?? 0)) }
}
