import { quotable, Refusal } from '../refusal.ts'
import { strictBase64Text } from './base64.ts'
import { type DataCipher, dataCipher, oaepHash } from './encrypted-algorithms.ts'
import { DS, XENC, XENC11 } from './namespaces.ts'
import { attributeOf, childOf, childrenOf, is, textOf, type XmlElement } from './tree.ts'

/** What one EncryptedAssertion holds, as plain data: nothing of it points into a document. */
export interface EncryptedContent {
  readonly cipher: DataCipher
  /** IV, ciphertext and, with GCM, the tag. */
  readonly data: Buffer
  /** The content key, once for each of our keys that the sender knew. */
  readonly keys: readonly { readonly oaepHash: string; readonly data: Buffer }[]
}

/** Each costs one RSA operation for each of our keys. */
const MAX_KEYS = 4

/**
 * Reads an EncryptedAssertion: one EncryptedData, with its EncryptedKeys in KeyInfo or behind it (then a RetrievalMethod
 * may point to them). No CipherReference, no agreed keys, nothing fetched. Decides which algorithms it is, decrypts
 * nothing. Refuses with `schema_invalid`, `xml_too_complex`, `encryption_algorithm_forbidden`.
 * Source: SAML core 2.3.4, XML Encryption 1.1 section 3.
 */
export function readEncrypted(encryptedAssertion: XmlElement): EncryptedContent {
  const [data, ...siblings] = encryptedAssertion.children
  if (data === undefined || !is(data, XENC, 'EncryptedData')) throw malformed('EncryptedData')
  allow(encryptedAssertion, [XENC, 'EncryptedData'], [XENC, 'EncryptedKey'])
  allow(data, [XENC, 'EncryptionMethod'], [DS, 'KeyInfo'], [XENC, 'CipherData'])
  if ((attributeOf(data, 'Type') ?? ELEMENT) !== ELEMENT) throw malformed('EncryptedData', 'Type')
  const method = only(data, XENC, 'EncryptionMethod')
  allow(method, [XENC, 'KeySize'])
  const keyInfo = childOf(data, DS, 'KeyInfo')
  const inside = keyInfo === null ? [] : childrenOf(keyInfo, XENC, 'EncryptedKey')
  const keys = [...inside, ...siblings]
  if (keys.length === 0) throw malformed('KeyInfo', 'EncryptedKey')
  if (keys.length > MAX_KEYS) {
    throw new Refusal('xml_too_complex', `At most ${MAX_KEYS} is accepted for encrypted keys. More came.`, {
      what: 'encrypted keys',
      limit: MAX_KEYS,
    })
  }
  if (keyInfo !== null) checkPointers(keyInfo, siblings)
  return {
    cipher: dataCipher(attributeOf(method, 'Algorithm') ?? ''),
    data: cipherValue(data),
    keys: keys.map(readKey),
  }
}

const ELEMENT = `${XENC}Element`

/** A RetrievalMethod may only say where one of the keys stands that were found anyway. */
function checkPointers(keyInfo: XmlElement, siblings: readonly XmlElement[]): void {
  for (const pointer of childrenOf(keyInfo, DS, 'RetrievalMethod')) {
    const uri = attributeOf(pointer, 'URI') ?? ''
    const known = siblings.some((sibling) => `#${attributeOf(sibling, 'Id') ?? ''}` === uri)
    const type = attributeOf(pointer, 'Type') ?? ENCRYPTED_KEY
    if (!known || type !== ENCRYPTED_KEY || pointer.children.length > 0) throw malformed('RetrievalMethod')
  }
}

const ENCRYPTED_KEY = `${XENC}EncryptedKey`

function readKey(key: XmlElement): EncryptedContent['keys'][number] {
  // KeyInfo, ReferenceList and CarriedKeyName say which key it might be; all of ours are tried anyway.
  const hints = ['ReferenceList', 'CarriedKeyName'].map((name) => [XENC, name] as const)
  allow(key, [XENC, 'EncryptionMethod'], [DS, 'KeyInfo'], [XENC, 'CipherData'], ...hints)
  const method = only(key, XENC, 'EncryptionMethod')
  allow(method, [XENC, 'KeySize'], [DS, 'DigestMethod'], [XENC11, 'MGF'])
  const algorithm = (child: XmlElement | null) => child && (attributeOf(child, 'Algorithm') ?? '')
  const [digest, mask] = [childOf(method, DS, 'DigestMethod'), childOf(method, XENC11, 'MGF')]
  return {
    oaepHash: oaepHash(algorithm(method) ?? '', algorithm(digest), algorithm(mask)),
    data: cipherValue(key),
  }
}

function cipherValue(parent: XmlElement): Buffer {
  const data = only(parent, XENC, 'CipherData')
  allow(data, [XENC, 'CipherValue'])
  const value = only(data, XENC, 'CipherValue')
  const bytes = strictBase64Text(textOf(value))
  if (value.children.length > 0 || bytes === null) throw malformed('CipherValue')
  return bytes
}

/** Nothing may stand in an element but these; each but EncryptedKey at most once. */
function allow(element: XmlElement, ...allowed: readonly (readonly [namespace: string, name: string])[]): void {
  for (const child of element.children) {
    const known = allowed.some(([namespace, name]) => is(child, namespace, name))
    const repeated = child.name !== 'EncryptedKey' && childrenOf(element, child.namespace, child.name).length > 1
    if (!known || repeated) throw malformed(element.name, child.name)
  }
}

function only(parent: XmlElement, namespace: string, name: string): XmlElement {
  const child = childOf(parent, namespace, name)
  if (child === null) throw malformed(parent.name, name)
  return child
}

const malformed = (element: string, about?: string) =>
  new Refusal(
    'schema_invalid',
    'An EncryptedAssertion must hold one EncryptedData with its ciphertext and its encrypted keys in place. It holds something else.',
    { element, ...(about === undefined ? {} : { unverifiedPart: quotable(about, 80) }) },
  )
