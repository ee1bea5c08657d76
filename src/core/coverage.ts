import { newcomerType } from './admission.ts'
import { lastPartOf } from './converters.ts'
import { coverGroups, type GroupsCoverage, type GroupTally, groupsCovered, newGroupTally } from './coverage-groups.ts'
import {
  coverRows,
  newRowTallies,
  type RowCoverage,
  type RowTallies,
  readByRows,
  rowsCovered,
} from './coverage-rows.ts'
import { filledValues } from './filled-values.ts'
import { type Frequent, mostFrequent, newFrequent, seen } from './frequent.ts'
import { givenByName } from './group-roles.ts'
import type { LookupIndex } from './lookups.ts'
import { nameKey } from './names.ts'
import { nearest } from './nearest.ts'
import { readAttributes } from './read-attributes.ts'
import type { Claims, Column, ProviderPolicy, Role, Rules } from './types.ts'
import { type IsRoleName, roleNamesFor } from './unknown-groups.ts'

/** What coverage is worked out with: one provider, the rules, the directory's columns and roles. */
export interface CoverageBasis {
  readonly provider: ProviderPolicy
  readonly rules: Rules
  readonly columns: ReadonlyMap<string, Column>
  readonly roles: readonly Role[]
  /** Attributes that are known to fill a column: those of the provider's preset. */
  readonly offered: readonly { readonly column: string; readonly names: readonly string[] }[]
}

/** An attribute that arrives and that nothing reads. */
export interface UnmappedAttribute {
  readonly name: string
  /** With how many sign-ons it was sent, without a value, and with several. */
  readonly signOns: number
  readonly empty: number
  readonly several: number
  /** The row whose attribute this was probably meant to be; only where that attribute is missing at times. */
  readonly nearest: { readonly converterId: string; readonly attribute: string; readonly column: string } | null
  /** The column it usually fills, by the preset or because it is called so; `mapped`: another row fills it already. */
  readonly column: { readonly name: string; readonly by: 'preset' | 'name'; readonly mapped: boolean } | null
  /** Values of people. */
  readonly values: { readonly last: readonly string[] }
}

/** How well the rules of a provider meet what it sends. */
export interface Coverage {
  /** Sign-ons that were counted. */
  readonly counted: number
  /** Of these: some attributes were redacted. */
  readonly redacted: number
  readonly rows: readonly RowCoverage[]
  readonly unmapped: readonly UnmappedAttribute[]
  /** How many more there are that are not listed. */
  readonly moreUnmapped: number
  readonly groups: GroupsCoverage
}

interface Unmapped {
  count: number
  empty: number
  several: number
  readonly last: Set<string>
}

/** Coverage while it grows. */
export interface CoverageTally {
  readonly basis: CoverageBasis
  readonly rows: RowTallies
  readonly groups: GroupTally
  readonly unmapped: Frequent<Unmapped>
  readonly isRead: (name: string) => boolean
  readonly isRoleName: IsRoleName
  readonly namesakeOf: (text: string) => Role | undefined
  readonly plain: { counted: number; redacted: number }
}

/** So many attributes that nobody reads are kept, and so many are shown; likewise their values. */
const UNMAPPED_KEPT = 500
const UNMAPPED_SHOWN = 100
const LAST_SHOWN = 3
const SHOWN_LENGTH = 200
const COMPARED_LENGTH = 100

/** Begins to count. Memory stays bounded, whatever and however much arrives. */
export const newCoverage = (basis: CoverageBasis): CoverageTally => {
  const { provider, rules, columns, roles } = basis
  const rows = newRowTallies(provider, rules, columns)
  const byRows = readByRows(rows)
  const byProvider = readAttributes(provider, { ...rules, converters: [] })
  return {
    basis,
    rows,
    groups: newGroupTally(),
    unmapped: newFrequent(UNMAPPED_KEPT),
    isRead: (name) => byProvider.has(name) || byRows(name),
    isRoleName: roleNamesFor(
      provider,
      roles.map((role) => role.name),
    ),
    namesakeOf: givenByName(provider, roles),
    plain: { counted: 0, redacted: 0 },
  }
}

/**
 * Adds one stored sign-on; give the newest first, because the last values are those that come first. Pure but for the tally.
 * @param hidden names of the attributes whose values were not kept
 * @param lookups the values that its texts may mean, as `wanted` lists them
 */
export const cover = (
  tally: CoverageTally,
  claims: Claims,
  hidden: ReadonlySet<string>,
  lookups: LookupIndex,
): void => {
  const { basis, plain } = tally
  const { provider, rules } = basis
  plain.counted += 1
  if (hidden.size > 0) plain.redacted += 1
  const external = provider.userType === 'external' || newcomerType(provider, claims) === 'external'
  coverRows(tally.rows, { claims, hidden, lookups, external })
  coverGroups(
    tally.groups,
    { provider, rules, isRoleName: tally.isRoleName, namesakeOf: tally.namesakeOf },
    { claims, hidden },
  )
  for (const [name, values] of claims) if (!tally.isRead(name)) noteUnmapped(tally, name, values, hidden.has(name))
}

const noteUnmapped = ({ unmapped }: CoverageTally, name: string, values: readonly string[], hidden: boolean): void => {
  const entry = seen(unmapped, name, () => ({ count: 0, empty: 0, several: 0, last: new Set() }))
  const filled = hidden ? values.filter((one) => one.trim() !== '') : filledValues(values)
  const [first] = filled
  if (first === undefined) entry.empty += 1
  if (filled.length > 1) entry.several += 1
  if (first !== undefined && !hidden && entry.last.size < LAST_SHOWN) entry.last.add(first.slice(0, SHOWN_LENGTH))
}

/** What it came to. */
export const coverageOf = (tally: CoverageTally): Coverage => {
  const { basis, plain } = tally
  const rows = rowsCovered(tally.rows)
  const { most, more } = mostFrequent(tally.unmapped, UNMAPPED_SHOWN)
  const probable = nearMisses(rows, plain.counted)
  return {
    ...plain,
    rows,
    unmapped: most.map(([name, { count, empty, several, last }]) => ({
      name,
      signOns: count,
      empty,
      several,
      nearest: probable(name),
      column: columnFor(tally, name),
      values: { last: [...last] },
    })),
    moreUnmapped: more,
    groups: groupsCovered(tally.groups, basis),
  }
}

/** Only an attribute that is missed can be meant by another name. */
const nearMisses = (
  rows: readonly RowCoverage[],
  counted: number,
): ((name: string) => UnmappedAttribute['nearest']) => {
  const missed = new Map<string, NonNullable<UnmappedAttribute['nearest']>>()
  for (const { converterId, column, attributes } of rows) {
    for (const { name, sent } of attributes) {
      const short = lastPartOf(name)
      if (sent < counted && !missed.has(short)) missed.set(short, { converterId, attribute: name, column })
    }
  }
  return (name) => {
    const short = lastPartOf(name)
    const meant = short.length > COMPARED_LENGTH ? null : nearest(short, missed.keys())
    return meant === null ? null : (missed.get(meant) ?? null)
  }
}

const columnFor = ({ basis, rows }: CoverageTally, name: string): UnmappedAttribute['column'] => {
  const { columns, offered } = basis
  const short = nameKey(lastPartOf(name))
  const whole = offered.find(({ names }) => names.includes(name))
  const preset = whole ?? offered.find(({ names }) => names.some((one) => nameKey(lastPartOf(one)) === short))
  const squeezed = short.replaceAll(' ', '')
  const named = [...columns.values()].find(
    (column) => nameKey(column.name) === squeezed || nameKey(column.caption).replaceAll(' ', '') === squeezed,
  )
  const column = preset && columns.has(preset.column) ? preset.column : named?.name
  if (column === undefined) return null
  return { name: column, by: column === preset?.column ? 'preset' : 'name', mapped: rows.has(column) }
}
