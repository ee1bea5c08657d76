import { say } from '../../messages.ts'
import { plainJson } from './plain.ts'
import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

const namespace = 'urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified'

/** Okta: attribute statements and the group filter, to type or for its API. */
export function oktaSteps({ attributes, roles }: ToCreate): readonly SetupStep[] {
  const statements = [
    ...attributes.flatMap(({ name, from }) =>
      from === null ? [] : [{ type: 'EXPRESSION', name, namespace, values: [from] }],
    ),
    ...(roles ? [{ type: 'GROUP', name: roles.name, namespace, filterType: 'REGEX', filterValue: '.*' }] : []),
  ]
  return [
    {
      kind: 'table',
      title: say('setup.okta-statements-title'),
      text: say('setup.okta-statements'),
      columns: [say('setup.name'), say('setup.name-format'), say('setup.value'), say('setup.fills')],
      rows: attributes.map((one) => [one.name, 'Unspecified', one.from ?? choose(one), purposeOf(one)]),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: say('setup.okta-groups-title'),
            text: say('setup.okta-groups'),
            columns: [
              say('setup.name'),
              say('setup.name-format'),
              say('setup.okta-filter'),
              say('setup.okta-expression'),
            ],
            rows: [[roles.name, 'Unspecified', 'Matches regex', '.*']],
          },
        ] satisfies SetupStep[])
      : []),
    {
      kind: 'code',
      title: say('setup.okta-api-title'),
      text: say('setup.okta-api'),
      language: 'json',
      code: plainJson(statements),
    },
  ]
}
