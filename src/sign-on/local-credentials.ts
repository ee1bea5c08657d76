import { JitupError } from '../errors.ts'
import { passwordFacts, writePassword } from '../store/local-passwords.ts'
import { insertPasskey, type PasskeyRecord, passkeysOf, passkeysPerUser, removePasskey } from '../store/passkeys.ts'
import { endSessionsWhere, type LiveSession, renewLocalSession } from '../store/sessions.ts'
import { isUuid, uuid7 } from '../store/uuid.ts'
import type { App } from './app.ts'
import { newToken, tokenHash } from './cookies.ts'
import type { NewPasskeyAnswer } from './passkey-answer.ts'
import { checkNewPasskey } from './passkeys.ts'
import { faultOfPassword, hashPassword, type PasswordFault, sealPassword } from './passwords.ts'

/** Who changes what they sign in by: the session they do it in. */
type Own = Pick<LiveSession, 'userId' | 'login' | 'tokenHash' | 'provider'>

/** What a local administrator signs in by. */
export interface Credentials {
  readonly password: { readonly changedAt: Date } | null
  readonly passkeys: readonly PasskeyRecord[]
}

/** @throws JitupError `conflict` for somebody who signs in by an identity provider, which keeps what they prove themselves by */
export function assertLocal({ provider }: Own): void {
  if (provider === null) return
  throw new JitupError('conflict', 'You sign in by an identity provider: passwords and passkeys are kept there.', {
    provider,
  })
}

/** Reads what somebody signs in by. @throws JitupError `conflict` */
export async function credentialsOf(app: Pick<App, 'db'>, own: Own): Promise<Credentials> {
  assertLocal(own)
  const [password, passkeys] = await Promise.all([passwordFacts(app.db, own.userId), passkeysOf(app.db, own.userId)])
  return { password: password && { changedAt: password.changedAt }, passkeys }
}

/**
 * Sets a password. All other sessions of the person end with it: whoever has got into one is out.
 * @returns what is wrong with it; null: it is set
 * @throws JitupError `conflict`, `rate_limited`
 */
export async function setPassword(app: App, own: Own, password: string): Promise<PasswordFault | null> {
  assertLocal(own)
  const fault = faultOfPassword(password, own.login)
  if (fault) return fault
  const hashed = await hashPassword(password)
  await app.db.transaction(async (tx) => {
    await writePassword(tx, own.userId, sealPassword(app, own.userId, hashed), app.now())
    await endSessionsWhere(tx, own.userId, { allBut: own.tokenHash })
  })
  return null
}

/**
 * Adds the passkey that a browser has made for this session.
 * @returns null when the answer proves nothing, or the passkey is there already
 * @throws JitupError `conflict`, also when there are too many
 */
export async function addPasskey(
  app: App,
  own: Own,
  answer: NewPasskeyAnswer,
  name: string,
): Promise<PasskeyRecord | null> {
  assertLocal(own)
  const made = await checkNewPasskey(app, { purpose: 'add', boundTo: own.tokenHash }, answer)
  if (made === null) return null
  const key = { ...made, id: uuid7(app.now()), userId: own.userId, name }
  const added = await app.db.serialised([`passkeys ${own.userId}`], async (tx) => {
    if ((await passkeysOf(tx, own.userId)).length >= passkeysPerUser) {
      throw new JitupError('conflict', `There are ${passkeysPerUser} passkeys already. Remove one first.`)
    }
    return insertPasskey(tx, key, app.now())
  })
  return added ? { ...key, createdAt: app.now(), usedAt: null } : null
}

/**
 * Removes a passkey, and ends all other sessions of the person: whoever removes one has often lost it, and who found it may be in.
 * The last one goes too: the command line's link leads in again.
 * @throws JitupError `conflict`, `not_found`
 */
export async function deletePasskey(app: Pick<App, 'db'>, own: Own, id: string): Promise<void> {
  assertLocal(own)
  await app.db.transaction(async (tx) => {
    if (!isUuid(id) || !(await removePasskey(tx, own.userId, id))) {
      throw new JitupError('not_found', 'There is no such passkey.')
    }
    await endSessionsWhere(tx, own.userId, { allBut: own.tokenHash })
  })
}

/**
 * Notes that somebody has proved themself again: their session goes on under a new token.
 * @returns the token
 * @throws JitupError `unauthorized` when the session has ended meanwhile
 */
export async function renewProof(app: App, own: Own): Promise<string> {
  const token = newToken()
  const renewed = await app.db.transaction((tx) => renewLocalSession(tx, own, tokenHash(token), app.now()))
  if (!renewed) throw new JitupError('unauthorized', 'This session has ended.')
  return token
}
