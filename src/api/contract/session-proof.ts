/** What local administrators prove themselves by, and the sessions of people. */
import { z } from 'zod'
import { newPasskeyAnswer, passkeyAnswer } from '../../sign-on/passkey-answer.ts'
import { id, named, time } from '../fields.ts'

const password = z.string().min(1).max(1024).describe('As it is typed')

/** One of the two. */
export const stepUpInput = z
  .strictObject({ password: password.optional(), passkey: passkeyAnswer.optional() })
  .refine((given) => (given.password === undefined) !== (given.passkey === undefined), {
    error: 'must have a password or a passkey',
  })

/** For `PublicKeyCredential.parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON` of the browser. */
export const passkeyOptions = z.record(z.string(), z.unknown())

export const passkey = z.strictObject({
  id,
  name: z.string(),
  createdAt: time,
  usedAt: time.nullable(),
})

export const credentials = z.strictObject({
  /** Null: none. */
  password: z.strictObject({ changedAt: time }).nullable(),
  passkeys: z.array(passkey),
})

export const passkeyInput = z.strictObject({
  name: named(100),
  passkey: newPasskeyAnswer,
})

/** At least 12 characters, of any kind. */
export const passwordInput = z.strictObject({ password })

/** A session without what would let anybody use it. */
export const openSession = z.strictObject({
  id,
  /** Slug of the identity provider; null: of a local user. */
  provider: z.string().nullable(),
  createdAt: time,
  seenAt: time,
  expiresAt: time,
  /** The one that this request is made in. */
  current: z.boolean(),
})

export const openSessions = z.strictObject({ items: z.array(openSession) })

export const sessionsEnded = z.strictObject({ ended: z.int() })
