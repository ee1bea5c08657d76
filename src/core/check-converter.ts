import { wrongSteps } from './conversions.ts'
import { toColumn } from './convert.ts'
import { offerOf } from './offers.ts'
import { isTemplate } from './template.ts'
import type { Column, ColumnType, Converter } from './types.ts'

/** Why a row can never work, and in which of its fields: `convert.2`, `unknownValue`. */
export interface WrongField {
  readonly field: string
  readonly message: string
}

/** Of these types a list of values in one text is a value. */
const joinable: ReadonlySet<ColumnType> = new Set(['text', 'phone', 'lookup'])

const wrongSource = ({ attributes, template, defaultValue, lastPart }: Converter): readonly WrongField[] => {
  const wrong: WrongField[] = []
  const say = (field: string, message: string) => wrong.push({ field, message })
  if (template !== undefined && attributes !== null) {
    say('template', 'A row has either attributes or a template. Send null for the one that goes.')
  } else if (template !== undefined && !isTemplate(template)) {
    say('template', 'This names no attribute in {braces}, or a brace has no partner. A brace itself is written twice.')
  }
  if (attributes === null && template === undefined && (defaultValue?.trim() ?? '') === '') {
    say('attributes', 'A row needs an attribute, or a default value as its fixed value, or a template.')
  }
  for (const [index, name] of (attributes ?? []).entries()) {
    if (name.trim() === '') say(`attributes.${index}`, 'An attribute name must not be blank.')
  }
  if (attributes && new Set(attributes).size < attributes.length) {
    say('attributes', 'Every attribute may be named once.')
  }
  if (lastPart && attributes === null) say('lastPart', 'This row has no attribute of which a part could be meant.')
  return wrong
}

const wrongDefault = (row: Converter, column: Column): readonly WrongField[] => {
  if ((row.defaultValue?.trim() ?? '') === '') return []
  // As a fixed value it goes the way that every default goes.
  const { template: _, ...fixed } = { ...row, attributes: null }
  if (offerOf(fixed, column, new Map()).kind === 'value') return []
  const after = row.convert === undefined ? '' : ', after the steps of this row'
  const message = `The column ${column.name} holds values of type ${column.type}; this is not one${after}.`
  return [{ field: 'defaultValue', message }]
}

const wrongLookup = ({ unknownValue }: Converter, column: Column): readonly WrongField[] => {
  if (unknownValue === undefined) return []
  if (column.type !== 'lookup') {
    return [{ field: 'unknownValue', message: `The column ${column.name} holds no values of a lookup.` }]
  }
  if (unknownValue === 'create' && column.lookup === 'Contact') {
    return [{ field: 'unknownValue', message: 'Nobody becomes a contact by being named in a column.' }]
  }
  if (typeof unknownValue !== 'object') return []
  const { fallBack } = unknownValue
  if (fallBack.trim() === '') return [{ field: 'unknownValue.fallBack', message: 'This must be the name of a value.' }]
  return toColumn(column, fallBack).ok
    ? []
    : [{ field: 'unknownValue.fallBack', message: 'This cannot be the name of a value.' }]
}

/**
 * Everything about a row that can never work, whatever arrives. Empty: it may be saved. `others` are the rows that are there
 * already. Whether the column exists is for the caller to know.
 */
export const wrongConverter = (row: Converter, column: Column, others: readonly Converter[]): readonly WrongField[] => {
  const wrong: WrongField[] = [
    ...wrongSource(row),
    ...wrongSteps(row.convert ?? [], column.type).map(({ step, message }) => ({ field: `convert.${step}`, message })),
    ...wrongLookup(row, column),
  ]
  if (!wrong.some(({ field }) => field.startsWith('convert'))) wrong.push(...wrongDefault(row, column))
  if (typeof row.several === 'object' && !joinable.has(column.type)) {
    wrong.push({ field: 'several', message: `Several values in one text are no value of type ${column.type}.` })
  }
  for (const field of ['whenAbsent', 'whenEmpty'] as const) {
    if (row[field] === 'clear' && column.required) {
      wrong.push({ field, message: `The column ${column.name} must have a value, so it cannot be emptied.` })
    }
  }
  const isTwin = (one: Converter) =>
    one.id !== row.id && one.column === row.column && one.providerId === row.providerId && !one.condition
  if (!row.condition && others.some(isTwin)) {
    const whom = row.providerId === null ? 'all providers' : 'this provider'
    const message = `Another row fills ${column.name} for ${whom} already. Of several all but one need a condition.`
    wrong.push({ field: 'column', message })
  }
  return wrong
}
