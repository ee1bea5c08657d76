import type { WorkKind } from './work.ts'

/** What people and programs can be told of. Stable names: receivers read them. */
export const noticeEvents = [
  'certificate.expiring',
  'withdrawals.paused',
  'person.waiting',
  'key.waiting',
  'refusals.jumped',
  'refusals.calmed',
  'metadata.failed',
  'work.new',
  'channel.failing',
] as const
export type NoticeEvent = (typeof noticeEvents)[number]

/** One thing to be told: ids, codes and numbers, nothing personal. */
export interface Notice {
  readonly event: NoticeEvent
  readonly provider: { readonly id: string; readonly slug: string } | null
  /** How many, by kind. */
  readonly counts: Readonly<Record<string, number>>
  readonly facts: Readonly<Record<string, string | number>>
  /** What is told once, however often it is found. */
  readonly once?: string
}

const told: Partial<Readonly<Record<WorkKind, NoticeEvent | null>>> = {
  'withdrawals-paused': 'withdrawals.paused',
  'person-waiting': 'person.waiting',
  'key-waiting': 'key.waiting',
  // Told from what they are about: more than once, or with their end.
  'certificate-expiring': null,
  'refusals-high': null,
}

/** As what a new entry of the worklist is told; null: it is told by another way. */
export const eventOfWork = (kind: WorkKind): NoticeEvent | null => {
  const event = told[kind]
  return event === undefined ? 'work.new' : event
}

const day = 86_400_000

/**
 * Which of the three warnings about a certificate's end is due, in days before it: 30, 7 or 1. Null: none yet, or it has
 * ended more than a day ago and whoever had to know knows.
 */
export const expiryWarning = (notAfter: Date, now: Date): 30 | 7 | 1 | null => {
  const left = (notAfter.getTime() - now.getTime()) / day
  if (left > 30 || left < -1) return null
  return left > 7 ? 30 : left > 1 ? 7 : 1
}

const minute = 60_000

/** How long the same event about the same provider is not told again, in milliseconds: what comes meanwhile is told together. */
export const TELL_AGAIN = 5 * minute

/** Lines of one e-mail; what is beyond them is a number. */
export const DIGEST_LINES = 40

/**
 * Is a recipient's next e-mail due? Two minutes after the first thing to tell, so that what belongs together comes together, and
 * at most one in a quarter of an hour.
 */
export const isDigestDue = (since: Date, mailedAt: Date | null, now: Date): boolean =>
  now.getTime() - since.getTime() >= 2 * minute &&
  (mailedAt === null || now.getTime() - mailedAt.getTime() >= 15 * minute)

/** How long a message is tried, in milliseconds. */
export const GIVE_UP = day

/**
 * When a message that did not arrive is tried again: after half a minute, a minute, two… up to an hour, a fifth more or less so
 * that many do not come at once. Null: that would be after the end, and it is given up.
 * @param attempts those that failed, from 1
 * @param random from 0 to 1
 */
export const nextAttempt = (attempts: number, now: Date, giveUpAt: Date, random: number): Date | null => {
  const wait = Math.min((minute / 2) * 2 ** Math.min(attempts - 1, 20), 60 * minute) * (0.8 + 0.4 * random)
  const at = new Date(now.getTime() + wait)
  return at <= giveUpAt ? at : null
}

/** The lines of an e-mail: what is the same is one line with the sum, in the order of `noticeEvents`. */
export function digestOf(notices: readonly Notice[]): { readonly lines: readonly Notice[]; readonly more: number } {
  const lines = new Map<string, Notice>()
  for (const one of notices) {
    const { event, provider, facts } = one
    // Warnings about one certificate, and what may differ by code, stay lines of their own.
    const key = JSON.stringify([event, provider?.id, facts.fingerprint, facts.days, facts.code, facts.since])
    const known = lines.get(key)
    lines.set(key, known ? { ...one, counts: sum(known.counts, one.counts) } : one)
  }
  const all = [...lines.values()].toSorted((a, b) => noticeEvents.indexOf(a.event) - noticeEvents.indexOf(b.event))
  return { lines: all.slice(0, DIGEST_LINES), more: Math.max(all.length - DIGEST_LINES, 0) }
}

function sum(a: Notice['counts'], b: Notice['counts']): Notice['counts'] {
  const both = { ...a }
  for (const [kind, n] of Object.entries(b)) both[kind] = (both[kind] ?? 0) + n
  return both
}
