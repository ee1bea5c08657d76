import { attribute, text } from './xml-text.ts'

const protocol = 'urn:oasis:names:tc:SAML:2.0:protocol'
const bindings = 'urn:oasis:names:tc:SAML:2.0:bindings:'

/** What an identity provider's metadata says. */
export interface MetadataFacts {
  readonly entityId: string
  readonly ssoUrl: string
  /** Base64 DER, one per signing key; several during a key rollover. */
  readonly certificates: readonly string[]
  /** How an AuthnRequest may arrive: both ways when not given. */
  readonly bindings?: readonly ('HTTP-Redirect' | 'HTTP-POST')[]
  /** Where logout messages may go: nowhere when not given. */
  readonly logout?: readonly LogoutService[] | undefined
}

/** One SingleLogoutService. */
export interface LogoutService {
  readonly binding: 'HTTP-Redirect' | 'HTTP-POST'
  readonly url: string
  /** Where answers go when that is elsewhere. */
  readonly responseUrl?: string | undefined
}

/** An identity provider's EntityDescriptor (SAML metadata 2.4.3) in canonical form, unsigned. */
export function metadataXml(facts: MetadataFacts): string {
  const sso = (binding: string) =>
    `<md:SingleSignOnService${attribute('Binding', bindings + binding)}${attribute('Location', facts.ssoUrl)}>` +
    '</md:SingleSignOnService>'
  return (
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"' +
    `${attribute('entityID', facts.entityId)}>` +
    `<md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="${protocol}">` +
    facts.certificates.map(keyDescriptor).join('') +
    (facts.logout ?? []).map(logoutService).join('') +
    '<md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>' +
    `${(facts.bindings ?? ['HTTP-Redirect', 'HTTP-POST']).map(sso).join('')}</md:IDPSSODescriptor></md:EntityDescriptor>`
  )
}

const logoutService = ({ binding, url, responseUrl }: LogoutService): string =>
  `<md:SingleLogoutService${attribute('Binding', bindings + binding)}${attribute('Location', url)}` +
  `${attribute('ResponseLocation', responseUrl)}></md:SingleLogoutService>`

const keyDescriptor = (certificate: string): string =>
  '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
  `<ds:X509Certificate>${text(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`
