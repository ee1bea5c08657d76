import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { migrate, migrateWithin } from '../../src/store/migrate.ts'
import { emptyDatabase, type FreshDatabase } from '../setup/database.ts'

let database: FreshDatabase
let client: pg.Client
beforeAll(async () => {
  database = await emptyDatabase()
  client = new pg.Client(database.connection)
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

it('users of an installation that is brought up to date were seen when the journal last saw them', async () => {
  await client.query('begin')
  await migrateWithin(client, 26)
  await client.query('commit')
  const uuid = (n: number) => `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
  for (const [n, login] of ['ada', 'bob', 'ida'].entries()) {
    await client.query('insert into contacts (id, name_key, "Name") values ($1, $2, $2)', [uuid(n), login])
    await client.query(
      `insert into users (id, contact_id, login, login_key, type) values ($1, $1, $2, $2, 'employee')`,
      [uuid(n), login],
    )
  }
  for (const [n, at, outcome, contact] of [
    [10, '2026-01-01', 'created', 0],
    [11, '2026-01-03', 'unchanged', 0],
    [12, '2026-01-05', 'refused', 0],
    [13, '2026-01-06', 'replayed', 0],
    [14, '2026-01-02', 'updated', 1],
    [15, '2026-01-07', 'tested', 2],
  ] as const) {
    await client.query(
      'insert into sign_ons (at, id, outcome, user_id, contact_id, duration_us) values ($1, $2, $3, $4, $4, 1)',
      [`${at}T12:00:00Z`, uuid(n), outcome, uuid(contact)],
    )
  }
  await migrate(database.connection)
  const { rows } = await client.query('select login, last_seen_at as at from users order by login')
  expect(rows).toEqual([
    { login: 'ada', at: new Date('2026-01-03T12:00:00Z') },
    { login: 'bob', at: new Date('2026-01-02T12:00:00Z') },
    { login: 'ida', at: null },
  ])
})
