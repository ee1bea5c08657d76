import sql from 'sql-template-tag'
import { nameKey } from '../core/names.ts'
import type { RoleRule } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import { likeText } from './lookups.ts'

/** A role rule with its version, the slug of its provider and the role's name. */
export interface RoleRuleRecord extends RoleRule {
  readonly version: number
  /** null: for all providers. */
  readonly provider: string | null
  readonly role: string
  /** The role itself, or one above it. */
  readonly protected: boolean
}

const columns = sql`
  u.id, u.version, u.provider_id as "providerId", p.slug as provider, u.groups, u.match, u.role_id as "roleId",
  r.name as role, (r.protected or r.guarded) as protected`
const joined = sql`role_rules u join roles r on r.id = u.role_id left join providers p on p.id = u.provider_id`

type Row = Omit<RoleRuleRecord, 'match'> & { readonly match: 'glob' | null }

const toRecord = ({ match, ...row }: Row): RoleRuleRecord => (match === null ? row : { ...row, match })

/** One page of the role rules by id, which is the order in which they were made. */
export const listRoleRules = async (
  db: Database | Tx,
  page: { after: string | null; limit: number },
): Promise<RoleRuleRecord[]> => {
  const rows = await db.query<Row>(sql`
    select ${columns} from ${joined} where (${page.after}::uuid is null or u.id > ${page.after}::uuid)
    order by u.id limit ${page.limit}`)
  return rows.map(toRecord)
}

/** Which role rules a list shows; null: whatever it is. */
export interface RoleRuleFilter {
  /** Part of a group, or of the name of the role. */
  readonly search: string
  readonly providerId: string | null
  readonly roleId: string | null
}

/** As `listRoleRules`, of some of them. */
export const pageOfRoleRules = async (
  db: Database,
  page: RoleRuleFilter & { after: string | null; limit: number },
): Promise<RoleRuleRecord[]> => {
  const part = `%${likeText(page.search)}%`
  const rows = await db.query<Row>(sql`
    select ${columns} from ${joined}
    where (${page.after}::uuid is null or u.id > ${page.after}::uuid)
      and (${page.providerId}::uuid is null or u.provider_id = ${page.providerId}::uuid)
      and (${page.roleId}::uuid is null or u.role_id = ${page.roleId}::uuid)
      and (${page.search === ''} or r.name_key like ${`%${likeText(nameKey(page.search))}%`}
        or exists (select 1 from unnest(u.groups) g where g ilike ${part}))
    order by u.id limit ${page.limit}`)
  return rows.map(toRecord)
}

/** @returns the rule, or null */
export async function roleRuleById(db: Database | Tx, id: string): Promise<RoleRuleRecord | null> {
  const [row] = await db.query<Row>(sql`select ${columns} from ${joined} where u.id = ${id}::uuid`)
  return row ? toRecord(row) : null
}

/** @returns the first group by which another rule gives this role in the same way, or null */
export async function sameGroup(tx: Tx, rule: RoleRule): Promise<string | null> {
  const rows = await tx.query<{ group: string }>(sql`
    select g as "group" from role_rules u, unnest(u.groups) g
    where u.role_id = ${rule.roleId}::uuid and u.provider_id is not distinct from ${rule.providerId}::uuid
      and u.match is not distinct from ${rule.match ?? null}::text and u.id <> ${rule.id}::uuid
      and g = any(${rule.groups}::text[])
    order by g limit 1`)
  return rows[0]?.group ?? null
}

/** The most globs that sign-ons of one provider meet beside those of this rule: a provider's own and those for all. */
export async function globsBeside(tx: Tx, rule: Pick<RoleRule, 'id' | 'providerId'>): Promise<number> {
  const [row] = await tx.query<{ most: number }>(sql`
    with n as (
      select provider_id, sum(cardinality(groups))::integer as globs from role_rules
      where match = 'glob' and id <> ${rule.id}::uuid group by provider_id)
    select coalesce((select globs from n where provider_id is null), 0)
      + coalesce((select max(globs) from n where provider_id is not null
        and (${rule.providerId}::uuid is null or provider_id = ${rule.providerId}::uuid)), 0) as most`)
  return row?.most ?? 0
}

/** How many rules lead to protected roles by globs: none, unless a role is about to become protected. */
export async function globsToProtected(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ n: number }>(sql`
    select count(*)::integer as n from role_rules u join roles r on r.id = u.role_id
    where u.match = 'glob' and (r.protected or r.guarded)`)
  return row?.n ?? 0
}

/** Writes rules that are not there, each in its version, in one statement. */
export async function insertRoleRules(
  tx: Tx,
  rules: readonly (RoleRule & { readonly version: number })[],
): Promise<void> {
  if (rules.length === 0) return
  await tx.query(sql`
    insert into role_rules (id, provider_id, groups, groups_hash, match, role_id, version)
    select id, "providerId", groups, md5(array_to_string(groups, E'\n')), match, "roleId", version
    from jsonb_to_recordset(${JSON.stringify(rules)}::jsonb)
      as r (id uuid, "providerId" uuid, groups text[], match text, "roleId" uuid, version integer)`)
}

/** Removes role rules, however many. */
export async function removeRoleRules(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await tx.query(sql`delete from role_rules where id = any(${ids}::uuid[])`)
}

/** Removes a role rule. What it gave is withdrawn at each person's next sign-on. */
export async function removeRoleRule(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from role_rules where id = ${id}::uuid`)
}
