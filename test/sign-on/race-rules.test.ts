/** Two nodes on one database: people sign on while administrators change the rules beneath them, and each other's values. */
import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { deleteRoleRule, saveRoleRule } from '../../src/api/edit/role-rules.ts'
import { deleteRole, saveRole } from '../../src/api/edit/roles.ts'
import { importAdminToken } from '../../src/api/edit/tokens.ts'
import { createServer } from '../../src/server/app.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { preview } from '../../src/sign-on/preview.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { lastEntry } from './people.ts'
import { Browser, count, newWorld, publicUrl, respond, setConverters, signOnAs, type World } from './world.ts'

const author = { kind: 'system' } as const
type Attributes = Readonly<Record<string, readonly string[]>>

let world: World
let other: RunningApp
beforeEach(async () => {
  const secret = randomBytes(32).toString('hex')
  world = await newWorld({}, secret)
  other = await openApp({
    connection: { ...world.database.connection, max: 8 },
    secrets: [secret],
    publicUrl,
    log: silentLog,
    now: () => world.clock.now,
  })
})
afterEach(async () => {
  await other.close()
  await world.end()
})

const nodes = (): readonly World[] => [world, { ...world, app: other.app }]
const addresses = async () =>
  Object.fromEntries(
    (
      await world.app.db.query<{ login: string; email: string | null }>(sql`
        select u.login, c."Email" as email from users u join contacts c on c.id = u.contact_id order by u.login`)
    ).map(({ login, email }) => [login, email]),
  )

/** What is wrong with an answer, or nothing. */
const failureOf = (answer: unknown): unknown => {
  if (answer instanceof Response) return undefined
  const { code, cause } = answer as { code?: string; cause?: unknown }
  return { code, cause: String(cause) }
}

/** Both at the same moment, each at a node of their own. */
async function together(...people: readonly (readonly [string, Attributes])[]): Promise<void> {
  const answers = await Promise.all(
    people.map(([name, attributes], at) => signOnAs(nodes()[at % 2] ?? world, name, attributes)),
  )
  expect(answers.map(failureOf)).toEqual(people.map(() => undefined))
}

test('two people who swap their addresses at the same moment both get in and keep what they have, whoever is first', async () => {
  await setConverters(world, { Email: 'mail', Phone: 'phone' })
  await together(['ann', { mail: ['a@x.test'] }], ['bob', { mail: ['b@x.test'] }])
  for (let round = 0; round < 10; round++) {
    await together(
      ['ann', { mail: ['b@x.test'], phone: [`${round}`] }],
      ['bob', { mail: ['a@x.test'], phone: [`${round}`] }],
    )
    expect(await addresses()).toEqual({ ann: 'a@x.test', bob: 'b@x.test' })
  }
  expect((await lastEntry(world)).problems).toContain('email_taken')
  // One of them is corrected, and the other one follows.
  await together(['ann', { mail: ['c@x.test'] }])
  await together(['bob', { mail: ['a@x.test'] }])
  await together(['ann', { mail: ['b@x.test'] }])
  expect(await addresses()).toEqual({ ann: 'b@x.test', bob: 'a@x.test' })
})

test('an address that one gives up and another takes at the same moment has one owner, and one sign-on later the right one', async () => {
  await setConverters(world, { Email: 'mail' })
  await together(['ann', { mail: ['a@x.test'] }], ['bob', { mail: ['b@x.test'] }])
  for (let round = 0; round < 10; round++) {
    const [giver, taker] = round % 2 === 0 ? (['ann', 'bob'] as const) : (['bob', 'ann'] as const)
    const before = (await addresses())[giver] ?? ''
    const gives = [giver, { mail: [`${giver}${round}@x.test`] }] as const
    const takes = [taker, { mail: [before] }] as const
    await together(gives, takes)
    const now = await addresses()
    expect(now[giver]).toBe(`${giver}${round}@x.test`)
    await together(takes)
    expect(await addresses()).toEqual({ ...now, [taker]: before })
  }
})

test('newcomers who bring one address at the same moment are as many people, one of whom has it', async () => {
  await setConverters(world, { Email: 'mail' })
  await together(...Array.from({ length: 10 }, (_, n) => [`p${n}`, { mail: ['one@x.test'] }] as const))
  const all = Object.values(await addresses())
  expect(all.toSorted()).toEqual([...Array.from({ length: 9 }, () => null), 'one@x.test'].toSorted())
})

/** Everybody's sign-ons, so many at a time, half of them at each node. @returns what went wrong */
async function everybody(
  people: readonly (readonly [string, Attributes])[],
  at: ReadonlyMap<number, () => Promise<unknown>> = new Map(),
): Promise<unknown[]> {
  const failures: unknown[] = []
  const edits: Promise<unknown>[] = []
  let next = 0
  const walk = async (node: World) => {
    for (let n = next++; n < people.length; n = next++) {
      const edit = at.get(n)
      if (edit) edits.push(edit())
      const [name, attributes] = people[n] ?? ['', {}]
      world.clock.now = new Date(world.clock.now.getTime() + 10)
      const browser = new Browser(node)
      const id = await browser.start()
      const failure = failureOf(await browser.post(respond(node, id, { nameId: { value: name }, attributes })))
      if (failure) failures.push({ name, failure })
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, n) => walk(nodes()[n % 2] ?? world)))
  await Promise.all(edits)
  return failures
}

test('a rule that is edited and a role that is deleted in the middle of 1 000 sign-ons stop nobody, and afterwards all is as the rules say', async () => {
  await saveConverter(world.app, author, { column: 'Surname', attributes: ['last'] })
  const row = await saveConverter(world.app, author, { column: 'Department', attributes: ['dept'] })
  const { id: doomed } = await saveRole(world.app, { name: 'Doomed' })
  await saveRole(world.app, { name: 'Named' })
  await saveRole(world.app, { name: 'Later' })
  const rule = await saveRoleRule(world.app, author, { groups: ['doomed-*'], match: 'glob', role: 'Doomed' })
  const people = Array.from({ length: 250 }, (_, n) => {
    const attributes = {
      last: [`L${n}`],
      dept: [`D${n % 5}`],
      unit: [`U${n % 7}`],
      memberOf: [`doomed-${n % 3}`, 'Named'],
    }
    return [`p${n}`, attributes] as const
  })
  const four = [...people, ...people, ...people, ...people]
  const failures = await everybody(
    four,
    new Map<number, () => Promise<unknown>>([
      [120, () => saveConverter(world.app, author, { id: row.id, attributes: ['unit'] })],
      [
        300,
        async () => {
          await deleteRoleRule(other.app, author, rule.id)
          await deleteRole(other.app, author, doomed)
        },
      ],
      [450, () => saveRoleRule(world.app, author, { groups: ['doomed-0'], role: 'Later' })],
      // Given by its name alone, while hundreds are being given it.
      [600, () => deleteRole(other.app, author, 'Named')],
      [700, () => deleteConverter(other.app, author, row.id)],
      [800, () => saveConverter(world.app, author, { column: 'JobTitle', attributes: ['unit'] })],
    ]),
  )
  expect(failures).toEqual([])
  expect(await count(world, 'users')).toBe(250)
  expect(await count(world, 'contacts')).toBe(250)
  expect(await count(world, 'sessions')).toBe(1000)
  expect(await world.app.db.query(sql`select name from roles where name in ('Doomed', 'Named')`)).toEqual([])
  expect(
    await world.app.db.query(
      sql`select 1 from grants g where not exists (select 1 from roles r where r.id = g.role_id)`,
    ),
  ).toEqual([])
  // Whoever was planned by the last rules has nothing left to change; the others have after one more sign-on.
  const latest = await world.app.db.query<{ login: string; current: boolean }>(sql`
    select distinct on (u.id) u.login, s.rules_revision = (select max(revision) from rules_revisions) as current
    from sign_ons s join users u on u.id = s.user_id order by u.id, s.at desc, s.id desc`)
  expect(latest.filter((one) => one.current).length).toBeGreaterThan(0)
  const replan = async ([name, attributes]: readonly [string, Attributes]) => {
    const nameId = { value: name, format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
    const statement = { claims: new Map(Object.entries(attributes)), nameId }
    return { name, changes: (await preview(other.app, 'acme', statement)).plan.changes }
  }
  const settled = new Set(latest.filter((one) => one.current).map(({ login }) => login))
  for (const one of people.filter(([name]) => settled.has(name))) {
    expect(await replan(one)).toEqual({ name: one[0], changes: [] })
  }
  expect(await everybody(people.filter(([name]) => !settled.has(name)))).toEqual([])
  for (const one of people) expect(await replan(one)).toEqual({ name: one[0], changes: [] })
  const [held] = await world.app.db.query<{ later: number }>(sql`
    select count(*)::integer as later from grants where role_id = (select id from roles where name = 'Later')`)
  expect(held?.later).toBe(84)
}, 240_000)

test('an account that is renamed in the middle stops nobody either', async () => {
  await saveConverter(world.app, author, { column: 'Account', attributes: ['company'] })
  const people = Array.from({ length: 60 }, (_, n) => [`p${n}`, { company: [`C${n % 4}`], memberOf: [] }] as const)
  const rename = () =>
    world.app.db.query(
      sql`update lookup_values set name = 'Renamed', name_key = 'renamed' where lookup = 'Account' and name = 'C1'`,
    )
  const failures = await everybody([...people, ...people], new Map([[60, rename]]))
  expect(failures).toEqual([])
  const names = await world.app.db.query<{ name: string }>(sql`
    select name from lookup_values where lookup = 'Account' order by name`)
  // Whoever sends the old name again brings it back, as any unknown name.
  expect(names.map(({ name }) => name)).toEqual(['C0', 'C1', 'C2', 'C3', 'Renamed'])
})

describe('Two administrators at two nodes', () => {
  const token = 'a-token-for-two-administrators-0123456789'
  beforeEach(() => importAdminToken(world.app, token))
  type Sent = { readonly status: number; readonly body: Record<string, unknown> }
  const send = async (at: number, method: string, path: string, body: unknown, match?: string): Promise<Sent> => {
    const response = await createServer(nodes()[at % 2]?.app ?? world.app).request(`${publicUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(match === undefined ? {} : { 'if-match': match }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
  }
  /** Everybody sends at once, in turn from one node and the other. @returns who got through, and who did not */
  const atOnce = async (method: string, path: string, bodies: readonly unknown[], match?: string) => {
    const all = await Promise.all(bodies.map((body, at) => send(at, method, path, body, match)))
    return { through: all.filter(({ status }) => status < 300), refused: all.filter(({ status }) => status >= 300) }
  }

  test('who save one rule at the same moment are told apart: one is through, the other one is told, and nothing is mixed', async () => {
    const row = (await send(0, 'POST', '/converters', { attributes: ['a'], column: 'Phone' })).body
    for (let round = 0; round < 5; round++) {
      const { version } = (await send(1, 'GET', `/converters/${row.id}`, undefined)).body
      const wanted = [{ attributes: [`left${round}`] }, { attributes: [`right${round}`], defaultValue: `${round}` }]
      const { through, refused } = await atOnce('PATCH', `/converters/${row.id}`, wanted, `"${version}"`)
      expect(through).toHaveLength(1)
      expect(refused).toMatchObject([{ status: 412, body: { code: 'precondition_failed' } }])
      const now = (await send(round, 'GET', `/converters/${row.id}`, undefined)).body
      expect(now).toEqual(through[0]?.body)
    }
  })

  test('who change and delete one rule, or a role and what leads to it, at the same moment leave no half of anything', async () => {
    const role = (await send(0, 'POST', '/roles', { name: 'Sales' })).body
    for (let round = 0; round < 5; round++) {
      const rule = (await send(0, 'POST', '/role-rules', { group: `g${round}`, role: 'Sales' })).body
      const [changed, deleted] = await Promise.all([
        send(0, 'PATCH', `/role-rules/${rule.id}`, { group: 'changed' }, `"${rule.version}"`),
        send(1, 'DELETE', `/role-rules/${rule.id}`, undefined, `"${rule.version}"`),
      ])
      expect([
        [200, 412],
        [404, 204],
      ]).toContainEqual([changed.status, deleted.status])
      await send(0, 'DELETE', `/role-rules/${rule.id}`, undefined)
    }
    const [gone, led] = await Promise.all([
      send(0, 'DELETE', `/roles/${role.id}`, undefined),
      send(1, 'POST', '/role-rules', { group: 'late', role: String(role.id) }),
    ])
    expect([
      [204, 422],
      [409, 201],
    ]).toContainEqual([gone.status, led.status])
    expect(
      await world.app.db.query(
        sql`select 1 from role_rules r where not exists (select 1 from roles where id = r.role_id)`,
      ),
    ).toEqual([])
  })

  test('who map one column, make one role or one provider at the same moment make it once', async () => {
    const twice = <T>(body: T): readonly T[] => Array.from({ length: 6 }, () => body)
    const row = { attributes: ['mail'], column: 'Email' }
    const converters = await atOnce('POST', '/converters', twice(row))
    expect([converters.through.length, await count(world, 'converters')]).toEqual([1, 1])
    expect(new Set(converters.refused.map(({ status }) => status))).toEqual(new Set([422]))
    const roles = await atOnce('POST', '/roles', twice({ name: 'Once' }))
    expect(roles.through).toHaveLength(1)
    expect(new Set(roles.refused.map(({ status }) => status))).toEqual(new Set([409]))
    const metadata = createIdentityProvider({ entityId: 'https://new.example/idp' }).metadata()
    const providers = await atOnce('POST', '/providers', twice({ name: 'New', slug: 'new', metadata }))
    expect([providers.through.length, await count(world, 'providers')]).toEqual([1, 2])
    for (const { status } of providers.refused) expect([409, 422]).toContain(status)
    const columns = await atOnce('POST', '/columns', twice({ name: 'Badge', caption: 'Badge', type: 'integer' }))
    expect(columns.through).toHaveLength(1)
    for (const { status } of columns.refused) expect([409, 422]).toContain(status)
  })
})
