import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import { type Browser, chromium, type Page } from 'playwright-core'

/** Where a Chromium is; null: nowhere. */
export const chromiumPath = (): string | null => {
  const path = process.env.JITUP_CHROMIUM ?? '/usr/bin/chromium'
  return existsSync(path) ? path : null
}

/**
 * Whether tests in a browser run here. Without one they are skipped and the report says so; in CI that is a failure.
 * @throws Error in CI without a Chromium
 */
export function hasBrowser(): boolean {
  if (chromiumPath() !== null) return true
  const reason = 'Tests in a browser need Chromium: install it, or name it in JITUP_CHROMIUM.'
  if (process.env.CI === 'true') throw new Error(reason)
  process.stderr.write(`Skipped. ${reason}\n`)
  return false
}

/** Starts a Chromium without a window. */
export function launch(): Promise<Browser> {
  const executablePath = chromiumPath()
  if (executablePath === null) throw new Error('There is no Chromium here.')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

/** A server on a free loopback port, until it is closed. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  port = 0,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = await new Promise<ServerType>((resolve) => {
    const started: ServerType = serve({ fetch, port, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://localhost:${address.port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** One thing that axe-core finds wrong. */
export interface AxeViolation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly where: readonly string[]
}

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

/** Which rules are asked: all, those of colours, or all others. Colours take most of the time, and depend on no width. */
export type AxeRules = 'all' | 'colours' | 'others'

/** What axe-core finds on the page as it is: serious and critical violations. */
export async function axeViolations(page: Page, rules: AxeRules = 'all'): Promise<AxeViolation[]> {
  // Evaluated by the browser's own tools, so the page's policy against foreign scripts stays as it is.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(await readFile(axePath, 'utf8'))
  const asked = {
    all: {},
    colours: { runOnly: ['color-contrast'] },
    others: { rules: { 'color-contrast': { enabled: false } } },
  }
  const options = { resultTypes: ['violations'], ...asked[rules] }
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as {
    violations: { id: string; impact: string; help: string; nodes: { target: string[] }[] }[]
  }
  return found.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map(({ id, impact, help, nodes }) => ({ id, impact, help, where: nodes.map((node) => node.target.join(' ')) }))
}
