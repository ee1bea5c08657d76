import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOGO_LIMIT, readLogo } from '../../src/api/appearance.ts'
import { type Colour, contrastOf, TEXT_CONTRAST } from '../../src/core/contrast.ts'
import { accentOn, accentStyle, grounds } from '../../src/server/pages/accent.ts'
import { style } from '../../src/server/pages/style.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { type Api, newApi, publicUrl } from '../api/api-world.ts'
import { type Gallery, openGallery } from './gallery.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const address = (type: string, bytes: Uint8Array) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`

describe('an accent of one’s own', () => {
  it('stands on the grounds of the style sheet', () => {
    for (const ground of [...grounds.light, ...grounds.dark]) {
      const short = ground === '#ffffff' ? '#fff' : ground
      expect(style).toMatch(new RegExp(`--(?:ground|card|sunk):${short}[;}]`))
    }
  })

  it('can be read in both looks, and so can what stands on it, whatever the colour', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((one): Colour => `#${one.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(colour, fc.constantFrom(grounds.light, grounds.dark), (one, on) => {
        const { accent, onAccent, tint } = accentOn(one, on)
        for (const ground of [...on, tint]) expect(contrastOf(accent, ground)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
        expect(contrastOf(accent, onAccent)).toBeGreaterThanOrEqual(TEXT_CONTRAST)
      }),
    )
  })

  it('is a colour or nothing: no style comes in by it', () => {
    expect(accentStyle('#0b5d66')).toMatch(
      /^:root\{--accent:#0b5d66;[^}]*\}@media\(prefers-color-scheme:dark\)\{:root\{[^}]*\}\}$/,
    )
    for (const text of ['', 'red', '#fff', '#12345g', '#123456}</style><script>', '#123456\n;x:y']) {
      expect(accentStyle(text)).toBe('')
    }
  })
})

describe('a logo', () => {
  it('is a picture of a known type that begins like one', () => {
    expect(readLogo(address('image/png', png))?.type).toBe('image/png')
    expect(readLogo(address('image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0])))?.type).toBe('image/jpeg')
    expect(readLogo(address('image/webp', Buffer.from('RIFF\x04\x00\x00\x00WEBPVP8 ', 'latin1')))?.type).toBe(
      'image/webp',
    )
  })

  it.each([
    ['SVG', address('image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))],
    ['a page that calls itself a picture', address('image/png', Buffer.from('<!doctype html><script>'))],
    ['a JPEG that calls itself PNG', address('image/png', Buffer.from([0xff, 0xd8, 0xff, 0xe0]))],
    ['another type', address('text/html', png)],
    ['a picture that is too large', address('image/png', Buffer.concat([png, Buffer.alloc(LOGO_LIMIT)]))],
    ['base64 with something behind it', `${address('image/png', png)}"><script>`],
    ['base64 that says one thing in two ways', `${address('image/png', png).slice(0, -2)}`],
    ['an address elsewhere', 'https://evil.example/logo.png'],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(readLogo(text)).toBeNull()
  })
})

describe('the API and the pages', () => {
  let api: Api
  beforeAll(async () => {
    api = await newApi()
  })
  afterAll(() => api.end())

  const raw = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    api.server.request(`${publicUrl}${path}`, { headers })
  const put = async (settings: object) => {
    const { status, body } = await api.send('PUT', '/settings', settings)
    expect(status).toBe(200)
    return body
  }

  const page = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const answer = await raw(path, headers)
    return { html: await answer.text(), answer }
  }

  it('take accent, logo and texts, show them, and forget them again', async () => {
    const set = {
      brandColour: '#FFD400',
      brandLogo: address('image/png', png),
      signInText: 'Use your account <b>at work</b>.\nGuests: ask.',
      signInTextDe: 'Mit Ihrem Firmenkonto.',
      helpText: 'Telephone 4711.',
      helpTextDe: 'Telefon 4711.',
      language: 'de',
    }
    expect(await put(set)).toMatchObject(set)
    const english = await page('/', { 'accept-language': 'en' })
    expect(english.html).toContain('Use your account &lt;b&gt;at work&lt;/b&gt;.</bdi><br/><bdi>Guests: ask.')
    expect(english.html).toContain('--accent:')
    const source = /<img src="([^"]+)"/.exec(english.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect((await page('/')).html).toContain('Mit Ihrem Firmenkonto.')
    expect((await page('/nowhere')).html).toContain('Telefon 4711.')
    expect((await page('/nowhere', { 'accept-language': 'en' })).html).toContain('Telephone 4711.')

    const logo = await raw(source)
    expect(Buffer.from(await logo.arrayBuffer())).toEqual(png)
    expect(Object.fromEntries(logo.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(logo.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(logo.headers.has('content-language')).toBe(false)
    const etag = logo.headers.get('etag') ?? ''
    expect((await raw(source, { 'if-none-match': etag })).status).toBe(304)
    // Under an address that names another logo nothing is kept for ever.
    expect((await raw('/brand/logo?v=1')).headers.get('cache-control')).toBe('no-cache')

    const other = Buffer.concat([png, Buffer.from([0])])
    await put({ brandLogo: address('image/png', other) })
    const next = /<img src="([^"]+)"/.exec((await page('/')).html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).not.toBe(source)
    expect(Buffer.from(await (await raw(next)).arrayBuffer())).toEqual(other)

    const none = {
      brandColour: null,
      brandLogo: null,
      signInText: null,
      signInTextDe: null,
      helpTextDe: null,
      language: null,
    }
    const left = await put({ ...none, helpText: '' })
    expect(Object.keys(left as object)).not.toContain('brandLogo')
    expect(left).toMatchObject({ language: 'en', helpText: '' })
    const plain = await page('/')
    expect(plain.html).not.toMatch(/<img|Use your account|Firmenkonto/)
    expect((await raw('/brand/logo')).status).toBe(404)
  })

  it('refuse what is no colour, no picture and no language of ours', async () => {
    for (const [field, value] of [
      ['brandColour', 'red'],
      ['brandLogo', 'data:image/svg+xml;base64,PHN2Zy8+'],
      ['brandLogo', address('image/png', Buffer.alloc(LOGO_LIMIT + 100))],
      ['language', 'fr'],
      ['signInText', 'x'.repeat(2001)],
    ] as const) {
      const { status, body } = await api.send('PUT', '/settings', { [field]: value })
      expect([status, body.code, body.errors?.[0]?.field]).toEqual([422, 'validation_failed', field])
    }
  })
})

describe('the pages that people see', () => {
  let gallery: Gallery
  beforeAll(async () => {
    gallery = await openGallery()
    const { db } = gallery.world.app
    await writeSetting(db, 'brandColour', '#ffd400')
    await writeSetting(db, 'brandLogo', address('image/png', png))
    await writeSetting(db, 'signInText', 'Please sign in with your account at work. '.repeat(20))
  })
  afterAll(() => gallery?.close())

  it('stay below 20 kB, packed, with their style and without the logo', async () => {
    const large: Record<string, number> = {}
    for (const { name, url, cookies, post } of gallery.pictures) {
      const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ')
      const form = post && { method: 'POST', body: new URLSearchParams(post) }
      const headers = { cookie, ...(post ? { origin: new URL(url).origin } : {}) }
      const answer = await fetch(url, { ...form, redirect: 'manual', headers })
      const bytes = gzipSync(await answer.text()).length
      if (bytes > 20_000) large[name] = bytes
    }
    expect(large).toEqual({})
  })
})
