import { hash, type KeyObject, verify } from 'node:crypto'
import { ecdsaLength, isStrong, type SignatureAlgorithm } from '../algorithms.ts'
import { Refusal } from '../refusal.ts'
import { canonicalBytes, detach } from './c14n.ts'
import { cleanEngine } from './engine.ts'
import { withDocument, type XmlDocument } from './parse.ts'
import type { SignaturePlace } from './shape.ts'
import { base64Of, plainSignedInfo, readSignedInfo, type SignedInfo } from './signed-info.ts'
import { declarationOf, type XmlElement } from './tree.ts'
import { verbatim } from './verbatim.ts'

/** Bytes that a pinned key signed, and the ID under which it signed them. Nothing else is believed. */
export interface SignedBytes {
  readonly id: string
  readonly bytes: Buffer
  /** SHA-1 or a key below 2048 bits was used. */
  readonly legacy: boolean
}

interface Trust {
  readonly keys: readonly KeyObject[]
  readonly legacyAlgorithms: boolean
}

const SIGNED_INFO_NODES = 60

/**
 * Verifies one signature: with the pinned keys over the canonical SignedInfo, then the digest over the canonical
 * element without this signature. What SignedInfo says is what was signed: it is read again from the bytes that were
 * verified, unless they were written here from what had been read (`plainSignedInfo`). KeyInfo is never looked at.
 * Call it for the outer signature first: canonicalising takes the tree apart.
 * Refuses with `signature_key_missing`, `signature_key_weak`, `signature_invalid`, `signature_digest`.
 * Source: XML Signature 1.1 section 3.2, SAML core 5.4.
 */
export function verifySignature(document: XmlDocument, place: SignaturePlace, trust: Trust): SignedBytes {
  const { key, info } = verifiedInfo(document, place, trust)
  const digested = (bytes: Buffer): boolean => hash(info.digest.hash, bytes, 'buffer').equals(info.digestValue)
  const alone = standsAlone(place.element, info.elementPrefixes)
  const asSent = alone ? verbatim(document.xml, info.referencedId, place.element.name) : null
  const bytes = asSent && digested(asSent) ? asSent : canonicalElement(document, place, info)
  if (bytes !== asSent && !digested(bytes)) {
    throw new Refusal(
      'signature_digest',
      `The signed ${place.element.name} must be exactly what the identity provider signed. It was changed on the way (by an attacker, or by a proxy that reformats XML).`,
      { element: place.element.name },
    )
  }
  const legacy = info.algorithm.legacy || info.digest.legacy || !isStrong(key, false)
  return { id: info.referencedId, bytes, legacy }
}

/**
 * Does the element mean the same by itself? Cut out of its parents it loses their default namespace, and with it what a
 * name without prefix stood for when the schema looked at it; canonical form would also keep what a PrefixList names. Any
 * other prefix that it loses is noticed when it is parsed.
 */
function standsAlone(element: XmlElement, prefixes: readonly string[]): boolean {
  return ['', ...prefixes].every((prefix) => {
    const found = declarationOf(element, prefix)
    return found === null || found.on === element || found.href === ''
  })
}

function canonicalElement(document: XmlDocument, place: SignaturePlace, info: SignedInfo): Buffer {
  detach(document, place.signature)
  return canonicalBytes(document, place.element, info.elementPrefixes)
}

/** The key that signed a SignedInfo, and what that SignedInfo says. */
function verifiedInfo(document: XmlDocument, place: SignaturePlace, { keys, legacyAlgorithms }: Trust) {
  const { signature, signedInfo, info } = place
  const value = base64Of(place.signatureValue)
  const plain = plainSignedInfo(signedInfo, info)
  const key = plain && madeBy(plain, value, info.algorithm, fitting(info.algorithm, keys, legacyAlgorithms))
  if (key) return { key, info }
  detach(document, signature)
  const bytes = canonicalBytes(document, signedInfo, info.infoPrefixes)
  const found = signer(bytes, value, info.algorithm, keys, legacyAlgorithms)
  const reread = rereadSignedInfo(bytes, legacyAlgorithms)
  if (reread.algorithm !== info.algorithm) throw invalid('SignedInfo changed while it was verified.')
  return { key: found, info: reread }
}

function rereadSignedInfo(bytes: Buffer, legacyAllowed: boolean): SignedInfo {
  return cleanEngine.run((engine) =>
    withDocument(engine, bytes, { nodes: SIGNED_INFO_NODES }, ({ root }) => readSignedInfo(root, legacyAllowed)),
  )
}

/**
 * The pinned key that made the signature over `data`.
 * Refuses with `signature_key_missing`, `signature_key_weak`, `signature_invalid`.
 */
export function signer(
  data: Buffer,
  signature: Buffer,
  algorithm: SignatureAlgorithm,
  keys: readonly KeyObject[],
  legacyAllowed: boolean,
): KeyObject {
  const found = madeBy(data, signature, algorithm, fitting(algorithm, keys, legacyAllowed))
  if (found !== undefined) return found
  throw invalid(
    'None of the certificates here fits. If the identity provider changed its certificate, import the new one.',
  )
}

function fitting(
  { keyType }: SignatureAlgorithm,
  keys: readonly KeyObject[],
  legacyAllowed: boolean,
): readonly KeyObject[] {
  if (keys.length === 0) {
    throw new Refusal(
      'signature_key_missing',
      'The identity provider must have a signing certificate here. It has none; import its metadata or add the certificate.',
    )
  }
  const sameKind = keys.filter((key) => key.type === 'public' && key.asymmetricKeyType === keyType)
  if (sameKind.length === 0) {
    throw invalid(`It is signed with another kind of key (${keyType}) than the certificates here hold.`)
  }
  const strong = sameKind.filter((key) => isStrong(key, legacyAllowed))
  if (strong.length > 0) return strong
  throw new Refusal(
    'signature_key_weak',
    'A signing key must be RSA of 2048 bits or more, or ECDSA on P-256, P-384 or P-521. The one here is weaker; renew it at the identity provider.',
  )
}

const madeBy = (data: Buffer, signature: Buffer, algorithm: SignatureAlgorithm, keys: readonly KeyObject[]) =>
  keys.find((key) => isSignature(data, signature, algorithm, key))

function isSignature(data: Buffer, signature: Buffer, algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  if (algorithm.keyType === 'rsa') return verify(algorithm.hash, data, key, signature)
  return (
    signature.length === ecdsaLength(key) && verify(algorithm.hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
  )
}

const invalid = (why: string) =>
  new Refusal('signature_invalid', `The signature must be made with a certificate of this identity provider. ${why}`)
