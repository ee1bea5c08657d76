import { JitupError } from '../errors.ts'
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

/** The body of the largest message a provider may send (256 KB of XML), in base64 and form encoding, with RelayState. */
export const bodyLimit = 512 * 1024

/**
 * Reads the posted form, bounded before anything is parsed.
 * @throws JitupError `request_too_large`, `request_malformed`
 */
export async function receive(app: App, { request }: Incoming, attempt: Pick<Attempt, 'at'>): Promise<Message> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) {
    throw new JitupError('request_malformed', 'The message must be posted as a form.')
  }
  const form = new URLSearchParams(await readText(request, bodyLimit))
  // A body can take its time; an assertion that has expired meanwhile has expired.
  attempt.at = app.now()
  const cookie = readCookie(app, request.headers, 'browser')
  return { form, browserHash: tokenHash(cookie ?? '') }
}
