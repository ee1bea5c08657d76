import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import sql from 'sql-template-tag'
import { type Logo, readLogo } from '../api/appearance.ts'
import type { Env } from '../api/env.ts'
import { JitupError } from '../errors.ts'
import { isLanguage, type Language } from '../messages/language.ts'
import type { App } from '../sign-on/app.ts'
import type { Database } from '../store/database.ts'
import { readSetting } from '../store/settings.ts'

/** What an installation has decided of the pages that people see. */
export interface Appearance {
  readonly name: string
  readonly language: Language | null
  readonly colour: string | null
  /** Address of the logo, another one for every other logo; null: there is none. */
  readonly logo: string | null
  /** Shown on the sign-in page, and on error pages; null: nothing. Both for whoever reads the language. */
  readonly signInText: (language: Language) => string | null
  readonly helpText: (language: Language) => string | null
}

/** Of a logo that was taken back. */
const markOfNull = sql`hashtextextended('null', 0)::text`

const names = ['displayName', 'language', 'brandColour', 'signInText', 'signInTextDe', 'helpText', 'helpTextDe']

/** Reads it in one statement; the logo, which is large, is only named. */
export async function readAppearance(db: Database): Promise<Appearance> {
  const rows = await db.query<{ name: string; text: string | null; mark: string }>(sql`
    select name, case when name <> 'brandLogo' then value #>> '{}' end as text, mark
    from settings where name = any(${names}) or (name = 'brandLogo' and mark <> ${markOfNull})`)
  const known = new Map(rows.map((row) => [row.name, row]))
  const text = (name: string) => known.get(name)?.text || null
  const language = text('language')
  const told = (name: string) => (wanted: Language) => (wanted === 'de' ? text(`${name}De`) : null) ?? text(name)
  const mark = known.get('brandLogo')?.mark
  return {
    name: text('displayName') ?? 'jitup',
    language: isLanguage(language) ? language : null,
    colour: text('brandColour'),
    logo: mark === undefined ? null : `/brand/logo?v=${encodeURIComponent(mark)}`,
    signInText: told('signInText'),
    helpText: told('helpText'),
  }
}

/**
 * The logo at an address of ours. Under the address that names it, it may be kept for ever: another logo has another one.
 * It is read from the database once, and again when it has changed.
 */
export function logoRoutes(app: App): Hono<Env> {
  const routes = new Hono<Env>()
  let kept: { readonly mark: string; readonly logo: Logo; readonly etag: string } | null = null
  routes.get('/logo', async (c) => {
    const [row] = await app.db.query<{ mark: string }>(sql`select mark from settings where name = 'brandLogo'`)
    if (row && row.mark !== kept?.mark) {
      const logo = readLogo((await readSetting<string | null>(app.db, 'brandLogo')) ?? '')
      const etag = logo && `"${createHash('sha256').update(logo.bytes).digest('base64url')}"`
      kept = logo && etag ? { mark: row.mark, logo, etag } : null
    }
    if (!row || !kept) throw new JitupError('not_found', 'There is no logo.')
    const headers = new Headers({
      'content-type': kept.logo.type,
      'cache-control': c.req.query('v') === kept.mark ? 'public, max-age=31536000, immutable' : 'no-cache',
      'cross-origin-resource-policy': 'same-origin',
      etag: kept.etag,
    })
    if (c.req.header('if-none-match') === kept.etag) return new Response(null, { status: 304, headers })
    return new Response(new Uint8Array(kept.logo.bytes), { headers })
  })
  return routes
}
