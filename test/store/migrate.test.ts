import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/store/migrate.ts'
import { emptyDatabase, type FreshDatabase, freshDatabase } from '../setup/database.ts'

const folderOf = (files: Record<string, string>): URL => {
  const path = mkdtempSync(join(tmpdir(), 'jitup-migrations-'))
  folders.push(path)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return pathToFileURL(`${path}/`)
}

const folders: string[] = []
let database: FreshDatabase

const ask = async (statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client(database.connection)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  database = await emptyDatabase()
})

afterEach(async () => {
  await database.drop()
  for (const path of folders.splice(0)) rmSync(path, { recursive: true })
})

const first = { '0001_people.sql': 'create table people (id int primary key); insert into people values (1);' }
const second = { '0002_names.sql': `alter table people add name text not null default 'x'` }

describe('migrate', () => {
  it('applies every file once, in the order of their numbers', async () => {
    const folder = folderOf({ ...second, ...first, 'README.md': 'not a migration' })
    expect(await migrate(database.connection, { folder })).toEqual({ applied: ['0001_people.sql', '0002_names.sql'] })
    expect(await migrate(database.connection, { folder })).toEqual({ applied: [] })
    expect(await ask('select * from people')).toEqual([{ id: 1, name: 'x' }])
    expect(await ask('select number, name from schema_migrations order by number')).toEqual([
      { number: 1, name: '0001_people.sql' },
      { number: 2, name: '0002_names.sql' },
    ])
  })

  it('goes on from where an earlier version stopped', async () => {
    await migrate(database.connection, { folder: folderOf(first) })
    const { applied } = await migrate(database.connection, { folder: folderOf({ ...first, ...second }) })
    expect(applied).toEqual(['0002_names.sql'])
  })

  it('takes a connected client and leaves it open', async () => {
    const client = new pg.Client(database.connection)
    await client.connect()
    await migrate(client, { folder: folderOf(first) })
    expect((await client.query('select id from people')).rows).toEqual([{ id: 1 }])
    await client.end()
  })

  it('runs once when many processes start together', async () => {
    const folder = folderOf({ ...first, ...second })
    const results = await Promise.all(Array.from({ length: 8 }, () => migrate(database.connection, { folder })))
    expect(results.flatMap(({ applied }) => applied)).toEqual(['0001_people.sql', '0002_names.sql'])
  })

  it('leaves nothing behind when one file of several fails, and names it', async () => {
    const folder = folderOf({ ...first, '0002_broken.sql': 'create table other (id int); select nonsense' })
    await expect(migrate(database.connection, { folder })).rejects.toMatchObject({
      code: 'migration_failed',
      details: { migration: '0002_broken.sql' },
    })
    expect(await ask(`select to_regclass('people') as people, to_regclass('schema_migrations') as done`)).toEqual([
      { people: null, done: null },
    ])
  })

  it('refuses an applied file that was edited afterwards', async () => {
    await migrate(database.connection, { folder: folderOf(first) })
    const folder = folderOf({ '0001_people.sql': 'create table people (id bigint primary key)' })
    await expect(migrate(database.connection, { folder })).rejects.toMatchObject({ code: 'migration_changed' })
  })

  it('does not mistake the line ends of another checkout for an edit', async () => {
    await migrate(database.connection, { folder: folderOf({ '0001_a.sql': 'select 1;\nselect 2;\n' }) })
    const folder = folderOf({ '0001_a.sql': 'select 1;\r\nselect 2;\r\n' })
    expect(await migrate(database.connection, { folder })).toEqual({ applied: [] })
  })

  it('refuses a file that slipped in before those already applied', async () => {
    await migrate(database.connection, { folder: folderOf({ '0002_b.sql': 'select 1' }) })
    const folder = folderOf({ '0001_a.sql': 'select 1', '0002_b.sql': 'select 1' })
    await expect(migrate(database.connection, { folder })).rejects.toMatchObject({ code: 'migration_changed' })
  })

  it('refuses a database that a newer version has used', async () => {
    await migrate(database.connection, { folder: folderOf({ ...first, ...second }) })
    await expect(migrate(database.connection, { folder: folderOf(first) })).rejects.toMatchObject({
      code: 'database_newer',
      details: { migration: '0002_names.sql' },
    })
  })

  it('says that the database does not answer', async () => {
    const nowhere = { host: join(tmpdir(), 'no-such-folder'), port: 5432, user: 'x', database: 'x' }
    await expect(migrate(nowhere)).rejects.toMatchObject({ code: 'database_unreachable' })
  })
})

describe('the migrations of this version', () => {
  it('build the schema of a fresh database, after which nothing is left to do', async () => {
    const fresh = await freshDatabase()
    expect(await migrate(fresh.connection)).toEqual({ applied: [] })
    await fresh.drop()
  })
})
