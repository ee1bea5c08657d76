import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../setup/required.ts'
import { chromiumPath } from '../ui/browser.ts'
import { type Installation, newInstallation, protectionOf, recipientAmong, signerAmong } from './installation.ts'
import { simplesamlphpIsHere } from './simplesamlphp.ts'

describeWith(
  { SimpleSAMLphp: simplesamlphpIsHere, Chromium: chromiumPath() !== null },
  'keys that change while a real identity provider signs people on',
  () => {
    let here: Installation
    beforeAll(async () => {
      here = await newInstallation({ wantEncryption: true })
    })
    afterAll(() => here?.end())

    const signedIn = { code: null, warnings: [] }

    it('theirs: a new key waits until it is approved, then both are believed, then the new one alone', async () => {
      const { api, idp, signOn } = here
      await here.publish('assertion')
      const refresh = () => api('POST', '/providers/ssp/refresh')
      const prints = (list: { fingerprint: string }[]) => list.map((one) => one.fingerprint)
      const certificateIn = (answer: string) => {
        const base64 = /<ds:X509Certificate>([^<]+)</.exec(answer)?.[1] ?? ''
        return new X509Certificate(Buffer.from(base64, 'base64')).fingerprint256.replaceAll(':', '').toLowerCase()
      }

      const before = await signOn()
      const old = certificateIn(before.answer)
      expect(before.journaled).toMatchObject(signedIn)
      expect(prints((await api('GET', '/providers/ssp')).certificates)).toEqual([old])

      const next = new X509Certificate(idp.publishNextKey()).fingerprint256.replaceAll(':', '').toLowerCase()
      const announced = await refresh()
      expect([prints(announced.certificates), prints(announced.waitingCertificates)]).toEqual([[old], [next]])
      expect((await signOn()).journaled).toMatchObject(signedIn)

      const approved = await api('POST', `/providers/ssp/certificates/${next}/approve`)
      expect(prints(approved.certificates).toSorted()).toEqual([old, next].toSorted())
      const during = await signOn()
      expect([certificateIn(during.answer), during.journaled]).toMatchObject([old, signedIn])

      idp.useNextKey()
      const after = await signOn()
      expect([certificateIn(after.answer), after.journaled]).toMatchObject([next, signedIn])
      expect(prints((await refresh()).certificates)).toEqual([next])
      expect((await signOn()).journaled).toMatchObject(signedIn)

      const events = (await api('GET', '/trust-events?provider=ssp')).items.map((one: { kind: string }) => one.kind)
      expect(events.filter((kind: string) => kind.startsWith('key'))).toEqual([
        'keys_retired',
        'key_approved',
        'keys_waiting',
      ])
    })

    it('theirs, without a warning: nobody signs on until the new key is approved', async () => {
      const { api, idp, signOn } = here
      const next = new X509Certificate(idp.publishNextKey()).fingerprint256.replaceAll(':', '').toLowerCase()
      idp.useNextKey()
      expect((await signOn()).journaled).toMatchObject({ outcome: 'refused', code: 'signature_invalid' })
      const waiting = await api('POST', '/providers/ssp/refresh')
      expect(waiting.waitingCertificates).toMatchObject([{ fingerprint: next }])
      expect((await signOn()).journaled.code).toBe('signature_invalid')
      await api('POST', `/providers/ssp/certificates/${next}/approve`)
      expect((await signOn()).journaled).toMatchObject(signedIn)
    })

    it('ours: requests are believed and sealed answers are read in every state, whichever metadata the partner has', async () => {
      const { api, running, signOn, publish } = here
      const all: KeyObject[] = running.app.keys.map((one) => one.privateKey)
      const known = all.map((one) => createPublicKey(one))
      /** Signs on. @returns by their order of making: our key that signed the request, and the one the answer is sealed for */
      const keysUsed = async () => {
        const { request, answer, journaled } = await signOn()
        expect(journaled).toMatchObject(signedIn)
        expect(protectionOf(answer)).toEqual({ assertion: false, response: true, encrypted: 'aes128-cbc' })
        return { signed: signerAmong(all, request), sealed: recipientAmong(all, answer) }
      }
      const [first, second] = [0, 1]

      await publish('sealed')
      expect(await keysUsed()).toEqual({ signed: first, sealed: first })

      const added = await api('POST', '/sp-keys')
      const withNext = running.app.keys.map((one) => one.privateKey)
      all.push(...withNext.filter((key) => !known.some((one) => one.equals(createPublicKey(key)))))
      expect([added.state, all.length]).toEqual(['next', 2])
      expect(await keysUsed()).toEqual({ signed: first, sealed: first })
      await publish('sealed')
      expect(await keysUsed()).toEqual({ signed: first, sealed: first })

      await api('POST', `/sp-keys/${added.id}/activate`)
      // The partner has learnt the new key already, and does not know yet that it should encrypt for it.
      expect(await keysUsed()).toEqual({ signed: second, sealed: first })
      await publish('sealed')
      expect(await keysUsed()).toEqual({ signed: second, sealed: second })

      here.ahead(61)
      const retiring = (await api('GET', '/sp-keys')).items.find((one: { state: string }) => one.state === 'retiring')
      await api('POST', `/sp-keys/${retiring.id}/retire`)
      expect(await keysUsed()).toEqual({ signed: second, sealed: second })
      await publish('sealed')
      expect(await keysUsed()).toEqual({ signed: second, sealed: second })
      expect(running.app.keys).toHaveLength(1)
    })
  },
)
