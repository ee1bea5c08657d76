import { createHash, randomBytes } from 'node:crypto'
import { parse, serialize } from 'hono/utils/cookie'

/**
 * The two cookies. On https both are `__Host-` and Secure. `browser` binds a pending request to the browser that made
 * it and must survive the cross-site POST of an identity provider, so it is SameSite=None; `session` is Lax.
 * On loopback http the names differ and both are Lax: browsers refuse SameSite=None without Secure.
 */
export type CookieName = 'browser' | 'session'

interface CookieSettings {
  readonly https: boolean
}

const nameOf = (settings: CookieSettings, name: CookieName): string =>
  settings.https ? `__Host-jitup-${name}` : `jitup-local-${name}`

/** The cookie's value as the browser sent it, or null. */
export function readCookie(settings: CookieSettings, headers: Headers, name: CookieName): string | null {
  const header = headers.get('cookie')
  return header === null ? null : (parse(header, nameOf(settings, name))[nameOf(settings, name)] ?? null)
}

/** The binding cookie, when it is one that we have given: an empty or short one would be shared by who knows how many browsers. */
export function readBrowser(settings: CookieSettings, headers: Headers): string | null {
  const value = readCookie(settings, headers, 'browser')
  return value !== null && value.length >= 43 ? value : null
}

/** The Set-Cookie header that gives the browser a value; it lives as long as the browser runs. */
export function setCookie(settings: CookieSettings, name: CookieName, value: string): string {
  const sameSite = settings.https && name === 'browser' ? 'None' : 'Lax'
  const options = { path: '/', httpOnly: true, sameSite } as const
  return settings.https
    ? serialize(`__Host-jitup-${name}`, value, { ...options, secure: true })
    : serialize(`jitup-local-${name}`, value, options)
}

/** The Set-Cookie header that takes a cookie away. */
export const dropCookie = (settings: CookieSettings, name: CookieName): string =>
  `${setCookie(settings, name, '')}; Max-Age=0`

/** A new unguessable token: 256 bits. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** How a token is stored and looked up: whoever reads the database cannot use it. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
