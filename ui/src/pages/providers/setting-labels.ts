import type { TextKey } from '../../texts/dictionary.ts'

/** The settings that decide what is believed, as the page of an identity provider calls them. */
export const settingLabels: Readonly<Record<string, TextKey>> = {
  clockSkewSeconds: 'providers.clock-skew',
  maxAgeSeconds: 'providers.max-age',
  maxBytes: 'providers.max-bytes',
  maxNodes: 'providers.max-nodes',
  requestBinding: 'providers.request-binding',
  nameIdPolicy: 'providers.name-id-policy',
  forceAuthn: 'providers.force-authn',
  authnContexts: 'providers.authn-contexts',
  idpInitiated: 'providers.idp-initiated',
  singleLogout: 'providers.single-logout',
  wantEncryption: 'providers.want-encryption',
  requireSignedResponse: 'providers.require-signed',
  exceptions: 'providers.exceptions',
}
