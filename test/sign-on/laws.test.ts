import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { grantKey } from '../../src/core/grant-key.ts'
import { emailKey, nameKey } from '../../src/core/names.ts'
import { newRoleId } from '../../src/core/new-roles.ts'
import { plan } from '../../src/core/plan.ts'
import { type Projected, project } from '../../src/core/project.ts'
import type { CellValue, Grant, Person, Plan, Snapshot } from '../../src/core/types.ts'
import type { RuleBook } from '../../src/sign-on/app.ts'
import { apply } from '../../src/sign-on/apply.ts'
import { ask, identify } from '../../src/sign-on/identify.ts'
import { addColumn } from '../../src/store/columns.ts'
import { type Database, openDatabase, type Tx } from '../../src/store/database.ts'
import { journalDefaults } from '../../src/store/journal-settings.ts'
import { updateContact } from '../../src/store/people.ts'
import { createSeal } from '../../src/store/seal.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import type { Step, World } from '../core/arbitraries.ts'
import { worldArbitrary } from '../core/arbitraries.ts'
import { catalogue } from '../core/world.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

// The same random worlds as in test/core/laws.test.ts, written into real tables. Each is played inside one transaction
// that is rolled back at the end: thousands of directories in one database.
const runs = Number(process.env.LAW_RUNS_DATABASE ?? 300)
const now = new Date('2026-11-23T12:00:00Z')

let database: FreshDatabase
let db: Database
beforeAll(async () => {
  database = await freshDatabase()
  db = openDatabase({ ...database.connection, max: 2 })
  await db.transaction(async (tx) => {
    for (const column of catalogue) if (column.custom) await addColumn(tx, column)
  })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

class RollBack extends Error {}

async function inWorld(world: World, play: (tx: Tx, book: RuleBook) => Promise<void>): Promise<void> {
  await db
    .transaction(async (tx) => {
      const book = await write(tx, world)
      await play(tx, book)
      throw new RollBack()
    })
    .catch((error: unknown) => {
      if (!(error instanceof RollBack)) throw error
    })
}

async function write(tx: Tx, world: World): Promise<RuleBook> {
  for (const id of [world.provider.id, world.otherProviderId]) {
    await tx.query(sql`
      insert into providers (id, slug, name, protocol, entity_id, sp_entity_id, settings)
      values (${id}, ${`p-${id}`}, 'P', 'saml', ${id}, ${id}, '{}')`)
  }
  await tx.query(sql`delete from roles`)
  for (const role of world.roles) {
    await tx.query(sql`
      insert into roles (id, name, name_key, protected, built_in)
      values (${role.id}, ${role.name}, ${nameKey(role.name)}, ${role.protected}, ${role.builtIn})`)
  }
  for (const row of world.lookupValues) {
    await tx.query(sql`
      insert into lookup_values (id, lookup, name, name_key, created_by, created_at)
      values (${row.id}, ${row.lookup}, ${row.name}, ${nameKey(row.name)}, 'person', ${row.createdAt})`)
    for (const alias of row.aliases) {
      await tx.query(sql`
        insert into lookup_aliases (lookup, name_key, value_id) values (${row.lookup}, ${nameKey(alias)}, ${row.id})`)
    }
  }
  for (const one of world.others) {
    await tx.query(sql`
      insert into contacts (id, name_key, email_key, "Name", "Email", created_at)
      values (${one.contactId}, ${nameKey(one.name)}, ${one.email && emailKey(one.email)}, ${one.name}, ${one.email}, ${one.createdAt})`)
    await tx.query(sql`
      insert into users (id, contact_id, login, login_key, type)
      values (${one.userId}, ${one.contactId}, ${one.login}, ${nameKey(one.login)}, 'employee')`)
    if (one.administrator) await grant(tx, one.userId, world.roles[0]?.id ?? '', 'manual')
  }
  return {
    rules: world.rules,
    columns: new Map(world.columns.map((column) => [column.name, column])),
    journal: journalDefaults,
  }
}

const grant = (tx: Tx, userId: string, roleId: string, origin: string) =>
  tx.query(sql`
    insert into grants (id, user_id, role_id, origin) values (${uuid7(now)}, ${userId}, ${roleId}, ${origin})
    on conflict do nothing`)

async function byHand(tx: Tx, book: RuleBook, person: Person, step: Exclude<Step, { kind: 'sign-on' }>): Promise<void> {
  if (step.kind === 'granted') {
    await grant(tx, person.user.id, step.roleId, step.origin)
    return
  }
  const before = person.contact.values.get(step.column) ?? null
  const beforeOrigin = person.contact.origins.get(step.column) ?? null
  const origin = { kind: 'person', at: now.toISOString() } as const
  await updateContact(
    tx,
    book.columns,
    person.contact,
    [{ column: step.column, before, after: step.text, origin, beforeOrigin }],
    now,
  )
}

const seal = createSeal(['0123456789abcdef0123456789abcdef'])

interface Played {
  readonly before: Snapshot
  readonly decided: Plan
  readonly after: Snapshot
  readonly again: Plan
}

async function play(world: World, look: (played: Played) => void): Promise<void> {
  await inWorld(world, async (tx, book) => {
    let person: Person | null = null
    for (const step of world.steps) {
      if (step.kind !== 'sign-on') {
        if (person) await byHand(tx, book, person, step)
        const claims = world.steps.find((one) => one.kind === 'sign-on')?.claims ?? new Map()
        if (person)
          person = (await identify(tx, seal, ask(world.provider, { claims, nameId: world.nameId }, book, now))).person
        continue
      }
      const statement = { claims: step.claims, nameId: world.nameId }
      const before = await identify(tx, seal, ask(world.provider, statement, book, now))
      const decided = plan(before, step.claims, world.rules)
      if (!decided.refusal) await apply(tx, before, decided, { kind: 'sign-on', signOnId: uuid7(now) }, now)
      const after = await identify(tx, seal, ask(world.provider, statement, book, now))
      look({ before, decided, after, again: plan(after, step.claims, world.rules) })
      person = after.person
    }
  })
}

// A new lookup value has an id only in the database: compared by name.
const plain = (value: CellValue) => (value === null || typeof value === 'string' ? value : `= ${nameKey(value.name)}`)
const cells = (values: ReadonlyMap<string, CellValue>) =>
  [...values].filter(([, value]) => value !== null).map(([name, value]) => [name, plain(value)])

const foretold = (one: Projected) => ({
  login: one.login,
  type: one.userType,
  values: Object.fromEntries(cells(one.values)),
  origins: Object.fromEntries(one.origins),
  grants: one.grants.map(grantKey).sort(),
})

// A role that the plan made has an id only in the database.
const named = (grant: Grant, { roles }: Snapshot, created: ReadonlySet<string>): Grant => {
  const name = roles.find(({ id }) => id === grant.roleId)?.name
  return name !== undefined && created.has(name) ? { ...grant, roleId: newRoleId(name) } : grant
}

const found = ({ user, contact, grants }: Person, after: Snapshot, decided: Plan) => ({
  login: user.login,
  type: user.type,
  values: Object.fromEntries(cells(contact.values)),
  origins: Object.fromEntries(
    [...contact.origins].map(
      ([column, { at: _at, signOnId: _signOn, userId: _user, providerId: _provider, ...origin }]) => [column, origin],
    ),
  ),
  grants: grants.map((grant) => grantKey(named(grant, after, createdBy(decided)))).sort(),
})

const createdBy = ({ changes }: Plan) =>
  new Set(changes.flatMap((change) => (change.kind === 'role-created' ? [change.role] : [])))

const storable = (world: World): boolean =>
  new Set(world.roles.map((role) => nameKey(role.name))).size === world.roles.length

it('the database holds after apply what project foretold, and planning again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(worldArbitrary().filter(storable), (world) =>
      play(world, ({ before, decided, after, again }) => {
        const projected = project(before, decided)
        expect(after.person && found(after.person, after, decided)).toEqual(projected && foretold(projected))
        expect(again.changes).toEqual([])
        expect(again.decision).toBe(decided.refusal ? 'refuse' : 'unchanged')
        if (decided.refusal) expect(after).toEqual(before)
      }),
    ),
    { numRuns: runs },
  )
})
