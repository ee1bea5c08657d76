import { X509Certificate } from 'node:crypto'
import { isJitupError, JitupError } from '../../errors.ts'
import { readInstant } from './instant.ts'
import { rawEngine } from './xml/engine.ts'
import { gate } from './xml/gate.ts'
import { DS, METADATA, SAMLP, UI_INFO } from './xml/namespaces.ts'
import { withDocument } from './xml/parse.ts'
import { attributeOf, attributesOf, childOf, childrenOf, is, textOf, type XmlElement } from './xml/tree.ts'

/** A signing certificate. Only its key is trusted: self-signed and expired ones are fine, an administrator sees `notAfter`. */
export interface IdpCertificate {
  readonly pem: string
  /** SHA-256 of the DER bytes, in lower-case hexadecimal. */
  readonly fingerprint256: string
  readonly notAfter: Date
  readonly subject: string
}

/** What an identity provider publishes about itself. */
export interface IdpMetadata {
  readonly entityId: string
  readonly displayName: string | null
  readonly ssoRedirectUrl: string | null
  readonly ssoPostUrl: string | null
  readonly sloRedirectUrl: string | null
  readonly sloPostUrl: string | null
  readonly nameIdFormats: readonly string[]
  /** In the order of the document, each once; at least one. */
  readonly certificates: readonly IdpCertificate[]
  readonly wantAuthnRequestsSigned: boolean
  readonly validUntil: Date | null
}

const MAX_BYTES = 1_048_576
const MAX_NODES = 20_000
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'

/**
 * Reads an identity provider's metadata: an EntityDescriptor, or an EntitiesDescriptor that holds one identity provider.
 * A KeyDescriptor without `use` is a signing key too. Endpoints must be https (http on this machine itself).
 * A signature on the metadata is not looked at: whoever imports it vouches for it.
 * Throws `metadata_invalid`, `metadata_no_key`, `metadata_no_sso`. Source: SAML metadata 2.3, 2.4.
 */
export function importIdpMetadata(xml: string): IdpMetadata {
  const bytes = Buffer.from(xml.replace(/^\ufeff/, '').trim(), 'utf8')
  try {
    if (bytes.length === 0 || bytes.length > MAX_BYTES) throw invalid(`It must have 1 to ${MAX_BYTES} bytes.`)
    gate(bytes, { comments: true })
    return rawEngine.run((engine) =>
      withDocument(engine, bytes, { nodes: MAX_NODES, purpose: 'metadata' }, ({ root }) =>
        readEntity(theOneEntity(root)),
      ),
    )
  } catch (error) {
    if (!isJitupError(error) || error.code.startsWith('metadata_') || error.code === 'internal') throw error
    throw invalid(error.message, error)
  }
}

function theOneEntity(root: XmlElement): XmlElement {
  const all = entitiesIn(root).filter((entity) => childOf(entity, METADATA, 'IDPSSODescriptor') !== null)
  const [entity, ...others] = all
  if (entity === undefined) throw invalid('It describes no identity provider (IDPSSODescriptor).')
  if (others.length > 0) throw invalid(`It describes ${all.length} identity providers; import the metadata of one.`)
  return entity
}

const entitiesIn = (element: XmlElement): readonly XmlElement[] =>
  is(element, METADATA, 'EntityDescriptor')
    ? [element]
    : is(element, METADATA, 'EntitiesDescriptor')
      ? element.children.flatMap(entitiesIn)
      : []

function readEntity(entity: XmlElement): IdpMetadata {
  const roles = childrenOf(entity, METADATA, 'IDPSSODescriptor').filter((role) =>
    (attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(SAMLP),
  )
  const [idp, ...others] = roles
  if (idp === undefined || others.length > 0) throw invalid('It must have one IDPSSODescriptor for SAML 2.0.')
  const certificates = signingCertificates(idp)
  if (certificates.length === 0) {
    throw new JitupError('metadata_no_key', 'The metadata must hold a signing certificate. It holds none.')
  }
  const ssoRedirectUrl = endpoint(idp, 'SingleSignOnService', REDIRECT)
  const ssoPostUrl = endpoint(idp, 'SingleSignOnService', POST)
  if (ssoRedirectUrl === null && ssoPostUrl === null) {
    throw new JitupError(
      'metadata_no_sso',
      'The metadata must name a sign-on address for Redirect or POST. It names none.',
    )
  }
  return {
    entityId: entityIdOf(entity),
    displayName: displayNameOf(entity, idp),
    ssoRedirectUrl,
    ssoPostUrl,
    sloRedirectUrl: endpoint(idp, 'SingleLogoutService', REDIRECT),
    sloPostUrl: endpoint(idp, 'SingleLogoutService', POST),
    nameIdFormats: childrenOf(idp, METADATA, 'NameIDFormat').map((format) => textOf(format).trim()),
    certificates,
    wantAuthnRequestsSigned: /^(true|1)$/.test(attributeOf(idp, 'WantAuthnRequestsSigned')?.trim() ?? ''),
    validUntil: validUntilOf(idp),
  }
}

function entityIdOf(entity: XmlElement): string {
  const entityId = attributeOf(entity, 'entityID') ?? ''
  if (entityId === '' || entityId !== entityId.trim() || entityId.length > 1024 || /[{}\p{Cc}\p{Cf}]/u.test(entityId)) {
    throw invalid('Its entityID must be one fixed name of up to 1024 characters (no placeholder such as {tenantid}).')
  }
  return entityId
}

function signingCertificates(idp: XmlElement): readonly IdpCertificate[] {
  const found = new Map<string, IdpCertificate>()
  for (const descriptor of childrenOf(idp, METADATA, 'KeyDescriptor')) {
    if ((attributeOf(descriptor, 'use') ?? 'signing') !== 'signing') continue
    const info = childOf(descriptor, DS, 'KeyInfo')
    for (const data of info === null ? [] : childrenOf(info, DS, 'X509Data')) {
      for (const element of childrenOf(data, DS, 'X509Certificate')) {
        const certificate = certificateOf(textOf(element))
        found.set(certificate.fingerprint256, certificate)
      }
    }
  }
  return [...found.values()]
}

/**
 * A certificate from base64 DER or PEM. Throws `metadata_invalid` when it is not one.
 */
export function certificateOf(text: string): IdpCertificate {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '')
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    return {
      pem: certificate.toString(),
      fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      notAfter: new Date(certificate.validTo),
      subject: certificate.subject,
    }
  } catch (error) {
    throw invalid('One of its certificates cannot be read.', error)
  }
}

function endpoint(idp: XmlElement, name: string, binding: string): string | null {
  const service = childrenOf(idp, METADATA, name).find((one) => attributeOf(one, 'Binding') === binding)
  if (service === undefined) return null
  const location = (attributeOf(service, 'Location') ?? '').trim()
  const url = URL.canParse(location) ? new URL(location) : null
  const loopback = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  const clean = /^[!-~]+$/.test(location) && !/["<>\\^`{|}#]/.test(location)
  if (
    url === null ||
    !clean ||
    (url.protocol !== 'https:' && !loopback) ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw invalid(`The address of ${name} must be a plain https address.`)
  }
  return location
}

function displayNameOf(entity: XmlElement, idp: XmlElement): string | null {
  const info = childOf(childOf(idp, METADATA, 'Extensions'), UI_INFO, 'UIInfo')
  const organization = childOf(entity, METADATA, 'Organization')
  const names = [
    ...(info === null ? [] : childrenOf(info, UI_INFO, 'DisplayName')),
    ...(organization === null ? [] : childrenOf(organization, METADATA, 'OrganizationDisplayName')),
  ]
  const english = names.find((name) =>
    attributesOf(name).some((one) => one.name === 'lang' && /^en\b/i.test(one.value)),
  )
  const name = english ?? names[0]
  return name === undefined ? null : textOf(name).trim().slice(0, 250) || null
}

function validUntilOf(idp: XmlElement): Date | null {
  let earliest: Date | null = null
  for (let element: XmlElement | null = idp; element !== null; element = element.parent) {
    const text = attributeOf(element, 'validUntil')
    if (text === null) continue
    const date = readInstant(text)
    if (date === null) throw invalid('Its validUntil must be a UTC time.')
    if (earliest === null || date < earliest) earliest = date
  }
  return earliest
}

const invalid = (what: string, cause?: unknown) =>
  new JitupError(
    'metadata_invalid',
    `This is not the metadata of one SAML 2.0 identity provider. ${what}`,
    {},
    { cause },
  )
