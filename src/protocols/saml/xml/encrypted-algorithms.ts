import { quotable, Refusal } from '../refusal.ts'
import { DS, XENC, XENC11 } from './namespaces.ts'

/** A block cipher that we read: node's name of it, and the bytes of its key. */
export interface DataCipher {
  readonly cipher: string
  readonly mode: 'gcm' | 'cbc'
  readonly keyBytes: number
}

/** The allow-list of block ciphers by URI (XML Encryption 1.1 section 5.2). Never 3DES. */
const dataCiphers: ReadonlyMap<string, DataCipher> = new Map([
  [`${XENC11}aes128-gcm`, { cipher: 'aes-128-gcm', mode: 'gcm', keyBytes: 16 }],
  [`${XENC11}aes192-gcm`, { cipher: 'aes-192-gcm', mode: 'gcm', keyBytes: 24 }],
  [`${XENC11}aes256-gcm`, { cipher: 'aes-256-gcm', mode: 'gcm', keyBytes: 32 }],
  [`${XENC}aes128-cbc`, { cipher: 'aes-128-cbc', mode: 'cbc', keyBytes: 16 }],
  [`${XENC}aes192-cbc`, { cipher: 'aes-192-cbc', mode: 'cbc', keyBytes: 24 }],
  [`${XENC}aes256-cbc`, { cipher: 'aes-256-cbc', mode: 'cbc', keyBytes: 32 }],
])

const digestHashes: ReadonlyMap<string, string> = new Map([
  [`${DS}sha1`, 'sha1'],
  [`${XENC}sha256`, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  [`${XENC}sha512`, 'sha512'],
])

const maskHashes: ReadonlyMap<string, string> = new Map(
  ['sha1', 'sha256', 'sha384', 'sha512'].map((hash) => [`${XENC11}mgf1${hash}`, hash]),
)

/** The cipher of a URI. Refuses with `encryption_algorithm_forbidden`. */
export function dataCipher(uri: string): DataCipher {
  const found = dataCiphers.get(uri)
  if (found === undefined) throw forbidden('The Assertion must be encrypted with AES-GCM.', [uri])
  return found
}

/**
 * The hash of an RSA-OAEP key transport (XML Encryption 1.1 section 5.5.2). `digest` and `mask` are URIs, null when the
 * message does not say, which means SHA-1. OpenSSL through node makes digest and mask with one hash; a pair of two is
 * refused, as RSA-1_5 is. Refuses with `encryption_algorithm_forbidden`.
 */
export function oaepHash(uri: string, digest: string | null, mask: string | null): string {
  const digestHash = digest === null ? 'sha1' : digestHashes.get(digest)
  // The older name fixes the mask; an MGF element beside it would say the same thing twice.
  const maskHash =
    uri === `${XENC}rsa-oaep-mgf1p`
      ? mask === null
        ? 'sha1'
        : undefined
      : uri === `${XENC11}rsa-oaep`
        ? mask === null
          ? 'sha1'
          : maskHashes.get(mask)
        : undefined
  if (digestHash !== undefined && digestHash === maskHash) return digestHash
  const why = 'The key must be encrypted with RSA-OAEP, one hash for digest and mask.'
  throw forbidden(
    why,
    [uri, digest, mask].filter((one) => one !== null),
  )
}

const forbidden = (why: string, uris: readonly string[]) =>
  new Refusal(
    'encryption_algorithm_forbidden',
    `${why} Another algorithm came; set the identity provider to AES-GCM and rsa-oaep-mgf1p.`,
    { unverifiedAlgorithms: uris.map((uri) => quotable(uri) ?? '') },
  )
