import pg from 'pg'
import { packagedMigrations } from '../store/migrate.ts'
import type { BackupTable } from './head.ts'

/**
 * What a backup leaves out: whatever must not come back to life. Sessions, requests that wait for their answer, links that sign
 * somebody in, challenges and counts of wrong passwords, and kept answers of the API, which may hold tokens. Passwords, as sealed
 * hashes, and passkeys are in it: whoever restores must get in.
 */
const leftOut = new Set([
  ...['sessions', 'pending_requests', 'pending_logouts', 'local_links', 'setup_links', 'passkey_challenges'],
  ...['local_attempts', 'idempotency_keys'],
])

/** The names of the tables that our migrations make; others in the same database are not ours to touch. */
export function ourTables(): ReadonlySet<string> {
  const made = packagedMigrations().flatMap(({ text }) => [
    ...text.matchAll(/^create table (?:if not exists )?([a-z_][a-z0-9_]*)/gim),
  ])
  return new Set(['schema_migrations', ...made.map(([, name = '']) => name)])
}

/** The names of the functions that our migrations make. */
export const ourFunctions = (): readonly string[] =>
  packagedMigrations().flatMap(({ text }) =>
    [...text.matchAll(/^create (?:or replace )?function ([a-z_][a-z0-9_]*)/gim)].map(([, name = '']) => name),
  )

interface TableRow {
  readonly name: string
  readonly refers: string[] | null
  readonly columns: BackupTable['columns']
}

/** The tables with their columns as they are, custom ones included; each after those that it refers to. */
export async function readTables(client: pg.ClientBase): Promise<readonly BackupTable[]> {
  const ours = ourTables()
  const { rows } = await client.query<TableRow>(`
    select c.relname as name,
      (select array_agg(distinct f.confrelid::regclass::text) from pg_constraint f
       where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as refers,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'references', (select r.relname from pg_constraint f join pg_class r on r.oid = f.confrelid
          where f.conrelid = c.oid and f.contype = 'f' and f.conkey = array[a.attnum] limit 1)) order by a.attnum)
       from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`)
  const kept = rows.filter(({ name }) => ours.has(name) && name !== 'schema_migrations' && !leftOut.has(name))
  return inOrder(kept).map(({ name, columns }) => ({ name, columns }))
}

function inOrder(tables: readonly TableRow[]): readonly TableRow[] {
  const names = new Set(tables.map(({ name }) => name))
  const done = new Set<string>()
  const ordered: TableRow[] = []
  while (ordered.length < tables.length) {
    const ready = tables.filter(
      ({ name, refers }) => !done.has(name) && (refers ?? []).every((other) => done.has(other) || !names.has(other)),
    )
    if (ready.length === 0) throw new Error('tables of a migration refer to each other in a circle')
    for (const table of ready) {
      done.add(table.name)
      ordered.push(table)
    }
  }
  return ordered
}

/** A list of names for SQL, each quoted. */
export const quoted = (names: readonly string[]): string => names.map((one) => pg.escapeIdentifier(one)).join(', ')

/** The settings under which COPY writes and reads the same texts, whatever those of server and session. */
export const sameTexts = `set local datestyle = iso; set local intervalstyle = iso_8601; set local timezone = utc;
  set local extra_float_digits = 3; set local bytea_output = hex; set local client_encoding = utf8;
  set local statement_timeout = 0; set local lock_timeout = '30s'; set local idle_in_transaction_session_timeout = 0`
