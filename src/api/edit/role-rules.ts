import type { z } from 'zod'
import type { RoleRule } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { type RoleRuleRecord, removeRoleRule, roleRuleById, sameRoleRule } from '../../store/role-rules.ts'
import { findRole } from '../../store/roles.ts'
import { type Author, putRoleRule } from '../../store/rules.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { roleRuleInput, roleRulePatch } from '../contract.ts'
import { assertVersion, changeRules, check, invalid, notFound } from './change.ts'
import { providerIdOf } from './providers.ts'

/** With `id`: a change of that rule, in which what is not given stays. Without: a new rule. */
export type RoleRuleInput = z.input<typeof roleRuleInput> | (z.input<typeof roleRulePatch> & { readonly id: string })

/** Whether the one who edits may hand out protected roles. A rule is the only way to give one at a sign-on. */
export interface RoleRuleRights {
  readonly protectedRoles: boolean
}

/**
 * Adds or changes a rule "group → role".
 * @throws JitupError `validation_failed`, `not_found`, `conflict` for a second rule of the same, `precondition_failed`,
 *   `forbidden` for a protected role when the rights do not cover it
 */
export const saveRoleRule = (
  app: App,
  author: Author,
  input: RoleRuleInput,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<RoleRuleRecord> => changeRules(app, author, (tx) => saveRoleRuleIn(tx, app, input, expectedVersion, rights))

/** As `saveRoleRule`, inside a change of rules. */
export async function saveRoleRuleIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  input: RoleRuleInput,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<RoleRuleRecord> {
  const known = 'id' in input ? await existing(tx, input.id) : null
  if (known) assertVersion(known.version, expectedVersion)
  const { id: _, ...fields } = { id: '', ...input }
  const given = known ? check(roleRulePatch, fields) : check(roleRuleInput, fields)
  const role = await findRole(tx, given.role ?? known?.roleId ?? '')
  if (!role) throw invalid('role', `There is no role ${given.role}. Create it first.`)
  if (role.builtIn === 'all-employees' || role.builtIn === 'all-external') {
    throw invalid('role', `${role.name} follows from the type of the user and cannot be given.`)
  }
  assertMay(rights, role.protected || (known?.protected ?? false))
  const rule: RoleRule = {
    id: known?.id ?? uuid7(app.now()),
    providerId: given.provider === undefined ? (known?.providerId ?? null) : await providerIdOf(tx, given.provider),
    group: given.group ?? known?.group ?? '',
    roleId: role.id,
  }
  const same = await sameRoleRule(tx, rule)
  if (same !== null && same !== rule.id) {
    throw new JitupError('conflict', 'This group gives this role already.', { field: 'group' })
  }
  await putRoleRule(tx, rule)
  return existing(tx, rule.id)
}

/**
 * Removes a rule. What it gave is withdrawn at each person's next sign-on.
 * @throws JitupError `not_found`, `precondition_failed`, `forbidden`
 */
export const deleteRoleRule = (
  app: App,
  author: Author,
  id: string,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<void> => changeRules(app, author, (tx) => deleteRoleRuleIn(tx, id, expectedVersion, rights))

/** As `deleteRoleRule`, inside a change of rules. */
export async function deleteRoleRuleIn(
  tx: Tx,
  id: string,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<void> {
  const known = await existing(tx, id)
  assertVersion(known.version, expectedVersion)
  assertMay(rights, known.protected)
  await removeRoleRule(tx, known.id)
}

async function existing(tx: Tx, id: string): Promise<RoleRuleRecord> {
  const found = isUuid(id) ? await roleRuleById(tx, id) : null
  if (!found) throw notFound('role rule')
  return found
}

function assertMay(rights: RoleRuleRights, isProtected: boolean): void {
  if (isProtected && !rights.protectedRoles) {
    throw new JitupError('forbidden', 'Only an administrator decides who gets a protected role.')
  }
}
