import { randomInt } from 'node:crypto'
import { withMadeUpValues } from '../core/made-up.ts'
import { outlineOf, type PlanOutline, shapeOf } from '../core/outline.ts'
import { plan } from '../core/plan.ts'
import { rewound } from '../core/rewind.ts'
import { readScenarioInput, type ScenarioInput } from '../core/scenario.ts'
import { scenarioOf } from '../core/scenario-of.ts'
import type { Plan, ProviderPolicy, Rules, Snapshot } from '../core/types.ts'
import { JitupError } from '../errors.ts'
import { readColumns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { grantsBefore, valuesBefore } from '../store/past-person.ts'
import { providerById } from '../store/providers.ts'
import { contentOfRevision } from '../store/revisions.ts'
import { listRoles } from '../store/roles.ts'
import { openSignOn, type SignOnRecord, type SignOnRow } from '../store/sign-ons.ts'
import { readSnapshot } from '../store/snapshot.ts'
import type { App } from './app.ts'
import { ask } from './identify.ts'
import { statementOf } from './stored.ts'

/** What whoever reads the scenario must know of it. */
export type ScenarioNote =
  /** Redacted values stand as such in it. */
  | 'redacted'
  /** The plan of that day was another: `planThen` has it. The directory of that moment is not known in full. */
  | 'plan-differs'
  /** With made-up values the plan does something else than with the real ones. */
  | 'made-up-differs'

/** A past sign-on as the four files of a scenario. */
export interface SignOnScenario extends ScenarioInput {
  readonly plan: PlanOutline
  readonly madeUp: boolean
  readonly notes: readonly ScenarioNote[]
  /** The plan of that day, where it was another. */
  readonly planThen: PlanOutline | null
}

/**
 * Copies a past sign-on as a scenario: what arrived, the rules of its day, the directory as it was before, as far as its history
 * tells, and the plan that these make. Its plan always follows from its other files.
 * @param keepValues false: people's values are replaced by made-up ones
 * @throws JitupError `not_found` when what arrived is not kept, or its provider or its rules are gone
 */
export async function scenarioOfSignOn(
  app: Pick<App, 'db' | 'seal'>,
  row: SignOnRow,
  { keepValues }: { readonly keepValues: boolean },
): Promise<SignOnScenario> {
  const record: SignOnRecord = row.sealed === null ? {} : openSignOn(app.seal, row.id, row.sealed)
  if (!record.plan || !record.claims) throw new JitupError('not_found', 'What arrived at this sign-in is not kept.')
  const { plan: then } = record
  const before = await app.db.serialised([], (tx) => snapshotThen(tx, row, record, then))
  const real = scenarioOf(before.snapshot, new Map(record.claims), before.rules)
  const thenOutline = record.redacted?.length ? null : outlineOf(then)
  const reals = outcomeOf(real)
  const differs = thenOutline !== null && JSON.stringify(thenOutline) !== JSON.stringify(reals)
  const files = keepValues ? real : withMadeUpValues(real, randomInt)
  const made = outcomeOf(files)
  const notes: ScenarioNote[] = [
    ...(record.redacted?.length ? (['redacted'] as const) : []),
    ...(differs ? (['plan-differs'] as const) : []),
    ...(shapeOf(made) === shapeOf(reals) ? [] : (['made-up-differs'] as const)),
  ]
  // With made-up values the plan of that day would tell the real ones.
  return { ...files, plan: made, madeUp: !keepValues, notes, planThen: differs && keepValues ? thenOutline : null }
}

const outcomeOf = (input: ScenarioInput): PlanOutline => {
  const { snapshot, claims, rules } = readScenarioInput(input)
  return outlineOf(plan(snapshot, claims, rules))
}

async function snapshotThen(
  tx: Tx,
  row: SignOnRow,
  record: SignOnRecord,
  then: Plan,
): Promise<{ readonly snapshot: Snapshot; readonly rules: Rules }> {
  const { rules, policy } = await rulesThen(tx, row)
  const columns = await readColumns(tx)
  const statement = statementOf({ ...record, redacted: [] }, new Set())
  if (typeof statement === 'string') throw new JitupError('not_found', 'What arrived at this sign-in is not kept.')
  const { found, wanted } = ask(policy, statement, { rules, columns }, row.at)
  const subject = found.ok ? found.subject : null
  const whom = row.userId === null ? ({ kind: 'nobody' } as const) : ({ kind: 'user', userId: row.userId } as const)
  const about = { provider: policy, subject, nameId: statement.nameId, now: row.at }
  const today = await readSnapshot(tx, whom, about, columns, wanted)
  const since = {
    emails: wanted.emails,
    values: row.contactId === null ? [] : await valuesBefore(tx, row.contactId, row.at),
    grants: row.userId === null ? [] : await grantsBefore(tx, row.userId, row.at),
  }
  const snapshot = rewound(today, then, row.at, since)
  const held = new Set(snapshot.person?.grants.map((grant) => grant.roleId))
  const known = new Set(snapshot.roles.map((role) => role.id))
  const further = (await listRoles(tx)).filter((role) => held.has(role.id) && !known.has(role.id))
  const roles = further.map(({ id, name, guarded, builtIn, sensitive }) => ({
    ...{ id, name, protected: guarded, builtIn, sensitive },
  }))
  return { snapshot: { ...snapshot, roles: [...snapshot.roles, ...roles] }, rules }
}

async function rulesThen(tx: Tx, row: SignOnRow): Promise<{ readonly rules: Rules; readonly policy: ProviderPolicy }> {
  const content = row.rulesRevision === null ? null : await contentOfRevision(tx, row.rulesRevision)
  const now = row.providerId === null ? null : await providerById(tx, row.providerId)
  const kept = content?.providers.find((one) => one.id === row.providerId)
  if (!content || (!kept && !now))
    throw new JitupError('not_found', 'The rules of this sign-in are not known any more.')
  const { revision, converters, roleRules } = content
  const { enabled: _, ...policy } = kept ?? { ...(now?.policy as ProviderPolicy), enabled: true }
  return { policy, rules: { revision, converters, roleRules } }
}
