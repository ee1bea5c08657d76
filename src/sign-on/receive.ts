import { isJitupError, JitupError } from '../errors.ts'
import { protocolOf } from '../protocols/registry.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import { readText } from './body.ts'
import { readBrowser, readCookie, tokenHash } from './cookies.ts'
import { isRelayState } from './hint.ts'
import { isFromElsewhere, PostAgain } from './post-again.ts'

/** A message that a browser posted to a provider's address. */
export interface Incoming {
  readonly slug: string
  readonly request: Request
  /** Where it came from, as far as the server may believe it. */
  readonly address: string | null
}

export interface Message {
  readonly form: URLSearchParams
  /** SHA-256 of the binding cookie that the request was made with; of nothing when the browser sent none. */
  readonly browserHash: Buffer
  /** The same of the cookie that the browser will bring from here on. */
  readonly laterHash: Buffer
  /** The RelayState of a request that has a cookie of its own, which ends with it. */
  readonly ownCookie: string | null
}

/**
 * Reads the posted form, bounded by what this provider may send before anything is parsed. Nothing is read for an address
 * that no provider has.
 * @throws JitupError `provider_unknown`, `request_too_large`, `request_malformed`
 * @throws PostAgain on loopback http for an answer that another site posts
 */
export async function receive(
  app: App,
  { slug, request }: Incoming,
  attempt: Pick<Attempt, 'at' | 'provider' | 'form'>,
): Promise<Message> {
  const { record, trusted } = await app.providers.get(slug)
  attempt.provider = record
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw new JitupError('request_malformed', 'The message must be posted as a form.')
  }
  const limit = protocolOf(record.protocol).bodyLimit(trusted)
  const form = new URLSearchParams(await readText(request, limit).catch((error) => forgetLimit(app, slug, error)))
  if (form.getAll('SAMLResponse').length > 1) {
    throw new JitupError('request_malformed', 'The form must bring one message. It brings several.')
  }
  attempt.form = form
  // A body can take its time; an assertion that has expired meanwhile has expired.
  attempt.at = app.now()
  return { form, ...binding(app, form, request) }
}

/**
 * Which of its cookies a browser proves itself with. The RelayState, which anybody may have written, only chooses among
 * those that this browser was given: whether one fits is decided by the request that the signed answer names.
 */
function binding(app: App, form: URLSearchParams, request: Request): Omit<Message, 'form'> {
  const [relayState = '', ...others] = form.getAll('RelayState')
  const answers = others.length === 0 && isRelayState(relayState)
  const cookie = readBrowser(app, request.headers)
  const own = answers ? readCookie(app, request.headers, 'browser', relayState) : null
  if (!app.https && cookie === null && own === null && answers && isFromElsewhere(request)) throw new PostAgain(form)
  return {
    browserHash: tokenHash(own ?? cookie ?? ''),
    laterHash: tokenHash(cookie ?? own ?? ''),
    ownCookie: own === null ? null : relayState,
  }
}

/** The limit may have been raised on another node: the next message finds the new one. */
function forgetLimit(app: App, slug: string, error: unknown): never {
  if (isJitupError(error) && error.code === 'request_too_large' && app.providers.mayHaveChanged(slug)) {
    app.providers.forget(slug)
  }
  throw error
}
