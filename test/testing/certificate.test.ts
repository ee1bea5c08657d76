import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeKeyPair, readKeyPair } from '../../src/protocols/saml/certificate.ts'

const now = new Date('2026-11-05T10:20:30.400Z')

test('a certificate is self-signed with SHA-256 and carries the public half of its key', () => {
  const { privateKey, certificate, certificatePem } = makeKeyPair({ commonName: 'jitup', now })
  const read = new X509Certificate(certificatePem)
  expect(read.verify(read.publicKey)).toBe(true)
  expect(read.checkIssued(read)).toBe(true)
  expect(read.checkPrivateKey(privateKey)).toBe(true)
  expect(read.raw.toString('base64')).toBe(certificate)
  expect(read.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048)
  expect(read.ca).toBe(false)
  // 1.2.840.113549.1.1.11, in the signed part and behind it.
  expect(read.raw.toString('hex').split('06092a864886f70d01010b')).toHaveLength(3)
})

test('a changed byte breaks the signature', () => {
  const raw = new X509Certificate(makeKeyPair({ commonName: 'jitup', now }).certificatePem).raw
  const at = raw.lastIndexOf('jitup')
  raw.write('jitap', at)
  const read = new X509Certificate(raw)
  expect(read.subject).toBe('CN=jitap')
  expect(read.verify(read.publicKey)).toBe(false)
})

test('a certificate is valid from the given second, for ten years or as long as asked', () => {
  const ten = new X509Certificate(makeKeyPair({ commonName: 'jitup', now }).certificatePem)
  expect(ten.validFrom).toBe('Nov  5 10:20:30 2026 GMT')
  expect(ten.validTo).toBe('Nov  5 10:20:30 2036 GMT')
  const two = new X509Certificate(makeKeyPair({ commonName: 'jitup', now, years: 2 }).certificatePem)
  expect(two.validTo).toBe('Nov  5 10:20:30 2028 GMT')
})

test('years from 2050 on are written as GeneralizedTime, years before as UTCTime', () => {
  const { raw, validFrom, validTo } = new X509Certificate(
    makeKeyPair({ commonName: 'jitup', now: new Date('2049-12-31T23:59:59Z'), years: 1 }).certificatePem,
  )
  expect(validFrom).toBe('Dec 31 23:59:59 2049 GMT')
  expect(validTo).toBe('Dec 31 23:59:59 2050 GMT')
  const validity = Buffer.concat([
    Buffer.of(0x17, 13),
    Buffer.from('491231235959Z'),
    Buffer.of(0x18, 15),
    Buffer.from('20501231235959Z'),
  ])
  expect(raw.includes(validity)).toBe(true)
})

test('a name with umlauts, commas and other scripts is kept as UTF-8', () => {
  const commonName = 'Müller & Söhne, Anmeldung 登録'
  const read = new X509Certificate(makeKeyPair({ commonName, now }).certificatePem)
  expect(read.toLegacyObject().subject.CN).toBe(commonName)
  expect(read.issuer).toBe(read.subject)
})

test('serial numbers are positive, 16 bytes long and differ', () => {
  const serials = Array.from({ length: 4 }, () => {
    const { serialNumber } = new X509Certificate(makeKeyPair({ commonName: 'jitup', now }).certificatePem)
    expect(serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
    return serialNumber
  })
  expect(new Set(serials).size).toBe(4)
})

test('an empty or overlong name is refused', () => {
  const refused = expect.objectContaining({ code: 'validation_failed' })
  expect(() => makeKeyPair({ commonName: '', now })).toThrow(refused)
  expect(() => makeKeyPair({ commonName: 'x'.repeat(65), now })).toThrow(refused)
  expect(() => makeKeyPair({ commonName: 'ü'.repeat(64), now })).not.toThrow()
})

test('a key pair kept as two PEM texts is read back the same', () => {
  const made = makeKeyPair({ commonName: 'jitup', now })
  const privateKey = made.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const read = readKeyPair({ privateKey, certificate: made.certificatePem })
  expect(read.certificate).toBe(made.certificate)
  expect(read.certificatePem).toBe(made.certificatePem)
  expect(createPublicKey(read.privateKey).equals(createPublicKey(createPrivateKey(privateKey)))).toBe(true)
})
