import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeViolations, hasBrowser } from '../ui/browser.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'
import { type Shot, shotsOf } from './shots.ts'

/** A folder for pictures of every page; none are made without it. */
const folder = process.env.JITUP_SCREENSHOTS ?? ''
/** Only pages whose name begins so: for whoever works at one. */
const only = process.env.SHOT ?? ''

const looks = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 }, locale: 'en-GB' },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 }, locale: 'en-GB' },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, locale: 'de-DE' },
} as const satisfies Readonly<Record<string, BrowserContextOptions>>

/** Looks at every page of the admin UI in one way. A file for each way: they run beside each other. */
export function lookAtEverything(look: keyof typeof looks): void {
  const options = looks[look]
  describe.skipIf(!hasBrowser())('Every page of the admin UI', () => {
    let ui: AdminUi
    let shots: readonly Shot[]
    beforeAll(async () => {
      ui = await openAdminUi()
      shots = (await shotsOf(ui.world)).filter((one) => one.name.startsWith(only))
    })
    afterAll(() => ui?.close())

    it(`has no serious accessibility violation, no refused style and no sideways scrolling: ${look}`, async () => {
      const found: Record<string, unknown> = {}
      for (const shot of shots) {
        const page = await ui.open(shot.path, options)
        // What is done on a page is written in English.
        if (look !== 'phone') await shot.act?.(page)
        await settled(page)
        // Things that move in have arrived.
        await page.evaluate('Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))')
        if (folder !== '') {
          mkdirSync(folder, { recursive: true })
          await page.screenshot({ path: join(folder, `${shot.name}-${look}.png`), fullPage: true })
        }
        const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
        const wrong: unknown[] = await axeViolations(page, look === 'dark' ? ['color-contrast'] : null)
        if (sideways > 0) wrong.push(`scrolls sideways by ${sideways} px`)
        wrong.push(...ui.complaints.splice(0))
        if (wrong.length > 0) found[shot.name] = wrong
        await page.context().close()
      }
      expect(found).toEqual({})
    }, 900_000)
  })
}
