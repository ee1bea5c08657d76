import type { SetupFacts, SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

const asPattern = (text: string): string => `^${text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}$`

/** OneLogin: parameter rows with their ticks. */
export function oneloginSteps({ attributes, roles }: ToCreate, facts: SetupFacts): readonly SetupStep[] {
  return [
    {
      kind: 'table',
      title: 'Configuration',
      text: 'Further fields of the tab Configuration.',
      columns: ['Field', 'Value'],
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
      title: 'Parameters',
      text: 'Tab Parameters, one row each with +. Without the tick “Include in SAML assertion” a parameter is not sent. Groups need “Multi-value parameter” and “Semicolon Delimited Output (Multi-value output)” as well; otherwise all of them arrive in one value, a;b;c.',
      columns: ['Field name', 'Include in SAML assertion', 'Multi-value parameter', 'Value', 'Fills'],
      rows: [
        ...attributes.map((one) => [one.name, 'yes', 'no', one.from ?? choose(one), purposeOf(one)]),
        ...(roles ? [[roles.name, 'yes', 'yes', roles.from ?? choose(roles), purposeOf(roles)]] : []),
      ],
    },
  ]
}
