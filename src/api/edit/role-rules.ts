import type { z } from 'zod'
import { GLOB_LIMIT, GLOBS_LIMIT, globFault } from '../../core/glob.ts'
import type { RoleRule } from '../../core/types.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { globsBeside, type RoleRuleRecord, removeRoleRule, roleRuleById, sameGroup } from '../../store/role-rules.ts'
import { findRole, type RoleRecord } from '../../store/roles.ts'
import { type Author, putRoleRule } from '../../store/rules.ts'
import { isUuid, uuid7 } from '../../store/uuid.ts'
import { roleRuleInput, roleRulePatch } from '../contract.ts'
import { changeRules, check, invalid, notFound } from './change.ts'
import { assertEmergencyFirst, type EmergencyRight } from './emergency.ts'
import { providerIdOf } from './existing-provider.ts'
import { assertRowVersion } from './row-version.ts'
import { type Withdrawal, withdrawNow } from './rule-withdrawal.ts'

/** With `id`: a change of that rule, in which what is not given stays. Without: a new rule. */
export type RoleRuleInput = z.input<typeof roleRuleInput> | (z.input<typeof roleRulePatch> & { readonly id: string })

/** Whether the one who edits may hand out protected roles. A rule is the only way to give one at a sign-on. */
export interface RoleRuleRights extends EmergencyRight {
  readonly protectedRoles: boolean
}

/**
 * Adds or changes a rule "groups → role". With `withdraw: 'now'` what it gave and gives no more goes in the same transaction.
 * @throws JitupError `validation_failed`, `not_found`, `conflict` for a second rule of the same, `precondition_failed`,
 *   `forbidden` for a protected role when the rights do not cover it, `local_administrator_missing`, and as `withdrawNow`
 */
export const saveRoleRule = (
  app: App,
  author: Author,
  input: RoleRuleInput,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
  { withdraw, confirm }: Withdrawal = {},
): Promise<RoleRuleRecord> =>
  changeRules(app, author, async (tx) => {
    const before = 'id' in input ? await existingRule(tx, input.id) : null
    const saved = await saveRoleRuleIn(tx, app, input, expectedVersion, rights)
    if (before && withdraw === 'now') await withdrawNow(tx, app, author, before, saved, confirm)
    return saved
  })

/** As `saveRoleRule`, inside a change of rules, and withdrawing nothing by itself. */
export async function saveRoleRuleIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  input: RoleRuleInput,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<RoleRuleRecord> {
  const known = 'id' in input ? await existingRule(tx, input.id) : null
  if (known) await assertRowVersion(tx, known, expectedVersion)
  const find = {
    role: (text: string) => findRole(tx, text),
    providerId: (slug: string | null) => providerIdOf(tx, slug),
  }
  const { rule, role, field } = await nextRule(find, app, input, known)
  assertMay(rights, role.guarded || (known?.protected ?? false))
  if (rule.match === 'glob') await checkGlobs(tx, rule, role.guarded, field)
  const same = await sameGroup(tx, rule)
  if (same !== null) throw sameAlready(same)
  await assertEmergencyFirst(tx, rights, role)
  await putRoleRule(tx, rule)
  return existingRule(tx, rule.id)
}

/** Where the names in an input are looked up. */
export interface RuleNamesIn {
  role(idOrName: string): Promise<RoleRecord | null>
  /** @throws JitupError `validation_failed` */
  providerId(slug: string | null): Promise<string | null>
}

/** What a rule becomes by an input, with its role, and which field names its groups. @throws JitupError `validation_failed` */
export async function nextRule(
  find: RuleNamesIn,
  app: Pick<App, 'now'>,
  input: RoleRuleInput,
  known: RoleRuleRecord | null,
): Promise<{ readonly rule: RoleRule; readonly role: RoleRecord; readonly field: string }> {
  const { id: _, ...fields } = { id: '', ...input }
  const given = known ? check(roleRulePatch, fields) : check(roleRuleInput, fields)
  const role = await find.role(given.role ?? known?.roleId ?? '')
  if (!role) throw invalid('role', `There is no role ${given.role}. Create it first.`)
  if (role.builtIn === 'all-employees' || role.builtIn === 'all-external') {
    throw invalid('role', `${role.name} follows from the type of the user and cannot be given.`)
  }
  const match = given.match === undefined ? known?.match : given.match
  const rule: RoleRule = {
    id: known?.id ?? uuid7(app.now()),
    providerId: given.provider === undefined ? (known?.providerId ?? null) : await find.providerId(given.provider),
    groups: groupsOf(given, known),
    ...(match ? { match } : {}),
    roleId: role.id,
  }
  return { rule, role, field: given.group !== undefined ? 'group' : 'groups' }
}

/** The error of a rule that is there already. */
export const sameAlready = (group: string): JitupError =>
  new JitupError('conflict', `Another rule gives this role for the group ${group} already.`, { field: 'group' })

function groupsOf(given: z.output<typeof roleRulePatch>, known: RoleRule | null): readonly string[] {
  if (given.group !== undefined && given.groups !== undefined) throw invalid('groups', 'Give either group or groups.')
  const groups = given.groups ?? (given.group === undefined ? known?.groups : [given.group])
  if (!groups) throw invalid('group', 'Give group, or groups.')
  if (new Set(groups).size < groups.length) throw invalid('groups', 'A group is there twice.')
  return groups
}

/** A protected role goes by whole values, and globs are compared one by one: both have an end here. */
export async function checkGlobs(tx: Tx, rule: RoleRule, isProtected: boolean, field: string): Promise<void> {
  if (isProtected) {
    throw invalid('match', 'A protected role needs the whole values as they are sent; a glob cannot give it.')
  }
  for (const glob of rule.groups) {
    const fault = globFault(glob)
    if (fault === 'too-long') throw invalid(field, `A glob has at most ${GLOB_LIMIT} characters.`)
    if (fault === 'everything') throw invalid(field, `${glob} means everybody: a glob needs a character of its own.`)
  }
  const beside = await globsBeside(tx, rule)
  if (beside + rule.groups.length > GLOBS_LIMIT) {
    throw invalid(field, `The sign-ins of one provider meet at most ${GLOBS_LIMIT} globs; there are ${beside} already.`)
  }
}

/**
 * Removes a rule. What it gave is withdrawn at each person's next sign-on, or with `withdraw: 'now'` at once.
 * @throws JitupError `not_found`, `precondition_failed`, `forbidden`, and as `withdrawNow`
 */
export const deleteRoleRule = (
  app: App,
  author: Author,
  id: string,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
  { withdraw, confirm }: Withdrawal = {},
): Promise<void> =>
  changeRules(app, author, async (tx) => {
    const before = await existingRule(tx, id)
    await deleteRoleRuleIn(tx, id, expectedVersion, rights)
    if (withdraw === 'now') await withdrawNow(tx, app, author, before, null, confirm)
  })

/** As `deleteRoleRule`, inside a change of rules, and withdrawing nothing by itself. */
export async function deleteRoleRuleIn(
  tx: Tx,
  id: string,
  expectedVersion?: number,
  rights: RoleRuleRights = { protectedRoles: true },
): Promise<void> {
  const known = await existingRule(tx, id)
  await assertRowVersion(tx, known, expectedVersion)
  assertMay(rights, known.protected)
  await removeRoleRule(tx, known.id)
}

/** @returns the rule. @throws JitupError `not_found` */
export async function existingRule(tx: Tx, id: string): Promise<RoleRuleRecord> {
  const found = isUuid(id) ? await roleRuleById(tx, id) : null
  if (!found) throw notFound('role rule')
  return found
}

/** @throws JitupError `forbidden` */
export function assertMay(rights: RoleRuleRights, isProtected: boolean): void {
  if (isProtected && !rights.protectedRoles) {
    throw new JitupError('forbidden', 'Only an administrator decides who gets a protected role.')
  }
}
