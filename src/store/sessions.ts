import sql, { type Sql } from 'sql-template-tag'
import type { UserType } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import { sweepAttempts } from './local-attempts.ts'
import { sweepChallenges } from './passkey-challenges.ts'
import { tellRefusedProofs } from './refused-proofs.ts'

/** How long a session lasts. It ends at the first of these, or with the identity provider's SessionNotOnOrAfter. */
export interface SessionLifetimes {
  readonly sessionIdleMinutes: number
  readonly sessionAbsoluteMinutes: number
  readonly administratorIdleMinutes: number
}

/** What counts until an administrator sets a setting of the same name. */
export const defaultLifetimes: SessionLifetimes = {
  sessionIdleMinutes: 30,
  sessionAbsoluteMinutes: 720,
  administratorIdleMinutes: 60,
}

/**
 * A lifetime as it is set at this moment, in minutes. Part of the statements that judge sessions, so that a change of it acts
 * on the next request at every node.
 */
const lifetime = (name: keyof SessionLifetimes, unset: SessionLifetimes): Sql => sql`
  coalesce((select (value #>> '{}')::integer from settings where name = ${name}), ${unset[name]}::integer)`

export interface NewSession {
  readonly tokenHash: Buffer
  readonly userId: string
  /** Null: of a local user. */
  readonly providerId: string | null
  readonly signOnId: string
  readonly requestId: string | null
  readonly returnTo: string
  readonly sealedNameId: string | null
  /** By what a partner's logout request finds it; null: it cannot name it. */
  readonly keys: SessionKeys | null
  /** When the partner vouched for the person. */
  readonly vouchedAt: Date
  /** When the person last proved who they are. What lies ahead, by a partner's clock, is now. */
  readonly authenticatedAt: Date
  readonly now: Date
  /** The end that the partner sets; null: none. It ends with our own lifetime at the latest. */
  readonly notAfter: Date | null
}

/** Keyed hashes of a NameID and of a SessionIndex (none: there is none): under every known secret, the current one first. */
export interface SessionKeys {
  readonly names: readonly Buffer[]
  readonly sessionIndexes: readonly Buffer[]
}

/**
 * The statement that opens a session; it belongs into the sign-on's transaction, behind `with seen as` and `noteSeen` of its user.
 * None is opened when the partner has ended it already: a logout request may overtake the answer it is about (SAML core 3.7.3.2); nor
 * for a user who was switched off while they signed on, which only a look at the row that waits for it can tell.
 */
export const insertSession = (session: NewSession, lifetimes: SessionLifetimes = defaultLifetimes) => sql`
  insert into sessions (token_hash, user_id, provider_id, sign_on_id, request_id, return_to, sealed_name_id, name_key,
    session_index_key, created_at, seen_at, authenticated_at, expires_at)
  select ${session.tokenHash}::bytea, ${session.userId}::uuid, ${session.providerId}::uuid, ${session.signOnId}::uuid,
    ${session.requestId}::text, ${session.returnTo}::text, ${session.sealedNameId}::text, ${session.keys?.names[0] ?? null}::bytea,
    ${session.keys?.sessionIndexes[0] ?? null}::bytea, ${session.now}::timestamptz, ${session.now}::timestamptz,
    least(${session.authenticatedAt}::timestamptz, ${session.now}::timestamptz),
    least(${session.notAfter}::timestamptz, ${session.now}::timestamptz + ${lifetime('sessionAbsoluteMinutes', lifetimes)} * interval '1 minute')
  where exists (select 1 from seen where status = 'active') and not exists (
    select 1 from consumed_logouts where name_key = any(${session.keys?.names ?? []}::bytea[])
      and honoured_until > ${session.now}::timestamptz and issued_at >= ${session.vouchedAt}::timestamptz
      and (session_index_keys = '{}' or session_index_keys && ${session.keys?.sessionIndexes ?? []}::bytea[]))`

/** Who makes a request, as things stand now: not as they stood at sign-on. */
export interface LiveSession {
  readonly tokenHash: Buffer
  readonly userId: string
  readonly contactId: string
  readonly login: string
  readonly type: UserType
  /** The person's time zone (IANA); null: not known. */
  readonly timeZone: string | null
  /** Null: of a local user. */
  readonly providerId: string | null
  /** The provider's slug; null: of a local user. */
  readonly provider: string | null
  readonly signOnId: string
  readonly requestId: string | null
  readonly returnTo: string
  /** When the person last proved who they are. */
  readonly authenticatedAt: Date
  readonly administrator: boolean
  /** What the person may do here by all of their roles, and the roles above those; `admin` for an administrator. */
  readonly scopes: readonly string[]
}

/**
 * The session behind a cookie, if it still lives. User status, provider state and roles are read at every request, so
 * that disabling, deleting and withdrawing act on the next request on every node.
 */
export async function liveSession(
  db: Database,
  tokenHash: Buffer,
  now: Date,
  lifetimes: SessionLifetimes = defaultLifetimes,
): Promise<LiveSession | null> {
  const [found] = await db.query<LiveSession & { seenAt: Date; idle: number; administratorIdle: number }>(sql`
    select s.token_hash as "tokenHash", s.user_id as "userId", u.contact_id as "contactId", u.login, u.type, u.time_zone as "timeZone",
      s.provider_id as "providerId", p.slug as provider, coalesce(s.authenticated_at, s.created_at) as "authenticatedAt",
      s.sign_on_id as "signOnId", s.request_id as "requestId", s.return_to as "returnTo", s.seen_at as "seenAt",
      exists (select 1 from grants g join roles r on r.id = g.role_id
        where g.user_id = u.id and r.built_in = 'administrators') as administrator,
      array(select distinct held.scope from grants g join roles r on r.id = g.role_id
        cross join unnest(case when r.built_in = 'administrators' then '{admin}'::text[] else r.held_scopes end) held (scope)
        where g.user_id = u.id order by 1) as scopes,
      ${lifetime('sessionIdleMinutes', lifetimes)} as idle,
      ${lifetime('administratorIdleMinutes', lifetimes)} as "administratorIdle"
    from sessions s join users u on u.id = s.user_id and u.status = 'active'
      left join providers p on p.id = s.provider_id
    where s.token_hash = ${tokenHash} and s.expires_at > ${now}
      and (p.enabled or (s.provider_id is null and u.local))
      and s.created_at + ${lifetime('sessionAbsoluteMinutes', lifetimes)} * interval '1 minute' > ${now}`)
  if (!found) return null
  const { idle, administratorIdle, seenAt, ...row } = found
  const quiet = now.getTime() - seenAt.getTime()
  if (quiet > (row.scopes.length > 0 ? administratorIdle : idle) * 60_000) return null
  // Once a minute is exact enough for an idle limit, and most requests stay free of writes.
  if (quiet > 60_000) await db.query(sql`update sessions set seen_at = ${now} where token_hash = ${tokenHash}`)
  return row
}

/** Was this session opened for the person with one of these keys? */
export async function isSessionOf(db: Database, tokenHash: Buffer, { names }: SessionKeys): Promise<boolean> {
  const rows = await db.query(sql`select 1 from sessions where token_hash = ${tokenHash} and name_key = any(${names})`)
  return rows.length === 1
}

/** What is left of a session that was ended: whose it was at which provider, sealed. */
export interface EndedSession {
  readonly providerId: string | null
  readonly sealedNameId: string | null
}

/**
 * Ends a session, and those that were opened here from the same session at the provider. Idle or not, it is found. The
 * results of test sign-ons that wait for this browser go too: whoever sits there next must not be signed on by one.
 * @returns what it was; null: there was none
 */
export async function endSession(db: Database, tokenHash: Buffer, browserHash: Buffer): Promise<EndedSession | null> {
  // In one order: siblings that sign out at the same moment wait for each other, and not in a circle.
  const statement = sql`
    with mine as (
      select provider_id, sealed_name_id, name_key, session_index_key from sessions where token_hash = ${tokenHash}
    ), doomed as (
      select token_hash from sessions where token_hash in (
        select ${tokenHash}::bytea
        union select s.token_hash from sessions s join mine using (provider_id, name_key, session_index_key))
      order by token_hash for update
    ), ended as (
      delete from sessions where token_hash in (select token_hash from doomed) returning token_hash
    ), results as (
      delete from pending_requests where browser_hash = ${browserHash} and sealed_assertion is not null
    )
    select provider_id as "providerId", sealed_name_id as "sealedNameId" from mine
    where exists (select 1 from ended where token_hash = ${tokenHash})`
  const [row] = await db.transaction((tx) => tx.query<EndedSession>(statement))
  return row ?? null
}

/** Removes what time has ended: sessions, pending requests, replay markers, refusals of nobody known after 30 days. Safe on every node at once. */
export async function sweep(db: Database, now: Date): Promise<void> {
  await db.query(sql`delete from sessions where expires_at < ${now}`)
  await db.query(sql`delete from pending_requests where expires_at < ${now}`)
  await db.query(sql`delete from setup_links where expires_at < ${now}`)
  await sweepChallenges(db, now)
  await sweepAttempts(db, now)
  await tellRefusedProofs(db, now)
  await db.query(sql`delete from consumed_assertions where expires_at < ${now}`)
  await db.query(sql`delete from pending_logouts where expires_at < ${now}`)
  await db.query(sql`delete from consumed_logouts where expires_at < ${now}`)
  await db.query(sql`
    delete from sign_ons where outcome = 'refused' and user_id is null and at < ${new Date(now.getTime() - 30 * 86_400_000)}`)
  await db.query(sql`delete from refusal_counts where minute < ${new Date(now.getTime() - 30 * 86_400_000)}`)
  await db.query(sql`delete from idempotency_keys where created_at < ${new Date(now.getTime() - 86_400_000)}`)
}

/** A session without what would let anybody use it. Its id is that of the sign-on that opened it. */
export interface SessionFacts {
  /** Null: of a local user. */
  readonly providerId: string | null
  readonly provider: string | null
  readonly signOnId: string
  readonly createdAt: Date
  readonly seenAt: Date
  readonly expiresAt: Date
}

/** The sessions of a user, the oldest first. */
export const sessionsOf = (db: Database, userId: string): Promise<SessionFacts[]> =>
  db.query(sql`
    select s.provider_id as "providerId", p.slug as provider, s.sign_on_id as "signOnId", s.created_at as "createdAt",
      s.seen_at as "seenAt", s.expires_at as "expiresAt"
    from sessions s left join providers p on p.id = s.provider_id
    where s.user_id = ${userId}::uuid order by s.created_at, s.sign_on_id`)

/**
 * Ends sessions of a user: one, or all but one.
 * @returns how many
 */
export async function endSessionsWhere(
  db: Pick<Database | Tx, 'query'>,
  userId: string,
  which: { readonly signOnId: string } | { readonly allBut: Buffer | null },
): Promise<number> {
  const where =
    'signOnId' in which
      ? sql`sign_on_id = ${which.signOnId}::uuid`
      : sql`token_hash <> coalesce(${which.allBut}::bytea, ''::bytea)`
  return (await db.query(sql`delete from sessions where user_id = ${userId}::uuid and ${where} returning 1`)).length
}

/** Ends a local session that another one takes the place of. */
export const endLocalSession = (tokenHash: Buffer): Sql => sql`
  delete from sessions where token_hash = ${tokenHash}::bytea and provider_id is null`

/**
 * The person of a local session has proved themself again. The session goes on under another token: whoever has got hold of the
 * former one has nothing of it.
 * @returns false when there is no such session any more
 */
export async function renewLocalSession(
  tx: Tx,
  session: { readonly tokenHash: Buffer; readonly userId: string },
  nextHash: Buffer,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(sql`
    update sessions set token_hash = ${nextHash}, authenticated_at = ${now}, seen_at = ${now}
    where token_hash = ${session.tokenHash} and user_id = ${session.userId}::uuid and provider_id is null returning 1`)
  return rows.length > 0
}
