import { WITHDRAWAL_CEILING } from '../../core/ceiling.ts'
import type { App } from '../../sign-on/app.ts'
import { activityOf, hourOf, resetActivity } from '../../store/activity.ts'
import { existing } from './existing-provider.ts'

/** What the sign-ons of a provider took away in this hour, beside what they may. */
export interface HourOfWithdrawals {
  readonly provider: string
  readonly hour: Date
  readonly count: number
  readonly ceiling: number
}

/** @throws JitupError `not_found` */
export async function withdrawalsOf(app: App, idOrSlug: string): Promise<HourOfWithdrawals> {
  const { policy } = await existing(app.db, idOrSlug)
  const now = app.now()
  const count = await activityOf(app.db, policy.id, 'withdrawal', now)
  const ceiling = policy.withdrawalCeiling ?? WITHDRAWAL_CEILING
  return { provider: policy.slug, hour: hourOf(now), count, ceiling }
}

/**
 * Starts the hour of a provider anew: its sign-ons may take away as much again as its ceiling allows. What was held back goes at
 * each person’s next sign-on.
 * @throws JitupError `not_found`
 */
export async function resumeWithdrawals(app: App, idOrSlug: string): Promise<HourOfWithdrawals> {
  const { policy } = await existing(app.db, idOrSlug)
  await app.db.transaction((tx) => resetActivity(tx, policy.id, 'withdrawal', app.now()))
  return withdrawalsOf(app, policy.id)
}
