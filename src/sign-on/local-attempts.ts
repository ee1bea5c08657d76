import { nameKey } from '../core/names.ts'
import { networkOf } from '../net/network.ts'
import { type AttemptLimit, claimAttempt, forgetAttempt } from '../store/local-attempts.ts'
import type { App } from './app.ts'

/** Wrong passwords of one login name that are free, and how long they count, in minutes. */
export const loginLimit: AttemptLimit = { free: 5, minutes: 15 }
/** The same of one network address: several administrators may sit behind it. */
export const addressLimit: AttemptLimit = { free: 20, minutes: 15 }

/** Who tries. */
export interface Trier {
  readonly login: string
  /** As far as the server may believe it; null: not known. */
  readonly address: string | null
}

/**
 * Claims an attempt to give a password: counted in the database, so that all nodes count together, and before the password is looked
 * at, so that many at once are not more than one after the other. A login name that there is not counts like one that there is.
 * @returns null: go on; else until when it is locked. Links and passkeys are never locked.
 */
export async function claimPasswordAttempt(app: Pick<App, 'db' | 'seal' | 'now'>, who: Trier): Promise<Date | null> {
  const keys = keysOf(app, who)
  // The address first: whoever is locked by it can lock nobody's name.
  return (
    (await claimAttempt(app.db, keys.address, addressLimit, app.now())) ??
    (await claimAttempt(app.db, keys.login, loginLimit, app.now()))
  )
}

/** The password was right: the login name begins anew, and this attempt was no failure of the address. */
export function forgiveAttempt(app: Pick<App, 'db' | 'seal'>, who: Trier): Promise<void> {
  const keys = keysOf(app, who)
  return forgetAttempt(app.db, { all: keys.login, one: keys.address })
}

/** Keyed hashes: the table tells nobody which names were tried, or from where. */
function keysOf({ seal }: Pick<App, 'seal'>, { login, address }: Trier) {
  const keyed = (kind: string, text: string) => seal.keyed(`local attempts by ${kind}`, text)[0]
  return { login: keyed('login', nameKey(login)), address: keyed('address', networkOf(address ?? '')) }
}
