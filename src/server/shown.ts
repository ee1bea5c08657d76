import { createHash } from 'node:crypto'
import { describeBecause } from '../core/describe.ts'
import type { Because } from '../core/types.ts'
import type { PlanModel } from './plan-model.ts'

/** The rows of a plan by name, each with a fingerprint: a page sends them back, to learn what has changed since. */
type Rows = Readonly<Record<string, string>>

const fingerprint = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 10)

/** The reason as the page says it: which row of the rules it was is not shown. */
const why = (because: Because | null) => because && describeBecause(because)

/** The name of a column's row, and of a role's. */
export const rowOf = { column: (name: string) => `column ${name}`, role: (name: string) => `role ${name}` } as const

function rowsOf({ columns, roles }: PlanModel): Rows {
  return Object.fromEntries([
    ...columns.map((one) => [rowOf.column(one.column), fingerprint([one.before, one.after, why(one.because)])]),
    ...roles.map((one) => [rowOf.role(one.role), fingerprint([one.state, why(one.because)])]),
  ])
}

/** What a page that shows the plan keeps in its form. */
export const shownOf = (model: PlanModel): string => JSON.stringify(rowsOf(model))

/** The rows that are not as the page showed them; none when it sent back nothing readable: it only marks. */
export function changedSince(model: PlanModel, shown: string | null): ReadonlySet<string> {
  const before = readRows(shown)
  if (!before) return new Set()
  return new Set(Object.entries(rowsOf(model)).flatMap(([row, mark]) => (before.get(row) === mark ? [] : [row])))
}

function readRows(shown: string | null): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(shown ?? '')
    return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
  } catch {
    // Not what our page sends: the plan is shown all the same, without marks.
    return null
  }
}
