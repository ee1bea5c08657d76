import type { ErrorCode } from '../errors.ts'
import type { Rejection } from '../protocols/protocol.ts'
import { insertSignOn, type SignOnEntry, type SignOnRecord } from '../store/sign-ons.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'

/** Journals a refused message of either kind, as far as the journal takes samples of this provider, code and minute. */
export async function journalRefusal(
  app: App,
  attempt: Attempt,
  refused: { readonly code: ErrorCode; readonly step: string; readonly refusal: SignOnRecord['refusal'] },
): Promise<void> {
  const { code, step, refusal } = refused
  const providerId = attempt.provider?.policy.id ?? null
  if (!(await app.refusals.count(providerId, code, attempt.at))) return
  const entry: SignOnEntry = {
    id: attempt.id,
    providerId,
    outcome: 'refused',
    code,
    step,
    userId: null,
    contactId: null,
    rulesRevision: null,
    problems: [],
    durationMicroseconds: attempt.elapsedMicroseconds(),
    address: attempt.address,
  }
  await app.db.query(insertSignOn(app.seal, entry, refusal === undefined ? {} : { refusal }))
}

/** The HTTP status of a refused message: it tells no more than whether it was one of the protocol's. */
export function refusalStatus(code: ErrorCode, rejection: Rejection | null): number {
  if (rejection) return rejection.recognised ? 403 : 400
  if (code === 'request_too_large') return 413
  if (code === 'request_malformed') return 400
  if (code === 'internal') return 500
  return code.startsWith('database_') || code === 'conflict' ? 503 : 403
}
