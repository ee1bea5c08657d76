import { JitupError } from '../../errors.ts'
import type { Protocol } from '../protocol.ts'
import { importIdpMetadata } from './metadata-in.ts'
import { spMetadata } from './metadata-out.ts'
import { isExcused, readSettings, type SamlSettings } from './settings.ts'
import { startRedirect } from './start.ts'
import { verificationSteps } from './steps.ts'
import { verifyResponse } from './verify.ts'

/** SAML 2.0 Web Browser SSO: AuthnRequest by Redirect, Response by POST. */
export const saml: Protocol = {
  steps: verificationSteps,
  read: (metadata, now, trust = {}) => {
    const idp = importIdpMetadata(metadata, { ...trust, now })
    if (idp.ssoRedirectUrl === null) {
      throw new JitupError('metadata_no_sso', 'This identity provider has no address for the Redirect binding.')
    }
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
  start: (provider, { relayState, now, key }) => {
    const { ssoRedirectUrl } = readSettings(provider.settings)
    if (!ssoRedirectUrl) {
      throw new JitupError('metadata_no_sso', 'This identity provider has no address for the Redirect binding.')
    }
    return startRedirect({
      idpSsoUrl: ssoRedirectUrl,
      spEntityId: provider.spEntityId,
      acsUrl: provider.acsUrl,
      relayState,
      now,
      signingKey: key.privateKey,
    })
  },
  verify: (provider, form, { now }) => {
    const settings = readSettings(provider.settings)
    return verifyResponse(form.get('SAMLResponse') ?? '', {
      idpEntityId: provider.entityId,
      spEntityId: provider.spEntityId,
      acsUrl: provider.acsUrl,
      keys: provider.keys,
      now,
      request: { kind: 'stored' },
      clockSkewSeconds: settings.clockSkewSeconds,
      maxAgeSeconds: settings.maxAgeSeconds,
      limits: { bytes: settings.maxBytes, nodes: settings.maxNodes },
      legacyAlgorithms: isExcused(settings, 'legacy-algorithms', now),
    })
  },
  metadata: (provider, about) =>
    spMetadata({
      entityId: provider.spEntityId,
      acsUrl: provider.acsUrl,
      signingCertificates: about.keys.map((one) => one.certificate),
      displayName: about.displayName,
      requestedAttributes: [...about.requestedAttributes],
    }),
}
