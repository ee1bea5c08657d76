import { attribute, escaped } from './xml/write.ts'

/** What we publish about ourselves to one identity provider. */
export interface SpMetadata {
  readonly entityId: string
  readonly acsUrl: string
  readonly logoutUrl?: string
  /** Base64 DER; two during a rollover, the new one first. */
  readonly signingCertificates: readonly string[]
  readonly displayName?: string
  readonly requestedAttributes?: readonly { readonly name: string; readonly required: boolean }[]
  readonly contactEmail?: string
}

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const REDIRECT = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect'

/**
 * Our EntityDescriptor as a service provider: signed AuthnRequests, assertions wanted signed, one assertion consumer
 * service (POST). Keys are for signing only: nothing invites the identity provider to encrypt.
 * Throws `validation_failed` when a text cannot stand in XML. Source: SAML metadata 2.4.4, saml2int SP39.
 */
export function spMetadata(input: SpMetadata): string {
  const { entityId, acsUrl, logoutUrl, displayName, contactEmail } = input
  return `<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"${attribute('entityID', entityId)}>
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
${lines(
  displayName === undefined ? '' : uiInfo(displayName),
  ...input.signingCertificates.map(keyDescriptor),
  ...(logoutUrl === undefined ? [] : [logoutService(REDIRECT, logoutUrl), logoutService(POST, logoutUrl)]),
  `<md:AssertionConsumerService Binding="${POST}"${attribute('Location', acsUrl)} index="0" isDefault="true"/>`,
  consumingService(displayName ?? entityId, input.requestedAttributes ?? []),
)}
  </md:SPSSODescriptor>${contactEmail === undefined ? '' : `\n${contact(contactEmail)}`}
</md:EntityDescriptor>
`
}

const lines = (...parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => `    ${part}`)
    .join('\n')

const logoutService = (binding: string, url: string): string =>
  `<md:SingleLogoutService${attribute('Binding', binding)}${attribute('Location', url)}/>`

const uiInfo = (displayName: string): string =>
  '<md:Extensions><mdui:UIInfo xmlns:mdui="urn:oasis:names:tc:SAML:metadata:ui">' +
  `<mdui:DisplayName xml:lang="en">${escaped(displayName)}</mdui:DisplayName></mdui:UIInfo></md:Extensions>`

const keyDescriptor = (certificate: string): string =>
  '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
  `<ds:X509Certificate>${escaped(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`

function consumingService(name: string, requested: NonNullable<SpMetadata['requestedAttributes']>): string {
  if (requested.length === 0) return ''
  const attributes = requested.map(
    (one) => `<md:RequestedAttribute${attribute('Name', one.name)} isRequired="${one.required ? 'true' : 'false'}"/>`,
  )
  return (
    `<md:AttributeConsumingService index="0"><md:ServiceName xml:lang="en">${escaped(name)}</md:ServiceName>` +
    `${attributes.join('')}</md:AttributeConsumingService>`
  )
}

const contact = (email: string): string =>
  '  <md:ContactPerson contactType="technical">' +
  `<md:EmailAddress>mailto:${escaped(email)}</md:EmailAddress></md:ContactPerson>`
