import type { PresetId } from '../presets/preset.ts'
import { suggestPreset } from '../presets/suggest.ts'
import type { ProviderRecord } from '../store/providers.ts'

/** The preset that a provider's names and addresses suggest; null when nothing does. */
export function suggestionFor({ entityId, settings }: Pick<ProviderRecord, 'entityId' | 'settings'>): PresetId | null {
  const { ssoRedirectUrl, ssoPostUrl } = settings as Readonly<Record<string, unknown>>
  const endpoints = [ssoRedirectUrl, ssoPostUrl].filter((one) => typeof one === 'string')
  return suggestPreset({ entityId, endpoints })
}
