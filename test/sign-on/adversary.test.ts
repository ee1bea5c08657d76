import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyMove, type Board, everythingElse, gainsOf, laws, type Move, play, setBoard } from './adversary.ts'
import { setPolicy, signOnBy } from './people.ts'

// `ADVERSARY_RUNS` games of a few moves each, on one board that remembers all of them.
const runs = Number(process.env.ADVERSARY_RUNS ?? 200)

let board: Board
beforeAll(async () => {
  board = await setBoard()
})
afterAll(() => board.world.end())

async function game(which: number, moves: readonly Move[]): Promise<void> {
  const attacker = board.attackers[which % board.attackers.length]
  if (!attacker) throw new Error('there is an attacker')
  const before = await everythingElse(board, attacker)
  for (const move of moves) await play(board, attacker, move)
  expect(await everythingElse(board, attacker)).toEqual(before)
  const { gains, stolen } = await gainsOf(board, attacker)
  expect(stolen).toBe(0)
  for (const gain of gains) for (const law of Object.values(laws)) law(gain)
}

it('a partner who says anything at all about anybody gains nothing but external users of its own', async () => {
  const games = fc.asyncProperty(fc.nat(99), fc.array(anyMove(board), { minLength: 1, maxLength: 4 }), game)
  await fc.assert(games, { numRuns: runs, endOnFailure: true })
  const made = await board.world.app.db.query(sql`select 1 from users where type = 'external'`)
  // The game is no game when nobody ever gets in.
  expect(made.length).toBeGreaterThan(runs / 20)
}, 600_000)

it('a partner whose users were there first gets none of those who come to the house afterwards', async () => {
  const { world, house } = board
  const claimed = { mail: ['new@acme.example'], number: ['77'], uid: ['new'], memberOf: [] }
  for (const attacker of board.attackers) await signOnBy(world, attacker, 'new', claimed)
  await setPolicy(world, house, {
    link: [
      { by: 'column', column: 'EmployeeNumber', attribute: 'number' },
      { by: 'login', from: { attribute: 'uid' } },
      { by: 'email', attribute: 'mail' },
    ],
  })
  expect(await signOnBy(world, house, 'the-real-one', claimed)).toBe('signed-on')
  const [user] = await world.app.db.query(sql`
    select u.type, u.provider_id as "providerId", c."Email" as email
    from identities i join users u on u.id = i.user_id join contacts c on c.id = u.contact_id
    where i.subject = 'the-real-one'`)
  expect(user).toEqual({ type: 'employee', providerId: house.id, email: 'new@acme.example' })
})
