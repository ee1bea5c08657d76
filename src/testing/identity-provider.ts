import { makeKeyPair } from '../protocols/saml/certificate.ts'
import { type LogoutRequestOptions, type LogoutResponseOptions, logoutRequestXml, logoutResponseXml } from './logout.ts'
import { type LogoutService, metadataXml } from './metadata.ts'
import { type ResponseOptions, responseXml } from './response.ts'
import type { TestKeys } from './sign.ts'

/** A SAML identity provider in memory: it signs whatever the test wants signed. Never trust one outside tests and demos. */
export interface TestIdentityProvider {
  readonly entityId: string
  readonly ssoUrl: string
  readonly keys: TestKeys
  /** EntityDescriptor with this provider's key and its Redirect and POST endpoints. */
  metadata(): string
  /** A Response as XML; `toFormField` makes the POST binding's form value of it. */
  respond(options: ResponseOptions): string
  /** A LogoutRequest as XML: for `toFormField`, or unsigned for `redirectQuery`. */
  logoutRequest(options: LogoutRequestOptions): string
  /** A LogoutResponse as XML, likewise. */
  logoutResponse(options: LogoutResponseOptions): string
}

/**
 * Makes an identity provider with a key of its own (unless one is given).
 *
 * @example
 * const idp = createIdentityProvider()
 * const xml = idp.respond({
 *   acsUrl: 'https://app.example/acs',
 *   audience: 'https://app.example',
 *   attributes: { Email: ['john.best@galaxy.example'], memberOf: ['Engineers', 'Berlin'] },
 * })
 * const form = new URLSearchParams({ SAMLResponse: toFormField(xml) })
 */
export function createIdentityProvider(
  options: {
    entityId?: string
    ssoUrl?: string
    keys?: TestKeys
    now?: () => Date
    logout?: readonly LogoutService[]
  } = {},
): TestIdentityProvider {
  const now = options.now ?? (() => new Date())
  const entityId = options.entityId ?? 'https://idp.example/metadata'
  const ssoUrl = options.ssoUrl ?? 'https://idp.example/sso'
  const keys = options.keys ?? makeKeyPair({ commonName: 'Test identity provider', now: now() })
  return {
    entityId,
    ssoUrl,
    keys,
    metadata: () => metadataXml({ entityId, ssoUrl, certificates: [keys.certificate], logout: options.logout }),
    respond: (response) => responseXml({ entityId, keys, now }, response),
    logoutRequest: (request) => logoutRequestXml({ entityId, keys, now }, request),
    logoutResponse: (response) => logoutResponseXml({ entityId, keys, now }, response),
  }
}

/** The `SAMLResponse` form value of the POST binding: base64 of the UTF-8 bytes (SAML bindings 3.5.4). */
export const toFormField = (xml: string): string => Buffer.from(xml, 'utf8').toString('base64')
