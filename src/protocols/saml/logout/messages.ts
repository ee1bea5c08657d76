import type { LogoutSubject } from '../../logout.ts'
import { SAML, SAMLP } from '../xml/namespaces.ts'
import { SUCCESS } from '../xml/shape.ts'
import { canonicalAttribute as attribute, canonicalText as text } from '../xml/write.ts'

/** Both messages are written in exclusive canonical form, so that they can be signed as they stand. */
interface Common {
  readonly id: string
  /** The partner's address that it goes to. */
  readonly destination: string
  readonly spEntityId: string
  readonly now: Date
}

/** How long the partner may take to act on a request of ours. */
const LIFETIME = 300_000
const REQUESTER = 'urn:oasis:names:tc:SAML:2.0:status:Requester'
const UNKNOWN_PRINCIPAL = 'urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal'

/**
 * Writes a LogoutRequest: the NameID exactly as it was received, in clear (saml2int SP29, SP30), and its SessionIndex.
 * Throws `validation_failed` when a text cannot stand in XML. Source: SAML core 3.7.1.
 */
export function logoutRequest({ subject, ...common }: Common & { readonly subject: LogoutSubject }): string {
  const { nameId, sessionIndex } = subject
  const until = new Date(common.now.getTime() + LIFETIME)
  return (
    `<samlp:LogoutRequest xmlns:samlp="${SAMLP}"${attribute('Destination', common.destination)}` +
    `${attribute('ID', common.id)}${attribute('IssueInstant', common.now.toISOString())}` +
    `${attribute('NotOnOrAfter', until.toISOString())} Version="2.0">${issuer(common.spEntityId)}` +
    `<saml:NameID xmlns:saml="${SAML}"${attribute('Format', nameId.format)}` +
    `${attribute('NameQualifier', nameId.nameQualifier)}${attribute('SPNameQualifier', nameId.spNameQualifier)}` +
    `${attribute('SPProvidedID', nameId.spProvidedId)}>${text(nameId.value)}</saml:NameID>` +
    `${sessionIndex === null ? '' : `<samlp:SessionIndex>${text(sessionIndex)}</samlp:SessionIndex>`}` +
    '</samlp:LogoutRequest>'
  )
}

/**
 * Writes a LogoutResponse: Success, or that we know no such session.
 * Throws `validation_failed` when a text cannot stand in XML. Source: SAML core 3.7.2, 3.2.2.2.
 */
export function logoutResponse({
  inResponseTo,
  outcome,
  ...common
}: Common & { readonly inResponseTo: string; readonly outcome: 'ended' | 'unknown' }): string {
  const status =
    outcome === 'ended'
      ? `<samlp:StatusCode Value="${SUCCESS}"></samlp:StatusCode>`
      : `<samlp:StatusCode Value="${REQUESTER}"><samlp:StatusCode Value="${UNKNOWN_PRINCIPAL}"></samlp:StatusCode></samlp:StatusCode>`
  return (
    `<samlp:LogoutResponse xmlns:samlp="${SAMLP}"${attribute('Destination', common.destination)}` +
    `${attribute('ID', common.id)}${attribute('InResponseTo', inResponseTo)}` +
    `${attribute('IssueInstant', common.now.toISOString())} Version="2.0">${issuer(common.spEntityId)}` +
    `<samlp:Status>${status}</samlp:Status></samlp:LogoutResponse>`
  )
}

const issuer = (entityId: string): string => `<saml:Issuer xmlns:saml="${SAML}">${text(entityId)}</saml:Issuer>`
