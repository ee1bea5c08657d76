import { type KeyObject, X509Certificate } from 'node:crypto'
import { isJitupError, JitupError } from '../../errors.ts'
import { signedMetadata } from './metadata/signed-metadata.ts'
import { shownAddress, uiInfoOf } from './metadata/ui-info.ts'
import { assertValid, validityOf } from './metadata/validity.ts'
import { Refusal } from './refusal.ts'
import { cleanEngine, rawEngine } from './xml/engine.ts'
import { gate } from './xml/gate.ts'
import { DS, METADATA, SAMLP } from './xml/namespaces.ts'
import { withDocument } from './xml/parse.ts'
import { attributeOf, childOf, childrenOf, is, textOf, type XmlElement } from './xml/tree.ts'

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
  /** An https address or a small `data:` picture. */
  readonly logo: string | null
  /** A page of theirs that helps people whose sign-on failed. */
  readonly errorUrl: string | null
  readonly ssoRedirectUrl: string | null
  readonly ssoPostUrl: string | null
  readonly sloRedirectUrl: string | null
  readonly sloPostUrl: string | null
  /** Where answers to logout requests go, when that is another address. */
  readonly sloRedirectResponseUrl: string | null
  readonly sloPostResponseUrl: string | null
  readonly nameIdFormats: readonly string[]
  /** In the order of the document, each once; at least one. */
  readonly certificates: readonly IdpCertificate[]
  readonly wantAuthnRequestsSigned: boolean
  readonly validUntil: Date | null
  /** For how long the document need not be fetched again. */
  readonly cacheSeconds: number | null
  /** It was one of several in a federation's list. */
  readonly aggregate: boolean
  /** Who signed the document: a key that must sign it, a key the partner is known by, or nobody we know. */
  readonly signedBy: 'signer' | 'known' | null
}

/** What a metadata document is held to beside being metadata. */
export interface MetadataTrust {
  /** The partner that is meant: to choose from a federation's list, and to be sure of it anywhere. */
  readonly entityId?: string | undefined
  /** When there are any, one of these keys must have signed the document. Lists of a federation cannot do without. */
  readonly signers?: readonly KeyObject[] | undefined
  /** Keys that the partner is known by: a signature with one of them vouches for new ones. */
  readonly known?: readonly KeyObject[] | undefined
  /** The moment to judge validUntil by; it is not judged when not given. */
  readonly now?: Date | undefined
}

const MAX_BYTES = 1_048_576
/** Each of them is tried on every signature, and stored. */
const MAX_CERTIFICATES = 40
const MAX_CERTIFICATE = 20_000
const BUDGET = { nodes: 20_000, purpose: 'metadata' } as const
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'
const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'

/**
 * Reads an identity provider's metadata: an EntityDescriptor, or an EntitiesDescriptor of which one identity provider is
 * meant. A KeyDescriptor without `use` is a signing key too. Endpoints must be https (http on this machine itself). When
 * the document is signed with a key of `trust`, everything is read from the bytes that were signed; without such keys a
 * signature is not looked at: whoever imports the document vouches for it.
 * Throws `metadata_invalid`, `metadata_no_key`, `metadata_no_sso`, `metadata_signature`, `metadata_expired`,
 * `metadata_entity_changed`. Source: SAML metadata 2.3, 2.4.
 */
export function importIdpMetadata(xml: string, trust: MetadataTrust = {}): IdpMetadata {
  const bytes = Buffer.from(xml.replace(/^\ufeff/, '').trim(), 'utf8')
  try {
    if (bytes.length === 0 || bytes.length > MAX_BYTES) throw invalid(`It must have 1 to ${MAX_BYTES} bytes.`)
    gate(bytes, { comments: true })
    const signed = signedBytes(bytes, trust)
    const slot = signed === null ? rawEngine : cleanEngine
    return slot.run((engine) =>
      withDocument(engine, signed?.bytes ?? bytes, BUDGET, ({ root }) => {
        const { entity, aggregate } = entityIn(root, trust)
        const read = readEntity(entity)
        if (trust.now !== undefined) assertValid(read.validUntil, aggregate, trust.now)
        return { ...read, aggregate, signedBy: signed?.by ?? null }
      }),
    )
  } catch (error) {
    if (!isJitupError(error) || error.code.startsWith('metadata_') || error.code === 'internal') throw error
    throw invalid(error.message, error)
  }
}

/** The bytes that a key of `trust` signed; null when none did and none has to. */
function signedBytes(xml: Buffer, { signers = [], known = [] }: MetadataTrust) {
  const mustBe = signers.length > 0
  if (!mustBe && known.length === 0) return null
  try {
    const bytes = rawEngine.run((engine) =>
      withDocument(engine, xml, BUDGET, (document) => signedMetadata(document, mustBe ? signers : known)),
    )
    return { bytes, by: mustBe ? ('signer' as const) : ('known' as const) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (!mustBe) return null
    throw new JitupError('metadata_signature', `The metadata is not signed as it must be. ${error.message}`, {
      why: error.code,
    })
  }
}

const describesIdp = (entity: XmlElement) => childOf(entity, METADATA, 'IDPSSODescriptor') !== null

function entityIn(root: XmlElement, { entityId, signers = [] }: MetadataTrust) {
  const all = entitiesIn(root)
  const aggregate = all.length > 1
  const idps = all.filter(describesIdp)
  const meant = entityId === undefined ? idps : idps.filter((one) => attributeOf(one, 'entityID') === entityId)
  const [entity, ...others] = meant
  if (entity === undefined && idps.length > 0) {
    const text = `The metadata must be that of ${entityId}. It describes somebody else.`
    throw new JitupError('metadata_entity_changed', text, { entityId })
  }
  if (entity === undefined) {
    const described = all.flatMap((one) => attributeOf(one, 'entityID') ?? [])
    throw invalid('It describes no identity provider (IDPSSODescriptor).', undefined, {
      entityId: described[0] ?? null,
    })
  }
  if (others.length > 0) {
    throw invalid(`It describes ${meant.length} identity providers; say by its entityID which one is meant.`)
  }
  if (aggregate && entityId !== undefined && signers.length === 0) {
    const text =
      'A list of several partners must be signed, and the certificate of the signer must be known beforehand.'
    throw new JitupError('metadata_signature', text)
  }
  return { entity, aggregate }
}

const entitiesIn = (element: XmlElement): readonly XmlElement[] =>
  is(element, METADATA, 'EntityDescriptor')
    ? [element]
    : is(element, METADATA, 'EntitiesDescriptor')
      ? element.children.flatMap(entitiesIn)
      : []

function readEntity(entity: XmlElement): Omit<IdpMetadata, 'aggregate' | 'signedBy'> {
  const roles = childrenOf(entity, METADATA, 'IDPSSODescriptor').filter((role) =>
    (attributeOf(role, 'protocolSupportEnumeration') ?? '').split(/\s+/).includes(SAMLP),
  )
  const [idp, ...others] = roles
  if (idp === undefined || others.length > 0) throw invalid('It must have one IDPSSODescriptor for SAML 2.0.')
  const certificates = signingCertificates(idp)
  if (certificates.length === 0) {
    throw new JitupError('metadata_no_key', 'The metadata must hold a signing certificate. It holds none.')
  }
  const ssoRedirectUrl = endpoint(idp, 'SingleSignOnService', REDIRECT)?.location ?? null
  const ssoPostUrl = endpoint(idp, 'SingleSignOnService', POST)?.location ?? null
  if (ssoRedirectUrl === null && ssoPostUrl === null) {
    throw new JitupError(
      'metadata_no_sso',
      'The metadata must name a sign-on address for Redirect or POST. It names none.',
    )
  }
  const sloRedirect = endpoint(idp, 'SingleLogoutService', REDIRECT)
  const sloPost = endpoint(idp, 'SingleLogoutService', POST)
  return {
    entityId: entityIdOf(entity),
    ...uiInfoOf(entity, idp),
    errorUrl: shownAddress(attributeOf(idp, 'errorURL') ?? ''),
    ssoRedirectUrl,
    ssoPostUrl,
    sloRedirectUrl: sloRedirect?.location ?? null,
    sloPostUrl: sloPost?.location ?? null,
    sloRedirectResponseUrl: sloRedirect?.responseLocation ?? null,
    sloPostResponseUrl: sloPost?.responseLocation ?? null,
    nameIdFormats: childrenOf(idp, METADATA, 'NameIDFormat').map((format) => textOf(format).trim()),
    certificates,
    wantAuthnRequestsSigned: /^(true|1)$/.test(attributeOf(idp, 'WantAuthnRequestsSigned')?.trim() ?? ''),
    ...validityOf(idp),
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
  const elements = childrenOf(idp, METADATA, 'KeyDescriptor')
    .filter((descriptor) => (attributeOf(descriptor, 'use') ?? 'signing') === 'signing')
    .flatMap((descriptor) => childrenOf(descriptor, DS, 'KeyInfo').slice(0, 1))
    .flatMap((info) => childrenOf(info, DS, 'X509Data'))
    .flatMap((data) => childrenOf(data, DS, 'X509Certificate'))
  if (elements.length > MAX_CERTIFICATES)
    throw invalid(`It must have at most ${MAX_CERTIFICATES} signing certificates.`)
  const all = elements.map((element) => certificateOf(textOf(element)))
  return [...new Map(all.map((one) => [one.fingerprint256, one])).values()]
}

/**
 * A certificate from base64 DER or PEM. Throws `metadata_invalid` when it is not one, or its key is of no kind we know.
 */
export function certificateOf(text: string): IdpCertificate {
  const base64 = text.replace(/-----(BEGIN|END) CERTIFICATE-----/g, '').replace(/\s+/g, '')
  if (base64.length > MAX_CERTIFICATE) throw invalid(`A certificate must have at most ${MAX_CERTIFICATE} characters.`)
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'))
    const notAfter = new Date(certificate.validTo)
    // Read only later, one odd key beside the good ones would stop every sign-on.
    if (certificate.publicKey.type !== 'public' || Number.isNaN(notAfter.getTime())) throw new Error('not usable')
    return {
      pem: certificate.toString(),
      fingerprint256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      notAfter,
      subject: certificate.subject,
    }
  } catch (error) {
    throw invalid('One of its certificates cannot be read.', error)
  }
}

/** The first address for a binding, and the one for answers when there is another; null without that binding. */
function endpoint(idp: XmlElement, name: string, binding: string) {
  const service = childrenOf(idp, METADATA, name).find((one) => attributeOf(one, 'Binding') === binding)
  if (service === undefined) return null
  const responses = attributeOf(service, 'ResponseLocation')
  return {
    location: locationOf(attributeOf(service, 'Location') ?? '', name),
    responseLocation: responses === null ? null : locationOf(responses, name),
  }
}

function locationOf(text: string, name: string): string {
  const location = text.trim()
  const url = URL.canParse(location) ? new URL(location) : null
  const loopback = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  // Browsers allow more in the name of a host; in a Content-Security-Policy some of it would mean something.
  const clean =
    /^[!-~]+$/.test(location) && !/["<>\\^`{|}#]/.test(location) && /^[\w.:[\]-]+$/.test(url?.hostname ?? '')
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

const invalid = (what: string, cause?: unknown, details: Readonly<Record<string, unknown>> = {}) =>
  new JitupError('metadata_invalid', `This is not the metadata of one SAML 2.0 identity provider. ${what}`, details, {
    cause,
  })
