import { isJitupError, JitupError } from '../errors.ts'
import { protocolOf } from '../protocols/registry.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import { readText } from './body.ts'
import { readCookie, tokenHash } from './cookies.ts'

/** A message that a browser posted to a provider's address. */
export interface Incoming {
  readonly slug: string
  readonly request: Request
  /** Where it came from, as far as the server may believe it. */
  readonly address: string | null
}

export interface Message {
  readonly form: URLSearchParams
  /** SHA-256 of the browser's binding cookie; of nothing when it sent none. */
  readonly browserHash: Buffer
}

/**
 * Reads the posted form, bounded by what this provider may send before anything is parsed. Nothing is read for an address
 * that no provider has.
 * @throws JitupError `provider_unknown`, `request_too_large`, `request_malformed`
 */
export async function receive(
  app: App,
  { slug, request }: Incoming,
  attempt: Pick<Attempt, 'at' | 'provider'>,
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
  // A body can take its time; an assertion that has expired meanwhile has expired.
  attempt.at = app.now()
  const cookie = readCookie(app, request.headers, 'browser')
  return { form, browserHash: tokenHash(cookie ?? '') }
}

/** The limit may have been raised on another node: the next message finds the new one. */
function forgetLimit(app: App, slug: string, error: unknown): never {
  if (isJitupError(error) && error.code === 'request_too_large' && app.providers.mayHaveChanged(slug)) {
    app.providers.forget(slug)
  }
  throw error
}
