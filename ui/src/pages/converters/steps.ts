import type { ConverterRow } from './rows.ts'

export type Step = NonNullable<ConverterRow['convert']>[number]

/** Every clean-up step there is, in the order in which they are offered; those with parts begin as here. */
export const steps = {
  trim: 'trim',
  lower: 'lower',
  upper: 'upper',
  'title-case': 'title-case',
  split: { split: ';' },
  first: 'first',
  last: 'last',
  nth: { nth: 1 },
  join: { join: ', ' },
  'dn-cn': 'dn-cn',
  'before-at': 'before-at',
  'after-at': 'after-at',
  'strip-domain': 'strip-domain',
  phone: { phone: 'GB' },
  date: { date: 'YYYY-MM-DD' },
  boolean: { boolean: { yes: ['yes', 'true', '1'], no: ['no', 'false', '0'] } },
  number: { number: '.' },
  'country-name': 'country-name',
  'language-tag': 'language-tag',
  map: { map: [['', '']] },
} as const satisfies Readonly<Record<string, Step>>

export type StepName = keyof typeof steps
export const stepNames = Object.keys(steps) as readonly StepName[]

/** Which of them a step is. */
export const nameOfStep = (step: Step): StepName =>
  (typeof step === 'string' ? step : (Object.keys(step).find((key) => key !== 'otherwise') ?? 'trim')) as StepName

/** A table "from → to" as lines that people write. */
export const tableText = (map: readonly (readonly [string, string])[]): string =>
  map.map(([from, to]) => `${from} = ${to}`).join('\n')

/** The same read back; a line without `=` maps to nothing yet. */
export const tableFrom = (text: string): [string, string][] =>
  text.split('\n').map((line) => {
    const at = line.indexOf('=')
    return at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
  })
