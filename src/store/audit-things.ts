import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import { isUuid, timeOf } from './uuid.ts'

/** What an id of the audit stands for today. */
export interface AuditThing {
  readonly id: string
  /** Where the API reads it, such as `/roles/0198…`. */
  readonly path: string
  /** What it is called; of a sign-on whose it was. Null: nobody knows. */
  readonly name: string | null
}

/**
 * What these ids are called today; not those of what is gone. The audit itself keeps no names, so that nothing of somebody who
 * is erased stays there.
 */
export async function auditThings(db: Database, ids: readonly string[]): Promise<ReadonlyMap<string, AuditThing>> {
  const asked = [...new Set(ids.filter(isUuid).map((id) => id.toLowerCase()))]
  if (asked.length === 0) return new Map()
  const rows = await db.query<AuditThing & Record<string, unknown>>(sql`
    with k as materialized (select * from unnest(${asked}::uuid[], ${asked.map(timeOf)}::timestamptz[]) as k (id, at))
    select id, '/contacts/' || id as path, "Name" as name from contacts where id in (select id from k)
    union all select id, '/users/' || id, login from users where id in (select id from k)
    union all select id, '/roles/' || id, name from roles where id in (select id from k)
    union all select id, '/providers/' || slug, name from providers where id in (select id from k)
    union all select id, '/lookups/' || lookup || '/values/' || id, name from lookup_values where id in (select id from k)
    union all select id, '/tokens/' || id, name from api_tokens where id in (select id from k)
    union all select s.id, '/sign-ons/' || s.id, coalesce(c."Name", u.login)
      from k join sign_ons s on s.at = k.at and s.id = k.id
        left join contacts c on c.id = s.contact_id left join users u on u.id = s.user_id`)
  return new Map(rows.map((one) => [one.id, one]))
}
