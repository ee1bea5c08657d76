import { type Holder, rolesAfter } from './moved-roles.ts'
import type { Change, Plan, Problem } from './types.ts'

/** What a draft of rules alone does to one person, whatever else their next sign-on would change. */
export interface DraftDifference {
  /** Does anything come out otherwise, a remark or a refusal included? */
  readonly byDraft: boolean
  /** Columns that are set otherwise: to another value, by the draft only, or no more. */
  readonly draftColumns: readonly string[]
  /** Roles, by id and with their name, that the person has afterwards by one of the two alone. */
  readonly draftRoles: ReadonlyMap<string, string>
}

/** A plan with what it was made from. */
interface Planned {
  readonly snapshot: Holder
  readonly plan: Plan
}

/** What changes and remarks come to, whichever rule is the reason. Roles are compared as the person has them in the end. */
const effectsOf = ({ plan: { changes, problems } }: Planned): ReadonlyMap<string, Change | Problem> =>
  new Map(
    [...changes, ...problems]
      .filter((one) => !('kind' in one) || (one.kind !== 'role-granted' && one.kind !== 'role-withdrawn'))
      .map((one) => [JSON.stringify({ ...one, because: null }), one]),
  )

/** Compares two plans for the same person: by the rules in force, and by them with the draft laid over. Pure. */
export function draftDifference(inForce: Planned, tried: Planned): DraftDifference {
  const [left, right] = [effectsOf(inForce), effectsOf(tried)]
  const apart = [
    ...[...right].filter(([effect]) => !left.has(effect)),
    ...[...left].filter(([effect]) => !right.has(effect)),
  ].map(([, one]) => one)
  const columns = apart.flatMap((one) => ('kind' in one && one.kind === 'column-set' ? [one.column] : []))
  const draftRoles = rolesApart(inForce, tried)
  const refused = inForce.plan.refusal?.code !== tried.plan.refusal?.code
  const byDraft = refused || apart.length + draftRoles.size > 0
  return { byDraft, draftColumns: [...new Set(columns)], draftRoles }
}

function rolesApart(inForce: Planned, tried: Planned): ReadonlyMap<string, string> {
  const [left, right] = [rolesAfter(inForce.snapshot, inForce.plan), rolesAfter(tried.snapshot, tried.plan)]
  const apart = [...left, ...right].filter((id) => left.has(id) !== right.has(id))
  // One of the two gives or takes it, and names it.
  const changes = [...inForce.plan.changes, ...tried.plan.changes]
  const nameOf = (id: string) => changes.flatMap((one) => ('roleId' in one && one.roleId === id ? [one.role] : []))[0]
  return new Map(apart.map((id) => [id, nameOf(id) ?? id]))
}
