import { userTypeOf } from './admission.ts'
import { type Arrival, arrivalsOf } from './arrivals.ts'
import { indexLookups, resolveLookup } from './lookups.ts'
import { mailDomainOf } from './mail-domain.ts'
import { byCodeUnit, emailKey, nameKey } from './names.ts'
import { problem } from './problem.ts'
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
  /** Columns to which a converter gave a usable value, changed or not. */
  readonly written: ReadonlySet<string>
  readonly problems: readonly Problem[]
}

/** Two values of a column are one: canonical texts literally, lookup values by id, new ones by the key of their name. */
export const sameCell = (a: CellValue, b: CellValue): boolean => {
  if (a === null || b === null || typeof a === 'string' || typeof b === 'string') return a === b
  return a.id === null && b.id === null ? nameKey(a.name) === nameKey(b.name) : a.id === b.id
}

/** What a sign-on may do to lookups when the identity provider, or the person, is not of the house. */
export const isExternal = (snapshot: Snapshot, claims: Claims): boolean =>
  snapshot.provider.userType === 'external' || userTypeOf(snapshot, claims) === 'external'

/** A default or fixed value stops once a person has edited the cell: a Type changed by hand must not fall back to Employee. */
const isLeftAlone = (snapshot: Snapshot, arrival: Arrival, before: CellValue): boolean =>
  arrival.because.kind !== 'claim' &&
  before !== null &&
  snapshot.person?.contact.origins.get(arrival.column.name)?.kind === 'person'

/**
 * Decides what the claims and rules write into the contact's columns. A cell that already holds the value is not a change,
 * whoever wrote it. Everything that stands in the way is a Problem, and that column keeps its value: `lookup_value_unknown`,
 * `lookup_value_ambiguous` (the oldest is taken), `email_taken`, and what converters and conversion report.
 */
export const planColumns = (snapshot: Snapshot, rules: Rules, claims: Claims): PlannedColumns => {
  const contact = snapshot.person?.contact ?? null
  const arrivals = arrivalsOf(snapshot.provider, rules, snapshot.columns, claims)
  const index = indexLookups(snapshot.lookupValues)
  const external = isExternal(snapshot, claims)
  const problems = [...arrivals.problems]
  const values = new Map<string, CellValue>(contact?.values ?? [])
  const created = new Map<string, LookupValueCreated & { readonly key: string }>()
  const written = new Set<string>()
  const changes: ColumnSet[] = []

  /** Undefined: the column keeps its value, and a Problem says why. */
  const cellOf = ({ column, text, because }: Arrival): CellValue | undefined => {
    if (column.name === 'Email') {
      const domain = mailDomainOf(text) ?? ''
      // Else a stranger could put an address of the house on their own contact, and be found by it.
      if ((snapshot.domainOwners.get(domain) ?? snapshot.provider.id) !== snapshot.provider.id) {
        problems.push(problem('email_domain_bound', column.name, { domain }))
        return undefined
      }
      const owner = snapshot.emailOwners.get(emailKey(text))
      if (owner === undefined || owner === contact?.id) return text
      problems.push(problem('email_taken', column.name, { contactId: owner }))
      return undefined
    }
    if (column.lookup === null || column.type !== 'lookup') return text
    const { lookup } = column
    const found = resolveLookup(index, { column: column.name, lookup }, text, { external })
    if (found.kind !== 'new' && found.problem) problems.push(found.problem)
    if (found.kind === 'found') return found.ref
    if (found.kind === 'unknown') return undefined
    const slot = JSON.stringify([lookup, found.key])
    const entry = created.get(slot) ?? {
      kind: 'lookup-value-created',
      lookup,
      name: found.name,
      because,
      key: found.key,
    }
    created.set(slot, entry)
    return { id: null, name: entry.name }
  }

  for (const [name, arrival] of arrivals.byColumn) {
    const before = values.get(name) ?? null
    if (isLeftAlone(snapshot, arrival, before)) continue
    const after = cellOf(arrival)
    if (after === undefined) continue
    written.add(name)
    if (sameCell(before, after)) continue
    values.set(name, after)
    changes.push({ kind: 'column-set', column: name, before, after, because: arrival.because })
  }

  return {
    created: [...created.values()]
      .toSorted((a, b) => byCodeUnit(a.lookup, b.lookup) || byCodeUnit(a.key, b.key))
      .map(({ key: _, ...change }) => change),
    changes,
    values,
    written,
    problems,
  }
}

/** The columns' part when the switches forbid any update: everything stays. */
export const untouchedColumns = (snapshot: Snapshot): PlannedColumns => ({
  created: [],
  changes: [],
  values: snapshot.person?.contact.values ?? new Map(),
  written: new Set(),
  problems: [],
})
