/**
 * `jitup/testing`: a throw-away SAML identity provider for your own tests, and attacks for your own service provider.
 * @module
 */
export { type KeyPair, makeKeyPair } from '../protocols/saml/certificate.ts'
export type { Attack, Genuine } from './attacks/attack.ts'
export { attacks } from './attacks/attacks.ts'
export { type AttackReport, runAttacks, type SeenIdentity, type ServiceProvider } from './attacks/run.ts'
export {
  type DataAlgorithm,
  type EncryptOptions,
  encryptAssertion,
  encryptedAssertion,
  type KeyAlgorithm,
  type OaepHash,
  type Recipients,
} from './encrypt.ts'
export { createIdentityProvider, type TestIdentityProvider, toFormField } from './identity-provider.ts'
export { type LogoutRequestOptions, type LogoutResponseOptions, redirectQuery } from './logout.ts'
export { type LogoutService, type MetadataFacts, metadataXml } from './metadata.ts'
export { newId, type ResponseOptions, type TestNameId } from './response.ts'
export { type DigestAlgorithm, type SignatureAlgorithm, type SignOptions, signXml, type TestKeys } from './sign.ts'
