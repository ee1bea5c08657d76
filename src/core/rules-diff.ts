import type { Converter, ProviderPolicy, RoleRule } from './types.ts'

/** A provider as a revision has it: its policy, and whether it was on. */
export interface RevisedProvider extends ProviderPolicy {
  readonly enabled: boolean
}

/** Everything that is versioned together. */
export interface RulesContent {
  readonly converters: readonly Converter[]
  readonly roleRules: readonly RoleRule[]
  readonly providers: readonly RevisedProvider[]
}

/** One row of either kind. */
export type RulesRow = Converter | RoleRule | RevisedProvider

/** What a row is one of. */
export type RowKind = 'converter' | 'role-rule' | 'provider'

/** One field that differs. What is not set is null on both sides. */
export interface FieldChange {
  readonly field: string
  readonly before: unknown
  readonly after: unknown
}

/** One row that differs. `fields` tells all of a row that came or went. */
export interface RowChange {
  readonly of: RowKind
  readonly change: 'added' | 'removed' | 'changed'
  readonly id: string
  readonly before: RulesRow | null
  readonly after: RulesRow | null
  readonly fields: readonly FieldChange[]
}

const parts = [
  { of: 'converter', rows: (content: RulesContent): readonly RulesRow[] => content.converters },
  { of: 'role-rule', rows: (content: RulesContent): readonly RulesRow[] => content.roleRules },
  { of: 'provider', rows: (content: RulesContent): readonly RulesRow[] => content.providers },
] as const

/** What a row says, field by field; its id is no field, and a provider's slug never changes. */
const fieldsOf = (row: RulesRow | null): ReadonlyMap<string, unknown> =>
  new Map(
    Object.entries(row ?? {}).filter(
      ([name, value]) => name !== 'id' && name !== 'slug' && value !== undefined && value !== null,
    ),
  )

/** One text per value: objects by their entries in order of name, so that no order of writing counts. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  ) ?? 'null'

/** True when two values of a field say the same. */
export const sameValue = (a: unknown, b: unknown): boolean => textOf(a ?? null) === textOf(b ?? null)

/** The fields in which two versions of a row differ. */
export const diffRows = (before: RulesRow | null, after: RulesRow | null): readonly FieldChange[] => {
  const [left, right] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((field): FieldChange[] => {
    const [was, is] = [left.get(field) ?? null, right.get(field) ?? null]
    return sameValue(was, is) ? [] : [{ field, before: was, after: is }]
  })
}

/**
 * What one version of the rules says otherwise than another: rows by their ids, field by field. Converters first, then role
 * rules, then providers; of each what is new, in the order of the newer version, and last what went. Pure.
 */
export const diffRules = (before: RulesContent, after: RulesContent): readonly RowChange[] =>
  parts.flatMap(({ of, rows }) => {
    const [left, right] = [before, after].map((one) => new Map(rows(one).map((row) => [row.id, row])))
    const now = [...(right?.values() ?? [])].flatMap((row): RowChange[] => {
      const was = left?.get(row.id) ?? null
      const fields = diffRows(was, row)
      if (was !== null && fields.length === 0) return []
      return [{ of, change: was === null ? 'added' : 'changed', id: row.id, before: was, after: row, fields }]
    })
    const gone = [...(left?.values() ?? [])].flatMap((row): RowChange[] =>
      right?.has(row.id)
        ? []
        : [{ of, change: 'removed', id: row.id, before: row, after: null, fields: diffRows(row, null) }],
    )
    return [...now, ...gone]
  })
