import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { JitupError } from '../../src/errors.ts'
import { safeError } from '../../src/server/log.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

const canary = 'canary@person.example'
let database: FreshDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase(database.connection)
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  )

it('what the database quotes of a row is not logged, whatever failed', async () => {
  const failures = [
    await failure(db.query(sql`insert into contacts (id, "Name", "Email") values (gen_random_uuid(), 'x', ${canary})`)),
    await failure(db.query(sql`select ${canary}::text::integer`)),
    await failure(db.query(sql`insert into lookups values (${canary}, 'x'), (${canary}, 'y')`)),
  ]
  for (const error of failures) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    expect(JSON.stringify(cause) + String(cause)).toContain(canary)
    expect(JSON.stringify(safeError(error))).not.toContain(canary)
    expect(safeError(error)).toHaveProperty('code')
    const wrapped = new JitupError('internal', 'It failed.', {}, { cause: error })
    expect(JSON.stringify(safeError(wrapped))).not.toContain(canary)
  }
})

it('an error of ours keeps its code, its sentence and where it came from', () => {
  const error = safeError(new JitupError('conflict', 'Others were faster.'))
  expect(error).toMatchObject({ code: 'conflict', message: 'Others were faster.' })
  expect(error).toHaveProperty('stack')
})
