import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mayRemember, type Standing } from '../../src/core/digest-key.ts'
import { grantKey } from '../../src/core/grant-key.ts'
import { nameKey } from '../../src/core/names.ts'
import { newRoleId } from '../../src/core/new-roles.ts'
import { plan } from '../../src/core/plan.ts'
import { project } from '../../src/core/project.ts'
import type { CellValue, NameId, Plan, Snapshot } from '../../src/core/types.ts'
import { isJitupError } from '../../src/errors.ts'
import { digestKey } from '../../src/sign-on/digest-key.ts'
import { ask, identify } from '../../src/sign-on/identify.ts'
import { SignOnRefused } from '../../src/sign-on/refuse.ts'
import { readRuleBook } from '../../src/sign-on/rule-book.ts'
import { readGeneration } from '../../src/store/generation.ts'
import { providerBySlug } from '../../src/store/providers.ts'
import { openSignOn } from '../../src/store/sign-ons.ts'
import { createIdentityProvider, type TestIdentityProvider } from '../../src/testing/index.ts'
import { beginning, type Command, lives, mutate, type Slug } from './commands.ts'
import { addProvider, Browser, newWorld, publicUrl, type World } from './world.ts'

// An installation lives: people sign on by two providers while administrators change whatever can be changed. Each sign-on goes the
// whole way, from a signed answer to the session, and must do exactly what the pure functions say of the directory as it was.
const runs = Number(process.env.STATEFUL_RUNS ?? 150)

let world: World
let idps: Readonly<Record<Slug, TestIdentityProvider>>
beforeAll(async () => {
  world = await newWorld()
  const partner = createIdentityProvider({ entityId: 'https://partner.example/idp', now: () => world.clock.now })
  idps = { acme: world.idp, partner }
  const external = { create: true, update: true }
  await addProvider(world, partner, { slug: 'partner', name: 'Partner', userType: 'external', external })
  await remember()
})
afterAll(() => world.end())

/** Tables that a life changes, and what they hold at its beginning. */
const lived = [
  ...[
    'worklist',
    'sessions',
    'pending_requests',
    'consumed_assertions',
    'sign_ons',
    'refusal_counts',
    'provider_activity',
  ],
  ...['provenance', 'grant_history', 'tombstones', 'grants', 'identities', 'users', 'contacts', 'lookup_aliases'],
  ...['lookup_values', 'domains', 'role_rules', 'converters'],
]
const kept = ['roles', 'providers'] as const

const script = (text: string) => world.app.db.transaction((tx) => tx.query({ text, values: [] } as never))

async function remember(): Promise<void> {
  for (const table of kept) await script(`create table kept_${table} as select * from ${table}`)
}

async function beginAgain(): Promise<void> {
  // Not truncate, whose price is that of new files for every table.
  for (const table of lived) await script(`delete from ${table}`)
  await script(`delete from roles where id not in (select id from kept_roles)`)
  const columns = await world.app.db.query<{ name: string }>(sql`
    select column_name as name from information_schema.columns where table_name = 'kept_providers'
      and column_name not in ('id', 'version', 'created_at')`)
  const sets = columns.map(({ name }) => `${name} = k.${name}`).join(', ')
  await script(`update providers p set ${sets}, version = p.version + 1 from kept_providers k where k.id = p.id`)
  await script(`update roles r set name = k.name, name_key = k.name_key, protected = k.protected, guarded = k.guarded,
    sensitive = k.sensitive from kept_roles k where k.id = r.id`)
  await script(`delete from contact_columns where custom`)
  await script(`alter table contacts drop column if exists "Extra1"`)
  await script(
    `insert into rules_revisions (author, content) select author, content from rules_revisions order by revision limit 1`,
  )
  world.app.rules.forget()
  for (const slug of ['acme', 'partner']) world.app.providers.forget(slug)
}

/** Everything that a person can see in a dump of the directory, without versions and times. */
async function dump(): Promise<Readonly<Record<string, readonly string[]>>> {
  const [row] = await world.app.db.query<Record<string, string[] | null>>(sql`
    select
      (select json_agg((to_jsonb(c) - 'version' - 'updated_at')::text order by c.id) from contacts c) as contacts,
      (select json_agg((to_jsonb(u) - 'version' - 'last_seen_at')::text order by u.id) from users u) as users,
      (select json_agg(to_jsonb(i)::text order by i.id) from identities i) as identities,
      (select json_agg((to_jsonb(g) - 'id' - 'created_at')::text order by g.user_id, g.id) from grants g) as grants,
      (select json_agg((to_jsonb(v) - 'version')::text order by v.id) from lookup_values v) as values,
      (select json_agg((to_jsonb(r) - 'version')::text order by r.id) from roles r) as roles`)
  return Object.fromEntries(Object.entries(row ?? {}).map(([table, lines]) => [table, lines ?? []]))
}

const gone = (before: readonly string[] = [], after: readonly string[] = []) => {
  const there = new Set(after)
  return before.filter((line) => !there.has(line))
}

interface Judged {
  readonly snapshot: Snapshot
  readonly decided: Plan
  readonly key: string
  readonly mayKeep: boolean
}

/** What the pure functions make of the directory as it is now. */
async function judge({ slug, who, attributes }: Extract<Command, { kind: 'sign-on' }>): Promise<Judged> {
  const { app } = world
  const record = await providerBySlug(app.db, slug)
  if (!record) throw new Error('the provider is there')
  const book = await readRuleBook(app.db)
  const nameId: NameId = { value: who, format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
  const claims = new Map(Object.entries(attributes))
  const generation = await readGeneration(app.db)
  const question = ask(record.policy, { claims, nameId }, book, app.now())
  const snapshot = await app.db.transaction((tx) => identify(tx, app.seal, question))
  const decided = plan(snapshot, claims, book.rules)
  const standing: Standing = {
    rulesRevision: book.rules.revision,
    userId: snapshot.person?.user.id ?? '',
    userVersion: snapshot.person?.user.version ?? 0,
    contactVersion: snapshot.person?.contact.version ?? 0,
    generation,
  }
  const key = digestKey(app.seal, snapshot, book.rules, claims, standing).toString('hex')
  return { snapshot, decided, key, mayKeep: mayRemember(snapshot, book.rules, claims, decided) }
}

/** The whole way over. @returns the refusal's code, or null for a session */
async function signOn({ slug, who, attributes }: Extract<Command, { kind: 'sign-on' }>): Promise<string | null> {
  const browser = new Browser(world)
  const inResponseTo = await browser.start({ slug })
  const [acsUrl, audience] = ['acs', 'metadata'].map((path) => `${publicUrl}/sso/${slug}/${path}`)
  const xml = idps[slug].respond({
    acsUrl: acsUrl ?? '',
    audience: audience ?? '',
    inResponseTo,
    nameId: { value: who },
    attributes: new Map(Object.entries(attributes)),
  })
  const answer = await browser.post(xml, slug)
  if (answer instanceof SignOnRefused) return answer.code
  expect(answer).toBeInstanceOf(Response)
  return null
}

// A new lookup value or role has an id only in the database: compared by name.
const plain = (value: CellValue) => (value === null || typeof value === 'string' ? value : `= ${nameKey(value.name)}`)
const filled = (values: ReadonlyMap<string, CellValue>) =>
  Object.fromEntries([...values].flatMap(([name, value]) => (value === null ? [] : [[name, plain(value)]])))

function expectForetold(before: Judged, { snapshot }: Judged): void {
  const foretold = project(before.snapshot, before.decided)
  const { person, roles } = snapshot
  expect(person === null).toBe(foretold === null)
  if (!person || !foretold) return
  const made = new Set(before.decided.changes.flatMap((one) => (one.kind === 'role-created' ? [one.role] : [])))
  const idOf = (id: string) => {
    const name = roles.find((role) => role.id === id)?.name
    return name !== undefined && made.has(name) ? newRoleId(name) : id
  }
  expect({
    login: person.user.login,
    type: person.user.type,
    values: filled(person.contact.values),
    grants: person.grants.map((one) => grantKey({ ...one, roleId: idOf(one.roleId) })).sort(),
  }).toEqual({
    login: foretold.login,
    type: foretold.userType,
    values: filled(foretold.values),
    grants: foretold.grants.map(grantKey).sort(),
  })
}

const ids = { contacts: 'id', users: 'id', identities: 'user_id', grants: 'user_id' } as const

/** Nobody else has lost or gained anything. */
function expectOthersUntouched(
  before: Awaited<ReturnType<typeof dump>>,
  after: Awaited<ReturnType<typeof dump>>,
  person: Snapshot['person'],
): void {
  const mine = new Set([person?.contact.id, person?.user.id])
  for (const [table, id] of Object.entries(ids)) {
    const changed = [...gone(before[table], after[table]), ...gone(after[table], before[table])]
    expect(changed.filter((line) => !mine.has(String(JSON.parse(line)[id])))).toEqual([])
  }
  for (const table of ['values', 'roles']) expect(gone(before[table], after[table])).toEqual([])
}

const remembered = { kept: 0, met: 0 }
const seen = new Map<string, number>()
const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

/** What was remembered under this key is true: nothing changes, and there is nothing to remark on. */
function expectTrue({ key, decided, mayKeep }: Judged, known: Set<string>): void {
  if (known.has(key)) {
    remembered.met++
    expect(decided).toMatchObject({ decision: 'unchanged', changes: [], problems: [] })
  }
  if (!mayKeep) return
  remembered.kept++
  known.add(key)
}

/** Plays one sign-on, and holds it against every law. */
async function live(command: Extract<Command, { kind: 'sign-on' }>, known: Set<string>): Promise<void> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const before = await judge(command)
  const then = await dump()
  const code = await signOn(command)
  const now = await dump()
  const { decided } = before
  const waits = code === 'user_pending' && decided.refusal === null
  note(code === null ? decided.decision : waits ? 'waits' : `refused: ${code}`)

  // The same verdict, and the journal holds the very plan.
  if (!waits) expect(code).toBe(decided.refusal?.code ?? null)
  const [entry] = await world.app.db.query<{ id: string; sealed: string }>(sql`
    select id, sealed from sign_ons order by at desc, id desc limit 1`)
  expect(entry && openSignOn(world.app.seal, entry.id, entry.sealed).plan).toEqual(JSON.parse(JSON.stringify(decided)))

  expectTrue(before, known)

  const after = await judge(command)
  expectTrue(after, known)
  if (decided.refusal || decided.decision === 'unchanged') {
    expect(now).toEqual(then)
  }
  if (decided.refusal) return
  expectForetold(before, after)
  expectOthersUntouched(then, now, after.snapshot.person)
  // A newcomer who waits is refused by now; everybody else finds nothing left to do.
  expect(after.decided.changes).toEqual([])
  expect(after.decided.decision).toBe(after.snapshot.person?.user.status === 'pending' ? 'refuse' : 'unchanged')
}

it('whatever happens between sign-ons, each does what the pure functions say of the directory as it is', async () => {
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      await beginAgain()
      const known = new Set<string>()
      const past: Extract<Command, { kind: 'sign-on' }>[] = []
      for (const command of [...beginning, ...life]) {
        if (command.kind === 'sign-on') {
          for (let time = 0; time < command.times; time++) await live(command, known)
          past.push(command)
          continue
        }
        if (command.kind === 'again') {
          const same = past.at(command.which % Math.max(past.length, 1))
          if (same) await live(same, known)
          continue
        }
        try {
          await mutate(world.app, command)
          note(command.kind)
        } catch (error) {
          // Refused is an answer; whatever else is thrown is a fault.
          if (!isJitupError(error)) throw error
          note(`${command.kind} refused`)
        }
        for (const one of past.slice(-3)) expectTrue(await judge(one), known)
      }
    }),
    { numRuns: runs },
  )
  for (const what of ['create', 'update', 'unchanged']) expect(seen.get(what), what).toBeGreaterThan(0)
  expect(remembered.kept, 'kept').toBeGreaterThan(0)
  expect(remembered.met, 'met').toBeGreaterThan(0)
  if (process.env.STATEFUL_RUNS)
    process.stdout.write(`${JSON.stringify({ ...Object.fromEntries(seen), ...remembered }, null, 1)}\n`)
}, 3_600_000)
