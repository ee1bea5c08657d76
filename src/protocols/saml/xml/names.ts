/**
 * The names that SAML messages are made of. They are ours already, so they need not be decoded for every message, and
 * comparing one with itself costs nothing. Only speed hangs on this list: any other name is decoded as it came.
 */
import { DS, EXCLUSIVE_C14N, SAML, SAMLP, XENC, XSI } from './namespaces.ts'

const KNOWN = [
  ...[SAML, SAMLP, DS, XENC, EXCLUSIVE_C14N, XSI],
  ...['Response', 'Extensions', 'Status', 'StatusCode', 'StatusMessage', 'StatusDetail'],
  ...['Assertion', 'EncryptedAssertion', 'Issuer', 'Subject', 'NameID', 'SubjectConfirmation'],
  ...['SubjectConfirmationData', 'Conditions', 'AudienceRestriction', 'Audience', 'OneTimeUse', 'ProxyRestriction'],
  ...['AuthnStatement', 'AuthnContext', 'AuthnContextClassRef', 'AuthnContextDecl', 'AuthenticatingAuthority'],
  ...['SubjectLocality', 'AttributeStatement', 'Attribute', 'AttributeValue'],
  ...['Signature', 'SignedInfo', 'CanonicalizationMethod', 'SignatureMethod', 'Reference', 'Transforms', 'Transform'],
  ...['DigestMethod', 'DigestValue', 'SignatureValue', 'KeyInfo', 'X509Data', 'X509Certificate', 'InclusiveNamespaces'],
  ...['EncryptedData', 'EncryptedKey', 'EncryptionMethod', 'CipherData', 'CipherValue', 'RetrievalMethod'],
  ...['ID', 'Id', 'Version', 'IssueInstant', 'Destination', 'InResponseTo', 'Consent', 'Value', 'Format'],
  ...['NameQualifier', 'SPNameQualifier', 'SPProvidedID', 'Method', 'Recipient', 'NotBefore', 'NotOnOrAfter'],
  ...['AuthnInstant', 'SessionIndex', 'SessionNotOnOrAfter', 'Address', 'DNSName', 'Name', 'NameFormat'],
  ...[
    'FriendlyName',
    'OriginalIssuer',
    'type',
    'nil',
    'lang',
    'schemaLocation',
    'Algorithm',
    'URI',
    'PrefixList',
    'Type',
  ],
]

const SLOTS = 4096

/** More bytes than any known name has. */
const LONGEST = 64

interface Known {
  readonly text: string
  readonly bytes: Uint8Array
}

const slots: (Known | undefined)[] = new Array(SLOTS).fill(undefined)
for (const text of KNOWN) {
  const bytes = Buffer.from(text)
  slots[slotOf(bytes, 0, bytes.length)] = { text, bytes }
}

/** The known name that the NUL-terminated bytes from an address spell; undefined for any other. */
export function knownName(bytes: Uint8Array, address: number): string | undefined {
  let end = address
  while (bytes[end] !== 0) if (++end - address > LONGEST) return undefined
  const known = slots[slotOf(bytes, address, end)]
  if (known === undefined || known.bytes.length !== end - address) return undefined
  for (let at = 0; at < known.bytes.length; at++) if (known.bytes[at] !== bytes[address + at]) return undefined
  return known.text
}

/** Tells the known names apart by their length and a few of their bytes. */
function slotOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from
  let hash = length
  hash = (hash * 31 + (bytes[from] as number)) | 0
  hash = (hash * 31 + (bytes[from + (length >> 2)] as number)) | 0
  hash = (hash * 31 + (bytes[from + (length >> 1)] as number)) | 0
  hash = (hash * 31 + (bytes[from + length - (length >> 2) - 1] as number)) | 0
  hash = (hash * 31 + (bytes[from + length - 1] as number)) | 0
  return (hash ^ (hash >> 12)) & (SLOTS - 1)
}

const READ = 512

/** The names that were read from one document, by their address. It keeps the last of those that share a place. */
export interface Names {
  readonly addresses: Int32Array
  readonly texts: string[]
}

export const noNames = (): Names => ({ addresses: new Int32Array(READ), texts: new Array<string>(READ).fill('') })

/** After every document: the same address then holds another name. */
export function forget({ addresses, texts }: Names): void {
  addresses.fill(0)
  texts.fill('')
}

/** The place of an address in `Names`. */
export const placeOf = (address: number): number => (address ^ (address >> 9)) & (READ - 1)
