import type { Browser } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bindDomain } from '../../src/api/edit/domains.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { createServer } from '../../src/server/app.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { newWorld, type World } from '../sign-on/world.ts'
import { axeViolations, hasBrowser, launch, listen } from '../ui/browser.ts'
import { newSite, type Site, Visitor } from '../ui/site.ts'

const author = { kind: 'system' } as const

let world: World
let site: Site
beforeAll(async () => {
  world = await newWorld()
  site = newSite(world)
  const metadata = createIdentityProvider({ entityId: 'https://partner.example/metadata' }).metadata()
  await createProvider(world.app, author, { slug: 'partner', name: 'Partner & Sons', metadata })
})
afterAll(() => world?.end())
beforeEach(async () => {
  await world.app.db.query(sql`delete from domains`)
  await updateProviderBy(world.app, author, 'acme', { enabled: true })
})

const bind = (domain: string, provider = 'acme') => bindDomain(world.app, { domain, provider })
const ask = (email: string, returnTo = '/') => new Visitor(site).post('/', { email, returnTo })

describe('the sign-in page', () => {
  it('has a button for each provider, and no field, while no domain leads anywhere', async () => {
    const page = await new Visitor(site).get('/')
    expect(page.html).not.toContain('name="email"')
    expect(page.text).toContain('Sign in with Acme')
    expect(page.text).toContain('Sign in with Partner & Sons')
  })

  it('asks for the address as soon as a domain leads somewhere; other providers stay below', async () => {
    await bind('acme.example')
    const page = await new Visitor(site).get('/?returnTo=/me%3Ftab=2')
    expect(page.html).toContain('name="email"')
    expect(page.html).toContain('name="returnTo" value="/me?tab=2"')
    expect(page.text).not.toContain('Sign in with Acme')
    expect(page.html).toContain('href="/sso/partner/start?returnTo=%2Fme%3Ftab%3D2"')
  })

  it('leads an address of that domain on to its provider, and remembers where the person wanted to go', async () => {
    await bind('acme.example')
    const page = await ask(' John.Best@ACME.example ', '/me?tab=2')
    expect(page.status).toBe(200)
    expect(page.headers.get('refresh')).toBe('0;url=/sso/acme/start?returnTo=%2Fme%3Ftab%3D2')
    expect(page.html).toContain('href="/sso/acme/start?returnTo=%2Fme%3Ftab%3D2"')
    expect(page.html.toLowerCase()).not.toContain('john')
  })

  it('says the same of everybody at a domain, known here or not', async () => {
    await bind('acme.example')
    await new Visitor(site).signOn('known@acme.example', {})
    const withoutNonce = (html: string) => html.replaceAll(/nonce="[^"]*"/g, '')
    const [known, unknown] = [await ask('known@acme.example'), await ask('nobody@acme.example')]
    expect(withoutNonce(known.html)).toBe(withoutNonce(unknown.html))
  })

  it('says calmly when a domain leads nowhere, and keeps the buttons and the way back', async () => {
    await bind('acme.example')
    const page = await ask('john@other.example', '/me?tab=2')
    expect(page.status).toBe(200)
    expect(page.text).toContain('There is no way to sign in for addresses of other.example here.')
    expect(page.html).toContain('value="john@other.example"')
    expect(page.html).toContain('href="/sso/partner/start?returnTo=%2Fme%3Ftab%3D2"')
    await bind('partner.example', 'partner')
    expect((await ask('john@other.example')).text).toContain('ask your administrator')
  })

  it('answers what is no address with the field and a word about it', async () => {
    await bind('acme.example')
    for (const wrong of ['', 'john', 'john@', '"><script>alert(1)</script>', 'x'.repeat(500)]) {
      const page = await ask(wrong)
      expect([page.status, page.text.includes('That is not an e-mail address.')]).toEqual([422, true])
      expect(page.html).not.toContain('<script>')
    }
  })

  it.each(['//evil.example', 'javascript:alert(1)', '\\\\evil.example', `/${'x'.repeat(3000)}`])(
    'T61 leads nowhere else: %.30s',
    async (returnTo) => {
      await bind('acme.example')
      expect((await ask('john@acme.example', returnTo)).headers.get('refresh')).toBe('0;url=/sso/acme/start')
      expect((await ask('john@other.example', returnTo)).html).toContain('name="returnTo" value="/"')
    },
  )

  it('follows no form of another site', async () => {
    await bind('acme.example')
    const foreign = await new Visitor(site).post('/', { email: 'john@acme.example' }, 'https://evil.example')
    expect([foreign.status, foreign.headers.get('refresh')]).toEqual([403, null])
  })

  it('takes a domain whose provider is off for unknown, and one that is not proven where proof is needed', async () => {
    await bind('acme.example')
    await updateProviderBy(world.app, author, 'acme', { enabled: false })
    expect((await ask('john@acme.example')).headers.get('refresh')).toBeNull()
    await updateProviderBy(world.app, author, 'acme', { enabled: true })
    expect((await ask('john@acme.example')).headers.get('refresh')).not.toBeNull()
    await updateProviderBy(world.app, author, 'partner', { userType: 'external' })
    expect((await ask('john@acme.example')).headers.get('refresh')).toBeNull()
    expect((await new Visitor(site).get('/')).text).toContain('Sign in with Acme')
    await updateProviderBy(world.app, author, 'partner', { userType: 'employee' })
  })

  it('leads back to the page that was asked for, with its query', async () => {
    const visitor = new Visitor(site)
    expect((await visitor.get('/me?tab=2&x=%20y')).location).toBe('/?returnTo=/me%3Ftab%3D2%26x%3D%2520y')
    expect((await visitor.get('/admin/sign-ons?provider=acme')).location).toBe(
      '/?returnTo=/admin/sign-ons%3Fprovider%3Dacme',
    )
  })
})

describe.skipIf(!hasBrowser())('the sign-in page in a browser', () => {
  let browser: Browser
  let server: { url: string; close(): Promise<void> }
  let idp: typeof server
  beforeAll(async () => {
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    server = await listen((request) => fetch(request))
    fetch = createServer({ ...world.app, publicUrl: server.url }).fetch
    // The identity provider leads on to a third place, as many do.
    idp = await listen((request) =>
      new URL(request.url).pathname === '/sso'
        ? new Response(null, {
            status: 302,
            headers: { location: `${idp.url.replace('localhost', '127.0.0.1')}/form` },
          })
        : new Response('the login form'),
    )
    const entityId = 'https://elsewhere.example/metadata'
    const metadata = createIdentityProvider({ entityId, ssoUrl: `${idp.url}/sso` }).metadata()
    await createProvider(world.app, author, { slug: 'elsewhere', name: 'Elsewhere', metadata })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await idp?.close()
    await server?.close()
  })

  for (const javaScriptEnabled of [true, false]) {
    it(`leads to the provider of the address, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      await bind('elsewhere.example', 'elsewhere')
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      await page.goto(`${server.url}/?returnTo=/me`)
      await page.keyboard.type('john@elsewhere.example')
      await page.keyboard.press('Enter')
      await page.waitForURL(`${idp.url.replace('localhost', '127.0.0.1')}/form`)
      expect(await page.textContent('body')).toBe('the login form')
      await context.close()
    })
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`posts a request where that is set, ${javaScriptEnabled ? 'by itself' : 'by its button'}`, async () => {
      await updateProviderBy(world.app, author, 'acme', { settings: { requestBinding: 'post' } })
      const context = await browser.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      let body: string | null = null
      await page.route('https://idp.example/**', (route) => {
        body = route.request().postData()
        return route.fulfill({ body: 'the login form' })
      })
      await page.goto(`${server.url}/`)
      await page.getByRole('link', { name: 'Sign in with Acme' }).click()
      if (!javaScriptEnabled) await page.getByRole('button', { name: 'Continue' }).click()
      await page.waitForURL('https://idp.example/sso')
      expect(body).toContain('SAMLRequest=')
      await context.close()
      await updateProviderBy(world.app, author, 'acme', { settings: { requestBinding: 'redirect' } })
    })
  }

  it('can be read on a telephone, in the dark, and with many providers', async () => {
    await bind('acme.example')
    for (let index = 0; index < 14; index++) {
      const metadata = createIdentityProvider({ entityId: `https://many${index}.example/metadata` }).metadata()
      const name =
        index === 3 ? 'A very long name of a company with many subsidiaries all over the world' : `Branch ${index}`
      await createProvider(world.app, author, { slug: `many${index}`, name, metadata })
    }
    for (const [width, colorScheme] of [
      [390, 'dark'],
      [390, 'light'],
      [1280, 'dark'],
      [1280, 'light'],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
      const page = await context.newPage()
      await page.goto(`${server.url}/`)
      await page.getByLabel('Your e-mail address at work').fill('john@other.example')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').waitFor()
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect([width, await page.evaluate(overflow)]).toEqual([width, 0])
      expect(await axeViolations(page)).toEqual([])
      if (process.env.JITUP_PICTURES)
        await page.screenshot({
          path: `${process.env.JITUP_PICTURES}/sign-in-${width}-${colorScheme}.png`,
          fullPage: true,
        })
      await context.close()
    }
  })
})
