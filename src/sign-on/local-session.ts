import sql from 'sql-template-tag'
import { recordAudit } from '../store/audit.ts'
import type { Tx } from '../store/database.ts'
import { noteSeen } from '../store/leavers.ts'
import { endLocalSession, insertSession } from '../store/sessions.ts'
import { uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import { newToken, tokenHash } from './cookies.ts'
import type { Opened } from './session.ts'

/** How a local administrator has proved who they are. */
export type LocalProof = 'link' | 'password' | 'passkey' | 'setup'

/**
 * Opens the session of a local administrator, with its line in the audit. It exists when the transaction has committed.
 * @param replaces the token's hash of a local session in the same browser, which ends
 */
export async function openLocalSession(
  tx: Tx,
  app: Pick<App, 'now' | 'lifetimes'>,
  userId: string,
  by: LocalProof,
  returnTo: string,
  replaces: Buffer | null = null,
): Promise<Opened> {
  const now = app.now()
  if (replaces) tx.send(endLocalSession(replaces))
  const token = newToken()
  const opened = { tokenHash: tokenHash(token), userId, signOnId: uuid7(now), returnTo, now }
  const none = { providerId: null, requestId: null, sealedNameId: null, keys: null, notAfter: null }
  const session = insertSession({ ...opened, ...none, vouchedAt: now, authenticatedAt: now }, app.lifetimes)
  tx.send(sql`with seen as (${noteSeen(userId, now)}) ${session}`)
  const author = { kind: 'user', userId } as const
  await recordAudit(tx, now, { kind: 'admin.sign-in', author, objects: [userId], facts: { by } })
  return { token, returnTo }
}
