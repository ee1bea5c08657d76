import type { Dispatch, LogoutProtocol } from '../../logout.ts'
import { newMessageId } from '../../message-id.ts'
import type { SigningKey } from '../../protocol.ts'
import { postFields } from '../post-binding.ts'
import { redirectAddress } from '../redirect-binding.ts'
import { Refusal } from '../refusal.ts'
import { isExcused, readSettings, type SamlSettings } from '../settings.ts'
import { rejectionOf } from '../verdict.ts'
import { logoutRequest, logoutResponse } from './messages.ts'
import { receiveLogout } from './receive.ts'

/** SAML 2.0 Single Logout, both ways; Redirect where the partner takes it (saml2int SP25, SP31), else POST. */
export const samlLogout: LogoutProtocol = {
  offered: (provider) => requestAddress(readSettings(provider.settings)) !== null,
  request: (provider, { id, subject, now, key }) => {
    const to = requestAddress(readSettings(provider.settings))
    if (to === null) return null
    const xml = logoutRequest({ id, subject, now, destination: to.address, spEntityId: provider.spEntityId })
    return dispatch(to, { name: 'SAMLRequest', xml, id, relayState: '', key })
  },
  receive: (provider, arrival, { now }) => {
    const settings = readSettings(provider.settings)
    if (!settings.singleLogout) {
      const refusal = new Refusal(
        'logout_off',
        'Single logout is switched off for this identity provider (singleLogout).',
      )
      return { ...rejectionOf(refusal, { step: 'transport', recognised: false }), kind: null }
    }
    return receiveLogout(arrival, {
      idpEntityId: provider.entityId,
      logoutUrl: provider.logoutUrl,
      keys: provider.keys,
      now,
      skew: settings.clockSkewSeconds * 1000,
      maxAge: settings.maxAgeSeconds * 1000,
      legacyAlgorithms: isExcused(settings, 'legacy-algorithms', now),
    })
  },
  respond: (provider, { inResponseTo, outcome, relayState, now, key }) => {
    const to = responseAddress(readSettings(provider.settings))
    if (to === null) return null
    const id = newMessageId()
    const common = { id, now, destination: to.address, spEntityId: provider.spEntityId }
    const xml = logoutResponse({ ...common, inResponseTo, outcome })
    return dispatch(to, { name: 'SAMLResponse', xml, id, relayState: relayState ?? '', key })
  },
  frames: (provider) => {
    const { ssoRedirectUrl, ssoPostUrl, sloRedirectUrl, sloPostUrl } = readSettings(provider.settings)
    const urls = [ssoRedirectUrl, ssoPostUrl, sloRedirectUrl, sloPostUrl].filter((url) => url !== null)
    return [...new Set(urls.map((url) => new URL(url).origin))]
  },
}

interface Address {
  readonly binding: Dispatch['binding']
  readonly address: string
}

function requestAddress({ singleLogout, sloRedirectUrl, sloPostUrl }: SamlSettings): Address | null {
  return singleLogout ? firstOf(sloRedirectUrl, sloPostUrl) : null
}

const responseAddress = (settings: SamlSettings): Address | null =>
  firstOf(
    settings.sloRedirectResponseUrl ?? settings.sloRedirectUrl,
    settings.sloPostResponseUrl ?? settings.sloPostUrl,
  )

function firstOf(redirect: string | null, post: string | null): Address | null {
  if (redirect !== null) return { binding: 'redirect', address: redirect }
  return post === null ? null : { binding: 'post', address: post }
}

function dispatch(
  { binding, address }: Address,
  message: {
    name: 'SAMLRequest' | 'SAMLResponse'
    xml: string
    id: string
    relayState: string
    key: SigningKey
  },
): Dispatch {
  if (binding === 'post') return { binding, action: address, fields: postFields(message) }
  return { binding, location: redirectAddress({ ...message, address, key: message.key.privateKey }) }
}
