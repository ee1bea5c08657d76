import type { Warning } from '../protocol.ts'
import type { ExceptionName } from './settings.ts'

/** What an administrator is told when a message was accepted only because of an exception. */
export const exceptionWarnings: Readonly<Record<ExceptionName, Warning>> = {
  'legacy-algorithms': {
    code: 'legacy_algorithm',
    message: 'The signature uses SHA-1 or a key below 2048 bits. Move the identity provider to RSA-2048 with SHA-256.',
  },
  'cbc-unsigned': {
    code: 'cbc_unsigned',
    message:
      'The Assertion is encrypted with AES-CBC and the Response is not signed. Let the identity provider sign the Response too, or use AES-GCM.',
  },
  'loose-ids': {
    code: 'loose_id',
    message: 'An ID is not an XML name. Let the identity provider begin its IDs with a letter or an underscore.',
  },
  'signature-last': {
    code: 'signature_last',
    message:
      'A Signature stands at the end of what it signs. Let the identity provider put it behind the Issuer, as SAML says.',
  },
}
