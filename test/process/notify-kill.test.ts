/** A node that is killed while it delivers: another one delivers the same message, under the same id. */

import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmbedded } from '../../src/store/embedded.ts'
import { isSigned, newReceiver } from '../notify/receiver.ts'
import { freePort, newDataDir, removeDataDir, startProcess } from './server-process.ts'

const token = 'a-first-token-for-automation-0123456789'
let dataDir: string
let env: Record<string, string>

beforeAll(async () => {
  dataDir = newDataDir()
  env = {
    PORT: String(await freePort()),
    JITUP_DATA: dataDir,
    JITUP_ADMIN_TOKEN: token,
    JITUP_ALLOW_PRIVATE_HOSTS: 'localhost',
  }
})
afterAll(() => removeDataDir(dataDir))

const until = async (what: string, done: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1200; tries++) {
    if (await done()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`this does not happen: ${what}`)
}

it('is delivered after a kill in the middle of it, once more and no more often', async () => {
  // The first time it is held, so that the kill comes in the middle.
  const receiver = await newReceiver(() => {})
  let server = await startProcess('serve', env)
  const embedded = await startEmbedded({ dataDir })
  const client = new pg.Client(embedded.connection)
  await client.connect()
  try {
    const made = await fetch(`${server.url}/api/v1/webhooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: receiver.url, events: ['work.new'] }),
    })
    expect(made.status).toBe(201)
    const { id, secret } = (await made.json()) as { id: string; secret: string }
    const { rows } = await client.query(
      `insert into deliveries (id, webhook_id, event, body, created_at, next_at, give_up_at)
       values (gen_random_uuid(), $1, 'work.new', '{"type": "work.new"}', now(), now(), now() + interval '1 day') returning id`,
      [id],
    )
    const [delivery] = rows
    await until('the first attempt', () => receiver.received.length === 1)
    await server.kill('SIGKILL')
    const [held] = (await client.query('select state, attempts, next_at > now() as held from deliveries')).rows
    expect(held).toEqual({ state: 'waiting', attempts: 1, held: true })

    receiver.how.answer = (_, response) => void response.writeHead(200).end()
    server = await startProcess('serve', env)
    // The time for which the dead node had it is over.
    await client.query("update deliveries set next_at = now() where state = 'waiting'")
    const state = async () => (await client.query('select state, attempts from deliveries')).rows[0]
    await until('the second attempt', async () => (await state()).state === 'delivered')
    expect(await state()).toEqual({ state: 'delivered', attempts: 2 })
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([delivery.id, delivery.id])
    expect(receiver.received.every((one) => isSigned(one, secret))).toBe(true)
  } finally {
    await client.end()
    await embedded.stop()
    await server.kill('SIGTERM')
    await receiver.close()
  }
}, 180_000)
