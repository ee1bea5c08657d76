import sql from 'sql-template-tag'
import type { Database } from './database.ts'
import type { Author } from './rules.ts'

/** One version of the rules. */
export interface RevisionRecord {
  readonly revision: number
  readonly at: Date
  readonly author: Author
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

/** @returns the rules as that revision wrote them, or null */
export async function revisionByNumber(
  db: Database,
  revision: number,
): Promise<(RevisionRecord & { content: Record<string, unknown> }) | null> {
  const rows = await db.query<RevisionRecord & { content: Record<string, unknown> }>(sql`
    select revision, at, author, content from rules_revisions where revision = ${revision}`)
  return rows[0] ?? null
}
