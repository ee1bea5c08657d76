/**
 * Service providers as they should not be written, each with one bad habit: the attacks must be able to fool them, or
 * refusing the attacks would prove nothing. Everything else about them is right: pinned key, real cryptography.
 */
import { createHash, createHmac, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { DOMParser } from '@xmldom/xmldom'
import { ExclusiveCanonicalization } from 'xml-crypto'
import type { SeenIdentity, ServiceProvider } from '../../src/testing/index.ts'

const DS = 'http://www.w3.org/2000/09/xmldsig#'

/** What the naive one gets wrong. With none of it, it believes any valid signature and reads the first Assertion. */
export interface Habits {
  /** Reads the last Assertion of the document, or the first that is a child of the root. */
  readonly picks?: 'last' | 'child'
  /** Takes the certificate out of KeyInfo. */
  readonly believesKeyInfo?: boolean
  /** Takes HMAC too, keyed with the PEM text it has. */
  readonly hmac?: boolean
  /** A message without signature is fine. */
  readonly unsignedIsFine?: boolean
  /** An exception while verifying is fine. */
  readonly failsOpen?: boolean
  /** Reads the first piece of a text, or the last. */
  readonly reads?: 'first' | 'last'
  /** Canonicalisation that fails gives nothing, and goes on. */
  readonly canonicalNothing?: boolean
  /** Where a reference may point: which attribute is the ID. */
  readonly ids?: readonly string[]
  /** Looks the Assertion up by its local name only. */
  readonly localNames?: boolean
  /** Reads the digest from the first node in DigestValue, a comment or not. */
  readonly digestNode?: boolean
  /** Looks every Reference up again, wherever it stands in the Signature. */
  readonly lastDigest?: boolean
}

export function naive(certificatePem: string, habits: Habits): ServiceProvider {
  const key = new X509Certificate(certificatePem).publicKey
  return (field) => {
    const xml = Buffer.from(field, 'base64').toString('utf8')
    const document = new DOMParser({ errorHandler: () => undefined }).parseFromString(xml, 'text/xml')
    const signatures = all(document, 'Signature', DS)
    const good = signatures.some((signature) => holds(signature, document, key, certificatePem, habits))
    if (!good && !(habits.unsignedIsFine && signatures.length === 0)) return 'refused'
    return read(document, habits)
  }
}

const all = (node: Document | Element, name: string, namespace = '*'): Element[] =>
  Array.from(node.getElementsByTagNameNS(namespace, name))

function holds(signature: Element, document: Document, pinned: KeyObject, pem: string, habits: Habits): boolean {
  try {
    const [info] = all(signature, 'SignedInfo', DS)
    if (info === undefined) return false
    const value = Buffer.from(all(signature, 'SignatureValue')[0]?.textContent ?? '', 'base64')
    const uri = all(info, 'SignatureMethod')[0]?.getAttribute('Algorithm') ?? ''
    const hash = /#(?:rsa|ecdsa|hmac)-(md5|sha\d+)$/.exec(uri)?.[1] ?? unknown(uri)
    const bytes = Buffer.from(canonical(info, habits))
    const good =
      habits.hmac && uri.includes('#hmac-')
        ? createHmac(hash, pem).update(bytes).digest().equals(value)
        : verify(hash, bytes, habits.believesKeyInfo ? embedded(signature) : pinned, value)
    return good && digestHolds(signature, info, document, habits)
  } catch (error) {
    if (habits.failsOpen) return true
    throw error
  }
}

function embedded(signature: Element): KeyObject {
  const der = all(signature, 'X509Certificate').at(-1)?.textContent ?? ''
  return new X509Certificate(Buffer.from(der, 'base64')).publicKey
}

function digestHolds(signature: Element, info: Element, document: Document, habits: Habits): boolean {
  const reference = all(habits.lastDigest ? signature : info, 'Reference').at(habits.lastDigest ? -1 : 0)
  const id = reference?.getAttribute('URI')?.slice(1)
  const ids = habits.ids ?? ['ID']
  const target = all(document, '*').find((element) => ids.some((name) => element.getAttribute(name) === id))
  const value = reference && all(reference, 'DigestValue')[0]
  if (target === undefined || !value || !reference) return false
  const hash = /(md5|sha\d+)$/.exec(all(reference, 'DigestMethod')[0]?.getAttribute('Algorithm') ?? '')?.[1] ?? 'sha256'
  const parent = signature.parentNode
  const next = signature.nextSibling
  parent?.removeChild(signature)
  // A reference may point into the signature itself (ds:Object): then nothing must be taken out.
  const digest = createHash(hash).update(canonical(target, habits)).digest('base64')
  parent?.insertBefore(signature, next)
  const said = habits.digestNode ? (value.firstChild?.nodeValue ?? '') : (value.textContent ?? '')
  return said === digest
}

function canonical(element: Element, habits: Habits): string {
  if (habits.canonicalNothing && /xmlns:r=/.test(element.toString())) return ''
  return new ExclusiveCanonicalization().process(element, {
    inclusiveNamespacesPrefixList: ['xs'],
  })
}

function unknown(uri: string): never {
  throw new Error(`Unknown algorithm ${uri}`)
}

function read(document: Document, habits: Habits): 'refused' | SeenIdentity {
  const namespace = habits.localNames ? '*' : 'urn:oasis:names:tc:SAML:2.0:assertion'
  const found = all(document, 'Assertion', namespace)
  const children = found.filter((one) => one.parentNode === document.documentElement)
  const assertion = habits.picks === 'child' ? children[0] : found.at(habits.picks === 'last' ? -1 : 0)
  if (assertion === undefined) return 'refused'
  const attributes: Record<string, string[]> = {}
  for (const attribute of all(assertion, 'Attribute', namespace)) {
    const name = attribute.getAttribute('Name') ?? ''
    attributes[name] = all(attribute, 'AttributeValue', namespace).map((value) => textOf(value, habits))
  }
  const [nameId] = all(assertion, 'NameID', namespace)
  return { subject: nameId ? textOf(nameId, habits) : null, attributes }
}

function textOf(element: Element, { reads }: Habits): string {
  if (reads === undefined) return element.textContent ?? ''
  const texts = Array.from(element.childNodes).filter((node) => node.nodeType === 3 || node.nodeType === 4)
  return texts.at(reads === 'first' ? 0 : -1)?.nodeValue ?? ''
}
