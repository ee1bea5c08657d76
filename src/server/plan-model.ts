import { type ExplainedAttribute, type ExplainedColumn, type ExplainedGroup, explain } from '../core/explain.ts'
import { project } from '../core/index.ts'
import type { Because, Plan, Role, Rules, Snapshot, UserType } from '../core/types.ts'
import { captionOf } from '../messages/caption.ts'
import { pastSnapshot } from '../sign-on/past-snapshot.ts'
import type { TestOutcome } from '../sign-on/test-sign-on.ts'
import type { Columns } from '../store/columns.ts'
import type { OriginNames } from '../store/origins.ts'
import type { SignOnRecord } from '../store/sign-ons.ts'

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

function changedRoles(plan: Plan): PlannedRole[] {
  return plan.changes.flatMap((change): PlannedRole[] => {
    if (change.kind === 'role-granted') return [{ role: change.role, state: 'granted', because: change.because }]
    if (change.kind === 'role-withdrawn') return [{ role: change.role, state: 'withdrawn', because: change.because }]
    return []
  })
}

/** A role that loses one reason and keeps another stays; one that gains a second reason is not new. */
function plannedRoles(plan: Plan, snapshot: Snapshot): PlannedRole[] {
  const names = new Map(snapshot.roles.map((one: Role) => [one.id, one.name]))
  const before = new Set(snapshot.person?.grants.map((one) => one.roleId))
  const after = new Set(plan.refusal ? before : project(snapshot, plan)?.grants.map((one) => one.roleId))
  const seen = new Set<string>()
  const changed = plan.changes.flatMap((change): PlannedRole[] => {
    if (change.kind !== 'role-granted' && change.kind !== 'role-withdrawn') return []
    if (before.has(change.roleId) === after.has(change.roleId) || seen.has(change.roleId)) return []
    seen.add(change.roleId)
    const state = after.has(change.roleId) ? 'granted' : 'withdrawn'
    return [{ role: change.role, state, because: change.because }]
  })
  const kept = [...after].filter((id) => before.has(id)).map((id) => names.get(id) ?? id)
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

/** What is known of a past sign-on besides its record. */
export interface PastFacts {
  readonly provider: Snapshot['provider']
  /** The rules of that day. */
  readonly rules: Rules
  readonly columns: Columns
  readonly login: string | null
}

/** A sign-on of the past: the plan of that day with what arrived, never planned anew. */
export function modelOfPast(record: SignOnRecord, plan: Plan, facts: PastFacts): PlanModel {
  const claims = new Map(record.claims ?? [])
  const { provider, rules, columns } = facts
  const snapshot = pastSnapshot(provider, columns, [], { subject: record.subject ?? null, claims })
  const { nameId } = snapshot
  const explained = explain(snapshot, claims, rules, plan)
  const created = newUserOf(plan)
  return {
    plan,
    provider: provider.name,
    nameId,
    login: created?.login ?? facts.login ?? snapshot.subject?.value ?? '',
    newUser: created?.userType ?? null,
    attributes: explained.attributes,
    columns: changedColumns(plan, columns),
    groups: [],
    roles: changedRoles(plan),
    captions: captionsOf(columns),
    names: { providerOfSignOn: new Map(), logins: new Map() },
    changedSince: new Set(),
  }
}

function changedColumns(plan: Plan, columns: Columns): ExplainedColumn[] {
  return plan.changes.flatMap((change): ExplainedColumn[] => {
    if (change.kind !== 'column-set') return []
    const { column, before, after, because } = change
    const problems = plan.problems.filter((one) => one.subject === column).map((one) => one.code)
    const known = columns.get(column)
    const caption = known ? captionOf(known) : column
    return [{ column, caption, before, after, because, origin: null, silent: null, rows: [], problems }]
  })
}
