import { literalStart, matchesGlob } from './glob.ts'
import { byCodeUnit } from './names.ts'
import type { ProviderPolicy, RoleRule, Rules } from './types.ts'

/** Tells which rules a text meets, each once: those of values, then globs, each in the order of their ids. */
export type RulesMeeting = (text: string) => readonly RoleRule[]

interface Glob {
  readonly text: string
  readonly rule: RoleRule
}

// The same rules serve sign-on after sign-on, and an installation may have thousands.
const remembered = new WeakMap<Rules['roleRules'], Map<string, RulesMeeting>>()

/**
 * The rules that a provider's groups meet: its own and those for all providers. Values are found by key. Globs are found by
 * what they begin with, and only those are compared: a group costs one look-up for each different length of beginning.
 */
export const rulesMeeting = (provider: Pick<ProviderPolicy, 'id'>, rules: Pick<Rules, 'roleRules'>): RulesMeeting => {
  const byProvider = remembered.get(rules.roleRules) ?? new Map<string, RulesMeeting>()
  const known = byProvider.get(provider.id)
  if (known) return known
  const made = indexOf(rules.roleRules.filter((rule) => rule.providerId === null || rule.providerId === provider.id))
  remembered.set(rules.roleRules, byProvider.set(provider.id, made))
  return made
}

const none: readonly RoleRule[] = []

const indexOf = (rules: readonly RoleRule[]): RulesMeeting => {
  const byValue = new Map<string, RoleRule[]>()
  const byStart = new Map<string, Glob[]>()
  for (const rule of rules.toSorted((a, b) => byCodeUnit(a.id, b.id))) {
    for (const text of new Set(rule.groups.map((group) => group.trim()))) {
      if (rule.match === 'glob') add(byStart, literalStart(text), { text, rule })
      else add(byValue, text, rule)
    }
  }
  const lengths = [...new Set([...byStart.keys()].map((start) => start.length))]
  return (text) => {
    const exact = byValue.get(text) ?? none
    if (lengths.length === 0) return exact
    const met = lengths.flatMap((length) =>
      length > text.length
        ? []
        : (byStart.get(text.slice(0, length)) ?? []).filter((glob) => matchesGlob(glob.text, text)),
    )
    if (met.length === 0) return exact
    const globs = [...new Set(met.map(({ rule }) => rule))].toSorted((a, b) => byCodeUnit(a.id, b.id))
    return [...exact, ...globs]
  }
}

const add = <Entry>(to: Map<string, Entry[]>, key: string, entry: Entry): void => {
  const known = to.get(key)
  if (known) known.push(entry)
  else to.set(key, [entry])
}
