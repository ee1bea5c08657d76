import { readFileSync } from 'node:fs'
import pg from 'pg'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { countFigures } from '../../src/sign-on/figures.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { type Api, adminToken, newApi, publicUrl } from '../api/api-world.ts'

// What a page of a list costs must not depend on how long the list is. PostgreSQL's own statistics tell what was read for it: rows of
// tables that were read whole, and entries of indexes. What may be read to find a part of a name says so below.
const people = Number(process.env.PERF_CONTACTS ?? 20_000)
const signOns = people * 3
const minutes = 60_000

/** Tables that administrators fill by hand, and what figures are kept in. */
const small = new Set([
  ...['settings', 'lookups', 'contact_columns', 'providers', 'provider_metadata', 'idp_certificates', 'sp_keys'],
  ...['converters', 'role_rules', 'rules_revisions', 'domains', 'waiting_certificates', 'jobs', 'roles', 'api_tokens'],
  ...['sign_on_hours', 'refusal_counts', 'worklist', 'worklist_overflow', 'webhooks', 'mail_recipients'],
])

/** More entries than a page needs, with all that it shows of its rows; far fewer than any list has. */
const entriesOfPage = 3000

let api: Api
let admin: pg.Client
beforeAll(async () => {
  api = await newApi({ background: false })
  admin = new pg.Client({ ...api.connection, ...inject('postgres').admin, database: api.connection.database as string })
  await admin.connect()
  const script = readFileSync(new URL('../../bench/admin-lists.sql', import.meta.url), 'utf8')
  await admin.query(script.replaceAll(':contacts', String(people)).replaceAll(':signons', String(signOns)))
  await admin.query('vacuum analyze')
  // What nodes do beside is not counted.
  await countFigures({ db: api.app.db, now: () => new Date() })
  await admin.query(`update jobs set next_at = 'infinity'`)
  api.clock.now = new Date()
}, 30 * minutes)
afterAll(async () => {
  await admin.end()
  await api.end()
}, 10 * minutes)

interface Read {
  readonly entries: number
  readonly whole: Readonly<Record<string, number>>
}

async function read(): Promise<Read> {
  // Every connection of the server tells what it has done.
  await Promise.all(
    Array.from({ length: 10 }, () => api.app.db.query(sql`select pg_stat_force_next_flush(), pg_sleep(0.02)`)),
  )
  const { rows } = await admin.query<{ relname: string; whole: string; entries: string }>(`
    select t.relname, t.seq_tup_read as whole, coalesce(sum(i.idx_tup_read), 0) as entries
    from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid) group by 1, 2`)
  return {
    entries: rows.reduce((sum, row) => sum + (small.has(row.relname) ? 0 : Number(row.entries)), 0),
    whole: Object.fromEntries(rows.map((row) => [row.relname, Number(row.whole)])),
  }
}

/** Asks, and tells what was read for it. */
async function reads(path: string): Promise<Read & { readonly rows: number }> {
  const before = await read()
  const response = await api.server.request(`${publicUrl}/api/v1${path}`, {
    headers: { authorization: `Bearer ${adminToken}` },
  })
  const body = (await response.json()) as { items?: unknown[] }
  expect([path, response.status, body]).toEqual([path, 200, expect.anything()])
  const after = await read()
  const whole = Object.entries(after.whole).flatMap(([table, rows]) => {
    const more = rows - (before.whole[table] ?? 0)
    return more > 0 && !small.has(table) ? [[table, more] as const] : []
  })
  return { entries: after.entries - before.entries, whole: Object.fromEntries(whole), rows: body.items?.length ?? 1 }
}

const last = (path: string, ...position: string[]) =>
  Buffer.from(JSON.stringify([path, ...position])).toString('base64url')

describe(`a page of ${people} contacts or ${signOns} sign-ons`, () => {
  const id = '01900005-0000-7000-8000-000000000050'
  it.each([
    '/contacts',
    '/contacts?sort=-name',
    '/contacts?sort=-updated',
    '/contacts?columns=GivenName,Account',
    `/contacts?cursor=${last('/contacts', 'name', 'hanako', id)}`,
    `/contacts?sort=updated&cursor=${last('/contacts', 'updated', `${new Date().toISOString().slice(0, 4)}-01-01T00:00:00.000000Z`, id)}`,
    '/contacts?account=Account%20value%20110',
    '/contacts?account=Account%20value%205',
    '/contacts?role=Role%205',
    '/contacts?role=All%20employees',
    '/contacts?provider=idp-2',
    '/contacts?status=active',
    '/contacts?user=u11@corp.example',
    '/users',
    '/users?sort=-created',
    '/users?status=active&type=employee',
    '/users?role=Role%205',
    '/users?notSeenDays=1',
    '/sign-ons',
    '/sign-ons?provider=idp-1',
    '/sign-ons?provider=idp-5',
    '/sign-ons?outcome=unchanged',
    '/sign-ons?outcome=refused',
    '/sign-ons?outcome=undone',
    '/sign-ons?outcome=replayed,undone',
    // As the page asks first, of everybody and of one.
    '/sign-ons?outcome=created,updated,unchanged,refused,tested',
    `/sign-ons?contact=${id}&outcome=created,updated,unchanged,refused,tested`,
    '/sign-ons?outcome=updated&provider=idp-5',
    '/sign-ons?outcome=created,updated&provider=idp-1',
    '/sign-ons?code=no_such_code',
    '/sign-ons?tests=only',
    '/sign-ons?tests=hide&to=2020-01-01',
    `/sign-ons?contact=${id}`,
    '/sign-ons?user=u11@corp.example',
    '/overview?range=month',
    '/converters?limit=200',
    '/role-rules?limit=200',
    '/lookups/Account/values',
    '/grants?user=u11@corp.example',
    '/administrators',
    '/security-report',
    `/contacts/${id}`,
    `/contacts/${id}/explanation`,
    '/audit',
    '/audit?reads=false',
    '/audit?kind=claims.read',
    '/worklist',
  ])('%s', async (path) => {
    const { entries, whole } = await reads(path)
    // Who is of a rare kind is looked for among the users, a small table beside the others, never among contacts or sign-ons.
    const { users: _, ...others } = whole
    expect(others).toEqual({})
    expect(entries).toBeLessThan(
      entriesOfPage + (path.includes('/sign-ons?') || path.startsWith('/overview') ? signOns / 8 : 0),
    )
  })
})

describe('a search', () => {
  it.each([
    '/contacts?search=nobody',
    '/contacts?search=5550142',
    '/users?search=nobody',
    '/contacts?search=moss&role=Role%205',
  ])('%s reads the names once, in their index, and the logins', async (path) => {
    const { entries, whole } = await reads(path)
    const { users = 0, ...others } = whole
    expect(others).toEqual({})
    expect(users).toBeLessThanOrEqual(people)
    expect(entries).toBeLessThan(2 * people + entriesOfPage)
  })

  it('of what many have ends with the page', async () => {
    const { entries, rows } = await reads('/contacts?search=a')
    expect(rows).toBe(50)
    expect(entries).toBeLessThan(entriesOfPage)
  })

  it('for one character that nobody has costs what any search does', async () => {
    const { entries, whole } = await reads(`/contacts?search=${encodeURIComponent('王')}`)
    const { users = 0, ...others } = whole
    expect(others).toEqual({})
    expect(users).toBeLessThanOrEqual(people)
    expect(entries).toBeLessThan(2 * people + entriesOfPage)
  })

  it('for the beginning of a reference reads what was made in its minute', async () => {
    const id = uuid7(api.clock.now)
    await api.app.db.query(sql`insert into sign_ons (at, id, outcome, duration_us)
      values (${api.clock.now}, ${id}, 'unchanged', 1)`)
    const { entries, whole, rows } = await reads(`/sign-ons?search=${id.slice(0, 8)}`)
    expect(whole).toEqual({})
    expect(rows).toBeGreaterThan(0)
    expect(entries).toBeLessThan(entriesOfPage)
  })

  it('for who stays away reads the users, and nothing of the journal', async () => {
    const { entries, whole, rows } = await reads('/users?notSeenDays=59')
    expect(rows).toBeGreaterThan(0)
    expect(Object.keys(whole).filter((table) => table !== 'users')).toEqual([])
    expect(entries).toBeLessThan(people + entriesOfPage)
  })

  it('of sign-ons by login reads those of the people who are found', async () => {
    const { entries, whole } = await reads('/sign-ons?search=u150@')
    expect(Object.keys(whole).filter((table) => table !== 'users')).toEqual([])
    expect(entries).toBeLessThan(entriesOfPage)
  })
})
