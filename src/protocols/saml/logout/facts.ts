/** What a logout message says, read from bytes whose signature was verified. */
import type { NameId } from '../../../core/types.ts'
import { instant, nameOf, required, statusCodesOf } from '../facts.ts'
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
    issuedAt: required(instant(root, 'IssueInstant'), 'IssueInstant'),
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
  const inResponseTo = attributeOf(root, 'InResponseTo') ?? ''
  return { ...common, kind: 'response', inResponseTo, statusCodes: statusCodesOf(root) }
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
