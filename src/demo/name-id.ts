import { createHash } from 'node:crypto'
import { newId, type TestNameId } from '../testing/response.ts'
import type { DemoRequest } from './authn-request.ts'
import type { DemoPerson } from './people.ts'

const format = {
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  transient: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient',
} as const

/** The NameID of the format that was asked for, if it is one of the usual four (SAML core 8.3); a pseudonym differs for each application. */
export function nameIdOf(person: DemoPerson, request: DemoRequest): TestNameId {
  switch (request.nameIdFormat) {
    case format.transient:
      return { value: newId(), format: format.transient }
    case format.persistent: {
      const pseudonym = createHash('sha256')
        .update(JSON.stringify([request.spEntityId, person.id]))
        .digest('hex')
      return { value: pseudonym.slice(0, 32), format: format.persistent }
    }
    case format.emailAddress:
      return { value: person.userName, format: format.emailAddress }
    default:
      return { value: person.userName, format: format.unspecified }
  }
}
