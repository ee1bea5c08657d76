import { defaultPolicy } from '../core/default-policy.ts'
import type { Preset } from '../presets/preset.ts'
import { presetOf, storedPreset } from '../presets/presets.ts'
import { setupOf } from '../presets/setup/setup.ts'
import type { Setup } from '../presets/setup/step.ts'
import { readSettings } from '../protocols/saml/settings.ts'
import type { App } from '../sign-on/app.ts'
import { ourMetadata } from '../sign-on/our-metadata.ts'
import { acsUrl, defaultSpEntityId, logoutUrl } from '../sign-on/trust.ts'
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

/** What a provider that is not there yet will have to be told of us. */
export interface DraftSetup extends Setup {
  readonly spEntityId: string
  readonly acsUrl: string
  /** Null: no single logout with this product. */
  readonly logoutUrl: string | null
  /** Answers only once the provider is there; until then the document itself is `metadata`. */
  readonly metadataUrl: string
  readonly metadata: string
}

/** Of no provider: rows that are for all of them count. */
const nobody = '00000000-0000-0000-0000-000000000000'

/** The same for a provider that is about to be made: its slug decides the addresses, its preset the rest. */
export async function draftInstructions(
  app: App,
  chosen: Preset,
  { slug, name }: { readonly slug: string; readonly name: string },
): Promise<DraftSetup> {
  await app.refreshKeys()
  const policy = { ...defaultPolicy, ...chosen.policy, id: nobody, slug, name }
  const settings = readSettings({ version: 1, ...chosen.settings })
  const { rules, columns } = await app.rules.current()
  const addresses = {
    spEntityId: defaultSpEntityId(app.publicUrl, slug),
    acsUrl: acsUrl(app.publicUrl, slug),
    metadataUrl: `${app.publicUrl}/sso/${slug}/metadata`,
    logoutUrl: chosen.logout.supported && settings.singleLogout ? logoutUrl(app.publicUrl, slug) : null,
  }
  const trusted = {
    ...addresses,
    id: nobody,
    slug,
    entityId: '',
    settings,
    logoutUrl: logoutUrl(app.publicUrl, slug),
    keys: [],
  }
  const metadata = await ourMetadata(app, { protocol: 'saml', policy, trusted })
  const about = { ...addresses, provider: policy, converters: rules.converters, columns }
  return { ...setupOf(chosen, about), ...addresses, metadata }
}
