import { isExternal } from './admission.ts'
import type { Arrival } from './arrivals.ts'
import { indexLookups, resolveLookup } from './lookups.ts'
import { byCodeUnit, nameKey } from './names.ts'
import { madeOf, type OfferBecause } from './offers.ts'
import { problem } from './problem.ts'
import type {
  Change,
  Claims,
  Converter,
  ConverterOptions,
  LookupRef,
  Problem,
  ProviderPolicy,
  Snapshot,
} from './types.ts'

/** How many lookup values one sign-on may create. */
export const VALUES_PER_SIGN_ON = 20
/** How many the sign-ons of one provider may create in a day, where its policy does not say. */
export const VALUES_PER_DAY = 500

type Created = Extract<Change, { kind: 'lookup-value-created' }>

/** What becomes of a lookup column's text. */
export type LookupCell =
  /** `because`: as the arrival's, saying so where the entry has another name than the text. */
  | { readonly kind: 'value'; readonly ref: LookupRef; readonly because: OfferBecause }
  | { readonly kind: 'kept' }
  | { readonly kind: 'refused'; readonly problem: Problem }

/** Turns texts into lookup values, one column after the other, and remembers what has to be created. */
export interface LookupCells {
  readonly cellOf: (arrival: Arrival & { readonly lookup: string }) => LookupCell
  /** Sorted by lookup and key: unsorted creation deadlocks parallel sign-ons. */
  readonly created: () => readonly Created[]
  /** What is being created, as `expected` takes it: the name of each. */
  readonly slots: () => ReadonlyMap<string, string>
  /**
   * False: a row met as unknown what another row creates, or counted on what then nobody creates. The next sign-on would decide
   * otherwise, so the columns are decided once more.
   */
  readonly settled: () => boolean
}

/** An entry may go by other names than its own: what arrived is told then, or nobody knows why it became this. */
const becauseOf = ({ text, because }: Arrival, { name }: LookupRef): OfferBecause =>
  nameKey(name) === nameKey(text) || (because.kind === 'claim' && because.made)
    ? because
    : madeOf(because, text, 'entry')

/** What a stranger sends creates nothing, whatever the row says: otherwise `Company=BigBank` would make BigBank. */
const policyOf = (row: Converter, external: boolean): NonNullable<ConverterOptions['unknownValue']> => {
  const asked = row.unknownValue ?? (external ? 'queue' : 'create')
  return external && asked === 'create' ? 'queue' : asked
}

// The list of a provider is folded once, not at every sign-on.
const folded = new WeakMap<readonly string[], ReadonlySet<string>>()

const accountsOf = ({ allowedAccounts }: ProviderPolicy): ReadonlySet<string> => {
  if (!allowedAccounts) return new Set()
  const known = folded.get(allowedAccounts)
  if (known) return known
  const keys = new Set(allowedAccounts.map(nameKey))
  folded.set(allowedAccounts, keys)
  return keys
}

/**
 * Decides what lookup columns become, as each row's `unknownValue` says for texts that name nothing.
 *
 * An external provider, or whoever brings an external person, creates nothing and names no value by its id. An external
 * provider also names only the Accounts of its `allowedAccounts`; what the row itself says, a default or `fallBack`, is the
 * administrator's word and not bound by it.
 *
 * Adds to `problems`: `lookup_value_ambiguous` (the oldest is taken), `lookup_value_unknown`, `lookup_value_queued`,
 * `lookup_limit`, `account_not_allowed`.
 *
 * @param expected the `slots` that other rows of this very sign-on create: rows that keep, queue or fall back know them already
 */
export const lookupCells = (
  snapshot: Snapshot,
  claims: Claims,
  problems: Problem[],
  expected: ReadonlyMap<string, string>,
): LookupCells => {
  const { provider, activity } = snapshot
  const index = indexLookups(snapshot.lookupValues)
  const external = isExternal(snapshot, claims)
  const left = (provider.lookupCeiling ?? VALUES_PER_DAY) - activity.lookupValues
  const created = new Map<string, Created & { readonly key: string }>()
  const counted = new Set<string>()
  const missed = new Set<string>()
  const slotOf = (lookup: string, key: string): string => JSON.stringify([lookup, key])

  const create = ({ column, lookup, because }: Arrival & { lookup: string }, name: string, key: string): LookupCell => {
    const slot = slotOf(lookup, key)
    const known = created.get(slot)
    if (!known && created.size >= Math.min(VALUES_PER_SIGN_ON, left)) {
      const per = left < VALUES_PER_SIGN_ON ? 'day' : 'sign-on'
      const limit = per === 'day' ? (provider.lookupCeiling ?? VALUES_PER_DAY) : VALUES_PER_SIGN_ON
      problems.push(problem('lookup_limit', column.name, { lookup, text: name, limit, per }))
      return { kind: 'kept' }
    }
    if (!known) created.set(slot, { kind: 'lookup-value-created', lookup, name, because, key })
    return { kind: 'value', ref: { id: null, name: known?.name ?? name }, because }
  }

  /** Undefined: there is none, and the row's policy has to say what then. */
  const find = ({ column, lookup }: Arrival & { lookup: string }, text: string) => {
    const found = resolveLookup(index, { column: column.name, lookup }, text, { external })
    if (found.kind === 'found' && found.problem) problems.push(found.problem)
    return found
  }

  const isForbiddenAccount = ({ lookup, because }: Arrival & { lookup: string }, names: readonly string[]): boolean => {
    if (provider.userType !== 'external' || lookup !== 'Account') return false
    if (because.kind === 'default' || because.kind === 'fixed') return false
    const allowed = accountsOf(provider)
    return !names.some((name) => allowed.has(nameKey(name)))
  }

  const cellOf = (arrival: Arrival & { lookup: string }): LookupCell => {
    const { column, lookup, text, row, fallBack, because } = arrival
    const found = find(arrival, text)
    const unknown = (details: Problem['details'] = {}) =>
      problem('lookup_value_unknown', column.name, { lookup, text, ...details })
    // Before anything else: a stranger is not told which accounts there are.
    if (isForbiddenAccount(arrival, found.kind === 'found' ? [found.ref.id ?? '', found.ref.name] : [text])) {
      problems.push(problem('account_not_allowed', column.name, { text }))
      return { kind: 'kept' }
    }
    if (found.kind === 'found') return { kind: 'value', ref: found.ref, because: becauseOf(arrival, found.ref) }
    const policy = policyOf(row, external)
    if (policy === 'refuse') return { kind: 'refused', problem: unknown() }
    if (policy === 'create' && found.kind === 'new') return create(arrival, found.name, found.key)
    if (found.kind === 'new') {
      const slot = slotOf(lookup, found.key)
      const name = expected.get(slot)
      if (name !== undefined) {
        counted.add(slot)
        return { kind: 'value', ref: { id: null, name }, because }
      }
      missed.add(slot)
    }
    if (policy === 'queue' && found.kind === 'new') {
      problems.push(problem('lookup_value_queued', column.name, { lookup, text, converterId: because.converterId }))
      return { kind: 'kept' }
    }
    const other = typeof policy === 'object' && fallBack !== null ? find(arrival, fallBack) : found
    if (other === found || other.kind === 'unknown' || (other.kind === 'new' && external)) {
      problems.push(unknown())
      return { kind: 'kept' }
    }
    problems.push(unknown({ fallBack: fallBack ?? '' }))
    const instead = { ...arrival, because: madeOf(because, text, 'fall-back') }
    if (other.kind !== 'found') return create(instead, other.name, other.key)
    return { kind: 'value', ref: other.ref, because: instead.because }
  }

  return {
    cellOf,
    created: () =>
      [...created.values()]
        .toSorted((a, b) => byCodeUnit(a.lookup, b.lookup) || byCodeUnit(a.key, b.key))
        .map(({ key: _, ...change }) => change),
    slots: () => new Map([...created].map(([slot, { name }]) => [slot, name])),
    settled: () => [...counted].every((slot) => created.has(slot)) && ![...missed].some((slot) => created.has(slot)),
  }
}
