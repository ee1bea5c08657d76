import { recordAudit } from '../store/audit.ts'
import type { Tx } from '../store/database.ts'
import { writePassword } from '../store/local-passwords.ts'
import { insertPasskey } from '../store/passkeys.ts'
import { isSetupLink, isUntouched, removeSetupLinks, setupLock, writeSetupLink } from '../store/setup-links.ts'
import { uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import { newToken, tokenHash } from './cookies.ts'
import { asLogin, type LocalLink, locksOfNewAdministrator, makeLocalAdministrator } from './local.ts'
import { openLocalSession } from './local-session.ts'
import type { NewPasskeyAnswer } from './passkey-answer.ts'
import { checkNewPasskey } from './passkeys.ts'
import { faultOfPassword, hashPassword, type PasswordFault, sealPassword } from './passwords.ts'
import type { Opened } from './session.ts'

/** How long the link for the first administrator can be used. */
export const setupLinkMinutes = 30

/**
 * Makes the link for the first administrator, while no user ever existed. Every start makes a new one and ends the one before it, so
 * that of several nodes that start together the link of the last is good, and no other.
 * @returns null when there is, or was, somebody already
 */
export async function offerSetup(app: App): Promise<LocalLink | null> {
  return app.db.serialised([setupLock], async (tx) => {
    if (!(await isUntouched(tx))) return null
    const token = newToken()
    const expiresAt = new Date(app.now().getTime() + setupLinkMinutes * 60_000)
    await writeSetupLink(tx, tokenHash(token), app.now(), expiresAt)
    // Behind #: browsers keep that to themselves, so that it is in no log.
    return { url: `${app.publicUrl}/setup#${token}`, expiresAt }
  })
}

/** What the first administrator will sign in by. */
export type FirstProof =
  | { readonly by: 'password'; readonly password: string }
  | { readonly by: 'passkey'; readonly answer: NewPasskeyAnswer; readonly browserHash: Buffer }

/** How it ended. `gone`: the link was used, is too old, or was none. `taken`: somebody was faster. */
export type SetUp =
  | { readonly kind: 'done'; readonly opened: Opened }
  | { readonly kind: 'gone' | 'taken' | 'login' | 'passkey' }
  | { readonly kind: 'password'; readonly fault: PasswordFault }

/**
 * Makes the first administrator and signs them in, once: link, user, what they sign in by and session are one transaction. What is
 * wrong with the input leaves the link as it is.
 * @throws JitupError `rate_limited`
 */
export async function setUp(app: App, token: string, login: string, proof: FirstProof): Promise<SetUp> {
  const now = app.now()
  const hash = tokenHash(token)
  if (!(await isUntouched(app.db))) return { kind: 'taken' }
  if (!(await isSetupLink(app.db, hash, now))) return { kind: 'gone' }
  const name = asLogin(login)
  if (name === null) return { kind: 'login' }
  if (proof.by === 'password') {
    const fault = faultOfPassword(proof.password, name)
    if (fault) return { kind: 'password', fault }
  }
  const keep = await prepared(app, proof)
  if (keep === null) return { kind: 'passkey' }
  return app.db.serialised([setupLock, ...locksOfNewAdministrator(name)], async (tx): Promise<SetUp> => {
    if (!(await isUntouched(tx))) return { kind: 'taken' }
    if (!(await isSetupLink(tx, hash, now))) return { kind: 'gone' }
    const userId = await makeLocalAdministrator(tx, app, name)
    await keep(tx, userId)
    await removeSetupLinks(tx)
    await recordAudit(tx, now, { kind: 'admin.setup', author: { kind: 'system' }, objects: [userId] })
    return { kind: 'done', opened: await openLocalSession(tx, app, userId, 'setup', '/admin') }
  })
}

/** Does what takes long, or can be done once, before the transaction. @returns what writes it there; null: no good passkey */
async function prepared(app: App, proof: FirstProof): Promise<((tx: Tx, userId: string) => Promise<unknown>) | null> {
  if (proof.by === 'password') {
    const hashed = await hashPassword(proof.password)
    return (tx, userId) => writePassword(tx, userId, sealPassword(app, userId, hashed), app.now())
  }
  const made = await checkNewPasskey(app, { purpose: 'first', boundTo: proof.browserHash }, proof.answer)
  if (made === null) return null
  return (tx, userId) => insertPasskey(tx, { ...made, id: uuid7(app.now()), userId, name: firstPasskeyName }, app.now())
}

/** How a passkey is called until its owner says otherwise. */
export const firstPasskeyName = 'Passkey'
