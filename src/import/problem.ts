import { describeProblem } from '../core/describe.ts'
import type { Problem } from '../core/types.ts'
import type { PlanCode } from '../errors.ts'
import { sentenceOf } from '../messages/sentence.ts'

/** Why a line was left out. */
export interface RowProblem {
  readonly row: number
  /** The column of the file that it is about; null: the line. */
  readonly field: string | null
  readonly code: PlanCode | 'import_row_invalid' | 'forbidden'
  /** A sentence for the one who imports. */
  readonly message: string
}

/** Something that the file says wrongly. */
export const faultOfRow = (row: number, field: string | null, message: string): RowProblem => ({
  row,
  field,
  code: 'import_row_invalid',
  message,
})

/** What a plan remarks on a line. */
export const problemOfPlan = (row: number, problem: Problem): RowProblem => {
  return { row, field: problem.subject, code: problem.code, message: sentenceOf(describeProblem(problem)) }
}

/**
 * The problems as CSV. What a spreadsheet would take for a formula has an apostrophe before it.
 */
export const problemsCsv = (problems: readonly RowProblem[]): string =>
  problems.map(({ row, field, code, message }) => csvLine([String(row), field ?? '', code, message])).join('')

export const problemsHeader = 'row,field,code,message\r\n'

/** One line of CSV (RFC 4180) that no spreadsheet runs. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${harmless(cell).replaceAll('"', '""')}"`).join(',')}\r\n`

/** Leading characters with which spreadsheets begin a formula, also behind blanks that they pass over. */
const harmless = (cell: string): string => (/^[\s\u00a0]*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)
