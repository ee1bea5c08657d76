import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { PageFrame } from './page.tsx'

/** A frame with a nonce of its own. */
export const newFrame = (root: string): PageFrame => ({ root, nonce: randomBytes(16).toString('base64') })

/** Sends a page with the headers that every page of the demo has; forms may lead to itself and to `targets`. */
export function respond(
  c: Context,
  frame: PageFrame,
  page: Child,
  targets: readonly (string | undefined)[],
  status: 200 | 400 | 403 | 404 | 413 | 422 = 200,
): Response {
  const origins = new Set(targets.filter((url) => url !== undefined).map((url) => new URL(url).origin))
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${frame.nonce}'`,
    `script-src 'nonce-${frame.nonce}'`,
    `form-action ${["'self'", ...origins].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return c.html(`<!doctype html>${String(page)}`, status, {
    'Content-Security-Policy': policy.join('; '),
    'Cache-Control': 'no-store',
    // Not no-referrer: a page's own form would then arrive with the Origin `null`.
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
}

/** 303: the browser asks for `location` with GET, whatever it sent before. */
export function redirect(c: Context, location: string): Response {
  c.header('Cache-Control', 'no-store')
  return c.redirect(location, 303)
}
