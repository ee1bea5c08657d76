import sql from 'sql-template-tag'
import type { z } from 'zod'
import { wrongConverter } from '../../core/check-converter.ts'
import type { Converter } from '../../core/types.ts'
import type { App } from '../../sign-on/app.ts'
import { readColumns } from '../../store/columns.ts'
import { type ConverterRecord, converterById, listConverters, removeConverter } from '../../store/converters.ts'
import type { Tx } from '../../store/database.ts'
import { type Author, putConverter } from '../../store/rules.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { converterInput, converterPatch } from '../contract.ts'
import { converterOptions, patchedOptions } from '../rule-options.ts'
import { assertVersion, changeRules, check, type FieldError, invalidAll, notFound } from './change.ts'
import { providerIdOf } from './providers.ts'

/** With `id`: a change of that row, in which what is not given stays. Without: a new row. */
export type ConverterInput = z.input<typeof converterInput> | (z.input<typeof converterPatch> & { readonly id: string })

/**
 * Adds or changes a row of the lookup "SAML field name converters to contact field name".
 * @throws JitupError `validation_failed` with the field, `not_found`, `precondition_failed`
 */
export const saveConverter = (
  app: App,
  author: Author,
  input: ConverterInput,
  expectedVersion?: number,
): Promise<ConverterRecord> => changeRules(app, author, (tx) => saveConverterIn(tx, app, input, expectedVersion))

/** As `saveConverter`, inside a change of rules. */
export async function saveConverterIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  input: ConverterInput,
  expectedVersion?: number,
): Promise<ConverterRecord> {
  const known = 'id' in input ? await existing(tx, input.id) : null
  if (known) assertVersion(known.version, expectedVersion)
  const { id: _, ...fields } = { id: '', ...input }
  const given = known ? check(converterPatch, fields) : check(converterInput, fields)
  const converter: Converter = {
    id: known?.id ?? uuid7(app.now()),
    providerId: given.provider === undefined ? (known?.providerId ?? null) : await providerIdOf(tx, given.provider),
    attributes: given.attributes === undefined ? (known?.attributes ?? null) : given.attributes,
    column: given.column ?? known?.column ?? '',
    defaultValue: given.defaultValue === undefined ? (known?.defaultValue ?? null) : given.defaultValue,
    position: given.position ?? known?.position ?? (await lastPosition(tx)) + 1,
    ...patchedOptions(converterOptions, known ?? {}, given),
  }
  const errors = await wrongWith(tx, converter)
  if (errors.length > 0) throw invalidAll(errors)
  await putConverter(tx, converter)
  return existing(tx, converter.id)
}

/**
 * Removes a row. What it has written stays.
 * @throws JitupError `not_found`, `precondition_failed`
 */
export const deleteConverter = (app: App, author: Author, id: string, expectedVersion?: number): Promise<void> =>
  changeRules(app, author, (tx) => deleteConverterIn(tx, id, expectedVersion))

/** As `deleteConverter`, inside a change of rules. */
export async function deleteConverterIn(tx: Tx, id: string, expectedVersion?: number): Promise<void> {
  const known = await existing(tx, id)
  assertVersion(known.version, expectedVersion)
  await removeConverter(tx, known.id)
}

async function existing(tx: Tx, id: string): Promise<ConverterRecord> {
  const found = isUuid(id) ? await converterById(tx, id) : null
  if (!found) throw notFound('converter')
  return found
}

async function wrongWith(tx: Tx, converter: Converter): Promise<FieldError[]> {
  const columns = await readColumns(tx)
  const column = columns.get(converter.column)
  if (!column) {
    const names = [...columns.keys()].join(', ')
    return [{ field: 'column', message: `There is no contact column ${converter.column}. There are: ${names}.` }]
  }
  return [...wrongConverter(converter, column, await listConverters(tx))]
}

async function lastPosition(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ last: number }>(sql`
    select least(coalesce(max(position), 0), 99999) as last from converters`)
  return row?.last ?? 0
}
