import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'

const executablePath = process.env.JITUP_CHROMIUM ?? '/usr/bin/chromium'

/** False where no Chromium is installed. */
export const chromiumIsHere = existsSync(executablePath)

export interface BrowserOptions {
  readonly colorScheme?: 'light' | 'dark'
  readonly width?: number
}

/** A real browser with an empty profile. Close the context, and the browser ends. */
export async function openBrowser({
  colorScheme = 'light',
  width = 1280,
}: BrowserOptions = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'chromium-')), {
    executablePath,
    headless: true,
    colorScheme,
    viewport: { width, height: 900 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
