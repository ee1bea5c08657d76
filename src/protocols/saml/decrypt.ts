import { isUtf8 } from 'node:buffer'
import { constants, createDecipheriv, type KeyObject, privateDecrypt, randomBytes } from 'node:crypto'
import { Refusal } from './refusal.ts'
import type { EncryptedContent } from './xml/encrypted.ts'

const GCM = { iv: 12, tag: 16 } as const
const CBC_BLOCK = 16

/**
 * The plaintext of an EncryptedAssertion, with the first of our keys that fits.
 *
 * A key that does not unwrap is replaced by a random one, so that a wrong key, a broken key and a broken ciphertext take
 * the same road to the same refusal and none can be told from another.
 * Refuses with `decryption_key_missing`, `decryption_failed`. Source: XML Encryption 1.1 sections 5.2 and 5.5.2.
 */
export function decrypt({ cipher, data, keys }: EncryptedContent, ours: readonly KeyObject[]): Buffer {
  const fitting = ours.filter((key) => key.type === 'private' && key.asymmetricKeyType === 'rsa')
  if (fitting.length === 0) {
    throw new Refusal(
      'decryption_key_missing',
      'The Assertion is encrypted, but there is no key here to decrypt it with. Switch off encryption for this application at the identity provider, or give us a key.',
    )
  }
  const contentKey = unwrapped(keys, fitting, cipher.keyBytes)
  const plaintext =
    cipher.mode === 'gcm' ? openGcm(cipher.cipher, contentKey, data) : openCbc(cipher.cipher, contentKey, data)
  if (plaintext === null || plaintext.length === 0) throw decryptionFailed()
  return plaintext
}

/** The one refusal for everything that can go wrong with a ciphertext. */
export const decryptionFailed = () =>
  new Refusal(
    'decryption_failed',
    'The Assertion must be encrypted for one of our keys. It could not be decrypted; if our certificate was renewed, give the identity provider the new one.',
  )

function unwrapped(keys: EncryptedContent['keys'], ours: readonly KeyObject[], length: number): Buffer {
  const random = randomBytes(length)
  for (const { oaepHash, data } of keys) {
    for (const key of ours) {
      const found = unwrap(key, oaepHash, data)
      if (found?.length === length) return found
    }
  }
  return random
}

function unwrap(key: KeyObject, oaepHash: string, data: Buffer): Buffer | null {
  try {
    return privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash }, data)
  } catch {
    return null // Which of the many ways it failed must not be told.
  }
}

function openGcm(cipher: string, key: Buffer, data: Buffer): Buffer | null {
  if (data.length < GCM.iv + GCM.tag) return null
  const decipher = createDecipheriv(cipher as 'aes-256-gcm', key, data.subarray(0, GCM.iv), { authTagLength: GCM.tag })
  decipher.setAuthTag(data.subarray(data.length - GCM.tag))
  return finished(decipher, data.subarray(GCM.iv, data.length - GCM.tag))
}

/**
 * XML Encryption's own padding: the last byte says how many bytes go, the others may be anything. Nothing in this mode
 * notices a wrong key, and one in sixteen leaves a good padding; that what came out is no text does.
 */
function openCbc(cipher: string, key: Buffer, data: Buffer): Buffer | null {
  if (data.length < 2 * CBC_BLOCK || data.length % CBC_BLOCK !== 0) return null
  const decipher = createDecipheriv(cipher, key, data.subarray(0, CBC_BLOCK)).setAutoPadding(false)
  const padded = finished(decipher, data.subarray(CBC_BLOCK))
  const padding = padded?.at(-1) ?? 0
  if (padded === null || padding < 1 || padding > CBC_BLOCK) return null
  const plaintext = padded.subarray(0, padded.length - padding)
  return isUtf8(plaintext) ? plaintext : null
}

function finished(decipher: { update(data: Buffer): Buffer; final(): Buffer }, data: Buffer): Buffer | null {
  try {
    return Buffer.concat([decipher.update(data), decipher.final()])
  } catch {
    return null // As above.
  }
}
