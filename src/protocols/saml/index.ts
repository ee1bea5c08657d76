/**
 * `jitup/saml`: the SAML trust core by itself.
 * @module
 */
export type { Expectations } from './expectations.ts'
export { verifyResponse, verifyResponseXml } from './verify.ts'
