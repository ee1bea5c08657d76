import type { Context } from 'hono'
import { JitupError } from '../errors.ts'
import type { Waiting } from './page.tsx'

const maxRelayState = 2_000
const maxSamlRequest = 16 * 1024

/** A form from elsewhere could sign somebody on, or edit people, behind their back. */
export function requireSameOrigin(c: Context, origin: string): void {
  const from = c.req.header('Origin')
  const isOwn = from === undefined ? c.req.header('Sec-Fetch-Site') === 'same-origin' : from === origin
  if (!isOwn) throw new JitupError('origin_mismatch', `This form did not come from ${origin}. Open the demo there.`)
}

/** The fields of a plain form. Throws `request_malformed` for any other kind of body. */
export async function readForm(c: Context): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('Content-Type') ?? '')) {
    throw new JitupError('request_malformed', 'Only plain forms are read here.')
  }
  return new URLSearchParams(await c.req.text())
}

/** The waiting request among a query's or form's fields, not yet read; null when there is none. Throws `request_too_large`. */
export function findWaiting(from: URLSearchParams): Waiting | null {
  const SAMLRequest = from.get('SAMLRequest')
  const RelayState = from.get('RelayState')
  if ((RelayState?.length ?? 0) > maxRelayState || (SAMLRequest?.length ?? 0) > maxSamlRequest) {
    throw new JitupError('request_too_large', 'The SAMLRequest or its RelayState is too long.')
  }
  return SAMLRequest === null ? null : { SAMLRequest, RelayState }
}

/** As `findWaiting`, but throws `message_missing` when none waits. */
export function requireWaiting(from: URLSearchParams): Waiting {
  const waiting = findWaiting(from)
  if (waiting === null) throw new JitupError('message_missing', 'Nobody asked for a sign-on. Start at the application.')
  return waiting
}
