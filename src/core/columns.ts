import { type Arrival, type Arrivals, arrivalsOf } from './arrivals.ts'
import { composedFrom, NAME } from './full-name.ts'
import { type LookupCells, lookupCells } from './lookup-cells.ts'
import { mailDomainOf } from './mail-domain.ts'
import { emailKey, nameKey } from './names.ts'
import type { OfferBecause } from './offers.ts'
import { heldBackBy } from './overwrite.ts'
import { problem } from './problem.ts'
import { splitName } from './split-name.ts'
import type { CellValue, Change, Claims, Problem, Rules, Snapshot } from './types.ts'

export type ColumnSet = Extract<Change, { kind: 'column-set' }>
type LookupValueCreated = Extract<Change, { kind: 'lookup-value-created' }>

/** The columns' part of a plan, Name excepted where it is composed. */
export interface PlannedColumns {
  /** Sorted by lookup and key: unsorted creation deadlocks parallel sign-ons. */
  readonly created: readonly LookupValueCreated[]
  readonly changes: readonly ColumnSet[]
  /** Every column's value as it will be. */
  readonly values: ReadonlyMap<string, CellValue>
  /** Columns about which a converter had the last word: it gave a usable value or emptied them, changed or not. */
  readonly written: ReadonlySet<string>
  readonly problems: readonly Problem[]
  /** Why the rules refuse the sign-on; further reasons are among the problems. */
  readonly refusal: Problem | null
}

/** Two values of a column are one: canonical texts literally, lookup values by id, new ones by the key of their name. */
export const sameCell = (a: CellValue, b: CellValue): boolean => {
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return a === b
  return a.id === null && b.id === null ? nameKey(a.name) === nameKey(b.name) : a.id === b.id
}

/** Why an address may not be this person's; null: it may. */
const wrongAddress = (snapshot: Snapshot, text: string): Problem | null => {
  const { provider, domainOwners, emailOwners, person } = snapshot
  const domain = mailDomainOf(text) ?? ''
  // Else a stranger could put an address of the house on their own contact, and be found by it.
  if ((domainOwners.get(domain) ?? provider.id) !== provider.id) {
    return problem('email_domain_bound', 'Email', { domain })
  }
  const owner = emailOwners.get(emailKey(text))
  return owner === undefined || owner === person?.contact.id
    ? null
    : problem('email_taken', 'Email', { contactId: owner })
}

/** Columns that a row wants filled and that will be empty. */
const missingValues = (arrivals: Arrivals, values: ReadonlyMap<string, CellValue>) =>
  [...arrivals.decided.values()].filter(({ column, row, offer }) => {
    if (row.required === undefined || offer.kind === 'refusal') return false
    // A login name stands in for a name that is missing; here it does not count as one.
    return (values.get(column.name) ?? null) === null && !(column.name === NAME && composedFrom(values).text !== '')
  })

/**
 * Decides what the claims and rules write into the columns of contact and user. A cell that already holds the value is not a
 * change, whoever wrote it. Everything that stands in the way is a Problem, and that column keeps its value: `email_taken`,
 * `email_domain_bound`, `attribute_missing` (a row's `required: 'warn'`), and what converters, conversion and lookups report.
 * Refusals: `required_value_missing`, `lookup_value_unknown`.
 *
 * Two columns of one lookup may get the same text, and one of their rows creates what the other does not know. Then the columns
 * are decided again, knowing what is created: the same sign-on once more must change nothing.
 */
export const planColumns = (snapshot: Snapshot, rules: Rules, claims: Claims): PlannedColumns => {
  const first = decideColumns(snapshot, rules, claims, nothing)
  let { planned, lookups } = first
  for (let round = 0; !lookups.settled() && round < ROUNDS; round++) {
    const again = decideColumns(snapshot, rules, claims, lookups.slots())
    planned = again.planned
    lookups = again.lookups
  }
  // Rows that fall back on each other's texts may never agree; then each is taken at its word.
  return lookups.settled() ? planned : first.planned
}

const nothing: ReadonlyMap<string, string> = new Map()
const ROUNDS = 4

const decideColumns = (
  snapshot: Snapshot,
  rules: Rules,
  claims: Claims,
  expected: ReadonlyMap<string, string>,
): { readonly planned: PlannedColumns; readonly lookups: LookupCells } => {
  const { person } = snapshot
  const arrivals = arrivalsOf(snapshot.provider, rules, snapshot.columns, claims)
  const problems = [...arrivals.problems]
  const refusals = [...arrivals.refusals]
  const lookups = lookupCells(snapshot, claims, problems, expected)
  const values = new Map<string, CellValue>(person?.contact.values ?? [])
  const written = new Set<string>()
  const ruled = new Set<string>()
  const changes: ColumnSet[] = []

  /** Undefined: the column keeps its value, and a Problem says why. */
  const cellOf = (arrival: Arrival): { readonly after: CellValue; readonly because: OfferBecause } | undefined => {
    const { column, text, because } = arrival
    if (column.name === 'Email') {
      const wrong = wrongAddress(snapshot, text)
      if (wrong) problems.push(wrong)
      return wrong ? undefined : { after: text, because }
    }
    if (column.lookup === null || column.type !== 'lookup') return { after: text, because }
    const cell = lookups.cellOf({ ...arrival, lookup: column.lookup })
    if (cell.kind === 'refused') refusals.push(cell.problem)
    return cell.kind === 'value' ? { after: cell.ref, because: cell.because } : undefined
  }

  const set = (change: ColumnSet): void => {
    if (sameCell(change.before, change.after)) return
    values.set(change.column, change.after)
    changes.push(change)
  }

  for (const [name, { row, offer }] of arrivals.decided) {
    if (offer.kind !== 'value' && offer.kind !== 'clear') continue
    const { because } = offer
    ruled.add(name)
    const before = values.get(name) ?? null
    if (heldBackBy(row, because, person, before) !== null) continue
    const arrival = arrivals.byColumn.get(name)
    const cell = arrival ? cellOf(arrival) : { after: null, because }
    if (cell === undefined) continue
    written.add(name)
    set({ kind: 'column-set', column: name, before, ...cell })
  }
  for (const change of splitName(snapshot, arrivals, values, { written, ruled })) set(change)
  for (const { column, row } of missingValues(arrivals, values)) {
    const details = { converterId: row.id }
    if (row.required === 'block') refusals.push(problem('required_value_missing', column.name, details))
    else problems.push(problem('attribute_missing', column.name, details))
  }
  const [refusal = null, ...further] = refusals
  const planned = { created: lookups.created(), changes, values, written, problems: [...further, ...problems], refusal }
  return { planned, lookups }
}

/** The columns' part when the switches forbid any update: everything stays. */
export const untouchedColumns = (snapshot: Snapshot): PlannedColumns => ({
  created: [],
  changes: [],
  values: snapshot.person?.contact.values ?? new Map(),
  written: new Set(),
  problems: [],
  refusal: null,
})
