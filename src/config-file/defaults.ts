import { defaultPolicy } from '../core/default-policy.ts'
import { defaultLanguage } from '../messages/language.ts'
import { presetIds } from '../presets/preset.ts'
import { presetOf } from '../presets/presets.ts'
import { choices, readSettings } from '../protocols/saml/settings.ts'
import { journalDefaults } from '../store/journal-settings.ts'
import { defaultLifetimes } from '../store/sessions.ts'
import type { ProviderFields } from './config-file.ts'
import type { Fields } from './thing.ts'

/** What counts until somebody decides otherwise; a setting that is not here is not told to anybody until then. */
export const defaultSettings: Fields = {
  helpText: '',
  displayName: 'jitup',
  language: defaultLanguage,
  ...journalDefaults,
  ...defaultLifetimes,
}

const settings: Fields = { ...readSettings({ version: 1 }) }
const choiceDefaults = Object.fromEntries(Object.keys(choices).map((name) => [name, settings[name]]))

const { userType: users, employees: _employees, external: _external, ...policy } = defaultPolicy
const plain: Fields = { users, ...policy, domains: [], enabled: true, ...choiceDefaults }

/** Whose say the fields of a provider are before anybody has decided on one. */
type Basis = Pick<ProviderFields, 'users' | 'preset' | 'metadataCertificates'>

/** A provider of which nothing is said, whatever preset it is made with. */
export function plainFields({ users }: Pick<Basis, 'users'>): Fields {
  const employees = users !== 'external'
  return {
    ...plain,
    'employees.create': employees,
    'employees.update': employees,
    'external.create': !employees,
    'external.update': !employees,
  }
}

/** What a preset, or metadata that must be signed, decides of a new provider. */
export function presetFields({ preset, metadataCertificates = [] }: Basis): Fields {
  const id = presetIds.find((one) => one === preset)
  const known = id === undefined ? undefined : presetOf(id)
  return {
    ...(metadataCertificates.length > 0 ? { wantEncryption: true } : {}),
    ...known?.settings,
    ...known?.policy,
  }
}
