import { type ErrorCode, isJitupError } from '../errors.ts'
import { meaningOf, say } from '../messages.ts'
import type { App } from '../sign-on/app.ts'
import { uuid7 } from '../store/uuid.ts'
import type { FieldError } from './edit/change.ts'
import { statusOf } from './status.ts'

/** Any error as an answer by RFC 9457, with a stable code and a reference. What is ours to mend goes to the log under it. */
export function problemOf(app: App, error: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  const status = statusOf(error)
  const code: ErrorCode = isJitupError(error) ? error.code : 'internal'
  const reference = uuid7(app.now())
  if (status >= 500) app.log.error({ reference, code, err: error }, 'a request to the API failed')
  const errors = fieldsOf(error)
  const body = {
    type: `/errors#${code}`,
    title: say(meaningOf(code)),
    status,
    code,
    detail: isJitupError(error) && code !== 'internal' ? error.message : 'Something went wrong on our side.',
    reference,
    ...(errors.length > 0 ? { errors } : {}),
    ...(isJitupError(error) && tellsMore.has(code) ? { details: error.details } : {}),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="jitup"' } : {}),
      ...headers,
    },
  })
}

/** Codes whose details a caller needs to go on: counts, scopes, names of rules, columns and roles, ids. */
const tellsMore: ReadonlySet<ErrorCode> = new Set([
  'plan_stale',
  'withdrawals_over_ceiling',
  'withdrawals_paused',
  'precondition_failed',
  'rules_changed',
  'restore_conflict',
  'restore_widens',
  'step_up_required',
  'idempotency_shown_once',
  'forbidden',
  'metadata_invalid',
  'fetch_address_forbidden',
])

function fieldsOf(error: unknown): readonly FieldError[] {
  if (!isJitupError(error)) return []
  const { errors, field } = error.details
  if (Array.isArray(errors)) return errors as FieldError[]
  return typeof field === 'string' ? [{ field, message: error.message }] : []
}
