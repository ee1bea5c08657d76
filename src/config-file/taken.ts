import sql from 'sql-template-tag'
import { removalOf } from '../api/edit/provider-removal.ts'
import { falloutOf, weigh } from '../api/edit/rule-withdrawal.ts'
import { WITHDRAWAL_CEILING } from '../core/ceiling.ts'
import type { RoleRule } from '../core/types.ts'
import type { Tx } from '../store/database.ts'
import { roleRuleById } from '../store/role-rules.ts'
import { countWithdrawals } from '../store/withdraw.ts'
import type { Difference } from './compare.ts'

/** What a difference would take from people. */
export interface Taken {
  readonly grants: number
  /** Of a provider: by how many people it knows nobody any more. */
  readonly identities: number
  readonly people: number
  /** False: some of the people may have another group that still gives the role. */
  readonly exact: boolean
  /** More than goes without a word. */
  readonly mustConfirm: boolean
}

/** What every difference would take, those that take nothing left out. Read before anything is changed. */
export async function takenBy(
  tx: Tx,
  differences: readonly Difference[],
  now: Date,
  withdraw: 'now' | 'next-sign-on',
): Promise<ReadonlyMap<Difference, Taken>> {
  const found = new Map<Difference, Taken>()
  const gone = new Set(
    differences.flatMap(({ op, stored }) => (op === 'remove' && stored?.kind === 'provider' ? [stored.key] : [])),
  )
  for (const one of differences) {
    const taken = await takenByOne(tx, one, now, withdraw, gone)
    if (taken && taken.grants + taken.identities > 0) found.set(one, taken)
  }
  return found
}

async function takenByOne(
  tx: Tx,
  { op, named, stored }: Difference,
  now: Date,
  withdraw: 'now' | 'next-sign-on',
  gone: ReadonlySet<string>,
): Promise<Taken | null> {
  if (!stored?.id) return null
  const { id, kind, fields } = stored
  if (kind === 'role rule' && !gone.has(String(fields.provider))) {
    const before = await roleRuleById(tx, id)
    const fallout = before && falloutOf(before, named ? ruleAfter(before, named.fields.groups) : null)
    if (!fallout) return null
    const weight = await weigh(tx, fallout, now)
    // Those who have another group keep it, when the role is taken no sooner than they bring none.
    const surely = fallout.exact || withdraw === 'now'
    return { ...weight, identities: 0, mustConfirm: weight.mustConfirm && surely }
  }
  if (kind === 'role' && op === 'remove' && stored.unnamed === 'remove') {
    const where = sql`g.role_id = ${id}::uuid`
    const { grants, people, losses } = await countWithdrawals(tx, where)
    return { grants, people, identities: 0, exact: true, mustConfirm: losses > WITHDRAWAL_CEILING }
  }
  if (kind === 'provider' && op === 'remove') {
    const { people, grants } = await removalOf(tx, id)
    const [row] = await tx.query<{ n: number }>(sql`
      select count(*)::integer as n from identities where provider_id = ${id}::uuid`)
    const sum = grants.reduce((all, one) => all + one.people, 0)
    return { grants: sum, people, identities: row?.n ?? 0, exact: true, mustConfirm: people > 0 }
  }
  return null
}

const ruleAfter = (before: RoleRule, groups: unknown): RoleRule => ({ ...before, groups: groups as readonly string[] })

/** What `--confirm` must say: grants and identities together. */
export const countOf = (taken: ReadonlyMap<Difference, Taken>): number =>
  [...taken.values()].reduce((sum, one) => sum + one.grants + one.identities, 0)
