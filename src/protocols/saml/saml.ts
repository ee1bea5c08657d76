import type { Ours, Protocol, TrustedProvider, Verification } from '../protocol.ts'
import { importIdpMetadata } from './metadata-in.ts'
import { spMetadata } from './metadata-out.ts'
import { type ExceptionName, isExcused, readSettings, type SamlSettings } from './settings.ts'
import { startSaml } from './start.ts'
import { verificationSteps } from './steps.ts'
import { verifyResponse } from './verify.ts'

/** SAML 2.0 Web Browser SSO: AuthnRequest by Redirect or POST, Response by POST. */
export const saml: Protocol = {
  steps: verificationSteps,
  read: (metadata, now, trust = {}) => {
    const idp = importIdpMetadata(metadata, { ...trust, now })
    const settings: SamlSettings = readSettings({
      version: 1,
      ssoRedirectUrl: idp.ssoRedirectUrl,
      ssoPostUrl: idp.ssoPostUrl,
      sloRedirectUrl: idp.sloRedirectUrl,
      sloPostUrl: idp.sloPostUrl,
      sloRedirectResponseUrl: idp.sloRedirectResponseUrl,
      sloPostResponseUrl: idp.sloPostResponseUrl,
      errorUrl: idp.errorUrl,
      logo: idp.logo,
      nameIdFormats: idp.nameIdFormats,
    })
    const certificates = idp.certificates.map((one) => ({
      pem: one.pem,
      fingerprint: one.fingerprint256,
      notAfter: one.notAfter,
    }))
    const { entityId, displayName, validUntil, cacheSeconds, signedBy } = idp
    return { entityId, displayName, settings, certificates, validUntil, cacheSeconds, signedBy }
  },
  settings: readSettings,
  start: startSaml,
  // Twice the XML: base64 makes 4/3 of it, and form encoding and line ends the rest.
  bodyLimit: (provider) => 2 * readSettings(provider.settings).maxBytes,
  verify: (provider, form, ours) => {
    const answer = verifyAs(provider, form, ours, 'stored')
    const unasked = answer.verdict === 'rejected' && answer.code === 'response_unsolicited'
    return unasked && readSettings(provider.settings).idpInitiated
      ? verifyAs(provider, form, ours, 'unsolicited')
      : answer
  },
  metadata: (provider, facts, signed) => {
    const { singleLogout, wantEncryption, nameIdPolicy } = readSettings(provider.settings)
    const [first] = facts.keys
    const input = {
      ...facts.about,
      entityId: provider.spEntityId,
      acsUrl: provider.acsUrl,
      ...(singleLogout ? { logoutUrl: provider.logoutUrl } : {}),
      signingCertificates: facts.keys.map((one) => one.certificate),
      encryptionCertificates: wantEncryption ? [first.certificate] : [],
      displayName: facts.displayName,
      requestedAttributes: facts.requestedAttributes,
      nameIdFormat: nameIdPolicy.startsWith('urn:') ? nameIdPolicy : null,
      subjectId: subjectIds.get(facts.subjectAttribute ?? '') ?? null,
    }
    return spMetadata(input, signed === undefined ? undefined : { key: first, now: signed })
  },
}

/** In one hour, before the exception for AES-CBC rests: a wrong key fails oftener than this, and for everybody. */
const MOST_FAILED_DECRYPTIONS = 100

/** The attributes of the SAML subject identifier profile (2.1). */
const subjectIds: ReadonlyMap<string, 'subject-id' | 'pairwise-id'> = new Map([
  ['urn:oasis:names:tc:SAML:attribute:subject-id', 'subject-id'],
  ['urn:oasis:names:tc:SAML:attribute:pairwise-id', 'pairwise-id'],
])

function verifyAs(
  provider: TrustedProvider,
  form: URLSearchParams,
  { now, keys, failedDecryptions = 0 }: Ours,
  kind: 'stored' | 'unsolicited',
): Verification {
  const settings = readSettings(provider.settings)
  const excused = (name: ExceptionName) => isExcused(settings, name, now)
  return verifyResponse(form.get('SAMLResponse') ?? '', {
    idpEntityId: provider.entityId,
    spEntityId: provider.spEntityId,
    acsUrl: provider.acsUrl,
    keys: provider.keys,
    now,
    request: { kind },
    clockSkewSeconds: settings.clockSkewSeconds,
    maxAgeSeconds: settings.maxAgeSeconds,
    limits: { bytes: settings.maxBytes, nodes: settings.maxNodes },
    requireSignedResponse: settings.requireSignedResponse,
    decryptionKeys: keys.map((one) => one.privateKey),
    legacyAlgorithms: excused('legacy-algorithms'),
    // Whoever guesses at a ciphertext fails thousands of times before he has read a word of it.
    cbcUnderUnsignedResponse: excused('cbc-unsigned') && failedDecryptions < MOST_FAILED_DECRYPTIONS,
    looseIds: excused('loose-ids'),
    signatureLast: excused('signature-last'),
  })
}
