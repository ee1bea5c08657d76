import { attribute, escaped } from '../xml/write.ts'

/** What is known of a partner, as its metadata would say it. */
export interface KnownPartner {
  readonly entityId: string
  /** PEM, or the base64 of it. */
  readonly certificates: readonly string[]
  readonly ssoRedirectUrl?: string | null | undefined
  readonly ssoPostUrl?: string | null | undefined
  readonly sloRedirectUrl?: string | null | undefined
  readonly sloRedirectResponseUrl?: string | null | undefined
  readonly sloPostUrl?: string | null | undefined
  readonly sloPostResponseUrl?: string | null | undefined
  readonly nameIdFormats?: readonly string[] | undefined
  readonly errorUrl?: string | null | undefined
  readonly logo?: string | null | undefined
}

const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-'

/**
 * The metadata of a partner as it is known: what `importIdpMetadata` makes of it is the same again. Whoever describes a partner by
 * hand is held to all that metadata is held to.
 */
export function partnerMetadata(known: KnownPartner): string {
  const { sloRedirectUrl, sloRedirectResponseUrl, sloPostUrl, sloPostResponseUrl } = known
  return [
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"',
    ` xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui"${attribute('entityID', known.entityId)}>`,
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"',
    `${attribute('errorURL', known.errorUrl)}>`,
    ...(known.logo ? [`<md:Extensions><mdui:UIInfo>${logo(known.logo)}</mdui:UIInfo></md:Extensions>`] : []),
    ...known.certificates.map(keyDescriptor),
    service('SingleLogoutService', 'Redirect', sloRedirectUrl, sloRedirectResponseUrl),
    service('SingleLogoutService', 'POST', sloPostUrl, sloPostResponseUrl),
    ...(known.nameIdFormats ?? []).map((format) => `<md:NameIDFormat>${escaped(format)}</md:NameIDFormat>`),
    service('SingleSignOnService', 'Redirect', known.ssoRedirectUrl),
    service('SingleSignOnService', 'POST', known.ssoPostUrl),
    '</md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('')
}

const logo = (address: string): string => `<mdui:Logo height="1" width="1">${escaped(address)}</mdui:Logo>`

const keyDescriptor = (certificate: string): string =>
  '<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data>' +
  `<ds:X509Certificate>${escaped(certificate.replace(/-----(BEGIN|END) CERTIFICATE-----|\s/g, ''))}</ds:X509Certificate>` +
  '</ds:X509Data></ds:KeyInfo></md:KeyDescriptor>'

const service = (
  name: string,
  binding: 'Redirect' | 'POST',
  location: string | null | undefined,
  responses?: string | null | undefined,
): string =>
  location
    ? `<md:${name} Binding="${bindings}${binding}"${attribute('Location', location)}${attribute('ResponseLocation', responses)}/>`
    : ''
