import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** A logout that was started here and waits for the partner's word. */
export interface PendingLogout {
  readonly id: string
  readonly providerId: string
  readonly sealedSubject: string | null
  readonly outcome: 'waiting' | 'everywhere' | 'partial'
  /** The browser was sent to the partner before. */
  readonly sent: boolean
}

const columns = sql`
  id, provider_id as "providerId", sealed_subject as "sealedSubject", outcome, sent_at is not null as sent`

/** Writes down a logout before the browser leaves. */
export async function insertLogout(
  db: Database,
  logout: {
    id: string
    providerId: string
    browserHash: Buffer
    sealedSubject: string
    createdAt: Date
    expiresAt: Date
  },
): Promise<void> {
  await db.query(sql`
    insert into pending_logouts (id, provider_id, browser_hash, sealed_subject, created_at, expires_at)
    values (${logout.id}, ${logout.providerId}, ${logout.browserHash}, ${logout.sealedSubject}, ${logout.createdAt},
      ${logout.expiresAt})`)
}

/** The newest logout of this browser, at any provider or at this one. */
export async function latestLogout(
  db: Database,
  what: { browserHash: Buffer; providerId: string | null; now: Date },
): Promise<PendingLogout | null> {
  const [row] = await db.query<PendingLogout>(sql`
    select ${columns} from pending_logouts where browser_hash = ${what.browserHash} and expires_at > ${what.now}
      and (${what.providerId}::uuid is null or provider_id = ${what.providerId}::uuid)
    order by created_at desc, id limit 1`)
  return row ?? null
}

/** A logout of this browser, and from now on it counts as sent. `sent` tells whether it did before. */
export async function takeLogoutToSend(
  db: Database,
  what: { id: string; browserHash: Buffer; now: Date },
): Promise<PendingLogout | null> {
  const [row] = await db.query<PendingLogout>(sql`
    with known as (
      select id as known_id, sent_at as before from pending_logouts
      where id = ${what.id} and browser_hash = ${what.browserHash} and expires_at > ${what.now} for update
    )
    update pending_logouts p set sent_at = coalesce(p.sent_at, ${what.now}) from known where p.id = known_id
    returning p.id, p.provider_id as "providerId", p.sealed_subject as "sealedSubject", p.outcome,
      known.before is not null as sent`)
  return row ?? null
}

/**
 * Writes down the partner's word, once.
 * @returns false when no logout of this browser at this provider waits for it, or the provider is not what it was
 */
export async function answerLogout(
  db: Database,
  what: {
    id: string
    providerId: string
    providerVersion: number
    browserHash: Buffer
    outcome: 'everywhere' | 'partial'
    now: Date
  },
): Promise<boolean> {
  const rows = await db.query(sql`
    update pending_logouts set outcome = ${what.outcome}, sealed_subject = null
    where id = ${what.id} and provider_id = ${what.providerId}::uuid and browser_hash = ${what.browserHash}
      and outcome = 'waiting' and expires_at > ${what.now} and exists (
        select 1 from providers where id = ${what.providerId}::uuid and version = ${what.providerVersion} and enabled)
    returning id`)
  return rows.length === 1
}

/** A partner's request to end sessions. The keys are keyed hashes, one for each secret that rows may have been made with. */
export interface LogoutOrder {
  readonly issuer: string
  readonly requestId: string
  readonly providerId: string
  readonly providerVersion: number
  readonly nameKeys: readonly [Buffer, ...Buffer[]]
  /** None: all sessions of that name. */
  readonly sessionIndexKeys: readonly Buffer[]
  readonly issuedAt: Date
  readonly honouredUntil: Date
  readonly expiresAt: Date
  readonly now: Date
}

/** What became of an order. */
export interface Obeyed {
  /** False: the provider was changed or switched off since this node has looked; nothing was done. */
  readonly current: boolean
  /** False: it was obeyed before, at `receivedAt`, and nothing was done now. */
  readonly fresh: boolean
  /** False: an order of that id was obeyed before, and it was another one. */
  readonly same: boolean
  readonly receivedAt: Date
  readonly ended: number
}

/** Ends the sessions that a partner names, once for all nodes; they are gone for the next request everywhere. */
export async function obeyLogout(tx: Tx, order: LogoutOrder): Promise<Obeyed> {
  const { issuer, requestId } = order
  const [row] = await tx.query<{ current: boolean; fresh: boolean; ended: number }>(sql`
    with provider as (
      select 1 from providers where id = ${order.providerId}::uuid and version = ${order.providerVersion} and enabled
    ), marker as (
      insert into consumed_logouts (issuer, request_id, name_key, session_index_keys, issued_at, honoured_until, received_at,
        expires_at)
      select ${issuer}, ${requestId}, ${order.nameKeys[0]}::bytea, ${order.sessionIndexKeys}::bytea[], ${order.issuedAt}::timestamptz,
        ${order.honouredUntil}::timestamptz, ${order.now}::timestamptz, ${order.expiresAt}::timestamptz from provider
      on conflict do nothing returning 1
    ), ended as (
      delete from sessions where token_hash in (
        select token_hash from sessions where exists (select 1 from marker) and provider_id = ${order.providerId}::uuid
          and name_key = any(${order.nameKeys}::bytea[])
          and (${order.sessionIndexKeys}::bytea[] = '{}' or session_index_key = any(${order.sessionIndexKeys}::bytea[]))
        order by token_hash for update)
      returning 1
    )
    select exists (select 1 from provider) as current, exists (select 1 from marker) as fresh,
      (select count(*)::integer from ended) as ended`)
  if (!row) throw new Error('a select without from gives one row')
  if (row.fresh) {
    tx.send(sql`
      update consumed_logouts set ended = ${row.ended} where issuer = ${issuer} and request_id = ${requestId}`)
  }
  if (row.fresh || !row.current) return { ...row, same: true, receivedAt: order.now }
  const [before] = await tx.query<{ ended: number; receivedAt: Date; same: boolean }>(sql`
    select ended, received_at as "receivedAt", issued_at = ${order.issuedAt} and name_key = any(${order.nameKeys}::bytea[])
      and session_index_keys <@ ${order.sessionIndexKeys}::bytea[] as same
    from consumed_logouts where issuer = ${issuer} and request_id = ${requestId}`)
  const { same = false, receivedAt = order.now, ended = 0 } = before ?? {}
  return { current: true, fresh: false, same, receivedAt, ended }
}
