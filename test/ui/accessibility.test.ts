import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/messages/language.ts'
import { type AxeRules, axeViolations, hasBrowser, launch } from './browser.ts'
import { type Gallery, openGallery, type Picture } from './gallery.ts'

/** A folder for pictures of every page; none are made without it. */
const folder = process.env.JITUP_SCREENSHOTS ?? ''

const looks = [
  { look: 'light', rules: 'all', colorScheme: 'light', viewport: { width: 1280, height: 900 }, language: 'en' },
  // The dark look differs from the light one in its colours only.
  { look: 'dark', rules: 'colours', colorScheme: 'dark', viewport: { width: 1280, height: 900 }, language: 'en' },
  { look: 'phone', rules: null, colorScheme: 'light', viewport: { width: 390, height: 844 }, language: 'en' },
  // Words of another language differ in their length: what that breaks shows where there is little room.
  { look: 'phone-de', rules: 'others', colorScheme: 'light', viewport: { width: 390, height: 844 }, language: 'de' },
] as const satisfies readonly {
  readonly language: Language
  readonly rules: AxeRules | null
  readonly [option: string]: unknown
}[]

describe.skipIf(!hasBrowser())('every page in a browser', () => {
  let browser: Browser
  let gallery: Gallery
  beforeAll(async () => {
    gallery = await openGallery()
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await gallery?.close()
  })

  for (const { look, rules, language, ...options } of looks) {
    it(`has no serious accessibility violation, no blocked style and no sideways scrolling: ${look}`, async () => {
      const found: Record<string, unknown> = {}
      const context = await browser.newContext(options)
      for (const picture of gallery.pictures.filter((one) => one.language === language)) {
        const wrong = await lookAt(context, picture, look, rules)
        if (wrong.length > 0) found[picture.name] = wrong
      }
      await context.close()
      expect(found).toEqual({})
    }, 240_000)
  }
})

async function lookAt(
  context: BrowserContext,
  picture: Picture,
  look: string,
  rules: AxeRules | null,
): Promise<unknown[]> {
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Refused/i.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await open(context, page, picture)
  if (folder !== '') {
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${picture.name}-${look}.png`), fullPage: true })
  }
  const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  if (sideways > 0) complaints.push(`scrolls sideways by ${sideways} px`)
  const violations = rules === null ? [] : await axeViolations(page, rules)
  await page.close()
  return [...complaints, ...violations]
}

async function open(context: BrowserContext, page: Page, picture: Picture): Promise<void> {
  const { origin } = new URL(picture.url)
  await context.clearCookies()
  await context.addCookies([...picture.cookies].map(([name, value]) => ({ name, value, url: origin })))
  if (!picture.post) {
    await page.goto(picture.url)
    return
  }
  // From a page of the same origin, as a form of ours would.
  await page.goto(`${origin}/signed-out`)
  await page.evaluate(
    ({ url, fields }) => {
      const form = document.createElement('form')
      form.method = 'post'
      form.action = url
      for (const [name, value] of fields) {
        const input = document.createElement('input')
        input.type = 'hidden'
        input.name = name
        input.value = value
        form.append(input)
      }
      document.body.append(form)
      form.submit()
    },
    { url: picture.url, fields: Object.entries(picture.post) },
  )
  await page.waitForURL(picture.url)
  await page.waitForLoadState()
}
