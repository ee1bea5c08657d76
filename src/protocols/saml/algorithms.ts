import type { KeyObject } from 'node:crypto'
import { quotable, Refusal } from './refusal.ts'

/** A signature algorithm we verify: node's name of its hash, and the only type of key that fits it. */
export interface SignatureAlgorithm {
  readonly hash: string
  readonly keyType: 'rsa' | 'ec'
  /** SHA-1: only for a provider that is allowed legacy algorithms. */
  readonly legacy: boolean
}

export interface DigestAlgorithm {
  readonly hash: string
  readonly legacy: boolean
}

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const xenc = 'http://www.w3.org/2001/04/xmlenc#'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'

/** The allow-list of signature algorithms by URI (XML Signature 1.1 section 6.4). No HMAC, no MD5, no DSA. */
export const signatureAlgorithms: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [`${more}rsa-sha256`, { hash: 'sha256', keyType: 'rsa', legacy: false }],
  [`${more}rsa-sha384`, { hash: 'sha384', keyType: 'rsa', legacy: false }],
  [`${more}rsa-sha512`, { hash: 'sha512', keyType: 'rsa', legacy: false }],
  [`${more}ecdsa-sha256`, { hash: 'sha256', keyType: 'ec', legacy: false }],
  [`${more}ecdsa-sha384`, { hash: 'sha384', keyType: 'ec', legacy: false }],
  [`${more}ecdsa-sha512`, { hash: 'sha512', keyType: 'ec', legacy: false }],
  [`${dsig}rsa-sha1`, { hash: 'sha1', keyType: 'rsa', legacy: true }],
])

/** The allow-list of digest algorithms by URI (XML Signature 1.1 section 6.2). */
export const digestAlgorithms: ReadonlyMap<string, DigestAlgorithm> = new Map([
  [`${xenc}sha256`, { hash: 'sha256', legacy: false }],
  [`${more}sha384`, { hash: 'sha384', legacy: false }],
  [`${xenc}sha512`, { hash: 'sha512', legacy: false }],
  [`${dsig}sha1`, { hash: 'sha1', legacy: true }],
])

/**
 * The algorithm of a URI, from one of the lists above.
 * Refuses with `algorithm_forbidden`; SHA-1 too, unless it is allowed for a while.
 */
export function allowed<T extends { readonly legacy: boolean }>(
  list: ReadonlyMap<string, T>,
  uri: string | null,
  legacyAllowed: boolean,
): T {
  const algorithm = list.get(uri ?? '')
  if (algorithm !== undefined && (!algorithm.legacy || legacyAllowed)) return algorithm
  const weak = algorithm?.legacy
    ? 'SHA-1 came; set the identity provider to SHA-256.'
    : 'Another algorithm came; set the identity provider to RSA or ECDSA with SHA-256.'
  throw new Refusal('algorithm_forbidden', `Signatures must use RSA or ECDSA with SHA-256 or better. ${weak}`, {
    unverifiedAlgorithm: quotable(uri),
  })
}

const curves: Readonly<Record<string, number>> = { prime256v1: 64, secp384r1: 96, secp521r1: 132 }

/** The number of bytes of an ECDSA signature (r and s side by side) by this key; undefined for a curve we do not take. */
export const ecdsaLength = (key: KeyObject): number | undefined => curves[key.asymmetricKeyDetails?.namedCurve ?? '']

/**
 * Is the key strong enough? RSA from 2048 to 8192 bits with an odd exponent from 3, ECDSA on P-256, P-384 or P-521.
 * Providers that are allowed legacy algorithms may have RSA from 1024 bits. With the exponent 1 anybody could sign.
 */
export function isStrong(key: KeyObject, legacy: boolean): boolean {
  if (key.asymmetricKeyType === 'ec') return ecdsaLength(key) !== undefined
  if (key.asymmetricKeyType !== 'rsa') return false
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {}
  const exponent = publicExponent >= 3n && publicExponent < 2n ** 64n && publicExponent % 2n === 1n
  return exponent && modulusLength >= (legacy ? 1024 : 2048) && modulusLength <= 8192
}
