import { byCodeUnit, nameKey } from './names.ts'
import { problem } from './problem.ts'
import type { LookupRef, LookupValue, Problem } from './types.ts'

/** People are never made by naming them in somebody else's column. */
const CONTACTS = 'Contact'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for a text that names a lookup value by its id. */
export const isUuid = (text: string): boolean => uuid.test(text)

interface Entries {
  readonly byId: Map<string, LookupValue>
  readonly byKey: Map<string, LookupValue[]>
}

/** The snapshot's lookup values, ready to be found by id and by key. */
export type LookupIndex = ReadonlyMap<string, Entries>

const oldestFirst = (a: LookupValue, b: LookupValue): number =>
  a.createdAt.getTime() - b.createdAt.getTime() || byCodeUnit(a.id, b.id)

/** Indexes lookup values by lookup, then id and key, the oldest of each key first. */
export const indexLookups = (values: readonly LookupValue[]): LookupIndex => {
  const index = new Map<string, Entries>()
  for (const value of values.toSorted(oldestFirst)) {
    const entries = index.get(value.lookup) ?? { byId: new Map(), byKey: new Map() }
    index.set(value.lookup, entries)
    entries.byId.set(value.id.toLowerCase(), value)
    for (const key of new Set(value.keys)) {
      const known = entries.byKey.get(key)
      if (known) known.push(value)
      else entries.byKey.set(key, [value])
    }
  }
  return index
}

export type Resolution =
  | { readonly kind: 'found'; readonly ref: LookupRef; readonly problem: Problem | null }
  /** Nothing of that name; it could become a new value. */
  | { readonly kind: 'new'; readonly name: string; readonly key: string }
  /** Nothing of that name, and nothing that could be made of it. */
  | { readonly kind: 'unknown' }

/**
 * Finds the lookup value that a text means: by id, else by name or alias; of several the oldest, with `lookup_value_ambiguous`.
 *
 * A text that names nothing could become a new value, but not in the lookup of contacts, and not if it looks like an id, which
 * would be a name nobody can read. Outsiders (`external`) cannot name a value by id: ids are not theirs to know.
 */
export const resolveLookup = (
  index: LookupIndex,
  target: { readonly column: string; readonly lookup: string },
  text: string,
  { external }: { readonly external: boolean },
): Resolution => {
  const { column, lookup } = target
  const entries = index.get(lookup)
  const byId = external || !isUuid(text) ? undefined : entries?.byId.get(text.toLowerCase())
  if (byId) return { kind: 'found', ref: { id: byId.id, name: byId.name }, problem: null }
  const key = nameKey(text)
  // The id of a value that was merged is a key of the one that stays; not for outsiders, either.
  const named = external && isUuid(text) ? [] : (entries?.byKey.get(key) ?? [])
  const [oldest] = named
  if (oldest) {
    const several = named.length > 1 ? { lookup, name: oldest.name, count: named.length } : null
    return {
      kind: 'found',
      ref: { id: oldest.id, name: oldest.name },
      problem: several ? problem('lookup_value_ambiguous', column, several) : null,
    }
  }
  return lookup === CONTACTS || isUuid(text) ? { kind: 'unknown' } : { kind: 'new', name: text, key }
}
