import sql from 'sql-template-tag'
import type { Database, Tx } from './database.ts'
import type { Author } from './rules.ts'
import type { Seal } from './seal.ts'

/** How far an import is. */
export interface ImportRecord {
  readonly id: string
  readonly dryRun: boolean
  readonly state: 'running' | 'done' | 'failed' | 'interrupted'
  readonly code: string | null
  readonly counts: Readonly<Record<string, number>>
  readonly createdAt: Date
  readonly touchedAt: Date
}

/** A row that was left out, and why; what it says may speak of people, so it is kept sealed. */
export interface KeptProblem {
  readonly row: number
  readonly field: string | null
  readonly code: string
  readonly message: string
}

/** Who starts an import takes this first: one runs at a time. */
export const importLock = 'imports'

/** So long nothing is heard of an import whose node still works: a portion takes seconds. */
const silence = 120_000
const keptDays = 30

const columns = (now: Date) => sql`
  id, dry_run as "dryRun", case when state = 'running' and touched_at < ${new Date(now.getTime() - silence)}
    then 'interrupted' else state end as state, code, counts, created_at as "createdAt", touched_at as "touchedAt"`

/** Forgets the imports of a month ago, and what they left out. */
export async function forgetImports(db: Pick<Database | Tx, 'query'>, now: Date): Promise<void> {
  await db.query(sql`delete from imports where touched_at < ${new Date(now.getTime() - keptDays * 86_400_000)}`)
}

/** Writes that an import begins. Call it under `importLock`. @returns false while another runs */
export async function insertImport(
  tx: Tx,
  run: { readonly id: string; readonly author: Author; readonly dryRun: boolean; readonly counts: object },
  now: Date,
): Promise<boolean> {
  const running = await tx.query(sql`
    select 1 from imports where state = 'running' and touched_at >= ${new Date(now.getTime() - silence)}`)
  if (running.length > 0) return false
  await tx.query(sql`
    insert into imports (id, author, dry_run, state, counts, created_at, touched_at)
    values (${run.id}, ${JSON.stringify(run.author)}::jsonb, ${run.dryRun}, 'running', ${JSON.stringify(run.counts)}::jsonb,
      ${now}, ${now})`)
  return true
}

/** Writes how far it is, and what was left out since. */
export async function touchImport(
  tx: Tx,
  seal: Seal,
  what: {
    readonly id: string
    readonly state: 'running' | 'done' | 'failed'
    readonly code: string | null
    readonly counts: object | null
    readonly problems: readonly KeptProblem[]
  },
  now: Date,
): Promise<void> {
  await tx.query(sql`
    update imports set state = ${what.state}, code = ${what.code}, touched_at = ${now},
      counts = coalesce(${what.counts === null ? null : JSON.stringify(what.counts)}::jsonb, counts)
    where id = ${what.id}::uuid`)
  const parts = new Map<number, number>()
  const rows = what.problems.map((problem) => {
    const part = (parts.get(problem.row) ?? 0) + 1
    parts.set(problem.row, part)
    return { row: problem.row, part, sealed: seal.seal(place(what.id, problem.row, part), JSON.stringify(problem)) }
  })
  if (rows.length === 0) return
  await tx.query(sql`
    insert into import_problems (import_id, row, part, sealed)
    select ${what.id}::uuid, * from unnest(${rows.map((one) => one.row)}::integer[], ${rows.map((one) => one.part)}::integer[],
      ${rows.map((one) => one.sealed)}::text[])`)
}

const place = (id: string, row: number, part: number) => ({
  table: 'import_problems',
  row: `${id} ${row} ${part}`,
  column: 'sealed',
})

/** @returns the import, or null */
export async function importById(db: Database, id: string, now: Date): Promise<ImportRecord | null> {
  const rows = await db.query<ImportRecord>(sql`select ${columns(now)} from imports where id = ${id}::uuid`)
  return rows[0] ?? null
}

/** One page of what was left out, by row. */
export async function pageOfImportProblems(
  db: Database,
  seal: Seal,
  id: string,
  page: { readonly after: { readonly row: number; readonly part: number } | null; readonly limit: number },
): Promise<readonly (KeptProblem & { readonly part: number })[]> {
  const { row, part } = page.after ?? { row: 0, part: 0 }
  const rows = await db.query<{ row: number; part: number; sealed: string }>(sql`
    select row, part, sealed from import_problems where import_id = ${id}::uuid and (row, part) > (${row}, ${part})
    order by row, part limit ${page.limit}`)
  return rows.map((one) => ({ ...JSON.parse(seal.open(place(id, one.row, one.part), one.sealed)), part: one.part }))
}
