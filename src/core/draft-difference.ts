import type { Change, Plan, Problem } from './types.ts'

/** What a draft of rules alone does to one person, whatever else their next sign-on would change. */
export interface DraftDifference {
  /** Does anything come out otherwise, a remark or a refusal included? */
  readonly byDraft: boolean
  /** Columns that are set otherwise: to another value, by the draft only, or no more. */
  readonly draftColumns: readonly string[]
  /** Roles, by id as the key and with their name, that are given or taken by one of the two alone. */
  readonly draftRoles: ReadonlyMap<string, string>
}

/** What a change comes to. Which rule is its reason does not count, nor which one a grant names. */
const effectOf = (one: Change | Problem): string => {
  if ('code' in one) return JSON.stringify([one.code, one.subject, one.details])
  if (one.kind === 'role-granted' || one.kind === 'role-withdrawn') return JSON.stringify([one.kind, one.roleId])
  return JSON.stringify({ ...one, because: null })
}

/** Compares two plans for the same person: by the rules in force, and by them with the draft laid over. Pure. */
export function draftDifference(inForce: Plan, tried: Plan): DraftDifference {
  const left = new Map([...inForce.changes, ...inForce.problems].map((one) => [effectOf(one), one]))
  const right = new Map([...tried.changes, ...tried.problems].map((one) => [effectOf(one), one]))
  const apart = [
    ...[...right].filter(([effect]) => !left.has(effect)),
    ...[...left].filter(([effect]) => !right.has(effect)),
  ].map(([, one]) => one)
  const draftColumns = new Set<string>()
  const draftRoles = new Map<string, string>()
  for (const one of apart) {
    if (!('kind' in one)) continue
    if (one.kind === 'column-set') draftColumns.add(one.column)
    if (one.kind === 'role-granted' || one.kind === 'role-withdrawn') draftRoles.set(one.roleId, one.role)
  }
  const refused = inForce.refusal?.code !== tried.refusal?.code
  return { byDraft: refused || apart.length > 0, draftColumns: [...draftColumns], draftRoles }
}
