import sql from 'sql-template-tag'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { refusals } from '../../src/sign-on/refusals.ts'
import { sweep } from '../../src/store/sessions.ts'
import { Browser, count, newWorld, respond, signOnAs, type World } from './world.ts'

const day = 86_400_000
let world: World
beforeEach(async () => {
  world = await newWorld()
})
afterEach(() => world.end())

it('forgets after 30 days who was refused and is nobody known; what people were refused stays', async () => {
  const { app } = world
  await signOnAs(world, 'john')
  await app.db.query(sql`update users set status = 'disabled'`)
  await signOnAs(world, 'john')
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  await browser.post(respond(world, await browser.start(), { audience: 'https://elsewhere.example' }))
  const outcomes = async () =>
    (await app.db.query<{ code: string | null }>(sql`select code from sign_ons order by id`)).map((one) => one.code)
  const all = [null, 'user_disabled', 'audience_mismatch']
  expect(await outcomes()).toEqual(all)
  await sweep(app.db, new Date(world.clock.now.getTime() + 29 * day))
  expect(await outcomes()).toEqual(all)
  await sweep(app.db, new Date(world.clock.now.getTime() + 31 * day))
  expect(await outcomes()).toEqual([null, 'user_disabled'])
})

it('keeps at most 1200 samples of a provider in two hours, however many ways there are to be refused', async () => {
  const { app, providerId, clock } = world
  const { count: sampled } = refusals(app.db)
  let kept = 0
  for (let minute = 0; minute < 5; minute++) {
    const at = new Date(clock.now.getTime() + minute * 60_000)
    for (let code = 0; code < 30; code++) {
      for (let one = 0; one < 10; one++) if (await sampled(providerId, `code_${code}`, at)) kept += 1
    }
  }
  expect(kept).toBe(1200)
  expect(await count(world, 'refusal_counts')).toBe(150)
  expect(await sampled(null, 'code_0', clock.now)).toBe(true)
  expect(await sampled(providerId, 'code_0', new Date(clock.now.getTime() + 3 * 3_600_000))).toBe(true)
})
