/** What a Response and an Assertion say, as plain data, read from elements. Who vouches for them is the reader's affair. */
import type { NameId } from '../../core/types.ts'
import { readInstant } from './instant.ts'
import { quotable, Refusal } from './refusal.ts'
import { SAML, SAMLP } from './xml/namespaces.ts'
import { attributeOf, childOf, childrenOf, textOf, type XmlElement } from './xml/tree.ts'

/** The Response around the assertion. `signed` false: its facts can only lead to a refusal, never to an acceptance. */
export interface EnvelopeFacts {
  readonly signed: boolean
  readonly statusCodes: readonly string[]
  readonly issuer: NameId | null
  readonly destination: string | null
  readonly inResponseTo: string | null
  readonly issuedAt: Date
}

export interface ConfirmationFacts {
  readonly method: string
  readonly recipient: string | null
  readonly inResponseTo: string | null
  readonly notBefore: Date | null
  readonly notOnOrAfter: Date | null
}

export interface AuthnFacts {
  readonly authnInstant: Date
  readonly authnContext: string | null
  readonly sessionIndex: string | null
  readonly sessionNotOnOrAfter: Date | null
}

export interface AssertionFacts {
  readonly id: string
  readonly issuer: NameId
  readonly issuedAt: Date
  readonly hasSubject: boolean
  readonly nameId: NameId | null
  readonly confirmations: readonly ConfirmationFacts[]
  readonly hasConditions: boolean
  readonly notBefore: Date | null
  readonly notOnOrAfter: Date | null
  /** One list per AudienceRestriction. */
  readonly audiences: readonly (readonly string[])[]
  readonly authn: readonly AuthnFacts[]
}

/** Reads the Response element. Refuses with `time_invalid`. Source: SAML core 3.2.2. */
export function envelopeFacts(response: XmlElement, signed: boolean): EnvelopeFacts {
  const issuer = childOf(response, SAML, 'Issuer')
  return {
    signed,
    statusCodes: statusCodesOf(response),
    issuer: issuer && nameOf(issuer),
    destination: attributeOf(response, 'Destination'),
    inResponseTo: attributeOf(response, 'InResponseTo'),
    issuedAt: required(instant(response, 'IssueInstant'), 'IssueInstant'),
  }
}

/** Reads an Assertion element. Refuses with `time_invalid`, `issuer_mismatch` when there is no Issuer. Source: SAML core 2.3.3. */
export function assertionFacts(assertion: XmlElement): AssertionFacts {
  const issuer = childOf(assertion, SAML, 'Issuer')
  const subject = childOf(assertion, SAML, 'Subject')
  const nameId = childOf(subject, SAML, 'NameID')
  const conditions = childOf(assertion, SAML, 'Conditions')
  if (issuer === null) throw new Refusal('issuer_mismatch', 'The Assertion must name its Issuer. It does not.')
  return {
    id: attributeOf(assertion, 'ID') ?? '',
    issuer: nameOf(issuer),
    issuedAt: required(instant(assertion, 'IssueInstant'), 'IssueInstant'),
    hasSubject: subject !== null,
    nameId: nameId && nameOf(nameId),
    confirmations: subject === null ? [] : childrenOf(subject, SAML, 'SubjectConfirmation').map(confirmationOf),
    hasConditions: conditions !== null,
    notBefore: conditions && instant(conditions, 'NotBefore'),
    notOnOrAfter: conditions && instant(conditions, 'NotOnOrAfter'),
    audiences:
      conditions === null
        ? []
        : childrenOf(conditions, SAML, 'AudienceRestriction').map((one) =>
            childrenOf(one, SAML, 'Audience').map((audience) => textOf(audience)),
          ),
    authn: childrenOf(assertion, SAML, 'AuthnStatement').map(authnOf),
  }
}

function confirmationOf(confirmation: XmlElement): ConfirmationFacts {
  const data = childOf(confirmation, SAML, 'SubjectConfirmationData')
  return {
    method: attributeOf(confirmation, 'Method') ?? '',
    recipient: data && attributeOf(data, 'Recipient'),
    inResponseTo: data && attributeOf(data, 'InResponseTo'),
    notBefore: data && instant(data, 'NotBefore'),
    notOnOrAfter: data && instant(data, 'NotOnOrAfter'),
  }
}

function authnOf(statement: XmlElement): AuthnFacts {
  const context = childOf(childOf(statement, SAML, 'AuthnContext'), SAML, 'AuthnContextClassRef')
  return {
    authnInstant: required(instant(statement, 'AuthnInstant'), 'AuthnInstant'),
    authnContext: context && textOf(context),
    sessionIndex: attributeOf(statement, 'SessionIndex'),
    sessionNotOnOrAfter: instant(statement, 'SessionNotOnOrAfter'),
  }
}

/** NameID and Issuer have the same form (SAML core 2.2.2, 2.2.5). */
export function nameOf(element: XmlElement): NameId {
  return {
    value: textOf(element),
    format: attributeOf(element, 'Format'),
    nameQualifier: attributeOf(element, 'NameQualifier'),
    spNameQualifier: attributeOf(element, 'SPNameQualifier'),
    spProvidedId: attributeOf(element, 'SPProvidedID'),
  }
}

/** The status of a message, from the outermost code inwards (SAML core 3.2.2.2). */
export function statusCodesOf(message: XmlElement): readonly string[] {
  const codes: string[] = []
  let code = childOf(childOf(message, SAMLP, 'Status'), SAMLP, 'StatusCode')
  for (; code !== null; code = childOf(code, SAMLP, 'StatusCode')) codes.push(attributeOf(code, 'Value') ?? '')
  return codes
}

/** The time in an attribute; null when there is none. Refuses with `time_invalid`. */
export function instant(element: XmlElement, name: string): Date | null {
  const text = attributeOf(element, name)
  if (text === null) return null
  const date = readInstant(text)
  if (date !== null) return date
  throw new Refusal(
    'time_invalid',
    `${name} must be a UTC time like 2026-11-23T09:30:00Z. Something else came; correct it at the identity provider.`,
    { element: element.name, unverifiedTime: quotable(text, 40) },
  )
}

/** Refuses with `time_invalid` when there is no time. */
export function required(date: Date | null, name: string): Date {
  if (date === null) throw new Refusal('time_invalid', `${name} must be present. It is missing.`)
  return date
}
