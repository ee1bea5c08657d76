import { useSyncExternalStore } from 'react'

/** A row while it is edited. */
export interface Entry<Row extends object> {
  /** The row's id, or a name of its own while it is new. */
  readonly key: string
  /** As it is saved; null: it is new. */
  readonly saved: Row | null
  readonly row: Row
  readonly state: 'same' | 'changed' | 'new' | 'removed'
  /** What saving it said, by field. */
  readonly errors: Readonly<Record<string, string>>
}

/** What of a draft can change while somebody types in one row without any other part of the page having to know: nothing. */
export interface Outline {
  readonly order: readonly string[]
  /** How many rows differ from what is saved, or stand elsewhere. */
  readonly changes: number
  readonly moved: boolean
}

/** Rows that are edited together and saved together. It lives outside of React: whoever shows a row hears of that row alone. */
export interface Draft<Row extends object> {
  readonly subscribe: (listener: () => void) => () => void
  readonly outline: () => Outline
  readonly entry: (key: string) => Entry<Row> | undefined
  /** All of them, in their order. */
  readonly entries: () => readonly Entry<Row>[]
  readonly change: (key: string, fields: Partial<Row>) => void
  /** @param at before which place; at the end when left out. @returns its key */
  readonly add: (row: Row, at?: number) => string
  /** A new row goes at once; one that is saved stays to be seen until the draft is saved. */
  readonly remove: (key: string) => void
  readonly restore: (key: string) => void
  readonly move: (key: string, to: number) => void
  readonly fail: (errors: ReadonlyMap<string, Readonly<Record<string, string>>>) => void
  /** Begins anew from what is saved. */
  readonly reset: (saved: readonly Saved<Row>[], edited?: readonly Entry<Row>[]) => void
}

export interface Saved<Row extends object> {
  readonly id: string
  readonly row: Row
}

const textOf = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

/** True when two values of a field say the same: what is not set is null. */
export const sameValue = (a: unknown, b: unknown): boolean => a === b || textOf(a) === textOf(b)

/** The fields in which two rows differ. */
export const differing = <Row extends object>(a: Row, b: Row): readonly (keyof Row & string)[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => !sameValue(a[field as keyof Row], b[field as keyof Row]),
  ) as (keyof Row & string)[]

const none = {}
const stateOf = <Row extends object>(saved: Row | null, row: Row): Entry<Row>['state'] =>
  saved === null ? 'new' : differing(saved, row).length > 0 ? 'changed' : 'same'

/** A draft of nothing, until it is `reset` to what is saved. */
export function newDraft<Row extends object>(): Draft<Row> {
  const listeners = new Set<() => void>()
  const entries = new Map<string, Entry<Row>>()
  let order: readonly string[] = []
  let savedOrder: readonly string[] = []
  let made = 0
  let outline: Outline = { order, changes: 0, moved: false }

  const tell = () => {
    const differ = order.filter((key) => entries.get(key)?.state !== 'same').length
    const kept = order.filter((key) => entries.get(key)?.saved)
    const isMoved =
      kept.some((key, at) => key !== savedOrder[at]) || order.slice(0, kept.length).some((key, at) => key !== kept[at])
    const changes = differ + (isMoved ? 1 : 0)
    if (outline.order !== order || outline.changes !== changes || outline.moved !== isMoved) {
      outline = { order, changes, moved: isMoved }
    }
    for (const listener of listeners) listener()
  }
  const put = (key: string, change: (entry: Entry<Row>) => Entry<Row>) => {
    const known = entries.get(key)
    if (!known) return
    const next = change(known)
    // An outline is also what filters go by: a row that begins to differ is a new one.
    if (next.state !== known.state) order = [...order]
    entries.set(key, next)
  }
  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    outline: () => outline,
    entry: (key) => entries.get(key),
    entries: () => order.flatMap((key) => entries.get(key) ?? []),
    change: (key, fields) => {
      put(key, (entry) => {
        const row = { ...entry.row, ...fields }
        const errors = Object.fromEntries(
          Object.entries(entry.errors).filter(([field]) => !((field.split('.')[0] ?? '') in fields)),
        )
        return { ...entry, row, errors, state: stateOf(entry.saved, row) }
      })
      tell()
    },
    add: (row, at = order.length) => {
      made += 1
      const key = `new-${made}`
      entries.set(key, { key, saved: null, row, state: 'new', errors: none })
      order = [...order.slice(0, at), key, ...order.slice(at)]
      tell()
      return key
    },
    remove: (key) => {
      if (entries.get(key)?.saved === null) {
        entries.delete(key)
        order = order.filter((one) => one !== key)
      } else put(key, (entry) => ({ ...entry, state: 'removed', errors: none }))
      tell()
    },
    restore: (key) => {
      put(key, (entry) => ({ ...entry, state: stateOf(entry.saved, entry.row) }))
      tell()
    },
    move: (key, to) => {
      const rest = order.filter((one) => one !== key)
      order = [...rest.slice(0, to), key, ...rest.slice(to)]
      tell()
    },
    fail: (errors) => {
      for (const key of order) {
        put(key, (entry) =>
          entry.errors === none && !errors.has(key) ? entry : { ...entry, errors: errors.get(key) ?? none },
        )
      }
      tell()
    },
    reset: (saved, edited = []) => {
      entries.clear()
      for (const { id, row } of saved) entries.set(id, { key: id, saved: row, row, state: 'same', errors: none })
      savedOrder = saved.map(({ id }) => id)
      order = [...savedOrder]
      for (const entry of edited) {
        if (!entries.has(entry.key)) order = [...order, entry.key]
        entries.set(entry.key, entry)
      }
      tell()
    },
  }
}

/** The outline of a draft: for what shows how many rows there are and which. */
export const useOutline = <Row extends object>(draft: Draft<Row>): Outline =>
  useSyncExternalStore(draft.subscribe, draft.outline)

/** One row of a draft. */
export const useEntry = <Row extends object>(draft: Draft<Row>, key: string): Entry<Row> | undefined =>
  useSyncExternalStore(draft.subscribe, () => draft.entry(key))
