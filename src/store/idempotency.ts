import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** Whose key it is, and for which request. */
export interface IdempotencyKey {
  readonly actor: string
  readonly key: string
  /** SHA-256 of the request. */
  readonly requestHash: Buffer
}

export type Claimed =
  /** Ours to carry out. `at` names this claim: only its owner may finish or release it. */
  | { readonly kind: 'ours'; readonly at: Date }
  | { readonly kind: 'done'; readonly sealed: string }
  /** Carried out, and its answer was dropped since. */
  | { readonly kind: 'forgotten' }
  | { readonly kind: 'in-progress' }
  | { readonly kind: 'other-request' }

/** After this long without an answer whoever carried the request out is taken for dead. */
export const abandonedAfter = 60_000

/** Claims a key in a statement of its own: the claim stands before the request is carried out, and survives a crash. */
export async function claimKey(db: Database, { actor, key, requestHash }: IdempotencyKey, now: Date): Promise<Claimed> {
  const abandoned = new Date(now.getTime() - abandonedAfter)
  const claimed = await db.query(sql`
    insert into idempotency_keys (actor, key, request_hash, created_at) values (${actor}, ${key}, ${requestHash}, ${now})
    on conflict (actor, key) do update set created_at = excluded.created_at
      where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
        and idempotency_keys.created_at < ${abandoned}
    returning key`)
  if (claimed.length > 0) return { kind: 'ours', at: now }
  const [row] = await db.query<{ request_hash: Buffer; status: number | null; sealed_response: string | null }>(sql`
    select request_hash, status, sealed_response from idempotency_keys where actor = ${actor} and key = ${key}`)
  if (!row) return { kind: 'in-progress' }
  if (!row.request_hash.equals(requestHash)) return { kind: 'other-request' }
  if (row.status === null) return { kind: 'in-progress' }
  return row.sealed_response === null ? { kind: 'forgotten' } : { kind: 'done', sealed: row.sealed_response }
}

/** Drops every answer that is kept, sealed as they are: nobody can tell which of them names a person who is being erased. */
export const forgetAnswers = (db: Pick<Database | Tx, 'query'>): Promise<unknown> =>
  db.query(sql`update idempotency_keys set sealed_response = null where sealed_response is not null`)

/** Keeps the answer for whoever asks again with the same key. */
export async function finishKey(
  db: Database,
  { actor, key }: Pick<IdempotencyKey, 'actor' | 'key'>,
  claimedAt: Date,
  answer: { status: number; sealed: string },
): Promise<void> {
  await db.query(sql`
    update idempotency_keys set status = ${answer.status}, sealed_response = ${answer.sealed}
    where actor = ${actor} and key = ${key} and created_at = ${claimedAt} and status is null`)
}

/** Gives a key back after a failure of ours: the request may be tried again. */
export async function releaseKey(
  db: Database,
  { actor, key }: Pick<IdempotencyKey, 'actor' | 'key'>,
  claimedAt: Date,
): Promise<void> {
  await db.query(sql`
    delete from idempotency_keys
    where actor = ${actor} and key = ${key} and created_at = ${claimedAt} and status is null`)
}
