import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import { restoredAtSetting } from './restored.ts'

/** A request that went to an identity provider and has not been answered. */
export interface PendingRequest {
  readonly id: string
  readonly providerId: string
  /** A provider that was changed meanwhile does not get its old answers accepted. */
  readonly providerVersion: number
  /** SHA-256 of the browser's binding cookie. */
  readonly browserHash: Buffer
  readonly returnTo: string
  readonly mode: 'sign-on' | 'test'
  /** Checked against the verified answer. */
  readonly asked: Asked
  /** An unsolicited answer led to it. */
  readonly hinted: boolean
  /** A colleague was asked to make it; the result is for the one who asked. */
  readonly testLinkId: string | null
  readonly createdAt: Date
  readonly expiresAt: Date
}

/** What was asked of the answer; see `Asked` of the protocols. */
export interface Asked {
  readonly authnAfter: Date | null
  readonly authnContexts: readonly string[]
}

/** Pending requests a browser may have: more tabs than a person opens, fewer than a flood needs. */
export const pendingPerBrowser = 10

/** Stores a request before the browser leaves; the browser's oldest ones make room. */
export async function insertPendingRequest(db: Database, request: PendingRequest): Promise<void> {
  await db.query(sql`
    with room as (
      delete from pending_requests where id in (
        select id from pending_requests where browser_hash = ${request.browserHash}
        order by created_at desc offset ${pendingPerBrowser - 1}))
    insert into pending_requests (id, provider_id, provider_version, browser_hash, return_to, mode, authn_after,
      authn_contexts, hinted, test_link_id, created_at, expires_at)
    values (${request.id}, ${request.providerId}, ${request.providerVersion}, ${request.browserHash}, ${request.returnTo},
      ${request.mode}, ${request.asked.authnAfter}, ${request.asked.authnContexts}, ${request.hinted},
      ${request.testLinkId}::uuid, ${request.createdAt}, ${request.expiresAt})`)
}

/** How many requests of this browser at this provider unsolicited answers have led to since then, unanswered still. */
export async function countHinted(
  db: Database,
  what: { providerId: string; browserHash: Buffer; since: Date },
): Promise<number> {
  const [row] = await db.query<{ n: number }>(sql`
    select count(*)::integer as n from pending_requests where browser_hash = ${what.browserHash}
      and provider_id = ${what.providerId}::uuid and hinted and created_at > ${what.since}`)
  return row?.n ?? 0
}

/** A request that waits for its answer, as far as it says why it was made. */
export interface Waiting {
  readonly mode: 'sign-on' | 'test'
  readonly returnTo: string
  readonly testLinkId: string | null
}

/** The requests of this browser at this provider that wait for an answer, the newest first. */
export const waitingRequests = (
  db: Database,
  what: { providerId: string; browserHash: Buffer; now: Date },
): Promise<Waiting[]> =>
  db.query<Waiting>(sql`
    select mode, return_to as "returnTo", test_link_id as "testLinkId" from pending_requests
    where browser_hash = ${what.browserHash} and provider_id = ${what.providerId}::uuid and expires_at > ${what.now}
      and sealed_assertion is null
    order by created_at desc limit ${pendingPerBrowser}`)

/** What one statement consumed, and the state that the sign-on must still find. */
export interface Consumed {
  readonly request: {
    readonly returnTo: string
    readonly mode: 'sign-on' | 'test'
    readonly asked: Asked
    readonly testLinkId: string | null
  } | null
  /** False: this assertion was accepted before. */
  readonly fresh: boolean
  /** The attempt that has accepted it: ours, when the reply to an earlier commit was lost. */
  readonly attemptId: string | null
  /** True: it was issued before a backup was put back, which cannot know whether it was accepted. */
  readonly beforeRestore: boolean
  readonly provider: { readonly version: number; readonly enabled: boolean } | null
  readonly rulesRevision: number
}

interface ConsumedRow {
  return_to: string | null
  mode: 'sign-on' | 'test' | null
  authn_after: Date | null
  authn_contexts: string[] | null
  test_link_id: string | null
  fresh: boolean | null
  attempt_id: string | null
  before_restore: boolean | null
  version: number | null
  enabled: boolean | null
  revision: number
}

/**
 * Takes the pending request and the assertion out of the world, once for all nodes, and reads the provider's state.
 * Everything else of the sign-on happens in the same transaction: either all of it, or the request is still there.
 */
export async function consume(
  tx: Tx,
  what: {
    requestId: string
    providerId: string
    browserHash: Buffer
    issuer: string
    assertionId: string
    issuedAt: Date
    attemptId: string
    markerExpiresAt: Date
    now: Date
  },
): Promise<Consumed> {
  const [row] = await tx.query<ConsumedRow>(sql`
    with provider as (
      select version, enabled from providers where id = ${what.providerId}::uuid
    ), request as (
      delete from pending_requests where id = ${what.requestId} and provider_id = ${what.providerId}::uuid
        and provider_version = (select version from provider)
        and browser_hash = ${what.browserHash} and expires_at > ${what.now} and sealed_assertion is null
      returning return_to, mode, authn_after, authn_contexts, test_link_id
    ), marker as (
      insert into consumed_assertions (issuer, assertion_id, attempt_id, expires_at)
      values (${what.issuer}, ${what.assertionId}, ${what.attemptId}, ${what.markerExpiresAt})
      on conflict do nothing returning true as fresh
    )
    select (select return_to from request) as return_to,
      (select mode from request) as mode, (select authn_after from request) as authn_after,
      (select authn_contexts from request) as authn_contexts,
      (select test_link_id from request) as test_link_id, (select fresh from marker) as fresh,
      (select attempt_id from consumed_assertions where issuer = ${what.issuer} and assertion_id = ${what.assertionId}) as attempt_id,
      (select (value #>> '{}')::timestamptz > ${what.issuedAt} from settings where name = ${restoredAtSetting}) as before_restore,
      (select version from provider) as version, (select enabled from provider) as enabled,
      (select max(revision) from rules_revisions) as revision`)
  if (!row) throw new Error('a select without from gives one row')
  return {
    request: requestOf(row),
    fresh: row.fresh === true,
    attemptId: row.attempt_id,
    beforeRestore: row.before_restore === true,
    provider: row.version === null || row.enabled === null ? null : { version: row.version, enabled: row.enabled },
    rulesRevision: row.revision,
  }
}

function requestOf({ return_to, mode, authn_after, authn_contexts, test_link_id }: ConsumedRow): Consumed['request'] {
  if (return_to === null || mode === null || authn_contexts === null) return null
  const asked = { authnAfter: authn_after, authnContexts: authn_contexts }
  return { returnTo: return_to, mode, asked, testLinkId: test_link_id }
}

/** Why `consume` found no request: for the administrator only. */
export async function whyNotConsumed(
  db: Database | Tx,
  what: { requestId: string; providerId: string; browserHash: Buffer; now: Date },
): Promise<'request_unknown' | 'request_expired' | 'browser_mismatch'> {
  const [row] = await db.query<{ same: boolean; expired: boolean }>(sql`
    select browser_hash = ${what.browserHash} as same, expires_at <= ${what.now} as expired
    from pending_requests where id = ${what.requestId} and provider_id = ${what.providerId}::uuid`)
  if (!row) return 'request_unknown'
  return row.same ? 'request_expired' : 'browser_mismatch'
}

/** Keeps a verified test sign-on until its confirmation, bound to the browser that made it. */
export function insertTestResult(
  tx: Tx,
  request: Omit<PendingRequest, 'asked' | 'hinted' | 'testLinkId'>,
  sealedAssertion: string,
  signOnId: string,
): void {
  tx.send(sql`
    insert into pending_requests (id, provider_id, provider_version, browser_hash, return_to, mode, sealed_assertion,
      sign_on_id, created_at, expires_at)
    values (${request.id}, ${request.providerId}, ${request.providerVersion}, ${request.browserHash}, ${request.returnTo},
      'test', ${sealedAssertion}, ${signOnId}, ${request.createdAt}, ${request.expiresAt})`)
}

export interface TestResult {
  readonly providerId: string
  readonly providerVersion: number
  readonly returnTo: string
  readonly sealedAssertion: string
  readonly signOnId: string
}

const testColumns = sql`provider_id as "providerId", provider_version as "providerVersion", return_to as "returnTo",
  sealed_assertion as "sealedAssertion", sign_on_id as "signOnId"`

/** A test sign-on that waits for this browser's confirmation. */
export async function readTestResult(
  db: Database | Tx,
  what: { id: string; browserHash: Buffer; now: Date },
): Promise<TestResult | null> {
  const rows = await db.query<TestResult>(sql`
    select ${testColumns} from pending_requests where id = ${what.id} and browser_hash = ${what.browserHash}
      and expires_at > ${what.now} and sealed_assertion is not null`)
  return rows[0] ?? null
}

/** Takes a test sign-on for its one confirmation. */
export async function takeTestResult(
  tx: Tx,
  what: { id: string; browserHash: Buffer; now: Date },
): Promise<TestResult | null> {
  const rows = await tx.query<TestResult>(sql`
    delete from pending_requests where id = ${what.id} and browser_hash = ${what.browserHash}
      and expires_at > ${what.now} and sealed_assertion is not null returning ${testColumns}`)
  return rows[0] ?? null
}
