/** Signatures that no honest signer would make. They start from what our own test identity provider writes. */
import { createHmac, sign } from 'node:crypto'
import { signXml, type TestKeys } from '../sign.ts'
import { DS, type Material } from './material.ts'
import { changed } from './outline.ts'

const SIGNED_INFO = /<ds:SignedInfo>(.*?)<\/ds:SignedInfo><ds:SignatureValue>[^<]*/s

/** Makes SignatureValue of the bytes of a canonical SignedInfo. */
export type Signer = (signedInfo: Buffer) => Buffer

export const rsa =
  (keys: TestKeys, hash = 'sha256'): Signer =>
  (data) =>
    sign(hash, data, keys.privateKey)

export const hmac =
  (key: string | Buffer, hash = 'sha256'): Signer =>
  (data) =>
    createHmac(hash, key).update(data).digest()

/** Changes the first SignedInfo and signs it again. */
export function resigned(xml: string, edit: (signedInfo: string) => string, signer: Signer): string {
  const info = SIGNED_INFO.exec(xml)?.[1]
  if (info === undefined) throw new RangeError('There is no SignedInfo.')
  const edited = edit(info)
  const value = signer(Buffer.from(`<ds:SignedInfo xmlns:ds="${DS}">${edited}</ds:SignedInfo>`)).toString('base64')
  return changed(xml, SIGNED_INFO, `<ds:SignedInfo>${edited}</ds:SignedInfo><ds:SignatureValue>${value}`)
}

/**
 * A message of an honest person whose SignedInfo is odd, signed with the identity provider's own key where the test has
 * it (so that nothing but the oddity can be a reason to refuse), otherwise changed after signing.
 */
export function oddlySigned(m: Material, edit: (signedInfo: string) => string): string {
  const keys = m.genuine.idpKeys
  if (keys === undefined) {
    return changed(m.xml, /(?<=<(?:[\w.-]+:)?SignedInfo[^>]*>).*?(?=<\/(?:[\w.-]+:)?SignedInfo>)/s, edit(infoOf(m)))
  }
  const inner = resigned(
    m.fake(keys, { sign: m.shape === 'response' ? 'response' : 'assertion' }, true),
    edit,
    rsa(keys),
  )
  return m.shape === 'both' ? signXml(inner, rootIdOf(inner), keys) : inner
}

const infoOf = (m: Material): string => {
  const plain = m.fake(m.attacker, { sign: 'assertion' }, true)
  const info = SIGNED_INFO.exec(plain)?.[1] ?? ''
  return changed(info, /(?<=URI="#)[^"]*/, m.shape === 'response' ? m.responseId : m.assertionId)
}

export const rootIdOf = (xml: string): string => / ID="([^"]*)"/.exec(xml)?.[1] ?? ''
