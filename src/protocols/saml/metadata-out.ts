import { createHash } from 'node:crypto'
import type { SigningKey } from '../protocol.ts'
import type { PublishedSettings } from '../published.ts'
import {
  assertionConsumerService,
  keyDescriptor,
  logoutService,
  organization,
  requestedAttributes,
  subjectIdRequirement,
  technicalContact,
  uiInfo,
} from './metadata/sp-parts.ts'
import { signXml } from './sign-xml.ts'
import { METADATA, SAMLP } from './xml/namespaces.ts'
import { canonicalAttribute as attribute, canonicalText as text } from './xml/write.ts'

/** What we publish about ourselves to one identity provider. */
export interface SpMetadata extends PublishedSettings {
  readonly entityId: string
  readonly acsUrl: string
  readonly logoutUrl?: string
  /** Base64 DER; several during a rollover, the one that signs first. */
  readonly signingCertificates: readonly string[]
  /** Who has one encrypts to it. None: nothing invites the partner to encrypt. */
  readonly encryptionCertificates?: readonly string[]
  readonly displayName?: string
  readonly requestedAttributes?: readonly { readonly name: string; readonly required: boolean }[]
  /** The NameID format that our requests ask for. */
  readonly nameIdFormat?: string | null
  /** The attribute that people are known by, when it is one of these two. */
  readonly subjectId?: 'subject-id' | 'pairwise-id' | null
  /** As `contact`, the address alone. */
  readonly contactEmail?: string
}

/** How a signed document is made. */
export interface SpMetadataSigning {
  readonly key: SigningKey
  /** When it is asked for; it is valid for two weeks from then. */
  readonly now: Date
}

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
const VALID_DAYS = 14

/**
 * Our EntityDescriptor as a service provider: signed AuthnRequests, assertions wanted signed, one assertion consumer
 * service (POST). Signed, it carries validUntil; unsigned it does not, for nobody could believe it.
 * Throws `validation_failed` when a text cannot stand in XML. Source: SAML metadata 2.4.4, saml2int SP39.
 */
export function spMetadata(input: SpMetadata, signing?: SpMetadataSigning): string {
  if (signing === undefined) return DECLARATION + document(input, '')
  const until = new Date(signing.now.getTime() + VALID_DAYS * 86_400_000)
  // The same document keeps its ID, and another never has it.
  const id = `_${createHash('sha256')
    .update(`${until.toISOString()} ${document(input, '')}`)
    .digest('hex')
    .slice(0, 40)}`
  const attributes = { id: attribute('ID', id), until: attribute('validUntil', until.toISOString()) }
  return DECLARATION + signXml(document(input, attributes.id, attributes.until), id, signing.key)
}

/** In exclusive canonical form: attributes in their order, no empty-element tags, namespaces where they are used. */
function document(input: SpMetadata, id: string, until = ''): string {
  const { entityId, logoutUrl, displayName, contactEmail, nameIdFormat } = input
  const contact = input.contact ?? (contactEmail === undefined ? null : { email: contactEmail })
  return `<md:EntityDescriptor xmlns:md="${METADATA}"${id}${attribute('entityID', entityId)}${until}>
${lines(
  '  ',
  input.subjectId ? subjectIdRequirement(input.subjectId) : '',
  `<md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true"${attribute('protocolSupportEnumeration', SAMLP)}>`,
)}
${lines(
  '    ',
  displayName === undefined ? '' : uiInfo(displayName, input),
  ...input.signingCertificates.map((certificate) => keyDescriptor(certificate, 'signing')),
  ...(input.encryptionCertificates ?? []).map((certificate) => keyDescriptor(certificate, 'encryption')),
  ...(logoutUrl === undefined ? [] : [logoutService(REDIRECT, logoutUrl), logoutService(POST, logoutUrl)]),
  nameIdFormat ? `<md:NameIDFormat>${text(nameIdFormat)}</md:NameIDFormat>` : '',
  assertionConsumerService(input.acsUrl),
  requestedAttributes(displayName ?? entityId, input.requestedAttributes ?? []),
)}
${lines(
  '  ',
  '</md:SPSSODescriptor>',
  input.organization ? organization(input.organization) : '',
  contact ? technicalContact(contact) : '',
)}
</md:EntityDescriptor>`
}

const lines = (indent: string, ...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => indent + part)
    .join('\n')
