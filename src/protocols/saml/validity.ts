import { Refusal } from './refusal.ts'

/** Refuses with `not_yet_valid` when `bound` lies in the future by more than the skew. */
export function refuseEarly(bound: Date, where: string, now: Date, skew: number): void {
  if (now.getTime() >= bound.getTime() - skew) return
  throw new Refusal(
    'not_yet_valid',
    `The ${where} must be valid already. It will be later; compare the clocks of both servers.`,
    {
      where,
      validFrom: bound.toISOString(),
      now: now.toISOString(),
    },
  )
}

/** Refuses with `expired` when `bound` is reached and the skew has passed. */
export function refuseLate(bound: Date, where: string, now: Date, skew: number): void {
  if (now.getTime() < bound.getTime() + skew) return
  throw new Refusal(
    'expired',
    `The ${where} must still be valid. It expired; the person should start again, or the clocks differ.`,
    {
      where,
      validUntil: bound.toISOString(),
      now: now.toISOString(),
    },
  )
}
