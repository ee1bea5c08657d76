import sql from 'sql-template-tag'
import type { GrantOrigin } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** One reason why a user has a role, with the names that a page shows. */
export interface GrantRow {
  readonly roleId: string
  readonly role: string
  readonly origin: GrantOrigin['kind']
  /** Name of the identity provider that gave it. */
  readonly provider: string | null
  readonly ruleId: string | null
  /** The group of the rule, the first of several, while the rule exists. */
  readonly group: string | null
  readonly createdAt: Date
}

/** Every grant of a user, by role. */
export const grantsOf = (db: Database | Tx, userId: string): Promise<GrantRow[]> =>
  db.query<GrantRow>(sql`
    select g.role_id as "roleId", r.name as role, g.origin, p.name as provider, g.rule_id as "ruleId",
      u.groups[1] || case when cardinality(u.groups) > 1 then ' …' else '' end as "group", g.created_at as "createdAt"
    from grants g join roles r on r.id = g.role_id left join providers p on p.id = g.provider_id
      left join role_rules u on u.id = g.rule_id
    where g.user_id = ${userId}::uuid order by r.name_key, g.created_at, g.id`)
