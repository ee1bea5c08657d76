/** Sign-ons of one provider within a stretch of time; tests are none of them. */
export interface SignOnCounts {
  readonly refused: number
  /** Refused ones included. */
  readonly all: number
}

/** The minutes that are looked at, and the minutes before them with which they are compared. */
export const REFUSAL_WINDOW = { recent: 15, before: 24 * 60 } as const

const share = ({ refused, all }: SignOnCounts): number => (all === 0 ? 0 : refused / all)

/**
 * Tells whether refusals of a provider have jumped: in the last 15 minutes at least 10, at least 20 % of all sign-ons, and at
 * least 3 times the share of the day before. Few refusals are somebody's typing mistakes, and a provider that has always refused
 * many has not changed.
 *
 * @example
 * refusalsJumped({ refused: 12, all: 40 }, { refused: 5, all: 500 }) // true
 */
export const refusalsJumped = (recent: SignOnCounts, before: SignOnCounts): boolean =>
  recent.refused >= 10 &&
  recent.refused * 5 >= recent.all &&
  // In whole numbers: 30 % is three times 10 %.
  recent.refused * before.all >= 3 * before.refused * recent.all

/** The share that was usual when refusals jumped, from 0 to 1: kept, for what lasts would soon be usual itself. */
export const usualShare = share

/**
 * Tells whether a jump is over: fewer than 5 refusals in the last 15 minutes, or a share below 10 % or below one and a half times
 * the usual one. Lower than what begins a jump, so that one that wavers is told of once.
 * @param usual `usualShare` of the day before the jump
 */
export const refusalsCalmed = (recent: SignOnCounts, usual: number): boolean =>
  recent.refused < 5 || share(recent) < Math.max(0.1, 1.5 * usual)
