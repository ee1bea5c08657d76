import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../setup/required.ts'
import { chromiumPath } from '../ui/browser.ts'
import { type Installation, newInstallation, protectionOf } from './installation.ts'
import { simplesamlphpIsHere } from './simplesamlphp.ts'

describeWith(
  { SimpleSAMLphp: simplesamlphpIsHere, Chromium: chromiumPath() !== null },
  'what a real identity provider signs and encrypts',
  () => {
    let here: Installation
    beforeAll(async () => {
      here = await newInstallation({ wantEncryption: true })
      await here.api('POST', '/converters', { attributes: ['Email'], column: 'Email' })
    })
    afterAll(() => here?.end())

    const me = () => new URL(here.page.url()).pathname
    const accepted = { code: null, warnings: [] }

    it.each([
      ['assertion', { assertion: true, response: false, encrypted: null }],
      ['response', { assertion: false, response: true, encrypted: null }],
      ['both', { assertion: true, response: true, encrypted: null }],
      ['sealed', { assertion: false, response: true, encrypted: 'aes128-cbc' }],
    ])('signs alice on: %s', async (name, protection) => {
      await here.publish(name)
      const { answer, journaled } = await here.signOn()
      expect(protectionOf(answer)).toEqual(protection)
      expect(journaled).toMatchObject(accepted)
      expect(me()).toBe('/me')
      expect(await here.page.getByRole('main').textContent()).toContain('alice@acme.example')
    })

    it('refuses AES-CBC in a Response that is not signed, until the day that an administrator names, with a warning', async () => {
      await here.publish('encrypted')
      const refused = await here.signOn()
      expect(protectionOf(refused.answer)).toEqual({ assertion: false, response: false, encrypted: 'aes128-cbc' })
      expect(refused.journaled).toEqual({ outcome: 'refused', code: 'encryption_cbc_unsigned', warnings: [] })
      await here.page.getByRole('heading', { name: 'We could not sign you in' }).waitFor()
      expect(await here.page.content()).not.toContain('encryption')

      const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
      const excuse = (until: string) =>
        here.api('PATCH', '/providers/ssp', { settings: { exceptions: { 'cbc-unsigned': until } } })
      await excuse(day(-1))
      expect((await here.signOn()).journaled.code).toBe('encryption_cbc_unsigned')

      await excuse(day(1))
      const excused = await here.signOn()
      expect(protectionOf(excused.answer)).toEqual(protectionOf(refused.answer))
      expect(excused.journaled).toMatchObject({ code: null, warnings: ['cbc_unsigned'] })
      expect(me()).toBe('/me')
    })
  },
)
