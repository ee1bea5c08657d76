import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { type Fields, kinds, type NamedThing, type StoredThing } from './thing.ts'

/** One field that a plan would write. Undefined: it is not set. */
export interface FieldChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

/** One thing that differs between a file and the database. */
export interface Difference {
  readonly op: 'add' | 'change' | 'remove'
  readonly title: string
  readonly fields: readonly FieldChange[]
  /** Absent for `remove`. */
  readonly named?: NamedThing
  /** Absent for `add`. */
  readonly stored?: StoredThing
}

export interface Comparison {
  /** In the order of `kinds`; within a kind as the file has them, removals last. */
  readonly differences: readonly Difference[]
  /** What the file does not name, and what stays nevertheless. */
  readonly left: readonly StoredThing[]
}

/**
 * Tells what a file would change. Things that it does not name stay, unless `prune`; but rows that would stand beside those of the
 * file on one column, and rules that share a group with one of the file's, give way to them in any case.
 */
export function compare(
  named: readonly NamedThing[],
  stored: readonly StoredThing[],
  { prune }: { readonly prune: boolean },
): Comparison {
  const known = new Map(stored.map((one) => [keyOf(one), one]))
  const inFile = new Set(named.map(keyOf))
  const differences = named.flatMap((one): Difference[] => {
    const before = known.get(keyOf(one))
    const fields = changesOf(before?.fields ?? {}, one.fields)
    if (before && fields.length === 0) return []
    return [
      { op: before ? 'change' : 'add', title: one.title, fields, named: one, ...(before ? { stored: before } : {}) },
    ]
  })
  const left: StoredThing[] = []
  const gives = givesWay(named)
  for (const one of stored) {
    if (inFile.has(keyOf(one)) || !one.decided) continue
    if (gives(one) || (prune && one.unnamed !== 'stays')) {
      differences.push({ op: 'remove', title: one.title, fields: changesOf(one.fields, {}), stored: one })
    } else left.push(one)
  }
  const order = (one: Difference) => kinds.indexOf((one.named ?? one.stored)?.kind ?? 'setting')
  return { differences: differences.toSorted((a, b) => order(a) - order(b)), left }
}

const keyOf = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind} ${key}`

const changesOf = (from: Fields, to: Fields): FieldChange[] =>
  [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .map((field) => ({ field, from: from[field], to: to[field] }))
    .filter((one) => !isDeepStrictEqual(one.from, one.to))

/** Stands where the file has put something else: see `compare`. */
function givesWay(named: readonly NamedThing[]): (one: StoredThing) => boolean {
  const place = ({ provider, column }: Fields) => JSON.stringify([provider, column])
  const columns = new Set(named.flatMap((one) => (one.kind === 'converter' ? [place(one.fields)] : [])))
  const groupKey = ({ provider, role, match }: Fields, group: string) => JSON.stringify([provider, role, match, group])
  const groups = new Set(
    named.flatMap(({ kind, fields }) =>
      kind === 'role rule' ? (fields.groups as readonly string[]).map((group) => groupKey(fields, group)) : [],
    ),
  )
  return ({ kind, fields }) =>
    (kind === 'converter' && columns.has(place(fields))) ||
    (kind === 'role rule' && (fields.groups as readonly string[]).some((group) => groups.has(groupKey(fields, group))))
}

/** One text for what a plan would do: who has seen it can say that they mean just that. */
export function digestOf(differences: readonly Difference[]): string {
  const said = differences.map(({ op, title, fields }) => [
    op,
    title,
    fields.map((one) => [one.field, one.from, one.to]),
  ])
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
}
