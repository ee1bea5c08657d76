import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { setCookie } from '../../sign-on/cookies.ts'
import { assertLocal, renewProof } from '../../sign-on/local-credentials.ts'
import { askForPasskey, checkPasskey } from '../../sign-on/passkeys.ts'
import { tryPassword } from '../../sign-on/password-sign-in.ts'
import { passkeysOf } from '../../store/passkeys.ts'
import type { LiveSession } from '../../store/sessions.ts'
import { passkeyOptions, stepUpInput } from '../contract/session-proof.ts'
import { type Call, one, type Route } from '../route.ts'

/** The session that a request of somebody signed in is made in. @throws JitupError `unauthorized` */
export function ownSession({ caller: { session } }: Pick<Call, 'caller'>): LiveSession {
  if (!session) throw new JitupError('unauthorized', 'Nobody is signed in.')
  return session
}

/** Proving again who one is, for what is dangerous. Who signs in by an identity provider does it there. */
export const sessionProofRoutes: readonly Route[] = [
  one({
    method: 'POST',
    path: '/session/step-up/challenge',
    summary: 'Gives what a passkey is to prove a local administrator by again; it waits for five minutes',
    scope: null,
    signedIn: true,
    secret: true,
    answer: passkeyOptions,
    handle: async (call) => {
      const own = ownSession(call)
      assertLocal(own)
      const known = await passkeysOf(call.app.db, own.userId)
      if (known.length === 0) throw new JitupError('conflict', 'There is no passkey of yours here.')
      const asked = { purpose: 'step-up', boundTo: own.tokenHash } as const
      return { body: await askForPasskey(call.app, asked, known), onlyAsked: true }
    },
  }),
  one({
    method: 'POST',
    path: '/session/step-up',
    summary:
      'Proves again who a local administrator is, by password or passkey; the session goes on under a new cookie',
    scope: null,
    signedIn: true,
    secret: true,
    body: stepUpInput,
    handle: async (call) => {
      const { app, body, address } = call
      const own = ownSession(call)
      assertLocal(own)
      if (body.passkey) {
        const asked = { purpose: 'step-up', boundTo: own.tokenHash } as const
        if ((await checkPasskey(app, asked, body.passkey, own.userId)) === null) throw wrong()
      } else await provePassword(app, own, body.password ?? '', address)
      return { cookie: setCookie(app, 'session', await renewProof(app, own)) }
    },
  }),
]

async function provePassword(app: App, own: LiveSession, password: string, address: string | null): Promise<void> {
  const tried = await tryPassword(app, { login: own.login, address }, password)
  if (tried.kind === 'locked') {
    const text = `Too many wrong passwords. Try again after ${tried.until.toISOString()}, or use a passkey.`
    throw new JitupError('rate_limited', text)
  }
  if (tried.kind === 'wrong' || tried.value.userId !== own.userId) throw wrong()
}

const wrong = () => new JitupError('credentials_wrong', 'That does not prove who you are. Try again.')
