import { readCommonName } from './distinguished-name.ts'
import { evidenceOf, roleAttributesOf } from './evidence.ts'
import { type Frequent, mostFrequent, newFrequent, seen } from './frequent.ts'
import { textsOf } from './groups.ts'
import { byCodeUnit } from './names.ts'
import { nearest } from './nearest.ts'
import { rulesMeeting } from './rule-index.ts'
import type { Claims, ProviderPolicy, Role, RoleRule, Rules } from './types.ts'
import { type IsRoleName, unknownGroups } from './unknown-groups.ts'

/** What arrived about groups. All but `most` are numbers of sign-ons. */
export interface GroupCounts {
  /** A role attribute brought groups, was sent without any, was not sent. */
  present: number
  empty: number
  absent: number
  /** The identity provider had too many groups to send. */
  overage: number
  /** Some groups could not be read. */
  unreadable: number
  /** The groups were redacted. */
  hidden: number
  /** The most groups of one sign-on. */
  most: number
}

export interface RoleRuleCoverage {
  readonly ruleId: string
  readonly providerId: string | null
  /** Null: the role is gone. */
  readonly role: string | null
  /** The first few of its groups, and how many it has. */
  readonly groups: readonly string[]
  readonly groupCount: number
  /** Sign-ons of which a group met the rule. */
  readonly met: number
}

/** A role that a group of the same name gave, without a rule. */
export interface RoleByName {
  readonly roleId: string
  readonly role: string
  /** Sign-ons with such a group. */
  readonly met: number
}

/** A group that arrived and gave nothing. */
export interface UnmatchedGroup {
  readonly group: string
  readonly signOns: number
  /** What it was probably meant to be: a group of a rule, or the name of a role. */
  readonly nearest: { readonly ruleId: string | null; readonly text: string } | null
}

export interface GroupsCoverage extends GroupCounts {
  readonly roleRules: readonly RoleRuleCoverage[]
  /** The roles that groups gave by their names alone, the most frequent first. */
  readonly byName: readonly RoleByName[]
  /** How many different groups no rule and no role name met, and the most frequent of them: values of people. */
  readonly unmatchedGroups: number
  readonly values: { readonly unmatched: readonly UnmatchedGroup[] }
}

/** The counts while they grow. */
export interface GroupTally {
  readonly counts: GroupCounts
  readonly met: Map<string, number>
  readonly named: Map<string, number>
  readonly unmatched: Frequent<{ count: number }>
}

const UNMATCHED_KEPT = 1000
const UNMATCHED_SHOWN = 20
const GROUPS_SHOWN = 5
/** Comparing is work: no more than so many names are compared with each group. */
const COMPARED = 500
const COMPARED_LENGTH = 100

export const newGroupTally = (): GroupTally => ({
  counts: { present: 0, empty: 0, absent: 0, overage: 0, unreadable: 0, hidden: 0, most: 0 },
  met: new Map(),
  named: new Map(),
  unmatched: newFrequent(UNMATCHED_KEPT),
})

/** Adds the groups of one sign-on. */
export const coverGroups = (
  { counts, met, named, unmatched }: GroupTally,
  about: {
    readonly provider: ProviderPolicy
    readonly rules: Rules
    readonly isRoleName: IsRoleName
    /** The role that a group of this name gives, as `givenByName` says. */
    readonly namesakeOf: (text: string) => Role | undefined
  },
  arrived: { readonly claims: Claims; readonly hidden: ReadonlySet<string> },
): void => {
  const { provider, rules, isRoleName, namesakeOf } = about
  if (provider.roles === 'off') return
  const names = roleAttributesOf(provider)
  if (names.some((name) => arrived.hidden.has(name))) {
    counts.hidden += 1
    return
  }
  const { groups, ignored, overage, unreadable } = evidenceOf(provider, arrived.claims)
  const all = groups.length + ignored.length
  counts[all > 0 ? 'present' : names.some((name) => arrived.claims.has(name)) ? 'empty' : 'absent'] += 1
  if (overage) counts.overage += 1
  if (unreadable > 0) counts.unreadable += 1
  counts.most = Math.max(counts.most, all)
  const rulesFor = rulesMeeting(provider, rules)
  const here = new Set<string>()
  const byName = new Set<string>()
  for (const group of groups) {
    const texts = textsOf(group)
    const ruled = texts.flatMap(rulesFor)
    for (const rule of ruled) here.add(rule.id)
    for (const role of texts.flatMap((text) => namesakeOf(text) ?? []))
      if (!ruled.some((rule) => rule.roleId === role.id)) byName.add(role.id)
  }
  for (const id of byName) named.set(id, (named.get(id) ?? 0) + 1)
  for (const { raw } of unknownGroups(provider, rules, isRoleName, groups)) seen(unmatched, raw, () => ({ count: 0 }))
  for (const id of here) met.set(id, (met.get(id) ?? 0) + 1)
}

/** What the groups came to: every rule that counts for the provider, whether or not anything met it. */
export const groupsCovered = (
  { counts, met, named, unmatched }: GroupTally,
  { provider, rules, roles }: { provider: ProviderPolicy; rules: Rules; roles: readonly Role[] },
): GroupsCoverage => {
  const names = new Map(roles.map((role) => [role.id, role.name]))
  const off = provider.roles === 'off'
  const counting = off
    ? []
    : rules.roleRules.filter((rule) => rule.providerId === null || rule.providerId === provider.id)
  const { most, more } = mostFrequent(unmatched, UNMATCHED_SHOWN)
  const probable = nearMisses(counting, provider.exactRoleNames ? roles : [])
  return {
    ...counts,
    roleRules: counting.map((rule) => ({
      ruleId: rule.id,
      providerId: rule.providerId,
      role: names.get(rule.roleId) ?? null,
      groups: rule.groups.slice(0, GROUPS_SHOWN),
      groupCount: rule.groups.length,
      met: met.get(rule.id) ?? 0,
    })),
    byName: [...named]
      .map(([roleId, times]) => ({ roleId, role: names.get(roleId) ?? roleId, met: times }))
      .toSorted((a, b) => b.met - a.met || byCodeUnit(a.role, b.role)),
    unmatchedGroups: most.length + more,
    values: {
      unmatched: most.map(([group, { count }]) => ({ group, signOns: count, nearest: probable(group) })),
    },
  }
}

/** Compared by what people read of a group: beside an equal rest any two distinguished names look alike. */
const shortName = (group: string): string => {
  const read = readCommonName(group)
  if (read.kind === 'common-name') return read.name
  return group.slice(Math.max(group.lastIndexOf('\\'), group.lastIndexOf('/')) + 1).trim()
}

const nearMisses = (
  rules: readonly RoleRule[],
  roles: readonly Role[],
): ((group: string) => UnmatchedGroup['nearest']) => {
  const known = new Map<string, NonNullable<UnmatchedGroup['nearest']>>()
  const add = (text: string, ruleId: string | null): void => {
    const short = shortName(text)
    if (short !== '' && short.length <= COMPARED_LENGTH && known.size < COMPARED && !known.has(short)) {
      known.set(short, { ruleId, text })
    }
  }
  for (const rule of rules) if (rule.match !== 'glob') for (const group of rule.groups) add(group, rule.id)
  for (const role of roles) add(role.name, null)
  return (group) => {
    const short = shortName(group)
    const meant = short.length > COMPARED_LENGTH ? null : nearest(short, known.keys())
    return meant === null ? null : (known.get(meant) ?? null)
  }
}
