import type { z } from 'zod'
import { nameKey } from '../../core/names.ts'
import { keyFits } from '../../core/text.ts'
import { JitupError } from '../../errors.ts'
import type { App } from '../../sign-on/app.ts'
import type { Tx } from '../../store/database.ts'
import { globsToProtected } from '../../store/role-rules.ts'
import {
  findRole,
  insertRole,
  listRoles,
  type RoleRecord,
  removeRole,
  roleUses,
  updateRole,
} from '../../store/roles.ts'
import { type Author, rulesLock } from '../../store/rules.ts'
import { uuid7 } from '../../store/uuid.ts'
import { roleScopes } from '../contract/roles.ts'
import { roleInput, rolePatch } from '../contract.ts'
import { assertVersion, check, invalid, notFound } from './change.ts'
import { actorOf } from './person.ts'

/** Whether the one who edits may touch protected roles, and those with scopes. */
export interface RoleRights {
  readonly protectedRoles: boolean
}
const everything: RoleRights = { protectedRoles: true }

/** With `id` (an id or a name): a change of that role, in which what is not given stays. Without: a new role. */
export type RoleInput = z.input<typeof roleInput> | (z.input<typeof rolePatch> & { readonly id: string })

/**
 * Adds or changes a role. Of a built-in role only name and sensitivity can change; the kind of a role never does.
 * A role with scopes, and one below a protected role or one with scopes, is protected like it: only who may touch protected roles
 * gives scopes, puts a role there, or takes it away.
 * @throws JitupError `validation_failed`, `not_found`, `conflict` for a name that is taken, `precondition_failed`, `forbidden`
 */
export const saveRole = (
  app: App,
  input: RoleInput,
  expectedVersion?: number,
  rights: RoleRights = everything,
): Promise<RoleRecord> => app.db.serialised([rulesLock], (tx) => saveRoleIn(tx, app, input, expectedVersion, rights))

/** As `saveRole`, inside a transaction that holds `rulesLock`. */
export async function saveRoleIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  input: RoleInput,
  expectedVersion?: number,
  rights: RoleRights = everything,
): Promise<RoleRecord> {
  const known = 'id' in input ? await existing(tx, input.id) : null
  if (known) assertVersion(known.version, expectedVersion)
  const { id: _, ...fields } = { id: '', ...input }
  const fresh = known ? null : check(roleInput, fields)
  const given = fresh ?? check(rolePatch, fields)
  const kind = known?.kind ?? fresh?.kind ?? 'functional'
  const name = given.name ?? known?.name ?? ''
  if (!keyFits(name)) throw invalid('name', 'The name is too long.')
  const isProtected = given.protected ?? known?.protected ?? false
  // In the order of the contract and once each: two that mean the same are the same.
  const scopes = given.scopes ? roleScopes.filter((one) => given.scopes?.includes(one)) : (known?.scopes ?? [])
  assertMay(rights, isProtected || scopes.length > 0 || (known?.guarded ?? false))
  if (known?.builtIn) {
    const field = given.parent !== undefined ? 'parent' : given.scopes ? 'scopes' : 'protected'
    if (field !== 'protected' || isProtected !== known.protected) {
      throw invalid(field, 'Of a built-in role only name and sensitivity can change.')
    }
  }
  const roles = await listRoles(tx)
  if (roles.some((one) => nameKey(one.name) === nameKey(name) && one.id !== known?.id)) {
    throw new JitupError('conflict', `There is a role ${name} already.`, { field: 'name' })
  }
  const parentId =
    given.parent === undefined
      ? (known?.parentId ?? null)
      : given.parent === null
        ? null
        : await parentOf(tx, roles, { id: known?.id ?? null, kind }, given.parent)
  // What is below a protected role is protected: putting a role there is protecting it, whoever has it.
  assertMay(
    rights,
    roles.some((one) => one.id === parentId && one.guarded),
  )
  const sensitive = given.sensitive ?? known?.sensitive ?? false
  const own = { protected: isProtected, scopes: known?.builtIn ? [] : scopes, sensitive }
  const role = { id: known?.id ?? uuid7(app.now()), name, kind, parentId, ...own }
  await (known ? updateRole(tx, role) : insertRole(tx, role, app.now()))
  if ((await globsToProtected(tx)) > 0) {
    const text =
      'A role rule gives this role, or one below it, by a glob, and a role that is protected or has scopes needs whole values.'
    throw invalid(given.parent ? 'parent' : given.scopes ? 'scopes' : 'protected', text)
  }
  return existing(tx, role.id)
}

/**
 * Removes a role from the product and from everybody who has it. Sessions end with a sensitive or protected one.
 * @throws JitupError `not_found`, `precondition_failed`, `forbidden`, `conflict` for a built-in role, or while rules lead
 *   to it, roles are below it or providers have it on their lists
 */
export const deleteRole = (
  app: App,
  author: Author,
  idOrName: string,
  expectedVersion?: number,
  rights: RoleRights = everything,
): Promise<void> =>
  app.db.serialised([rulesLock], (tx) => deleteRoleIn(tx, app, author, idOrName, expectedVersion, rights))

/** As `deleteRole`, inside a transaction that holds `rulesLock`. */
export async function deleteRoleIn(
  tx: Tx,
  app: Pick<App, 'now'>,
  author: Author,
  idOrName: string,
  expectedVersion?: number,
  rights: RoleRights = everything,
): Promise<void> {
  const known = await existing(tx, idOrName)
  assertVersion(known.version, expectedVersion)
  if (known.builtIn) throw new JitupError('conflict', 'A built-in role cannot be deleted.')
  assertMay(rights, known.guarded)
  const { rules, children, lists } = await roleUses(tx, known.id)
  if (rules > 0) throw new JitupError('conflict', `Role rules lead to this role (${rules}). Delete them first.`)
  if (children > 0) throw new JitupError('conflict', `Other roles are below this one (${children}). Move them first.`)
  if (lists > 0)
    throw new JitupError('conflict', `Providers have this role on their lists (${lists}). Take it off first.`)
  const actor = actorOf(author)
  await removeRole(tx, known, actor, app.now())
}

async function existing(tx: Tx, idOrName: string): Promise<RoleRecord> {
  const found = await findRole(tx, idOrName)
  if (!found) throw notFound('role')
  return found
}

/** Organisational roles are a tree: a parent is one of them, and not below the role itself. */
async function parentOf(
  tx: Tx,
  roles: readonly RoleRecord[],
  child: { id: string | null; kind: RoleRecord['kind'] },
  idOrName: string,
): Promise<string> {
  const parent = await findRole(tx, idOrName)
  if (!parent) throw invalid('parent', `There is no role ${idOrName}.`)
  if (child.kind !== 'organisational' || parent.kind !== 'organisational') {
    throw invalid('parent', 'Only an organisational role can be below another organisational role.')
  }
  const byId = new Map(roles.map((one) => [one.id, one]))
  for (let at: string | null = parent.id; at !== null; at = byId.get(at)?.parentId ?? null) {
    if (at === child.id) throw invalid('parent', 'A role cannot be below itself.')
  }
  return parent.id
}

function assertMay(rights: RoleRights, isProtected: boolean): void {
  if (isProtected && !rights.protectedRoles) {
    throw new JitupError('forbidden', 'Only an administrator may touch a protected role, or one with scopes.')
  }
}
