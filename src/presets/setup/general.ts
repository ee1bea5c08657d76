import { say } from '../../messages.ts'
import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

/** Any product with a list of attributes: Name, source, what it fills. */
export const generalSteps =
  (key: 'setup.general' | 'setup.pingfederate') =>
  ({ attributes, roles }: ToCreate): readonly SetupStep[] => [
    {
      kind: 'table',
      title: say(`${key}-title`),
      text: say(key),
      columns: [say('setup.attribute'), say('setup.value'), say('setup.several'), say('setup.fills')],
      rows: [
        ...attributes.map((one) => [one.name, one.from ?? choose(one), say('setup.no'), purposeOf(one)]),
        ...(roles ? [[roles.name, roles.from ?? choose(roles), say('setup.yes'), purposeOf(roles)]] : []),
      ],
    },
  ]
