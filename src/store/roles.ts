import sql from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { Role } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import { isUuid } from './uuid.ts'

/** A role as administrators keep it. */
export interface RoleRecord extends Role {
  readonly version: number
  readonly kind: 'organisational' | 'functional'
  readonly parentId: string | null
  readonly parent: string | null
}

const columns = sql`
  r.id, r.version, r.name, r.kind, r.protected, r.built_in as "builtIn", r.parent_id as "parentId", p.name as parent`
const joined = sql`roles r left join roles p on p.id = r.parent_id`

/** Every role by name. */
export const listRoles = (db: Database | Tx): Promise<RoleRecord[]> =>
  db.query<RoleRecord>(sql`select ${columns} from ${joined} order by r.name_key`)

/** One page of the roles by name; `after` is the key of the last name before it. */
export const pageOfRoles = (
  db: Database,
  page: { after: string | null; limit: number },
): Promise<(RoleRecord & { key: string })[]> =>
  db.query(sql`
    select ${columns}, r.name_key as key from ${joined}
    where (${page.after}::text is null or r.name_key > ${page.after}) order by r.name_key limit ${page.limit}`)

/** @returns the role with that id or name, or null */
export async function findRole(db: Database | Tx, idOrName: string): Promise<RoleRecord | null> {
  const where = isUuid(idOrName) ? sql`r.id = ${idOrName}::uuid` : sql`r.name_key = ${nameKey(idOrName)}`
  const rows = await db.query<RoleRecord>(sql`select ${columns} from ${joined} where ${where}`)
  return rows[0] ?? null
}

/** Writes a new role. */
export async function insertRole(
  tx: Tx,
  role: Pick<RoleRecord, 'id' | 'name' | 'kind' | 'parentId' | 'protected'>,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    insert into roles (id, name, name_key, kind, parent_id, protected, created_at)
    values (${role.id}, ${role.name}, ${nameKey(role.name)}, ${role.kind}, ${role.parentId}, ${role.protected}, ${now})`)
  await guardTree(tx)
}

/** What is below a protected role is guarded like it. Kept with the roles, so that no sign-on climbs the tree. */
async function guardTree(tx: Tx): Promise<void> {
  await tx.query(sql`
    with recursive below as (
      select id from roles where protected union select r.id from roles r join below b on r.parent_id = b.id)
    update roles set guarded = not guarded where guarded <> (id in (select id from below))`)
}

/** Writes name, parent and protection of a role. */
export async function updateRole(
  tx: Tx,
  role: Pick<RoleRecord, 'id' | 'name' | 'parentId' | 'protected'>,
): Promise<void> {
  await tx.query(sql`
    update roles set name = ${role.name}, name_key = ${nameKey(role.name)}, parent_id = ${role.parentId},
      protected = ${role.protected}, version = version + 1
    where id = ${role.id}::uuid`)
  await guardTree(tx)
}

/** Removes a role; whoever has it loses it, and their version says so. */
export async function removeRole(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`
    update users set version = version + 1 where id in (select user_id from grants where role_id = ${id}::uuid)`)
  await tx.query(sql`delete from roles where id = ${id}::uuid`)
}

/** What would be in the way of removing a role. */
export async function roleUses(tx: Tx, id: string): Promise<{ rules: number; children: number }> {
  const [row] = await tx.query<{ rules: number; children: number }>(sql`
    select (select count(*)::integer from role_rules where role_id = ${id}::uuid) as rules,
      (select count(*)::integer from roles where parent_id = ${id}::uuid) as children`)
  return row ?? { rules: 0, children: 0 }
}
