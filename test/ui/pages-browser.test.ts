import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../../src/server/app.ts'
import { createLocalAdministrator, resetLocalAdministrator } from '../../src/sign-on/local.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { hasBrowser, launch, listen } from './browser.ts'
import { john, mapping } from './people.ts'
import { newSite, Visitor } from './site.ts'

describe.skipIf(!hasBrowser())('the pages in a browser', () => {
  let browser: Browser
  let world: World
  let server: { url: string; close(): Promise<void> }
  beforeAll(async () => {
    world = await newWorld()
    await setConverters(world, mapping)
    await addRole(world, 'Sales', 'Sales team')
    let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
    server = await listen((request) => fetch(request))
    fetch = createServer({ ...world.app, publicUrl: server.url, demo: true }).fetch
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await world?.end()
  })

  const open = async (visitor: Visitor, path: string, javaScriptEnabled: boolean) => {
    const context = await browser.newContext({ javaScriptEnabled })
    await context.addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: server.url })))
    const page = await context.newPage()
    await page.goto(`${server.url}${path}`)
    return page
  }
  const tested = async (nameId: string) => {
    const visitor = new Visitor(newSite(world, { ...world.app, demo: true }))
    const claims = { ...john, Email: [`${nameId}@brightharbour.example`] }
    const { location } = await visitor.signOn(nameId, claims, { test: true })
    return { visitor, path: location ?? '' }
  }

  for (const scripts of [true, false]) {
    it(`sign a person on who clicks Confirm twice, ${scripts ? 'with' : 'without'} scripts, and out again`, async () => {
      const { visitor, path } = await tested(`person-${scripts}`)
      const page = await open(visitor, path, scripts)
      await page.getByRole('button', { name: 'Confirm and sign in' }).dblclick({ noWaitAfter: true })
      // Not for the address: the second click breaks off the navigation of the first, which would end that waiting.
      await page.getByRole('heading', { level: 1, name: 'My contact' }).waitFor()
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('My contact')
      expect(await page.locator('main').textContent()).toContain('Bright Harbour Ltd')
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.waitForURL(`${server.url}/signed-out`)
      await page.goto(`${server.url}/me`)
      expect(page.url()).toContain('/?returnTo=/me')
      await page.context().close()
    })
  }

  it('can be used by keyboard alone, and show where the focus is', async () => {
    const { visitor, path } = await tested('keyboard')
    const page = await open(visitor, path, false)
    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    const confirm = page.getByRole('button', { name: 'Confirm and sign in' })
    for (let presses = 0; presses < 30; presses++) {
      await page.keyboard.press('Tab')
      if ((await page.locator(':focus').textContent()) === (await confirm.textContent())) break
    }
    await page.keyboard.press('Enter')
    await page.waitForURL(`${server.url}/me`)
    await page.context().close()
  })

  it('sign an administrator in by a link: its secret leaves the address, and a button alone is left', async () => {
    const { url } = await createLocalAdministrator(world.app, 'rescue')
    const { hash } = new URL(url)
    const page = await open(new Visitor(newSite(world)), `/local${hash}`, true)
    expect(page.url()).toBe(`${server.url}/local`)
    expect(await page.locator('#token').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Use the link' }).click()
    await page.waitForURL(`${server.url}/local/credentials`)
    await page.goto(`${server.url}/local${hash}`)
    await page.getByRole('button', { name: 'Use the link' }).click()
    await page.getByRole('alert').waitFor()
    await page.context().close()

    const again = new URL((await resetLocalAdministrator(world.app, 'rescue')).url).hash
    const plain = await open(new Visitor(newSite(world)), `/local${again}`, false)
    await plain.getByLabel('What stands behind # in the link').fill(again.slice(1))
    await plain.getByRole('button', { name: 'Use the link' }).click()
    await plain.waitForURL(`${server.url}/local/credentials`)
    await plain.context().close()
  })
})
