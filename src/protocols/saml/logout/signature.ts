import type { KeyObject } from 'node:crypto'
import { allowed, isStrong, signatureAlgorithms } from '../algorithms.ts'
import { Refusal } from '../refusal.ts'
import { canonicalBytes } from '../xml/c14n.ts'
import { DS, SAML } from '../xml/namespaces.ts'
import type { XmlDocument } from '../xml/parse.ts'
import { type SignedBytes, signer, verifySignature } from '../xml/signature.ts'
import { readSignedInfo } from '../xml/signed-info.ts'
import { attributeOf, childOf, childrenOf, is, type XmlElement } from '../xml/tree.ts'
import { plainEcdsa } from './ecdsa.ts'
import type { RedirectMessage } from './query.ts'

interface Trust {
  readonly keys: readonly KeyObject[]
  readonly legacyAlgorithms: boolean
}

/**
 * Verifies the octets of a query with the pinned keys, before anything in them is inflated or parsed.
 * Returns whether a weak algorithm was needed. Refuses with `algorithm_forbidden`, `signature_key_missing`,
 * `signature_key_weak`, `signature_invalid`. Source: SAML bindings 3.4.4.1.
 */
export function verifyQuery(message: RedirectMessage, trust: Trust): { legacy: boolean } {
  const algorithm = allowed(signatureAlgorithms, message.algorithm, trust.legacyAlgorithms)
  const octets = Buffer.from(message.signedOctets, 'utf8')
  const signature = algorithm.keyType === 'ec' ? plainEcdsa(message.signature) : message.signature
  const key = signer(octets, signature, algorithm, trust.keys, trust.legacyAlgorithms)
  return { legacy: algorithm.legacy || !isStrong(key, false) }
}

/**
 * The canonical bytes of a logout message whose one signature, over the root and directly beneath it, a pinned key made.
 * Refuses with `logout_signature_missing`, `signature_shape`, `signature_reference` and what `verifySignature` refuses.
 */
export function verifyEnveloped(document: XmlDocument, trust: Trust): SignedBytes {
  const { root } = document
  const signature = childOf(root, DS, 'Signature')
  const found = census(root)
  if (signature === null && found.signatures === 0) {
    throw new Refusal(
      'logout_signature_missing',
      'Logout messages must be signed. This one is not; switch on signing of logout messages at the identity provider.',
    )
  }
  const signedInfo = childOf(signature, DS, 'SignedInfo')
  const signatureValue = childOf(signature, DS, 'SignatureValue')
  if (signature === null || signedInfo === null || signatureValue === null || !found.plain) throw tampered()
  const info = readSignedInfo(signedInfo, trust.legacyAlgorithms)
  if (info.referencedId !== attributeOf(root, 'ID')) {
    throw new Refusal(
      'signature_reference',
      'A signature must refer to the message it stands in. It refers to something else: the message was tampered with.',
    )
  }
  return verifySignature(document, { element: root, signature, signedInfo, signatureValue, info }, trust)
}

/** The canonical bytes of a message that was signed as a whole, in its query. A signature inside as well is not SAML. */
export function wholeMessage(document: XmlDocument, legacy: boolean): SignedBytes {
  if (census(document.root).signatures > 0) throw tampered()
  const id = attributeOf(document.root, 'ID') ?? ''
  return { id, bytes: canonicalBytes(document, document.root, []), legacy }
}

/** One Signature with one SignedInfo, no ds:Object, no second message and no assertion anywhere. */
function census(root: XmlElement): { signatures: number; plain: boolean } {
  const found = { signatures: 0, infos: 0, strange: 0 }
  const visit = (element: XmlElement) => {
    if (is(element, DS, 'Signature')) found.signatures += 1
    else if (is(element, DS, 'SignedInfo')) found.infos += 1
    else if (is(element, DS, 'Object') || is(element, SAML, 'Assertion')) found.strange += 1
    else if (element !== root && element.namespace === root.namespace && element.name === root.name) found.strange += 1
    element.children.forEach(visit)
  }
  visit(root)
  const direct = childrenOf(root, DS, 'Signature').length
  const plain = found.signatures === 1 && direct === 1 && found.infos === 1 && found.strange === 0
  return { signatures: found.signatures, plain }
}

const tampered = () =>
  new Refusal(
    'signature_shape',
    'A posted logout message must hold one Signature over itself, and one in an address none. More came, or elsewhere: the message was tampered with.',
  )
