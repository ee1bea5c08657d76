import { isDeepStrictEqual } from 'node:util'

/** One thing in the file, in the file as it was last applied, and in the database. */
export interface Versions<T extends object> {
  readonly now: T
  /** undefined: the file did not name it. */
  readonly last: Partial<T> | undefined
  readonly stored: Readonly<Record<keyof T, unknown>>
}

/** For fields that open or close something: does `to` allow more than `from`? A field without an entry is neutral. */
export type Widening<T extends object> = {
  readonly [Key in keyof T]?: (to: NonNullable<T[Key]>, from: unknown) => boolean
}

export interface Merged<T extends object> {
  /** What the file has changed since, and is written. */
  readonly taken: Partial<T>
  /** Where an administrator has decided otherwise, and that stands. */
  readonly kept: readonly (keyof T & string)[]
}

/**
 * Merges three versions field by field (rule S18): only what the *file* has changed since it was last applied is written,
 * so an administrator's change survives every restart with the same file. Where the file has changed as well and would
 * open what an administrator has closed, the administrator's word stands.
 */
export function merge<T extends object>({ now, last, stored }: Versions<T>, widening: Widening<T> = {}): Merged<T> {
  const taken: Partial<T> = {}
  const kept: (keyof T & string)[] = []
  for (const key of Object.keys(now) as (keyof T & string)[]) {
    const value = now[key]
    if (value === undefined || value === null || isDeepStrictEqual(value, stored[key])) continue
    const before = last?.[key]
    const unchanged = before !== undefined && isDeepStrictEqual(value, before)
    const touched = before === undefined || !isDeepStrictEqual(before, stored[key])
    const opens = widening[key]?.(value, stored[key]) ?? false
    if (unchanged || (touched && opens)) kept.push(key)
    else taken[key] = value
  }
  return { taken, kept }
}

/** Widening of a switch. */
export const turnsOn = (to: boolean, from: unknown): boolean => to && from !== true

/** Widening of a choice, whose values come narrowest first. */
export const climbs =
  (...narrowestFirst: readonly string[]) =>
  (to: string, from: unknown): boolean =>
    narrowestFirst.indexOf(to) > narrowestFirst.indexOf(String(from))
