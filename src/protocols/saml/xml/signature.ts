import { createHash, type KeyObject, verify } from 'node:crypto'
import { ecdsaLength, isStrong, type SignatureAlgorithm } from '../algorithms.ts'
import { Refusal } from '../refusal.ts'
import { canonicalBytes, detach } from './c14n.ts'
import { cleanEngine } from './engine.ts'
import { withDocument, type XmlDocument } from './parse.ts'
import type { SignaturePlace } from './shape.ts'
import { base64Of, readSignedInfo, type SignedInfo } from './signed-info.ts'
import { verbatim } from './verbatim.ts'

/** Bytes that a pinned key signed, and the ID under which it signed them. Nothing else is believed. */
export interface SignedBytes {
  readonly id: string
  readonly bytes: Buffer
  /** SHA-1 or a key below 2048 bits was used. */
  readonly legacy: boolean
}

const SIGNED_INFO_NODES = 60

/**
 * Verifies one signature: with the pinned keys over the canonical SignedInfo, then the digest over the canonical
 * element without this signature. What SignedInfo says is read again from the bytes that were verified. KeyInfo is
 * never looked at. Call it for the outer signature first: canonicalising takes the tree apart.
 * Refuses with `signature_key_missing`, `signature_key_weak`, `signature_invalid`, `signature_digest`.
 * Source: XML Signature 1.1 section 3.2, SAML core 5.4.
 */
export function verifySignature(
  document: XmlDocument,
  place: SignaturePlace,
  trust: { readonly keys: readonly KeyObject[]; readonly legacyAlgorithms: boolean },
): SignedBytes {
  const value = base64Of(place.signatureValue)
  detach(document, place.signature)
  const infoBytes = canonicalBytes(document, place.signedInfo, place.info.infoPrefixes)
  const key = signer(infoBytes, value, place.info.algorithm, trust.keys, trust.legacyAlgorithms)
  const info = rereadSignedInfo(infoBytes, trust.legacyAlgorithms)
  if (info.algorithm !== place.info.algorithm) throw invalid('SignedInfo changed while it was verified.')
  const digested = (bytes: Buffer): boolean =>
    createHash(info.digest.hash).update(bytes).digest().equals(info.digestValue)
  const asSent = verbatim(document.xml, info.referencedId, place.element.name)
  const bytes = asSent && digested(asSent) ? asSent : canonicalBytes(document, place.element, info.elementPrefixes)
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

function rereadSignedInfo(bytes: Buffer, legacyAllowed: boolean): SignedInfo {
  return cleanEngine.run((engine) =>
    withDocument(engine, bytes, { nodes: SIGNED_INFO_NODES }, ({ root }) => readSignedInfo(root, legacyAllowed)),
  )
}

/** The pinned key that made the signature. */
function signer(
  data: Buffer,
  signature: Buffer,
  algorithm: SignatureAlgorithm,
  keys: readonly KeyObject[],
  legacyAllowed: boolean,
): KeyObject {
  if (keys.length === 0) {
    throw new Refusal(
      'signature_key_missing',
      'The identity provider must have a signing certificate here. It has none; import its metadata or add the certificate.',
    )
  }
  const fitting = keys.filter((key) => key.type === 'public' && key.asymmetricKeyType === algorithm.keyType)
  const strong = fitting.filter((key) => isStrong(key, legacyAllowed))
  if (fitting.length > 0 && strong.length === 0) {
    throw new Refusal(
      'signature_key_weak',
      'A signing key must be RSA of 2048 bits or more, or ECDSA on P-256, P-384 or P-521. The one here is weaker; renew it at the identity provider.',
    )
  }
  const found = strong.find((key) => isSignature(data, signature, algorithm, key))
  if (found !== undefined) return found
  throw invalid(
    fitting.length === 0
      ? `It is signed with another kind of key (${algorithm.keyType}) than the certificates here hold.`
      : 'None of the certificates here fits. If the identity provider changed its certificate, import the new one.',
  )
}

function isSignature(data: Buffer, signature: Buffer, algorithm: SignatureAlgorithm, key: KeyObject): boolean {
  if (algorithm.keyType === 'rsa') return verify(algorithm.hash, data, key, signature)
  return (
    signature.length === ecdsaLength(key) && verify(algorithm.hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature)
  )
}

const invalid = (why: string) =>
  new Refusal('signature_invalid', `The signature must be made with a certificate of this identity provider. ${why}`)
