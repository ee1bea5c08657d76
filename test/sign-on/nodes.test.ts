import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { saveConverter } from '../../src/api/edit/converters.ts'
import type { ColumnType } from '../../src/core/types.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { tokenHash } from '../../src/sign-on/cookies.ts'
import { readColumns } from '../../src/store/columns.ts'
import { pageOfContacts } from '../../src/store/contact-list.ts'
import { providerBySlug, updateProvider } from '../../src/store/providers.ts'
import { liveSession, sweep } from '../../src/store/sessions.ts'
import { Browser, contacts, count, newWorld, publicUrl, respond, setConverters, signOnAs, type World } from './world.ts'

// Two nodes: one database, each with its own caches.
let one: World
let other: RunningApp
const secret = randomBytes(32).toString('hex')
beforeAll(async () => {
  one = await newWorld({}, secret)
  other = await openApp({
    connection: one.database.connection,
    secrets: [secret],
    publicUrl,
    log: silentLog,
    now: () => one.clock.now,
  })
})
afterAll(async () => {
  await other.close()
  await one.end()
})

const second = (): World => ({ ...one, app: other.app })

async function tokenOf(world: World, name: string): Promise<Buffer> {
  world.clock.now = new Date(world.clock.now.getTime() + 1000)
  const browser = new Browser(world)
  await browser.post(respond(world, await browser.start(), { nameId: { value: name } }))
  return tokenHash(browser.cookies.get('jitup-local-session') ?? '')
}

const alive = async (token: Buffer) => (await liveSession(other.app.db, token, one.clock.now)) !== null

it('a request that one node sent is answered at the other, and only there once', async () => {
  const browser = new Browser(one)
  const elsewhere = new Browser(second())
  const xml = respond(one, await browser.start(), { nameId: { value: 'kim' } })
  for (const [name, value] of browser.cookies) elsewhere.cookies.set(name, value)
  const results = await Promise.all([browser.post(xml), elsewhere.post(xml)])
  expect(results.filter((result) => result instanceof Response)).toHaveLength(1)
})

it('rules changed at one node are the rules of the next sign-on at the other', async () => {
  await signOnAs(second(), 'lee', { Department: ['Sales'] })
  await setConverters(one, { Department: 'Department' })
  await signOnAs(second(), 'lee', { Department: ['Sales'] })
  expect((await contacts(one)).at(-1)?.Department).toBe('Sales')
})

it('columns of every type that are added at one node are filled by the next sign-on at the other', async () => {
  const values: readonly (readonly [ColumnType, sent: string, shown: string])[] = [
    ['text', 'A text', 'A text'],
    ['email', 'a@x.test', 'a@x.test'],
    ['phone', '+47 22 00 00 00', '+47 22 00 00 00'],
    ['integer', '007', '7'],
    ['decimal', '1.50', '1.5'],
    ['boolean', 'yes', 'true'],
    ['date', '2026-02-28', '2026-02-28'],
    ['datetime', '2026-02-28T10:00:00+02:00', '2026-02-28T08:00:00.000Z'],
    ['language', 'nb_NO', 'nb-NO'],
    ['timezone', 'Europe/Oslo', 'Europe/Oslo'],
    ['lookup', 'Red', 'Red'],
  ]
  await signOnAs(second(), 'mia', {})
  for (const [type] of values) {
    const column = { name: `My_${type}`, caption: type, type, ...(type === 'lookup' ? { lookup: 'Colour' } : {}) }
    await addCustomColumn(one.app, { kind: 'system' }, column)
    await saveConverter(one.app, { kind: 'system' }, { column: column.name, attributes: [type] })
  }
  await signOnAs(second(), 'mia', Object.fromEntries(values.map(([type, sent]) => [type, [sent]])))
  const columns = await readColumns(one.app.db)
  const [user] = await pageOfContacts(one.app.db, columns, {
    search: '',
    login: 'mia',
    order: 'name',
    after: null,
    limit: 1,
  })
  const shown = values.map(([type]) => {
    const cell = user?.values.get(`My_${type}`) ?? null
    return [type, cell === null || typeof cell === 'string' ? cell : cell.name]
  })
  expect(shown).toEqual(values.map(([type, , text]) => [type, text]))
})

it('a user who is disabled at one node has no session at the other', async () => {
  const token = await tokenOf(second(), 'lee')
  expect(await alive(token)).toBe(true)
  await one.app.db.query(sql`update users set status = 'disabled'`)
  expect(await alive(token)).toBe(false)
  expect(await signOnAs(second(), 'lee')).toMatchObject({ code: 'user_disabled', status: 403 })
  await one.app.db.query(sql`update users set status = 'active'`)
})

it('a provider that is switched off ends the sessions it gave and is refused at both nodes, and on again it works', async () => {
  const token = await tokenOf(second(), 'lee')
  const switchTo = (enabled: boolean) =>
    one.app.db.transaction(async (tx) => {
      const record = await providerBySlug(tx, 'acme')
      if (record) await updateProvider(tx, { ...record, enabled })
    })
  const browser = new Browser(second())
  const pending = await browser.start()
  await switchTo(false)
  expect(await alive(token)).toBe(false)
  expect(await browser.post(respond(one, pending))).toMatchObject({ code: 'provider_disabled' })
  await expect(new Browser(second()).start()).rejects.toMatchObject({ code: 'provider_disabled' })
  await switchTo(true)
  expect(await signOnAs(second(), 'lee')).toBeInstanceOf(Response)
})

it('a session ends when it is idle too long, and at last in any case', async () => {
  const token = await tokenOf(one, 'lee')
  const began = one.clock.now.getTime()
  const at = (minutes: number) => liveSession(one.app.db, token, new Date(began + minutes * 60_000))
  for (let minutes = 25; minutes < 720; minutes += 25) expect(await at(minutes)).not.toBeNull()
  expect(await at(721)).toBeNull()
  const idle = await tokenOf(one, 'lee')
  expect(await liveSession(one.app.db, idle, new Date(one.clock.now.getTime() + 31 * 60_000))).toBeNull()
})

it('what time has ended is removed, and a replay marker outlives its assertion', async () => {
  const markers = await count(one, 'consumed_assertions')
  await sweep(one.app.db, new Date(one.clock.now.getTime() + 13 * 3_600_000))
  expect(await count(one, 'sessions')).toBe(0)
  expect(await count(one, 'pending_requests')).toBe(0)
  expect(await count(one, 'consumed_assertions')).toBe(markers)
  await sweep(one.app.db, new Date(one.clock.now.getTime() + 25 * 3_600_000))
  expect(await count(one, 'consumed_assertions')).toBe(0)
})

it('another secret than the database was written with stops the start', async () => {
  const wrong = openApp({
    connection: one.database.connection,
    secrets: [randomBytes(32).toString('hex')],
    publicUrl,
    log: silentLog,
  })
  await expect(wrong).rejects.toMatchObject({ code: 'secret_wrong' })
})
