import type { SetupStep, ToCreate } from './step.ts'
import { choose, purposeOf } from './tables.ts'

/** Any product with a list of attributes: Name, source, what it fills. */
export const generalSteps =
  (title: string, text: string) =>
  ({ attributes, roles }: ToCreate): readonly SetupStep[] => [
    {
      kind: 'table',
      title,
      text,
      columns: ['Attribute', 'Value', 'Several values', 'Fills'],
      rows: [
        ...attributes.map((one) => [one.name, one.from ?? choose(one), 'no', purposeOf(one)]),
        ...(roles ? [[roles.name, roles.from ?? choose(roles), 'yes', purposeOf(roles)]] : []),
      ],
    },
  ]
