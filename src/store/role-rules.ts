import sql from 'sql-template-tag'
import type { RoleRule } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** A role rule with its version, the slug of its provider and the role's name. */
export interface RoleRuleRecord extends RoleRule {
  readonly version: number
  /** null: for all providers. */
  readonly provider: string | null
  readonly role: string
  readonly protected: boolean
}

const columns = sql`
  u.id, u.version, u.provider_id as "providerId", p.slug as provider, u.group_value as "group", u.role_id as "roleId",
  r.name as role, r.protected`
const joined = sql`role_rules u join roles r on r.id = u.role_id left join providers p on p.id = u.provider_id`

/** One page of the role rules by id, which is the order in which they were made. */
export const listRoleRules = (
  db: Database | Tx,
  page: { after: string | null; limit: number },
): Promise<RoleRuleRecord[]> =>
  db.query<RoleRuleRecord>(sql`
    select ${columns} from ${joined} where (${page.after}::uuid is null or u.id > ${page.after}::uuid)
    order by u.id limit ${page.limit}`)

/** @returns the rule, or null */
export async function roleRuleById(db: Database | Tx, id: string): Promise<RoleRuleRecord | null> {
  const rows = await db.query<RoleRuleRecord>(sql`select ${columns} from ${joined} where u.id = ${id}::uuid`)
  return rows[0] ?? null
}

/** @returns the rule that gives this role for this group, or null */
export async function sameRoleRule(tx: Tx, rule: Omit<RoleRule, 'id'>): Promise<string | null> {
  const rows = await tx.query<{ id: string }>(sql`
    select id from role_rules where provider_id is not distinct from ${rule.providerId}::uuid
      and group_value = ${rule.group} and role_id = ${rule.roleId}::uuid`)
  return rows[0]?.id ?? null
}

/** Removes a role rule. What it gave is withdrawn at each person's next sign-on. */
export async function removeRoleRule(tx: Tx, id: string): Promise<void> {
  await tx.query(sql`delete from role_rules where id = ${id}::uuid`)
}
