import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

/** Entra ID sends namespace, slash and name as one. */
const split = (name: string): readonly [string, string] => {
  const at = name.lastIndexOf('/')
  return at <= 0 || at === name.length - 1 ? ['', name] : [name.slice(0, at), name.slice(at + 1)]
}

/** Entra ID: the claims list. */
export function entraSteps({ attributes, roles }: ToCreate): readonly SetupStep[] {
  return [
    {
      kind: 'table',
      title: 'Attributes & Claims',
      text: 'Single sign-on, Attributes & Claims, Edit, Add new claim. A blank namespace gives a short name. Rows that are there by default need no change.',
      columns: ['Name', 'Namespace', 'Source attribute', 'Fills'],
      rows: attributes.map((one) => {
        const [namespace, name] = split(one.name)
        return [name, namespace, one.from ?? choose(one), purposeOf(one)]
      }),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: 'Group claim',
            text: 'Add a group claim. Choose “Groups assigned to the application”, so that nobody exceeds the limit of 150 groups. Leave “Emit groups as role claims” off. Another name than the default needs “Customize the name of the group claim”.',
            columns: ['Name', 'Namespace', 'Source attribute'],
            rows: [[split(roles.name)[1], split(roles.name)[0], 'Group ID']],
          },
        ] satisfies SetupStep[])
      : []),
  ]
}
