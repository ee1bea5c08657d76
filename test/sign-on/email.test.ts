import sql from 'sql-template-tag'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { addUser, everybody, firstPartner, lastEntry, type Partner, signOnBy } from './people.ts'
import { count, newWorld, setConverters, type World } from './world.ts'

let world: World
let acme: Partner
beforeEach(async () => {
  world = await newWorld()
  acme = firstPartner(world)
  await setConverters(world, { Email: 'mail', Phone: 'phone' })
})
afterEach(() => world.end())

const emails = async () => (await everybody(world)).map((one) => one.email)
/** No address is two people's, and nobody was made twice. */
const nothingIsLost = async (people: number) => {
  const rows = await world.app.db.query<{ email_key: string | null }>(sql`select email_key from contacts`)
  const keys = rows.map((row) => row.email_key).filter((key) => key !== null)
  expect(new Set(keys).size).toBe(keys.length)
  expect(await count(world, 'users')).toBe(people)
  expect(await count(world, 'identities')).toBe(people)
}

it('an address that has changed at the identity provider is an update of the same user', async () => {
  await signOnBy(world, acme, 'ada', { mail: ['ada@old.example'] })
  expect(await signOnBy(world, acme, 'ada', { mail: ['ada@new.example'] })).toBe('signed-on')
  expect(await everybody(world)).toMatchObject([{ login: 'ada', email: 'ada@new.example' }])
})

it('an address of somebody else is not written, and is as soon as they have given it up', async () => {
  await signOnBy(world, acme, 'ada', { mail: ['ada@x.example'] })
  await signOnBy(world, acme, 'alan', { mail: ['alan@x.example'] })
  expect(await signOnBy(world, acme, 'alan', { mail: ['ADA@x.example'], phone: ['+1'] })).toBe('signed-on')
  expect(await lastEntry(world)).toMatchObject({ outcome: 'updated', problems: ['email_taken'] })
  expect(await everybody(world)).toMatchObject([{ email: 'ada@x.example' }, { email: 'alan@x.example', phone: '+1' }])
  await signOnBy(world, acme, 'ada', { mail: ['ada@y.example'] })
  await signOnBy(world, acme, 'alan', { mail: ['ADA@x.example'] })
  expect(await emails()).toEqual(['ada@y.example', 'ADA@x.example'])
  expect(await lastEntry(world)).toMatchObject({ problems: [] })
})

it('the address of somebody who never signs on stays theirs', async () => {
  await addUser(world, 'ada', { values: { Email: 'ada@x.example' } })
  await signOnBy(world, acme, 'alan', { mail: ['ada@x.example'] })
  expect(await emails()).toEqual(['ada@x.example', null])
})

it('two people who swap their addresses at the same moment keep them, and nobody loses anything', async () => {
  await signOnBy(world, acme, 'ada', { mail: ['1@x.example'] })
  await signOnBy(world, acme, 'alan', { mail: ['2@x.example'] })
  for (let round = 0; round < 10; round++) {
    const [mine, yours] = round % 2 === 0 ? ['2@x.example', '1@x.example'] : ['1@x.example', '2@x.example']
    const done = await Promise.all([
      signOnBy(world, acme, 'ada', { mail: [mine], phone: [`+${round}`] }),
      signOnBy(world, acme, 'alan', { mail: [yours], phone: [`+${round}`] }),
    ])
    expect(done).toEqual(['signed-on', 'signed-on'])
    expect(await emails()).toEqual(['1@x.example', '2@x.example'])
    expect((await everybody(world)).map((one) => one.phone)).toEqual([`+${round}`, `+${round}`])
    await nothingIsLost(2)
  }
})

it('addresses that wander around a ring of people are each had by one, and settle when the ring is open', async () => {
  const people = ['a', 'b', 'c', 'd', 'e']
  for (const [n, name] of people.entries()) await signOnBy(world, acme, name, { mail: [`${n}@x.example`] })
  // Everybody moves one on, the last to a new address: a chain that can be undone from its end.
  const move = () => Promise.all(people.map((name, n) => signOnBy(world, acme, name, { mail: [`${n + 1}@x.example`] })))
  for (let round = 0; round < people.length; round++) {
    expect(new Set(await move())).toEqual(new Set(['signed-on']))
    await nothingIsLost(people.length)
  }
  expect(await emails()).toEqual(people.map((_, n) => `${n + 1}@x.example`))
  expect(await lastEntry(world)).toMatchObject({ problems: [] })
})

it('twenty newcomers with one address all get in: one has it, the others are told', async () => {
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, n) => signOnBy(world, acme, `p${n}`, { mail: ['team@x.example'] })),
  )
  expect(new Set(done)).toEqual(new Set(['signed-on']))
  expect((await emails()).filter((one) => one !== null)).toEqual(['team@x.example'])
  await nothingIsLost(20)
})
