/** What a logout message says, read from bytes whose signature was verified. */
import type { NameId } from '../../../core/types.ts'
import { nameOf } from '../facts.ts'
import { readInstant } from '../instant.ts'
import { Refusal } from '../refusal.ts'
import { SAML, SAMLP } from '../xml/namespaces.ts'
import { attributeOf, childOf, childrenOf, is, textOf, type XmlElement } from '../xml/tree.ts'

interface Common {
  readonly id: string
  readonly issuer: NameId
  readonly destination: string | null
  readonly issuedAt: Date
}

/** SAML core 3.7.1. */
export interface LogoutRequestFacts extends Common {
  readonly kind: 'request'
  readonly notOnOrAfter: Date | null
  readonly nameId: NameId
  readonly sessionIndexes: readonly string[]
}

/** SAML core 3.7.2. */
export interface LogoutResponseFacts extends Common {
  readonly kind: 'response'
  readonly inResponseTo: string
  /** From the outermost inwards. */
  readonly statusCodes: readonly string[]
}

export type LogoutFacts = LogoutRequestFacts | LogoutResponseFacts

/** Reads the root of a logout message. Refuses with `time_invalid`, `issuer_mismatch`, `logout_name_encrypted`, `schema_invalid`. */
export function logoutFacts(root: XmlElement): LogoutFacts {
  const issuer = childOf(root, SAML, 'Issuer')
  if (issuer === null) throw new Refusal('issuer_mismatch', 'A logout message must name its Issuer. It does not.')
  const common = {
    id: attributeOf(root, 'ID') ?? '',
    issuer: nameOf(issuer),
    destination: attributeOf(root, 'Destination'),
    issuedAt: required(instant(root, 'IssueInstant')),
  }
  if (is(root, SAMLP, 'LogoutRequest')) {
    return {
      ...common,
      kind: 'request',
      notOnOrAfter: instant(root, 'NotOnOrAfter'),
      nameId: nameIdOf(root),
      sessionIndexes: childrenOf(root, SAMLP, 'SessionIndex').map(textOf),
    }
  }
  const statusCodes: string[] = []
  let code = childOf(childOf(root, SAMLP, 'Status'), SAMLP, 'StatusCode')
  for (; code !== null; code = childOf(code, SAMLP, 'StatusCode')) statusCodes.push(attributeOf(code, 'Value') ?? '')
  return { ...common, kind: 'response', inResponseTo: attributeOf(root, 'InResponseTo') ?? '', statusCodes }
}

function nameIdOf(root: XmlElement): NameId {
  const [, , ...more] = root.children.filter((one) => one.namespace === SAML)
  const nameId = childOf(root, SAML, 'NameID')
  if (nameId !== null && more.length === 0 && nameId.children.length === 0) return nameOf(nameId)
  if (childOf(root, SAML, 'EncryptedID') !== null) {
    throw new Refusal(
      'logout_name_encrypted',
      'The NameID of a logout request must not be encrypted: the message travels over TLS. It is; switch that off for this application at the identity provider.',
    )
  }
  throw new Refusal('schema_invalid', 'A logout request must name one person by a NameID. It does not.')
}

function instant(element: XmlElement, name: string): Date | null {
  const text = attributeOf(element, name)
  if (text === null) return null
  const date = readInstant(text)
  if (date !== null) return date
  throw new Refusal('time_invalid', `${name} must be a UTC time like 2026-11-23T09:30:00Z. Something else came.`, {
    element: element.name,
  })
}

function required(date: Date | null): Date {
  if (date === null) throw new Refusal('time_invalid', 'IssueInstant must be present. It is missing.')
  return date
}
