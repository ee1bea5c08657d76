import {
  allowed,
  type DigestAlgorithm,
  digestAlgorithms,
  type SignatureAlgorithm,
  signatureAlgorithms,
} from '../algorithms.ts'
import { quotable, Refusal } from '../refusal.ts'
import { strictBase64Text } from './base64.ts'
import { DS, EXCLUSIVE_C14N } from './namespaces.ts'
import { attributeCount, attributeOf, childOf, declaresOnly, prefixOf, textOf, type XmlElement } from './tree.ts'

/** What one SignedInfo says (XML Signature 1.1 section 4.4), after every allow-list. */
export interface SignedInfo {
  /** The ID that the one Reference points to, without `#`. */
  readonly referencedId: string
  readonly algorithm: SignatureAlgorithm
  readonly digest: DigestAlgorithm
  readonly digestValue: Buffer
  /** InclusiveNamespaces of SignedInfo's own canonicalisation and of the referenced element's. */
  readonly infoPrefixes: readonly string[]
  readonly elementPrefixes: readonly string[]
}

const ENVELOPED = `${DS}enveloped-signature`
const MAX_PREFIXES = 20

/**
 * Reads a SignedInfo element that the schema allowed: one Reference to `#ID`, transforms exactly enveloped signature
 * then exclusive canonicalisation, algorithms of the allow-lists.
 * Refuses with `signature_reference`, `signature_transform`, `algorithm_forbidden`, `signature_shape`.
 */
export function readSignedInfo(info: XmlElement, legacyAllowed: boolean): SignedInfo {
  const [canonicalization, method, reference, ...others] = info.children
  const transforms = childOf(reference ?? null, DS, 'Transforms')
  const digestMethod = childOf(reference ?? null, DS, 'DigestMethod')
  const digestValue = childOf(reference ?? null, DS, 'DigestValue')
  if (!canonicalization || !method || !reference || !transforms || !digestMethod || !digestValue || others.length > 0) {
    throw new Refusal('signature_shape', 'A signature must have one SignedInfo with one Reference. It has not.')
  }
  const uri = attributeOf(reference, 'URI') ?? ''
  if (!/^#[^#()'"\s]+$/.test(uri)) {
    throw new Refusal(
      'signature_reference',
      'A signature must refer to its parent by "#" and its ID. It refers elsewhere.',
      {
        unverifiedReference: quotable(uri),
      },
    )
  }
  return {
    referencedId: uri.slice(1),
    algorithm: allowed(signatureAlgorithms, attributeOf(method, 'Algorithm'), legacyAllowed),
    digest: allowed(digestAlgorithms, attributeOf(digestMethod, 'Algorithm'), legacyAllowed),
    digestValue: base64Of(digestValue),
    infoPrefixes: exclusivePrefixes(canonicalization),
    elementPrefixes: enveloped(transforms),
  }
}

// No mark-up, no white space, nothing that canonical form would write in another way.
const PLAIN_ID = /^[\w.-]+$/
const PLAIN_PREFIX = /^[\w.-]*$/
const PLAIN_LIST = /^[\w.# -]*$/

/**
 * The canonical bytes of a SignedInfo that says what `info` says and nothing else; null for one that says more or says it
 * less plainly (white space, an attribute or a namespace more, its own PrefixList, a second prefix, characters to escape).
 *
 * Nearly every SignedInfo is plain. When a pinned key signed these bytes, which are written here from `info`, then `info`
 * is what was signed, and neither canonical form nor a second reading could tell more.
 */
export function plainSignedInfo(element: XmlElement, info: SignedInfo): Buffer | null {
  const [canonicalization, method, reference] = element.children
  const [transforms, digestMethod, digestValue] = reference?.children ?? []
  const [enveloped, exclusive] = transforms?.children ?? []
  if (!canonicalization || !method || !reference || !transforms || !digestMethod || !digestValue) return null
  if (!enveloped || !exclusive) return null
  const [list] = exclusive.children
  const prefix = prefixOf(element)
  const listPrefix = list ? prefixOf(list) : ''
  const prefixList = info.elementPrefixes.map((one) => one || '#default').join(' ')
  const algorithm = attributeOf(method, 'Algorithm') ?? ''
  const digest = attributeOf(digestMethod, 'Algorithm') ?? ''
  const value = info.digestValue.toString('base64')
  const says = (one: XmlElement, attributes: number, children: number, text = '') =>
    attributeCount(one) === attributes &&
    declaresOnly(one, prefix) &&
    one.children.length === children &&
    textOf(one) === text &&
    prefixOf(one) === prefix
  const plain =
    says(element, 0, 3) &&
    says(canonicalization, 1, 0) &&
    says(method, 1, 0) &&
    says(reference, 1, 3) &&
    says(transforms, 0, 2) &&
    says(enveloped, 1, 0) &&
    says(exclusive, 1, list ? 1 : 0) &&
    says(digestMethod, 1, 0) &&
    says(digestValue, 0, 0, value) &&
    (!list ||
      (attributeCount(list) === 1 &&
        declaresOnly(list, listPrefix) &&
        textOf(list) === '' &&
        attributeOf(list, 'PrefixList') === prefixList)) &&
    signatureAlgorithms.get(algorithm) === info.algorithm &&
    digestAlgorithms.get(digest) === info.digest &&
    PLAIN_ID.test(info.referencedId) &&
    PLAIN_PREFIX.test(prefix) &&
    PLAIN_PREFIX.test(listPrefix) &&
    PLAIN_LIST.test(prefixList)
  if (!plain) return null
  const p = prefix && `${prefix}:`
  const q = listPrefix && `${listPrefix}:`
  const inclusive =
    list &&
    `<${q}InclusiveNamespaces ${declaration(listPrefix, EXCLUSIVE_C14N)} PrefixList="${prefixList}"></${q}InclusiveNamespaces>`
  return Buffer.from(
    `<${p}SignedInfo ${declaration(prefix, DS)}>` +
      `<${p}CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></${p}CanonicalizationMethod>` +
      `<${p}SignatureMethod Algorithm="${algorithm}"></${p}SignatureMethod>` +
      `<${p}Reference URI="#${info.referencedId}"><${p}Transforms>` +
      `<${p}Transform Algorithm="${ENVELOPED}"></${p}Transform>` +
      `<${p}Transform Algorithm="${EXCLUSIVE_C14N}">${inclusive ?? ''}</${p}Transform></${p}Transforms>` +
      `<${p}DigestMethod Algorithm="${digest}"></${p}DigestMethod>` +
      `<${p}DigestValue>${value}</${p}DigestValue></${p}Reference></${p}SignedInfo>`,
    'latin1',
  )
}

const declaration = (prefix: string, uri: string): string => `xmlns${prefix && `:${prefix}`}="${uri}"`

function enveloped({ children }: XmlElement): readonly string[] {
  const [first, second, ...others] = children
  if (
    !first ||
    !second ||
    others.length > 0 ||
    attributeOf(first, 'Algorithm') !== ENVELOPED ||
    first.children.length
  ) {
    throw transformForbidden(children.map((child) => attributeOf(child, 'Algorithm')))
  }
  return exclusivePrefixes(second)
}

function exclusivePrefixes(method: XmlElement): readonly string[] {
  const [list, ...others] = method.children
  const known = list === undefined || (list.name === 'InclusiveNamespaces' && list.namespace === EXCLUSIVE_C14N)
  if (attributeOf(method, 'Algorithm') !== EXCLUSIVE_C14N || others.length > 0 || !known || list?.children.length) {
    throw transformForbidden([attributeOf(method, 'Algorithm')])
  }
  const prefixes =
    (list && attributeOf(list, 'PrefixList'))?.split(/[ \t\r\n]+/).filter((prefix) => prefix !== '') ?? []
  if (prefixes.length > MAX_PREFIXES) throw transformForbidden([EXCLUSIVE_C14N])
  return prefixes.map((prefix) => (prefix === '#default' ? '' : prefix))
}

/** Strict base64 of an element's text; white space is allowed, as XML Schema does. */
export function base64Of(element: XmlElement): Buffer {
  const bytes = strictBase64Text(textOf(element))
  if (bytes === null) {
    throw new Refusal('signature_shape', `${element.name} must be base64. It is not.`)
  }
  return bytes
}

const transformForbidden = (unverified: readonly (string | null)[]) =>
  new Refusal(
    'signature_transform',
    'A signature must use exactly the enveloped-signature transform and exclusive canonicalisation without comments. Others came; set the identity provider to "exclusive C14N".',
    { unverifiedTransforms: unverified.slice(0, 5).map((uri) => quotable(uri) ?? '') },
  )
