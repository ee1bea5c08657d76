import { say } from '../../messages.ts'
import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

/** Google Workspace: the table of attribute mappings. */
export function googleSteps({ attributes, roles }: ToCreate): readonly SetupStep[] {
  return [
    {
      kind: 'text',
      title: say('setup.google-details-title'),
      text: say('setup.google-details'),
    },
    {
      kind: 'table',
      title: say('setup.google-mapping-title'),
      text: say('setup.google-mapping'),
      columns: ['Google directory attribute', 'App attribute', say('setup.fills')],
      rows: attributes.map((one) => [one.from ?? choose(one), one.name, purposeOf(one)]),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: say('setup.google-groups-title'),
            text: say('setup.google-groups'),
            columns: ['Google groups', 'App attribute'],
            rows: [[say('setup.google-choose'), roles.name]],
          },
        ] satisfies SetupStep[])
      : []),
  ]
}
