import type { NameId } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import type { Dispatch, LogoutSubject } from '../protocols/logout.ts'
import { newMessageId } from '../protocols/message-id.ts'
import { logoutOf } from '../protocols/registry.ts'
import { insertLogout, latestLogout, type PendingLogout, takeLogoutToSend } from '../store/logouts.ts'
import { type ProviderRecord, providerById } from '../store/providers.ts'
import { type EndedSession, endSession } from '../store/sessions.ts'
import type { App } from './app.ts'
import { dropCookie, newToken, readBrowser, readCookie, setCookie, tokenHash } from './cookies.ts'
import { trust } from './trust.ts'

/** How long the partner's word is waited for. */
const pendingMinutes = 15

/**
 * Signs the person out. The session here ends first and whatever happens next (saml2int SP34); then, when the partner takes
 * part, a logout there is written down, to which the signed-out page leads on. A second click finds that same logout.
 * @throws JitupError `origin_mismatch` when the form was not sent from a page of ours
 */
export async function signOut(app: App, request: Request): Promise<Response> {
  if (request.headers.get('origin') !== new URL(app.publicUrl).origin) {
    throw new JitupError('origin_mismatch', 'This form was not sent from a page of ours.')
  }
  const token = readCookie(app, request.headers, 'session')
  const known = readBrowser(app, request.headers)
  const browser = known ?? newToken()
  const ended = token === null ? null : await endSession(app.db, tokenHash(token), tokenHash(browser))
  const headers = new Headers({ 'cache-control': 'no-store' })
  headers.append('set-cookie', dropCookie(app, 'session'))
  // From here on the person is signed out: what goes wrong now must not look as if they were not.
  const id = await (ended && token !== null
    ? askPartner(app, ended, tokenHash(token), tokenHash(browser))
    : latestId(app, tokenHash(browser))
  ).catch((err: unknown) => {
    app.log.error({ err }, 'the partner could not be asked to sign somebody out')
    return null
  })
  if (id !== null && browser !== known) headers.append('set-cookie', setCookie(app, 'browser', browser))
  headers.set('location', signedOutPath(id))
  return new Response(null, { status: 303, headers })
}

/** Where it is told how a logout went. */
export const signedOutPath = (id: string | null): string => (id === null ? '/signed-out' : `/signed-out?id=${id}`)

/** How a logout stands, for its page. */
export interface LogoutView {
  readonly provider: string
  readonly outcome: PendingLogout['outcome']
  /** The message to the partner, while it has not answered; null when there is none (any more). */
  readonly dispatch: Dispatch | null
  /** The browser goes there now, by itself: once for each logout, so that nothing can go round in circles. */
  readonly now: boolean
}

/** @returns how the logout of this browser stands; null: there is no such logout (any more) */
export async function logoutView(app: App, id: string, request: Request): Promise<LogoutView | null> {
  const browser = readBrowser(app, request.headers)
  if (browser === null || !/^_[0-9a-f]{40}$/.test(id)) return null
  const logout = await takeLogoutToSend(app.db, { id, browserHash: tokenHash(browser), now: app.now() })
  const provider = logout && (await providerById(app.db, logout.providerId))
  if (!logout || !provider) return null
  const { outcome } = logout
  const dispatch = outcome === 'waiting' ? message(app, provider, logout) : null
  return { provider: provider.policy.name, outcome, dispatch, now: dispatch !== null && !logout.sent }
}

async function askPartner(
  app: App,
  ended: EndedSession,
  sessionHash: Buffer,
  browserHash: Buffer,
): Promise<string | null> {
  const { providerId, sealedNameId } = ended
  if (sealedNameId === null || providerId === null) return null
  const from = { table: 'sessions', row: sessionHash.toString('hex'), column: 'sealed_name_id' }
  const subject = app.seal.open(from, sealedNameId)
  if ((JSON.parse(subject) as { nameId: NameId | null }).nameId === null) return null
  const provider = await providerById(app.db, providerId)
  if (!provider || !takesPart(app, provider)) return null
  const id = newMessageId()
  const createdAt = app.now()
  await insertLogout(app.db, {
    id,
    providerId,
    browserHash,
    sealedSubject: app.seal.seal(place(id), subject),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + pendingMinutes * 60_000),
  })
  return id
}

async function latestId(app: App, browserHash: Buffer): Promise<string | null> {
  const latest = await latestLogout(app.db, { browserHash, providerId: null, now: app.now() })
  return latest?.id ?? null
}

function takesPart(app: App, provider: ProviderRecord): boolean {
  if (!provider.enabled || (provider.demo && !app.demo)) return false
  return logoutOf(provider.protocol)?.offered(trust(provider, app.publicUrl)) ?? false
}

/** The message is made when it is sent, so that it is fresh: partners look at its age. */
function message(app: App, provider: ProviderRecord, { id, sealedSubject }: PendingLogout): Dispatch | null {
  if (sealedSubject === null || !takesPart(app, provider)) return null
  const subject = JSON.parse(app.seal.open(place(id), sealedSubject)) as LogoutSubject
  const what = { id, subject, now: app.now(), key: app.keys[0] }
  return logoutOf(provider.protocol)?.request(trust(provider, app.publicUrl), what) ?? null
}

const place = (id: string) => ({ table: 'pending_logouts', row: id, column: 'sealed_subject' })
