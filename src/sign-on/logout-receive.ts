import { JitupError } from '../errors.ts'
import type { Arrival, Dispatch, LogoutAnswered, LogoutRequested } from '../protocols/logout.ts'
import { logoutOf } from '../protocols/registry.ts'
import { answerLogout, obeyLogout } from '../store/logouts.ts'
import type { App } from './app.ts'
import { type Attempt, newAttempt } from './attempt.ts'
import { readText } from './body.ts'
import { readBrowser, tokenHash } from './cookies.ts'
import { indexKeys, nameKeys, nameLock } from './logout-keys.ts'
import { AnswerRefused, LogoutRejected, noteUnknownSession, refuseLogout } from './logout-refuse.ts'
import { signedOutPath } from './sign-out.ts'
import { assertUsable, OutOfDate, type Trusted, withProvider } from './trust.ts'

/** A message that a browser brought to a provider's logout address. */
export interface LogoutIncoming {
  readonly slug: string
  readonly request: Request
  /** The query string as it stood in the request line, without `?`. */
  readonly query: string
  readonly address: string | null
}

/** What the browser does next. */
export type LogoutEnd =
  /** It carries our answer to the partner; `frames` are the origins whose pages may hold it. */
  | { readonly kind: 'answer'; readonly dispatch: Dispatch; readonly frames: readonly string[] }
  /** The sessions are ended, and the partner has no address for an answer. */
  | { readonly kind: 'ended'; readonly provider: string }
  /** It looks how its own logout went. */
  | { readonly kind: 'show'; readonly path: string }

/** Logout messages are small. */
const bodyLimit = 128 * 1024
/** So long a request that comes again is a second click, which gets the same answer; after that it is a replay. */
const againMs = 60_000
const grace = 600_000
const markerMinimum = 86_400_000

/**
 * One logout message, from the browser to the next step. Needs no cookie and no session: what a partner ends is found by
 * what the partner called it, so this works in a frame of the partner's page too.
 *
 * @throws LogoutRefused for everything that is not obeyed; what is worth knowing about it is in the journal by then
 */
export async function receiveLogout(app: App, incoming: LogoutIncoming): Promise<LogoutEnd> {
  const attempt = newAttempt(app, incoming)
  const browserHash = tokenHash(readBrowser(app, incoming.request.headers) ?? '')
  try {
    const arrival = await arrivalOf(incoming)
    attempt.at = app.now()
    return await withProvider(app, incoming.slug, async (provider) => {
      attempt.provider = provider.record
      assertUsable(app, provider.record)
      const message = judged(app, provider, arrival, attempt)
      return message.kind === 'request'
        ? obey(app, provider, message, attempt)
        : heard(app, provider, message, browserHash, attempt)
    })
  } catch (error) {
    return refuseLogout(app, attempt, browserHash, error)
  }
}

async function arrivalOf({ request, query }: LogoutIncoming): Promise<Arrival> {
  if (request.method !== 'POST') return { binding: 'redirect', query }
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new JitupError('request_malformed', 'The message must be posted as a form.')
  }
  return { binding: 'post', form: new URLSearchParams(await readText(request, bodyLimit)) }
}

function judged(app: App, { record, trusted }: Trusted, arrival: Arrival, attempt: Attempt) {
  const protocol = logoutOf(record.protocol)
  if (protocol === null) throw new JitupError('logout_off', 'This protocol has no single logout.')
  const result = protocol.receive(trusted, arrival, { now: attempt.at, keys: app.keys })
  if (result.verdict === 'rejected') throw new LogoutRejected(result, result.kind)
  if (result.warnings.length > 0) {
    const warnings = result.warnings.map((one) => one.code)
    app.log.warn({ provider: record.policy.slug, warnings }, 'logout message accepted with warnings')
  }
  return result.message
}

/** The partner has signed somebody out: their sessions end, in one statement, and the partner is told. */
async function obey(app: App, provider: Trusted, message: LogoutRequested, attempt: Attempt): Promise<LogoutEnd> {
  const { record, trusted } = provider
  const named = { providerId: record.policy.id, issuer: record.entityId }
  const { nameId } = message
  const namedFor = nameId.spNameQualifier === record.spEntityId ? null : nameId.spNameQualifier
  // A test sign-on waits for its confirmation with an answer that is older than any other: the order stands as long as its marker.
  const until = Math.max(message.expiresAt.getTime(), message.honouredUntil.getTime()) + grace
  const marker = new Date(Math.max(until, attempt.at.getTime() + markerMinimum))
  const obeyed = await app.db.serialised([nameLock(record.policy.id, nameId)], (tx) =>
    obeyLogout(tx, {
      issuer: record.entityId,
      requestId: message.id,
      providerId: record.policy.id,
      providerVersion: record.version,
      nameKeys: nameKeys(app.seal, named, nameId, namedFor),
      sessionIndexKeys: indexKeys(app.seal, named, message.sessionIndexes),
      issuedAt: message.issuedAt,
      honouredUntil: marker,
      expiresAt: marker,
      now: attempt.at,
    }),
  )
  if (!obeyed.current) throw new OutOfDate()
  if (!obeyed.same || (!obeyed.fresh && attempt.at.getTime() - obeyed.receivedAt.getTime() > againMs)) {
    throw new JitupError('logout_replayed', 'This logout request has been used before.')
  }
  const { ended } = obeyed
  app.log.info({ provider: record.policy.slug, ended, again: !obeyed.fresh }, 'signed out by the identity provider')
  if (ended === 0 && obeyed.fresh) await noteUnknownSession(app, attempt, message.sessionIndexes.length)
  const protocol = logoutOf(record.protocol)
  const dispatch = protocol?.respond(trusted, {
    inResponseTo: message.id,
    outcome: ended > 0 ? 'ended' : 'unknown',
    relayState: message.relayState,
    now: attempt.at,
    key: app.keys[0],
  })
  if (!dispatch) return { kind: 'ended', provider: record.policy.name }
  return { kind: 'answer', dispatch, frames: protocol?.frames(trusted) ?? [] }
}

/** The partner's answer to a logout of this browser. What it says counts once; a failure leaves everything as it was. */
async function heard(
  app: App,
  { record }: Trusted,
  { inResponseTo, outcome }: LogoutAnswered,
  browserHash: Buffer,
  attempt: Attempt,
): Promise<LogoutEnd> {
  const id = inResponseTo
  if (outcome === 'failed') {
    throw new AnswerRefused('status_not_success', 'The identity provider says that it did not sign the person out.')
  }
  const provider = { providerId: record.policy.id, providerVersion: record.version }
  const known = await answerLogout(app.db, { id, ...provider, browserHash, outcome, now: attempt.at })
  if (known) return { kind: 'show', path: signedOutPath(id) }
  throw new AnswerRefused('logout_response_unknown', 'No logout of this browser waits for this answer.')
}
