/**
 * `jitup/saml`: the SAML trust core by itself.
 * @module
 */
export type { Assertion, Claims, NameId } from '../../core/types.ts'
export type { Rejection, Verification, Warning } from '../protocol.ts'
export type { Expectations } from './expectations.ts'
export {
  certificateOf,
  type IdpCertificate,
  type IdpMetadata,
  importIdpMetadata,
  type MetadataTrust,
} from './metadata-in.ts'
export { type SpMetadata, type SpMetadataSigning, spMetadata } from './metadata-out.ts'
export { startRedirect } from './start.ts'
export { verifyResponse, verifyResponseXml } from './verify.ts'
