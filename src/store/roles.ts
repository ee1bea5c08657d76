import sql, { type Sql } from 'sql-template-tag'
import { byCodeUnit, nameKey } from '../core/names.ts'
import type { Role } from '../core/types.ts'
import { type Database, StaleView, type Tx } from './database.ts'
import { likeText } from './lookups.ts'
import type { GrantActor } from './people.ts'
import { isUuid, uuid7 } from './uuid.ts'
import { withdrawAll } from './withdraw.ts'

/** A role as administrators keep it. */
export interface RoleRecord extends Role {
  readonly version: number
  readonly kind: 'organisational' | 'functional'
  /**
   * Protected, with scopes, or below such a role: only administrators change it and say who has it. `protected` is what this
   * role says of itself.
   */
  readonly guarded: boolean
  /** What its holders may do here. Of the administrators: `admin`. */
  readonly scopes: readonly string[]
  /** With the scopes of the roles above it. */
  readonly heldScopes: readonly string[]
  readonly sensitive: boolean
  readonly parentId: string | null
  readonly parent: string | null
}

const scopesOf = (column: Sql): Sql =>
  sql`case when r.built_in = 'administrators' then '{admin}'::text[] else ${column} end`
const columns = sql`
  r.id, r.version, r.name, r.kind, r.protected, (r.guarded or r.protected) as guarded,
  ${scopesOf(sql`r.scopes`)} as scopes, ${scopesOf(sql`r.held_scopes`)} as "heldScopes",
  r.sensitive, r.built_in as "builtIn", r.parent_id as "parentId", p.name as parent`
const joined = sql`roles r left join roles p on p.id = r.parent_id`

/** Every role by name. */
export const listRoles = (db: Database | Tx): Promise<RoleRecord[]> =>
  db.query<RoleRecord>(sql`select ${columns} from ${joined} order by r.name_key`)

/** One page of the roles by name; `after` is the key of the last name before it. */
export const pageOfRoles = (
  db: Database,
  page: { search: string; after: string | null; limit: number },
): Promise<(RoleRecord & { key: string })[]> =>
  db.query(sql`
    select ${columns}, r.name_key as key from ${joined}
    where (${page.after}::text is null or r.name_key > ${page.after})
      and (${page.search === ''} or r.name_key like ${`%${likeText(nameKey(page.search))}%`}) order by r.name_key limit ${page.limit}`)

/** @returns the role with that id or name, or null */
export async function findRole(db: Database | Tx, idOrName: string): Promise<RoleRecord | null> {
  const where = isUuid(idOrName) ? sql`r.id = ${idOrName}::uuid` : sql`r.name_key = ${nameKey(idOrName)}`
  const rows = await db.query<RoleRecord>(sql`select ${columns} from ${joined} where ${where}`)
  return rows[0] ?? null
}

/** Writes a new role. */
export async function insertRole(
  tx: Tx,
  role: Pick<RoleRecord, 'id' | 'name' | 'kind' | 'parentId' | 'protected' | 'scopes' | 'sensitive'>,
  now: Date,
): Promise<void> {
  await tx.query(sql`
    insert into roles (id, name, name_key, kind, parent_id, protected, scopes, sensitive, created_at)
    values (${role.id}, ${role.name}, ${nameKey(role.name)}, ${role.kind}, ${role.parentId}, ${role.protected},
      ${role.scopes}::text[], ${role.sensitive}, ${now})`)
  await guardTree(tx)
}

/**
 * What is below a role has its protection and its scopes. Kept with the roles, so that no sign-on and no request climbs the tree;
 * everything that guards roles goes by `guarded`, and this is the one place that says what it means.
 */
async function guardTree(tx: Tx): Promise<void> {
  await tx.query(sql`
    with recursive reach (id, source) as (
      select id, id from roles where protected or scopes <> '{}'
      union select r.id, b.source from roles r join reach b on r.parent_id = b.id
    ), given as (
      select r.id, count(b.source) > 0 as guarded,
        coalesce(array_agg(distinct s.scope order by s.scope) filter (where s.scope is not null), '{}') as held
      from roles r left join reach b on b.id = r.id left join roles o on o.id = b.source
        left join lateral unnest(o.scopes) s (scope) on true
      group by r.id)
    update roles r set guarded = g.guarded, held_scopes = g.held from given g
    where g.id = r.id and (r.guarded, r.held_scopes) is distinct from (g.guarded, g.held)`)
}

/** Writes name, parent, protection, scopes and sensitivity of a role. */
export async function updateRole(
  tx: Tx,
  role: Pick<RoleRecord, 'id' | 'name' | 'parentId' | 'protected' | 'scopes' | 'sensitive'>,
): Promise<void> {
  await tx.query(sql`
    update roles set name = ${role.name}, name_key = ${nameKey(role.name)}, parent_id = ${role.parentId},
      protected = ${role.protected}, scopes = ${role.scopes}::text[], sensitive = ${role.sensitive}, version = version + 1
    where id = ${role.id}::uuid`)
  await guardTree(tx)
}

/**
 * Creates functional roles by their names, as a sign-on does. A role that another sign-on has just created is that role; one
 * that came to mean something else meanwhile starts the transaction again.
 * @returns id by `nameKey`
 */
export async function createRoles(tx: Tx, names: readonly string[], now: Date): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map()
  // In one order: two sign-ons that want the same roles wait for each other, and not in a circle.
  const sorted = names.toSorted(byCodeUnit)
  await tx.query(sql`
    insert into roles (id, name, name_key, created_at)
    select id, name, name_key, ${now} from unnest(${sorted.map(() => uuid7(now))}::uuid[], ${sorted}::text[],
      ${sorted.map(nameKey)}::text[]) w (id, name, name_key)
    on conflict (name_key) do nothing`)
  const rows = await tx.query<{ id: string; key: string }>(sql`
    select id, name_key as key from roles
    where name_key = any(${sorted.map(nameKey)}::text[]) and name = any(${sorted}::text[])
      and built_in is null and not protected and not guarded`)
  if (rows.length !== new Set(sorted.map(nameKey)).size) throw new StaleView('a role of that name came into being')
  return new Map(rows.map((row) => [row.key, row.id]))
}

/** Removes a role; whoever has it loses it, as `withdrawAll` has it. */
export async function removeRole(tx: Tx, role: Pick<RoleRecord, 'id'>, actor: GrantActor, now: Date): Promise<void> {
  await withdrawAll(tx, sql`g.role_id = ${role.id}::uuid`, actor, now)
  await tx.query(sql`delete from roles where id = ${role.id}::uuid`)
}

/** What would be in the way of removing a role. */
export async function roleUses(tx: Tx, id: string): Promise<RoleUses> {
  const [row] = await tx.query<RoleUses & Record<string, unknown>>(sql`
    select (select count(*)::integer from role_rules where role_id = ${id}::uuid) as rules,
      (select count(*)::integer from roles where parent_id = ${id}::uuid) as children,
      (select count(*)::integer from providers where options -> 'allowedRoles' ? ${id}::text) as lists`)
  return row ?? { rules: 0, children: 0, lists: 0 }
}

/** What stands in the way of removing a role. */
export interface RoleUses {
  readonly rules: number
  readonly children: number
  /** Providers that may give it by their list. */
  readonly lists: number
}

/** The names of roles that one of these texts could mean, as it is or folded. */
export async function roleNamesLike(db: Database | Tx, texts: readonly string[]): Promise<string[]> {
  if (texts.length === 0) return []
  const rows = await db.query<{ name: string }>(sql`
    select name from roles where name = any(${texts}::text[]) or name_key = any(${texts.map(nameKey)}::text[])`)
  return rows.map(({ name }) => name)
}
