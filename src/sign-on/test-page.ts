import { type Waiting, waitingRequests } from '../store/pending-requests.ts'
import type { ProviderRecord } from '../store/providers.ts'
import type { App } from './app.ts'
import type { Attempt } from './attempt.ts'
import { readBrowser, readCookie, tokenHash } from './cookies.ts'
import { isRelayState } from './hint.ts'
import type { Incoming } from './receive.ts'

/** Where the admin UI shows what came of a test sign-on, the id of the attempt behind it: where a test of its own returns to. */
export const testPagePath = (slug: string): string => `/admin/providers/${slug}/test`

/** Does a test that returns there belong to the admin UI? */
export const isTestPage = (slug: string, returnTo: string): boolean => returnTo === testPagePath(slug)

/** Does this browser wait for the answer to a test sign-on at this provider, as the provider is now? */
export async function testIsUnderWay(
  app: Pick<App, 'db'>,
  { policy }: Pick<ProviderRecord, 'policy'>,
  browserHash: Buffer,
  now: Date,
): Promise<boolean> {
  const waiting = await waitingRequests(app.db, { providerId: policy.id, browserHash, now })
  return waiting.some((one) => one.mode === 'test')
}

/**
 * Where somebody who tests from the admin UI reads why an answer was refused: the page of that attempt. Null for everybody
 * else, and for who started something else at this provider since. Says nothing but a path and the reference that an error
 * page would show; the page asks for the rights to read it.
 */
export async function testPageOf(
  app: Pick<App, 'db' | 'https'>,
  { id, at, provider, form }: Pick<Attempt, 'id' | 'at' | 'provider' | 'form'>,
  { request }: Pick<Incoming, 'request'>,
): Promise<string | null> {
  if (!provider || !form) return null
  const relayState = form.get('RelayState') ?? ''
  const own = isRelayState(relayState) ? readCookie(app, request.headers, 'browser', relayState) : null
  const token = own ?? readBrowser(app, request.headers)
  if (token === null) return null
  const asked = { providerId: provider.policy.id, browserHash: tokenHash(token), now: at }
  const [last]: readonly (Waiting | undefined)[] = await waitingRequests(app.db, asked)
  const page = testPagePath(provider.policy.slug)
  return last?.mode === 'test' && last.testLinkId === null && last.returnTo === page ? `${page}/${id}` : null
}
