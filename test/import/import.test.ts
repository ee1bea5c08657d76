/** People from a CSV file: by the same plan as a sign-on, tried first without writing, and never twice. */
import sql from 'sql-template-tag'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ImportOptions, importPeople, type RowOutcome } from '../../src/import/import.ts'
import { csvLine } from '../../src/import/problem.ts'
import { addRole, contacts, count, newWorld, signOnAs, type World } from '../sign-on/world.ts'

let world: World

async function run(text: string | Uint8Array, options: Partial<ImportOptions> = {}) {
  const rows: RowOutcome[] = []
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const parts = async function* () {
    // As a network gives it: characters are cut in the middle.
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
  }
  const counts = await importPeople(world.app, parts(), {
    dryRun: false,
    key: null,
    protectedRoles: true,
    report: (portion) => void rows.push(...portion.rows),
    ...options,
  })
  const problems = rows.flatMap((one) => one.problems.map(({ row, field, code }) => [row, field, code]))
  return { counts, rows, problems }
}

const grants = () =>
  world.app.db.query(sql`
    select u.login, r.name, g.origin from grants g join users u on u.id = g.user_id join roles r on r.id = g.role_id
    order by u.login, r.name`)

describe('An import', () => {
  beforeEach(async () => {
    world = await newWorld()
  })
  afterEach(() => world.end())

  test('makes contacts, users, lookup values and roles, and once more writes nothing', async () => {
    await addRole(world, 'Sales team')
    const text =
      '\ufefflogin;Given name;Surname;E-mail;Department;roles\r\n' +
      'ada@acme.example;Ada;Łovelace;ada@acme.example;Research;sales team\r\n' +
      'kim@acme.example;Kim;"O""Neil; Jr.";kim@acme.example;Research;\r\n'
    const header = text.replace('E-mail', 'Email')
    const { counts, problems } = await run(header)
    expect(problems).toEqual([])
    expect(counts).toEqual({ rows: 2, created: 2, updated: 0, unchanged: 0, leftOut: 0, lookupValues: 1 })
    expect((await contacts(world)).toSorted((a, b) => (`${a.Name}` < `${b.Name}` ? -1 : 1))).toMatchObject([
      { Name: 'Ada Łovelace', Email: 'ada@acme.example', Department: 'Research' },
      { Name: 'Kim O"Neil; Jr.', Email: 'kim@acme.example', Department: 'Research' },
    ])
    expect(await grants()).toEqual([
      { login: 'ada@acme.example', name: 'All employees', origin: 'base' },
      { login: 'ada@acme.example', name: 'Sales team', origin: 'import' },
      { login: 'kim@acme.example', name: 'All employees', origin: 'base' },
    ])
    const before = await count(world, 'provenance')
    expect((await run(header)).counts).toMatchObject({ created: 0, updated: 0, unchanged: 2, leftOut: 0 })
    expect(await count(world, 'provenance')).toBe(before)
    const withdrawn = await run(header.replace('sales team', ''))
    expect(withdrawn.counts).toMatchObject({ updated: 1, unchanged: 1 })
    expect((await grants()).some((one) => one.origin === 'import')).toBe(false)
  })

  test('is tried first: a dry run says what a real one then does, and writes nothing', async () => {
    await run('login,Surname,Email\nold,Old,old@acme.example\n')
    const text =
      'login,Surname,Email,Department\nold,Older,old@acme.example,Sales\nnew,New,new@acme.example,Sales\n' +
      'twin,Twin,new@acme.example,Law\nbad,Bad,not an address,Law\n'
    const before = [
      await count(world, 'contacts'),
      await count(world, 'lookup_values'),
      await count(world, 'provenance'),
    ]
    const dry = await run(text, { dryRun: true })
    expect([
      await count(world, 'contacts'),
      await count(world, 'lookup_values'),
      await count(world, 'provenance'),
    ]).toEqual(before)
    const real = await run(text)
    expect(real.counts).toEqual(dry.counts)
    expect(real.problems).toEqual(dry.problems)
    expect(real.counts).toMatchObject({ created: 1, updated: 1, leftOut: 2, lookupValues: 1 })
    expect(real.problems).toEqual([
      [4, 'Email', 'email_taken'],
      [5, 'Email', 'value_invalid'],
    ])
  })

  test('makes contacts without users, and their users when a later file has login names', async () => {
    expect((await run('Email,Surname\nada@acme.example,Lovelace\n')).counts).toMatchObject({ created: 1 })
    expect([await count(world, 'contacts'), await count(world, 'users')]).toEqual([1, 0])
    expect((await run('Email,Surname\nADA@acme.example,Lovelace\n')).counts).toMatchObject({ updated: 1 })
    const later = await run('Email,login,type\nada@acme.example,ada,external\n', { key: 'Email' })
    expect(later.counts).toMatchObject({ updated: 1, leftOut: 0 })
    expect(await grants()).toEqual([{ login: 'ada', name: 'All external users', origin: 'base' }])
    expect([await count(world, 'contacts'), await count(world, 'users')]).toEqual([1, 1])
  })

  test('binds the subject by which a provider will know somebody', async () => {
    const text = 'login,Surname,provider,subject,format\nada,Lovelace,acme,ada@acme.example,\n'
    const without = await run(text.replace(',format', '').replace(',\n', '\n'))
    expect(without.problems).toEqual([[2, 'format', 'import_row_invalid']])
    expect((await run(text)).counts).toMatchObject({ created: 1 })
    expect((await run(text)).counts).toMatchObject({ unchanged: 1 })
    const other = await run(text.replace('\nada,', '\neve,'))
    expect(other.problems).toEqual([[2, 'subject', 'import_row_invalid']])
    expect(await signOnAs(world, 'ada@acme.example', {})).toBeInstanceOf(Response)
    expect(await count(world, 'users')).toBe(1)
  })

  test('leaves out whole every line that is not in order, and says which and why', async () => {
    await run('login,Surname\nada,Lovelace\n')
    const text = [
      'login,Surname,type,roles,Department',
      'one,One',
      ',Two,,,',
      'four,Four,boss,,',
      'five,Five,,No such role,',
      'six,Six,,Administrators,',
      'seven,Seven,,,ok',
      'SEVEN,Again,,,',
      'ada,Lovelace,external,,',
      '',
      `ten,${'x'.repeat(300)},,,Never made`,
      '__proto__,Proto,,,',
    ].join('\n')
    const { counts, problems } = await run(text)
    expect(problems).toEqual([
      [2, null, 'import_row_invalid'],
      [3, 'login', 'import_row_invalid'],
      [4, 'type', 'import_row_invalid'],
      [5, 'roles', 'import_row_invalid'],
      [6, 'Administrators', 'role_protected'],
      [8, 'login', 'import_row_invalid'],
      [9, 'type', 'import_row_invalid'],
      [11, 'Surname', 'value_too_long'],
    ])
    expect(counts).toMatchObject({ rows: 10, created: 2, leftOut: 8, lookupValues: 1 })
    expect(await world.app.db.query(sql`select name from lookup_values order by name`)).toEqual([{ name: 'ok' }])
  })

  test('touches nobody with a protected role unless an administrator runs it', async () => {
    await run('login,Surname\nada,Lovelace\n')
    await world.app.db.query(sql`
      insert into grants (id, user_id, role_id, origin)
      select gen_random_uuid(), u.id, r.id, 'manual' from users u, roles r where r.built_in = 'administrators'`)
    const text = 'login,Surname\nada,Byron\n'
    expect((await run(text, { protectedRoles: false })).problems).toEqual([[2, null, 'forbidden']])
    expect((await run(text)).counts).toMatchObject({ updated: 1 })
  })
})

describe('A file', () => {
  beforeAll(async () => {
    world = await newWorld()
  })
  afterAll(() => world.end())

  test.each([
    ['a name that is nearly right', 'login,Sirname\nada,L\n', /“Sirname” \(did you mean “Surname”\?\)/],
    ['a name twice', 'login,Surname,Surname\nada,L,L\n', /twice/],
    ['no key', 'Surname\nL\n', /Email/],
    ['a subject without its provider', 'login,subject\nada,x\n', /belong together/],
    ['nothing', '', /empty/],
    ['an open quote', 'login,Surname\nada,"Love\n', /never closed/],
    ['Latin-1', Uint8Array.from([...Buffer.from('login,Surname\nada,L'), 0xf6, 0x0a]), /UTF-8/],
    ['UTF-16', Buffer.from('\ufefflogin,Surname\nada,L\n', 'utf16le'), /UTF-8/],
  ])('with %s is refused before anything is written', async (_what, text, message) => {
    const refusal = run(text)
    await expect(refusal).rejects.toMatchObject({ code: 'import_invalid', message: expect.stringMatching(message) })
    expect(await count(world, 'contacts')).toBe(0)
  })
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\r=1'])('%j in a list of problems is no formula', (cell) => {
  expect(csvLine([cell, 'a "b"'])).toBe(`"'${cell}","a ""b"""\r\n`)
})
