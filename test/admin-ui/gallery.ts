import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AxeRules, axeViolations, hasBrowser } from '../ui/browser.ts'
import { type AdminUi, goOn, openAdminUi, settled } from './admin-ui.ts'
import { type Shot, shotsOf } from './shots.ts'

/** A folder for pictures of every page; none are made without it. */
const folder = process.env.JITUP_SCREENSHOTS ?? ''
/** Only pages whose name begins so: for whoever works at one. */
const only = process.env.SHOT ?? ''

const screens = {
  desktop: { colorScheme: 'light', viewport: { width: 1280, height: 900 }, locale: 'en-GB' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, locale: 'de-DE' },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>

/** Looks at every page of the admin UI on one screen. A file for each: they run beside each other. */
export function lookAtEverything(screen: keyof typeof screens): void {
  describe.skipIf(!hasBrowser())('Every page of the admin UI', () => {
    let ui: AdminUi
    let shots: readonly Shot[]
    beforeAll(async () => {
      ui = await openAdminUi()
      shots = (await shotsOf(ui.world)).filter((one) => one.name.startsWith(only))
      // What is done on a page is written in English, and the telephone reads German: each page as it comes, once.
      if (screen === 'phone') shots = onePerPath(shots)
    })
    afterAll(() => ui?.close())

    it(`has no serious accessibility violation, no refused style and no sideways scrolling: ${screen}`, async () => {
      const window = await ui.window(screens[screen])
      const found: Record<string, unknown> = {}
      let page: Page | null = null
      for (const shot of shots) {
        if (page === null) page = await ui.open(shot.path, {}, window)
        else await goOn(page, shot.path)
        if (shot.act) {
          await shot.act(page)
          await settled(page)
        }
        const wrong =
          screen === 'phone'
            ? await look(page, shot, 'phone', 'others')
            : [...(await look(page, shot, 'light', 'all')), ...(await lookInTheDark(page, shot))]
        wrong.push(...ui.complaints.splice(0))
        if (wrong.length > 0) found[shot.name] = wrong
        // Whatever was done on it is on no other page.
        if (!shot.act) continue
        await page.close()
        page = null
      }
      expect(found).toEqual({})
    }, 900_000)
  })
}

const onePerPath = (shots: readonly Shot[]): readonly Shot[] =>
  shots
    .filter(({ path }, at) => shots.findIndex((one) => one.path === path) === at)
    .map(({ name, path }) => ({ name, path }))

/** Nothing but the colours is another. */
async function lookInTheDark(page: Page, shot: Shot): Promise<unknown[]> {
  await colours(page, 'dark')
  const wrong = await look(page, shot, 'dark', 'colours')
  await colours(page, 'light')
  return wrong
}

async function colours(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor({ state: 'attached' })
}

/** Brings to its end what moves in and whatever changes colour; what turns without end is left to turn. */
const comeToRest = `(async () => {
  for (let still = 0; still < 3; ) {
    const moving = document.getAnimations().filter(
      (one) => one.playState === 'running' && one.effect.getComputedTiming().endTime !== Infinity)
    for (const one of moving) one.finish()
    still = moving.length === 0 ? still + 1 : 0
    await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
  }
})()`

/** Takes the picture, and finds what is wrong. */
async function look(page: Page, shot: Shot, name: string, rules: AxeRules): Promise<unknown[]> {
  await page.evaluate(comeToRest)
  if (folder !== '') {
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${shot.name}-${name}.png`), fullPage: true })
  }
  const wrong: unknown[] = await axeViolations(page, rules)
  const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  if (sideways > 0) wrong.push(`scrolls sideways by ${sideways} px: ${name}`)
  return wrong
}
