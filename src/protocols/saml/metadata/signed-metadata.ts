import type { KeyObject } from 'node:crypto'
import { Refusal } from '../refusal.ts'
import { DS } from '../xml/namespaces.ts'
import type { XmlDocument } from '../xml/parse.ts'
import type { SignaturePlace } from '../xml/shape.ts'
import { verifySignature } from '../xml/signature.ts'
import { readSignedInfo } from '../xml/signed-info.ts'
import { attributeOf, childrenOf, is, type XmlElement } from '../xml/tree.ts'

/**
 * The canonical bytes of a metadata document that one of the keys signed: of all of it, for the signature must stand in the
 * root and refer to it. Signatures of single entities inside are not looked at. No SHA-1, no weak keys.
 * Refuses with the codes of the message's signature checks. Source: SAML metadata 3, XML Signature 1.1.
 */
export function signedMetadata(document: XmlDocument, keys: readonly KeyObject[]): Buffer {
  const place = signatureOf(document.root)
  return verifySignature(document, place, { keys, legacyAlgorithms: false }).bytes
}

/** What the schema of messages says of their signatures, said here by hand: metadata is not validated against a schema. */
function signatureOf(root: XmlElement): SignaturePlace {
  const [signature, ...others] = childrenOf(root, DS, 'Signature')
  if (signature === undefined) throw new Refusal('signature_missing', 'The metadata must be signed. It is not.')
  const [signedInfo, signatureValue, keyInfo, ...more] = signature.children
  const shaped =
    others.length === 0 &&
    more.length === 0 &&
    is(signedInfo ?? null, DS, 'SignedInfo') &&
    is(signatureValue ?? null, DS, 'SignatureValue') &&
    (keyInfo === undefined || is(keyInfo, DS, 'KeyInfo'))
  if (!shaped || signedInfo === undefined || signatureValue === undefined) throw misshapen()
  const [canonicalization, method, reference] = signedInfo.children
  const named =
    is(canonicalization ?? null, DS, 'CanonicalizationMethod') &&
    is(method ?? null, DS, 'SignatureMethod') &&
    is(reference ?? null, DS, 'Reference')
  if (!named || reference?.children.map((child) => child.name).join() !== 'Transforms,DigestMethod,DigestValue') {
    throw misshapen()
  }
  const info = readSignedInfo(signedInfo, false)
  if (info.referencedId !== attributeOf(root, 'ID')) {
    throw new Refusal('signature_reference', 'The signature must refer to the whole document. It refers elsewhere.')
  }
  return { element: root, signature, signedInfo, signatureValue, info }
}

const misshapen = () => new Refusal('signature_shape', 'The metadata must hold one signature of the usual form.')
