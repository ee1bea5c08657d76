import sql from 'sql-template-tag'
import type { CellValue, GrantOrigin, Origin } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** What a column held before it was changed. */
export interface PastValue {
  readonly column: string
  readonly value: CellValue
  readonly origin: Origin | null
}

/** What the columns of a contact that were changed since a moment held before the first of these changes. */
export const valuesBefore = (db: Database | Tx, contactId: string, moment: Date): Promise<PastValue[]> =>
  db.query<PastValue>(sql`
    select distinct on (p.column_name) p.column_name as "column", p.previous as value,
      coalesce(p.previous_origin, (
        select e.origin from provenance e
        where e.contact_id = p.contact_id and e.column_name = p.column_name and e.id < p.id
        order by e.id desc limit 1)) as origin
    from provenance p where p.contact_id = ${contactId}::uuid and p.at >= ${moment}
    order by p.column_name, p.id`)

/** A grant that was given or withdrawn since; `held`: the user had it before. */
export interface PastGrant {
  readonly roleId: string
  readonly origin: GrantOrigin
  readonly held: boolean
}

/** The grants of a user that came or went since a moment. */
export async function grantsBefore(db: Database | Tx, userId: string, moment: Date): Promise<PastGrant[]> {
  const rows = await db.query<{
    roleId: string
    kind: GrantOrigin['kind']
    providerId: string | null
    ruleId: string | null
    held: boolean
  }>(sql`
    select distinct on (role_id, origin, provider_id, rule_id) role_id as "roleId", origin as kind,
      provider_id as "providerId", rule_id as "ruleId", change = 'withdrawn' as held
    from grant_history where user_id = ${userId}::uuid and at >= ${moment}
    order by role_id, origin, provider_id, rule_id, id`)
  return rows.map(({ roleId, kind, providerId, ruleId, held }) => ({
    roleId,
    held,
    origin: kind === 'provider' ? { kind, providerId: providerId ?? '', ruleId } : { kind },
  }))
}
