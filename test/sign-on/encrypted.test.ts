import { createPublicKey } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SignOnRefused } from '../../src/sign-on/refuse.ts'
import type { EncryptOptions, ResponseOptions } from '../../src/testing/index.ts'
import { Browser, count, newWorld, respond, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
})
afterEach(() => world.end())

/** One answer that is encrypted for our key. @returns the redirect's status, or the code of the refusal */
async function signOn(encrypt: EncryptOptions, options: Partial<ResponseOptions> = {}) {
  const browser = new Browser(world)
  const recipients = createPublicKey(world.app.keys[0].privateKey)
  const requestId = await browser.start()
  const answer = await browser.post(
    respond(world, requestId, {
      nameId: { value: 'john' },
      sign: 'assertion',
      encrypt: { recipients, ...encrypt },
      ...options,
    }),
  )
  return answer instanceof SignOnRefused ? answer.code : answer instanceof Response ? answer.status : answer.name
}

/** Lets the provider send AES-CBC in Responses that are not signed, through this day. */
async function excuse(until: string) {
  await world.app.db.query(sql`
    update providers set settings = settings || ${JSON.stringify({ exceptions: { 'cbc-unsigned': until } })}::jsonb,
      version = version + 1`)
  world.app.providers.forget('acme')
}

it('signs people on whose assertion is encrypted for our key', async () => {
  expect(await signOn({})).toBe(303)
  expect(await signOn({ data: 'aes128-cbc' }, { sign: 'both' })).toBe(303)
  expect(await count(world, 'users')).toBe(1)
})

it('refuses AES-CBC in an unsigned Response, unless the provider is excused, and then to the end of a day', async () => {
  const cbc = { data: 'aes128-cbc' } as const
  expect(await signOn(cbc)).toBe('encryption_cbc_unsigned')
  await excuse('2026-11-23')
  expect(await signOn(cbc)).toBe(303)
  world.clock.now = new Date('2026-11-24T00:00:01Z')
  expect(await signOn(cbc)).toBe('encryption_cbc_unsigned')
})

it('lets the exception for AES-CBC rest after a hundred messages that could not be decrypted, for an hour', async () => {
  await excuse('2026-12-31')
  const cbc = { data: 'aes128-cbc' } as const
  for (let at = 0; at < 100; at++) expect(await signOn({ ...cbc, spoil: 'key' })).toBe('decryption_failed')
  expect(await signOn(cbc)).toBe('encryption_cbc_unsigned')
  expect(await signOn({})).toBe(303)
  world.clock.now = new Date(world.clock.now.getTime() + 2 * 3_600_000)
  expect(await signOn(cbc)).toBe(303)
})
