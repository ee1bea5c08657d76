import { byCodeUnit } from './names.ts'

/** Counts of texts that strangers choose: however many different ones they send, memory stays bounded. */
export interface Frequent<Entry extends { count: number }> {
  readonly limit: number
  readonly entries: Map<string, Entry>
  /** How many were let go to make room. */
  dropped: number
}

/** Longer texts are not told apart beyond this, in UTF-16 code units. */
export const TEXT_LIMIT = 1024

/** @param limit how many are kept for certain; twice as many are held in between */
export const newFrequent = <Entry extends { count: number }>(limit: number): Frequent<Entry> => ({
  limit,
  entries: new Map(),
  dropped: 0,
})

/**
 * One more of this text. When there are too many different ones, the rarer half goes: what recurs survives whatever else is
 * sent, and what was let go begins anew if it returns.
 */
export const seen = <Entry extends { count: number }>(
  counts: Frequent<Entry>,
  text: string,
  make: (key: string) => Entry,
): Entry => {
  const key = text.slice(0, TEXT_LIMIT)
  let entry = counts.entries.get(key)
  if (!entry) {
    if (counts.entries.size >= 2 * counts.limit) shrink(counts)
    entry = make(key)
    counts.entries.set(key, entry)
  }
  entry.count += 1
  return entry
}

const shrink = <Entry extends { count: number }>(counts: Frequent<Entry>): void => {
  const rare = [...counts.entries].toSorted(([, a], [, b]) => b.count - a.count).slice(counts.limit)
  for (const [key] of rare) counts.entries.delete(key)
  counts.dropped += rare.length
}

/** The most frequent, those of one count by their text; `more`: how many there are, or were, besides. */
export const mostFrequent = <Entry extends { count: number }>(
  { entries, dropped }: Frequent<Entry>,
  limit: number,
): { readonly most: readonly (readonly [string, Entry])[]; readonly more: number } => {
  const all = [...entries].toSorted(([x, a], [y, b]) => b.count - a.count || byCodeUnit(x, y))
  return { most: all.slice(0, limit), more: all.length - Math.min(all.length, limit) + dropped }
}
