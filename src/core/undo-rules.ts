import { wrongConverter } from './check-converter.ts'
import {
  diffRows,
  diffRules,
  type RevisedProvider,
  type RowChange,
  type RowKind,
  type RulesContent,
  type RulesRow,
  sameValue,
} from './rules-diff.ts'
import type { Column, Converter, RoleRule } from './types.ts'

/**
 * Why something of the rules is not put back:
 * - `row_changed`: a later version changed the same field of the row, or brought the row back. `row_removed`: it is gone.
 * - `column_gone`, `role_gone`, `provider_gone`: what it speaks of no longer exists.
 * - `row_clashes`: a row that came later stands where it stood.
 * - `state_stays`: whether a provider is on is no rule. `provider_stays`: a provider that came with it is not removed.
 */
export type RulesConflictCode =
  | 'row_changed'
  | 'row_removed'
  | 'column_gone'
  | 'role_gone'
  | 'provider_gone'
  | 'row_clashes'
  | 'state_stays'
  | 'provider_stays'

/** Something that stays as it is. */
export interface RulesConflict {
  readonly code: RulesConflictCode
  readonly of: RowKind
  readonly id: string
  /** The row as it would have been, or is. */
  readonly row: RulesRow
  /** The fields it is about; empty: the row as a whole. */
  readonly fields: readonly string[]
  /** The id or name of what is gone. */
  readonly missing: string | null
}

/** What exists just now. */
export interface Present {
  readonly columns: ReadonlyMap<string, Column>
  readonly roleIds: ReadonlySet<string>
  readonly providerIds: ReadonlySet<string>
}

/** The rules as they should become, and what stays as it is. */
export interface RulesPlan {
  readonly target: RulesContent
  readonly conflicts: readonly RulesConflict[]
}

type Rows = Map<string, RulesRow>
const byId = (rows: readonly RulesRow[]): Rows => new Map(rows.map((row) => [row.id, row]))

const sortsOf = (content: RulesContent): Readonly<Record<RowKind, Rows>> => ({
  converter: byId(content.converters),
  'role-rule': byId(content.roleRules),
  provider: byId(content.providers),
})

const contentOf = (rows: Readonly<Record<RowKind, Rows>>): RulesContent => ({
  converters: [...rows.converter.values()] as Converter[],
  roleRules: [...rows['role-rule'].values()] as RoleRule[],
  providers: [...rows.provider.values()] as RevisedProvider[],
})

const conflict = (
  code: RulesConflictCode,
  { of, id }: Pick<RowChange, 'of' | 'id'>,
  row: RulesRow,
  more: { fields?: readonly string[]; missing?: string } = {},
): RulesConflict => ({ code, of, id, row, fields: more.fields ?? [], missing: more.missing ?? null })

/**
 * Takes back what one version changed, from the rules as they are now: a field that still is as that version made it becomes
 * what it was, a row that it brought goes, one that it removed comes back. What a later version has changed too is a conflict
 * and stays. Pure.
 */
export const takeBack = (changes: readonly RowChange[], now: RulesContent): RulesPlan => {
  const rows = sortsOf(now)
  const conflicts: RulesConflict[] = []
  for (const change of changes) {
    const sort = rows[change.of]
    const is = sort.get(change.id)
    if (change.of === 'provider' && change.change !== 'changed') {
      // Providers come and go with people and keys: no version of the rules brings them or takes them.
      if (change.change === 'added' && is) conflicts.push(conflict('provider_stays', change, is))
      if (change.change === 'removed' && !is && change.before) {
        conflicts.push(conflict('provider_gone', change, change.before, { missing: change.id }))
      }
    } else if (change.change === 'added') {
      if (!is) continue
      if (sameRow(is, change.after)) sort.delete(change.id)
      else conflicts.push(conflict('row_changed', change, is))
    } else if (change.change === 'removed') {
      if (!is && change.before) sort.set(change.id, change.before)
      else if (is && !sameRow(is, change.before)) conflicts.push(conflict('row_changed', change, is))
    } else if (!is) {
      if (change.before) conflicts.push(conflict('row_removed', change, change.before))
    } else {
      const { row, changed } = fieldsBack(change, is)
      if (changed.length > 0) conflicts.push(conflict('row_changed', change, is, { fields: changed }))
      sort.set(change.id, row)
    }
  }
  return { target: contentOf(rows), conflicts }
}

const sameRow = (a: RulesRow, b: RulesRow | null): boolean => b !== null && diffRows(a, b).length === 0

function fieldsBack({ fields }: RowChange, is: RulesRow): { row: RulesRow; changed: readonly string[] } {
  const row = new Map<string, unknown>(Object.entries(is))
  const changed: string[] = []
  for (const { field, before, after } of fields) {
    const value = row.get(field)
    if (sameValue(value, before)) continue
    if (!sameValue(value, after)) changed.push(field)
    else if (before === null && !nullable.has(field)) row.delete(field)
    else row.set(field, before)
  }
  return { row: Object.fromEntries(row) as unknown as RulesRow, changed }
}

/** Fields that say nothing by being null; all others are left out then. */
const nullable: ReadonlySet<string> = new Set(['providerId', 'attributes', 'defaultValue', 'groupSeparator'])

/**
 * The rules of an earlier version as they can stand today: providers that are here keep being here and on or off as they are,
 * whatever that version knew of them. Pure.
 */
export const bringBack = (then: RulesContent, now: RulesContent): RulesPlan => {
  const known = byId(then.providers)
  const conflicts = then.providers.flatMap((one) =>
    now.providers.some(({ id }) => id === one.id)
      ? []
      : [conflict('provider_gone', { of: 'provider', id: one.id }, one, { missing: one.id })],
  )
  return {
    target: { ...then, providers: now.providers.map((one) => (known.get(one.id) as RevisedProvider) ?? one) },
    conflicts,
  }
}

/**
 * Leaves out of a plan what cannot stand today, and names it: rows that speak of a column, a role or a provider that is gone, and
 * rows in whose place another one stands. A row that is left out is as it is now. Pure.
 */
export const withoutImpossible = (plan: RulesPlan, now: RulesContent, present: Present): RulesPlan => {
  const [rows, nowRows] = [sortsOf(plan.target), sortsOf(now)]
  const conflicts = [...plan.conflicts]
  const leave = (of: 'converter' | 'role-rule', row: RulesRow, code: RulesConflictCode, missing?: string) => {
    conflicts.push(conflict(code, { of, id: row.id }, row, missing === undefined ? {} : { missing }))
    const is = nowRows[of].get(row.id)
    if (is) rows[of].set(row.id, is)
    else rows[of].delete(row.id)
  }
  const isNow = (of: RowKind, row: RulesRow) => sameRow(row, nowRows[of].get(row.id) ?? null)
  for (const row of [...rows.converter.values()] as Converter[]) {
    if (isNow('converter', row)) continue
    if (row.providerId !== null && !present.providerIds.has(row.providerId))
      leave('converter', row, 'provider_gone', row.providerId)
    else if (!present.columns.has(row.column)) leave('converter', row, 'column_gone', row.column)
  }
  for (const row of [...rows['role-rule'].values()] as RoleRule[]) {
    if (isNow('role-rule', row)) continue
    if (row.providerId !== null && !present.providerIds.has(row.providerId))
      leave('role-rule', row, 'provider_gone', row.providerId)
    else if (!present.roleIds.has(row.roleId)) leave('role-rule', row, 'role_gone', row.roleId)
  }
  for (const row of [...rows.provider.values()] as RevisedProvider[]) {
    const is = nowRows.provider.get(row.id) as RevisedProvider | undefined
    if (!is) continue
    const missing = (row.allowedRoles ?? []).find((id) => !present.roleIds.has(id))
    const state =
      row.enabled === is.enabled
        ? []
        : [conflict('state_stays', { of: 'provider', id: row.id }, is, { fields: ['enabled'] })]
    conflicts.push(...state)
    rows.provider.set(row.id, { ...row, enabled: is.enabled })
    if (missing === undefined || sameValue(row.allowedRoles, is.allowedRoles)) continue
    conflicts.push(conflict('role_gone', { of: 'provider', id: row.id }, is, { fields: ['allowedRoles'], missing }))
    const { allowedRoles: _, ...others } = row
    rows.provider.set(row.id, {
      ...others,
      enabled: is.enabled,
      ...(is.allowedRoles ? { allowedRoles: is.allowedRoles } : {}),
    })
  }
  // Leaving one row out may make another impossible: again, until all that are left can stand beside each other.
  for (let clash = clashIn(rows, isNow, present); clash; clash = clashIn(rows, isNow, present)) {
    leave(clash.of, clash.row, 'row_clashes')
  }
  return { target: contentOf(rows), conflicts }
}

function clashIn(
  rows: Readonly<Record<RowKind, Rows>>,
  isNow: (of: RowKind, row: RulesRow) => boolean,
  present: Present,
): { of: 'converter' | 'role-rule'; row: RulesRow } | null {
  const converters = [...rows.converter.values()] as Converter[]
  for (const row of converters) {
    const column = present.columns.get(row.column)
    if (column && !isNow('converter', row) && wrongConverter(row, column, converters).length > 0)
      return { of: 'converter', row }
  }
  const taken = new Map<string, string>()
  const rules = [...rows['role-rule'].values()] as RoleRule[]
  // Those that stand as they are have the place.
  for (const row of rules.toSorted((a, b) => Number(isNow('role-rule', b)) - Number(isNow('role-rule', a)))) {
    for (const group of row.groups) {
      const place = JSON.stringify([row.providerId, row.roleId, row.match ?? null, group])
      if (taken.has(place) && !isNow('role-rule', row)) return { of: 'role-rule', row }
      taken.set(place, row.id)
    }
  }
  return null
}

/** What would change by a plan. */
export const changesOf = (plan: RulesPlan, now: RulesContent): readonly RowChange[] => diffRules(now, plan.target)
