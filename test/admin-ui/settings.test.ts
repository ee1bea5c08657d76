import type { Page } from 'playwright-core'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFetchPublic } from '../../src/net/fetch-public.ts'
import { createLocalAdministrator, resetLocalAdministrator } from '../../src/sign-on/local.ts'
import { readSettingsNamed, writeSetting } from '../../src/store/settings.ts'
import { listSpKeys } from '../../src/store/sp-keys.ts'
import { newReceiver } from '../notify/receiver.ts'
import { axeViolations, hasBrowser } from '../ui/browser.ts'
import { john } from '../ui/people.ts'
import { newSite, Visitor } from '../ui/site.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'

describe.skipIf(!hasBrowser())('Settings', () => {
  let ui: AdminUi
  let receiver: Awaited<ReturnType<typeof newReceiver>>
  beforeAll(async () => {
    receiver = await newReceiver()
    ui = await openAdminUi(async ({ app }) => {
      await createLocalAdministrator(app, 'rescue')
      Object.assign(app, { fetchPublic: createFetchPublic({ allowPrivateHosts: ['localhost'] }) })
    })
  })
  afterAll(async () => {
    await ui?.close()
    await receiver?.close()
  })

  const stored = (...names: string[]) => readSettingsNamed(ui.world.app.db, names)
  const later = (minutes: number) => {
    ui.world.clock.now = new Date(ui.world.clock.now.getTime() + minutes * 60_000)
  }
  const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
  /** Ada, who has proved just now who she is. */
  const open = async (path: string) => {
    const visitor = new Visitor(newSite(ui.world))
    await visitor.signOn('ada', {
      ...john,
      'First Name': ['Ada'],
      'Last Name': ['Admin'],
      Email: ['ada@jitup.example'],
    })
    return ui.open(path, { cookies: visitor.cookies })
  }

  it('of retention are changed over what was seen, and compared when somebody else was faster', async () => {
    const page = await open('/settings/keeping')
    await page.getByRole('textbox', { name: 'Values that arrived' }).fill('30')
    await page.getByText('Values that are older are dropped within the hour').waitFor()
    const redacted = page.getByRole('combobox', { name: 'Attributes whose values are never kept' })
    await redacted.click()
    // What arrives is offered.
    await page.getByRole('option', { name: 'Department' }).click()
    await redacted.press('Escape')
    await writeSetting(ui.world.app.db, 'claimsRetentionDays', 60)
    await writeSetting(ui.world.app.db, 'journalRetentionDays', 500)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const conflict = page.getByRole('alert').filter({ hasText: 'Somebody else was faster' })
    await conflict.waitFor()
    expect(await row(page, 'Values that arrived').innerText()).toMatch(/30\s+60/)
    expect(await stored('claimsRetentionDays')).toEqual({ claimsRetentionDays: 60 })
    expect(await axeViolations(page)).toEqual([])
    await conflict.getByRole('button', { name: 'Save mine over it' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    expect(await stored('claimsRetentionDays', 'journalRetentionDays', 'redactedAttributes')).toEqual({
      claimsRetentionDays: 30,
      journalRetentionDays: 500,
      redactedAttributes: ['Department'],
    })
    expect(await page.getByRole('textbox', { name: 'Sign-ins themselves' }).inputValue()).toBe('500 days')
    await page.context().close()
  }, 90_000)

  it('name the whole command that rescues an administrator of this server', async () => {
    const commandLine = { dataFolder: "/srv/jit's up", variables: ['JITUP_SECRET'] }
    Object.assign(ui.world.app, { commandLine })
    const page = await open('/settings/administrators')
    await page.getByText('Somebody is locked out').click()
    const command = page.getByText('jitup admin reset LOGIN')
    expect(await command.innerText()).toBe(`PUBLIC_URL=${ui.url} jitup admin reset LOGIN --data '/srv/jit'\\''s up'`)
    await page.getByText('Set these as they are for the server: JITUP_SECRET.').waitFor()
    await page.context().close()
  }, 60_000)

  it('refuse a broken logo where it is chosen, and call a wrong field as the screen does until it is typed in', async () => {
    const page = await open('/settings/general')
    const alert = page.getByRole('alert')
    const choose = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Choose a picture' }).click()
      await (await chooser).setFiles({ name, mimeType: 'image/png', buffer })
    }
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const preview = page.getByRole('complementary', { name: 'The sign-in page as it will be' }).locator('.mock-head')
    const name = await preview.innerText()
    for (const broken of [pixel.subarray(0, 20), Buffer.from('<svg/>')]) {
      await choose('logo.png', broken)
      await alert.getByText('This is no PNG, JPEG or WebP picture that can be shown.').waitFor()
      expect(await page.getByRole('img', { name: 'Logo' }).count()).toBe(0)
    }
    // A picture by what it is, not by what it is called; then it stands instead of the name, as on the real page.
    await choose('logo.webp', pixel)
    await alert.waitFor({ state: 'detached' })
    await preview.getByRole('img', { name }).waitFor()
    expect(await preview.innerText()).toBe('')
    const colour = page.getByRole('textbox', { name: 'Colour', exact: true })
    await colour.fill('teal')
    await page.getByRole('textbox', { name: 'Address of the privacy statement' }).fill('http:/nowhere')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await alert.filter({ hasText: 'Colour:' }).waitFor()
    expect(await alert.innerText()).not.toMatch(/brandColour|privacyUrl/)
    expect(await colour.getAttribute('aria-invalid')).toBe('true')
    await colour.fill('#0b5d67')
    expect(await colour.getAttribute('aria-invalid')).not.toBe('true')
    expect(await alert.innerText()).not.toContain('Colour:')
    await page.getByRole('textbox', { name: 'Address of the privacy statement' }).fill('')
    await alert.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    expect(await stored('brandColour', 'brandLogo')).toEqual({
      brandColour: '#0b5d67',
      brandLogo: `data:image/png;base64,${pixel.toString('base64')}`,
    })
    await page.context().close()
  }, 90_000)

  it('let a role with few rights be made, whose holder sees their part and no more', async () => {
    const page = await open('/settings/administrators')
    await page.getByRole('button', { name: 'New role with rights' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Help desk')
    await dialog.getByLabel('Read contacts, users, roles, lookups and sign-ins').check()
    await dialog.getByRole('button', { name: 'Make the role' }).click()
    await page.getByRole('heading', { name: 'Help desk' }).waitFor()
    await page.getByRole('combobox', { name: 'Give it to' }).fill('john')
    await page.getByRole('option', { name: /\(john\)/ }).click()
    await page.getByRole('button', { name: 'Give', exact: true }).click()
    await row(page, 'john').waitFor()
    await page.goto(`${ui.url}/admin/settings/administrators`)
    const held = row(page, 'john')
    await held.waitFor()
    expect(await held.innerText()).toContain('directory:read')
    expect(await held.innerText()).not.toContain('everything')
    await page.context().close()

    const visitor = new Visitor(newSite(ui.world))
    await visitor.signOn('john', john)
    const his = await ui.open('/settings', { cookies: visitor.cookies })
    await his.getByRole('heading', { name: 'Your sign-in' }).waitFor()
    const menu = his.getByRole('navigation', { name: 'Main' })
    expect(await menu.getByRole('link', { name: 'Contacts' }).count()).toBe(1)
    for (const name of ['Identity providers', 'Attribute mapping', 'Audit', 'Settings']) {
      expect(await menu.getByRole('link', { name, exact: true }).count()).toBe(0)
    }
    expect(await his.getByRole('link', { name: 'Administrators' }).count()).toBe(0)
    await his.goto(`${ui.url}/admin/settings/administrators`)
    await his.getByText('Your rights do not cover this.').waitFor()
    await his.context().close()
  }, 120_000)

  it('lead from one key of ours to the next, step by step', async () => {
    const keys = () => listSpKeys(ui.world.app.db)
    const [before] = await keys()
    const page = await open('/settings/keys')
    await page.getByRole('button', { name: 'Make the next key' }).click()
    await page.getByRole('link', { name: 'Download the certificate' }).waitFor()
    expect((await keys()).map(({ state }) => state)).toEqual(['active', 'next'])
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign with the new key' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign with the new key' }).click()
    await page.getByText('still published').waitFor()
    later(2)
    await page.getByRole('button', { name: 'Delete the old key' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the old key' }).click()
    await page.getByRole('button', { name: 'Make the next key' }).waitFor()
    const after = await keys()
    expect(after.map(({ state }) => state)).toEqual(['active'])
    expect(after[0]?.id).not.toBe(before?.id)
    await page.context().close()
  }, 90_000)

  it('are taken away as a file that changes nothing, and brought in when it says something else', async () => {
    const page = await open('/settings/configuration')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('jitup.yaml')
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const yaml = Buffer.concat(chunks).toString()
    await page.getByLabel('Or paste it').fill(yaml)
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByText('Everything is as the file says.').waitFor()
    await page.getByLabel('Or paste it').fill('roles: [{ nam: Approvers }]')
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByText(/mistakes? in the file/).waitFor()
    await page.getByLabel('Or paste it').fill('settings:\n  helpText: Ask the service desk.\n')
    await page.getByRole('button', { name: 'Show what would change' }).click()
    await page.getByText('1 thing would change.').waitFor()
    expect(await stored('helpText')).toEqual({})
    await page.getByRole('button', { name: 'Apply it' }).click()
    await page.getByText('1 thing was changed.').waitFor()
    expect(await stored('helpText')).toEqual({ helpText: 'Ask the service desk.' })
    await page.context().close()
  }, 90_000)

  it('tell a program: a webhook is made, its secret shown once, a test delivered and listed', async () => {
    const page = await open('/settings/notifications')
    await page.getByRole('button', { name: 'New webhook' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Address' }).fill('ftp://example.com')
    await dialog.getByRole('button', { name: 'Make the webhook' }).click()
    await dialog.getByText('must be an https address').first().waitFor()
    await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
    await dialog.getByRole('button', { name: 'Make the webhook' }).dblclick()
    await dialog.getByText('This is the secret.').waitFor()
    await dialog.locator('[role=status]:focus').waitFor()
    await page.keyboard.press('Enter')
    expect(await dialog.locator('code').innerText()).toMatch(/^whsec_/)
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    await page.getByRole('heading', { name: 'localhost' }).waitFor()
    expect(await page.content()).not.toContain('whsec_')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('It arrived.').waitFor()
    // The node tells of work as well, whenever its turn comes.
    const told = receiver.received.map(({ body }) => JSON.parse(body).type)
    expect(told.filter((type) => type !== 'work.new')).toEqual(['test'])
    await row(page, 'arrived').first().waitFor()
    receiver.how.answer = (_, to) => void to.writeHead(500).end()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('It did not arrive.').waitFor()
    expect(ui.complaints).toEqual([])
    await page.context().close()
  }, 90_000)

  it('let a program in by a token that ends by itself or is ended, and is shown once', async () => {
    const page = await open('/settings/tokens')
    await page.getByText('There are no tokens').waitFor()
    expect(await axeViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'New token' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('HR export')
    expect(await dialog.getByRole('button', { name: 'Make the token' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox', { name: 'directory:read' }).check()
    await dialog.getByRole('combobox', { name: 'Ends' }).click()
    await page.getByRole('option', { name: 'in 30 days' }).click()
    await dialog.getByRole('button', { name: 'Make the token' }).dblclick()
    const token = await dialog.locator('code').innerText()
    await dialog.getByRole('button', { name: 'Close' }).last().click()
    expect(await page.content()).not.toContain(token)
    const made = row(page, 'HR export')
    const ends = (await made.locator('td[data-title=Ends] time').getAttribute('datetime')) ?? ''
    expect(Math.round((new Date(ends).getTime() - Date.now()) / 86_400_000)).toBe(30)
    const ask = async () =>
      (await fetch(`${ui.url}/api/v1/contacts`, { headers: { authorization: `Bearer ${token}` } })).status
    expect(await ask()).toBe(200)
    await made.getByRole('button', { name: 'End' }).click()
    await dialog.getByRole('button', { name: 'End' }).click()
    await made.getByText('ended').waitFor()
    expect(await ask()).toBe(401)
    await page.context().close()
  }, 60_000)

  it('hold what a local administrator signs in by, and ask for it again before what is dangerous', async () => {
    const link = await resetLocalAdministrator(ui.world.app, 'rescue')
    const context = await ui.browser.newContext({ locale: 'en-GB' })
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true } as const),
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    })
    await page.goto(`${ui.url}/local${new URL(link.url).hash}`)
    await page.getByRole('button', { name: 'Use the link' }).click()
    await page.getByRole('heading', { name: 'How you sign in' }).waitFor()
    await page.goto(`${ui.url}/admin/settings/me`)
    await settled(page)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Blue key')
    await page.keyboard.press('Enter')
    await page.getByText('Blue key').waitFor()
    expect(await axeViolations(page)).toEqual([])
    later(11)
    const password = 'three calm herons'
    await page.getByLabel('New password').fill(password)
    await page.getByLabel('Once more').fill(password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    const proof = page.getByRole('dialog', { name: 'Is it still you?' })
    await proof.getByRole('button', { name: 'Use a passkey' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    later(11)
    await page.getByRole('button', { name: 'Remove: Blue key' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click()
    await proof.getByLabel('Your password').fill('three loud herons')
    await page.keyboard.press('Enter')
    await proof.getByText(/does not prove who you are/).waitFor()
    await proof.getByLabel('Your password').fill(password)
    await page.keyboard.press('Enter')
    await page.getByText('You have none yet.').waitFor()
    expect(await ui.world.app.db.query(sql`select 1 from passkeys`)).toEqual([])
    expect(await ui.world.app.db.query(sql`select 1 from local_passwords`)).toHaveLength(1)
    await context.close()
  }, 120_000)
})
