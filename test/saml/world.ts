/** One identity provider, one service provider and a clock for the tests of the SAML trust core. */
import { generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { expect } from 'vitest'
import type { Assertion } from '../../src/core/types.ts'
import type { Rejection } from '../../src/protocols/protocol.ts'
import { type Expectations, verifyResponse, verifyResponseXml } from '../../src/protocols/saml/index.ts'
import { createIdentityProvider, type ResponseOptions, toFormField } from '../../src/testing/index.ts'

export const now = new Date('2026-11-23T09:30:00.000Z')
export const acsUrl = 'https://app.example/sso/example/acs'
export const spEntityId = 'https://app.example/sso/example/metadata'
export const idp = createIdentityProvider({ now: () => now })
export const idpKey = new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).publicKey
export const attacker = createIdentityProvider({ entityId: idp.entityId, now: () => now })

export const expected: Expectations = {
  idpEntityId: idp.entityId,
  spEntityId,
  acsUrl,
  keys: [idpKey],
  now,
  request: { kind: 'id', id: '_request' },
}

/** A good Response but for what is given. */
export const respond = (options: Partial<ResponseOptions> = {}): string =>
  idp.respond({
    acsUrl,
    audience: spEntityId,
    inResponseTo: '_request',
    attributes: { Email: ['john@x.example'] },
    ...options,
  })

export const judge = (xml: string | Uint8Array, expectations: Partial<Expectations> = {}) => {
  const all = { ...expected, ...expectations }
  return typeof xml === 'string' ? verifyResponse(toFormField(xml), all) : verifyResponseXml(xml, all)
}

export function accepted(xml: string, expectations: Partial<Expectations> = {}): Assertion {
  const verdict = judge(xml, expectations)
  expect(verdict).toMatchObject({ verdict: 'accepted' })
  if (verdict.verdict !== 'accepted') throw new Error(verdict.code)
  return verdict.assertion
}

/** Refused, with this code at this step. A good message afterwards is still accepted: nothing of a bad one stays behind. */
export function refused(
  xml: string | Uint8Array,
  code: string,
  step: string,
  expectations: Partial<Expectations> = {},
): Rejection {
  const verdict = judge(xml, expectations)
  expect(verdict).toMatchObject({ verdict: 'rejected', code, step })
  if (verdict.verdict !== 'rejected') throw new Error('accepted')
  return verdict
}

/** Puts `insert` before the first `marker`. Throws when the marker is not there: an edit must change something. */
export function insertBefore(xml: string, marker: string, insert: string): string {
  return change(xml, marker, `${insert}${marker}`)
}

export function change(xml: string, from: string | RegExp, to: string): string {
  const changed = xml.replace(from, () => to)
  if (changed === xml) throw new Error(`Nothing to change at ${from}`)
  return changed
}

/** The whole element with this qualified name, from its first start tag to the matching last end tag. */
export function element(xml: string, name: string): string {
  const found = new RegExp(`<${name}[ >].*</${name}>`, 's').exec(xml)?.[0]
  if (found === undefined) throw new Error(`No ${name}`)
  return found
}

export const ecKeys = (namedCurve: string): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync('ec', { namedCurve })
export const rsaKeys = (modulusLength: number): { privateKey: KeyObject; publicKey: KeyObject } =>
  generateKeyPairSync('rsa', { modulusLength })
