import { createHash, sign } from 'node:crypto'
import type { SigningKey } from '../protocol.ts'
import { signatureMethodOf } from './signature-method.ts'
import { canonicalAttribute, canonicalText } from './xml/write.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/**
 * Adds an enveloped signature to a whole message of ours: behind its Issuer, or else as its first child.
 *
 * The message must be written in exclusive canonical form already (no declaration, explicit end tags, namespaces declared
 * where they are used, attributes sorted), because what is hashed is the very text; `canonicalText` and
 * `canonicalAttribute` write it so. Its root carries `id` in its attribute `ID`.
 * Throws `validation_failed` for a key that is neither RSA nor EC. Source: XML Signature 1.1, SAML core 5.4.
 */
export function signXml(xml: string, id: string, key: SigningKey): string {
  const digest = createHash('sha256').update(xml, 'utf8').digest('base64')
  const info =
    `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${signatureMethodOf(key.privateKey)}"></ds:SignatureMethod>` +
    `<ds:Reference${canonicalAttribute('URI', `#${id}`)}><ds:Transforms>` +
    `<ds:Transform Algorithm="${DSIG}enveloped-signature"></ds:Transform>` +
    `<ds:Transform Algorithm="${EXCLUSIVE}"></ds:Transform></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue>` +
    '</ds:Reference></ds:SignedInfo>'
  // Canonicalised by itself, SignedInfo declares the prefix that it inherits inside Signature.
  const hashed = Buffer.from(`<ds:SignedInfo xmlns:ds="${DSIG}">${info}`, 'utf8')
  // XML Signature wants ECDSA as the two numbers side by side (section 6.4.3), not in DER.
  const value = sign('sha256', hashed, { key: key.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
  const signature =
    `<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo>${info}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${canonicalText(key.certificate)}</ds:X509Certificate></ds:X509Data>` +
    '</ds:KeyInfo></ds:Signature>'
  const place = placeIn(xml)
  return xml.slice(0, place) + signature + xml.slice(place)
}

function placeIn(xml: string): number {
  const opened = startTagEnd(xml)
  const issuer = /^<(?:[\w.-]+:)?Issuer[\s>]/.test(xml.slice(opened, opened + 64))
  const closing = issuer ? /<\/(?:[\w.-]+:)?Issuer>/g : null
  if (closing === null) return opened
  closing.lastIndex = opened
  return closing.exec(xml) === null ? opened : closing.lastIndex
}

/** Attribute values may hold a `>`, but no quotation mark. */
function startTagEnd(xml: string): number {
  const tag = /^<[^"<>]*(?:"[^"<]*"[^"<>]*)*>/.exec(xml)
  return tag === null ? 0 : tag[0].length
}
