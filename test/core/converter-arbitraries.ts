/** What a row of the lookup may say beyond attribute, column and default: for random rules. */
import * as fc from 'fast-check'
import type { Condition, Conversion, ConverterOptions, ProviderOptions } from '../../src/core/types.ts'

const missing = fc.constantFrom('default' as const, 'keep' as const, 'clear' as const, 'clear' as const)

const condition = (attributes: readonly string[], texts: readonly string[]): fc.Arbitrary<Condition> => {
  const attribute = fc.constantFrom(...attributes)
  return fc.oneof(
    fc.record({ attribute }),
    fc.record({ attribute, equals: fc.constantFrom(...texts) }),
    fc.record({ attribute, oneOf: fc.array(fc.constantFrom(...texts), { minLength: 1, maxLength: 3 }) }),
  )
}

const step: fc.Arbitrary<Conversion> = fc.constantFrom<Conversion[]>(
  'trim',
  'lower',
  'upper',
  'title-case',
  'first',
  'last',
  'dn-cn',
  'before-at',
  'after-at',
  'strip-domain',
  'country-name',
  'language-tag',
  { split: ';' },
  { split: 'a' },
  { nth: 2 },
  { join: ', ' },
  { join: 'a'.repeat(250) },
  { phone: 'NO' },
  { date: 'YYYY-MM-DD' },
  { boolean: { yes: ['yes', 'Sales'], no: ['7'] } },
  { number: '.' },
  { map: [['sales', 'R & D']] },
  { map: [['', 'x']], otherwise: '' },
)

/** Rows with any of the options; most have none or few. `template` also says what stands instead of the attributes. */
export const converterOptions = (
  attributes: readonly string[],
  texts: readonly string[],
): fc.Arbitrary<ConverterOptions> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({}) },
    {
      weight: 2,
      arbitrary: fc.record(
        {
          lastPart: fc.constant(true as const),
          defaultOn: fc.constant('create' as const),
          whenAbsent: missing,
          whenEmpty: missing,
          overwrite: fc.constantFrom('always', 'on-create', 'when-empty', 'until-edited'),
          convert: fc.array(step, { minLength: 1, maxLength: 4 }),
          several: fc.constantFrom('first' as const, 'last' as const, 'refuse' as const, { join: '; ' }),
          unknownValue: fc.constantFrom<NonNullable<ConverterOptions['unknownValue']>[]>(
            'create',
            'keep',
            'queue',
            { fallBack: 'Sales' },
            { fallBack: 'Nobody knows' },
          ),
          condition: condition(attributes, texts),
        },
        { requiredKeys: [] },
      ),
    },
    // Few, because hardly anybody gets in.
    {
      weight: 1,
      arbitrary: fc.constantFrom<ConverterOptions[]>(
        { required: 'warn' },
        { required: 'warn', whenAbsent: 'refuse' },
        { required: 'block' },
        { whenEmpty: 'refuse' },
        { unknownValue: 'refuse' },
        { several: 'refuse', required: 'block' },
      ),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom(...attributes), fc.constantFrom(...attributes))
        .map(([one, other]): ConverterOptions => ({ template: `{${one}} and {${other}_name_part}` })),
    },
  )

/** What a policy may say about lookups; most say nothing. */
export const lookupOptions: fc.Arbitrary<ProviderOptions> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        lookupCeiling: fc.integer({ min: 0, max: 3 }),
        allowedAccounts: fc.subarray(['Sales', 'STRASSE', 'R & D', '01990001-0000-7000-8000-000000000000']),
      },
      { requiredKeys: [] },
    ),
  },
)
