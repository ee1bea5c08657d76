/**
 * Self-signed certificates for SAML keys. Trust in SAML comes from metadata, so a certificate here is only
 * the envelope of a public key: nobody checks a chain. Why we write the few bytes ourselves: docs/decisions/0004.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { JitupError } from '../../errors.ts'

/** A private key and the certificate that carries its public half. */
export interface KeyPair {
  readonly privateKey: KeyObject
  /** Base64 DER in one line, as metadata and KeyInfo want it. */
  readonly certificate: string
  readonly certificatePem: string
}

/** X.520 `ub-common-name`: some readers refuse longer names. */
const maxCommonName = 64

/**
 * Makes an RSA-2048 key and a self-signed X.509 v3 certificate (SHA-256) around it, valid from `now` for `years` (10).
 * The serial number is random. Throws `validation_failed` when the common name is empty or over 64 characters.
 * Source: RFC 5280 section 4.1.
 */
export function makeKeyPair(input: { commonName: string; now: Date; years?: number }): KeyPair {
  const length = [...input.commonName].length
  if (length === 0 || length > maxCommonName) {
    throw new JitupError('validation_failed', `A certificate's name must have 1 to ${maxCommonName} characters.`, {
      field: 'commonName',
      length,
    })
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const until = new Date(input.now)
  until.setUTCFullYear(until.getUTCFullYear() + (input.years ?? 10))
  const name = sequence(set(sequence(oid.commonName, der(0x0c, Buffer.from(input.commonName, 'utf8')))))
  const algorithm = sequence(oid.sha256WithRsa, der(0x05))
  const keyId = createHash('sha1')
    .update(publicKey.export({ type: 'pkcs1', format: 'der' }))
    .digest()
  const body = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3 is written as 2
    der(0x02, serialNumber()),
    algorithm,
    name,
    sequence(time(input.now), time(until)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        // Critical and empty: not a certificate authority.
        sequence(oid.basicConstraints, der(0x01, Buffer.of(0xff)), der(0x04, sequence())),
        sequence(oid.subjectKeyIdentifier, der(0x04, der(0x04, keyId))),
      ),
    ),
  )
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, privateKey))).toString('base64')
  return { privateKey, certificate, certificatePem: toPem(certificate) }
}

/** Reads back a key pair that was kept as two PEM texts. Throws what node:crypto throws when the key is unreadable. */
export function readKeyPair(pem: { privateKey: string; certificate: string }): KeyPair {
  const certificate = pem.certificate.replace(/-----[^-]+-----|\s/g, '')
  return { privateKey: createPrivateKey(pem.privateKey), certificate, certificatePem: toPem(certificate) }
}

function toPem(base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** One DER value: tag, definite length in the fewest bytes, content (X.690 section 8.1). */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content)
  if (bytes.length < 0x80) return Buffer.concat([Buffer.of(tag, bytes.length), bytes])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(bytes.length)
  const shortest = size.subarray(size.findIndex((byte) => byte !== 0))
  return Buffer.concat([Buffer.of(tag, 0x80 | shortest.length), shortest, bytes])
}

const sequence = (...content: readonly Uint8Array[]): Buffer => der(0x30, ...content)
const set = (...content: readonly Uint8Array[]): Buffer => der(0x31, ...content)
const bitString = (bytes: Uint8Array): Buffer => der(0x03, Buffer.of(0), bytes)
const fromHex = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

const oid = {
  /** 2.5.4.3 */
  commonName: fromHex('550403'),
  /** 1.2.840.113549.1.1.11 */
  sha256WithRsa: fromHex('2a864886f70d01010b'),
  /** 2.5.29.19 */
  basicConstraints: fromHex('551d13'),
  /** 2.5.29.14 */
  subjectKeyIdentifier: fromHex('551d0e'),
}

/** 16 random bytes; the first is 0x40 to 0x7f, so the number is positive and has no padding. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes
}

/** UTCTime (two-digit year) before 2050 and GeneralizedTime from then on (RFC 5280 section 4.1.2.5). */
function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  const year = date.getUTCFullYear()
  return year >= 1950 && year < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits))
}
