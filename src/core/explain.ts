import { type Arrivals, arrivalsOf } from './arrivals.ts'
import { overageMarks } from './attributes.ts'
import { attributesOf, mappingOf, sentName } from './converters.ts'
import { evidenceOf, roleAttributesOf } from './evidence.ts'
import { type GivenRole, rolesOfGroups } from './group-roles.ts'
import { loginAttributes } from './login.ts'
import { byCodeUnit } from './names.ts'
import { heldBackBy } from './overwrite.ts'
import type { Because, CellValue, Claims, Converter, Origin, Plan, Rules, Snapshot } from './types.ts'

/** What a received attribute is used for. */
export type AttributeUse =
  /** `decides` false: a fallback whose converter took an attribute before it, or a row that another one stands before. */
  | { readonly kind: 'column'; readonly column: string; readonly converterId: string; readonly decides: boolean }
  /** The row looks at it to know whether it counts. */
  | { readonly kind: 'condition'; readonly column: string; readonly converterId: string }
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

/** One row of the lookup on a column, as it was judged at this sign-on. */
export interface ExplainedRow {
  readonly converterId: string
  /**
   * `decided`: it had the word. Skipped for its `condition`, or because a row before it decided (`later`).
   * `held-back`: it had the word, and `heldBack` tells why the column keeps its value all the same.
   */
  readonly verdict: 'decided' | 'held-back' | 'condition' | 'later'
  /** What it said; null when it was not asked. The problem of `unusable` and `refusal` is among those of the plan. */
  readonly said: 'value' | 'clear' | 'nothing' | 'unusable' | 'refusal' | null
  readonly heldBack: ReturnType<typeof heldBackBy>
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
  /** Every row on this column that counts for the provider, in the order in which they are asked. */
  readonly rows: readonly ExplainedRow[]
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

/** Which of a row's attributes it takes: every part of a template, of a list the first that was sent. */
const takenBy = (row: Converter, claims: Claims): ReadonlySet<string> => {
  const sent = attributesOf(row).flatMap((name) => sentName(row, name, claims) ?? [])
  return new Set(row.template === undefined ? sent.slice(0, 1) : sent)
}

const explainAttributes = (
  snapshot: Snapshot,
  claims: Claims,
  rules: Rules,
  arrivals: Arrivals,
): readonly ExplainedAttribute[] => {
  const { provider, columns } = snapshot
  const uses = new Map<string, AttributeUse[]>([...claims.keys()].map((name) => [name, []]))
  const use = (name: string, one: AttributeUse): void => {
    uses.get(name)?.push(one)
  }
  for (const [column, rows] of mappingOf(provider, rules, columns).rows) {
    for (const row of rows) {
      const decides = arrivals.decided.get(column)?.row === row
      const taken = takenBy(row, claims)
      const read = attributesOf(row).flatMap((name) => sentName(row, name, claims) ?? [])
      for (const name of new Set(read)) {
        use(name, { kind: 'column', column, converterId: row.id, decides: decides && taken.has(name) })
      }
      if (row.condition) use(row.condition.attribute, { kind: 'condition', column, converterId: row.id })
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

const explainRows = (snapshot: Snapshot, rows: readonly Converter[], arrivals: Arrivals): readonly ExplainedRow[] => {
  let asked = false
  return rows.map((row): ExplainedRow => {
    const decided = arrivals.decided.get(row.column)
    if (decided?.row !== row) {
      return { converterId: row.id, verdict: asked ? 'later' : 'condition', said: null, heldBack: null }
    }
    asked = true
    const { offer } = decided
    const before = snapshot.person?.contact.values.get(row.column) ?? null
    const writes = offer.kind === 'value' || offer.kind === 'clear'
    const heldBack = writes ? heldBackBy(row, offer.because, snapshot.person, before) : null
    return { converterId: row.id, verdict: heldBack === null ? 'decided' : 'held-back', said: offer.kind, heldBack }
  })
}

const silentAttribute = (column: string, arrivals: Arrivals): SilentAttribute | null => {
  const offer = arrivals.decided.get(column)?.offer
  return offer?.kind === 'nothing' && offer.attribute !== null ? { attribute: offer.attribute, how: offer.how } : null
}

const explainColumns = (
  snapshot: Snapshot,
  rules: Rules,
  plan: Plan,
  arrivals: Arrivals,
): readonly ExplainedColumn[] => {
  const contact = snapshot.person?.contact
  const mapping = mappingOf(snapshot.provider, rules, snapshot.columns)
  return [...snapshot.columns.values()].flatMap(({ name, caption }): ExplainedColumn[] => {
    const before = contact?.values.get(name) ?? null
    const change = plan.changes.find((one) => one.kind === 'column-set' && one.column === name)
    const problems = plan.problems.filter(({ subject }) => subject === name).map(({ code }) => code)
    const rowsOfColumn = mapping.rows.get(name) ?? []
    if (!change && before === null && rowsOfColumn.length === 0 && problems.length === 0) return []
    const rows = explainRows(snapshot, rowsOfColumn, arrivals)
    if (change?.kind === 'column-set') {
      const { after, because } = change
      return [{ column: name, caption, before, after, because, origin: null, silent: null, rows, problems }]
    }
    const origin = contact?.origins.get(name) ?? null
    const silent = silentAttribute(name, arrivals)
    return [{ column: name, caption, before, after: before, because: null, origin, silent, rows, problems }]
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
export const explain = (snapshot: Snapshot, claims: Claims, rules: Rules, plan: Plan): Explanation => {
  const arrivals = arrivalsOf(snapshot.provider, rules, snapshot.columns, claims)
  return {
    attributes: explainAttributes(snapshot, claims, rules, arrivals),
    columns: explainColumns(snapshot, rules, plan, arrivals),
    groups: explainGroups(snapshot, claims, rules),
  }
}
