import { createHash, randomBytes } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'

/**
 * The kinds of cookies. On https all are `__Host-` and Secure. `browser` binds a pending request to the browser that made
 * it and must survive the cross-site POST of an identity provider, so it is SameSite=None; `session` is Lax, and so is `lang`, the
 * language that somebody chose, which is kept for a year.
 * A request of a browser that had no cookie has a second `browser` cookie, with the RelayState in its name: tabs that are
 * opened at once get one value each, and the plain name keeps only the last.
 * On loopback http the names differ and all are Lax: browsers refuse SameSite=None without Secure.
 */
export type CookieName = 'browser' | 'session' | 'lang'

interface CookieSettings {
  readonly https: boolean
}

const nameOf = (settings: CookieSettings, name: CookieName, of: string | null): string =>
  `${settings.https ? '__Host-jitup' : 'jitup-local'}-${name}${of === null ? '' : `-${of}`}`

/** What a cookie is called here. */
export const cookieName = (settings: CookieSettings, name: CookieName): string => nameOf(settings, name, null)

/** How long the cookie of one request is kept, in seconds; as long as the request itself. */
const ofRequestSeconds = 3600

const yearSeconds = 31_536_000

/** The cookie's value as the browser sent it, or null. `of`: the RelayState of a request that has a cookie of its own. */
export function readCookie(
  settings: CookieSettings,
  headers: Headers,
  name: CookieName,
  of: string | null = null,
): string | null {
  const header = headers.get('cookie')
  const full = nameOf(settings, name, of)
  return header === null ? null : (parse(header, full)[full] ?? null)
}

/** The binding cookie, when it is one that we have given: an empty or short one would be shared by who knows how many browsers. */
export function readBrowser(settings: CookieSettings, headers: Headers): string | null {
  const value = readCookie(settings, headers, 'browser')
  return value !== null && value.length >= 43 ? value : null
}

/** The Set-Cookie header that gives the browser a value; it lives as long as the browser runs, that of a request an hour, a choice a year. */
export function setCookie(settings: CookieSettings, name: CookieName, value: string, of: string | null = null): string {
  const sameSite = settings.https && name === 'browser' ? 'None' : 'Lax'
  const maxAge = name === 'lang' ? { maxAge: yearSeconds } : of === null ? {} : { maxAge: ofRequestSeconds }
  const options = { path: '/', httpOnly: true, sameSite, ...maxAge } as const
  return serialize(nameOf(settings, name, of), value, settings.https ? { ...options, secure: true } : options)
}

/** The Set-Cookie header that takes a cookie away. */
export const dropCookie = (settings: CookieSettings, name: CookieName, of: string | null = null): string =>
  `${setCookie(settings, name, '', of).replace(/; Max-Age=\d+/, '')}; Max-Age=0`

/** A new unguessable token: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** How a token is stored and looked up: whoever reads the database cannot use it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
