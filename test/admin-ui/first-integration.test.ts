/** From an empty data folder to people who sign in with a real identity provider, by what stands on the screen alone. */
import { X509Certificate } from 'node:crypto'
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
  const confirm = (title: string | RegExp, says: string) =>
    ada.page.getByRole('dialog', { name: title }).getByRole('button', { name: says, exact: true }).click()
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
    await ada.click('I have created it there')
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
    await confirm('What changes', 'Save')
    await ada.reads(/Saved as version/)

    await aliceSignsIn()
    // His confirming what is saved, and what Alice does: choosing the provider, and her password there.
    const took = ada.count() + there + 1 + 4
    expect(took).toBeLessThanOrEqual(40)
    const text = await main(alice)
    for (const value of ['Alice Åström-Łukasz', 'Acme GmbH', 'Engineering', '+49 30 1234567', 'Staff']) {
      expect(text).toContain(value)
    }
  }, 180_000)

  it('shows what a changed row would do, saves it, runs it on everybody, and takes it back', async () => {
    await ada.click('Attribute mapping')
    await ada.page.getByLabel('Attribute for Department').fill('Company')
    await ada.click('Try on past sign-ins')
    await ada.click('Try')
    await ada.reads('These changes make a difference to 1 of 1.')
    await ada.click('Save these changes…')
    await confirm('What changes', 'Save')
    await ada.click('Run now')
    await confirm('Carry it out now?', 'Run now')
    await ada.reads(/Carried out for 1 person/)
    await alice.page.reload()
    expect(await main(alice)).not.toContain('Engineering')
    await ada.click('Take it back')
    await confirm('Take it back?', 'Take it back')
    await ada.reads(/Taken back for 1 person/)
    await alice.page.reload()
    expect(await main(alice)).toContain('Engineering')
    await ada.page.keyboard.press('Escape')
  }, 120_000)

  it('goes back to an earlier version of the rules', async () => {
    await ada.click('Versions')
    await ada.click('Version 5')
    await ada.click('Go back to this version')
    await confirm(/./, 'Go back')
    await ada.reads('in force')
    await ada.click('Attribute mapping')
    // What was read before is shown until it has been read again.
    const department = ada.page.getByLabel('Attribute for Department')
    await expect.poll(() => department.inputValue()).toBe('Department')
  }, 120_000)

  it('tells why a person lost a role', async () => {
    idp.edit('alice', (attributes) => {
      attributes.memberOf = ['app-admins']
    })
    await alice.page.context().clearCookies()
    await aliceSignsIn()
    expect(await main(alice)).not.toContain('Staff')
    await ada.type('Find a person, a sign-in or a page', 'Alice')
    await ada.click(/^Alice/)
    const lost = ada.page.getByRole('listitem').filter({ hasText: 'taken away' }).filter({ hasText: 'Staff' })
    await lost.getByText('because the group that gave it is gone').waitFor()
    expect(await lost.innerText()).toContain('app-users')
  }, 120_000)

  it('rolls the certificate of the identity provider', async () => {
    const pem = idp.publishNextKey()
    const ends = new X509Certificate(pem).fingerprint256.slice(-17)
    await ada.click('Identity providers')
    await ada.click('Acme OneLogin')
    await ada.click('Certificates')
    await ada.click('Fetch now')
    const waits = ada.page.getByRole('listitem').filter({ hasText: ends })
    await waits.getByRole('button', { name: 'Approve…' }).click()
    await ada.click('The fingerprint is right: believe it')
    await ada.page.getByRole('dialog').waitFor({ state: 'detached' })
    idp.useNextKey()
    await alice.page.context().clearCookies()
    await aliceSignsIn()
    expect(await main(alice)).toContain('Alice Åström-Łukasz')
  }, 120_000)
})
