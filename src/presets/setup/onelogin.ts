import { say } from '../../messages.ts'
import type { SetupFacts, SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

const asPattern = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`

/** OneLogin: parameter rows with their ticks. */
export function oneloginSteps({ attributes, roles }: ToCreate, facts: SetupFacts): readonly SetupStep[] {
  return [
    {
      kind: 'table',
      title: say('setup.onelogin-configuration-title'),
      text: say('setup.onelogin-configuration'),
      columns: [say('setup.field'), say('setup.value')],
      rows: [
        ['Recipient', facts.acsUrl],
        ['ACS (Consumer) URL Validator', asPattern(facts.acsUrl)],
        ['SAML initiator', 'Service Provider'],
        ['SAML nameID format', 'Email'],
        ['SAML signature element', 'Both'],
      ],
    },
    {
      kind: 'table',
      title: say('setup.onelogin-parameters-title'),
      text: say('setup.onelogin-parameters'),
      columns: [
        say('setup.onelogin-field-name'),
        'Include in SAML assertion',
        'Multi-value parameter',
        say('setup.value'),
        say('setup.fills'),
      ],
      rows: [
        ...attributes.map((one) => [
          one.name,
          say('setup.yes'),
          say('setup.no'),
          one.from ?? choose(one),
          purposeOf(one),
        ]),
        ...(roles
          ? [[roles.name, say('setup.yes'), say('setup.yes'), roles.from ?? choose(roles), purposeOf(roles)]]
          : []),
      ],
    },
  ]
}
