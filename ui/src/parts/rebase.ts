import { differing, type Entry, type Saved, sameValue } from './draft.ts'

/** One field that two people have changed, each in their own way. */
export interface Dispute<Row extends object> {
  readonly key: string
  /** Null: one of the two has removed the row that the other one changed. */
  readonly field: (keyof Row & string) | null
  readonly mine: Row | null
  readonly theirs: Row | null
}

export interface Rebased<Row extends object> {
  /** What is edited, upon what is saved now; of disputed fields mine. */
  readonly edited: readonly Entry<Row>[]
  readonly disputes: readonly Dispute<Row>[]
}

/** Lays what is edited over what others have saved meanwhile. Fields that only one side has changed are no dispute. */
export function rebase<Row extends object>(entries: readonly Entry<Row>[], fresh: readonly Saved<Row>[]): Rebased<Row> {
  const now = new Map(fresh.map((one) => [one.id, one.row]))
  const edited: Entry<Row>[] = []
  const disputes: Dispute<Row>[] = []
  for (const entry of entries) {
    const { key, saved, row, state } = entry
    if (state === 'same') continue
    if (saved === null) {
      edited.push(entry)
      continue
    }
    const theirs = now.get(key) ?? null
    const isTouched = theirs === null || differing(saved, theirs).length > 0
    if (state === 'removed') {
      if (theirs === null) continue
      if (isTouched) disputes.push({ key, field: null, mine: null, theirs })
      edited.push({ ...entry, saved: theirs, row: theirs })
      continue
    }
    if (theirs === null) {
      disputes.push({ key, field: null, mine: row, theirs: null })
      edited.push({ ...entry, key: `again-${key}`, saved: null, state: 'new' })
      continue
    }
    const fields = differing(saved, row)
    const mine = Object.fromEntries(fields.map((field) => [field, row[field]]))
    const merged = { ...theirs, ...mine } as Row
    for (const field of fields) {
      const both = !sameValue(theirs[field], saved[field]) && !sameValue(theirs[field], row[field])
      if (both) disputes.push({ key, field, mine: row, theirs })
    }
    edited.push({
      ...entry,
      saved: theirs,
      row: merged,
      state: differing(theirs, merged).length > 0 ? 'changed' : 'same',
    })
  }
  return { edited, disputes }
}

/** The same with some disputes decided for what the others have saved. */
export function yielding<Row extends object>(
  { edited }: Rebased<Row>,
  yielded: readonly Dispute<Row>[],
): readonly Entry<Row>[] {
  return edited.flatMap((entry) => {
    const given = yielded.filter((one) => one.key === entry.key || `again-${one.key}` === entry.key)
    if (given.some((one) => one.field === null)) return []
    if (given.length === 0 || entry.saved === null) return [entry]
    const { saved } = entry
    const theirs = Object.fromEntries(given.flatMap(({ field }) => (field === null ? [] : [[field, saved[field]]])))
    const row = { ...entry.row, ...theirs } as Row
    return [{ ...entry, row, state: differing(saved, row).length > 0 ? ('changed' as const) : ('same' as const) }]
  })
}
