import { hash, verify } from '@node-rs/argon2'
import { nameKey } from '../core/names.ts'
import { JitupError } from '../errors.ts'
import { type PasswordOwner, passwordPlace } from '../store/local-passwords.ts'
import type { App } from './app.ts'

/** In characters. Length is what counts, so there is no rule about which (NIST SP 800-63B section 5.1.1.2). */
export const passwordLength = { least: 12, most: 256 } as const

/** argon2id, 19 MiB, two passes, one lane. Source: OWASP Password Storage Cheat Sheet, "Argon2id". */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }

/** Of a password that nobody knows, at the same cost: an unknown login name takes as long as a wrong password. */
const nobodys = '$argon2id$v=19$m=19456,t=2,p=1$bROHXuApBPKVHbMcYQIAOw$2uqnkFdf6UZ6mQNV5UWaYgDvegq6Y/O2Cz02PUffPfk'

/** Why a password is not taken. */
export type PasswordFault = 'short' | 'long' | 'unusable' | 'login' | 'common'

/** What is tried first. All of them are long enough. */
const common: readonly string[] = [
  'administrator',
  'administrator1',
  'changemechangeme',
  'correcthorsebatterystaple',
  'iloveyouiloveyou',
  'jitupjitupjitup',
  'letmeinletmein',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdfghjkl',
  'qwertzuiop12',
  'welcomewelcome',
]
const rows = ['0123456789012345678901234567890', 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz']

/** Why this cannot be the password of that login name; null when it can. No characters are asked for, only length. */
export function faultOfPassword(password: string, login: string): PasswordFault | null {
  if (/\p{Cc}|\p{Surrogate}/u.test(password)) return 'unusable'
  const length = [...stable(password)].length
  if (length < passwordLength.least) return 'short'
  if (length > passwordLength.most || password.length > 4 * passwordLength.most) return 'long'
  const key = nameKey(password)
  const own = nameKey(login)
  if (own !== '' && key.includes(own) && [...key.replaceAll(own, '')].length < 8) return 'login'
  const obvious = common.includes(key) || rows.some((row) => row.includes(key)) || new Set(key).size < 5
  return obvious ? 'common' : null
}

/** A hash as it is kept for that user. */
export const sealPassword = (app: Pick<App, 'seal'>, userId: string, hashed: string): string =>
  app.seal.seal(passwordPlace(userId), hashed)

/** Hashes a password, beside the event loop. @throws JitupError `rate_limited` when too many wait for theirs */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(stable(password), cost))

/**
 * Is this the password of that user? Null, and a user without a password, take as long and are never right.
 * @throws JitupError `rate_limited` when too many wait for theirs
 */
export async function isPasswordOf(
  app: Pick<App, 'seal'>,
  owner: PasswordOwner | null,
  password: string,
): Promise<boolean> {
  const kept = owner?.sealedHash ?? null
  const hashed = owner === null || kept === null ? nobodys : app.seal.open(passwordPlace(owner.userId), kept)
  const right = await inTurn(() => verify(hashed, stable(password)))
  return right && kept !== null
}

/** One password, however a keyboard composes its characters (NIST SP 800-63B section 5.1.1.2). */
const stable = (password: string): string => password.normalize('NFKC')

/** Each takes 19 MiB and a thread of the pool that files and names need too: two at a time, and few in the queue. */
const together = 2
const queueLimit = 50
const queue: (() => void)[] = []
let running = 0

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= together) {
    if (queue.length >= queueLimit) {
      throw new JitupError('rate_limited', 'Too many people are signing in at this moment. Try again in a minute.')
    }
    await new Promise<void>((go) => queue.push(go))
  } else running += 1
  try {
    return await work()
  } finally {
    // Whoever is next takes over the place.
    const next = queue.shift()
    if (next) next()
    else running -= 1
  }
}
