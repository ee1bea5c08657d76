import sql from 'sql-template-tag'
import type { GrantOrigin } from '../core/types.ts'
import type { Database } from './database.ts'
import type { GrantActor } from './people.ts'

/** One time that a grant came or went. Roles, providers and rules may be gone: then their names are null. */
export interface GrantEvent {
  /** Place in the history; grows. */
  readonly place: string
  readonly at: Date
  readonly change: 'granted' | 'withdrawn'
  readonly roleId: string
  readonly role: string | null
  readonly origin: GrantOrigin['kind']
  /** Slug. */
  readonly provider: string | null
  readonly ruleId: string | null
  /** The first group of the rule, while the rule exists. */
  readonly group: string | null
  /** Kind of who did it, with the sign-on, the person or the token. */
  readonly actor: GrantActor
}

/** What a user was given and lost, the newest first; by an index, whatever the journal holds. */
export const pageOfGrantHistory = (
  db: Database,
  userId: string,
  page: { readonly roleId: string | null; readonly before: string | null; readonly limit: number },
): Promise<GrantEvent[]> =>
  db.query<GrantEvent>(sql`
    select h.id::text as place, h.at, h.change, h.role_id as "roleId", r.name as role, h.origin, p.slug as provider,
      h.rule_id as "ruleId", u.groups[1] as "group", h.actor
    from grant_history h left join roles r on r.id = h.role_id left join providers p on p.id = h.provider_id
      left join role_rules u on u.id = h.rule_id
    where h.user_id = ${userId}::uuid and (${page.before}::bigint is null or h.id < ${page.before}::bigint)
      and (${page.roleId}::uuid is null or h.role_id = ${page.roleId}::uuid)
    order by h.id desc limit ${page.limit}`)
