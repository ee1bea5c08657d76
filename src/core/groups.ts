import { readCommonName } from './distinguished-name.ts'
import { byCodeUnit } from './names.ts'
import { faultOf } from './text.ts'
import type { ProviderPolicy } from './types.ts'

/** One group of a sign-on. */
export interface Group {
  /** As sent, trimmed; a part of the value where the policy names a separator. */
  readonly raw: string
  /** The name that the policy reads from it; `raw` itself where there is none to read. */
  readonly name: string
  /**
   * Did a value hold this and nothing else? A part of a list may have been made by the name of another group
   * (`x;Administrators`), so it gives no protected role.
   */
  readonly whole: boolean
}

/** The texts by which rules and role names may know a group: as sent, then cleaned. None of what cannot be read. */
export const textsOf = ({ raw, name }: Group): readonly string[] =>
  (name === raw ? [raw] : [raw, name]).filter(isReadable)

export interface ReadGroups {
  /** Each once, without the ignored ones, sorted by `raw`. */
  readonly groups: readonly Group[]
  readonly ignored: readonly Group[]
  /** How many could not be cleaned, so that what they name is unknown. */
  readonly unreadable: number
}

/** As long as a role rule's group may be; nothing longer is read. */
const GROUP_LIMIT = 4000

/** False: no rule and no role can mean it, and nothing may quote it. */
const isReadable = (text: string): boolean => faultOf(text, { limit: GROUP_LIMIT }) === null

type Policy = Pick<ProviderPolicy, 'ignoreGroups' | 'groupSeparator' | 'groupNames'>

/** In distinguished names `\` takes a separator its meaning: `CN=a\;b` is one name. */
const splitOutsideEscapes = (value: string, separator: string): readonly string[] => {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at < value.length; ) {
    if (value.startsWith(separator, at)) {
      parts.push(value.slice(start, at))
      at += separator.length
      start = at
    } else at += value.charAt(at) === '\\' ? 2 : 1
  }
  return [...parts, value.slice(start)]
}

const partsOf = (value: string, { groupSeparator, groupNames }: Policy): readonly string[] => {
  if (groupSeparator === null || groupSeparator === '') return [value]
  return groupNames === 'cn' ? splitOutsideEscapes(value, groupSeparator) : value.split(groupSeparator)
}

/** The name in a group; null when there must be one and it cannot be read. */
const nameIn = (raw: string, how: ProviderPolicy['groupNames']): string | null => {
  if (!isReadable(raw)) return null
  if (how === 'as-sent') return raw
  if (how === 'strip-domain') return /^[^\\]+\\([^\\]+)$/.exec(raw)?.[1]?.trim() || raw
  if (how === 'last-segment') return /^\/(?:.*\/)?([^/]+)$/s.exec(raw)?.[1]?.trim() || raw
  const read = readCommonName(raw)
  if (read.kind === 'broken') return null
  const name = read.kind === 'common-name' ? read.name.trim() : raw
  return isReadable(name) ? name : null
}

const matcherOf = (entries: readonly string[]): ((text: string) => boolean) => {
  const exact = new Set(entries)
  const beginnings = entries.filter((entry) => entry.endsWith('*')).map((entry) => entry.slice(0, -1))
  return (text) => exact.has(text) || beginnings.some((beginning) => text.startsWith(beginning))
}

/**
 * Reads groups from the values of the role attributes: split where the policy says so, trimmed, each once, with the name that the
 * policy reads from each. Nothing is repaired: what cannot be read stays as it was sent, and is counted.
 */
export const readGroups = (values: readonly string[], policy: Policy): ReadGroups => {
  const byRaw = new Map<string, Group>()
  let unreadable = 0
  for (const value of values) {
    const parts = partsOf(value, policy)
      .map((part) => part.trim())
      .filter((part) => part !== '')
    const whole = parts.length === 1 && parts[0] === value.trim()
    for (const raw of parts) {
      const known = byRaw.get(raw)
      if (known) {
        if (whole && !known.whole) byRaw.set(raw, { ...known, whole })
        continue
      }
      const name = nameIn(raw, policy.groupNames)
      if (name === null) unreadable++
      byRaw.set(raw, { raw, name: name ?? raw, whole })
    }
  }
  const isIgnored = matcherOf(policy.ignoreGroups)
  const all = [...byRaw.values()].toSorted((a, b) => byCodeUnit(a.raw, b.raw))
  const ignores = ({ raw, name }: Group): boolean => isIgnored(raw) || isIgnored(name)
  return { groups: all.filter((group) => !ignores(group)), ignored: all.filter(ignores), unreadable }
}
