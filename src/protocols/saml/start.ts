import type { KeyObject } from 'node:crypto'
import { JitupError } from '../../errors.ts'
import { newMessageId } from '../message-id.ts'
import type { Started, StartRequest, TrustedProvider } from '../protocol.ts'
import { authnRequest } from './authn-request.ts'
import { postFields } from './post-binding.ts'
import { redirectAddress } from './redirect-binding.ts'
import { readSettings } from './settings.ts'

/**
 * Writes the AuthnRequest that this partner is set up for, and tells how it goes there and what its answer must show.
 * By the binding that is set; a partner that has no address for it gets it by the other one.
 * Throws `metadata_no_sso` when there is no address, and what the bindings throw.
 */
export function startSaml(provider: TrustedProvider, request: StartRequest): Started {
  const settings = readSettings(provider.settings)
  const { ssoRedirectUrl, ssoPostUrl, requestBinding, clockSkewSeconds } = settings
  const wanted = requestBinding === 'post' ? ssoPostUrl : ssoRedirectUrl
  const destination = wanted ?? ssoRedirectUrl ?? ssoPostUrl
  if (destination === null) {
    throw new JitupError('metadata_no_sso', 'This identity provider has no address to sign on at.')
  }
  const { now, key, relayState } = request
  const forceAuthn = settings.forceAuthn || request.forceAuthn === true
  const id = newMessageId()
  const { nameIdPolicy, authnContexts } = settings
  const { spEntityId, acsUrl } = provider
  const facts = { requestId: id, destination, spEntityId, acsUrl, now, nameIdPolicy, forceAuthn, authnContexts }
  const message = { name: 'SAMLRequest', xml: authnRequest(facts), relayState } as const
  const asked = { authnAfter: forceAuthn ? new Date(now.getTime() - clockSkewSeconds * 1000) : null, authnContexts }
  if (wanted === null ? destination === ssoPostUrl : requestBinding === 'post') {
    return { requestId: id, location: destination, form: postFields({ ...message, id, key }), asked }
  }
  const location = redirectAddress({ ...message, address: destination, key: key.privateKey })
  return { requestId: id, location, form: null, asked }
}

/**
 * Writes a signed AuthnRequest and the address that carries it by the Redirect binding. Without NameIDPolicy, because
 * AD FS refuses policies its rules cannot meet and saml2int (SP04) wants none.
 * Throws `validation_failed` for a relay state over 80 bytes, a fragment in the address, or a key that is neither RSA nor EC.
 * Source: SAML core 3.4.1, bindings 3.4.4.1, profiles 4.1.4.1.
 */
export function startRedirect(input: {
  readonly idpSsoUrl: string
  readonly spEntityId: string
  readonly acsUrl: string
  /** An opaque key to the pending request; no RelayState is sent when it is ''. */
  readonly relayState: string
  readonly now: Date
  readonly signingKey: KeyObject
  /** The ID of the request, for tests; random (160 bits) when not given. */
  readonly requestId?: string
}): { readonly requestId: string; readonly location: string } {
  const requestId = input.requestId ?? newMessageId()
  const { idpSsoUrl: address, relayState, signingKey } = input
  const xml = authnRequest({ ...input, requestId, destination: address })
  return { requestId, location: redirectAddress({ name: 'SAMLRequest', address, xml, relayState, key: signingKey }) }
}

/** An xs:ID must not begin with a digit. */
