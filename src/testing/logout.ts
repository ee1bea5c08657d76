import { sign } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'
import { newId, type TestNameId } from './response.ts'
import { type DigestAlgorithm, type SignatureAlgorithm, signatureUri, signXml, type TestKeys } from './sign.ts'
import { attribute, text } from './xml-text.ts'

const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const status = 'urn:oasis:names:tc:SAML:2.0:status:'
const fiveMinutes = 5 * 60_000

/** What both logout messages say. `undefined` is the good default, `null` leaves the fact out. */
interface LogoutOptions {
  /** The service provider's logout address that it goes to. */
  readonly destination: string | null
  readonly id?: string | undefined
  readonly issuer?: string | undefined
  readonly issueInstant?: Date | undefined
  /** Signed in the message itself, as the POST binding wants it; false for the Redirect binding: true when not given. */
  readonly sign?: boolean | undefined
  readonly algorithm?: SignatureAlgorithm | undefined
  readonly digest?: DigestAlgorithm | undefined
  /** Changes the whole message before it is signed; must leave it in exclusive canonical form. */
  readonly editUnsigned?: ((xml: string) => string) | undefined
  /** Changes the finished message, as an attacker would. */
  readonly editSigned?: ((xml: string) => string) | undefined
}

/** What one LogoutRequest says. */
export interface LogoutRequestOptions extends LogoutOptions {
  readonly nameId: TestNameId
  /** None: all sessions of that name. */
  readonly sessionIndexes?: readonly string[] | undefined
  /** Five minutes after the issue instant when not given. */
  readonly notOnOrAfter?: Date | null | undefined
}

/** What one LogoutResponse says. */
export interface LogoutResponseOptions extends LogoutOptions {
  readonly inResponseTo: string | null
  /** The last part of each status URI from the outermost inwards: `['Success']` when not given. */
  readonly statusCodes?: readonly string[] | undefined
}

/** The provider that speaks. */
export interface LogoutSpeaker {
  readonly entityId: string
  readonly keys: TestKeys
  readonly now: () => Date
}

/** Writes one LogoutRequest (SAML core 3.7.1) and signs it as asked. */
export function logoutRequestXml(idp: LogoutSpeaker, options: LogoutRequestOptions): string {
  const issued = options.issueInstant ?? idp.now()
  const end = options.notOnOrAfter === undefined ? new Date(issued.getTime() + fiveMinutes) : options.notOnOrAfter
  const { nameId } = options
  const body =
    `<saml2:NameID xmlns:saml2="${saml}"${attribute('Format', nameId.format)}` +
    `${attribute('NameQualifier', nameId.nameQualifier)}${attribute('SPNameQualifier', nameId.spNameQualifier)}>` +
    `${text(nameId.value)}</saml2:NameID>` +
    (options.sessionIndexes ?? []).map((one) => `<saml2p:SessionIndex>${text(one)}</saml2p:SessionIndex>`).join('')
  return message(idp, options, 'LogoutRequest', attribute('NotOnOrAfter', end?.toISOString()), body)
}

/** Writes one LogoutResponse (SAML core 3.7.2) and signs it as asked. */
export function logoutResponseXml(idp: LogoutSpeaker, options: LogoutResponseOptions): string {
  const codes = (options.statusCodes ?? ['Success']).reduceRight(
    (inner, code) => `<saml2p:StatusCode${attribute('Value', status + code)}>${inner}</saml2p:StatusCode>`,
    '',
  )
  return message(idp, options, 'LogoutResponse', '', `<saml2p:Status>${codes}</saml2p:Status>`, options.inResponseTo)
}

function message(
  idp: LogoutSpeaker,
  options: LogoutOptions,
  name: string,
  end: string,
  body: string,
  inResponseTo: string | null = null,
): string {
  const id = options.id ?? newId()
  const issued = (options.issueInstant ?? idp.now()).toISOString()
  // Attributes in alphabetical order and namespaces where they are used, because canonical form wants it so.
  const xml =
    `<saml2p:${name} xmlns:saml2p="${samlp}"${attribute('Destination', options.destination)}${attribute('ID', id)}` +
    `${attribute('InResponseTo', inResponseTo)}${attribute('IssueInstant', issued)}${end} Version="2.0">` +
    `<saml2:Issuer xmlns:saml2="${saml}">${text(options.issuer ?? idp.entityId)}</saml2:Issuer>${body}</saml2p:${name}>`
  const unsigned = options.editUnsigned?.(xml) ?? xml
  const { algorithm, digest } = options
  const signed = options.sign === false ? unsigned : signXml(unsigned, id, idp.keys, { algorithm, digest })
  return options.editSigned?.(signed) ?? signed
}

/**
 * The query string that carries a message by the Redirect binding, signed as SAML bindings 3.4.4.1 says; without `keys`
 * unsigned. `edit` changes the octets before they are signed, as a partner with other habits would write them.
 */
export function redirectQuery(
  name: 'SAMLRequest' | 'SAMLResponse',
  xml: string,
  options: {
    readonly keys?: TestKeys | undefined
    readonly relayState?: string | undefined
    readonly algorithm?: SignatureAlgorithm | undefined
    readonly edit?: ((octets: string) => string) | undefined
  } = {},
): string {
  const { keys, relayState, algorithm = 'rsa-sha256', edit = (octets) => octets } = options
  const parts = [
    `${name}=${encodeURIComponent(deflateRawSync(xml).toString('base64'))}`,
    ...(relayState === undefined ? [] : [`RelayState=${encodeURIComponent(relayState)}`]),
  ]
  if (keys === undefined) return edit(parts.join('&'))
  const { uri, hash } = signatureUri(algorithm)
  const octets = edit([...parts, `SigAlg=${encodeURIComponent(uri)}`].join('&'))
  const value = sign(hash, Buffer.from(octets), { key: keys.privateKey, dsaEncoding: 'ieee-p1363' })
  return `${octets}&Signature=${encodeURIComponent(value.toString('base64'))}`
}
