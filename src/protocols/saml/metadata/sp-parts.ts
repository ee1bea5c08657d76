/** The parts of our metadata, each in exclusive canonical form: the whole may be signed as it is written. */
import type { PublishedSettings } from '../../published.ts'
import { DS, SAML, UI_INFO } from '../xml/namespaces.ts'
import { canonicalAttribute as attribute, canonicalText as text } from '../xml/write.ts'

const POST = 'urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST'
const URI_FORMAT = 'urn:oasis:names:tc:SAML:2.0:attrname-format:uri'
/** What we decrypt, the preferred first. CBC is left out: it is read where it must be, and asked for nowhere. */
const ENCRYPTION = [
  'http://www.w3.org/2009/xmlenc11#aes256-gcm',
  'http://www.w3.org/2009/xmlenc11#aes128-gcm',
  'http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p',
]

/** One of our keys, for one use. */
export function keyDescriptor(certificate: string, use: 'signing' | 'encryption'): string {
  const methods = use === 'signing' ? [] : ENCRYPTION
  return (
    `<md:KeyDescriptor${attribute('use', use)}><ds:KeyInfo xmlns:ds="${DS}"><ds:X509Data>` +
    `<ds:X509Certificate>${text(certificate)}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>` +
    `${methods.map((uri) => `<md:EncryptionMethod${attribute('Algorithm', uri)}></md:EncryptionMethod>`).join('')}` +
    '</md:KeyDescriptor>'
  )
}

/** How a partner may show us to people (MDUI 2.1). */
export function uiInfo(displayName: string, about: PublishedSettings): string {
  const { description, logo, privacyUrl } = about
  const said = (name: string, content: string) => `<mdui:${name} xml:lang="en">${text(content)}</mdui:${name}>`
  const parts = [
    said('DisplayName', displayName),
    description ? said('Description', description) : '',
    logo
      ? `<mdui:Logo${attribute('height', `${logo.height}`)}${attribute('width', `${logo.width}`)}>${text(logo.url)}</mdui:Logo>`
      : '',
    privacyUrl ? said('PrivacyStatementURL', privacyUrl) : '',
  ]
  return `<md:Extensions><mdui:UIInfo xmlns:mdui="${UI_INFO}">${parts.join('')}</mdui:UIInfo></md:Extensions>`
}

/** Says that people are known here by `subject-id` or `pairwise-id` (SAML subject identifier profile 3.2; saml2int SP15). */
export const subjectIdRequirement = (which: 'subject-id' | 'pairwise-id'): string =>
  '<md:Extensions><mdattr:EntityAttributes xmlns:mdattr="urn:oasis:names:tc:SAML:metadata:attribute">' +
  `<saml:Attribute xmlns:saml="${SAML}" Name="urn:oasis:names:tc:SAML:profiles:subject-id:req" NameFormat="${URI_FORMAT}">` +
  `<saml:AttributeValue>${which}</saml:AttributeValue></saml:Attribute></mdattr:EntityAttributes></md:Extensions>`

export const logoutService = (binding: string, url: string): string =>
  `<md:SingleLogoutService${attribute('Binding', binding)}${attribute('Location', url)}></md:SingleLogoutService>`

export const assertionConsumerService = (url: string): string =>
  `<md:AssertionConsumerService${attribute('Binding', POST)}${attribute('Location', url)} index="0" isDefault="true">` +
  '</md:AssertionConsumerService>'

/** The attributes that converters read. None is required: whoever brings less still signs on, with less. */
export function requestedAttributes(
  serviceName: string,
  requested: readonly { readonly name: string; readonly required: boolean }[],
): string {
  if (requested.length === 0) return ''
  const attributes = requested.map(({ name, required }) => {
    const format = /^(urn|https?):/.test(name) ? URI_FORMAT : null
    return (
      `<md:RequestedAttribute${attribute('Name', name)}${attribute('NameFormat', format)} isRequired="${required}">` +
      '</md:RequestedAttribute>'
    )
  })
  return (
    `<md:AttributeConsumingService index="0"><md:ServiceName xml:lang="en">${text(serviceName)}</md:ServiceName>` +
    `${attributes.join('')}</md:AttributeConsumingService>`
  )
}

export function organization({ name, url }: NonNullable<PublishedSettings['organization']>): string {
  const said = (what: string, content: string) => `<md:${what} xml:lang="en">${text(content)}</md:${what}>`
  return (
    `<md:Organization>${said('OrganizationName', name)}${said('OrganizationDisplayName', name)}` +
    `${said('OrganizationURL', url)}</md:Organization>`
  )
}

export const technicalContact = ({ name, email }: NonNullable<PublishedSettings['contact']>): string =>
  `<md:ContactPerson contactType="technical">${name ? `<md:GivenName>${text(name)}</md:GivenName>` : ''}` +
  `<md:EmailAddress>${text(`mailto:${email}`)}</md:EmailAddress></md:ContactPerson>`
