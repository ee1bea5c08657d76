import type { Browser, Locator, Page } from 'playwright-core'

/** Somebody at the screen, who finds things by the texts that stand there, and counts what it takes. */
export interface Hand {
  readonly page: Page
  /** Clicks and fields so far. */
  count(): number
  /** Clicks a button, a link, a choice or a tab by what it says. */
  click(says: string | RegExp): Promise<void>
  /** Fills the field that is called so. */
  type(label: string | RegExp, value: string): Promise<void>
  /** Fills a field that takes a day. */
  day(label: string, value: string): Promise<void>
  /** Waits until this can be read somewhere. */
  reads(text: string | RegExp): Promise<void>
}

const clickable = ['button', 'link', 'radio', 'tab', 'option', 'menuitem'] as const

/** A hand at a browser window of its own. */
export async function newHand(browser: Browser): Promise<Hand> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return handAt(page)
}

/** A hand at this page, which has done nothing yet. */
export function handAt(page: Page): Hand {
  let count = 0
  return {
    page,
    count: () => count,
    click: async (says) => {
      count++
      const named = { name: says, exact: typeof says === 'string' }
      const [first, ...others] = clickable.map((role) => page.getByRole(role, named))
      await others
        .reduce<Locator>((one, other) => one.or(other), first as Locator)
        .first()
        .click()
    },
    type: async (label, value) => {
      count++
      const named = { name: label, exact: typeof label === 'string' }
      await page.getByRole('textbox', named).or(page.getByRole('searchbox', named)).first().fill(value)
    },
    day: async (label, value) => {
      count++
      await page.getByLabel(label, { exact: true }).fill(value)
    },
    reads: (text) =>
      page
        .getByText(text, { exact: typeof text === 'string' })
        .first()
        .waitFor(),
  }
}
