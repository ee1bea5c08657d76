import { constants, createCipheriv, createPublicKey, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto'
import { attribute } from './xml-text.ts'

/**
 * Block ciphers of XML Encryption by short name, the forbidden one included: a service provider must be seen to refuse it.
 */
export type DataAlgorithm = keyof typeof dataAlgorithms
/** Key transports of XML Encryption by short name, the forbidden one included. */
export type KeyAlgorithm = keyof typeof keyAlgorithms
export type OaepHash = keyof typeof digests

const xenc = 'http://www.w3.org/2001/04/xmlenc#'
const xenc11 = 'http://www.w3.org/2009/xmlenc11#'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'

const dataAlgorithms = {
  'aes128-gcm': { uri: `${xenc11}aes128-gcm`, cipher: 'aes-128-gcm', key: 16, iv: 12 },
  'aes192-gcm': { uri: `${xenc11}aes192-gcm`, cipher: 'aes-192-gcm', key: 24, iv: 12 },
  'aes256-gcm': { uri: `${xenc11}aes256-gcm`, cipher: 'aes-256-gcm', key: 32, iv: 12 },
  'aes128-cbc': { uri: `${xenc}aes128-cbc`, cipher: 'aes-128-cbc', key: 16, iv: 16 },
  'aes192-cbc': { uri: `${xenc}aes192-cbc`, cipher: 'aes-192-cbc', key: 24, iv: 16 },
  'aes256-cbc': { uri: `${xenc}aes256-cbc`, cipher: 'aes-256-cbc', key: 32, iv: 16 },
  'tripledes-cbc': { uri: `${xenc}tripledes-cbc`, cipher: 'des-ede3-cbc', key: 24, iv: 8 },
} as const

const keyAlgorithms = {
  'rsa-oaep-mgf1p': `${xenc}rsa-oaep-mgf1p`,
  'rsa-oaep': `${xenc11}rsa-oaep`,
  'rsa-1_5': `${xenc}rsa-1_5`,
} as const

const digests = {
  sha1: `${dsig}sha1`,
  sha256: `${xenc}sha256`,
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: `${xenc}sha512`,
} as const

/** How something is encrypted. With nothing given it is done well: AES-256-GCM, and RSA-OAEP with SHA-1 as all can read. */
export interface EncryptOptions {
  /** `aes256-gcm` when not given. */
  readonly data?: DataAlgorithm | undefined
  /** `rsa-oaep-mgf1p` when not given. */
  readonly key?: KeyAlgorithm | undefined
  /** The OAEP digest, with which the mask is made too; SHA-1 when not given. */
  readonly oaepHash?: OaepHash | undefined
  /** What the XML says of the mask when that is not what was done (`rsa-oaep` only). */
  readonly claimedMask?: OaepHash | undefined
  /** EncryptedKey inside EncryptedData, or behind it with a RetrievalMethod that points there. `inside` when not given. */
  readonly placement?: 'inside' | 'sibling' | undefined
  /** Damage to the finished ciphertext: one bit of the tag (the last block in CBC), of the text, or of the encrypted key. */
  readonly spoil?: 'tag' | 'text' | 'key' | undefined
  /** The bytes of the content encryption key; random ones of the right length when not given. */
  readonly contentKey?: Buffer | undefined
  /** Changes the EncryptedAssertion element; must leave it in exclusive canonical form if it is signed afterwards. */
  readonly edit?: ((xml: string) => string) | undefined
}

/** For whom: public keys, or PEM texts of public keys or certificates. Each gets an EncryptedKey of its own. */
export type Recipients = KeyObject | string | readonly (KeyObject | string)[]

/**
 * An EncryptedAssertion element (SAML core 2.3.4) in exclusive canonical form. What is inside is the caller's affair:
 * an attacker may put anything there, because a service provider's encryption key is public.
 *
 * @example
 * const element = encryptedAssertion('<!DOCTYPE a><a/>', certificatePem, { data: 'aes128-gcm' })
 */
export function encryptedAssertion(
  plaintext: string | Uint8Array,
  recipients: Recipients,
  options: EncryptOptions = {},
): string {
  const algorithm = dataAlgorithms[options.data ?? 'aes256-gcm']
  const contentKey = options.contentKey ?? randomBytes(algorithm.key)
  const content = encipher(Buffer.from(plaintext as string), contentKey, algorithm)
  if (options.spoil === 'tag' || options.spoil === 'text') {
    flip(content, options.spoil === 'tag' ? content.length - 1 : algorithm.iv)
  }
  const keys = (Array.isArray(recipients) ? recipients : [recipients]) as readonly (KeyObject | string)[]
  const ids = keys.map(() => `_${randomBytes(12).toString('hex')}`)
  const encryptedKeys = keys.map((recipient, index) => encryptedKey(contentKey, recipient, ids[index] ?? '', options))
  const retrieval = ids.map(
    (id) => `<ds:RetrievalMethod Type="${xenc}EncryptedKey"${attribute('URI', `#${id}`)}></ds:RetrievalMethod>`,
  )
  const sibling = options.placement === 'sibling'
  const xml =
    `<saml2:EncryptedAssertion xmlns:saml2="${saml}">` +
    `<xenc:EncryptedData xmlns:xenc="${xenc}" Type="${xenc}Element">` +
    `<xenc:EncryptionMethod Algorithm="${algorithm.uri}"></xenc:EncryptionMethod>` +
    `<ds:KeyInfo xmlns:ds="${dsig}">${(sibling ? retrieval : encryptedKeys).join('')}</ds:KeyInfo>` +
    `${cipherData(content)}</xenc:EncryptedData>${sibling ? encryptedKeys.join('') : ''}</saml2:EncryptedAssertion>`
  return options.edit ? options.edit(xml) : xml
}

/**
 * The same Response with its one Assertion encrypted. A signature of the Response does not survive it: sign afterwards,
 * or let `respond({ encrypt })` do both. Throws a RangeError when the text does not hold exactly one plain Assertion.
 */
export function encryptAssertion(response: string, recipients: Recipients, options: EncryptOptions = {}): string {
  const [found, ...others] = [...response.matchAll(/<((?:[\w.-]+:)?Assertion)[\s>].*?<\/\1>/gs)]
  if (found === undefined || others.length > 0) throw new RangeError('The Response must hold exactly one Assertion.')
  const element = encryptedAssertion(found[0], recipients, options)
  return response.slice(0, found.index) + element + response.slice(found.index + found[0].length)
}

function encryptedKey(contentKey: Buffer, recipient: KeyObject | string, id: string, options: EncryptOptions): string {
  const transport = options.key ?? 'rsa-oaep-mgf1p'
  const hash = options.oaepHash ?? 'sha1'
  const key = typeof recipient === 'string' ? createPublicKey(recipient) : recipient
  const wrapped =
    transport === 'rsa-1_5'
      ? publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, contentKey)
      : publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: hash }, contentKey)
  if (options.spoil === 'key') flip(wrapped, wrapped.length - 1)
  const sibling = options.placement === 'sibling'
  // Inside, ancestors have declared the prefixes already, and canonical form does not repeat that.
  const own = (declaration: string) => (sibling ? ` ${declaration}` : '')
  const digest =
    transport === 'rsa-1_5'
      ? ''
      : `<ds:DigestMethod${own(`xmlns:ds="${dsig}"`)} Algorithm="${digests[hash]}"></ds:DigestMethod>`
  const mask =
    transport === 'rsa-oaep'
      ? `<xenc11:MGF xmlns:xenc11="${xenc11}" Algorithm="${xenc11}mgf1${options.claimedMask ?? hash}"></xenc11:MGF>`
      : ''
  return (
    `<xenc:EncryptedKey${own(`xmlns:xenc="${xenc}"`)}${attribute('Id', id)}>` +
    `<xenc:EncryptionMethod Algorithm="${keyAlgorithms[transport]}">${digest}${mask}</xenc:EncryptionMethod>` +
    `${cipherData(wrapped)}</xenc:EncryptedKey>`
  )
}

const cipherData = (bytes: Buffer): string =>
  `<xenc:CipherData><xenc:CipherValue>${bytes.toString('base64')}</xenc:CipherValue></xenc:CipherData>`

/** IV, ciphertext and, with GCM, the tag, as XML Encryption 1.1 sections 5.2.1 to 5.2.4 put them. */
function encipher(plaintext: Buffer, key: Buffer, algorithm: (typeof dataAlgorithms)[DataAlgorithm]): Buffer {
  const iv = randomBytes(algorithm.iv)
  if (algorithm.iv === 12) {
    const cipher = createCipheriv(algorithm.cipher as 'aes-128-gcm', key, iv)
    return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
  }
  // Only the last byte of the padding says how long it is (section 5.2); the others may be anything.
  const padding = randomBytes(algorithm.iv - (plaintext.length % algorithm.iv))
  padding[padding.length - 1] = padding.length
  const cipher = createCipheriv(algorithm.cipher, key, iv).setAutoPadding(false)
  return Buffer.concat([iv, cipher.update(plaintext), cipher.update(padding), cipher.final()])
}

function flip(bytes: Buffer, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ 1
}
