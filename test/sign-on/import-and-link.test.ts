/**
 * People come from a CSV file, and then sign on by a provider that is switched on later: the rehearsal said beforehand what
 * would become of each of them. RUNS people (300 when not given), five sixths of whom sign on.
 */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { importPeople } from '../../src/import/import.ts'
import { csvLine } from '../../src/import/problem.ts'
import { readStatements } from '../../src/import/read-statements.ts'
import { SignOnRefused } from '../../src/sign-on/refuse.ts'
import { forecast, rehearsalOf, rehearse, rehearseAll } from '../../src/sign-on/rehearsal.ts'
import { Browser, count, newWorld, respond, setConverters, type World } from './world.ts'

const people = Number(process.env.RUNS ?? 300)
const signing = Math.floor((people * 5) / 6)
const newcomers = Math.max(2, Math.floor(people / 60))
const link = [{ by: 'column', column: 'EmployeeNumber', attribute: 'employeeNumber' }] as const
const subject = (n: number) => `opaque-${n}`
/** The last two have the same number: somebody has typed it twice. */
const numberOf = (n: number) => String(100_000 + (n === people - 1 ? n - 1 : n))

async function* file(lines: readonly (readonly string[])[]): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from(csvLine(line).replaceAll('"\'', '"'))
}

let world: World
beforeAll(async () => {
  world = await newWorld()
  const column = { name: 'EmployeeNumber', caption: 'Employee number', type: 'text' } as const
  await addCustomColumn(world.app, { kind: 'system' }, column)
  await updateProviderBy(world.app, { kind: 'system' }, 'acme', { enabled: false, link: [...link] })
  await setConverters(world, { Surname: 'sn', Department: 'department', EmployeeNumber: 'employeeNumber' })
  world.app.rules.forget()
})
afterAll(() => world.end())

test('The rehearsal foretells what then happens to everybody, and nobody is there twice', {
  timeout: 600_000,
}, async () => {
  const rows = Array.from({ length: people }, (_, n) => [
    `person${n}`,
    `Surname${n}`,
    `person${n}@acme.example`,
    `Department ${n % 40}`,
    numberOf(n),
  ])
  const lines = [['login', 'Surname', 'Email', 'Department', 'EmployeeNumber'], ...rows]
  const options = { dryRun: false, key: null, protectedRoles: true }
  const imported = await importPeople(world.app, file(lines), options)
  expect(imported).toMatchObject({ created: people, leftOut: 0, lookupValues: Math.min(40, people) })
  expect(await importPeople(world.app, file(lines), options)).toMatchObject({ unchanged: people, leftOut: 0 })
  // One is an administrator: no link rule may ever find them.
  await world.app.db.query(sql`
    insert into grants (id, user_id, role_id, origin) select gen_random_uuid(), u.id, r.id, 'manual'
    from users u, roles r where u.login = 'person0' and r.built_in = 'administrators'`)

  const rehearsal = await rehearsalOf(world.app, 'acme')
  expect(await rehearseAll(rehearsal)).toEqual({
    known: 0,
    willLink: people - 3,
    another: 0,
    ambiguous: 2,
    barred: 1,
    new: 0,
  })
  const first = (await rehearse(rehearsal, { after: null, limit: people })).find(({ login }) => login === 'person0')
  expect(first).toMatchObject({ outcome: 'barred', why: 'protected', by: 'EmployeeNumber' })

  // What the provider is going to send: most of those who are here, both with one number, and some whom nobody knows.
  const chosen = [
    ...Array(signing - 2).keys(),
    people - 2,
    people - 1,
    ...Array.from({ length: newcomers }, (_, n) => people + n),
  ]
  const sent = chosen.map((n) => [subject(n), numberOf(n), `Surname${n}`])
  const statements: Parameters<typeof forecast>[2][number][] = []
  for await (const { statement } of readStatements(file([['NameID', 'employeeNumber', 'sn'], ...sent]))) {
    statements.push(statement)
  }
  const foretold = await forecast(world.app, rehearsal, statements)
  expect(foretold.filter(({ outcome }) => outcome === 'will-link')).toHaveLength(signing - 3)
  expect(foretold.filter(({ outcome }) => outcome === 'new')).toHaveLength(newcomers)
  expect(await count(world, 'identities')).toBe(0)

  await updateProviderBy(world.app, { kind: 'system' }, 'acme', { enabled: true })
  for (const [at, n] of chosen.entries()) {
    const browser = new Browser(world)
    const attributes = { employeeNumber: [numberOf(n)], sn: [`Surname${n}`] }
    const answer = await browser.post(
      respond(world, await browser.start(), { nameId: { value: subject(n) }, attributes }),
    )
    const [identity] = await world.app.db.query<{ userId: string; fresh: boolean }>(sql`
      select i.user_id as "userId", u.created_by = 'sign-on' as fresh
      from identities i join users u on u.id = i.user_id where i.subject = ${subject(n)}`)
    const said = foretold[at]
    const happened = answer instanceof SignOnRefused ? answer.code : identity?.fresh ? 'new' : identity?.userId
    const expected = said?.outcome === 'will-link' ? said.userId : said?.outcome === 'new' ? 'new' : said?.code
    expect([n, happened]).toEqual([n, expected])
  }
  expect(await count(world, 'users')).toBe(people + newcomers)
  expect(await count(world, 'contacts')).toBe(people + newcomers)
  expect(await rehearseAll(rehearsal)).toMatchObject({ known: signing - 3 + newcomers, ambiguous: 2, barred: 1 })
  const twice = await world.app.db.query(sql`
    select "EmployeeNumber" from contacts group by 1 having count(*) > 1 and "EmployeeNumber" <> ${numberOf(people - 1)}`)
  expect(twice).toEqual([])
})
