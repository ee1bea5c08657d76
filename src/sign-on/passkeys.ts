import { randomBytes } from 'node:crypto'
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import { type ChallengePurpose, insertChallenge, takeChallenge } from '../store/passkey-challenges.ts'
import { type NewPasskey, notePasskeyUse, type PasskeyRecord, passkeyByCredential } from '../store/passkeys.ts'
import { noteRefusedProof } from '../store/refused-proofs.ts'
import type { App } from './app.ts'
import { tokenHash } from './cookies.ts'
import { challengeIn, type NewPasskeyAnswer, type PasskeyAnswer } from './passkey-answer.ts'

/** How long an authenticator may take, in minutes. */
const challengeMinutes = 5

/** Loaded when a passkey is used: it weighs more than the rest of the sign-in. */
const library = () => import('@simplewebauthn/server')

/** For whom a passkey is good: the host of PUBLIC_URL, from pages of ours (WebAuthn level 3, section 5.1.2). */
const siteOf = ({ publicUrl }: Pick<App, 'publicUrl'>) => {
  const { hostname, origin } = new URL(publicUrl)
  return { rpId: hostname, origin }
}

/** By whom a challenge may be answered: the hash of a browser's, or of a session's cookie. */
interface Asked<Purpose extends ChallengePurpose> {
  readonly purpose: Purpose
  readonly boundTo: Buffer
}

/** What a browser is to make a new passkey from. `known`: those of the same user, of which none is made twice. */
export async function offerPasskey(
  app: App,
  asked: Asked<'first' | 'add'>,
  login: string,
  known: readonly PasskeyRecord[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { rpId } = siteOf(app)
  const userHandle = known[0]?.userHandle ?? randomBytes(32)
  const options = await (await library()).generateRegistrationOptions({
    rpName: 'jitup',
    rpID: rpId,
    userName: login,
    userDisplayName: login,
    userID: new Uint8Array(userHandle),
    timeout: challengeMinutes * 60_000,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map((one) => ({
      id: one.credentialId.toString('base64url'),
      transports: [...one.transports],
    })),
  })
  await keep(app, asked, options.challenge, userHandle)
  return options
}

/** What a browser is to prove itself by. `allowed` null: by whichever passkey of ours the authenticator has. */
export async function askForPasskey(
  app: App,
  asked: Asked<'sign-in' | 'step-up'>,
  allowed: readonly PasskeyRecord[] | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const options = await (await library()).generateAuthenticationOptions({
    rpID: siteOf(app).rpId,
    timeout: challengeMinutes * 60_000,
    userVerification: 'required',
    allowCredentials: (allowed ?? []).map((one) => ({
      id: one.credentialId.toString('base64url'),
      transports: [...one.transports],
    })),
  })
  await keep(app, asked, options.challenge, null)
  return options
}

/** A passkey that a browser has made, checked; whoever keeps it says whose it is and how it is called. */
export type MadePasskey = Omit<NewPasskey, 'id' | 'userId' | 'name'>

/** Checks a new passkey: our challenge, our site, a person verified. The challenge is used up. @returns null when anything is wrong */
export async function checkNewPasskey(
  app: App,
  asked: Asked<'first' | 'add'>,
  answer: NewPasskeyAnswer,
): Promise<MadePasskey | null> {
  const challenge = await taken(app, asked, answer.response.clientDataJSON)
  if (challenge === null || challenge.userHandle === null) return null
  const { rpId, origin } = siteOf(app)
  const checked = await soundly(app, async () =>
    (await library()).verifyRegistrationResponse({
      response: answer as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge.text,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
    }),
  )
  if (!checked?.verified) return null
  const { credential } = checked.registrationInfo
  return {
    credentialId: Buffer.from(credential.id, 'base64url'),
    userHandle: challenge.userHandle,
    publicKey: Buffer.from(credential.publicKey),
    counter: credential.counter,
    transports: credential.transports ?? [],
  }
}

/**
 * Checks a proof by a passkey: our challenge, our site, a person verified, the signature, and a count that has grown, so that a
 * copied authenticator shows. The challenge is used up and the count kept.
 * @param of whose it must be; not given: whoever it is
 * @returns the passkey, or null when anything is wrong, which is counted in the audit
 */
export async function checkPasskey(
  app: App,
  asked: Asked<'sign-in' | 'step-up'>,
  answer: PasskeyAnswer,
  of?: string,
): Promise<PasskeyRecord | null> {
  const challenge = await taken(app, asked, answer.response.clientDataJSON)
  const known = await passkeyByCredential(app.db, Buffer.from(answer.id, 'base64url'))
  const isTheirs = of === undefined || known?.userId === of
  const proven = challenge && known && isTheirs ? await provenBy(app, challenge.text, known, answer) : null
  if (proven === null) {
    await noteRefusedProof(app.db, { userId: of ?? known?.userId ?? null, by: 'passkey' }, app.now())
  }
  return proven
}

async function provenBy(
  app: App,
  challenge: string,
  known: PasskeyRecord,
  answer: PasskeyAnswer,
): Promise<PasskeyRecord | null> {
  const { userHandle } = answer.response
  if (userHandle && userHandle !== known.userHandle.toString('base64url')) return null
  const { rpId, origin } = siteOf(app)
  const checked = await soundly(app, async () =>
    (await library()).verifyAuthenticationResponse({
      response: answer as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      credential: {
        id: known.credentialId.toString('base64url'),
        publicKey: new Uint8Array(known.publicKey),
        counter: known.counter,
      },
    }),
  )
  if (!checked?.verified) return null
  const use = { id: known.id, before: known.counter, counter: checked.authenticationInfo.newCounter }
  const noted = await app.db.transaction((tx) => notePasskeyUse(tx, use, app.now()))
  return noted ? known : null
}

const keep = (app: App, asked: Asked<ChallengePurpose>, challenge: string, userHandle: Buffer | null) =>
  insertChallenge(
    app.db,
    { ...asked, hash: tokenHash(challenge), userHandle },
    new Date(app.now().getTime() + challengeMinutes * 60_000),
  )

async function taken(app: App, { purpose, boundTo }: Asked<ChallengePurpose>, clientDataJSON: string) {
  const text = challengeIn(clientDataJSON)
  if (text === null) return null
  const kept = await takeChallenge(app.db, { hash: tokenHash(text), boundTo, purpose }, app.now())
  return kept && { text, userHandle: kept.userHandle }
}

/** The library says by an error what is wrong with an answer: to us it is one that proves nothing. */
async function soundly<T>(app: App, check: () => Promise<T>): Promise<T | null> {
  try {
    return await check()
  } catch (error) {
    app.log.warn({ err: error }, 'a passkey was refused')
    return null
  }
}
