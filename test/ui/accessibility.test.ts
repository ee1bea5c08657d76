import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/messages/language.ts'
import { type AxeRules, axeViolations, hasBrowser, launch } from './browser.ts'
import { type Gallery, openGallery, type Picture } from './gallery.ts'

/** A folder for pictures of every page; none are made without it. */
const folder = process.env.JITUP_SCREENSHOTS ?? ''

interface Look {
  readonly name: string
  /** Null: only whether it scrolls sideways. */
  readonly rules: AxeRules | null
  readonly colorScheme: 'light' | 'dark'
  readonly viewport: { readonly width: number; readonly height: number }
}

const desk = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }

/** Each page is opened once in a language, and looked at in these ways. */
const looks: Readonly<Record<Language, readonly Look[]>> = {
  en: [
    { name: 'light', rules: 'all', colorScheme: 'light', viewport: desk },
    // The dark look differs from the light one in its colours only.
    { name: 'dark', rules: 'colours', colorScheme: 'dark', viewport: desk },
    { name: 'phone', rules: null, colorScheme: 'light', viewport: phone },
  ],
  // Words of another language differ in their length: what that breaks shows where there is little room.
  de: [{ name: 'phone-de', rules: 'others', colorScheme: 'light', viewport: phone }],
}

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

  for (const language of ['en', 'de'] as const) {
    it(`has no serious accessibility violation, no blocked style and no sideways scrolling: ${language}`, async () => {
      const found: Record<string, unknown> = {}
      const complaints: string[] = []
      const page = await (await browser.newContext()).newPage()
      page.on('console', (message) => {
        if (/Content Security Policy|Refused/i.test(message.text())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      for (const picture of gallery.pictures.filter((one) => one.language === language)) {
        await open(page, picture)
        const wrong: unknown[] = []
        for (const look of looks[language]) wrong.push(...(await lookAt(page, picture, look)))
        wrong.push(...complaints.splice(0))
        if (wrong.length > 0) found[picture.name] = wrong
      }
      await page.context().close()
      expect(found).toEqual({})
    }, 240_000)
  }
})

async function lookAt(page: Page, picture: Picture, { name, rules, colorScheme, viewport }: Look): Promise<unknown[]> {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme })
  if (folder !== '') {
    mkdirSync(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${picture.name}-${name}.png`), fullPage: true })
  }
  const wrong: unknown[] = rules === null ? [] : await axeViolations(page, rules)
  const sideways = (await page.evaluate('document.documentElement.scrollWidth - innerWidth')) as number
  if (sideways > 0) wrong.push(`scrolls sideways by ${sideways} px: ${name}`)
  return wrong
}

async function open(page: Page, picture: Picture): Promise<void> {
  const { origin } = new URL(picture.url)
  await page.context().clearCookies()
  await page.context().addCookies([...picture.cookies].map(([name, value]) => ({ name, value, url: origin })))
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
