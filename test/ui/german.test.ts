/** Every page that people see, in German: nothing of the English table is left on it, and nothing English that stands elsewhere. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { german } from '../../src/messages/de/table.ts'
import { english } from '../../src/messages/en/table.ts'
import { type Gallery, openGallery, type Picture } from './gallery.ts'
import { john } from './people.ts'

/** What a person reads or hears of a page, piece by piece: texts between tags, and those of attributes. */
function piecesOf(html: string): readonly string[] {
  const body = html.replace(/<(style|script)\b.*?<\/\1>/gs, '')
  const read = (text: string) =>
    text
      .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '')
      .replace(/\s+/g, ' ')
      .trim()
  const attributes = [...body.matchAll(/ (?:aria-label|title|alt|placeholder)="([^"]*)"/g)].map(([, text = '']) => text)
  return [...body.replace(/<\/?(?:bdi|code|time|wbr|strong)\b[^>]*>/g, '').split(/<[^>]*>/), ...attributes]
    .map(read)
    .filter((piece) => /\p{L}{2}/u.test(piece))
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

const germanTexts = Object.values(german).join('\n')
/** What stands in English sentences between values, and in no German one. */
const englishParts = new Set(
  Object.values(english)
    .flatMap((text) => text.split(/\{[a-zA-Z]+\}/))
    .map((part) => part.trim())
    .filter((part) => /\p{L}{2}/u.test(part) && !germanTexts.includes(part)),
)
/** Parts of several words give themselves away inside a longer text too. */
const longParts = [...englishParts].filter((part) => / \S+ /.test(part))

/** Words of English that are none of German and in no name or value of the gallery's people. */
const englishWords = /\b(?:the|this|that|you|your|with|from|and|of|is|are|has|have|been|which)\b/i

/** Names that an identity provider gave: they are the same in every language. */
const given = new Set([...Object.keys(john), ...(john.memberOf ?? []), 'Field'])

const isEnglish = (piece: string): boolean =>
  (englishParts.has(piece) && !given.has(piece)) ||
  longParts.some((part) => piece.includes(part)) ||
  englishWords.test(piece)

/** The page as a browser without scripts gets it. */
async function htmlOf({ url, cookies, post }: Picture): Promise<{ html: string; headers: Headers }> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const form = post && { method: 'POST', body: new URLSearchParams(post).toString() }
  const headers = { cookie, ...(post ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) }
  const origin: Record<string, string> = post ? { origin: new URL(url).origin } : {}
  const response = await fetch(url, { ...form, redirect: 'manual', headers: { ...headers, ...origin } })
  return { html: await response.text(), headers: response.headers }
}

describe('the pages that people see', () => {
  let gallery: Gallery
  beforeAll(async () => {
    gallery = await openGallery()
  })
  afterAll(() => gallery?.close())

  it('are German to the last word for whoever chose German', async () => {
    const found: Record<string, unknown> = {}
    for (const picture of gallery.pictures.filter(({ language }) => language === 'de')) {
      const { html, headers } = await htmlOf(picture)
      expect([picture.name, html.slice(0, 31)]).toEqual([picture.name, '<!doctype html><html lang="de">'])
      expect(headers.get('content-language')).toBe('de')
      expect(headers.get('vary')).toMatch(/Accept-Language, Cookie/)
      const left = piecesOf(html).filter(isEnglish)
      if (left.length > 0) found[picture.name] = left
    }
    expect(found).toEqual({})
  })

  it('would give English away', async () => {
    for (const picture of gallery.pictures.filter(({ language }) => language === 'en')) {
      const { html } = await htmlOf(picture)
      expect([picture.name, piecesOf(html).some(isEnglish)]).toEqual([picture.name, true])
    }
  })
})
