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

const SLOTS = 1024

/** More bytes than any known name has. */
export const LONGEST_KNOWN = 64

interface Known {
  readonly text: string
  readonly bytes: Uint8Array
}

const slots: (Known | undefined)[] = new Array(SLOTS).fill(undefined)
for (const text of KNOWN) {
  const bytes = Buffer.from(text)
  slots[slotOf(bytes, 0, bytes.length)] = { text, bytes }
}

/** The known name that is spelled by exactly these bytes; undefined for any other. */
export function knownName(bytes: Uint8Array, from: number, to: number): string | undefined {
  const known = slots[slotOf(bytes, from, to)]
  if (known === undefined || known.bytes.length !== to - from) return undefined
  for (let at = 0; at < known.bytes.length; at++) if (known.bytes[at] !== bytes[from + at]) return undefined
  return known.text
}

function slotOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from
  // Enough to tell the known names apart, however long an unknown one is.
  for (let at = Math.max(from, to - 32); at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
  return hash & (SLOTS - 1)
}
