import { holdPasskey } from '../store/passkeys.ts'
import type { App } from './app.ts'
import { openLocalSession } from './local-session.ts'
import type { PasskeyAnswer } from './passkey-answer.ts'
import { checkPasskey } from './passkeys.ts'
import type { Opened } from './session.ts'

/**
 * Signs a local administrator in by a passkey; the authenticator says which. A local session of the same browser, `replaces`, ends.
 * @param browserHash of the cookie of the browser that was given the challenge
 * @returns null when it proves nothing
 */
export async function signInByPasskey(
  app: App,
  answer: PasskeyAnswer,
  browserHash: Buffer,
  { returnTo, replaces }: { readonly returnTo: string; readonly replaces: Buffer | null },
): Promise<Opened | null> {
  const passkey = await checkPasskey(app, { purpose: 'sign-in', boundTo: browserHash }, answer)
  if (passkey === null) return null
  // It may have been removed since it was looked at: no session is to outlive that.
  return app.db.transaction(async (tx) =>
    (await holdPasskey(tx, passkey.id))
      ? openLocalSession(tx, app, passkey.userId, 'passkey', returnTo, replaces)
      : null,
  )
}
