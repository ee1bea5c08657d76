import sql from 'sql-template-tag'
import type { Converter, RoleRule, Rules } from '../core/types.ts'
import type { Database, Tx } from './database.ts'

/** The rules as they were in one revision; null when there is no such revision. */
export async function rulesOfRevision(db: Database | Tx, revision: number): Promise<Rules | null> {
  const [row] = await db.query<{ content: { converters: Converter[]; roleRules: RoleRule[] } }>(sql`
    select content from rules_revisions where revision = ${revision}`)
  return row ? { revision, converters: row.content.converters, roleRules: row.content.roleRules } : null
}
