import { say } from '../../messages.ts'
import type { Fact, Preset, PresetId } from '../preset.ts'
import { told } from '../told.ts'
import { adfsSteps } from './adfs.ts'
import { entraSteps } from './entra.ts'
import { generalSteps } from './general.ts'
import { googleSteps } from './google.ts'
import { keycloakSteps } from './keycloak.ts'
import { oktaSteps } from './okta.ts'
import { oneloginSteps } from './onelogin.ts'
import { shibbolethSteps } from './shibboleth.ts'
import type { Setup, SetupFacts, SetupStep, ToCreate } from './step.ts'
import { addresses, hidden, leftOut } from './tables.ts'
import { toCreate } from './to-create.ts'

type Steps = (create: ToCreate, facts: SetupFacts, preset: Preset) => readonly SetupStep[]

const stepsOf: Readonly<Record<PresetId, Steps>> = {
  adfs: adfsSteps,
  onelogin: oneloginSteps,
  entra: entraSteps,
  okta: oktaSteps,
  google: googleSteps,
  keycloak: keycloakSteps,
  shibboleth: shibbolethSteps,
  pingfederate: generalSteps('setup.pingfederate'),
  generic: generalSteps('setup.general'),
}

const sourced = ({ text, source }: Fact): string => (source === 'unverified' ? say('setup.unverified', { text }) : text)

const facts = (title: string, all: readonly Fact[]): readonly SetupStep[] =>
  all.length === 0 ? [] : [{ kind: 'text', title, text: all.map(sourced).join('\n\n') }]

/**
 * What to create at the identity provider, generated from what this installation maps: the application, the NameID, each
 * attribute and the groups, with what can be copied. Everything that an administrator named is escaped for the artefact it
 * stands in, or left out of it and listed. In the reader's language.
 */
export function setupOf(chosen: Preset, about: SetupFacts): Setup {
  const preset = told(chosen)
  const create = toCreate(preset, about)
  const unseen = hidden(create)
  const guess: SetupStep = {
    kind: 'text',
    title: say('setup.guess-title'),
    text: say('setup.guess'),
  }
  return {
    preset: preset.id,
    title: `${preset.name}: ${about.provider.name}`,
    steps: [
      addresses(preset, about),
      ...facts(say('setup.title-who'), preset.nameId),
      ...(create.suggested ? [guess] : []),
      ...leftOut(preset.id === 'adfs' || preset.id === 'shibboleth' ? [] : unseen, say('setup.hidden')).map(
        (step): SetupStep => ({ ...step, title: say('setup.title-hidden') }),
      ),
      ...stepsOf[preset.id](create, about, preset),
      ...facts(say('setup.title-known'), preset.quirks),
      { kind: 'text', title: say('setup.title-logout'), text: sourced(preset.logout) },
      { kind: 'text', title: say('setup.title-certificates'), text: sourced(preset.certificates) },
    ],
  }
}
