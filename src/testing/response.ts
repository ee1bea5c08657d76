import { newMessageId } from '../protocols/message-id.ts'
import { type EncryptOptions, encryptAssertion, type Recipients } from './encrypt.ts'
import { type DigestAlgorithm, type SignatureAlgorithm, signXml, type TestKeys } from './sign.ts'
import { attribute, text } from './xml-text.ts'

const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol'
const saml = 'urn:oasis:names:tc:SAML:2.0:assertion'
const entityFormat = 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity'
const fiveMinutes = 5 * 60_000

export interface TestNameId {
  readonly value: string
  /** No Format attribute when not given. */
  readonly format?: string | undefined
  readonly nameQualifier?: string | undefined
  readonly spNameQualifier?: string | undefined
}

/**
 * What one Response says. Only the first two are needed for a good one; every other fact can be bent for a test.
 * `undefined` is the good default, `null` leaves the fact out.
 */
export interface ResponseOptions {
  readonly acsUrl: string
  /** Several become several Audience elements of one AudienceRestriction; an empty list leaves the restriction out. */
  readonly audience: string | readonly string[]
  /** The AuthnRequest's ID; null or nothing for an unsolicited Response. */
  readonly inResponseTo?: string | null | undefined
  /** A fixed opaque identifier of unspecified format when not given; null leaves NameID out. */
  readonly nameId?: TestNameId | null | undefined
  /** `[]` sends an Attribute without AttributeValue, `['']` an empty AttributeValue. No attributes, no AttributeStatement. */
  readonly attributes?: Readonly<Record<string, readonly string[]>> | ReadonlyMap<string, readonly string[]> | undefined
  /** What is signed: `both` when not given. */
  readonly sign?: 'assertion' | 'response' | 'both' | 'none' | undefined
  /** Issuer of the Assertion, and of the Response too unless `responseIssuer` is given. */
  readonly issuer?: string | undefined
  readonly responseIssuer?: string | null | undefined
  /** The ACS URL when not given. */
  readonly destination?: string | null | undefined
  readonly recipient?: string | null | undefined
  /** Top-level status URI; Success when not given. */
  readonly statusCode?: string | undefined
  /** False: no Assertion, as in a genuine error Response. */
  readonly withAssertion?: boolean | undefined
  /** Conditions: five minutes before and after the issue instant when not given. */
  readonly notBefore?: Date | null | undefined
  readonly notOnOrAfter?: Date | null | undefined
  readonly confirmationNotOnOrAfter?: Date | null | undefined
  readonly issueInstant?: Date | undefined
  readonly authnInstant?: Date | undefined
  readonly sessionNotOnOrAfter?: Date | undefined
  readonly sessionIndex?: string | null | undefined
  readonly confirmationMethod?: string | undefined
  readonly assertionId?: string | undefined
  readonly responseId?: string | undefined
  readonly algorithm?: SignatureAlgorithm | undefined
  readonly digest?: DigestAlgorithm | undefined
  readonly authnContext?: string | undefined
  /** NameFormat of every Attribute; `unspecified` when not given. */
  readonly nameFormat?: string | null | undefined
  /** Changes the whole Response before anything is signed; must leave it in exclusive canonical form. */
  readonly editUnsigned?: ((xml: string) => string) | undefined
  /** Encrypts the Assertion: after it is signed itself, before the Response is. */
  readonly encrypt?: (EncryptOptions & { readonly recipients: Recipients }) | undefined
  /** Changes the finished Response, as an attacker would. */
  readonly editSigned?: ((xml: string) => string) | undefined
}

/** The provider that answers. */
export interface Responder {
  readonly entityId: string
  readonly keys: TestKeys
  readonly now: () => Date
}

/**
 * Writes one Response (SAML core 3.3.3) and signs it as asked. It is written in exclusive canonical form from the start,
 * so that no canonicaliser, and no second opinion on one, is needed to sign it.
 */
export function responseXml(idp: Responder, options: ResponseOptions): string {
  const facts = complete(idp, options)
  const unsigned = (options.editUnsigned ?? same)(response(facts, options))
  const algorithms = { algorithm: options.algorithm, digest: options.digest }
  const sign = options.sign ?? 'both'
  const withAssertion =
    sign === 'assertion' || (sign === 'both' && options.withAssertion !== false)
      ? signXml(unsigned, facts.assertionId, idp.keys, algorithms)
      : unsigned
  const { encrypt } = options
  const sealed = encrypt ? encryptAssertion(withAssertion, encrypt.recipients, encrypt) : withAssertion
  const signed =
    sign === 'response' || sign === 'both' ? signXml(sealed, facts.responseId, idp.keys, algorithms) : sealed
  return (options.editSigned ?? same)(`<?xml version="1.0" encoding="UTF-8"?>${signed}`)
}

/** A fresh ID: an xs:ID must not begin with a digit. */
export const newId = newMessageId

const same = (xml: string): string => xml

type Facts = ReturnType<typeof complete>

function complete(idp: Responder, options: ResponseOptions) {
  const now = options.issueInstant ?? idp.now()
  const assertionId = options.assertionId ?? newId()
  const end = given(options.notOnOrAfter, new Date(now.getTime() + fiveMinutes))
  const issuer = options.issuer ?? idp.entityId
  return {
    assertionId,
    responseId: options.responseId ?? newId(),
    issuer,
    responseIssuer: given(options.responseIssuer, issuer),
    destination: given(options.destination, options.acsUrl),
    recipient: given(options.recipient, options.acsUrl),
    nameId: given<TestNameId>(options.nameId, {
      value: '7f1e1c3a0d5b4c6e9a28',
      format: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    }),
    issueInstant: iso(now),
    notBefore: iso(given(options.notBefore, new Date(now.getTime() - fiveMinutes))),
    notOnOrAfter: iso(end),
    confirmationEnd: iso(given(options.confirmationNotOnOrAfter, end)),
    authnInstant: iso(options.authnInstant ?? now),
    sessionEnd: iso(options.sessionNotOnOrAfter ?? null),
    sessionIndex: given(options.sessionIndex, assertionId),
    status: options.statusCode ?? 'urn:oasis:names:tc:SAML:2.0:status:Success',
    method: options.confirmationMethod ?? 'urn:oasis:names:tc:SAML:2.0:cm:bearer',
    context: options.authnContext ?? 'urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport',
    nameFormat: given(options.nameFormat, 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified'),
    audiences: typeof options.audience === 'string' ? [options.audience] : options.audience,
    attributes: entries(options.attributes),
  }
}

function given<T>(value: T | null | undefined, otherwise: T | null): T | null {
  return value === undefined ? otherwise : value
}

const iso = (date: Date | null): string | null => (date === null ? null : date.toISOString())

function entries(attributes: ResponseOptions['attributes']): readonly (readonly [string, readonly string[]])[] {
  if (attributes === undefined) return []
  return attributes instanceof Map ? [...attributes] : Object.entries(attributes)
}

// Attributes below are in alphabetical order and namespace declarations first, because canonical form wants it so.

function response(facts: Facts, options: ResponseOptions): string {
  const issuer =
    facts.responseIssuer === null
      ? ''
      : `<saml2:Issuer xmlns:saml2="${saml}" Format="${entityFormat}">${text(facts.responseIssuer)}</saml2:Issuer>`
  return (
    `<saml2p:Response xmlns:saml2p="${samlp}"${attribute('Destination', facts.destination)}` +
    `${attribute('ID', facts.responseId)}${attribute('InResponseTo', options.inResponseTo)}` +
    `${attribute('IssueInstant', facts.issueInstant)} Version="2.0">${issuer}` +
    `<saml2p:Status><saml2p:StatusCode${attribute('Value', facts.status)}></saml2p:StatusCode></saml2p:Status>` +
    `${options.withAssertion === false ? '' : assertion(facts, options)}</saml2p:Response>`
  )
}

function assertion(facts: Facts, options: ResponseOptions): string {
  return (
    `<saml2:Assertion xmlns:saml2="${saml}" xmlns:xs="http://www.w3.org/2001/XMLSchema"` +
    `${attribute('ID', facts.assertionId)}${attribute('IssueInstant', facts.issueInstant)} Version="2.0">` +
    `<saml2:Issuer Format="${entityFormat}">${text(facts.issuer)}</saml2:Issuer>` +
    `${subject(facts, options)}${conditions(facts)}${authnStatement(facts)}${attributeStatement(facts)}</saml2:Assertion>`
  )
}

function subject(facts: Facts, options: ResponseOptions): string {
  const { nameId } = facts
  const name =
    nameId === null
      ? ''
      : `<saml2:NameID${attribute('Format', nameId.format)}${attribute('NameQualifier', nameId.nameQualifier)}` +
        `${attribute('SPNameQualifier', nameId.spNameQualifier)}>${text(nameId.value)}</saml2:NameID>`
  return (
    `<saml2:Subject>${name}<saml2:SubjectConfirmation${attribute('Method', facts.method)}>` +
    `<saml2:SubjectConfirmationData${attribute('InResponseTo', options.inResponseTo)}` +
    `${attribute('NotOnOrAfter', facts.confirmationEnd)}${attribute('Recipient', facts.recipient)}>` +
    '</saml2:SubjectConfirmationData></saml2:SubjectConfirmation></saml2:Subject>'
  )
}

function conditions(facts: Facts): string {
  const audiences = facts.audiences.map((audience) => `<saml2:Audience>${text(audience)}</saml2:Audience>`).join('')
  const restriction = audiences ? `<saml2:AudienceRestriction>${audiences}</saml2:AudienceRestriction>` : ''
  const bounds = attribute('NotBefore', facts.notBefore) + attribute('NotOnOrAfter', facts.notOnOrAfter)
  return `<saml2:Conditions${bounds}>${restriction}</saml2:Conditions>`
}

function authnStatement(facts: Facts): string {
  return (
    `<saml2:AuthnStatement${attribute('AuthnInstant', facts.authnInstant)}` +
    `${attribute('SessionIndex', facts.sessionIndex)}${attribute('SessionNotOnOrAfter', facts.sessionEnd)}>` +
    `<saml2:AuthnContext><saml2:AuthnContextClassRef>${text(facts.context)}</saml2:AuthnContextClassRef>` +
    '</saml2:AuthnContext></saml2:AuthnStatement>'
  )
}

function attributeStatement(facts: Facts): string {
  if (facts.attributes.length === 0) return ''
  const type = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="xs:string"'
  const value = (content: string) => `<saml2:AttributeValue ${type}>${text(content)}</saml2:AttributeValue>`
  const all = facts.attributes.map(
    ([name, values]) =>
      `<saml2:Attribute${attribute('Name', name)}${attribute('NameFormat', facts.nameFormat)}>` +
      `${values.map(value).join('')}</saml2:Attribute>`,
  )
  return `<saml2:AttributeStatement>${all.join('')}</saml2:AttributeStatement>`
}
