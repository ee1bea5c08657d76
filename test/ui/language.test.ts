import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { writeSetting } from '../../src/store/settings.ts'
import { newWorld, publicUrl, type World } from '../sign-on/world.ts'
import { john } from './people.ts'
import { newSite, Visitor } from './site.ts'

let world: World
let server: ReturnType<typeof createServer>
beforeAll(async () => {
  world = await newWorld()
  server = createServer(world.app)
})
afterAll(() => world.end())
beforeEach(() => writeSetting(world.app.db, 'language', null))

const ask = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
  server.fetch(new Request(`${publicUrl}${path}`, { method, headers: { host: new URL(publicUrl).host, ...headers } }))

const languageOf = async (response: Response): Promise<string | undefined> =>
  /^<!doctype html><html lang="([a-z]+)">/.exec(await response.text())?.[1]

describe('the language of a page', () => {
  it('is the one that the browser asks for', async () => {
    const page = await ask('/', { 'accept-language': 'fr, de-AT;q=0.8, en;q=0.5' })
    expect(page.headers.get('content-language')).toBe('de')
    expect(page.headers.get('vary')).toBe('Accept-Language, Cookie')
    expect(await languageOf(page)).toBe('de')
  })

  it('is the chosen one before that', async () => {
    expect(await languageOf(await ask('/', { 'accept-language': 'de', cookie: 'jitup-local-lang=en' }))).toBe('en')
  })

  it('is the installation’s where the browser asks for none of ours, and English without it', async () => {
    expect(await languageOf(await ask('/', { 'accept-language': 'fr' }))).toBe('en')
    await writeSetting(world.app.db, 'language', 'de')
    expect(await languageOf(await ask('/', { 'accept-language': 'fr' }))).toBe('de')
    expect(await languageOf(await ask('/nowhere'))).toBe('de')
    expect(await languageOf(await ask('/', { 'accept-language': 'en' }))).toBe('en')
  })

  it.each(['xx', '', '__proto__', 'toString', 'de\r\nx: y', 'DE', '<b>', 'de'.repeat(9000)])(
    'is not moved by a choice or a header that is none: %s',
    async (value) => {
      const sent = encodeURIComponent(value)
      for (const headers of [{ cookie: `jitup-local-lang=${sent}` }, { 'accept-language': sent }]) {
        const page = await ask('/', headers)
        expect([page.status, await languageOf(page)]).toEqual([
          200,
          sent === 'DE' && 'accept-language' in headers ? 'de' : 'en',
        ])
      }
      const page = await ask(`/?lang=${sent}`)
      expect([page.status, page.headers.getSetCookie()]).toEqual([200, []])
    },
  )
})

describe('choosing a language', () => {
  it('leads to the same page, which goes on speaking it, and needs no script', async () => {
    const visitor = new Visitor(newSite(world))
    const english = await visitor.get('/?returnTo=/me')
    const href = /<a href="([^"]+)" hreflang="de">/.exec(english.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const chosen = await visitor.get(href)
    expect([chosen.status, chosen.location]).toEqual([303, '/?returnTo=%2Fme'])
    expect((await visitor.get('/')).html).toContain('<html lang="de">')
    expect((await visitor.get('/signed-out')).text).toContain('Sie sind abgemeldet')
    await visitor.get('/signed-out?lang=en')
    expect((await visitor.get('/')).html).toContain('<html lang="en">')
  })

  it('is kept for a year, by a cookie that scripts do not see', async () => {
    const [cookie] = (await ask('/?lang=de')).headers.getSetCookie()
    expect(cookie).toBe('jitup-local-lang=de; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax')
    const https = createServer({ ...world.app, publicUrl: 'https://app.example', https: true })
    const answer = await https.fetch(new Request('https://app.example/?lang=de', { headers: { host: 'app.example' } }))
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-jitup-lang=de; .*Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
  })

  it.each([
    '//evil.example/?lang=de',
    '//evil.example/%2e%2e?lang=de',
    '/%5Cevil.example?lang=de',
    '/.//evil.example?lang=de',
    '/\\evil.example?lang=de',
  ])('leads to no other site: %s', async (path) => {
    const answer = await ask(path)
    const location = answer.headers.get('location')
    if (location !== null) expect(new URL(location, publicUrl).origin).toBe(new URL(publicUrl).origin)
  })

  it('does nothing to what is posted, nor to the API', async () => {
    expect((await ask('/?lang=de', { origin: publicUrl }, 'POST')).headers.getSetCookie()).toEqual([])
    expect((await ask('/api/v1/settings?lang=de')).headers.getSetCookie()).toEqual([])
  })
})

describe('what a person’s own time zone is known for', () => {
  it('is when things happened', async () => {
    const visitor = new Visitor(newSite(world))
    await visitor.signOn('zoned', { ...john, Email: ['zoned@brightharbour.example'] })
    expect((await visitor.get('/me')).text).toMatch(/\d\d:\d\d UTC/)
    await world.app.db.query(sql`update users set time_zone = 'Europe/Vienna' where login = 'zoned'`)
    await visitor.get('/?lang=de')
    const { text } = await visitor.get('/me')
    expect(text).toMatch(/\d\d:\d\d (?:MEZ|MESZ)/)
    expect(text).not.toContain('UTC')
  })
})

describe('the API', () => {
  it('says in the language that is asked for what a code means; English without one, whatever the installation speaks', async () => {
    await writeSetting(world.app.db, 'language', 'de')
    const titleIn = async (headers: Readonly<Record<string, string>>) => {
      const answer = await ask('/api/v1/users', headers)
      const { title, detail, code } = (await answer.json()) as { title: string; detail: string; code: string }
      return { title, detail, code, told: answer.headers.get('content-language') }
    }
    const english = await titleIn({})
    expect(english).toMatchObject({
      code: 'unauthorized',
      title: 'The request names nobody who may make it.',
      told: 'en',
    })
    expect(await titleIn({ 'accept-language': 'de' })).toEqual({
      ...english,
      title: 'Die Anfrage nennt niemanden, der sie stellen darf.',
      told: 'de',
    })
  })
})
