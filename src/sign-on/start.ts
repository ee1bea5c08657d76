import { JitupError } from '../errors.ts'
import { protocolOf } from '../protocols/registry.ts'
import { insertPendingRequest } from '../store/pending-requests.ts'
import type { App } from './app.ts'
import { newAttempt } from './attempt.ts'
import { newToken, readBrowser, setCookie, tokenHash } from './cookies.ts'
import { newRelayState, refuseCircle } from './hint.ts'
import { refuse } from './refuse.ts'
import { safeReturnTo } from './return-to.ts'
import { assertUsable, withProvider } from './trust.ts'

/** How long a person may take at the identity provider. */
const pendingMinutes = 60

/** How one sign-on is started. */
export interface StartOptions {
  readonly mode: 'sign-on' | 'test'
  readonly returnTo?: string | null | undefined
  /** Wants the person to sign in anew at the identity provider; the answer is checked for it. */
  readonly forceAuthn?: boolean | undefined
  /** The test link that led here; the result is not for this browser. */
  readonly testLinkId?: string | undefined
  /** Of a test: whoever asked for it may try the provider before it is switched on. */
  readonly evenWhenOff?: boolean | undefined
  /** An unsolicited answer led here: then the browser must have its cookie before it is sent on. */
  readonly hinted?: boolean | undefined
  /** Where the request comes from, as far as the server may believe it. */
  readonly address?: string | null | undefined
  /** The page that posts a request; needed for partners that take requests by POST. */
  readonly postPage?: ((departure: Departure) => Response | Promise<Response>) | undefined
}

/** A request that the browser posts. */
export interface Departure {
  readonly provider: string
  readonly location: string
  readonly form: Readonly<Record<string, string>>
}

/**
 * Sends a browser to its identity provider, after writing down what is asked, by which browser.
 * @throws JitupError `provider_unknown`, `provider_disabled`, `provider_demo_only`, `metadata_no_sso`
 * @throws JitupError `cookie_missing` for a hinted start of a browser that keeps no cookies
 * @throws SignOnRefused `response_unsolicited_again` for a hinted start that goes in a circle; it is journaled
 */
export async function start(app: App, slug: string, request: Request, options: StartOptions): Promise<Response> {
  refuseEmbedded(request)
  // The cached provider may be old; starting is rare enough to look.
  app.providers.forget(slug)
  return withProvider(app, slug, async ({ record, trusted }) => {
    assertUsable(app, record, { evenWhenOff: options.mode === 'test' && options.evenWhenOff })
    const now = app.now()
    const known = readBrowser(app, request.headers)
    const browser = known ?? newToken()
    const browserHash = tokenHash(browser)
    if (options.hinted) {
      if (browser !== known) return returnWithCookie(app, request, browser)
      await refuseCircle(app, record.policy.id, browserHash).catch(async (error) => {
        const incoming = { slug, request, address: options.address ?? null }
        throw await refuse(app, { ...newAttempt(app, incoming), provider: record }, incoming, error)
      })
    }
    const relayState = newRelayState(options.hinted === true)
    const started = protocolOf(record.protocol).start(trusted, {
      relayState,
      now,
      key: app.keys[0],
      forceAuthn: options.forceAuthn,
    })
    await insertPendingRequest(app.db, {
      id: started.requestId,
      providerId: record.policy.id,
      providerVersion: record.version,
      browserHash,
      returnTo: safeReturnTo(options.returnTo),
      mode: options.mode,
      asked: started.asked,
      hinted: options.hinted === true,
      testLinkId: options.testLinkId ?? null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + pendingMinutes * 60_000),
    })
    const { location, form } = started
    const response = form === null ? redirectTo(location) : await posted(options, record.policy.name, location, form)
    if (browser !== known) {
      response.headers.append('set-cookie', setCookie(app, 'browser', browser))
      response.headers.append('set-cookie', setCookie(app, 'browser', browser, relayState))
    }
    return response
  })
}

const redirectTo = (location: string): Response =>
  new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } })

function posted({ postPage }: StartOptions, provider: string, location: string, form: Departure['form']) {
  if (!postPage) throw new Error('a partner that takes requests by POST needs a page to post them from')
  return postPage({ provider, location, form })
}

/**
 * Without its cookie a browser would be refused later, after the identity provider had answered, and a partner that then
 * sends another unsolicited answer would go in a circle with it. So it is asked for before the browser leaves, once.
 */
function returnWithCookie(app: App, request: Request, browser: string): Response {
  const { pathname, searchParams } = new URL(request.url)
  if (searchParams.has('cookie')) {
    throw new JitupError('cookie_missing', 'The browser did not bring the cookie that it was given.')
  }
  searchParams.set('cookie', '')
  const response = redirectTo(`${pathname}?${searchParams}`)
  response.headers.append('set-cookie', setCookie(app, 'browser', browser))
  return response
}

/**
 * A sign-on starts with a person who goes somewhere. Another site, or another host of this one, that only loads our address,
 * as a picture or a frame, could push out the requests that this browser has under way.
 */
function refuseEmbedded(request: Request): void {
  const destination = request.headers.get('sec-fetch-dest')
  const site = request.headers.get('sec-fetch-site')
  if ((site === 'cross-site' || site === 'same-site') && destination !== null && destination !== 'document') {
    throw new JitupError('origin_mismatch', 'A sign-in cannot start inside another site.')
  }
}
