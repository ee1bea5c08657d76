import sql from 'sql-template-tag'
import type { z } from 'zod'
import { wrongConverter } from '../../core/check-converter.ts'
import { diffRows } from '../../core/rules-diff.ts'
import type { Converter } from '../../core/types.ts'
import type { App } from '../../sign-on/app.ts'
import { type Columns, readColumns } from '../../store/columns.ts'
import { type ConverterRecord, converterById, listConverters, removeConverter } from '../../store/converters.ts'
import type { Tx } from '../../store/database.ts'
import { type Author, putConverter, versionOfReturn } from '../../store/rules.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { converterInput, converterPatch } from '../contract.ts'
import { converterOptions, patchedOptions } from '../rule-options.ts'
import { changeRules, check, invalid, invalidAll, notFound } from './change.ts'
import { providerIdOf } from './existing-provider.ts'
import { assertRowVersion } from './row-version.ts'

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
  if (known) await assertRowVersion(tx, known, expectedVersion)
  const converter = await nextOf(tx, app, input, known)
  assertRight(converter, await readColumns(tx), await listConverters(tx))
  await putConverter(tx, converter)
  return existing(tx, converter.id)
}

/** What a row becomes by an input. */
async function nextOf(
  tx: Tx,
  app: Pick<App, 'now'>,
  input: ConverterInput,
  known: ConverterRecord | null,
): Promise<Converter> {
  const { id: _, ...fields } = { id: '', ...input }
  const given = known ? check(converterPatch, fields) : check(converterInput, fields)
  return {
    id: known?.id ?? uuid7(app.now()),
    providerId: given.provider === undefined ? (known?.providerId ?? null) : await providerIdOf(tx, given.provider),
    attributes: given.attributes === undefined ? (known?.attributes ?? null) : given.attributes,
    column: given.column ?? known?.column ?? '',
    defaultValue: given.defaultValue === undefined ? (known?.defaultValue ?? null) : given.defaultValue,
    position: given.position ?? known?.position ?? (await lastPosition(tx)) + 1,
    ...patchedOptions(converterOptions, known ?? {}, given),
  }
}

/**
 * Several rows in one change. What they are together counts, so that two may swap their columns; a row that says what it said
 * already is not written.
 * @param within runs what is done for the row at this place, and says so in its errors
 */
export async function saveConvertersIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  inputs: readonly ConverterInput[],
  within: <T>(at: number, work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const named = new Set<string>()
  const rows: { at: number; known: ConverterRecord | null; next: Converter }[] = []
  let position = await lastPosition(tx)
  for (const [at, input] of inputs.entries()) {
    await within(at, async () => {
      const known = 'id' in input ? await existing(tx, input.id) : null
      if (known && named.has(known.id)) throw invalid('id', 'This row is here twice.')
      if (known) named.add(known.id)
      const next = await nextOf(tx, app, input, known)
      const placed = known || input.position !== undefined ? next : { ...next, position: Math.min(++position, 100_000) }
      if (!known || diffRows(rowOf(known), placed).length > 0) rows.push({ at, known, next: placed })
    })
  }
  for (const { known } of rows) if (known) await removeConverter(tx, known.id)
  const columns = await readColumns(tx)
  const others: Converter[] = await listConverters(tx)
  for (const { at, known, next } of rows) {
    await within(at, async () => {
      assertRight(next, columns, others)
      others.push(next)
      await putConverter(tx, next, known ? known.version + 1 : 1)
    })
  }
}

/** The row without what the store adds to it. */
const rowOf = ({ version: _, provider: __, ...row }: ConverterRecord): Converter => row

/**
 * Puts rows of an earlier version of the rules in the place of those that are here, under their former ids. They are held to what
 * every row is held to.
 * @throws JitupError `validation_failed`
 */
export async function replaceConvertersIn(
  tx: Tx,
  { gone, come }: { readonly gone: readonly string[]; readonly come: readonly Converter[] },
): Promise<void> {
  for (const id of gone) await removeConverter(tx, id)
  const [columns, version] = [await readColumns(tx), await versionOfReturn(tx)]
  const others: Converter[] = await listConverters(tx)
  for (const row of come) {
    const { id: _, providerId: __, ...fields } = row
    check(converterInput, fields)
    assertRight(row, columns, others)
    others.push(row)
    await putConverter(tx, row, version)
  }
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
  await assertRowVersion(tx, known, expectedVersion)
  await removeConverter(tx, known.id)
}

async function existing(tx: Tx, id: string): Promise<ConverterRecord> {
  const found = isUuid(id) ? await converterById(tx, id) : null
  if (!found) throw notFound('converter')
  return found
}

/** @throws JitupError `validation_failed` for a row that can never work, or not beside the others */
function assertRight(converter: Converter, columns: Columns, others: readonly Converter[]): void {
  const column = columns.get(converter.column)
  if (!column) {
    const names = [...columns.keys()].join(', ')
    throw invalid('column', `There is no contact column ${converter.column}. There are: ${names}.`)
  }
  const errors = wrongConverter(converter, column, others)
  if (errors.length > 0) throw invalidAll(errors)
}

async function lastPosition(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ last: number }>(sql`
    select least(coalesce(max(position), 0), 99999) as last from converters`)
  return row?.last ?? 0
}
