import { JitupError } from '../../errors.ts'
import { addPasskey, assertLocal, credentialsOf, deletePasskey, setPassword } from '../../sign-on/local-credentials.ts'
import { offerPasskey } from '../../sign-on/passkeys.ts'
import type { PasswordFault } from '../../sign-on/passwords.ts'
import { type PasskeyRecord, passkeysOf } from '../../store/passkeys.ts'
import { credentials, passkey, passkeyInput, passkeyOptions, passwordInput } from '../contract/session-proof.ts'
import { invalid } from '../edit/change.ts'
import { one, type Route } from '../route.ts'
import { ownSession } from './session-proof.ts'

const show = ({ id, name, createdAt, usedAt }: PasskeyRecord) => ({ id, name, createdAt, usedAt })

const faults: Readonly<Record<PasswordFault, string>> = {
  short: 'A password has at least 12 characters.',
  long: 'A password has at most 256 characters.',
  unusable: 'A password has no control characters.',
  login: 'This is little more than the login name.',
  common: 'This is among the first that anybody would try.',
}

/** What a local administrator signs in by: their own alone. */
export const sessionCredentialRoutes: readonly Route[] = [
  one({
    method: 'GET',
    path: '/session/credentials',
    summary: 'Reads what a local administrator signs in by: since when there is a password, which passkeys',
    scope: null,
    signedIn: true,
    answer: credentials,
    handle: async (call) => {
      const { password, passkeys } = await credentialsOf(call.app, ownSession(call))
      return { body: { password, passkeys: passkeys.map(show) } }
    },
  }),
  one({
    method: 'PUT',
    path: '/session/password',
    summary: 'Sets the password of a local administrator, and ends their other sessions',
    scope: null,
    signedIn: true,
    stepUp: true,
    secret: true,
    body: passwordInput,
    handle: async (call) => {
      const fault = await setPassword(call.app, ownSession(call), call.body.password)
      if (fault) throw invalid('password', faults[fault])
      return {}
    },
  }),
  one({
    method: 'POST',
    path: '/session/passkeys/challenge',
    summary: 'Gives what a browser is to make a new passkey from; it waits for five minutes',
    scope: null,
    signedIn: true,
    stepUp: true,
    secret: true,
    answer: passkeyOptions,
    handle: async (call) => {
      const own = ownSession(call)
      assertLocal(own)
      const known = await passkeysOf(call.app.db, own.userId)
      const asked = { purpose: 'add', boundTo: own.tokenHash } as const
      return { body: await offerPasskey(call.app, asked, own.login, known), onlyAsked: true }
    },
  }),
  one({
    method: 'POST',
    path: '/session/passkeys',
    summary: 'Adds the passkey that the browser has made',
    scope: null,
    signedIn: true,
    stepUp: true,
    secret: true,
    body: passkeyInput,
    answer: passkey,
    status: 201,
    handle: async (call) => {
      const added = await addPasskey(call.app, ownSession(call), call.body.passkey, call.body.name)
      if (!added) throw new JitupError('credentials_wrong', 'This passkey could not be taken. Try again.')
      return { body: show(added) }
    },
  }),
  one({
    method: 'DELETE',
    path: '/session/passkeys/:id',
    summary: 'Removes a passkey of a local administrator, and ends their other sessions',
    scope: null,
    signedIn: true,
    stepUp: true,
    handle: async (call) => {
      await deletePasskey(call.app, ownSession(call), call.params.id ?? '')
      return {}
    },
  }),
]
