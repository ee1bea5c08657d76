import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** What a challenge was made for; it can be used for nothing else. */
export type ChallengePurpose = 'first' | 'add' | 'sign-in' | 'step-up'

/** A challenge as it waits. */
export interface Challenge {
  readonly hash: Buffer
  /** SHA-256 of the cookie of the browser, or session, that was given it. */
  readonly boundTo: Buffer
  readonly purpose: ChallengePurpose
  /** As what the authenticator will know the user; null where it is only asked for what it knows. */
  readonly userHandle: Buffer | null
}

/** Challenges that one browser may have: a few tabs. */
const perBrowser = 5

/** Keeps a challenge until it is answered or too old; the oldest of the same browser make room. */
export async function insertChallenge(db: Database | Tx, challenge: Challenge, expiresAt: Date): Promise<void> {
  await db.query(sql`
    with room as (
      delete from passkey_challenges where challenge_hash in (
        select challenge_hash from passkey_challenges where bound_to = ${challenge.boundTo}
        order by expires_at desc offset ${perBrowser - 1}))
    insert into passkey_challenges (challenge_hash, bound_to, purpose, user_handle, expires_at)
    values (${challenge.hash}, ${challenge.boundTo}, ${challenge.purpose}, ${challenge.userHandle}, ${expiresAt})`)
}

/**
 * Uses a challenge up, whatever comes of the answer.
 * @returns null when it was used already, is too old, or was given to another browser or for another purpose
 */
export async function takeChallenge(
  db: Database | Tx,
  what: { readonly hash: Buffer; readonly boundTo: Buffer; readonly purpose: ChallengePurpose },
  now: Date,
): Promise<{ readonly userHandle: Buffer | null } | null> {
  const [row] = await db.query<{ good: boolean; userHandle: Buffer | null }>(sql`
    delete from passkey_challenges where challenge_hash = ${what.hash}
    returning expires_at > ${now} and bound_to = ${what.boundTo} and purpose = ${what.purpose} as good,
      user_handle as "userHandle"`)
  return row?.good ? { userHandle: row.userHandle } : null
}

/** Removes the challenges that nobody answered. */
export async function sweepChallenges(db: Database, now: Date): Promise<void> {
  await db.query(sql`delete from passkey_challenges where expires_at < ${now}`)
}
