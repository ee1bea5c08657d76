/** From an empty data folder to people who sign in with a real identity provider, by what stands on the screen alone. */
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SimpleSamlPhp, simplesamlphpIsHere, startSimpleSamlPhp } from '../idp/simplesamlphp.ts'
import { freePort, newDataDir, removeDataDir, type ServerProcess, startProcess } from '../process/server-process.ts'
import { describeWith } from '../setup/required.ts'
import { chromiumPath, launch } from '../ui/browser.ts'
import { type Hand, newHand } from './hand.ts'

const parts = { Chromium: chromiumPath() !== null, SimpleSAMLphp: simplesamlphpIsHere }

describeWith(parts, 'A first integration, by the administration alone', () => {
  let idp: SimpleSamlPhp
  let dataDir: string
  let server: ServerProcess
  let browser: Browser
  let ada: Hand
  let alice: Hand
  beforeAll(async () => {
    idp = await startSimpleSamlPhp(await freePort())
    dataDir = newDataDir()
    const env = { PORT: String(await freePort()), JITUP_DATA: dataDir, JITUP_ALLOW_PRIVATE_HOSTS: 'localhost' }
    server = await startProcess('serve', env)
    browser = await launch()
    ada = await newHand(browser)
    alice = await newHand(browser)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.kill('SIGTERM')
    await idp?.stop()
    removeDataDir(dataDir)
  })

  /** At the identity provider's own page; it asks each browser once. */
  const password = async ({ page }: Hand) => {
    const name = page.locator('[name=username]')
    await name.or(page.getByRole('heading').first()).first().waitFor()
    if (!(await name.isVisible())) return 0
    await name.fill('alice')
    await page.locator('[name=password]').fill('alice-pass-1')
    await page.locator('[name=password]').press('Enter')
    return 3
  }
  const aliceSignsIn = async () => {
    await alice.page.context().clearCookies({ domain: 'localhost', name: /^jitup/ })
    await alice.page.goto(server.url)
    await alice.click('Sign in with Acme OneLogin')
    await password(alice)
    await alice.reads('What is known about you')
  }
  const main = ({ page }: Hand) => page.getByRole('main').innerText()

  it('takes at most 40 clicks and fields', async () => {
    const { page } = ada
    await page.goto(/http:\S+\/setup#\S+/.exec(server.output())?.[0] ?? '')
    await ada.type('Login name', 'ada')
    await ada.type('New password', 'three calm herons')
    await ada.type('The same once more', 'three calm herons')
    await ada.click('Create and sign in')
    await ada.click('Connect')
    await ada.click(/^OneLogin/)
    await ada.type('Name', 'Acme OneLogin')
    await ada.click('Next')
    const download = page.waitForEvent('download')
    await ada.click('Our metadata')
    idp.register('both', await readFile(await (await download).path(), 'utf8'))
    await ada.click('It is created over there')
    await ada.type('Address of the metadata', idp.metadataUrl)
    await ada.click('Read it')
    await ada.click('Yes, this is it')
    await ada.click('Save it, switched off')
    await ada.click('Test sign-in now')
    const there = await password(ada)
    await ada.reads('It works')
    await ada.click('Use all 6')
    await ada.reads('because Company says so')
    await ada.click('Save the rows and switch it on')
    await ada.reads('People can sign in with it')

    // Groups, in the same go.
    await page.goBack()
    await ada.click('Give a role… app-users')
    await ada.click(/^Role for app-users/)
    await page.keyboard.type('Staff')
    await ada.click('New role…')
    await ada.click('Make the role')
    await ada.click('Save')
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await ada.reads(/Saved as version/)

    await aliceSignsIn()
    const took = ada.count() + there + 1 + 1
    expect(took).toBeLessThanOrEqual(40)
    const text = await main(alice)
    for (const value of ['Alice Åström-Łukasz', 'Acme GmbH', 'Engineering', '+49 30 1234567', 'Staff']) {
      expect(text).toContain(value)
    }
  }, 180_000)
})
