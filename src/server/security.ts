import { randomBytes } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import { readerIs } from '../messages/language.ts'
import type { App } from '../sign-on/app.ts'
import { readCookie, tokenHash } from '../sign-on/cookies.ts'
import { liveSession } from '../store/sessions.ts'
import { isLoopback } from './config.ts'

/**
 * Refuses requests that name another host: a stolen assertion or a rebound name gets no answer. On loopback, pages asked for
 * under another of its names are sent to the one name that cookies and partners know.
 */
export function knownHost(publicUrl: string): MiddlewareHandler<Env> {
  const { host, hostname, port } = new URL(publicUrl)
  const aliases = isLoopback(hostname)
    ? ['localhost', '127.0.0.1', '[::1]'].map((name) => (port ? `${name}:${port}` : name))
    : []
  return async (c, next) => {
    const asked = c.req.header('host') ?? new URL(c.req.url).host
    if (asked === host) return next()
    if (!aliases.includes(asked)) throw new JitupError('host_unknown', 'This server is not called by that name.')
    if (c.req.method !== 'GET' || c.req.path.startsWith('/api/')) return next()
    const url = new URL(c.req.url)
    return c.redirect(`${publicUrl}${url.pathname}${url.search}`, 302)
  }
}

/** The headers of every page and answer. */
export function securityHeaders(publicUrl: string): MiddlewareHandler<Env> {
  const uiFiles = new URL('/admin/assets/', publicUrl).href
  return async (c, next) => {
    const nonce = randomBytes(16).toString('base64url')
    c.set('nonce', nonce)
    await next()
    const headers = c.res.headers
    const formAction = c.get('formAction') ?? "'self'"
    const frameAncestors = c.get('frameAncestors')
    // The admin UI is files of ours that ask our API; a page that people see is one document and asks nobody.
    const ui = c.get('loadsUi') ? ` ${uiFiles}` : ''
    headers.set(
      'content-security-policy',
      `default-src 'none'; style-src 'nonce-${nonce}'${ui}; script-src 'nonce-${nonce}'${ui}; img-src 'self' data:;${ui === '' ? '' : " connect-src 'self';"} form-action ${formAction}; base-uri 'none'; frame-ancestors ${frameAncestors ?? "'none'"}`,
    )
    headers.set('x-content-type-options', 'nosniff')
    // Not no-referrer: browsers would then send our own forms with Origin: null.
    headers.set('referrer-policy', 'same-origin')
    // It cannot name origins; where it stands, frame-ancestors is what browsers go by.
    if (frameAncestors === undefined) headers.set('x-frame-options', 'DENY')
    headers.set('cross-origin-opener-policy', 'same-origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  }
}

/**
 * Refuses a form that another site posts. Browsers say where a POST comes from; an answer of an identity provider is the
 * only one that may come from elsewhere, and its route does without this.
 */
export function sameOrigin(publicUrl: string): MiddlewareHandler<Env> {
  const { origin } = new URL(publicUrl)
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (c.req.header('origin') !== origin) {
      throw new JitupError('origin_mismatch', 'This form was not sent from a page of ours.')
    }
    return next()
  }
}

/** Loads who makes the request, as things stand now. */
export function withSession(app: App): MiddlewareHandler<Env> {
  return async (c, next) => {
    const token = readCookie(app, c.req.raw.headers, 'session')
    const session = token === null ? null : await liveSession(app.db, tokenHash(token), app.now(), app.lifetimes)
    c.set('session', session)
    if (session?.timeZone) readerIs({ timeZone: session.timeZone })
    return next()
  }
}

/** The sign-in page that leads back to the page that was asked for, with its query. */
export function signInFirst(url: string): string {
  const { pathname, search } = new URL(url)
  return `/?returnTo=${encodeURIComponent(`${pathname}${search}`).replaceAll('%2F', '/')}`
}

/** Lets pass whoever administers anything: administrators, and people whose roles have scopes. Others learn only that they may not. */
export const administratorsOnly: MiddlewareHandler<Env> = async (c, next) => {
  const session = c.get('session')
  if (!session) return c.redirect(signInFirst(c.req.url), 302)
  if (session.scopes.length === 0) throw new JitupError('forbidden', 'This page is for administrators.')
  return next()
}

/** The client's address: the last one that a trusted proxy wrote, else the connection's. */
export function clientAddress(trustedProxies: number): MiddlewareHandler<Env> {
  return async (c, next) => {
    const connection = c.env?.incoming?.socket?.remoteAddress ?? null
    const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim())
    const claimed = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined
    c.set('address', claimed !== undefined && /^[0-9a-fA-F.:]{3,45}$/.test(claimed) ? claimed : connection)
    return next()
  }
}
