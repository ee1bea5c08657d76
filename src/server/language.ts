import type { MiddlewareHandler } from 'hono'
import type { Env } from '../api/env.ts'
import { acceptedLanguage } from '../messages/accept-language.ts'
import { isLanguage, readBy, reader } from '../messages/language.ts'
import type { App } from '../sign-on/app.ts'
import { readCookie, setCookie } from '../sign-on/cookies.ts'
import { safeReturnTo } from '../sign-on/return-to.ts'

/** Answers with sentences in them. What partners and browsers fetch from us has none. */
const speaking = /^(?:text\/html|text\/markdown|application\/(?:problem\+)?json)\b/

/**
 * Lets everything behind it speak the language of the request: the one chosen on our pages, else what the browser asks for.
 * Where neither says anything, pages speak the installation's language, which `frameOf` reads; answers of the API are English.
 */
export const inLanguage =
  (app: App): MiddlewareHandler<Env> =>
  (c, next) => {
    const chosen = readCookie(app, c.req.raw.headers, 'lang')
    const language = isLanguage(chosen) ? chosen : acceptedLanguage(c.req.header('accept-language'))
    c.set('languageAsked', language !== null)
    return readBy(language === null ? {} : { language }, async () => {
      await next()
      const { headers } = c.res
      if (!speaking.test(headers.get('content-type') ?? '')) return
      headers.set('content-language', reader().language)
      headers.append('vary', 'Accept-Language, Cookie')
    })
  }

/**
 * `?lang=de` at any page: remembers the choice, and leads to the same page without it. A path that a browser could take for
 * another site leads to our start; a language that we do not have changes nothing.
 */
export const chooseLanguage =
  (app: App): MiddlewareHandler<Env> =>
  async (c, next) => {
    const url = new URL(c.req.url)
    const wanted = url.searchParams.get('lang')
    if (c.req.method !== 'GET' || c.req.path.startsWith('/api/') || !isLanguage(wanted)) return next()
    url.searchParams.delete('lang')
    c.header('set-cookie', setCookie(app, 'lang', wanted), { append: true })
    return c.redirect(safeReturnTo(`${url.pathname}${url.search}`), 303)
  }
