import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AxeRules, axeViolations, hasBrowser } from '../ui/browser.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'
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
    })
    afterAll(() => ui?.close())

    it(`has no serious accessibility violation, no refused style and no sideways scrolling: ${screen}`, async () => {
      const window = await ui.window(screens[screen])
      const found: Record<string, unknown> = {}
      for (const shot of shots) {
        const page = await ui.open(shot.path, {}, window)
        // What is done on a page is written in English.
        if (screen === 'desktop') await shot.act?.(page)
        const isDesktop = screen === 'desktop'
        const wrong = await look(page, shot, isDesktop ? 'light' : screen, isDesktop ? 'all' : 'others')
        if (isDesktop) {
          await page.emulateMedia({ colorScheme: 'dark' })
          // Nothing but the colours is another.
          wrong.push(...(await look(page, shot, 'dark', 'colours')))
        }
        wrong.push(...ui.complaints.splice(0))
        if (wrong.length > 0) found[shot.name] = wrong
        await page.close()
      }
      expect(found).toEqual({})
    }, 900_000)
  })
}

/** Takes the picture, and finds what is wrong. */
async function look(page: Page, shot: Shot, name: string, rules: AxeRules): Promise<unknown[]> {
  await settled(page)
  // Things that move in have arrived.
  await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))')
  if (folder !== '') {
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${shot.name}-${name}.png`), fullPage: true })
  }
  const wrong: unknown[] = await axeViolations(page, rules)
  const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  if (sideways > 0) wrong.push(`scrolls sideways by ${sideways} px: ${name}`)
  return wrong
}
