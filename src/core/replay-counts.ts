import { countedLosses } from './ceiling.ts'
import type { DraftDifference } from './draft-difference.ts'
import { movedRoles } from './moved-roles.ts'
import { nameKey } from './names.ts'
import type { Decision, Plan, Snapshot } from './types.ts'

/** What one column gets. */
export interface ColumnCount {
  readonly changed: number
  readonly filled: number
  readonly cleared: number
}

/** People who get a role, and who lose it. */
export interface RoleCount {
  readonly granted: number
  readonly withdrawn: number
}

/** What a replay has found so far. Records by column, by role's name, by code. No value of anybody is in it. */
export interface ReplayCounts {
  /** Stored sign-ons that were looked at. */
  readonly examined: number
  /** Older ones of people who have a newer one among them. */
  readonly superseded: number
  /** Ones that cannot be tried again: values not kept, or redacted where rules read them; their provider deleted. */
  readonly skipped: Readonly<Record<string, number>>
  /** People who were tried. */
  readonly people: number
  /** Of these, for whom something would change, or who would be refused. */
  readonly affected: number
  readonly decisions: Readonly<Record<Decision, number>>
  readonly columns: Readonly<Record<string, ColumnCount>>
  readonly roles: Readonly<Record<string, RoleCount>>
  readonly refusals: Readonly<Record<string, number>>
  readonly problems: Readonly<Record<string, number>>
  /** Lookup values that would be made, each once, as `Lookup` → how many. */
  readonly newValues: Readonly<Record<string, number>>
  /** Roles that people would lose and that count against the ceiling, by the slug of the provider. */
  readonly losses: Readonly<Record<string, number>>
  /** Where a draft was tried: what it alone does, which the rules in force would not do at the next sign-on anyway. */
  readonly byDraft?: DraftCount
}

/** People for whom a draft makes a difference, in all and by column and role's name. */
export interface DraftCount {
  readonly people: number
  readonly columns: Readonly<Record<string, number>>
  readonly roles: Readonly<Record<string, number>>
}

type Plain = 'examined' | 'superseded' | 'people' | 'affected'

/** The counts while they grow. */
export interface Tally {
  readonly plain: Record<Plain, number>
  readonly byName: Readonly<Record<'skipped' | 'refusals' | 'problems' | 'newValues' | 'losses', Map<string, number>>>
  readonly decisions: Record<Decision, number>
  readonly columns: Map<string, { changed: number; filled: number; cleared: number }>
  readonly roles: Map<string, { granted: number; withdrawn: number }>
  /** New lookup values seen, so that each counts once. Bounded: beyond it each use counts. */
  readonly seen: Set<string>
  /** Null: no draft is tried. */
  readonly byDraft: {
    people: number
    readonly columns: Map<string, number>
    readonly roles: Map<string, number>
  } | null
}

export const newTally = (isDraft = false): Tally => ({
  plain: { examined: 0, superseded: 0, people: 0, affected: 0 },
  byName: {
    skipped: new Map(),
    refusals: new Map(),
    problems: new Map(),
    newValues: new Map(),
    losses: new Map(),
  },
  decisions: { create: 0, update: 0, unchanged: 0, refuse: 0 },
  columns: new Map(),
  roles: new Map(),
  seen: new Set(),
  byDraft: isDraft ? { people: 0, columns: new Map(), roles: new Map() } : null,
})

/** The counts as they are kept and shown. Names are columns, roles and codes; every one becomes an own property. */
export const countsOf = ({ plain, byName, decisions, columns, roles, byDraft }: Tally): ReplayCounts => ({
  ...plain,
  decisions: { ...decisions },
  skipped: Object.fromEntries(byName.skipped),
  refusals: Object.fromEntries(byName.refusals),
  problems: Object.fromEntries(byName.problems),
  newValues: Object.fromEntries(byName.newValues),
  losses: Object.fromEntries(byName.losses),
  columns: Object.fromEntries(columns),
  roles: Object.fromEntries(roles),
  ...(byDraft
    ? {
        byDraft: {
          people: byDraft.people,
          columns: Object.fromEntries(byDraft.columns),
          roles: Object.fromEntries(byDraft.roles),
        },
      }
    : {}),
})

const seenLimit = 20_000

/** So many more under that name. */
export const more = (counts: Map<string, number>, name: string, by = 1): void => {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

const entryOf = <Entry>(counts: Map<string, Entry>, name: string, none: Entry): Entry => {
  const entry = counts.get(name) ?? none
  counts.set(name, entry)
  return entry
}

/** Does this plan change anything, or keep somebody out? */
export const isAffected = (plan: Plan): boolean => plan.changes.length > 0 || plan.refusal !== null

/** Adds what a draft alone does to one person. */
export const countDraft = ({ byDraft }: Tally, difference: DraftDifference): void => {
  if (!byDraft || !difference.byDraft) return
  byDraft.people += 1
  for (const column of difference.draftColumns) more(byDraft.columns, column)
  for (const role of difference.draftRoles.values()) more(byDraft.roles, role)
}

/** Adds one person's plan. */
export const count = (tally: Tally, snapshot: Snapshot, plan: Plan): void => {
  const { plain, byName, decisions, columns, roles, seen } = tally
  plain.people += 1
  if (isAffected(plan)) plain.affected += 1
  decisions[plan.decision] += 1
  if (plan.refusal) more(byName.refusals, plan.refusal.code)
  for (const code of new Set(plan.problems.map((one) => one.code))) more(byName.problems, code)
  for (const change of plan.changes) {
    if (change.kind === 'column-set') {
      const entry = entryOf(columns, change.column, { changed: 0, filled: 0, cleared: 0 })
      entry[change.after === null ? 'cleared' : change.before === null ? 'filled' : 'changed'] += 1
    } else if (change.kind === 'lookup-value-created') {
      const key = JSON.stringify([change.lookup, nameKey(change.name)])
      if (seen.has(key)) continue
      if (seen.size < seenLimit) seen.add(key)
      more(byName.newValues, change.lookup)
    }
  }
  for (const { role, is } of movedRoles(snapshot, plan).values()) {
    entryOf(roles, role, { granted: 0, withdrawn: 0 })[is] += 1
  }
  const losses = countedLosses(snapshot, plan.changes).length
  if (losses > 0) more(byName.losses, snapshot.provider.slug, losses)
}
