import { inflateRawSync } from 'node:zlib'
import { ParseOption, type XmlAttribute, XmlDocument, type XmlElement } from 'libxml2-wasm'
import { JitupError } from '../errors.ts'

/** What the demo identity provider needs to know of a request. Unsigned or not, nothing of it is trusted but compared. */
export interface DemoRequest {
  readonly id: string
  readonly spEntityId: string
  readonly acsUrl: string
  readonly nameIdFormat: string | null
}

const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const maxEncoded = 16 * 1024
const maxXml = 64 * 1024

/**
 * Reads the `SAMLRequest` of the Redirect binding (SAML bindings 3.4.4): base64, raw deflate, AuthnRequest.
 * Throws `message_missing`, `message_too_large`, `message_not_base64`, `message_not_utf8`, `markup_forbidden`,
 * `xml_malformed`, `schema_invalid` or, when it is meant for another address than `ssoUrl`, `destination_mismatch`.
 */
export function readAuthnRequest(field: string | undefined, ssoUrl: string): DemoRequest {
  using document = parse(decode(field))
  const { root } = document
  if (root.name !== 'AuthnRequest' || root.namespaceUri !== samlp) throw invalid('The message is not an AuthnRequest.')
  const destination = attribute(root, 'Destination')
  if (destination !== null && destination !== ssoUrl) {
    throw new JitupError('destination_mismatch', 'The request is meant for another address than this one.')
  }
  return {
    id: required(attribute(root, 'ID'), 'no ID'),
    acsUrl: required(attribute(root, 'AssertionConsumerServiceURL'), 'no AssertionConsumerServiceURL'),
    spEntityId: required(child(root, saml, 'Issuer')?.content.trim() ?? null, 'no Issuer'),
    nameIdFormat: attribute(child(root, samlp, 'NameIDPolicy'), 'Format'),
  }
}

function decode(field: string | undefined): string {
  if (field === undefined || field === '') throw new JitupError('message_missing', 'There is no SAMLRequest.')
  if (field.length > maxEncoded) throw new JitupError('message_too_large', 'The SAMLRequest is too large.')
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(field) || field.length % 4 !== 0) {
    throw new JitupError('message_not_base64', 'The SAMLRequest is not base64.')
  }
  const bytes = inflate(Buffer.from(field, 'base64'))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new JitupError('message_not_utf8', 'The SAMLRequest is not UTF-8.', {}, { cause })
  }
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxXml })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new JitupError('message_too_large', 'The SAMLRequest is too large once inflated.', {}, { cause })
    }
    throw new JitupError('request_malformed', 'The SAMLRequest is not deflated.', {}, { cause })
  }
}

/** The caller disposes the document: it lives outside the reach of the garbage collector. */
function parse(xml: string): XmlDocument {
  if (xml.includes('<!') || xml.replace(/^<\?xml\s[^?]*\?>/, '').includes('<?') || xml.includes('\0')) {
    throw new JitupError('markup_forbidden', 'The SAMLRequest has a document type, a comment or an instruction in it.')
  }
  const option = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_NO_SYS_CATALOG
  try {
    return XmlDocument.fromString(xml, { option })
  } catch (cause) {
    throw new JitupError('xml_malformed', 'The SAMLRequest is not well-formed XML.', {}, { cause })
  }
}

function attribute(element: XmlElement | null, name: string): string | null {
  const isIt = (one: XmlAttribute) => one.name === name && one.namespaceUri === ''
  return element?.attrs.find(isIt)?.value ?? null
}

function child(root: XmlElement, namespace: string, name: string): XmlElement | null {
  const found = root.find(`x:${name}`, { x: namespace })
  if (found.length > 1) throw invalid(`The request has several ${name} elements.`)
  return (found[0] as XmlElement | undefined) ?? null
}

function required(value: string | null, missing: string): string {
  if (value === null || value === '') throw invalid(`The request has ${missing}.`)
  return value
}

const invalid = (message: string): JitupError => new JitupError('schema_invalid', message)
