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
      title: 'Attribute statements',
      text: 'Configure SAML, Attribute Statements. The name format does not matter.',
      columns: ['Name', 'Name format', 'Value', 'Fills'],
      rows: attributes.map((one) => [one.name, 'Unspecified', one.from ?? choose(one), purposeOf(one)]),
    },
    ...(roles
      ? ([
          {
            kind: 'table',
            title: 'Group attribute statement',
            text: 'The filter decides which groups are sent. “Matches regex .*” sends all of them; a common beginning and “Starts with” is better.',
            columns: ['Name', 'Name format', 'Filter', 'Expression'],
            rows: [[roles.name, 'Unspecified', 'Matches regex', '.*']],
          },
        ] satisfies SetupStep[])
      : []),
    {
      kind: 'code',
      title: 'The same for the Okta API',
      text: 'settings.signOn.attributeStatements of the application.',
      language: 'json',
      code: plainJson(statements),
    },
  ]
}
