import sql from 'sql-template-tag'
import type { z } from 'zod'
import type { Column } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import { addColumn } from '../../store/columns.ts'
import type { Database, Tx } from '../../store/database.ts'
import type { Author } from '../../store/rules.ts'
import { columnInput, columnPatch } from '../contract.ts'
import { assertVersion, changeRules, check, invalid, notFound } from './change.ts'

/** A column of the catalogue with its version. */
export interface ColumnRecord extends Column {
  readonly version: number
}

export type ColumnInput = z.input<typeof columnInput>

/** @returns the catalogue in display order */
export const listColumns = (db: Database | Tx): Promise<ColumnRecord[]> =>
  db.query<ColumnRecord>(sql`
    select name, caption, type, lookup, required, custom, version from contact_columns order by position, name`)

/** @throws JitupError `not_found` */
export async function columnNamed(db: Database | Tx, name: string): Promise<ColumnRecord> {
  const found = (await listColumns(db)).find((one) => one.name === name)
  if (!found) throw notFound('column')
  return found
}

/**
 * Adds a custom column to every contact.
 * @throws JitupError `validation_failed` with the field, `conflict` while the table is too busy
 */
export async function addCustomColumn(app: App, author: Author, input: ColumnInput): Promise<ColumnRecord> {
  try {
    return await changeRules(app, author, (tx) => addCustomColumnIn(tx, input))
  } catch (error) {
    // 55P03 lock_not_available: better to say so than to queue every sign-on behind a waiting ALTER TABLE.
    if (!(error instanceof Error && 'code' in error && error.code === '55P03')) throw error
    throw new JitupError('conflict', 'The contacts are in heavy use just now. Try again.', {}, { cause: error })
  }
}

/** As `addCustomColumn`, inside a change of rules. */
export async function addCustomColumnIn(tx: Tx, input: ColumnInput): Promise<ColumnRecord> {
  const { name, caption, type, lookup = null } = check(columnInput, input)
  if (type === 'lookup' && lookup === null)
    throw invalid('lookup', 'A column of type lookup needs the name of a lookup.')
  if (type !== 'lookup' && lookup !== null) throw invalid('lookup', 'Only a column of type lookup has a lookup.')
  await addColumn(tx, { name, caption, type, lookup })
  return columnNamed(tx, name)
}

/**
 * Changes what a column is called on pages; its name in the database never changes.
 * @throws JitupError `not_found`, `validation_failed`, `precondition_failed`
 */
export const renameColumn = (
  app: App,
  author: Author,
  name: string,
  input: z.input<typeof columnPatch>,
  expectedVersion?: number,
): Promise<ColumnRecord> => changeRules(app, author, (tx) => renameColumnIn(tx, name, input, expectedVersion))

/** As `renameColumn`, inside a change of rules. */
export async function renameColumnIn(
  tx: Tx,
  name: string,
  input: z.input<typeof columnPatch>,
  expectedVersion?: number,
): Promise<ColumnRecord> {
  const { caption } = check(columnPatch, input)
  const known = await columnNamed(tx, name)
  assertVersion(known.version, expectedVersion)
  await tx.query(sql`update contact_columns set caption = ${caption}, version = version + 1 where name = ${name}`)
  return columnNamed(tx, name)
}
