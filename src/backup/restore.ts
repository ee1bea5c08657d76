import pg from 'pg'
import sql from 'sql-template-tag'
import { JitupError } from '../errors.ts'
import { recordAudit } from '../store/audit.ts'
import { indexForLinks } from '../store/candidates.ts'
import { readColumns } from '../store/columns.ts'
import type { Tx } from '../store/database.ts'
import { migrateWithin, packagedMigrations } from '../store/migrate.ts'
import { afterRestoreWithin, restoringSetting } from '../store/restored.ts'
import type { Seal } from '../store/seal.ts'
import { assertOpens } from '../store/settings.ts'
import { copyIn } from './copy.ts'
import { damaged, type Frame, readFrames } from './frames.ts'
import { type BackupTable, type Head, readHead } from './head.ts'
import { endAgain, endedThere } from './outlast.ts'
import { ourFunctions, ourTables, quoted, sameTexts } from './tables.ts'

export interface RestoreOptions {
  readonly seal: Seal
  readonly now: () => Date
  /** Replaces what is there. Without it only an empty database is filled. */
  readonly force?: boolean
}

/**
 * Reads a backup to its end and believes nothing before: whole, unaltered, of a schema that this jitup knows, and sealed with
 * this secret.
 * @throws JitupError `backup_damaged`, `database_newer`, `migration_changed`, `secret_wrong`
 */
export async function verifyBackup(bytes: AsyncIterable<Buffer>, seal: Seal): Promise<Head> {
  let head: Head | null = null
  let tables = 0
  for await (const { kind, content } of readFrames(bytes)) {
    if (kind === 'head') head = readHead(content)
    if (kind === 'table' && head?.tables[tables++]?.name !== content.toString()) throw damaged('a table is missing')
  }
  if (head === null || tables !== head.tables.length) throw damaged('a table is missing')
  assertFits(head, seal)
  return head
}

function assertFits({ migrations, canary }: Head, seal: Seal): void {
  const known = new Map(packagedMigrations().map((one) => [one.number, one]))
  for (const { number, name, checksum } of migrations) {
    const ours = known.get(number)
    if (!ours) {
      const text = `The backup was made by a newer jitup (it has ${name}). Restore it with that version or a later one.`
      throw new JitupError('database_newer', text, { migration: name })
    }
    if (ours.name === name && ours.checksum === checksum) continue
    const text = `The backup was made with a ${name} that is not the file this jitup has. Reinstall the released jitup.`
    throw new JitupError('migration_changed', text, { migration: name })
  }
  if (canary !== null) assertOpens(seal, canary)
}

/**
 * Puts a backup into the database: builds the schema it was made of, fills it, and brings it forward. All of it is one
 * transaction, whatever the size: a restore that is cut off leaves what was there before, and where nothing was, a mark that
 * stops the start (`restore_incomplete`). Sessions and whatever was under way are gone afterwards. Of a database that is replaced
 * what was ended for good stays so: revoked tokens, erased people.
 * @throws JitupError `backup_damaged`, `database_not_empty`, `database_newer`, `migration_changed`, `secret_wrong`
 */
export async function restoreInto(
  client: pg.ClientBase,
  bytes: AsyncIterable<Buffer>,
  { seal, now, force = false }: RestoreOptions,
): Promise<void> {
  const frames = readFrames(bytes)
  const head = readHead((await nextOf(frames)).content)
  assertFits(head, seal)
  const there = await whatIsThere(client)
  if (there === 'foreign' || (there === 'filled' && !force)) throw notEmpty()
  const filled = there === 'filled'
  if (!filled) await mark(client, there)
  await client.query('begin')
  try {
    await client.query(sameTexts)
    const ended = filled ? await endedThere(txOn(client)) : null
    await dropOurs(client)
    await migrateWithin(client, Math.max(...head.migrations.map(({ number }) => number)))
    await fill(client, head, frames)
    await migrateWithin(client, null)
    await indexLinks(txOn(client))
    await afterRestoreWithin(txOn(client), now())
    if (ended) await endAgain(txOn(client), seal, ended, now())
    await recordAudit(txOn(client), now(), {
      kind: 'database.restore',
      author: { kind: 'system' },
      facts: { backupOf: head.madeAt },
    })
    await client.query(`delete from settings where name = '${restoringSetting}'`)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    // It is as empty as before, and may be used.
    if (!filled) await unmark(client).catch(() => {})
    throw error
  }
  await client.query('analyze')
}

/** The transaction that is open on this connection. */
const txOn = (client: pg.ClientBase): Pick<Tx, 'query'> => ({
  query: (statement) => client.query(statement).then(({ rows }) => rows),
})

/** The indexes that link rules need are made when such a rule is saved, not by a migration. */
async function indexLinks(tx: Pick<Tx, 'query'>): Promise<void> {
  const rows = await tx.query<{ name: string }>(sql`
    select distinct rule ->> 'column' as name from providers, jsonb_array_elements(options -> 'link') rule
    where jsonb_typeof(options -> 'link') = 'array' and rule ->> 'by' = 'column'`)
  const columns = await readColumns(tx)
  for (const column of rows.flatMap(({ name }) => columns.get(name) ?? [])) await indexForLinks(tx, columns, column)
}

type There = 'nothing' | 'empty' | 'filled' | 'foreign'

const notEmpty = (): JitupError =>
  new JitupError(
    'database_not_empty',
    'There is something in this database already. Restore into a fresh one, or say --force to replace what is there.',
  )

/** `foreign`: tables of our names that we have not made. */
async function whatIsThere(client: pg.ClientBase): Promise<There> {
  const there = await tablesThere(client)
  if (there.length === 0) return 'nothing'
  if (!there.includes('schema_migrations')) return 'foreign'
  const tables = ['contacts', 'providers'].filter((name) => there.includes(name))
  if (tables.length === 0) return 'empty'
  const used = tables.map((name) => `exists (select 1 from ${name})`).join(' or ')
  const found = await client.query<{ used: boolean }>(`select ${used} as used`)
  return found.rows[0]?.used ? 'filled' : 'empty'
}

/** Whatever bears the name of a table of ours. */
async function tablesThere(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = current_schema()::regnamespace
       and relkind in ('r', 'p', 'v', 'm', 'f') and relname = any($1)`,
    [[...ourTables()]],
  )
  return rows.map(({ name }) => name)
}

/** Says, before anything else happens, that this database is not what it will be. */
async function mark(client: pg.ClientBase, there: There): Promise<void> {
  await client.query('begin')
  if (there === 'nothing') await migrateWithin(client, null)
  await client.query(`insert into settings (name, value) values ('${restoringSetting}', 'true') on conflict do nothing`)
  await client.query('commit')
}

const unmark = (client: pg.ClientBase) => client.query(`delete from settings where name = '${restoringSetting}'`)

/** Ours alone, and not what others have built on them: a view over contacts stops it. */
async function dropOurs(client: pg.ClientBase): Promise<void> {
  try {
    await client.query(`drop table if exists ${quoted([...ourTables()])}`)
    const { rows } = await client.query<{ name: string }>(
      `select oid::regprocedure::text as name from pg_proc
       where pronamespace = current_schema()::regnamespace and proname = any($1)`,
      [ourFunctions()],
    )
    for (const { name } of rows) await client.query(`drop function ${name}`)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === '2BP01')) throw cause
    const text = 'Something of yours in this database is built on our tables, such as a view. Restore into a fresh one.'
    throw new JitupError('database_not_empty', text, {}, { cause })
  }
}

async function fill(client: pg.ClientBase, head: Head, frames: AsyncGenerator<Frame>): Promise<void> {
  // What a new schema comes with is in the backup too.
  await client.query(`truncate ${quoted((await tablesThere(client)).filter((name) => name !== 'schema_migrations'))}`)
  let frame = await nextOf(frames)
  for (const table of head.tables) {
    if (frame.kind !== 'table' || frame.content.toString() !== table.name) throw damaged('a table is missing')
    if (table.name === 'contacts') await addCustomColumns(client, table)
    const list = quoted(table.columns.map(({ name }) => name))
    await client.query(`alter table ${quoted([table.name])} disable trigger user`)
    await copyIn(client, `copy ${quoted([table.name])} (${list}) from stdin`, rowsOf())
    await client.query(`alter table ${quoted([table.name])} enable trigger user`)
    await continueSequences(client, table)
  }
  // To the end: the sum is behind it.
  while (!(await frames.next()).done);

  async function* rowsOf(): AsyncGenerator<Buffer> {
    for (;;) {
      frame = await nextOf(frames)
      if (frame.kind !== 'rows') return
      yield frame.content
    }
  }
}

async function nextOf(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { value, done } = await frames.next()
  if (done) throw damaged('it is cut off')
  return value
}

const columnTypes = new Set(['text', 'bigint', 'numeric', 'boolean', 'date', 'timestamp with time zone', 'uuid'])

/** The columns that administrators have added: made of what the backup says of them, never of its text. */
async function addCustomColumns(client: pg.ClientBase, { columns }: BackupTable): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'contacts'::regclass and attnum > 0 and not attisdropped`,
  )
  const known = new Set(rows.map(({ name }) => name))
  for (const { name, type, references } of columns.filter((column) => !known.has(column.name))) {
    if (!columnTypes.has(type)) throw damaged('a column is of a type that there is not')
    if (references !== null && references !== 'contacts' && references !== 'lookup_values') {
      throw damaged('a column refers to what it cannot')
    }
    const foreign = references === null ? '' : ` references ${references} (id)`
    await client.query(`alter table contacts add column ${pg.escapeIdentifier(name)} ${type}${foreign}`)
  }
}

/** Numbers that the database gives go on behind the last one. */
async function continueSequences(client: pg.ClientBase, { name, columns }: BackupTable): Promise<void> {
  for (const column of columns) {
    if (column.type !== 'integer' && column.type !== 'bigint') continue
    await client.query(
      `select setval(s.name, greatest((select max(${quoted([column.name])}) from ${quoted([name])}), 1))
       from (select pg_get_serial_sequence($1, $2) as name) s where s.name is not null`,
      [quoted([name]), column.name],
    )
  }
}
