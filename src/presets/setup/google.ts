import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

/** Google Workspace: the table of attribute mappings. */
export function googleSteps({ attributes, roles }: ToCreate): readonly SetupStep[] {
  return [
    {
      kind: 'text',
      title: 'Service provider details',
      text: 'Name ID format EMAIL, Name ID “Basic Information > Primary email”, and tick “Signed response”.',
    },
    {
      kind: 'table',
      title: 'Attribute mapping',
      text: 'Add mapping, one row each.',
      columns: ['Google directory attribute', 'App attribute', 'Fills'],
      rows: attributes.map((one) => [one.from ?? choose(one), one.name, purposeOf(one)]),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: 'Group membership',
            text: 'Choose each group that gives a role, at most 75. Enter a group again after it was renamed. Then switch the app on for whom it is meant: User access.',
            columns: ['Google groups', 'App attribute'],
            rows: [['(choose the groups)', roles.name]],
          },
        ] satisfies SetupStep[])
      : []),
  ]
}
