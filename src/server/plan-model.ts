import { type ExplainedAttribute, type ExplainedColumn, type ExplainedGroup, explain } from '../core/explain.ts'
import { movedRoles, rolesAfter } from '../core/moved-roles.ts'
import type { Because, Plan, Role, Snapshot, UserType } from '../core/types.ts'
import { captionOf } from '../messages/caption.ts'
import type { TestOutcome } from '../sign-on/test-sign-on.ts'
import type { Columns } from '../store/columns.ts'
import type { OriginNames } from '../store/origins.ts'

/** A role as a plan leaves it. */
export interface PlannedRole {
  readonly role: string
  readonly state: 'granted' | 'withdrawn' | 'kept'
  /** Null for what stays. */
  readonly because: Because | null
}

/** A plan laid out for people: the same for a test's result and for a sign-on of the past. */
export interface PlanModel {
  readonly plan: Plan
  readonly provider: string
  readonly nameId: { readonly value: string; readonly format: string | null } | null
  /** Who it is about; '' when that could not be told. */
  readonly login: string
  readonly newUser: UserType | null
  readonly attributes: readonly ExplainedAttribute[]
  readonly columns: readonly ExplainedColumn[]
  readonly groups: readonly ExplainedGroup[]
  readonly roles: readonly PlannedRole[]
  /** Column name → caption. */
  readonly captions: ReadonlyMap<string, string>
  readonly names: OriginNames
  /** Rows that were different when the page showed them last; empty otherwise. */
  readonly changedSince: ReadonlySet<string>
}

const captionsOf = (columns: Columns): ReadonlyMap<string, string> =>
  new Map([...columns.values()].map((one) => [one.name, captionOf(one)]))

function plannedRoles(plan: Plan, snapshot: Snapshot): PlannedRole[] {
  const names = new Map(snapshot.roles.map((one: Role) => [one.id, one.name]))
  const before = new Set(snapshot.person?.grants.map((one) => one.roleId))
  const moved = [...movedRoles(snapshot, plan).values()]
  const changed = moved.map(({ role, is, because }): PlannedRole => ({ role, state: is, because }))
  const kept = [...rolesAfter(snapshot, plan)].filter((id) => before.has(id)).map((id) => names.get(id) ?? id)
  return [...changed, ...kept.toSorted().map((role): PlannedRole => ({ role, state: 'kept', because: null }))]
}

function newUserOf(plan: Plan) {
  return plan.changes.find((one) => one.kind === 'user-created') ?? null
}

/** The result of a test sign-on, as it stands now. */
export function modelOfTest({ assertion, snapshot, book, plan }: TestOutcome, names: OriginNames): PlanModel {
  const created = newUserOf(plan)
  const explained = explain(snapshot, assertion.claims, book.rules, plan)
  return {
    plan,
    provider: snapshot.provider.name,
    nameId: assertion.nameId,
    login: created?.login ?? snapshot.person?.user.login ?? snapshot.subject?.value ?? '',
    newUser: created?.userType ?? null,
    ...explained,
    columns: explained.columns.map((one) => ({
      ...one,
      caption: captionOf({ name: one.column, caption: one.caption }),
    })),
    roles: plannedRoles(plan, snapshot),
    captions: captionsOf(book.columns),
    names,
    changedSince: new Set(),
  }
}
