import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { Browser, count, newWorld, respond, type World } from './world.ts'

// A proxy before the database that can swallow the answer to a commit: the transaction takes place and nobody hears of it.
let world: World
let folder: string
let proxy: net.Server
let swallow = 0
let swallowed = 0

beforeAll(async () => {
  world = await newWorld()
  folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  const { host = '', port } = world.database.connection
  const target = host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port: port ?? 5432 }
  proxy = net.createServer((client) => {
    const server = net.connect(target as net.NetConnectOpts)
    let deaf = false
    client.on('data', (data) => {
      if (swallow > 0 && data.includes('commit')) {
        swallow--
        swallowed++
        deaf = true
      }
      server.write(data)
    })
    server.on('data', (data) => {
      if (!deaf) return client.write(data)
      return client.destroy()
    })
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('close', () => other.destroy())
      one.on('error', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => proxy.listen(`${folder}/.s.PGSQL.5432`, resolve))
})
afterAll(async () => {
  await world.end()
  proxy.close()
  rmSync(folder, { recursive: true, force: true })
})

it('a sign-on whose commit was not answered finds its own traces: signed on, once', async () => {
  const db = openDatabase({ ...world.database.connection, host: folder, port: 5432 })
  const behind: World = { ...world, app: { ...world.app, db } }
  try {
    const browser = new Browser(behind)
    const xml = respond(world, await browser.start({ returnTo: '/me' }), { nameId: { value: 'kim' } })
    swallow = 1
    const answer = await browser.post(xml)
    expect(swallowed).toBe(1)
    expect(answer).toBeInstanceOf(Response)
    expect((answer as Response).headers.get('location')).toBe('/me')
    for (const table of ['users', 'contacts', 'sessions', 'sign_ons']) expect(await count(world, table)).toBe(1)
  } finally {
    await db.close()
  }
})

it('a refusal whose commit was not answered stays that refusal', async () => {
  await world.app.db.query(sql`update users set status = 'disabled'`)
  const db = openDatabase({ ...world.database.connection, host: folder, port: 5432 })
  const behind: World = { ...world, app: { ...world.app, db } }
  try {
    const browser = new Browser(behind)
    const xml = respond(world, await browser.start(), { nameId: { value: 'kim' } })
    swallow = 1
    expect(await browser.post(xml)).toMatchObject({ code: 'user_disabled', status: 403 })
    expect(swallowed).toBe(2)
  } finally {
    await db.close()
  }
})
