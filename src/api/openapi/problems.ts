import { type ErrorCode, JitupError } from '../../errors.ts'
import type { Route } from '../route.ts'
import { statusOf } from '../status.ts'

const trust: readonly ErrorCode[] = ['metadata_invalid', 'metadata_no_key', 'metadata_no_sso', 'metadata_signature']
const fetched: readonly ErrorCode[] = ['fetch_failed', 'fetch_timeout', 'fetch_too_large', 'fetch_address_forbidden']
const moreTrust: readonly ErrorCode[] = ['metadata_expired', 'metadata_entity_changed', 'metadata_hash']
const removes: readonly ErrorCode[] = ['withdrawals_paused', 'last_administrator']
const appoints: readonly ErrorCode[] = ['local_administrator_missing']

/** What an operation may answer beside what follows from its shape. */
const own: Readonly<Record<string, readonly ErrorCode[]>> = {
  'POST /providers': [...trust, ...moreTrust, ...fetched, 'conflict'],
  'POST /providers/metadata': [...trust, ...moreTrust, ...fetched],
  'PATCH /providers/:id': [...trust, ...moreTrust, ...fetched],
  'POST /providers/:id/refresh': [...trust, ...moreTrust, ...fetched, 'conflict'],
  'DELETE /providers/:id': ['conflict', 'last_administrator'],
  'POST /domains': ['conflict'],
  'POST /domains/:id/verify': ['domain_unproven', 'domain_lookup_failed'],
  'POST /sp-keys': ['conflict'],
  'POST /sp-keys/:id/activate': ['conflict'],
  'POST /sp-keys/:id/retire': ['conflict'],
  'POST /converters': ['conflict'],
  'PATCH /converters/:id': ['conflict'],
  'POST /role-rules': ['conflict', ...appoints],
  'PATCH /role-rules/:id': ['conflict', ...removes, ...appoints],
  'DELETE /role-rules/:id': removes,
  'POST /rules': ['rules_changed', 'conflict', ...removes, ...appoints],
  'POST /columns': ['conflict'],
  'POST /contacts': ['email_taken', 'login_taken'],
  'PATCH /contacts/:id': ['email_taken'],
  'POST /contacts/:id/merge': ['conflict', 'last_administrator'],
  'POST /contacts/:id/erase': ['conflict'],
  'PATCH /users/:id': ['conflict', 'last_administrator'],
  'DELETE /users/:id': ['last_administrator'],
  'POST /users/:id/erase': ['last_administrator'],
  'POST /users/:id/identities': ['conflict'],
  'POST /imports': ['import_invalid'],
  'POST /providers/:id/rehearsal': ['provider_unknown'],
  'POST /preview': ['provider_unknown'],
  'POST /inspector': ['provider_unknown'],
  'GET /coverage': ['provider_unknown'],
  'POST /replays': ['provider_unknown'],
  'POST /roles': ['conflict'],
  'PATCH /roles/:id': ['conflict'],
  'DELETE /roles/:id': ['conflict'],
  'POST /grants': appoints,
  'DELETE /grants/:id': ['conflict', 'last_administrator'],
  'POST /lookups': ['conflict'],
  'POST /lookups/:name/values': ['conflict'],
  'PATCH /lookups/:name/values/:id': ['conflict'],
  'DELETE /lookups/:name/values/:id': ['conflict'],
  'POST /lookups/:name/values/:id/aliases': ['conflict'],
  'DELETE /lookups/:name/values/:id/aliases': ['conflict'],
  'POST /replays/:id/apply': ['conflict', 'plan_stale', 'withdrawals_over_ceiling'],
  'DELETE /replays/:id': ['conflict'],
  'POST /undo': ['conflict', 'restore_conflict', 'restore_widens', ...removes],
  'POST /revisions/:number/restore': ['restore_conflict', 'restore_widens', ...removes],
  'POST /worklist/:id/actions': ['conflict'],
  'POST /configuration': ['config_invalid', 'conflict', 'plan_stale', 'withdrawals_over_ceiling', 'last_administrator'],
  'GET /session/credentials': ['conflict'],
  'POST /session/step-up/challenge': ['conflict'],
  'POST /session/step-up': ['conflict', 'credentials_wrong', 'rate_limited'],
  'PUT /session/password': ['conflict'],
  'POST /session/passkeys/challenge': ['conflict'],
  'POST /session/passkeys': ['conflict', 'credentials_wrong'],
  'DELETE /session/passkeys/:id': ['conflict'],
}

/** The operations that `own` speaks of; for a test that none of them is gone. */
export const operationsWithOwnProblems = Object.keys(own)

/**
 * The codes of errors that an operation may answer, by status: those of every request of its kind, and its own.
 * @param versioned whether If-Match names a version of what it changes
 */
export function problemsOf(route: Route, versioned: boolean): ReadonlyMap<number, readonly ErrorCode[]> {
  const { method, path, scope } = route
  const writes = method !== 'GET'
  const signedIn = route.signedIn === true || scope !== null
  const posts = method === 'POST' && route.upload === undefined && !route.secret
  const given: readonly [boolean, readonly ErrorCode[]][] = [
    [signedIn, ['unauthorized']],
    [scope !== null, ['forbidden']],
    [signedIn && writes, ['origin_mismatch']],
    [route.stepUp !== undefined, ['step_up_required']],
    [path.includes(':'), ['not_found']],
    [route.body !== undefined || route.upload !== undefined, ['request_malformed', 'request_too_large']],
    [true, ['validation_failed']],
    [route.cursor !== undefined, ['cursor_invalid']],
    [versioned && writes, ['precondition_failed']],
    [posts, ['idempotency_key_reused', 'idempotency_in_progress', 'idempotency_answer_gone']],
    [route.shownOnce === true, ['idempotency_shown_once']],
    [true, own[`${method} ${path}`] ?? []],
  ]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(given.flatMap(([applies, codes]) => (applies ? codes : [])))) {
    const status = statusOf(new JitupError(code, code))
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return new Map([...byStatus].toSorted(([a], [b]) => a - b))
}
