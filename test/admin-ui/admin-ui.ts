import type { Request as Asked, Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { createServer } from '../../src/server/app.ts'
import { addRole, newWorld, setConverters, type World } from '../sign-on/world.ts'
import { launch, listen } from '../ui/browser.ts'
import { john, mapping } from '../ui/people.ts'
import { makeAdministrator, newSite, Visitor } from '../ui/site.ts'

/** The admin UI of a filled installation, served, with Ada the administrator signed in. */
export interface AdminUi {
  readonly world: World
  readonly url: string
  /** Of Ada. */
  readonly cookies: ReadonlyMap<string, string>
  readonly browser: Browser
  /** Everything the pages complained about: scripts that failed, and what their policy refused. */
  readonly complaints: string[]
  /** A browser window in which somebody is signed in, for several pages; what one has loaded the next has at hand. */
  window(options?: Opening): Promise<BrowserContext>
  /** Opens a page below `/admin`, in a window of its own or in this one, and waits until it has loaded what it shows. */
  open(path: string, options?: Opening, inside?: BrowserContext): Promise<Page>
  close(): Promise<void>
}

export type Opening = BrowserContextOptions & {
  /** Signed in as somebody else than Ada. */
  readonly cookies?: ReadonlyMap<string, string>
}

/**
 * Starts it: John Best has signed on three times, with other groups and another department, Zoe once and somebody late was
 * refused; the mapping is the one of the demo, three roles follow from groups.
 */
export async function openAdminUi(fill: (world: World) => Promise<void> = async () => {}): Promise<AdminUi> {
  const world = await newWorld()
  const cookies = await people(world)
  await fill(world)
  const served = await serveWorld(world)
  const browser = await launch()
  const complaints: string[] = []
  const window: AdminUi['window'] = async ({ cookies: others, ...options } = {}) => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options })
    const signedIn = [...(others ?? cookies)].map(([name, value]) => ({ name, value, url: served.url }))
    await context.addCookies(signedIn)
    return context
  }
  return {
    world,
    url: served.url,
    cookies,
    browser,
    complaints,
    window,
    open: async (path, options = {}, inside = undefined) => {
      const page = await (inside ?? (await window(options))).newPage()
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('console', (message) => {
        if (/Content Security Policy|Refused to/i.test(message.text())) complaints.push(message.text())
      })
      page.setDefaultTimeout(20_000)
      countRequests(page)
      await page.goto(`${served.url}/admin${path}`)
      await settled(page)
      return page
    },
    close: async () => {
      await browser.close()
      await served.close()
      await world.end()
    },
  }
}

/** Goes to another page below `/admin` without loading the program again, as a link on it does. */
export async function goOn(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', to), `/admin${path}`)
  // Drawn once: what the page reads is under way.
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))')
  await settled(page)
}

/** Requests of a page that have not ended yet. */
const underWay = new WeakMap<Page, Set<Asked>>()

function countRequests(page: Page): void {
  const requests = new Set<Asked>()
  underWay.set(page, requests)
  page.on('request', (request) => requests.add(request))
  page.on('requestfinished', (request) => requests.delete(request))
  page.on('requestfailed', (request) => requests.delete(request))
}

/** Waits until nothing on the page is being read any more: no request for a moment, and nothing that says so. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  const requests = underWay.get(page) ?? new Set<Asked>()
  for (let [quiet, end] = [0, Date.now() + 20_000]; quiet < 3 && Date.now() < end; ) {
    await page.waitForTimeout(40)
    quiet = requests.size === 0 ? quiet + 1 : 0
  }
  const reading = page.locator('[aria-busy=true], [role=status] .mantine-Skeleton-root')
  // Asked from here: a page may not evaluate what it is told, and that is as it should be.
  for (const end = Date.now() + 20_000; (await reading.count()) > 0; ) {
    if (Date.now() > end) throw new Error('The page is still reading something.')
    await page.waitForTimeout(25)
  }
}

async function serveWorld(world: World): Promise<{ url: string; close(): Promise<void> }> {
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
  const server = await listen((request) => fetch(request))
  fetch = createServer(Object.create(world.app, { publicUrl: { value: server.url } })).fetch
  return server
}

async function people(world: World): Promise<ReadonlyMap<string, string>> {
  const site = newSite(world)
  await setConverters(world, mapping)
  await addRole(world, 'Sales', 'Sales team')
  await addRole(world, 'London office')
  await addRole(world, 'Field staff', 'Field')
  const ada = new Visitor(site)
  await ada.signOn('ada', { ...john, 'First Name': ['Ada'], 'Last Name': ['Admin'], Email: ['ada@jitup.example'] })
  await makeAdministrator(world, 'ada')
  const person = new Visitor(site)
  await person.signOn('john', john)
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  await person.signOn('john', { ...john, Department: ['Research'], memberOf: ['Field', 'London office'] })
  const zoe = {
    ...john,
    'First Name': ['<script>alert(1)</script>'],
    'Last Name': [`\u202eevil\u202c ${'W'.repeat(90)}`],
  }
  await new Visitor(site).signOn('zoe', { ...zoe, Department: ['x'.repeat(900)], Email: ['zoe@brightharbour.example'] })
  await new Visitor(site).signOn('late', john, { response: { notOnOrAfter: new Date('2026-01-01T00:00:00Z') } })
  return ada.cookies
}
