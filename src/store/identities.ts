import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'

/** As whom a provider knows a user. */
export interface IdentityRow {
  readonly provider: string
  readonly subject: string
  /** '' when the provider named none. */
  readonly format: string
  readonly createdAt: Date
}

/** Every identity of a user, the oldest first. */
export const identitiesOf = (db: Database | Tx, userId: string): Promise<IdentityRow[]> =>
  db.query<IdentityRow>(sql`
    select p.name as provider, i.subject, i.format, i.created_at as "createdAt"
    from identities i join providers p on p.id = i.provider_id where i.user_id = ${userId}::uuid
    order by i.created_at, i.id`)
