import { adfs } from './adfs.ts'
import { entra } from './entra.ts'
import { generic } from './generic.ts'
import { google } from './google.ts'
import { keycloak } from './keycloak.ts'
import { okta } from './okta.ts'
import { onelogin } from './onelogin.ts'
import { pingfederate } from './pingfederate.ts'
import { type Preset, type PresetId, presetIds } from './preset.ts'
import { shibboleth } from './shibboleth.ts'

const byId: Readonly<Record<PresetId, Preset>> = {
  adfs,
  onelogin,
  entra,
  okta,
  google,
  keycloak,
  shibboleth,
  pingfederate,
  generic,
}

/** Every preset, `generic` last. */
export const presets: readonly Preset[] = presetIds.map((id) => byId[id])

/** The preset of that id. */
export const presetOf = (id: PresetId): Preset => byId[id]

/** The preset that a row of the database names; `generic` for none, and for one that this version does not have. */
export const storedPreset = (id: string | null): Preset => presets.find((one) => one.id === id) ?? generic
