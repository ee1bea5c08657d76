import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { createIdentityProvider, toFormField } from '../../src/testing/index.ts'
import { fingerprintOf, keysNamed } from '../metadata/partner.ts'
import { publicUrl } from '../sign-on/world.ts'
import { hasBrowser, listen } from '../ui/browser.ts'
import { type AdminUi, openAdminUi, settled } from './admin-ui.ts'
import { nia } from './provider-shots.ts'

/** The identity provider's own site: whoever arrives with a request is sent back with the answer. */
async function identityProviderSite(ui: AdminUi) {
  const state = { idp: createIdentityProvider(), wrong: false }
  const site = await listen((request) => {
    const sent = new URL(request.url).searchParams
    const xml = inflateRawSync(Buffer.from(sent.get('SAMLRequest') ?? '', 'base64')).toString()
    const of = (name: string) => new RegExp(` ${name}="([^"]+)"`).exec(xml)?.[1] ?? ''
    ui.world.clock.now = new Date(ui.world.clock.now.getTime() + 1000)
    const answer = state.idp.respond({
      acsUrl: of('AssertionConsumerServiceURL'),
      audience: state.wrong ? 'https://elsewhere.example' : (/Issuer[^>]*>([^<]+)</.exec(xml)?.[1] ?? ''),
      inResponseTo: of('ID'),
      nameId: { value: 'nia.okafor' },
      attributes: nia,
    })
    const fields = { SAMLResponse: toFormField(answer), RelayState: sent.get('RelayState') ?? '' }
    const inputs = Object.entries(fields).map(
      ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
    )
    // The world was made for another address than the one at which it is served.
    const action = of('AssertionConsumerServiceURL').replace(publicUrl, ui.url)
    const form = `<form method="post" action="${action}">${inputs.join('')}</form>`
    return new Response(`${form}<script>document.forms[0].submit()</script>`, {
      headers: { 'content-type': 'text/html' },
    })
  })
  /** Which one it is from now on. */
  const become = (entityId: string) => {
    state.idp = createIdentityProvider({ entityId, ssoUrl: `${site.url}/sso`, now: () => ui.world.clock.now })
    return state.idp
  }
  return { state, become, close: site.close }
}

describe.skipIf(!hasBrowser())('Identity providers in the admin UI', () => {
  let ui: AdminUi
  let there: Awaited<ReturnType<typeof identityProviderSite>>
  beforeAll(async () => {
    ui = await openAdminUi()
    there = await identityProviderSite(ui)
  })
  afterAll(async () => {
    await ui?.close()
    await there?.close()
  })

  const provider = async (slug: string) => {
    const [row] = await ui.world.app.db.query<Record<string, unknown>>(
      sql`select name, enabled, preset, roles_mode, options, clock_skew from (select p.*, settings -> 'clockSkewSeconds' as clock_skew from providers p) p where slug = ${slug}`,
    )
    return row
  }
  const people = async () => {
    const [row] = await ui.world.app.db.query<{ n: number }>(sql`select count(*)::integer as n from users`)
    return row?.n
  }
  it('sets one up: product, our values, their metadata, people, a refused test, a good one, a new row, and on', async () => {
    const idp = there.become('https://bright.onelogin.example/saml/metadata/41')
    there.state.wrong = true
    const page = await ui.open('/providers')
    const failed: string[] = []
    page.on('response', (one) => {
      if (one.status() >= 400 && one.url().endsWith('/preview')) failed.push(one.url())
    })
    const before = await people()
    await page.getByRole('link', { name: 'New identity provider' }).click()
    await page.getByRole('radio', { name: /OneLogin/ }).check()
    // What is taken is told where it is typed: an address at once, a name only as a warning.
    const next = page.getByRole('button', { name: 'Next' })
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('ACME')
    await page.getByText('There is a provider of this name already (acme)').waitFor()
    await page.getByText('There is a provider acme already: choose another name in the URL.').waitFor()
    expect(await next.isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Name in the URL' }).fill('acme-two')
    await page.getByText('choose another name in the URL').waitFor({ state: 'detached' })
    expect(await next.isEnabled()).toBe(true)
    await page.getByRole('textbox', { name: 'Name in the URL' }).fill('bright-harbour')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Bright Harbour')
    await page.getByText('There is a provider of this name already').waitFor({ state: 'detached' })
    expect(await page.getByRole('textbox', { name: 'Name in the URL' }).inputValue()).toBe('bright-harbour')
    await next.click()

    // Our values, in the words of the product; a reload and Back lose nothing.
    await page.getByText('ACS (Consumer) URL', { exact: true }).waitFor()
    await page.reload()
    await page.getByText(`${ui.url}/sso/bright-harbour/acs`, { exact: true }).first().waitFor()
    await page.goBack()
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Bright Harbour')
    await page.goForward()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Our metadata' }).click()
    expect((await download).suggestedFilename()).toBe('jitup-bright-harbour.xml')
    const ours = await readFile(await (await download).path())
    await page.getByRole('button', { name: 'I have created it there' }).click()

    // An address that is not fetched is not called wrong metadata: another way is offered, and what allows it named.
    const refusal = page.getByRole('alert')
    await page.getByRole('textbox', { name: 'Address of the metadata' }).fill('http://idp.example/metadata')
    await page.getByRole('button', { name: 'Read it' }).click()
    await refusal.getByText('It must be an https address').waitFor()
    expect(await refusal.innerText()).not.toMatch(/private network|JITUP_ALLOW_PRIVATE_HOSTS/)
    await page.getByRole('textbox', { name: 'Address of the metadata' }).fill('https://localhost/metadata')
    await page.getByRole('button', { name: 'Read it' }).click()
    await refusal.getByText('This address is not fetched').waitFor()
    await refusal.getByText('JITUP_ALLOW_PRIVATE_HOSTS').waitFor()
    expect(await refusal.innerText()).not.toContain('https address')
    expect(await refusal.innerText()).not.toContain('This metadata cannot be used')

    // Their metadata as a file: what is none is refused with what to do, the right one shown back.
    await refusal.getByRole('button', { name: 'File' }).click()
    const file = page.getByLabel('Drop the metadata file here, or choose it')
    await file.setInputFiles({ name: 'wrong.xml', mimeType: 'text/xml', buffer: Buffer.from('<a/>') })
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByRole('alert').getByText('metadata_invalid').waitFor()
    await file.setInputFiles({ name: 'ours.xml', mimeType: 'text/xml', buffer: ours })
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByRole('alert').getByText('This is our own metadata').waitFor()
    await file.setInputFiles({ name: 'idp.xml', mimeType: 'text/xml', buffer: Buffer.from(idp.metadata()) })
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByText(idp.entityId).waitFor()
    expect(await provider('bright-harbour')).toBeUndefined()
    await page.getByRole('button', { name: 'Yes, this is it' }).click()

    // Taking everybody for new is no harmless choice where people are.
    const twice = page.getByText('There are people here already.')
    await twice.waitFor()
    await page.getByRole('radio', { name: 'E-mail address' }).check()
    expect(await twice.count()).toBe(0)
    expect(await page.getByRole('textbox', { name: 'Attribute' }).inputValue()).toBe('Email')
    await page.getByRole('button', { name: 'Save it, switched off' }).dblclick()
    await page.getByRole('link', { name: 'Test sign-in now' }).waitFor()
    expect(await provider('bright-harbour')).toMatchObject({
      name: 'Bright Harbour',
      enabled: false,
      preset: 'onelogin',
      roles_mode: 'sync',
      options: { link: [{ by: 'email', attribute: 'Email' }] },
    })

    // Refused: where, why, what to do; then once more.
    await page.getByRole('link', { name: 'Test sign-in now' }).click()
    await page.getByRole('heading', { name: 'The test was refused' }).waitFor()
    await page.getByText('audience_mismatch').first().waitFor()
    there.state.wrong = false
    await page.getByRole('link', { name: 'Try again' }).click()

    // The moment.
    await page.getByRole('heading', { name: 'It works' }).waitFor()
    const other = page.getByRole('link', { name: 'Try as somebody else' })
    expect(await other.getAttribute('href')).toMatch(/^\/sso\/bright-harbour\/start\?test=&forceAuthn=&/)
    const contact = page.getByRole('region', { name: 'The contact as it will be' })
    await contact.getByText('Nia Okafor').first().waitFor()
    expect(await contact.innerText()).toContain('because Department says so')
    expect(await contact.innerText()).not.toContain('Head of research')
    // What is not used stands in sight with the one click that uses it: switching on comes second.
    const end = page.getByRole('region', { name: 'Save and switch on' })
    await end.getByText('3 attributes are not used yet.').waitFor()
    const buttons = await end.getByRole('button').all()
    const variants = await Promise.all(buttons.map((one) => one.getAttribute('data-variant')))
    expect(await end.getByRole('button').allInnerTexts()).toEqual(['Use 2 of them', 'Switch it on'])
    expect(variants).toEqual(['filled', 'default'])
    await end.getByRole('button', { name: 'Use 2 of them' }).click()
    await page.getByRole('button', { name: 'Undo mobile' }).click()
    await contact.getByText('Head of research').waitFor()
    expect(await contact.innerText()).toContain('because title says so')
    await page.getByRole('heading', { name: 'New rows' }).waitFor()
    expect(await people()).toBe(before)
    await page.getByRole('button', { name: 'Save the rows and switch it on' }).click()
    await page.getByRole('heading', { name: 'Bright Harbour', level: 1, exact: true }).waitFor()
    const now = page.getByRole('status').filter({ hasText: 'People can sign in now' })
    await now.getByText(`${ui.url}/`, { exact: true }).waitFor()
    await now.getByRole('button', { name: 'Copy: Where people sign in' }).waitFor()
    await page.getByRole('listitem').filter({ hasText: 'a new person' }).getByText('worked').waitFor()
    await settled(page)
    expect(failed).toEqual([])
    expect(await provider('bright-harbour')).toMatchObject({ enabled: true })
    const rows = await ui.world.app.db.query(sql`
      select c.attributes, c.column_name, p.slug from converters c join providers p on p.id = c.provider_id`)
    expect(rows).toEqual([{ attributes: ['title'], column_name: 'JobTitle', slug: 'bright-harbour' }])
    expect(await people()).toBe(before)
    await page.context().close()
  }, 120_000)

  it('takes another document as the wizard does: read, compared with what is believed today, and then saved', async () => {
    const idp = there.become('https://bright.onelogin.example/saml/metadata/41')
    const believed = () =>
      ui.world.app.db.query<{ fingerprint: string }>(sql`
        select c.fingerprint from idp_certificates c join providers p on p.id = c.provider_id where slug = 'bright-harbour'`)
    const before = await believed()
    const page = await ui.open('/providers/bright-harbour/certificates')
    await page.getByText('Another address or a new document').click()
    await page.getByText('File', { exact: true }).click()
    const file = page.getByLabel('Drop the metadata file here, or choose it')
    await file.setInputFiles({ name: 'next.xml', mimeType: 'text/xml', buffer: Buffer.from(idp.metadata()) })
    await page.getByRole('button', { name: 'Read it' }).click()
    await page.getByText('new', { exact: true }).waitFor()
    await page.getByText('no longer in it').waitFor()
    expect(await believed()).toEqual(before)
    await page.getByRole('button', { name: 'Yes, this is it' }).click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Read it' }).waitFor()
    expect(await page.getByText('next.xml').count()).toBe(0)
    const after = await believed()
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
    await page.context().close()
  }, 60_000)

  it('is set up by keyboard alone', async () => {
    const idp = there.become('https://keys.example/idp')
    const page = await ui.open('/providers/new')
    const { keyboard } = page
    const active = () =>
      page.evaluate<string>('document.activeElement?.innerText || document.activeElement?.name || ""')
    /** Tab by tab, as somebody without a mouse would. */
    const to = async (what: RegExp) => {
      for (let steps = 0; steps < 80 && !what.test(await active()); steps++) await keyboard.press('Tab')
      expect(await active()).toMatch(what)
    }
    await to(/^preset$/)
    await keyboard.press('Space')
    for (let steps = 0; steps < 12 && !(await page.getByRole('radio', { name: /Other SAML/ }).isChecked()); steps++) {
      await keyboard.press('ArrowDown')
    }
    await keyboard.press('Tab')
    await keyboard.type('By keys')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Paste these over there' }).waitFor()
    await to(/^I have created it there$/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What does it say about itself?' }).waitFor()
    await to(/^mantine-/)
    await keyboard.press('ArrowRight')
    await keyboard.press('ArrowRight')
    await keyboard.press('Tab')
    await keyboard.insertText(idp.metadata())
    await to(/^Read it$/)
    await keyboard.press('Enter')
    await page.getByRole('button', { name: 'Yes, this is it' }).waitFor()
    await to(/^Yes, this is it$/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'What may a sign-in do?' }).waitFor()
    await to(/^Save it, switched off$/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Try it' }).waitFor()
    await to(/^Test sign-in now$/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'It works' }).waitFor()
    await to(/^Switch it on$/)
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'By keys', level: 1, exact: true }).waitFor()
    expect(await provider('by-keys')).toMatchObject({ enabled: true })
    await page.context().close()
  }, 120_000)

  it('believes a waiting key by its fingerprint, and lets another wait', async () => {
    const [good, other] = [keysNamed('next'), keysNamed('strange')]
    const notAfter = new Date('2036-01-01T00:00:00Z')
    await ui.world.app.db.transaction((tx) =>
      putWaitingCertificates(
        tx,
        ui.world.providerId,
        [good, other].map((keys) => ({
          pem: keys.certificatePem,
          fingerprint: fingerprintOf(keys),
          notAfter,
          firstSeen: ui.world.clock.now,
          dismissedAt: null,
        })),
      ),
    )
    const page = await ui.open('/providers')
    await page.getByText('2 keys wait').waitFor()
    await page.getByRole('link', { name: 'Acme' }).click()
    await page.getByRole('tab', { name: 'Certificates' }).click()
    const waits = (keys: typeof good) =>
      page
        .getByRole('listitem')
        .filter({ hasText: fingerprintOf(keys).slice(-6).toUpperCase().match(/../g)?.join(':') ?? '' })
    await waits(good).getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('dialog').getByText('Whoever has this key can sign in anybody.').waitFor()
    await page.getByRole('button', { name: 'The fingerprint is right: believe it' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await waits(other).getByRole('button', { name: 'Let it wait' }).click()
    await waits(other).getByText('dismissed').waitFor()
    const believed = await ui.world.app.db.query<{ fingerprint: string }>(sql`
      select fingerprint from idp_certificates where provider_id = ${ui.world.providerId}::uuid`)
    expect(believed.map((one) => one.fingerprint)).toContain(fingerprintOf(good))
    expect(believed.map((one) => one.fingerprint)).not.toContain(fingerprintOf(other))
    await page.context().close()
  }, 60_000)

  it('changes settings upon the version that was read; whoever is slower compares and chooses', async () => {
    const page = await ui.open('/providers/acme/troubleshooting')
    const skew = page.getByRole('textbox', { name: 'Clocks may differ by seconds' })
    await skew.fill('60')
    await ui.world.app.db.query(sql`
      update providers set settings = settings || '{"clockSkewSeconds": 90}', version = version + 1 where slug = 'acme'`)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const conflict = page.getByRole('alert')
    await conflict.getByText('Somebody else was faster').waitFor()
    expect((await conflict.getByRole('row', { name: /Clocks/ }).innerText()).split(/\s+/).slice(-2)).toEqual([
      '60',
      '90',
    ])
    expect(await provider('acme')).toMatchObject({ clock_skew: 90 })
    await conflict.getByRole('button', { name: 'Save mine over it' }).click()
    await expect.poll(() => provider('acme')).toMatchObject({ clock_skew: 60 })
    await conflict.waitFor({ state: 'detached' })

    await page.getByRole('switch', { name: 'SHA-1 and short RSA keys' }).click()
    await page.getByLabel('Until the end of').fill('2027-01-15')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    const [row] = await ui.world.app.db.query(
      sql`select settings -> 'exceptions' as e from providers where slug = 'acme'`,
    )
    expect(row).toEqual({ e: { 'legacy-algorithms': '2027-01-15' } })
    await page.context().close()
  }, 60_000)

  it('changes what groups mean, binds a domain, and is removed by the number of people', async () => {
    const page = await ui.open('/providers/acme/people')
    await page.getByRole('combobox', { name: 'If the identity provider sends no groups' }).click()
    await page.getByRole('option', { name: /There are none/ }).click()
    await page.getByRole('button', { name: 'Add a way' }).click()
    await page.getByRole('textbox', { name: 'Attribute', exact: true }).first().fill('Email')
    const save = page.getByRole('button', { name: 'Save', exact: true })
    const box = await save.boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900)
    await save.click()
    await page.getByText('Saved', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
    const [saved] = await ui.world.app.db.query(
      sql`select absent_groups, options -> 'link' as link from providers where slug = 'acme'`,
    )
    expect(saved).toEqual({ absent_groups: 'none', link: [{ by: 'email', attribute: 'Email' }] })

    await page.getByRole('tab', { name: 'Domains' }).click()
    await page.getByRole('textbox', { name: 'Domain' }).fill('acme.example')
    await page.getByRole('button', { name: 'Add' }).click()
    await page.getByRole('button', { name: 'Free acme.example' }).waitFor()
    const domains = await ui.world.app.db.query(sql`select domain from domains`)
    expect(domains).toEqual([{ domain: 'acme.example' }])

    await page.goto(`${ui.url}/admin/providers/by-keys/removal`)
    await settled(page)
    await page.getByRole('button', { name: 'Remove this provider' }).click()
    await page.getByRole('heading', { name: 'Identity providers', level: 1, exact: true }).waitFor()
    expect(await provider('by-keys')).toBeUndefined()
    await page.goto(`${ui.url}/admin/providers/acme/removal`)
    await page.getByText('people are known by it').waitFor()
    const remove = page.getByRole('button', { name: 'Remove this provider' })
    await page.getByRole('textbox', { name: 'How many people is it about?' }).fill('1')
    expect(await remove.isDisabled()).toBe(true)
    await page.context().close()
  }, 60_000)

  it('asks for a proof of presence before a key is believed, at the provider by which one has signed in', async () => {
    const page = await ui.open('/providers/acme/certificates')
    ui.world.clock.now = new Date(ui.world.clock.now.getTime() + 11 * 60_000)
    await page.getByRole('button', { name: 'Approve…' }).click()
    await page.getByRole('button', { name: 'The fingerprint is right: believe it' }).click()
    const again = page.getByRole('link', { name: 'Sign in again in a new window' })
    await page
      .getByRole('dialog')
      .getByText('A key is believed: whoever has it can sign in anybody with Acme.')
      .waitFor()
    expect(await again.getAttribute('href')).toMatch(/^\/sso\/acme\/start\?forceAuthn=&returnTo=%2Fproven$/)
    const believed = await ui.world.app.db.query(sql`
      select 1 from idp_certificates where provider_id = ${ui.world.providerId}::uuid`)
    expect(believed).toHaveLength(2)
    await page.context().close()
    expect(ui.complaints).toEqual([])
  }, 60_000)
})
