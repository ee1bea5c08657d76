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

it('what earlier sign-ons wrote and whom they made says by whose provider, as far as the journal knows', async () => {
  await client.query('begin')
  await migrateWithin(client, 7)
  await client.query('commit')
  const uuid = (n: number) => `0199aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`
  const [acme, other, known, forgotten, contact, user] = [1, 2, 3, 4, 5, 6].map(uuid)
  for (const id of [acme, other]) {
    await client.query(
      `insert into providers (id, slug, name, protocol, entity_id, sp_entity_id, settings) values ($1, $2, 'P', 'saml', $2, 'x', '{}')`,
      [id, `p-${id}`],
    )
  }
  await client.query(
    `insert into sign_ons (at, id, provider_id, outcome, duration_us) values (now(), $1, $2, 'created', 1)`,
    [known, acme],
  )
  const origins = {
    Name: { kind: 'person', at: 'x' },
    Phone: { kind: 'claim', signOnId: known, at: 'x' },
    Email: { kind: 'claim', signOnId: forgotten, at: 'x' },
  }
  await client.query(`insert into contacts (id, name_key, "Name", origins) values ($1, 'ada', 'Ada', $2)`, [
    contact,
    JSON.stringify(origins),
  ])
  await client.query(
    `insert into users (id, contact_id, login, login_key, type) values ($1, $2, 'ada', 'ada', 'employee')`,
    [user, contact],
  )
  for (const [id, day] of [
    [acme, '2026-01-01'],
    [other, '2026-01-02'],
  ]) {
    await client.query(
      `insert into identities (id, provider_id, subject, format, user_id, created_at) values (gen_random_uuid(), $1, 'ada', '', $2, $3)`,
      [id, user, day],
    )
  }
  await migrate(database.connection)
  const { rows } = await client.query(
    `select u.created_by, u.provider_id, c.origins from users u join contacts c on c.id = u.contact_id`,
  )
  expect(rows).toEqual([
    {
      created_by: 'sign-on',
      provider_id: acme,
      origins: { ...origins, Phone: { ...origins.Phone, providerId: acme } },
    },
  ])
})
