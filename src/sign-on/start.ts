import { JitupError } from '../errors.ts'
import { protocolOf } from '../protocols/registry.ts'
import { insertPendingRequest } from '../store/pending-requests.ts'
import type { App } from './app.ts'
import { newToken, readCookie, setCookie, tokenHash } from './cookies.ts'
import { safeReturnTo } from './return-to.ts'
import { assertUsable, withProvider } from './trust.ts'

/** How long a person may take at the identity provider. */
const pendingMinutes = 60

/**
 * Sends a browser to its identity provider, after writing down what is asked, by which browser.
 * @throws JitupError `provider_unknown`, `provider_disabled`, `provider_demo_only`
 */
export async function start(
  app: App,
  slug: string,
  request: Request,
  options: { returnTo?: string | null | undefined; mode: 'sign-on' | 'test' },
): Promise<Response> {
  refuseEmbedded(request)
  // The cached provider may be old; starting is rare enough to look.
  app.providers.forget(slug)
  return withProvider(app, slug, async (provider) => {
    assertUsable(app, provider.record)
    const now = app.now()
    const known = readCookie(app, request.headers, 'browser')
    const browser = known !== null && known.length >= 43 ? known : newToken()
    const { requestId, location } = protocolOf(provider.record.protocol).start(provider.trusted, {
      relayState: newToken().slice(0, 22),
      now,
      key: app.keys[0],
    })
    await insertPendingRequest(app.db, {
      id: requestId,
      providerId: provider.record.policy.id,
      providerVersion: provider.record.version,
      browserHash: tokenHash(browser),
      returnTo: safeReturnTo(options.returnTo),
      mode: options.mode,
      createdAt: now,
      expiresAt: new Date(now.getTime() + pendingMinutes * 60_000),
    })
    const headers = new Headers({ location, 'cache-control': 'no-store' })
    if (browser !== known) headers.append('set-cookie', setCookie(app, 'browser', browser))
    return new Response(null, { status: 302, headers })
  })
}

/**
 * A sign-on starts with a person who goes somewhere. Another site that only loads our address, as a picture or a frame, could
 * push out the requests that this browser has under way.
 */
function refuseEmbedded(request: Request): void {
  const destination = request.headers.get('sec-fetch-dest')
  const foreign = request.headers.get('sec-fetch-site') === 'cross-site'
  if (foreign && destination !== null && destination !== 'document') {
    throw new JitupError('origin_mismatch', 'A sign-in cannot start inside another site.')
  }
}
