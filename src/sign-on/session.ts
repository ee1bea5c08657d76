import sql, { type Sql } from 'sql-template-tag'
import type { Assertion } from '../core/types.ts'
import type { Tx } from '../store/database.ts'
import { noteSeen } from '../store/leavers.ts'
import type { Seal } from '../store/seal.ts'
import { insertSession, type SessionLifetimes } from '../store/sessions.ts'
import { timeOf } from '../store/uuid.ts'
import { newToken, tokenHash } from './cookies.ts'
import { sessionKeys } from './logout-keys.ts'

/** A session that will exist as soon as the sign-on's transaction has committed. */
export interface Opened {
  readonly token: string
  readonly returnTo: string
}

/**
 * Opens a session in the sign-on's transaction, in one statement with its journal entry and with when the person was seen: it
 * exists together with everything the sign-on wrote, or not at all.
 * It always has a new token (no fixation), and never outlives what the identity provider allows.
 */
export function openSession(
  tx: Tx,
  app: { seal: Seal; lifetimes: SessionLifetimes },
  assertion: Assertion,
  session: { userId: string; providerId: string; signOnId: string; returnTo: string },
  now: Date,
  journalEntry: Sql,
): Opened {
  const token = newToken()
  const hash = tokenHash(token)
  const place = { table: 'sessions', row: hash.toString('hex'), column: 'sealed_name_id' }
  const sealedNameId = app.seal.seal(
    place,
    JSON.stringify({ nameId: assertion.nameId, sessionIndex: assertion.sessionIndex }),
  )
  const opened = insertSession(
    {
      ...session,
      tokenHash: hash,
      requestId: assertion.inResponseTo,
      sealedNameId,
      keys: sessionKeys(app.seal, { providerId: session.providerId, issuer: assertion.issuer }, assertion),
      vouchedAt: assertion.issuedAt,
      authenticatedAt: assertion.authnInstant,
      now,
      notAfter: assertion.sessionNotOnOrAfter,
    },
    app.lifetimes,
  )
  tx.send(
    sql`with entry as (${journalEntry}), seen as (${noteSeen(session.userId, timeOf(session.signOnId))}) ${opened}`,
  )
  return { token, returnTo: session.returnTo }
}
