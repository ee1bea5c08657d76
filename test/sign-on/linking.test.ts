import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LinkRule } from '../../src/core/types.ts'
import {
  addNumberColumn,
  addPartner,
  addUser,
  bindDomain,
  everybody,
  firstPartner,
  lastEntry,
  type Partner,
  setPolicy,
  signOnBy,
} from './people.ts'
import { count, newWorld, setConverters, type World } from './world.ts'

const byNumber: LinkRule = { by: 'column', column: 'EmployeeNumber', attribute: 'number' }
const byEmail: LinkRule = { by: 'email', attribute: 'mail' }
const byLogin: LinkRule = { by: 'login', from: { attribute: 'uid' } }

let world: World
let acme: Partner
beforeEach(async () => {
  world = await newWorld()
  acme = firstPartner(world)
  await addNumberColumn(world)
  await setConverters(world, { Email: 'mail', Phone: 'phone', EmployeeNumber: 'number' })
})
afterEach(() => world.end())

describe('an unknown subject', () => {
  it('becomes the user with the same employee number, whose contact is refreshed at once', async () => {
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' } })
    await setPolicy(world, acme, { link: [byNumber] })
    expect(await signOnBy(world, acme, 'opaque', { number: ['42'], phone: ['+1'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', phone: '+1', identities: ['acme opaque'] }])
    expect(await lastEntry(world)).toMatchObject({ outcome: 'updated', code: null })
    const [linked] = await world.app.db.query(sql`select linked_by from identities`)
    expect(linked).toMatchObject({ linked_by: { kind: 'sign-on', by: 'column' } })
    // From now on the subject is known, whatever else arrives.
    expect(await signOnBy(world, acme, 'opaque', { number: ['43'], phone: ['+1'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', identities: ['acme opaque'] }])
  })

  it('becomes somebody new where no rule finds anybody, and where there is no rule', async () => {
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' } })
    expect(await signOnBy(world, acme, 'kim', { number: ['42'] })).toBe('signed-on')
    await setPolicy(world, acme, { link: [byNumber] })
    expect(await signOnBy(world, acme, 'lee', { number: ['7'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'ada', identities: [] },
      { login: 'kim', identities: ['acme kim'] },
      { login: 'lee', identities: ['acme lee'] },
    ])
  })

  it('is refused when several could be meant, and an administrator decides', async () => {
    for (const login of ['ada', 'alan']) await addUser(world, login, { values: { EmployeeNumber: '42' } })
    await setPolicy(world, acme, { link: [byNumber] })
    expect(await signOnBy(world, acme, 'opaque', { number: ['42'], phone: ['+1'] })).toBe('contact_ambiguous')
    expect(await lastEntry(world)).toMatchObject({ outcome: 'refused', code: 'contact_ambiguous' })
    expect(await everybody(world)).toMatchObject([
      { identities: [], phone: null },
      { identities: [], phone: null },
    ])
    expect(await count(world, 'sessions')).toBe(0)
  })

  it('is found by the login name of somebody who was imported', async () => {
    await addUser(world, 'ada')
    await setPolicy(world, acme, { link: [byLogin] })
    expect(await signOnBy(world, acme, 'opaque', { uid: ['Ada'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([{ login: 'ada', identities: ['acme opaque'] }])
  })

  it('is found by the login name of somebody whom this provider has brought, and of nobody else', async () => {
    const other = await addPartner(world, 'other')
    await signOnBy(world, acme, 'ada')
    await signOnBy(world, other, 'alan')
    await setPolicy(world, acme, { link: [byLogin] })
    expect(await signOnBy(world, acme, 'new-1', { uid: ['ada'] })).toBe('signed-on')
    expect(await signOnBy(world, acme, 'new-2', { uid: ['alan'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'ada', identities: ['acme ada', 'acme new-1'] },
      { login: 'alan', identities: ['other alan'] },
      { login: 'new-2' },
    ])
  })

  it('is found by the address only in a mail domain that is bound to the provider', async () => {
    await addUser(world, 'ada', { values: { Email: 'Ada@acme.example' } })
    await setPolicy(world, acme, { link: [byEmail] })
    expect(await signOnBy(world, acme, 'before', { mail: ['ada@acme.example'] })).toBe('signed-on')
    expect(await lastEntry(world)).toMatchObject({ outcome: 'created', problems: ['email_taken'] })
    await bindDomain(world, acme, 'acme.example')
    expect(await signOnBy(world, acme, 'after', { mail: ['ada@acme.example'] })).toBe('signed-on')
    expect((await everybody(world))[0]).toMatchObject({ login: 'ada', identities: ['acme after'] })
  })
})

describe('what another provider has written', () => {
  it('finds nobody: the first real sign-on of the person it was taken from is not given to the taker', async () => {
    const partner = await addPartner(world, 'partner', {
      userType: 'external',
      external: { create: true, update: true },
    })
    await setPolicy(world, acme, { link: [byNumber, byEmail] })
    // Before the domain is bound, a stranger can put anything on their own contact.
    await signOnBy(world, partner, 'mallory', { mail: ['ceo@acme.example'], number: ['1'] })
    await bindDomain(world, acme, 'acme.example')
    expect(await signOnBy(world, acme, 'ceo', { mail: ['ceo@acme.example'], number: ['1'] })).toBe('signed-on')
    expect(await everybody(world)).toMatchObject([
      { login: 'mallory', type: 'external', identities: ['partner mallory'] },
      { login: 'ceo', type: 'employee', identities: ['acme ceo'] },
    ])
  })

  it('is no address in a bound mail domain', async () => {
    const partner = await addPartner(world, 'partner')
    await bindDomain(world, acme, 'acme.example')
    for (const address of ['ceo@acme.example', 'ceo@ACME.Example.', 'ceo@acme。example']) {
      expect(await signOnBy(world, partner, 'mallory', { mail: [address], phone: ['+1'] })).toBe('signed-on')
      expect(await lastEntry(world)).toMatchObject({ problems: ['email_domain_bound'] })
    }
    expect(await everybody(world)).toMatchObject([{ email: null, phone: '+1' }])
  })
})

it('a mail domain that nobody has proven is kept from others, and finds nobody', async () => {
  const partner = await addPartner(world, 'partner', { userType: 'external', external: { create: true, update: true } })
  await addUser(world, 'ada', { values: { Email: 'ada@acme.example' } })
  await setPolicy(world, acme, { link: [byEmail] })
  await bindDomain(world, acme, 'acme.example', false)
  expect(await signOnBy(world, partner, 'mallory', { mail: ['ceo@acme.example'] })).toBe('signed-on')
  expect(await lastEntry(world)).toMatchObject({ problems: ['email_domain_bound'] })
  expect(await signOnBy(world, acme, 'opaque', { mail: ['ada@acme.example'] })).toBe('signed-on')
  expect(await everybody(world)).toMatchObject([
    { login: 'ada', identities: [] },
    { login: 'mallory', email: null },
    { login: 'opaque', email: null },
  ])
  await world.app.db.query(sql`update domains set proven_at = now()`)
  expect(await signOnBy(world, acme, 'later', { mail: ['ada@acme.example'] })).toBe('signed-on')
  expect((await everybody(world))[0]).toMatchObject({ login: 'ada', identities: ['acme later'] })
})

describe('nobody is linked by a rule', () => {
  beforeEach(() => setPolicy(world, acme, { link: [byNumber] }))
  const refused = async (partner: Partner) => {
    const before = await everybody(world)
    expect(await signOnBy(world, partner, 'opaque', { number: ['42'], phone: ['+1'] })).toBe('link_not_allowed')
    expect(await everybody(world)).toEqual(before)
  }

  it('who is an administrator', async () => {
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' }, role: 'Administrators' })
    await refused(acme)
  })

  it('who holds a role below a protected one', async () => {
    await world.app.db.query(sql`
      insert into roles (id, name, name_key, guarded) values (gen_random_uuid(), 'Auditors', 'auditors', true)`)
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' }, role: 'Auditors' })
    await refused(acme)
  })

  it('who is an employee, by a provider of external users or for a guest of our own', async () => {
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' } })
    const external = { create: true, update: true }
    await refused(await addPartner(world, 'partner', { userType: 'external', external, link: [byNumber] }))
    await setPolicy(world, acme, { externalWhen: { attribute: 'number' } })
    await refused(acme)
  })

  it.each(['disabled', 'deleted', 'pending'] as const)('who is %s', async (status) => {
    const userId = await addUser(world, 'ada', { values: { EmployeeNumber: '42' }, status })
    const other = await addPartner(world, 'other')
    await world.app.db.query(sql`
      insert into identities (id, provider_id, subject, format, user_id)
      values (gen_random_uuid(), ${other.id}::uuid, 'ada', '', ${userId}::uuid)`)
    await setPolicy(world, acme, { reactivate: true })
    expect(await signOnBy(world, acme, 'opaque', { number: ['42'] })).toBe(`user_${status}`)
    expect(await everybody(world)).toMatchObject([{ login: 'ada', status, identities: ['other ada'] }])
  })
})

describe('at the same moment', () => {
  it('forty first sign-ons of one person who is linked make one identity and forty sessions', async () => {
    await addUser(world, 'ada', { values: { EmployeeNumber: '42' } })
    await setPolicy(world, acme, { link: [byNumber] })
    const done = await Promise.all(
      Array.from({ length: 40 }, () => signOnBy(world, acme, 'opaque', { number: ['42'], phone: ['+1'] })),
    )
    expect(new Set(done)).toEqual(new Set(['signed-on']))
    expect(await everybody(world)).toMatchObject([{ login: 'ada', identities: ['acme opaque'], phone: '+1' }])
    expect(await count(world, 'sessions')).toBe(40)
  })

  it('two providers that link one person both do, and nothing is lost', async () => {
    const partners = [acme, await addPartner(world, 'other')]
    for (const partner of partners) await setPolicy(world, partner, { link: [byNumber] })
    for (let round = 0; round < 6; round++) {
      await addUser(world, `ada${round}`, { values: { EmployeeNumber: `n${round}` } })
      const done = await Promise.all(
        partners.map((one) => signOnBy(world, one, `s${round}`, { number: [`n${round}`], phone: [`+${round}`] })),
      )
      expect(done).toEqual(['signed-on', 'signed-on'])
    }
    const people = await everybody(world)
    expect(people).toHaveLength(6)
    for (const [round, one] of people.entries()) {
      expect(one.phone).toBe(`+${round}`)
      expect([...(one.identities as string[])].sort()).toEqual([`acme s${round}`, `other s${round}`])
    }
  })

  it('two subjects of one newcomer make one user', async () => {
    await setPolicy(world, acme, { link: [byNumber] })
    for (let round = 0; round < 6; round++) {
      const done = await Promise.all(
        ['a', 'b'].map((one) => signOnBy(world, acme, `${one}${round}`, { number: [`n${round}`] })),
      )
      expect(done).toEqual(['signed-on', 'signed-on'])
    }
    expect(await count(world, 'users')).toBe(6)
    expect(await count(world, 'identities')).toBe(12)
  })

  it('somebody who becomes an administrator while they are linked is linked as they were, or not at all', async () => {
    await setPolicy(world, acme, { link: [byNumber] })
    for (let round = 0; round < 6; round++) {
      const userId = await addUser(world, `ada${round}`, { values: { EmployeeNumber: `n${round}` } })
      const appointed = world.app.db.transaction(async (tx) => {
        await tx.query(sql`
          insert into grants (id, user_id, role_id, origin)
          select gen_random_uuid(), ${userId}::uuid, id, 'manual' from roles where built_in = 'administrators'`)
        const [user] = await tx.query<{ version: number }>(sql`
          update users set version = version + 1 where id = ${userId}::uuid returning version`)
        return user?.version ?? 0
      })
      const [done, version] = await Promise.all([
        signOnBy(world, acme, `s${round}`, { number: [`n${round}`] }),
        appointed,
      ])
      const identities = (await everybody(world)).at(round)?.identities
      expect(done).toBe(version === 2 ? 'link_not_allowed' : 'signed-on')
      expect(identities).toEqual(done === 'signed-on' ? [`acme s${round}`] : [])
    }
  })
})

it('a person who is known costs no further question, and no rule no more than one', async () => {
  const asked: string[] = []
  const { db } = world.app
  const app = {
    ...world.app,
    db: {
      ...db,
      serialised: ((keys, work, options) =>
        db.serialised(
          keys,
          (tx) => {
            const query = tx.query.bind(tx)
            return work({
              ...tx,
              query: (statement) => {
                asked.push(statement.text)
                return query(statement) as never
              },
            })
          },
          options,
        )) as typeof db.serialised,
    },
  }
  const watched = { ...world, app }
  const questions = async (nameId: string, number: string) => {
    asked.length = 0
    await signOnBy(watched, acme, nameId, { number: [number] })
    return asked.filter((text) => text.includes('created_by as "createdBy"')).length
  }
  await addUser(world, 'ada', { values: { EmployeeNumber: '42' } })
  expect(await questions('kim', '1')).toBe(0)
  await setPolicy(world, acme, { link: [byNumber, byLogin, byEmail] })
  expect(await questions('opaque', '42')).toBe(1)
  expect(await questions('opaque', '42')).toBe(0)
  expect(await questions('lee', '9')).toBe(1)
})
