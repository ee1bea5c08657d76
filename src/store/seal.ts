import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { JitupError } from '../errors.ts'

/** Where a sealed text lives. It can be opened nowhere else: a copied ciphertext is worthless in another row. */
export interface Place {
  readonly table: string
  readonly row: string
  readonly column: string
}

/**
 * Encrypts what must not be readable in a dump: AES-256-GCM, one HKDF key per table, `v1.keyId.nonce.tag.ciphertext`.
 * Opens what any of the given secrets has sealed; seals with the first.
 */
export interface Seal {
  seal(place: Place, text: string): string
  /** @throws JitupError `secret_wrong` when no known secret opens it, or when it was moved or altered. */
  open(place: Place, sealed: string): string
  /** With what everything begins that the current secret has sealed. */
  readonly prefix: string
  /**
   * Keyed hashes of a text, one for each known secret, the current one first: to find a row by what must not be readable in
   * it. Those of one purpose say nothing about those of another.
   */
  keyed(purpose: string, text: string): readonly [Buffer, ...Buffer[]]
}

/**
 * @param secrets the current secret first, then earlier ones that old rows still need
 * @example
 * const seal = createSeal(['0123456789abcdef0123456789abcdef'])
 * const place = { table: 'sign_ons', row: '1', column: 'sealed' }
 * seal.open(place, seal.seal(place, 'text')) // 'text'
 */
export function createSeal(secrets: readonly string[]): Seal {
  const rings = secrets.map(keyRing)
  const [current, ...earlier] = rings
  if (!current) throw new JitupError('secret_missing', 'Set JITUP_SECRET to at least 32 random characters.')
  return {
    prefix: `v1.${current.id}.`,
    seal: (place, text) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key(place.table), nonce)
      cipher.setAAD(associated(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${current.id}.${b64(nonce)}.${b64(cipher.getAuthTag())}.${b64(sealed)}`
    },
    open: (place, sealed) => {
      const [version, id, nonce, tag, text] = sealed.split('.')
      const ring = rings.find((one) => one.id === id)
      if (version !== 'v1' || !ring || !nonce || !tag || text === undefined) throw wrong(place)
      try {
        const decipher = createDecipheriv('aes-256-gcm', ring.key(place.table), Buffer.from(nonce, 'base64url'), {
          authTagLength: 16,
        })
        decipher.setAAD(associated(place))
        decipher.setAuthTag(Buffer.from(tag, 'base64url'))
        return decipher.update(text, 'base64url', 'utf8') + decipher.final('utf8')
      } catch (cause) {
        throw wrong(place, cause)
      }
    },
    keyed: (purpose, text) => [current.hash(purpose, text), ...earlier.map((one) => one.hash(purpose, text))],
  }
}

const b64 = (bytes: Buffer): string => bytes.toString('base64url')
const associated = (place: Place): Buffer => Buffer.from(JSON.stringify([place.table, place.row, place.column]))

interface KeyRing {
  readonly id: string
  key(purpose: string): Buffer
  hash(purpose: string, text: string): Buffer
}

function keyRing(secret: string): KeyRing {
  if (secret.length < 32) throw new JitupError('secret_missing', 'JITUP_SECRET must have at least 32 characters.')
  const keys = new Map<string, Buffer>()
  const derive = (purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, 'jitup', purpose, 32))
  const keyFor = (purpose: string): Buffer => {
    const known = keys.get(purpose)
    if (known) return known
    const made = derive(purpose)
    keys.set(purpose, made)
    return made
  }
  return {
    id: createHash('sha256').update(derive('key id')).digest('base64url').slice(0, 8),
    key: (purpose) => keyFor(`seal ${purpose}`),
    hash: (purpose, text) =>
      createHmac('sha256', keyFor(`hash ${purpose}`))
        .update(text, 'utf8')
        .digest(),
  }
}

function wrong(place: Place, cause?: unknown): JitupError {
  return new JitupError(
    'secret_wrong',
    'This was sealed with another JITUP_SECRET, or it was altered.',
    { ...place },
    { cause },
  )
}
