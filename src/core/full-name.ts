import type { ColumnSet, PlannedColumns } from './columns.ts'
import { problem } from './problem.ts'
import { VALUE_LIMIT } from './text.ts'
import type { CellValue, Problem, Snapshot } from './types.ts'

/** The column that every contact must have filled. */
export const NAME = 'Name'

const parts: readonly string[] = ['GivenName', 'MiddleName', 'Surname']

const textOf = (cell: CellValue | undefined): string => (typeof cell === 'string' ? cell : (cell?.name ?? ''))

export interface ComposedName {
  readonly change: ColumnSet | null
  readonly problems: readonly Problem[]
}

const unchanged: ComposedName = { change: null, problems: [] }

/** Given, middle and last name in one text, and the columns that had any of it. */
export const composedFrom = (
  values: ReadonlyMap<string, CellValue>,
): { readonly text: string; readonly columns: readonly string[] } => {
  const columns = parts.filter((part) => textOf(values.get(part)) !== '')
  return { text: columns.map((part) => textOf(values.get(part))).join(' '), columns }
}

/**
 * Composes the full name from given, middle and last name as they will be, when no converter writes it and nobody else did.
 * A new contact never stays without a name: if the parts are empty or too long together, it is called by its login name,
 * until a later sign-on brings better.
 *
 * @param login the newcomer's login name; null for a contact that exists.
 */
export const composeName = (snapshot: Snapshot, columns: PlannedColumns, login: string | null): ComposedName => {
  if (!snapshot.columns.has(NAME) || columns.written.has(NAME)) return unchanged
  const before = columns.values.get(NAME) ?? null
  const writtenBy = snapshot.person?.contact.origins.get(NAME)?.kind ?? 'composed'
  if (before !== null && writtenBy !== 'composed') return unchanged
  const { text: composed, columns: used } = composedFrom(columns.values)
  const tooLong = composed.length > VALUE_LIMIT
  const problems = tooLong ? [problem('value_too_long', NAME, { length: composed.length, limit: VALUE_LIMIT })] : []
  const after = composed === '' || tooLong ? login : composed
  if (after === null || after === before) return { change: null, problems }
  const because = { kind: 'composed', columns: after === composed ? used : [] } as const
  return { change: { kind: 'column-set', column: NAME, before, after, because }, problems }
}
