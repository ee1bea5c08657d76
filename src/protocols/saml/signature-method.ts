import type { KeyObject } from 'node:crypto'
import { JitupError } from '../../errors.ts'

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#'

/**
 * The algorithm URI that we sign with by this key; always with SHA-256.
 * Throws `validation_failed` for a key that is neither a private RSA nor a private EC key. Source: XML Signature 1.1, 6.4.
 */
export function signatureMethodOf(key: KeyObject): string {
  if (key.type === 'private' && key.asymmetricKeyType === 'rsa') return `${MORE}rsa-sha256`
  if (key.type === 'private' && key.asymmetricKeyType === 'ec') return `${MORE}ecdsa-sha256`
  throw new JitupError('validation_failed', 'A signing key must be a private RSA or EC key.')
}
