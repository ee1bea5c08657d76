import { overageMarks } from './attributes.ts'
import { mappingOf, offerOf } from './converters.ts'
import { evidenceOf, roleAttributesOf } from './evidence.ts'
import { type GivenRole, rolesOfGroups } from './group-roles.ts'
import { loginAttributes } from './login.ts'
import { byCodeUnit } from './names.ts'
import type { Because, CellValue, Claims, Converter, Origin, Plan, Rules, Snapshot } from './types.ts'

/** What a received attribute is used for. */
export type AttributeUse =
  /** `decides` false: a fallback whose converter took an attribute before it. */
  | { readonly kind: 'column'; readonly column: string; readonly converterId: string; readonly decides: boolean }
  | { readonly kind: 'roles' }
  | { readonly kind: 'overage-mark' }
  | { readonly kind: 'login' }
  | { readonly kind: 'subject' }

export interface ExplainedAttribute {
  readonly name: string
  readonly values: readonly string[]
  /** Empty: nothing reads this attribute; it is not mapped. */
  readonly uses: readonly AttributeUse[]
}

/** An attribute that should fill a column and had nothing to say. */
export interface SilentAttribute {
  readonly attribute: string
  /** Not sent at all, or sent without a value. */
  readonly how: 'absent' | 'empty'
}

export interface ExplainedColumn {
  readonly column: string
  readonly caption: string
  readonly before: CellValue
  readonly after: CellValue
  /** Why this sign-on changes the value; null when it stays. */
  readonly because: Because | null
  /** Who wrote the value that stays; null when it changes, or nobody is on record. */
  readonly origin: Origin | null
  /** Why the mapping of a column that stays wrote nothing; null when it changes, has no mapping, or the mapping had a value. */
  readonly silent: SilentAttribute | null
  /** Codes of the remarks on this column. */
  readonly problems: readonly string[]
}

export interface ExplainedGroup {
  /** As it was sent. */
  readonly group: string
  /** The name that the provider's policy reads from it, where it reads one. */
  readonly name: string | null
  /** On the provider's list of groups to ignore. */
  readonly ignored: boolean
  /** The roles it gives, each with its reason; empty: none. */
  readonly gives: readonly Pick<GivenRole, 'role' | 'because'>[]
}

export interface Explanation {
  readonly attributes: readonly ExplainedAttribute[]
  readonly columns: readonly ExplainedColumn[]
  readonly groups: readonly ExplainedGroup[]
}

const explainAttributes = (snapshot: Snapshot, claims: Claims, rules: Rules): readonly ExplainedAttribute[] => {
  const { provider, columns } = snapshot
  const uses = new Map<string, AttributeUse[]>([...claims.keys()].map((name) => [name, []]))
  const use = (name: string, one: AttributeUse): void => {
    uses.get(name)?.push(one)
  }
  for (const { id, column, attributes } of mappingOf(provider, rules, columns).converters.values()) {
    const decisive = attributes?.find((name) => claims.has(name))
    for (const name of new Set(attributes)) {
      use(name, { kind: 'column', column, converterId: id, decides: name === decisive })
    }
  }
  if (provider.roles !== 'off') {
    for (const name of new Set(roleAttributesOf(provider))) use(name, { kind: 'roles' })
    for (const name of overageMarks) use(name, { kind: 'overage-mark' })
  }
  const { loginFrom, subjectFrom } = provider
  for (const name of loginAttributes(loginFrom)) use(name, { kind: 'login' })
  if (subjectFrom !== 'NameID') use(subjectFrom.attribute, { kind: 'subject' })
  return [...claims]
    .map(([name, values]) => ({ name, values, uses: uses.get(name) ?? [] }))
    .toSorted((a, b) => byCodeUnit(a.name, b.name))
}

const silentAttribute = (converter: Converter | undefined, claims: Claims): SilentAttribute | null => {
  const attributes = converter?.attributes
  if (!converter || !attributes?.[0] || offerOf(converter, claims)) return null
  const present = attributes.find((name) => claims.has(name))
  return present === undefined ? { attribute: attributes[0], how: 'absent' } : { attribute: present, how: 'empty' }
}

const explainColumns = (snapshot: Snapshot, claims: Claims, rules: Rules, plan: Plan): readonly ExplainedColumn[] => {
  const contact = snapshot.person?.contact
  const { converters } = mappingOf(snapshot.provider, rules, snapshot.columns)
  return [...snapshot.columns.values()].flatMap(({ name, caption }): ExplainedColumn[] => {
    const before = contact?.values.get(name) ?? null
    const change = plan.changes.find((one) => one.kind === 'column-set' && one.column === name)
    const problems = plan.problems.filter(({ subject }) => subject === name).map(({ code }) => code)
    if (!change && before === null && !converters.has(name) && problems.length === 0) return []
    if (change?.kind === 'column-set') {
      const { after, because } = change
      return [{ column: name, caption, before, after, because, origin: null, silent: null, problems }]
    }
    const origin = contact?.origins.get(name) ?? null
    const silent = silentAttribute(converters.get(name), claims)
    return [{ column: name, caption, before, after: before, because: null, origin, silent, problems }]
  })
}

const explainGroups = (snapshot: Snapshot, claims: Claims, rules: Rules): readonly ExplainedGroup[] => {
  const { provider, roles, person } = snapshot
  if (provider.roles === 'off') return []
  const { groups, ignored } = evidenceOf(provider, claims)
  const { given } = rolesOfGroups(provider, rules, roles, person?.user.type ?? provider.userType, groups)
  const gives = new Map<string, Pick<GivenRole, 'role' | 'because'>[]>()
  for (const { group, role, because } of given)
    gives.set(group.raw, [...(gives.get(group.raw) ?? []), { role, because }])
  const left = new Set(ignored)
  return [...groups, ...ignored]
    .toSorted((a, b) => byCodeUnit(a.raw, b.raw))
    .map((group) => ({
      group: group.raw,
      name: group.name === group.raw ? null : group.name,
      ignored: left.has(group),
      gives: gives.get(group.raw) ?? [],
    }))
}

/**
 * Lays out one sign-on for the page "what will change": every attribute with its use, every contact column with its value before
 * and after and the reason, every group with the roles it gives. Pure; `plan` must be the plan of the same snapshot, claims and rules.
 * Columns without value, converter and remark are left out.
 */
export const explain = (snapshot: Snapshot, claims: Claims, rules: Rules, plan: Plan): Explanation => ({
  attributes: explainAttributes(snapshot, claims, rules),
  columns: explainColumns(snapshot, claims, rules, plan),
  groups: explainGroups(snapshot, claims, rules),
})
