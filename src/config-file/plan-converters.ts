import { isDeepStrictEqual } from 'node:util'
import { saveConverterIn } from '../api/edit/converters.ts'
import { toColumn } from '../core/convert.ts'
import { suggestion } from '../core/nearest.ts'
import type { Column } from '../core/types.ts'
import type { ConverterRecord } from '../store/converters.ts'
import type { ConfigConverter, ConverterFields } from './config-file.ts'
import { fieldsOfConverter, rowOfFields, withNames } from './converter-fields.ts'
import { converterKey } from './last-applied.ts'
import { namesOfIds } from './names-of-ids.ts'
import { entryOf, type Planning } from './step.ts'

/** Plans the rows of the lookup "SAML field name converters to contact field name". A row is one decision, not several. */
export function planConverters(planning: Planning): void {
  for (const converter of planning.file.converters) planConverter(planning, converter)
}

function planConverter(planning: Planning, converter: ConfigConverter): void {
  const { stored, steps, kept } = planning
  const { path, provider, column, row: index, fields } = converter
  const title = `converter for ${column}${index === 0 ? '' : `, row ${index + 1}`}${provider === null ? '' : ` (${provider})`}`
  const key = converterKey(converter)
  const last = entryOf(planning.last.converters, key)
  const known = stored.converters.get(key)
  if (known && isDeepStrictEqual(heldFields(planning, known, fields), named(planning, column, fields))) return
  if (!known && last) {
    kept.push(`${title}: removed`)
    return
  }
  if (isDeepStrictEqual(last, fields)) {
    kept.push(`${title}: edited`)
    return
  }
  if (isProviderGone(planning, provider)) {
    kept.push(`${title}: its provider was removed`)
    return
  }
  checkColumn(planning, converter)
  const row = rowOfFields(fields)
  steps.push(
    known
      ? { path, change: `${title} changed`, run: (tx, app) => saveConverterIn(tx, app, { ...row, id: known.id }) }
      : { path, change: `${title} added`, run: (tx, app) => saveConverterIn(tx, app, { ...row, provider, column }) },
  )
}

/** What a row says now; its position only where the file decides on it. */
function heldFields(planning: Planning, known: ConverterRecord, { position }: ConverterFields): ConverterFields {
  const held = named(planning, known.column, fieldsOfConverter(known))
  return position === undefined ? held : { ...held, position: known.position }
}

function named({ file, stored }: Planning, column: string, fields: ConverterFields): ConverterFields {
  const lookup = stored.columns.get(column)?.lookup
  return lookup ? withNames(fields, (text) => namesOfIds(file, stored).value(lookup, text)) : fields
}

/** True for a provider that the file made and an administrator has removed since. */
export const isProviderGone = ({ last, stored }: Planning, slug: string | null): boolean =>
  slug !== null && !stored.providers.has(slug) && entryOf(last.providers, slug) !== undefined

function checkColumn({ file, stored, report }: Planning, { path, column: name, fields }: ConfigConverter): void {
  const added = file.columns.map((one): Column => ({ ...one, required: false, custom: true }))
  const columns = new Map([...added.map((one) => [one.name, one] as const), ...stored.columns])
  const column = columns.get(name)
  if (!column) {
    const hint = suggestion(name, [...columns.keys()])
    report.at([...path, 'column'], `${JSON.stringify(name)} is not a contact column; ${hint}`)
  } else if (fields.default !== null && fields.convert === undefined && !toColumn(column, fields.default).ok) {
    report.at([...path, 'default'], `The column ${name} holds values of type ${column.type}; this is not one.`)
  }
}
