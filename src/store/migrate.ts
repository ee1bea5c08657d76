import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { JitupError } from '../errors.ts'

/** One file of the migrations folder. `checksum` is the SHA-256 of its text with plain line ends. */
export type Migration = {
  readonly number: number
  readonly name: string
  readonly text: string
  readonly checksum: string
}

type AppliedRow = { readonly number: number; readonly name: string; readonly checksum: string }

/** `folder` is given by tests alone. */
export type MigrateOptions = { readonly folder?: URL }

// Right from `src/store` and from `dist/store`: the package carries its sources.
const packaged = new URL('../../src/store/migrations/', import.meta.url)

// Any fixed number: "jitup" in ASCII.
const lockKey = '457330980208'

function readMigrations(folder: URL): Migration[] {
  const migrations: Migration[] = []
  for (const name of readdirSync(folder).sort()) {
    const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(number)) continue
    const text = readFileSync(new URL(name, folder), 'utf8').replaceAll('\r\n', '\n')
    if (migrations.at(-1)?.number === number)
      throw new JitupError('migration_changed', `Two migrations have the number ${number}. Reinstall jitup.`, { name })
    migrations.push({ number, name, text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

/**
 * Brings the database to the schema of this jitup and tells which files that took, in order; none when it was there.
 *
 * Forward only, one transaction for all of it, under a transaction's advisory lock: of several processes that start
 * together one migrates and the others find it done, behind a pooler too. `connection` is a configuration of `pg` or a
 * connected client, which stays open.
 *
 * Throws `database_too_old` (PostgreSQL before 15), `database_newer` (the schema is of a later jitup),
 * `migration_changed` (a file that was applied is not the one we have), `migration_failed` (with the file's name;
 * nothing of it stays) and `database_unreachable`.
 */
export async function migrate(
  connection: pg.ClientConfig | pg.ClientBase,
  options: MigrateOptions = {},
): Promise<{ readonly applied: readonly string[] }> {
  const migrations = readMigrations(options.folder ?? packaged)
  if ('query' in connection && typeof connection.query === 'function')
    return { applied: await bringForward(connection as pg.ClientBase, migrations) }
  const client = new pg.Client(connection as pg.ClientConfig)
  // What breaks the connection also fails the statement under way, which is where it is reported.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (cause) {
    throw new JitupError(
      'database_unreachable',
      'The database does not answer. Look whether it runs and whether the connection settings are right.',
      { reason: (cause as { code?: string }).code },
      { cause },
    )
  }
  try {
    return { applied: await bringForward(client, migrations) }
  } finally {
    await client.end()
  }
}

async function bringForward(client: pg.ClientBase, migrations: readonly Migration[]): Promise<string[]> {
  await refuseOldServer(client)
  await client.query('begin')
  try {
    const applied = await applyOpen(client, migrations)
    await client.query('commit')
    return applied
  } catch (error) {
    // A broken connection cannot roll back, and need not.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function applyOpen(client: pg.ClientBase, migrations: readonly Migration[]): Promise<string[]> {
  // A limit the administrator set for everyday statements must not cut a migration short.
  await client.query('set local statement_timeout = 0')
  await client.query(`select pg_advisory_xact_lock(${lockKey})`)
  await client.query(
    `create table if not exists schema_migrations (
       number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now()
     )`,
  )
  const { rows } = await client.query<AppliedRow>(
    'select number, name, checksum from schema_migrations order by number',
  )
  const open = notYetApplied(migrations, rows)
  for (const migration of open) await apply(client, migration)
  return open.map(({ name }) => name)
}

/**
 * The same inside the caller's transaction, up to the migration of that number (all when null): a restore builds the schema
 * that a backup was made of, fills it, and then brings it forward.
 */
export const migrateWithin = async (client: pg.ClientBase, upTo: number | null): Promise<readonly string[]> => {
  await refuseOldServer(client)
  return applyOpen(
    client,
    readMigrations(packaged).filter(({ number }) => upTo === null || number <= upTo),
  )
}

/** The migrations that this jitup has, oldest first. `text` is what runs. */
export const packagedMigrations = (): readonly Migration[] => readMigrations(packaged)

async function refuseOldServer(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  )
  const found = rows[0]
  if (Number(found?.number) >= 150_000) return
  throw new JitupError(
    'database_too_old',
    `jitup needs PostgreSQL 15 or newer; this server is ${found?.text ?? 'unknown'}. Upgrade the server or choose another.`,
    { found: found?.text },
  )
}

/** The migrations still to do, after making sure that the ones done are the ones we know. */
function notYetApplied(migrations: readonly Migration[], applied: readonly AppliedRow[]): Migration[] {
  const latest = migrations.at(-1)?.number ?? 0
  const known = new Map(migrations.map((migration) => [migration.number, migration]))
  for (const row of applied) {
    if (row.number > latest)
      throw new JitupError(
        'database_newer',
        `The database was used by a newer jitup (it has ${row.name}; ours end at ${latest}). Start that version or a later one.`,
        { migration: row.name, ours: latest },
      )
    const ours = known.get(row.number)
    if (ours?.checksum !== row.checksum || ours.name !== row.name)
      throw new JitupError(
        'migration_changed',
        `The database was built with ${row.name}, which is not the file this jitup has. Reinstall the released jitup; ` +
          'migrations are never edited after release.',
        { migration: row.name },
      )
  }
  const reached = applied.at(-1)?.number ?? 0
  const done = new Set(applied.map(({ number }) => number))
  const open = migrations.filter(({ number }) => !done.has(number))
  const late = open.find(({ number }) => number < reached)
  if (late !== undefined)
    throw new JitupError(
      'migration_changed',
      `${late.name} comes before migrations the database already has. Reinstall the released jitup.`,
      { migration: late.name },
    )
  return open
}

async function apply(client: pg.ClientBase, { number, name, text, checksum }: Migration): Promise<void> {
  try {
    await client.query(text)
    await client.query('insert into schema_migrations (number, name, checksum) values ($1, $2, $3)', [
      number,
      name,
      checksum,
    ])
  } catch (cause) {
    const { message, code } = cause as { message?: string; code?: string }
    throw new JitupError(
      'migration_failed',
      `The migration ${name} failed and was undone: ${message ?? 'no reason given'}.`,
      { migration: name, reason: code },
      { cause },
    )
  }
}
