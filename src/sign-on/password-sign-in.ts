import { nameKey } from '../core/names.ts'
import { holdPassword, type PasswordOwner, passwordOwner } from '../store/local-passwords.ts'
import { noteRefusedProof } from '../store/refused-proofs.ts'
import type { App } from './app.ts'
import { claimPasswordAttempt, forgiveAttempt, type Trier } from './local-attempts.ts'
import { openLocalSession } from './local-session.ts'
import { isPasswordOf } from './passwords.ts'
import type { Opened } from './session.ts'

/** How a try with a password ended. Wrong is wrong: nothing tells whether there is such a login name. */
export type Tried<T> =
  | { readonly kind: 'right'; readonly value: T }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'locked'; readonly until: Date }

/**
 * Signs a local administrator in by login name and password; a local session of the same browser, `replaces`, ends.
 * @throws JitupError `rate_limited`
 */
export async function signInByPassword(
  app: App,
  who: Trier & { readonly password: string; readonly returnTo: string; readonly replaces: Buffer | null },
): Promise<Tried<Opened>> {
  const tried = await tryPassword(app, who, who.password)
  if (tried.kind !== 'right') return tried
  const owner = tried.value
  const { returnTo, replaces } = who
  // Comparing takes a while, in which the password may have been changed: no session is to outlive that.
  const opened = await app.db.transaction(async (tx) =>
    (await holdPassword(tx, owner)) ? openLocalSession(tx, app, owner.userId, 'password', returnTo, replaces) : null,
  )
  return opened === null ? { kind: 'wrong' } : { kind: 'right', value: opened }
}

/**
 * Compares a password with that of a local administrator who may sign in, counting.
 * @throws JitupError `rate_limited`
 */
export async function tryPassword(app: App, who: Trier, password: string): Promise<Tried<PasswordOwner>> {
  const until = await claimPasswordAttempt(app, who)
  if (until) return { kind: 'locked', until }
  const owner = await passwordOwner(app.db, nameKey(who.login))
  if (!(await isPasswordOf(app, owner, password)) || owner === null) {
    app.log.warn({ address: who.address }, 'a password of a local administrator was refused')
    await noteRefusedProof(app.db, { userId: owner?.userId ?? null, by: 'password' }, app.now())
    return { kind: 'wrong' }
  }
  await forgiveAttempt(app, who)
  return { kind: 'right', value: owner }
}
