/** What a message says of itself, for a person to look at. Nothing here is verified, and nothing here refuses. */
import { statusCodesOf } from './facts.ts'
import { quotable } from './refusal.ts'
import { DS, SAML, SAMLP } from './xml/namespaces.ts'
import { attributeOf, childOf, childrenOf, is, textOf, type XmlElement } from './xml/tree.ts'

/** A NameID or Issuer as it came. */
export interface UnverifiedName {
  readonly value: string | null
  readonly format: string | null
  readonly nameQualifier: string | null
  readonly spNameQualifier: string | null
}

/** What an Assertion says of itself. Times are texts: they may be no times. */
export interface UnverifiedAssertion {
  readonly id: string | null
  readonly issuer: string | null
  readonly issueInstant: string | null
  readonly signed: boolean
  readonly nameId: UnverifiedName | null
  readonly notBefore: string | null
  readonly notOnOrAfter: string | null
  readonly audiences: readonly string[]
  readonly confirmations: readonly {
    readonly method: string | null
    readonly recipient: string | null
    readonly inResponseTo: string | null
    readonly notBefore: string | null
    readonly notOnOrAfter: string | null
  }[]
  readonly authnInstant: string | null
  readonly authnContext: string | null
  readonly sessionIndex: string | null
  readonly sessionNotOnOrAfter: string | null
}

/** What a message says of itself; null where it does not say it. */
export interface UnverifiedFacts {
  readonly id: string | null
  readonly issuer: string | null
  readonly destination: string | null
  readonly inResponseTo: string | null
  readonly issueInstant: string | null
  readonly status: readonly string[]
  readonly statusMessage: string | null
  readonly signed: boolean
  readonly encryptedAssertions: number
  /** At most `mostAssertions` of them. */
  readonly assertions: readonly UnverifiedAssertion[]
  /** Of an AuthnRequest: where it wants the answer. */
  readonly acsUrl: string | null
  /** Of a logout request. */
  readonly nameId: UnverifiedName | null
  readonly sessionIndexes: readonly string[]
  /** Of metadata. */
  readonly entityId: string | null
  readonly validUntil: string | null
}

const mostAssertions = 10
const mostOfOne = 50
const longest = 2000

const quoted = (text: string | null): string | null => quotable(text, longest)
const attribute = (element: XmlElement | null, name: string): string | null =>
  element && quoted(attributeOf(element, name))
const text = (element: XmlElement | null): string | null => element && quoted(textOf(element))
const isSigned = (element: XmlElement): boolean => childOf(element, DS, 'Signature') !== null

/** Reads what the root and its assertions say, wherever an Assertion stands. */
export function unverifiedFacts(root: XmlElement): UnverifiedFacts {
  const { assertions, encrypted } = assertionsIn(root)
  const nameId = childOf(root, SAML, 'NameID')
  return {
    id: attribute(root, 'ID'),
    issuer: text(childOf(root, SAML, 'Issuer')),
    destination: attribute(root, 'Destination'),
    inResponseTo: attribute(root, 'InResponseTo'),
    issueInstant: attribute(root, 'IssueInstant'),
    status: statusCodesOf(root)
      .slice(0, mostOfOne)
      .map((code) => quoted(code) ?? ''),
    statusMessage: text(childOf(childOf(root, SAMLP, 'Status'), SAMLP, 'StatusMessage')),
    signed: isSigned(root),
    encryptedAssertions: encrypted,
    assertions: assertions.slice(0, mostAssertions).map(assertionFacts),
    acsUrl: attribute(root, 'AssertionConsumerServiceURL'),
    nameId: nameId && nameFacts(nameId),
    sessionIndexes: childrenOf(root, SAMLP, 'SessionIndex')
      .slice(0, mostOfOne)
      .map((one) => text(one) ?? ''),
    entityId: attribute(root, 'entityID'),
    validUntil: attribute(root, 'validUntil'),
  }
}

function assertionsIn(root: XmlElement): { readonly assertions: readonly XmlElement[]; readonly encrypted: number } {
  const assertions: XmlElement[] = []
  let encrypted = 0
  const visit = (element: XmlElement) => {
    if (is(element, SAML, 'Assertion')) assertions.push(element)
    if (is(element, SAML, 'EncryptedAssertion')) encrypted += 1
    element.children.forEach(visit)
  }
  visit(root)
  return { assertions, encrypted }
}

function assertionFacts(assertion: XmlElement): UnverifiedAssertion {
  const subject = childOf(assertion, SAML, 'Subject')
  const conditions = childOf(assertion, SAML, 'Conditions')
  const authn = childOf(assertion, SAML, 'AuthnStatement')
  const nameId = childOf(subject, SAML, 'NameID')
  const audiences = conditions === null ? [] : childrenOf(conditions, SAML, 'AudienceRestriction')
  return {
    id: attribute(assertion, 'ID'),
    issuer: text(childOf(assertion, SAML, 'Issuer')),
    issueInstant: attribute(assertion, 'IssueInstant'),
    signed: isSigned(assertion),
    nameId: nameId && nameFacts(nameId),
    notBefore: attribute(conditions, 'NotBefore'),
    notOnOrAfter: attribute(conditions, 'NotOnOrAfter'),
    audiences: audiences
      .flatMap((one) => childrenOf(one, SAML, 'Audience'))
      .slice(0, mostOfOne)
      .map((one) => text(one) ?? ''),
    confirmations: (subject === null ? [] : childrenOf(subject, SAML, 'SubjectConfirmation'))
      .slice(0, mostAssertions)
      .map(confirmationFacts),
    authnInstant: attribute(authn, 'AuthnInstant'),
    authnContext: text(childOf(childOf(authn, SAML, 'AuthnContext'), SAML, 'AuthnContextClassRef')),
    sessionIndex: attribute(authn, 'SessionIndex'),
    sessionNotOnOrAfter: attribute(authn, 'SessionNotOnOrAfter'),
  }
}

function confirmationFacts(confirmation: XmlElement): UnverifiedAssertion['confirmations'][number] {
  const data = childOf(confirmation, SAML, 'SubjectConfirmationData')
  return {
    method: attribute(confirmation, 'Method'),
    recipient: attribute(data, 'Recipient'),
    inResponseTo: attribute(data, 'InResponseTo'),
    notBefore: attribute(data, 'NotBefore'),
    notOnOrAfter: attribute(data, 'NotOnOrAfter'),
  }
}

const nameFacts = (name: XmlElement): UnverifiedName => ({
  value: text(name),
  format: attribute(name, 'Format'),
  nameQualifier: attribute(name, 'NameQualifier'),
  spNameQualifier: attribute(name, 'SPNameQualifier'),
})
