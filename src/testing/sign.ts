import { createHash, createHmac, type KeyObject, sign } from 'node:crypto'
import { attribute } from './xml-text.ts'

/** What signing needs of a key pair. `certificate` is base64 DER and goes into KeyInfo. */
export interface TestKeys {
  readonly privateKey: KeyObject
  readonly certificate: string
}

/**
 * XML signature algorithms by short name, the weak and the absurd ones included: a verifier must be seen to refuse them.
 * `hmac-sha256` is keyed with the certificate's bytes, which an attacker knows.
 */
export type SignatureAlgorithm = keyof typeof signatureAlgorithms
export type DigestAlgorithm = keyof typeof digestAlgorithms

const more = 'http://www.w3.org/2001/04/xmldsig-more#'
const dsig = 'http://www.w3.org/2000/09/xmldsig#'
const xenc = 'http://www.w3.org/2001/04/xmlenc#'
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#'

const signatureAlgorithms = {
  'rsa-sha1': { uri: `${dsig}rsa-sha1`, hash: 'sha1' },
  'rsa-sha256': { uri: `${more}rsa-sha256`, hash: 'sha256' },
  'rsa-sha384': { uri: `${more}rsa-sha384`, hash: 'sha384' },
  'rsa-sha512': { uri: `${more}rsa-sha512`, hash: 'sha512' },
  'ecdsa-sha1': { uri: `${more}ecdsa-sha1`, hash: 'sha1' },
  'ecdsa-sha256': { uri: `${more}ecdsa-sha256`, hash: 'sha256' },
  'ecdsa-sha384': { uri: `${more}ecdsa-sha384`, hash: 'sha384' },
  'ecdsa-sha512': { uri: `${more}ecdsa-sha512`, hash: 'sha512' },
  'hmac-sha256': { uri: `${more}hmac-sha256`, hash: 'sha256' },
} as const

const digestAlgorithms = {
  md5: `${more}md5`,
  sha1: `${dsig}sha1`,
  sha256: `${xenc}sha256`,
  sha384: `${more}sha384`,
  sha512: `${xenc}sha512`,
} as const

/** The URI and the hash of a signature algorithm. */
export const signatureUri = (name: SignatureAlgorithm): { readonly uri: string; readonly hash: string } =>
  signatureAlgorithms[name]

export interface SignOptions {
  /** `rsa-sha256` when not given; the key must be of the same kind. */
  readonly algorithm?: SignatureAlgorithm | undefined
  /** `sha256` when not given. */
  readonly digest?: DigestAlgorithm | undefined
  /** The InclusiveNamespaces PrefixList. `xs` when not given (AttributeValue types need it); `''` for none. */
  readonly prefixList?: string | undefined
}

/**
 * Adds an enveloped signature to the element whose `ID` is given: after its Issuer, or else as its first child.
 *
 * The element must already be written in exclusive canonical form (explicit end tags, sorted attributes, namespaces
 * declared where they are used), because its digest is the hash of the very text. Everything around it may be anything.
 * Throws a RangeError when no element or more than one has the ID. Source: XML Signature 1.1, Exclusive XML C14N 1.0.
 *
 * @example
 * const signed = signXml('<a ID="_1"><b></b></a>', '_1', keys)
 */
export function signXml(xml: string, id: string, keys: TestKeys, options: SignOptions = {}): string {
  const { start, end, firstChild } = findElement(xml, id)
  const element = xml.slice(start, end)
  const signature = signatureOf(element, id, keys, options)
  const place = start + afterIssuer(element, firstChild - start)
  return xml.slice(0, place) + signature + xml.slice(place)
}

function signatureOf(element: string, id: string, keys: TestKeys, options: SignOptions): string {
  const digestName = options.digest ?? 'sha256'
  const algorithm = signatureAlgorithms[options.algorithm ?? 'rsa-sha256']
  const prefixes = options.prefixList ?? 'xs'
  const inclusive = prefixes
    ? `<ec:InclusiveNamespaces xmlns:ec="${exclusive}"${attribute('PrefixList', prefixes)}></ec:InclusiveNamespaces>`
    : ''
  const digest = createHash(digestName).update(element, 'utf8').digest('base64')
  const info =
    `<ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${algorithm.uri}"></ds:SignatureMethod>` +
    `<ds:Reference${attribute('URI', `#${id}`)}><ds:Transforms>` +
    `<ds:Transform Algorithm="${dsig}enveloped-signature"></ds:Transform>` +
    `<ds:Transform Algorithm="${exclusive}">${inclusive}</ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${digestAlgorithms[digestName]}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`
  // Canonicalised on its own, SignedInfo must itself declare the prefix that it inherits inside Signature.
  const value = signatureValue(`<ds:SignedInfo xmlns:ds="${dsig}">${info}`, keys, algorithm)
  return (
    `<ds:Signature xmlns:ds="${dsig}"><ds:SignedInfo>${info}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${keys.certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    '</ds:Signature>'
  )
}

function signatureValue(signedInfo: string, keys: TestKeys, algorithm: { uri: string; hash: string }): string {
  const data = Buffer.from(signedInfo, 'utf8')
  if (algorithm.uri.endsWith('hmac-sha256')) {
    return createHmac(algorithm.hash, Buffer.from(keys.certificate, 'base64')).update(data).digest('base64')
  }
  // XML Signature wants ECDSA as the two numbers side by side (section 6.4.3), not in DER.
  return sign(algorithm.hash, data, { key: keys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
}

/** In canonical form every `<` begins a tag and every element has an end tag, so counting tags of one name is exact. */
function findElement(xml: string, id: string): { start: number; end: number; firstChild: number } {
  const marker = attribute('ID', id)
  const at = xml.indexOf(marker)
  if (at < 0 || xml.indexOf(marker, at + 1) >= 0) throw new RangeError(`Not exactly one element has the ID ${id}.`)
  const start = xml.lastIndexOf('<', at)
  const firstChild = xml.indexOf('>', at) + 1
  const name = /^<([\w:.-]+)/.exec(xml.slice(start, at + 1))?.[1]
  if (name === undefined) throw new RangeError(`The ID ${id} does not stand in a start tag.`)
  const tags = new RegExp(`<(/?)${name.replaceAll('.', '\\.')}(?=[\\s>])`, 'g')
  tags.lastIndex = start
  let depth = 0
  for (let tag = tags.exec(xml); tag !== null; tag = tags.exec(xml)) {
    depth += tag[1] === '/' ? -1 : 1
    if (depth === 0) return { start, end: xml.indexOf('>', tag.index) + 1, firstChild }
  }
  throw new RangeError(`The element with the ID ${id} has no end tag.`)
}

/** SAML's schema puts Signature directly behind Issuer. */
function afterIssuer(element: string, firstChild: number): number {
  const issuer = /^<(?:[\w.-]+:)?Issuer[\s>]/.test(element.slice(firstChild))
  if (!issuer) return firstChild
  const close = /<\/(?:[\w.-]+:)?Issuer>/g
  close.lastIndex = firstChild
  return close.exec(element) === null ? firstChild : close.lastIndex
}
