import { type ErrorCode, isJitupError, planCodes, samlCodes } from '../errors.ts'
import { SignOnRefused } from '../sign-on/refuse.ts'

/** The statuses that pages and API answer with when something is wrong. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 422 | 428 | 429 | 500 | 503

const messageCodes: ReadonlySet<string> = new Set(samlCodes)
const remarkCodes: ReadonlySet<string> = new Set(planCodes)

const statuses: Partial<Record<ErrorCode, ErrorStatus>> = {
  message_missing: 400,
  message_too_large: 413,
  metadata_invalid: 422,
  metadata_no_key: 422,
  metadata_no_sso: 422,
  metadata_signature: 422,
  metadata_expired: 422,
  metadata_entity_changed: 422,
  metadata_hash: 422,
  request_malformed: 400,
  request_too_large: 413,
  provider_unknown: 404,
  provider_disabled: 403,
  provider_demo_only: 403,
  not_found: 404,
  method_not_allowed: 405,
  unauthorized: 401,
  forbidden: 403,
  step_up_required: 403,
  credentials_wrong: 403,
  local_administrator_missing: 409,
  origin_mismatch: 403,
  host_unknown: 400,
  conflict: 409,
  precondition_failed: 412,
  precondition_required: 428,
  idempotency_key_reused: 422,
  idempotency_in_progress: 409,
  idempotency_shown_once: 409,
  idempotency_answer_gone: 409,
  rate_limited: 429,
  validation_failed: 422,
  cursor_invalid: 400,
  plan_stale: 409,
  withdrawals_over_ceiling: 409,
  rules_changed: 409,
  restore_conflict: 409,
  restore_widens: 409,
  cookie_missing: 400,
  domain_unproven: 409,
  domain_lookup_failed: 503,
  fetch_address_forbidden: 422,
  fetch_failed: 422,
  fetch_too_large: 422,
  fetch_timeout: 422,
  webhook_refused: 422,
  mail_address_forbidden: 422,
  mail_unreachable: 422,
  mail_untrusted: 422,
  mail_login_refused: 422,
  mail_refused: 422,
  delivery_abandoned: 422,
  config_invalid: 422,
  import_invalid: 422,
  import_row_invalid: 422,
  backup_damaged: 422,
  installation_missing: 404,
  database_not_empty: 409,
  restore_incomplete: 503,
  database_unreachable: 503,
  database_disk_full: 503,
  database_start_failed: 503,
}

/**
 * The HTTP status of an error, for pages and API alike: the one place that decides it. A refused sign-on brings its own,
 * because it depends on how far the message got. What is not an error of ours is 500.
 */
export function statusOf(error: unknown): ErrorStatus {
  if (error instanceof SignOnRefused) return knownStatus(error.status)
  if (!isJitupError(error)) return 500
  const status = statuses[error.code]
  if (status !== undefined) return status
  if (messageCodes.has(error.code)) return 403
  return remarkCodes.has(error.code) ? 422 : 500
}

const known: readonly number[] = [400, 401, 403, 404, 405, 409, 412, 413, 422, 428, 429, 500, 503]

/** Any status as one that has a page; what has none is a failure of ours. */
export const knownStatus = (status: number): ErrorStatus =>
  known.includes(status) ? (status as ErrorStatus) : status >= 400 && status < 500 ? 400 : 500
