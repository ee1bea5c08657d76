/** The genuine messages that the attacks start from, and our own verifier as the service provider under test. */
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Expectations } from '../../src/protocols/saml/index.ts'
import { verifyResponse } from '../../src/protocols/saml/index.ts'
import { type Attack, attacks, type Genuine } from '../../src/testing/index.ts'
import { acsUrl, expected, idp, respond, spEntityId } from '../saml/world.ts'
import { keptKeys } from '../setup/keys.ts'

export const shapes = ['assertion', 'response', 'both'] as const
export type Shape = (typeof shapes)[number]

export const victim = {
  nameId: 'ceo@victim.example',
  attributes: { Email: 'ceo@victim.example', memberOf: 'Administrators' },
}

export const john = {
  nameId: 'john.best@galaxy.example',
  attributes: { Email: ['john.best@galaxy.example'], memberOf: ['Engineers', 'Berlin'] },
}

export const certificatePem = new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).toString()
const encryptionKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })

export const genuine = (sign: Shape, more: Partial<Genuine> = {}): Genuine => ({
  xml: respond({
    sign,
    nameId: { value: john.nameId },
    attributes: john.attributes,
  }),
  idpCertificate: idp.keys.certificate,
  spEntityId,
  acsUrl,
  victim,
  idpKeys: idp.keys,
  encryptionKey: encryptionKeys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ...more,
})

/** What our verifier expects in these tests: it can decrypt. */
export const withDecryption: Expectations = { ...expected, decryptionKeys: [encryptionKeys.privateKey] }

/** Our verdict on one attack: step and code, or whether the person who was let in is still the genuine one. */
export function verdictOn(attack: Attack, expectations: Partial<Expectations> = {}): string {
  const verdict = verifyResponse(attack.formField(), { ...withDecryption, ...expectations })
  if (verdict.verdict === 'rejected') return `${verdict.step} ${verdict.code}`
  const { nameId, claims } = verdict.assertion
  const seen = { nameId: nameId?.value, claims: Object.fromEntries(claims) }
  return isDeepStrictEqual(seen, { nameId: john.nameId, claims: john.attributes })
    ? 'accepted unchanged'
    : 'accepted FORGED'
}

const made = new Map<Shape, readonly Attack[]>()

/** All attacks on one shape, made once: each time costs a few key pairs. */
export function attacksOn(sign: Shape): readonly Attack[] {
  const all = made.get(sign) ?? keptKeys(() => attacks(genuine(sign)))
  made.set(sign, all)
  return all
}
