import type { PresetId } from './preset.ts'

/** What of a partner's metadata gives the product away. */
export interface Recognisable {
  readonly entityId: string
  /** Addresses of the partner; read as a second hint. */
  readonly endpoints?: readonly string[]
}

interface Sign {
  readonly preset: PresetId
  readonly matches: (url: URL) => boolean
}

const isHost = (url: URL, ...domains: readonly string[]): boolean =>
  domains.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`))

const signs: readonly Sign[] = [
  {
    preset: 'entra',
    matches: (url) => isHost(url, 'sts.windows.net', 'login.microsoftonline.com', 'login.microsoftonline.us'),
  },
  { preset: 'google', matches: (url) => isHost(url, 'accounts.google.com') },
  { preset: 'okta', matches: (url) => isHost(url, 'okta.com', 'oktapreview.com', 'okta-emea.com') },
  { preset: 'onelogin', matches: (url) => isHost(url, 'onelogin.com') },
  { preset: 'adfs', matches: (url) => /^\/adfs\/(services\/trust|ls)\/?$/i.test(url.pathname) },
  { preset: 'keycloak', matches: (url) => /^(\/auth)?\/realms\/[^/]+(\/protocol\/saml)?\/?$/.test(url.pathname) },
  { preset: 'shibboleth', matches: (url) => /^\/idp\/(shibboleth|profile\/SAML2\/)/.test(url.pathname) },
  { preset: 'pingfederate', matches: (url) => /\/idp\/SSO\.saml2$/.test(url.pathname) },
]

/**
 * Guesses the product from a partner's entityID, then from its addresses; null when nothing tells. Only ever a suggestion:
 * an entityID is any text that a partner likes, so nothing may be decided by this.
 */
export function suggestPreset({ entityId, endpoints = [] }: Recognisable): PresetId | null {
  for (const text of [entityId, ...endpoints]) {
    const url = URL.canParse(text) ? new URL(text) : null
    const found = url ? signs.find((sign) => sign.matches(url)) : undefined
    if (found) return found.preset
  }
  return null
}
