import { nameKey } from '../../core/names.ts'
import { diffRows } from '../../core/rules-diff.ts'
import type { RoleRule } from '../../core/types.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { insertRoleRules, listRoleRules, type RoleRuleRecord, removeRoleRules } from '../../store/role-rules.ts'
import { listRoles, type RoleRecord } from '../../store/roles.ts'
import { versionOfReturn } from '../../store/rules.ts'
import { roleRuleInput } from '../contract.ts'
import { check, invalid, notFound } from './change.ts'
import { assertEmergencyFirst } from './emergency.ts'
import { providerIdOf } from './existing-provider.ts'
import {
  assertMay,
  checkGlobs,
  nextRule,
  type RoleRuleInput,
  type RoleRuleRights,
  type RuleNamesIn,
  sameAlready,
} from './role-rules.ts'

/** All rules and roles, read once: a set may have thousands. */
interface Desk {
  readonly rules: ReadonlyMap<string, RoleRuleRecord>
  readonly find: RuleNamesIn
}

async function deskOf(tx: Tx): Promise<Desk> {
  const rules = await listRoleRules(tx, { after: null, limit: 1_000_000 })
  const roles = new Map<string, RoleRecord>()
  for (const role of await listRoles(tx)) {
    roles.set(nameKey(role.name), role)
    roles.set(role.id, role)
  }
  const providers = new Map<string | null, Promise<string | null>>()
  return {
    rules: new Map(rules.map((one) => [one.id, one])),
    find: {
      role: async (text) => roles.get(text) ?? roles.get(nameKey(text)) ?? null,
      providerId: (slug) => {
        const known = providers.get(slug) ?? providerIdOf(tx, slug)
        providers.set(slug, known)
        return known
      },
    },
  }
}

/** Where a rule stands by one of its groups: no two may stand at one. */
const placesOf = ({ providerId, roleId, match, groups }: RoleRule): readonly string[] =>
  groups.map((group) => JSON.stringify([providerId, roleId, match ?? null, group]))

/** @returns what refuses a rule that stands where another one does, and keeps its places otherwise */
function placing(standing: Iterable<RoleRule>): (rule: RoleRule) => void {
  const taken = new Set([...standing].flatMap(placesOf))
  return (rule) => {
    const places = placesOf(rule)
    const at = places.findIndex((one) => taken.has(one))
    if (at >= 0) throw sameAlready(rule.groups[at] ?? '')
    for (const one of places) taken.add(one)
  }
}

/** The rule without what the store adds to it. */
const ruleOf = ({ version: _, provider: __, role: ___, protected: ____, ...rule }: RoleRuleRecord): RoleRule => rule

/** Written together at the end, but globs are counted in the database: those before this one must be there by then. */
function writing(tx: Tx) {
  let waiting: (RoleRule & { readonly version: number })[] = []
  const flush = async () => {
    await insertRoleRules(tx, waiting)
    waiting = []
  }
  const add = async (rule: RoleRule, version: number, role: RoleRecord, field: string) => {
    if (rule.match === 'glob') {
      await flush()
      await checkGlobs(tx, rule, role.guarded, field)
    }
    waiting.push({ ...rule, version })
  }
  return { add, flush }
}

/**
 * Several rules in one change. What they are together counts, so that two may swap their groups; a rule that says what it said
 * already is not written. Nothing is withdrawn by it.
 * @param within runs what is done for the rule at this place, and says so in its errors
 * @throws JitupError as `saveRoleRuleIn`
 */
export async function saveRoleRulesIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  inputs: readonly RoleRuleInput[],
  rights: RoleRuleRights,
  within: <T>(at: number, work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  if (inputs.length === 0) return
  const { rules, find } = await deskOf(tx)
  const named = new Set<string>()
  const changed: ({ at: number; known: RoleRuleRecord | null } & Awaited<ReturnType<typeof nextRule>>)[] = []
  for (const [at, input] of inputs.entries()) {
    await within(at, async () => {
      const known = 'id' in input ? (rules.get(input.id.toLowerCase()) ?? null) : null
      if ('id' in input && !known) throw notFound('role rule')
      if (known && named.has(known.id)) throw invalid('id', 'This rule is here twice.')
      if (known) named.add(known.id)
      const next = await nextRule(find, app, input, known)
      if (known && diffRows(ruleOf(known), next.rule).length === 0) return
      assertMay(rights, next.role.guarded || (known?.protected ?? false))
      await assertEmergencyFirst(tx, rights, next.role)
      changed.push({ at, known, ...next })
    })
  }
  const leaving = new Set(changed.flatMap(({ known }) => (known ? [known.id] : [])))
  await removeRoleRules(tx, [...leaving])
  const place = placing([...rules.values()].filter((one) => !leaving.has(one.id)))
  const { add, flush } = writing(tx)
  for (const { at, known, rule, role, field } of changed) {
    await within(at, async () => {
      place(rule)
      await add(rule, known ? known.version + 1 : 1, role, field)
    })
  }
  await flush()
}

/** Removes several rules in one change, withdrawing nothing. @throws JitupError `not_found`, `forbidden` */
export async function deleteRoleRulesIn(tx: Tx, ids: readonly string[], rights: RoleRuleRights): Promise<void> {
  if (ids.length === 0) return
  const { rules } = await deskOf(tx)
  for (const id of ids) {
    const known = rules.get(id.toLowerCase())
    if (!known) throw notFound('role rule')
    assertMay(rights, known.protected)
  }
  await removeRoleRules(tx, ids)
}

/**
 * Puts rules of an earlier version in the place of those that are here, under their former ids. They are held to what every rule
 * is held to, and so is whoever brings them back.
 * @throws JitupError `validation_failed`, `conflict`, `forbidden` for a protected role when the rights do not cover it
 */
export async function replaceRoleRulesIn(
  tx: Tx,
  { gone, come }: { readonly gone: readonly string[]; readonly come: readonly RoleRule[] },
  rights: RoleRuleRights,
): Promise<void> {
  if (gone.length + come.length === 0) return
  await deleteRoleRulesIn(tx, gone, rights)
  const { rules, find } = await deskOf(tx)
  const version = await versionOfReturn(tx)
  const place = placing(rules.values())
  const { add, flush } = writing(tx)
  for (const rule of come) {
    const role = await find.role(rule.roleId)
    if (!role) throw invalid('role', 'There is no such role any more.')
    assertMay(rights, role.guarded)
    await assertEmergencyFirst(tx, rights, role)
    const { id: _, providerId: __, roleId, ...fields } = rule
    check(roleRuleInput, { ...fields, role: roleId })
    place(rule)
    await add(rule, version, role, 'groups')
  }
  await flush()
}
