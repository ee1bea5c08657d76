import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, newDataDir, removeDataDir, type ServerProcess, startProcess } from '../process/server-process.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch } from '../ui/browser.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
// The README's picture is made here, on demand: a committed file must not change with every run.
const pictures = process.env.JITUP_PICTURES === 'true' ? `${repository}docs/images` : `${repository}test/.artifacts`

let dataDir: string
let server: ServerProcess
beforeAll(async () => {
  dataDir = newDataDir()
  mkdirSync(pictures, { recursive: true })
  server = await startProcess('demo', { PORT: String(await freePort()), JITUP_DATA: dataDir })
})
afterAll(async () => {
  await server.kill('SIGTERM')
  removeDataDir(dataDir)
})

describe('the demo', () => {
  it('prints where to go, and says on the first page what to do', async () => {
    expect(server.output()).toContain(`Open   ${server.url}`)
    const page = await (await fetch(server.url)).text()
    expect(page).toContain('John Best')
  })

  it('has an identity provider that speaks the language of the visitor', async () => {
    const asked = await fetch(`${server.url}/demo-idp`, { headers: { 'accept-language': 'de' } })
    expect(await asked.text()).toContain('Wer sind Sie heute?')
    expect(asked.headers.get('content-language')).toBe('de')
    const chosen = await fetch(`${server.url}/demo-idp?lang=de`, { redirect: 'manual' })
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, '/demo-idp'])
    const cookie = chosen.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(await (await fetch(`${server.url}/demo-idp`, { headers: { cookie } })).text()).toContain(
      'Wer sind Sie heute?',
    )
  })

  it('sends a visitor from another loopback name to the one that cookies know', async () => {
    const answer = await fetch(server.url.replace('localhost', '127.0.0.1'), { redirect: 'manual' })
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(`${server.url}/`)
  })

  it('is refused as data of a real server', async () => {
    const env = { PORT: String(await freePort()), JITUP_DATA: `${dataDir}/demo` }
    await expect(startProcess('serve', env)).rejects.toThrow(/belongs to the demo/)
  })
})

describeWith({ Chromium: chromiumPath() !== null }, 'the demo in a browser', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await launch()
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  })
  afterAll(() => browser.close())

  const johnSignsIn = async () => {
    await page.goto(server.url)
    await page.getByRole('link', { name: 'Sign in with Demo identity provider' }).click()
    await page.getByRole('button', { name: /John Best/ }).click()
    await page.getByRole('heading', { name: 'What will change' }).waitFor()
  }
  const main = () => page.getByRole('main').textContent()
  const signOut = () => page.getByRole('button', { name: /Sign out/i }).click()

  it('shows what John Best’s sign-in will change, then his contact with six columns and Type Employee', async () => {
    await johnSignsIn()
    await page.screenshot({ path: `${pictures}/what-will-change.png` })
    await page.getByRole('button', { name: /Confirm/ }).click()
    await page.getByRole('heading', { name: 'My contact' }).waitFor()
    const text = await main()
    for (const value of [
      'Bright Harbour Ltd',
      'Sales',
      'john.best@brightharbour.example',
      'John',
      'Best',
      '+44 20 7946 0142',
      'Employee',
    ]) {
      expect(text).toContain(value)
    }
    expect(text).toContain('Sales team')
  })

  it('then shows exactly what was edited at the identity provider, and takes a group that came empty', async () => {
    await signOut()
    await page.goto(`${server.url}/demo-idp/people/john-best`)
    await page.getByRole('textbox', { name: /Department/ }).fill('Research')
    await page.getByRole('textbox', { name: /memberOf/ }).fill('')
    await page.getByRole('button', { name: /Save/ }).click()
    await page.getByText('Saved. The next sign-on as John Best sends it.').waitFor()
    await page.getByRole('link', { name: 'Edit attributes of John Best' }).click()
    await page.getByRole('link', { name: 'Back without saving' }).click()
    await page.getByRole('heading', { name: 'Who are you today?' }).waitFor()
    await johnSignsIn()
    const plan = await main()
    expect(plan).toContain('Research')
    expect(plan).toContain('Sales team')
    await page.getByRole('button', { name: /Confirm/ }).click()
    await page.getByRole('heading', { name: 'My contact' }).waitFor()
    const text = await main()
    expect(text).toContain('Research')
    expect(text).not.toContain('Sales team')
  })
})
