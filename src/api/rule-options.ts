/**
 * What converters and provider policies may say beyond the least: one schema for the API and the configuration file.
 * Every field may be left out; `null` in a change takes it back.
 */
import { z } from 'zod'
import { VALUE_LIMIT } from '../core/text.ts'
import type { Condition, Conversion, ConverterOptions, LinkRule, NameSource, ProviderOptions } from '../core/types.ts'
import { columnName, named, storable } from './fields.ts'

const attribute = storable(VALUE_LIMIT).min(1)
const text = storable(VALUE_LIMIT)
const missing = z.enum(['default', 'keep', 'clear', 'refuse'])

/** Looks at another attribute: is it there; has it this value, or one of these? */
export const condition = z.union([
  z.strictObject({ attribute }),
  z.strictObject({ attribute, equals: text }),
  z.strictObject({ attribute, oneOf: z.array(text).min(1).max(200) }),
]) satisfies z.ZodType<Condition>

const conversion = z.union([
  z.enum([
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
  ]),
  z.strictObject({ split: text.min(1) }),
  z.strictObject({ nth: z.int().min(1).max(1000) }),
  z.strictObject({ join: text }),
  z.strictObject({ phone: z.string().regex(/^[A-Z]{2}$/, { error: 'must be a country of two capital letters' }) }),
  z.strictObject({ date: named(40) }),
  z.strictObject({ boolean: z.strictObject({ yes: z.array(text).min(1).max(50), no: z.array(text).min(1).max(50) }) }),
  z.strictObject({ number: z.enum(['.', ',']) }),
  z.strictObject({
    map: z
      .array(z.tuple([text, text]))
      .min(1)
      .max(1000),
    otherwise: text.optional(),
  }),
]) as unknown as z.ZodType<Conversion>

/** Beside attributes, column and default value. */
export const converterOptions = {
  template: storable(2000).min(1),
  lastPart: z.literal(true),
  defaultOn: z.literal('create'),
  whenAbsent: missing,
  whenEmpty: missing,
  overwrite: z.enum(['always', 'on-create', 'when-empty', 'until-edited']),
  convert: z.array(conversion).min(1).max(20),
  several: z.union([z.enum(['first', 'last', 'refuse']), z.strictObject({ join: text })]),
  unknownValue: z.union([
    z.enum(['create', 'keep', 'refuse', 'queue']),
    z.strictObject({ fallBack: text.refine((value) => value.trim() !== '', { error: 'must not be blank' }) }),
  ]),
  condition,
  required: z.enum(['warn', 'block']),
} satisfies { readonly [Key in keyof Required<ConverterOptions>]: z.ZodType<Required<ConverterOptions>[Key]> }

export const nameSource = z.union([z.literal('NameID'), z.strictObject({ attribute })]) satisfies z.ZodType<NameSource>

const linkRule = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('column'), column: columnName, attribute }),
  z.strictObject({ by: z.literal('login'), from: nameSource }),
  z.strictObject({ by: z.literal('email'), attribute }),
]) satisfies z.ZodType<LinkRule>

const ceiling = z.int().min(0).max(1_000_000)

/** Beside what every provider has. `allowedRoles` are ids or names here, ids where they are kept. */
export const providerOptions = {
  link: z.array(linkRule).max(10),
  newUsers: z.literal('pending'),
  reactivate: z.literal(true),
  externalWhen: condition,
  pilot: z.strictObject({ subjects: z.array(storable(512).min(1)).max(1000), when: condition }).partial(),
  roleNameCase: z.literal('ignore'),
  createRoles: z.literal(true),
  allowedRoles: z.array(named(VALUE_LIMIT)).max(1000),
  withdrawalCeiling: ceiling,
  lookupCeiling: ceiling,
  allowedAccounts: z.array(named(VALUE_LIMIT)).max(1000),
  disableAfterDays: z.int().min(1).max(10_000),
} as const satisfies { readonly [Key in keyof Required<ProviderOptions>]: z.ZodType }

type Shape = Readonly<Record<string, z.ZodType>>
type Given<S extends Shape> = { [Key in keyof S]: z.ZodOptional<z.ZodNullable<S[Key]>> }

/** Each field may be left out, or be null to take it back. */
export const optional = <S extends Shape>(shape: S): Given<S> =>
  Object.fromEntries(Object.entries(shape).map(([name, schema]) => [name, schema.nullable().optional()])) as Given<S>

/** What stands after a change: what is not given stays, null takes back. */
export const patchedOptions = <S extends Shape>(shape: S, known: object, given: object): object => {
  const entries = Object.keys(shape).flatMap((name): [string, unknown][] => {
    const next = Object.hasOwn(given, name) ? given[name as never] : undefined
    const value = next === undefined ? known[name as never] : next
    return value === null || value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(entries)
}
