import sql from 'sql-template-tag'
import type { RulesContent } from '../core/rules-diff.ts'
import type { Converter, RoleRule, Rules } from '../core/types.ts'
import type { Database, Tx } from './database.ts'
import { listProviders, policyOfRow } from './providers.ts'
import { type Author, readRules } from './rules.ts'
import { namedAuthor } from './tokens.ts'

/** One version of the rules. */
export interface RevisionRecord {
  readonly revision: number
  readonly at: Date
  readonly author: Author
}

/** Everything that one version wrote, and by which names it knew roles. */
export interface RevisionContent extends RulesContent {
  readonly revision: number
  readonly roleNames: ReadonlyMap<string, string>
}

/** The rules as they were in one revision; null when there is no such revision. */
export async function rulesOfRevision(db: Database | Tx, revision: number): Promise<Rules | null> {
  const [row] = await db.query<{ content: { converters: Converter[]; roleRules: RoleRule[] } }>(sql`
    select content from rules_revisions where revision = ${revision}`)
  return row ? { revision, converters: row.content.converters, roleRules: row.content.roleRules } : null
}

/** Which row of the attribute mapping, in which revision. */
export interface RowOfRevision {
  readonly revision: number
  readonly converterId: string
}

/** Names a row of a revision. */
export const rowKey = ({ revision, converterId }: RowOfRevision): string => `${revision} ${converterId}`

/** These rows as they were in their revisions, by `rowKey`: one statement, and nothing else of the revisions is sent. */
export async function rowsOfRevisions(
  db: Database | Tx,
  wanted: readonly RowOfRevision[],
): Promise<ReadonlyMap<string, Converter>> {
  if (wanted.length === 0) return new Map()
  const rows = await db.query<{ revision: number; converter: Converter }>(sql`
    select r.revision, c.value as converter
    from rules_revisions r cross join lateral jsonb_array_elements(r.content -> 'converters') c
    where r.revision = any(${wanted.map((one) => one.revision)}::integer[])
      and (r.revision, c.value ->> 'id') in (select * from unnest(
        ${wanted.map((one) => one.revision)}::integer[], ${wanted.map((one) => one.converterId)}::text[]))`)
  return new Map(rows.map(({ revision, converter }) => [rowKey({ revision, converterId: converter.id }), converter]))
}

/** @returns who wrote a revision and when, or null */
export async function revisionRecord(db: Database | Tx, revision: number): Promise<RevisionRecord | null> {
  const rows = await db.query<RevisionRecord & Record<string, unknown>>(sql`
    select revision, at, author from rules_revisions where revision = ${revision}`)
  return rows[0] ?? null
}

/** One page of the revisions, newest first; `before` is the last number of the page before. */
export const pageOfRevisions = (
  db: Database,
  page: { before: number | null; limit: number },
): Promise<RevisionRecord[]> =>
  db.query<RevisionRecord>(sql`
    select revision, at, ${namedAuthor(sql`author`)} as author from rules_revisions
    where (${page.before}::integer is null or revision < ${page.before}::integer)
    order by revision desc limit ${page.limit}`)

/** @returns the revision with everything that it wrote, or null */
export async function revisionByNumber(
  db: Database,
  revision: number,
): Promise<(RevisionRecord & { readonly content: Readonly<Record<string, unknown>> }) | null> {
  const rows = await db.query<RevisionRecord & { content: Record<string, unknown> }>(sql`
    select revision, at, ${namedAuthor(sql`author`)} as author, content from rules_revisions where revision = ${revision}`)
  return rows[0] ?? null
}

interface Content {
  readonly converters: Converter[]
  readonly roleRules: RoleRule[]
  readonly policies: Readonly<Record<string, unknown>>
  readonly roleNames?: Readonly<Record<string, string>>
}

const read = ({ revision, content }: { revision: number; content: Content }): RevisionContent => ({
  revision,
  converters: content.converters,
  roleRules: content.roleRules,
  providers: Object.values(content.policies).map(policyOfRow),
  roleNames: new Map(Object.entries(content.roleNames ?? {})),
})

/** Everything that one version wrote, or null. */
export async function contentOfRevision(db: Database | Tx, revision: number): Promise<RevisionContent | null> {
  const [row] = await db.query<{ revision: number; content: Content }>(sql`
    select revision, content from rules_revisions where revision = ${revision}`)
  return row ? read(row) : null
}

/** Everything that the version before it wrote; null for the first. */
export async function contentBefore(db: Database | Tx, revision: number): Promise<RevisionContent | null> {
  const [row] = await db.query<{ revision: number; content: Content }>(sql`
    select revision, content from rules_revisions where revision < ${revision} order by revision desc limit 1`)
  return row ? read(row) : null
}

/** The rules as the database has them now, in the manner of a revision. */
export async function contentNow(tx: Tx): Promise<RevisionContent> {
  const rules = await readRules(tx)
  const providers = await listProviders(tx)
  return {
    revision: rules.revision,
    converters: rules.converters,
    roleRules: rules.roleRules,
    providers: providers.map(({ policy, enabled }) => ({ ...policy, enabled })),
    roleNames: new Map(),
  }
}

/** How far back it is looked for what a row was like. */
const lookedBack = 100

/**
 * The newest revision that had a row in this version: what somebody looked at who names it.
 * @param id of a converter or role rule; of a provider its slug
 */
export async function contentWithVersion(
  tx: Tx,
  row: { readonly of: 'row' | 'provider'; readonly key: string; readonly version: number },
): Promise<RevisionContent | null> {
  const version =
    row.of === 'row'
      ? sql`content -> 'versions' -> ${row.key}::text`
      : sql`content -> 'policies' -> ${row.key}::text -> 'version'`
  const [found] = await tx.query<{ revision: number; content: Content }>(sql`
    select revision, content from (select revision, content from rules_revisions order by revision desc limit ${lookedBack}) r
    where ${version} = to_jsonb(${row.version}::integer) order by revision desc limit 1`)
  return found ? read(found) : null
}

/** Who wrote the revisions after this one, oldest first. */
export const revisionsAfter = (tx: Tx, revision: number, limit: number): Promise<RevisionRecord[]> =>
  tx.query<RevisionRecord>(sql`
    select revision, at, ${namedAuthor(sql`author`)} as author from rules_revisions where revision > ${revision} order by revision limit ${limit}`)
