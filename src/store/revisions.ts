import sql from 'sql-template-tag'
import type { Converter, RoleRule, Rules } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'

/** One version of the rules. */
export interface RevisionRecord {
  readonly revision: number
  readonly at: Date
  readonly author: Author
}

/** The rules as they were in one revision; null when there is no such revision. */
export async function rulesOfRevision(db: Database | Tx, revision: number): Promise<Rules | null> {
  const [row] = await db.query<{ content: { converters: Converter[]; roleRules: RoleRule[] } }>(sql`
    select content from rules_revisions where revision = ${revision}`)
  return row ? { revision, converters: row.content.converters, roleRules: row.content.roleRules } : null
}

/** One page of the revisions, newest first; `before` is the last number of the page before. */
export const pageOfRevisions = (
  db: Database,
  page: { before: number | null; limit: number },
): Promise<RevisionRecord[]> =>
  db.query<RevisionRecord>(sql`
    select revision, at, author from rules_revisions
    where (${page.before}::integer is null or revision < ${page.before}::integer)
    order by revision desc limit ${page.limit}`)

/** @returns the revision with everything that it wrote, or null */
export async function revisionByNumber(
  db: Database,
  revision: number,
): Promise<(RevisionRecord & { readonly content: Readonly<Record<string, unknown>> }) | null> {
  const rows = await db.query<RevisionRecord & { content: Record<string, unknown> }>(sql`
    select revision, at, author, content from rules_revisions where revision = ${revision}`)
  return rows[0] ?? null
}
