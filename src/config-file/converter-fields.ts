import type { ConverterInput } from '../api/edit/converters.ts'
import { converterOptions } from '../api/rule-options.ts'
import type { Conversion, Converter, ConverterOptions } from '../core/types.ts'
import type { ConverterFields } from './config-file.ts'

const optionNames = Object.keys(converterOptions) as (keyof ConverterOptions)[]

/** What a row of the database says, under the names that a file uses; a blank default is none. */
export function fieldsOfConverter(row: Converter): ConverterFields {
  const options = optionNames.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]] as const]))
  const blank = (row.defaultValue ?? '').trim() === ''
  return { attributes: row.attributes, default: blank ? null : row.defaultValue, ...Object.fromEntries(options) }
}

/** With the names of values instead of their ids, wherever the row writes into a lookup's column. */
export function withNames<Fields extends ConverterFields>(fields: Fields, nameOf: (text: string) => string): Fields {
  const { unknownValue, convert } = fields
  return {
    ...fields,
    default: fields.default === null ? null : nameOf(fields.default),
    ...(typeof unknownValue === 'object' ? { unknownValue: { fallBack: nameOf(unknownValue.fallBack) } } : {}),
    ...(convert === undefined ? {} : { convert: convert.map((step) => namedStep(step, nameOf)) }),
  }
}

function namedStep(step: Conversion, nameOf: (text: string) => string): Conversion {
  if (typeof step === 'string' || !('map' in step)) return step
  const map = step.map.map(([from, to]) => [from, nameOf(to)] as const)
  return step.otherwise === undefined ? { map } : { map, otherwise: nameOf(step.otherwise) }
}

/** What the API takes: the whole row, options that it does not have taken back. */
export function rowOfFields({ attributes, default: defaultValue, ...options }: ConverterFields) {
  const none = Object.fromEntries(optionNames.map((name) => [name, null]))
  return { ...none, ...options, attributes, defaultValue } as unknown as Omit<ConverterInput & { id: string }, 'id'>
}
