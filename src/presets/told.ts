import { type Language, reader } from '../messages/language.ts'
import { google, okta, onelogin } from './de/cloud.ts'
import { adfs, entra } from './de/microsoft.ts'
import { generic, keycloak, pingfederate, shibboleth } from './de/own.ts'
import type { PresetTexts } from './de/texts.ts'
import type { Fact, Preset, PresetId } from './preset.ts'

type Texts = Readonly<Record<PresetId, PresetTexts>>

const german: Texts = { adfs, onelogin, entra, okta, google, keycloak, shibboleth, pingfederate, generic }

/** What every preset says in other languages than its own, which is English. */
export const presetTexts: Readonly<Record<Exclude<Language, 'en'>, Texts>> = { de: german }

const saying = (facts: readonly Fact[], texts: readonly string[]): readonly Fact[] =>
  facts.map((fact, at) => ({ ...fact, text: texts[at] ?? fact.text }))

/** A preset in the reader's language; what it decides is the same in each. */
export function told(preset: Preset): Preset {
  const { language } = reader()
  if (language === 'en') return preset
  const { name, summary, path, labels, nameId, quirks, logout, certificates } = presetTexts[language][preset.id]
  return {
    ...preset,
    name: name ?? preset.name,
    summary,
    path,
    labels: { ...preset.labels, ...labels },
    nameId: saying(preset.nameId, nameId),
    quirks: saying(preset.quirks, quirks),
    logout: { ...preset.logout, text: logout },
    certificates: { ...preset.certificates, text: certificates },
  }
}
