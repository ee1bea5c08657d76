import type pg from 'pg'
import { copyOut } from './copy.ts'
import { frameWriter } from './frames.ts'
import type { BackupTable, Head } from './head.ts'
import { quoted, readTables, sameTexts } from './tables.ts'

/** What a backup has, for the one who made it. */
export interface BackupFacts {
  readonly tables: number
  /** The last migration of the schema. */
  readonly migration: number
}

/**
 * Writes everything that the database holds, as it is at one moment, while others go on working. What is sealed stays sealed:
 * the secret is nowhere in it. It takes as much memory for a million people as for ten.
 */
export async function writeBackup(
  client: pg.ClientBase,
  write: (bytes: Buffer) => Promise<void>,
  now: Date,
): Promise<BackupFacts> {
  await client.query('begin isolation level repeatable read read only')
  try {
    await client.query(sameTexts)
    const tables = await readTables(client)
    // Nobody may take a column away while its rows are read.
    await client.query(`lock table ${quoted(tables.map(({ name }) => name))} in access share mode`)
    const head = await headOf(client, tables, now)
    const frames = frameWriter(write)
    await frames.put('head', JSON.stringify(head))
    for (const { name, columns } of head.tables) {
      await frames.put('table', name)
      const list = quoted(columns.map((column) => column.name))
      await copyOut(client, `copy (select ${list} from ${quoted([name])}) to stdout`, (rows) =>
        frames.put('rows', rows),
      )
    }
    await frames.end(head.tables.length)
    return { tables: head.tables.length, migration: head.migrations.at(-1)?.number ?? 0 }
  } finally {
    // Nothing was written; a connection that is gone needs no end.
    await client.query('rollback').catch(() => {})
  }
}

async function headOf(client: pg.ClientBase, tables: readonly BackupTable[], now: Date): Promise<Head> {
  const migrations = await client.query<Head['migrations'][number]>(
    'select number, name, checksum from schema_migrations order by number',
  )
  const canary = await client.query<{ value: string }>(
    `select value #>> '{}' as value from settings where name = 'canary'`,
  )
  return {
    format: 'jitup-backup',
    version: 1,
    madeAt: now.toISOString(),
    migrations: migrations.rows,
    canary: canary.rows[0]?.value ?? null,
    tables: [...tables],
  }
}
