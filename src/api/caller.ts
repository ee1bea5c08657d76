import { JitupError } from '../errors.ts'
import type { App } from '../sign-on/app.ts'
import { readCookie, tokenHash } from '../sign-on/cookies.ts'
import type { Database, Tx } from '../store/database.ts'
import { heldScopes } from '../store/held-scopes.ts'
import type { Author } from '../store/rules.ts'
import { type LiveSession, liveSession } from '../store/sessions.ts'
import { presentToken } from '../store/tokens.ts'
import { type Scope, scopes } from './contract.ts'

/** Who makes a request to the API, and what they may do. */
export interface Caller {
  readonly author: Author
  /** One text per caller, for what is kept by caller. */
  readonly key: string
  readonly scopes: ReadonlySet<Scope>
  /** Null: of a token, or of nobody. */
  readonly session: LiveSession | null
}

/**
 * Finds out who asks: a bearer token, or the browser session of somebody whose roles have scopes, with exactly these.
 * @throws JitupError `unauthorized`, `forbidden`, `origin_mismatch`
 */
export async function callerOf(app: App, request: Request): Promise<Caller> {
  const header = request.headers.get('authorization')
  if (header !== null) return bearer(app, header)
  const caller = await signedInCaller(app, request)
  if (caller.scopes.size === 0) throw new JitupError('forbidden', 'None of your roles lets you use the API.')
  return caller
}

/**
 * The person who is signed in in this browser, with whatever scopes they have, or none. A session may write only from our own pages.
 * @throws JitupError `unauthorized`, for a token too, `origin_mismatch`
 */
export async function signedInCaller(app: App, request: Request): Promise<Caller> {
  const cookie = request.headers.has('authorization') ? null : readCookie(app, request.headers, 'session')
  const session = cookie === null ? null : await liveSession(app.db, tokenHash(cookie), app.now(), app.lifetimes)
  if (!session) throw new JitupError('unauthorized', 'Sign in, or send an API token: Authorization: Bearer …')
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads && request.headers.get('origin') !== new URL(app.publicUrl).origin) {
    throw new JitupError('origin_mismatch', 'This request was not sent from a page of ours.')
  }
  const author = { kind: 'user', userId: session.userId } as const
  return { author, key: `user ${session.userId}`, scopes: scopesOf(session.scopes), session }
}

async function bearer(app: App, header: string): Promise<Caller> {
  const [, text] = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(header) ?? []
  const token = text === undefined ? null : await presentToken(app.db, tokenHash(text), app.now())
  if (!token) throw new JitupError('unauthorized', 'This API token is not known, or it has ended.')
  const author = { kind: 'token', tokenId: token.id } as const
  return { author, key: `token ${token.id}`, scopes: scopesOf(token.scopes), session: null }
}

/** Those of the scopes that are stored which there are. */
export const scopesOf = (stored: readonly string[]): ReadonlySet<Scope> =>
  new Set(scopes.filter((scope) => stored.includes(scope)))

/** May this caller do what needs `scope`? `admin` is everything, and who may write may read. */
export const may = (caller: Pick<Caller, 'scopes'>, scope: Scope): boolean =>
  caller.scopes.has('admin') ||
  caller.scopes.has(scope) ||
  scopes.some((one) => one === scope.replace(':read', ':write') && caller.scopes.has(one))

/**
 * Only administrators decide about protected roles, whatever else a token may do; and nobody makes an administrator while there is
 * none for emergencies.
 */
export const rightsOf = (caller: Caller) => ({ protectedRoles: may(caller, 'admin'), emergencyFirst: true })

/**
 * For work that goes on after the answer, before each part of it: may its author still do what they could do when it began?
 * @returns what throws JitupError `forbidden` when they may not: they were switched off or lost a role, or the token was ended
 */
export const stillMay =
  (app: Pick<App, 'now'>, caller: Caller, scope: Scope) =>
  async (db: Pick<Database | Tx, 'query'>): Promise<void> => {
    const held = await heldScopes(db, caller.author, app.now())
    if (held === null) return
    const left = { scopes: scopesOf(held) }
    const lost = [scope, 'admin' as const].find((one) => may(caller, one) && !may(left, one))
    if (lost === undefined) return
    throw new JitupError('forbidden', `Whoever began this has the scope ${lost} no more.`, { scope: lost })
  }
