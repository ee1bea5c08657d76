import { execFileSync } from 'node:child_process'
import { constants, createHash, privateDecrypt, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  createIdentityProvider,
  type EncryptOptions,
  encryptAssertion,
  encryptedAssertion,
  makeKeyPair,
} from '../../src/testing/index.ts'
import { skipXmlsec, xmlsecAccepts } from './oracles.ts'

const sp = makeKeyPair({ commonName: 'Service provider', now: new Date('2026-11-23T09:30:00Z') })
const idp = createIdentityProvider()

/** What xmlsec1 makes of an encrypted document; throws when it cannot read it. */
function xmlsecDecrypts(xml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'jitup-xmlsec-'))
  try {
    writeFileSync(join(folder, 'message.xml'), xml)
    writeFileSync(join(folder, 'key.pem'), sp.privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const args = ['--decrypt', '--privkey-pem', join(folder, 'key.pem'), '--id-attr:Id', 'EncryptedKey']
    return execFileSync('xmlsec1', [...args, join(folder, 'message.xml')], { stdio: 'pipe' }).toString()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const plain = '<a xmlns="urn:a">text</a>'

describe.skipIf(skipXmlsec)('xmlsec1 reads what the test identity provider encrypts', () => {
  test.each<EncryptOptions>([
    {},
    { data: 'aes128-gcm' },
    { data: 'aes192-gcm' },
    { data: 'aes128-cbc' },
    { data: 'aes192-cbc' },
    { data: 'aes256-cbc' },
    { data: 'tripledes-cbc' },
    { placement: 'sibling' },
  ])('%j', (options) => {
    expect(xmlsecDecrypts(encryptedAssertion(plain, sp.certificatePem, options))).toContain(plain)
  })
  test('and refuses what was spoilt', () => {
    for (const spoil of ['tag', 'text', 'key'] as const) {
      expect(() => xmlsecDecrypts(encryptedAssertion(plain, sp.certificatePem, { spoil }))).toThrow()
    }
  })
  test('and verifies a Response that was signed after its Assertion was encrypted, sibling keys or not', () => {
    const pem = new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).publicKey
    for (const placement of ['inside', 'sibling'] as const) {
      const xml = idp.respond({
        acsUrl: 'https://app.example/acs',
        audience: 'https://app.example',
        responseId: '_response',
        encrypt: { recipients: [sp.certificatePem, idp.keys.privateKey], placement },
      })
      expect(xml).not.toContain('<saml2:Assertion')
      expect(xmlsecAccepts(xml, '_response', pem.export({ type: 'spki', format: 'pem' }) as string)).toBe(true)
    }
  })
})

/** RFC 8017 section 7.1.2 by hand: xmlsec1 1.2 does not know `rsa-oaep`, whose mask has a hash of its own. */
function unwrapped(xml: string, hash: string, maskHash: string): Buffer | null {
  const value = /<xenc:EncryptedKey.*?<xenc:CipherValue>(.*?)</.exec(xml)?.[1] ?? ''
  const block = privateDecrypt(
    { key: sp.privateKey, padding: constants.RSA_NO_PADDING },
    Buffer.from(value, 'base64'),
  ).subarray(1)
  const xor = (bytes: Buffer, seed: Buffer) => {
    const mask: Buffer[] = []
    for (let n = 0; n * 20 < bytes.length; n += 1) {
      mask.push(
        createHash(maskHash)
          .update(seed)
          .update(Buffer.of(0, 0, 0, n))
          .digest(),
      )
    }
    const all = Buffer.concat(mask)
    return Buffer.from(bytes.map((byte, at) => byte ^ (all[at] ?? 0)))
  }
  const label = createHash(hash).digest()
  const masked = block.subarray(label.length)
  const data = xor(masked, xor(block.subarray(0, label.length), masked))
  if (!data.subarray(0, label.length).equals(label)) return null
  return data.subarray(data.indexOf(1, label.length) + 1)
}

test.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)('rsa-oaep makes digest and mask with %s', (oaepHash) => {
  const contentKey = Buffer.alloc(32, 7)
  const xml = encryptedAssertion('<a/>', sp.certificatePem, { key: 'rsa-oaep', oaepHash, contentKey })
  expect(unwrapped(xml, oaepHash, oaepHash)).toEqual(contentKey)
  expect(unwrapped(xml, oaepHash, oaepHash === 'sha1' ? 'sha256' : 'sha1')).toBeNull()
})

test('A Response without exactly one Assertion is not encrypted by mistake', () => {
  const none = idp.respond({ acsUrl: 'https://a.example', audience: 'a', withAssertion: false })
  expect(() => encryptAssertion(none, sp.certificatePem)).toThrow(RangeError)
})
