import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Env } from '../api/env.ts'
import { defaultLanguage, reader, readerIs } from '../messages/language.ts'
import type { App } from '../sign-on/app.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'
import { readAppearance } from './appearance.ts'
import { accentStyle } from './pages/accent.ts'
import type { Frame } from './pages/layout.tsx'

/**
 * What the page around an answer needs to know. From here on the request speaks the installation's language, where it asked for
 * none itself.
 */
export async function frameOf(app: App, c: Context<Env>): Promise<Frame> {
  const { name, language, colour, logo, signInText, helpText } = await readAppearance(app.db)
  if (!c.get('languageAsked')) readerIs({ language: language ?? defaultLanguage })
  const mine = reader().language
  const told = { signInText: signInText(mine), helpText: helpText(mine) }
  return { ...bareFrame(app, c), name, logo, accent: accentStyle(colour), ...told }
}

/** As `frameOf` without asking the database: for the page that says that it does not answer. */
export function bareFrame(app: App, c: Context<Env>): Frame {
  const session = c.get('session') ?? null
  return {
    // Answers outside the security headers have no nonce and no policy that would ask for one.
    nonce: c.get('nonce') ?? '',
    name: 'jitup',
    demo: app.demo,
    login: session?.login ?? null,
    administrator: (session?.scopes.length ?? 0) > 0,
    path: c.req.path,
    here: c.req.method === 'GET' ? addressOf(new URL(c.req.url)) : '/',
    logo: null,
    accent: '',
    signInText: null,
    helpText: null,
  }
}

/**
 * What leads back to a page. Of its query only where it would go on to afterwards, held to our own paths here too: what else
 * somebody has put into an address stands on no page of ours.
 */
function addressOf({ pathname, searchParams }: URL): string {
  const returnTo = safeReturnTo(searchParams.get('returnTo'))
  return safeReturnTo(returnTo === '/' ? pathname : `${pathname}?${new URLSearchParams({ returnTo })}`)
}

/** Sends a page. */
export const show = (
  c: Context<Env>,
  page: Child,
  status: 200 | 400 | 401 | 403 | 404 | 405 | 409 | 412 | 413 | 422 | 428 | 429 | 500 | 503 = 200,
): Response => c.html(`<!doctype html>${String(page)}`, status)
