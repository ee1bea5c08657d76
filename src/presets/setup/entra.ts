import { say } from '../../messages.ts'
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
      title: say('setup.entra-claims-title'),
      text: say('setup.entra-claims'),
      columns: [say('setup.name'), say('setup.namespace'), say('setup.source'), say('setup.fills')],
      rows: attributes.map((one) => {
        const [namespace, name] = split(one.name)
        return [name, namespace, one.from ?? choose(one), purposeOf(one)]
      }),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: say('setup.entra-groups-title'),
            text: say('setup.entra-groups'),
            columns: [say('setup.name'), say('setup.namespace'), say('setup.source')],
            rows: [[split(roles.name)[1], split(roles.name)[0], 'Group ID']],
          },
        ] satisfies SetupStep[])
      : []),
  ]
}
