import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import type { LinkRule } from '../../src/core/types.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { SignOnRefused } from '../../src/sign-on/refuse.ts'
import { indexForLinks } from '../../src/store/candidates.ts'
import { readColumns } from '../../src/store/columns.ts'
import { openDatabase } from '../../src/store/database.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'
import { addRole, Browser, newWorld, publicUrl, respond, setConverters, type World } from '../sign-on/world.ts'
import { directoryOf, type Recording, recordingClient, type Sent } from './recorder.ts'

// What a sign-on costs must not depend on how many people there are. Every statement that it sends is caught where the driver
// sends it, and PostgreSQL is asked twice: how it would run it (EXPLAIN), and how many rows it did read (its own statistics).
const people = Number(process.env.PERF_CONTACTS ?? 20_000)
const minutes = 60_000

/** Tables that an administrator fills by hand: reading one whole costs nothing that grows. */
const small = new Set([
  ...['settings', 'lookups', 'contact_columns', 'providers', 'provider_metadata', 'idp_certificates', 'sp_keys'],
  ...['converters', 'role_rules', 'rules_revisions', 'domains', 'waiting_certificates', 'jobs', 'directory_generation'],
])

/** More rows than any one sign-on here needs from all indexes together, fewer than any list of people has. */
const rowsOfOneSignOn = 600

const link: readonly LinkRule[] = [
  { by: 'login', from: { attribute: 'Login' } },
  { by: 'email', attribute: 'Email' },
  { by: 'column', column: 'Phone', attribute: 'Phone' },
]

const recording: Recording = { sent: [], trips: 0 }
let world: World
let close: () => Promise<void> = async () => {}
let admin: pg.Client
let newborn: pg.Client

beforeAll(async () => {
  const secret = randomBytes(32).toString('hex')
  const whole = await newWorld({}, secret)
  await updateProviderBy(whole.app, { kind: 'system' }, 'acme', { link: [...link] })
  const { database, clock, providerId } = whole
  admin = new pg.Client({ ...database.connection, ...inject('postgres').admin, database: database.connection.database })
  await admin.connect()
  const empty = await freshDatabase()
  newborn = new pg.Client(empty.connection)
  await newborn.connect()
  await prepareLinks(empty)
  await admin.query(directoryOf(people, providerId))
  await admin.query('analyze')
  // What nodes do beside sign-ons is not counted as theirs.
  await admin.query(`update jobs set next_at = 'infinity'`)
  await setConverters(whole, {
    GivenName: 'First Name',
    Surname: 'Last Name',
    Email: 'Email',
    Phone: 'Phone',
    Account: 'Company',
    Department: 'Department',
    Owner: 'Manager',
    Type: ['Type', 'Employee'],
  })
  await addRole(whole, 'Sales team', 'sales')
  await addRole(whole, 'London office')
  // A connection that rests tells much later what it has read: it would be counted as a sign-on's.
  await whole.app.db.query({ text: 'select pg_stat_force_next_flush()', values: [] } as never)
  // As another node of the same installation, on one connection that is listened to.
  const recorded = await openApp({
    connection: { ...database.connection, max: 1, Client: recordingClient(recording) },
    secrets: [secret],
    publicUrl,
    log: silentLog,
    now: () => clock.now,
    background: false,
  })
  world = { ...whole, app: recorded.app }
  close = async () => {
    await recorded.close()
    await admin.end()
    await newborn.end()
    await empty.drop()
    await whole.end()
  }
}, 30 * minutes)
afterAll(() => close(), 10 * minutes)

const john = {
  Login: ['john.best'],
  'First Name': ['John'],
  'Last Name': ['Best'],
  Email: ['john.best@bright.example'],
  Phone: ['+44 20 7946 0142'],
  Company: ['Bright Harbour Ltd'],
  Department: ['Filler department 7'],
  Manager: ['Person 9'],
  memberOf: ['sales', 'London office', 'Filler role 3'],
}

/** What saving such a rule does to the contacts: they can be found by the column from then on. */
async function prepareLinks({ connection }: FreshDatabase): Promise<void> {
  const db = openDatabase(connection)
  const columns = await readColumns(db)
  for (const rule of link) {
    const column = rule.by === 'column' ? columns.get(rule.column) : undefined
    if (column) await db.transaction((tx) => indexForLinks(tx, columns, column))
  }
  await db.close()
}

interface Measured {
  readonly answer: unknown
  readonly sent: readonly Sent[]
  readonly trips: number
  /** Entries read from indexes of all tables, and rows read by reading a whole table that grows. */
  readonly read: { readonly byIndex: number; readonly whole: Readonly<Record<string, number>> }
}

/** From the posted answer of the identity provider to the redirect. */
async function signOn(nameId: string, attributes: Readonly<Record<string, readonly string[]>>): Promise<Measured> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  const requestId = await browser.start()
  const xml = respond(world, requestId, { nameId: { value: nameId }, attributes })
  const before = await rowsRead()
  recording.sent.length = 0
  recording.trips = 0
  const answer = await browser.post(xml)
  const [sent, { trips }] = [[...recording.sent], recording]
  const after = await rowsRead()
  const whole = [...after.whole].flatMap(([table, rows]) => {
    const more = rows - (before.whole.get(table) ?? 0)
    return more > 0 && !small.has(table) ? [[table, more] as const] : []
  })
  return { answer, sent, trips, read: { byIndex: after.byIndex - before.byIndex, whole: Object.fromEntries(whole) } }
}

async function rowsRead(): Promise<{ byIndex: number; whole: ReadonlyMap<string, number> }> {
  await world.app.db.query({ text: 'select pg_stat_force_next_flush()', values: [] } as never)
  const { rows } = await admin.query<{ relname: string; whole: string; by_index: string }>(`
    select t.relname, t.seq_tup_read as whole, coalesce(sum(i.idx_tup_read), 0) as by_index
    from pg_stat_user_tables t left join pg_stat_user_indexes i using (relid) group by 1, 2`)
  return {
    byIndex: rows.reduce((sum, row) => sum + Number(row.by_index), 0),
    whole: new Map(rows.map((row) => [row.relname, Number(row.whole)])),
  }
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly 'Recheck Cond'?: string
  readonly Plans?: readonly Node[]
}

/** The plan that this statement gets in a database when it is planned without looking at its values. */
async function planOf(admin: pg.Client, { text, parameters, begin }: Sent): Promise<Node> {
  const nothing = parameters === 0 ? '' : `(${Array.from({ length: parameters }, () => 'null').join(', ')})`
  await admin.query(begin ?? 'begin')
  try {
    await admin.query('set local plan_cache_mode = force_generic_plan')
    await admin.query(`prepare caught as ${text}`)
    const { rows } = await admin.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (format json) execute caught ${nothing}`,
    )
    return rows[0]?.['QUERY PLAN'][0].Plan as Node
  } finally {
    await admin.query('rollback')
    await admin.query('deallocate all')
  }
}

/** Nodes that read more the more rows the table has. */
function growing(node: Node): readonly string[] {
  const table = node['Relation Name']
  const below = (node.Plans ?? []).flatMap(growing)
  const type = node['Node Type']
  if (type === 'Seq Scan' && table !== undefined && !small.has(table)) return [`Seq Scan on ${table}`, ...below]
  // Without a condition an index is read from end to end.
  if (/^(Index|Bitmap Index)/.test(type) && node['Index Cond'] === undefined && !small.has(table ?? '')) {
    return [`${type} of all of ${node['Index Name']}`, ...below]
  }
  return below
}

async function expectFlat({ sent, read }: Measured): Promise<void> {
  expect(sent.length).toBeGreaterThan(2)
  const bad: string[] = []
  for (const one of sent) {
    const plans = [await planOf(admin, one)]
    // A connection keeps the plans of its first sign-on, which may be the first of the installation.
    if (one.begin !== null) plans.push(await planOf(newborn, one))
    for (const node of plans.flatMap(growing)) bad.push(`${node}: ${one.text.trim().slice(0, 200)}`)
  }
  expect(bad).toEqual([])
  expect(read.whole).toEqual({})
  expect(read.byIndex).toBeGreaterThan(0)
  expect(read.byIndex).toBeLessThan(rowsOfOneSignOn)
}

const status = ({ answer }: Measured): unknown =>
  answer instanceof Response ? answer.status : answer instanceof SignOnRefused ? answer.code : answer

describe(`a sign-on among ${people} contacts finds everything by an index`, () => {
  it('at the first sign-on of a person', async () => {
    const first = await signOn('john.best@bright.example', john)
    expect(status(first)).toBe(303)
    await expectFlat(first)
  })

  it('at a repeat sign-on that changes nothing, in at most three round trips', async () => {
    const attributes = { ...john, Email: ['repeat@bright.example'], Login: ['repeat'], Phone: ['+44 20 7946 0143'] }
    await signOn('repeat@bright.example', attributes)
    // The second one settles what a new node or connection asks once.
    await signOn('repeat@bright.example', attributes)
    const repeat = await signOn('repeat@bright.example', attributes)
    expect(status(repeat)).toBe(303)
    await expectFlat(repeat)
    expect(repeat.trips).toBeGreaterThan(0)
    expect(repeat.trips).toBeLessThanOrEqual(3)
  })

  it('at one that changes columns, lookups and roles', async () => {
    const attributes = { ...john, Email: ['change@bright.example'], Login: ['change'], Phone: ['+44 20 7946 0144'] }
    await signOn('change@bright.example', attributes)
    const changed = await signOn('change@bright.example', {
      ...attributes,
      'Last Name': ['Better'],
      Email: ['change.too@bright.example'],
      Company: ['A new company Ltd'],
      Department: ['Filler department 8'],
      memberOf: ['Filler role 4', 'Filler role 5'],
    })
    expect(status(changed)).toBe(303)
    await expectFlat(changed)
  })

  it('at one whose address and login name are taken by one of the many', async () => {
    const taken = await signOn('person.11@filler.example ', { ...john, Email: ['person.12@filler.example'] })
    expect(status(taken)).toBe(303)
    await expectFlat(taken)
  })

  it('at the repeat sign-on of one of the many', async () => {
    const attributes = {
      'First Name': ['Person'],
      'Last Name': ['13'],
      memberOf: ['Filler role 14', 'Filler role 514'],
    }
    const nameId = { value: 'person.13@filler.example', format: null }
    expect(status(await signOn(nameId.value, attributes))).toBe(303)
    await expectFlat(await signOn(nameId.value, attributes))
  })

  it('at one that links a newcomer to somebody who is here', async () => {
    const linked = await signOn('unheard-of', {
      ...john,
      Login: ['person.15@filler.example'],
      Email: ['person.15@filler.example'],
    })
    expect(status(linked)).toBe(303)
    await expectFlat(linked)
  })

  it('at one that is refused', async () => {
    await admin.query(`update users set status = 'disabled' where login_key = 'person.17@filler.example'`)
    const refused = await signOn('person.17@filler.example', john)
    expect(status(refused)).toBe('user_disabled')
    await expectFlat(refused)
  })
})
