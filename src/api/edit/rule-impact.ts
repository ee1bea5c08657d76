import type { z } from 'zod'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { onlyAsked } from '../../store/only-asked.ts'
import { rulesLock } from '../../store/rules.ts'
import { type Affected, pageOfAffected, rolesWithdrawn } from '../../store/withdraw.ts'
import type { roleRulePatch } from '../contract.ts'
import { deleteRoleRuleIn, existingRule, type RoleRuleRights, saveRoleRuleIn } from './role-rules.ts'
import { falloutOf, weigh } from './rule-withdrawal.ts'

/** What a change of a rule would withdraw, and from whom. */
export interface Impact {
  readonly grants: number
  readonly people: number
  readonly losses: number
  readonly exact: boolean
  readonly mustConfirm: boolean
  /** How many of the losses sign-ons do not bring about: the last administrator stays in office. */
  readonly spared: number
  /** One more than asked for, when there are more. */
  readonly affected: readonly Affected[]
}

const none: Impact = { grants: 0, people: 0, losses: 0, exact: true, mustConfirm: false, spared: 0, affected: [] }

/**
 * Tells what a change of a rule (`change` null: its removal) would withdraw. The change is made by the functions that make
 * it in earnest and rolled back, so that what cannot be saved is refused here as well.
 * @throws JitupError as `saveRoleRule` and `deleteRoleRule`
 */
export async function impactOf(
  app: App,
  id: string,
  change: z.input<typeof roleRulePatch> | null,
  page: { readonly after: string | null; readonly limit: number },
  rights: RoleRuleRights,
): Promise<Impact> {
  return onlyAsked(app.db, [rulesLock], (tx) => impactIn(tx, app, id, change, page, rights))
}

async function impactIn(
  tx: Tx,
  app: App,
  id: string,
  change: z.input<typeof roleRulePatch> | null,
  page: { readonly after: string | null; readonly limit: number },
  rights: RoleRuleRights,
): Promise<Impact> {
  const before = await existingRule(tx, id)
  const after = change && (await saveRoleRuleIn(tx, app, { ...change, id }, undefined, rights))
  if (change === null) await deleteRoleRuleIn(tx, id, undefined, rights)
  const fallout = falloutOf(before, after)
  if (!fallout) return none
  const { grants, people, losses, exact, mustConfirm } = await weigh(tx, fallout, app.now())
  const affected = await pageOfAffected(tx, fallout.where, { after: page.after, limit: page.limit + 1 })
  const spared = (await rolesWithdrawn(tx, fallout.where)).reduce((sum, one) => sum + one.spared, 0)
  return { grants, people, losses, exact, mustConfirm, spared, affected }
}
