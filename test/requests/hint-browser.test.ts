import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { toFormField } from '../../src/testing/index.ts'
import { newWorld, respond, type World } from '../sign-on/world.ts'
import { axeViolations, hasBrowser, launch, listen } from '../ui/browser.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { choose } from './request-world.ts'

type Listening = Awaited<ReturnType<typeof listen>>

describe.skipIf(!hasBrowser())('a portal on another site, in a browser', () => {
  let browser: Browser
  let world: World
  let server: Listening
  let portal: Listening
  let keepsCookies = true
  beforeAll(async () => {
    world = await newWorld()
    await choose(world, { idpInitiated: true })
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    server = await listen((request) => fetch(request))
    const { fetch: answer } = createServer({ ...world.app, publicUrl: server.url })
    fetch = async (request) => {
      const response = await answer(request)
      if (!keepsCookies) response.headers.delete('set-cookie')
      return response
    }
    portal = await listen(() => {
      const xml = respond(world, '', { inResponseTo: null, nameId: { value: 'attacker' } })
      const form = `<form method="post" action="${server.url}/sso/acme/acs"><input name="SAMLResponse" value="${toFormField(xml)}"></form>`
      return new Response(`${form}<script>document.forms[0].submit()</script>`, {
        headers: { 'content-type': 'text/html' },
      })
    })
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await portal?.close()
    await world?.end()
  })

  it('finds the session of who is signed in, although its form was posted from elsewhere, and leaves it alone', async () => {
    const visitor = new Visitor(newSite(world))
    await visitor.signOn('jane', {})
    for (const [width, colorScheme] of [
      [390, 'dark'],
      [1280, 'light'],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height: 700 }, colorScheme })
      await context.addCookies(
        [...visitor.cookies].map(([name, value]) => ({ name, value, url: server.url, sameSite: 'Lax' })),
      )
      const page = await context.newPage()
      // The address makes it another site than ours.
      await page.goto(portal.url.replace('localhost', '127.0.0.1'))
      await page.getByRole('heading', { name: 'You are signed in already' }).waitFor()
      expect(await page.locator('main').textContent()).toContain('as jane')
      expect(await axeViolations(page)).toEqual([])
      const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
      expect(await page.evaluate(overflow)).toBe(0)
      await page.getByRole('link', { name: 'Continue as jane' }).click()
      await page.waitForURL(`${server.url}/me`)
      expect(await page.locator('main').textContent()).toContain('jane')
      await context.close()
    }
  })

  it('gets nobody anywhere whose browser keeps no cookies', async () => {
    const context = await browser.newContext()
    keepsCookies = false
    const page = await context.newPage()
    let starts = 0
    page.on('request', (request) => {
      if (request.url().includes('/start?')) starts += 1
    })
    await page.goto(portal.url.replace('localhost', '127.0.0.1'))
    await page.getByText('Allow cookies for this site').waitFor()
    expect(starts).toBe(2)
    await context.close()
  })
})
