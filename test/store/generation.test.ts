import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readGeneration } from '../../src/store/generation.ts'
import { addRole, newWorld, setConverters, signOnAs, type World } from '../sign-on/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld({ createRoles: true })
  await setConverters(world, { GivenName: 'First Name', Email: 'Email', Account: 'Company', Department: 'Department' })
  await addRole(world, 'Sales')
  await signOnAs(world, 'ada', {
    'First Name': ['Ada'],
    Email: ['ada@x.test'],
    Company: ['First'],
    memberOf: ['Sales'],
  })
})
afterAll(() => world.end())

/** Was it counted? */
async function counts(work: () => Promise<unknown>): Promise<boolean> {
  const before = BigInt(await readGeneration(world.app.db))
  await work()
  return BigInt(await readGeneration(world.app.db)) > before
}
const run = (text: string) => world.app.db.query({ text, values: [] } as never)

describe('the generation of the directory', () => {
  it('stays at what sign-ons write: people, their values, new lookup values, grants', async () => {
    expect(
      await counts(async () => {
        await signOnAs(world, 'bob', {
          'First Name': ['Bob'],
          Email: ['bob@x.test'],
          Company: ['Second'],
          memberOf: ['Sales'],
        })
        await signOnAs(world, 'bob', {
          'First Name': ['Rob'],
          Email: ['rob@x.test'],
          Company: ['Third'],
          Department: ['New'],
          memberOf: [],
        })
        await signOnAs(world, 'cy', { Email: ['ada@x.test'], Company: ['first'] })
        await signOnAs(world, 'ada', {
          'First Name': ['Ada'],
          Email: ['ada@x.test'],
          Company: ['First'],
          memberOf: ['Sales'],
        })
      }),
    ).toBe(false)
  })

  it.each([
    ['a role that is made', `insert into roles (id, name, name_key) values (gen_random_uuid(), 'Other', 'other')`],
    ['a role that is renamed', `update roles set name = 'Selling' where name = 'Sales'`],
    ['a role that is protected', `update roles set protected = true, guarded = true where name = 'Selling'`],
    ['a role that goes', `delete from roles where name = 'Other'`],
    [
      'a value that a person makes',
      `insert into lookup_values (id, lookup, name, name_key, created_by) values (gen_random_uuid(), 'Account', 'First', 'first', 'person')`,
    ],
    [
      'a value of the same name that an import makes',
      `insert into lookup_values (id, lookup, name, name_key, created_by)
       select gen_random_uuid(), 'Account', 'Same', 'same', by from unnest(array['person', 'import']) by`,
    ],
    ['a value that is renamed', `update lookup_values set name = 'Zweite', name_key = 'zweite' where name = 'Second'`],
    ['a value that goes', `delete from lookup_values where name = 'Same'`],
    [
      'an alias',
      `insert into lookup_aliases (lookup, name_key, value_id) select lookup, 'drei', id from lookup_values where name = 'Third'`,
    ],
    ['an alias that goes', 'delete from lookup_aliases'],
    [
      'a mail domain',
      `insert into domains (id, domain, provider_id, token, created_at) select gen_random_uuid(), 'x.test', id, 't', now() from providers`,
    ],
    ['a mail domain that is proven', 'update domains set proven_at = now()'],
  ])('counts %s', async (_, statement) => {
    expect(await counts(() => run(statement))).toBe(true)
  })

  it('counts a second owner of an address, and not the first', async () => {
    const give = (login: string, address: string) =>
      run(`update contacts set "Email" = '${address}', email_key = '${address}'
           where id = (select contact_id from users where login = '${login}')`)
    expect(await counts(() => give('cy', 'new@x.test'))).toBe(false)
    expect(await counts(() => give('cy', 'ada@x.test'))).toBe(true)
  })

  it('is the old one for whoever does not see the change yet', async () => {
    const before = await readGeneration(world.app.db)
    await expect(
      world.app.db.transaction(async (tx) => {
        await tx.query(sql`update roles set name = 'Undone' where name = 'Selling'`)
        expect(await readGeneration(tx)).not.toBe(before)
        expect(await readGeneration(world.app.db)).toBe(before)
        throw new Error('given up')
      }),
    ).rejects.toThrow('given up')
    expect(await readGeneration(world.app.db)).toBe(before)
  })
})
