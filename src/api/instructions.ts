import { presetOf, storedPreset } from '../presets/presets.ts'
import { setupOf } from '../presets/setup/setup.ts'
import type { Setup } from '../presets/setup/step.ts'
import { readSettings } from '../protocols/saml/settings.ts'
import type { App } from '../sign-on/app.ts'
import { acsUrl, logoutUrl } from '../sign-on/trust.ts'
import type { ProviderRecord } from '../store/providers.ts'
import { suggestionFor } from './suggestion.ts'

/** What to create at the identity provider, from its preset (the suggested one when none was chosen) and what is mapped here. */
export async function instructionsFor(app: App, record: ProviderRecord): Promise<Setup> {
  const { rules, columns } = await app.rules.current()
  const suggested = record.preset === null ? suggestionFor(record) : null
  const chosen = suggested === null ? storedPreset(record.preset) : presetOf(suggested)
  const { slug } = record.policy
  const offersLogout = chosen.logout.supported && readSettings(record.settings).singleLogout
  return setupOf(chosen, {
    provider: record.policy,
    converters: rules.converters,
    columns,
    spEntityId: record.spEntityId,
    acsUrl: acsUrl(app.publicUrl, slug),
    metadataUrl: `${app.publicUrl}/sso/${slug}/metadata`,
    logoutUrl: offersLogout ? logoutUrl(app.publicUrl, slug) : null,
  })
}
