/** Clocks that jump and backups that are put back: what was accepted once is never accepted again (rule S8). */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { afterRestore, restoredAtSetting } from '../../src/store/restored.ts'
import { sweep } from '../../src/store/sessions.ts'
import { copyOf, type FreshDatabase } from '../setup/database.ts'
import { respond } from '../sign-on/world.ts'
import { type Answer, newSite, Visitor } from '../ui/site.ts'
import { bring, expectRefusal, type Installation, leave, newInstallation, publicUrl, written } from './installation.ts'

const secret = randomBytes(32).toString('hex')
const signedOn = ({ status, location }: Answer) => status === 303 && location === '/'
const hour = 3_600_000

let world: Installation
beforeEach(async () => {
  world = await newInstallation(secret)
})

describe('A clock that jumps', () => {
  afterEach(() => world.end())

  /** Forward, the housekeeping, and back to where it was. */
  async function jump(hours: number): Promise<void> {
    const { now } = world.clock
    world.clock.now = new Date(now.getTime() + hours * hour)
    await sweep(world.app.db, world.clock.now)
    world.clock.now = now
  }

  async function signOnWith(options: Parameters<typeof respond>[2] = {}) {
    const { visitor, requestId } = await leave(world.site)
    const xml = respond(world, requestId, options)
    expect(signedOn(await bring(visitor, xml))).toBe(true)
    return { visitor, xml }
  }

  test('forward within a day, purge, back, replay: the marker is still there', async () => {
    const { visitor, xml } = await signOnWith()
    await jump(23)
    expect(await written(world)).toMatchObject({ sessions: 0, consumed_assertions: 1 })
    await expectRefusal(world, () => bring(visitor, xml), 'assertion_replayed', 'consume')
    await expectRefusal(world, () => bring(new Visitor(world.site), xml), 'assertion_replayed', 'consume')
  })

  test('forward beyond it, purge, back, replay: the marker is gone, and no request waits for the answer', async () => {
    const { visitor, xml } = await signOnWith()
    await jump(25)
    expect(await written(world)).toMatchObject({ consumed_assertions: 0 })
    await expectRefusal(world, () => bring(visitor, xml), 'request_unknown', 'consume')
  })

  test('an assertion that claims to be good for days is too old before its marker goes', async () => {
    const notOnOrAfter = new Date(world.clock.now.getTime() + 240 * hour)
    const { visitor, xml } = await signOnWith({ notOnOrAfter })
    world.clock.now = new Date(world.clock.now.getTime() + 25 * hour)
    await sweep(world.app.db, world.clock.now)
    await expectRefusal(world, () => bring(visitor, xml), 'too_old', 'protocol')
  })

  test('a marker outlives the last second at which its assertion would be accepted, however long that is', async () => {
    const settings = { maxAgeSeconds: 86_400, clockSkewSeconds: 300 }
    await updateProviderBy(world.app, { kind: 'system' }, 'acme', { settings })
    const issueInstant = world.clock.now
    const notOnOrAfter = new Date(issueInstant.getTime() + 240 * hour)
    const { visitor, xml } = await signOnWith({ issueInstant, notOnOrAfter })
    const last = new Date(issueInstant.getTime() + 24 * hour + 300_000)
    await sweep(world.app.db, last)
    // `expectRefusal` lets a minute pass first.
    world.clock.now = new Date(last.getTime() - 61_000)
    await expectRefusal(world, () => bring(visitor, xml), 'assertion_replayed', 'consume')
    world.clock.now = new Date(last.getTime() - 60_000)
    await expectRefusal(world, () => bring(visitor, xml), 'too_old', 'protocol')
  })

  test('a request is not revived by a clock that goes back', async () => {
    const { visitor, requestId } = await leave(world.site)
    await jump(2)
    await expectRefusal(world, () => bring(visitor, respond(world, requestId)), 'request_unknown', 'consume')
  })
})

describe('A backup that is put back', () => {
  let restored: Installation
  let backup: FreshDatabase
  afterEach(async () => {
    await restored.end()
    await world.database.drop()
  })

  /**
   * Somebody is signed on and somebody has left for the identity provider; a backup is made; the answer comes and is
   * accepted; the database is lost and the backup put in its place.
   */
  async function signOnAfterBackup() {
    const early = new Visitor(world.site)
    expect(signedOn(await early.signOn('early', {}))).toBe(true)
    const { visitor: late, requestId } = await leave(world.site)
    await world.close()
    backup = await copyOf(world.database)

    const after = await open(world.database)
    const lateThen = as(late, after)
    const xml = respond(world, requestId, { nameId: { value: 'late' } })
    expect(signedOn(await bring(lateThen, xml))).toBe(true)
    await lateThen.post('/sign-out', {})
    await after.close()
    world.clock.now = new Date(world.clock.now.getTime() + 120_000)

    restored = await open(backup)
    return { early: as(early, restored), late: as(lateThen, restored), xml }
  }

  async function open(database: FreshDatabase): Promise<Installation> {
    const connection = { ...database.connection, max: 8 }
    const now = () => world.clock.now
    const running = await openApp({ connection, secrets: [secret], publicUrl, log: silentLog, now })
    const made = { ...world, ...running, database }
    const end = async () => {
      await running.close()
      await database.drop()
    }
    return { ...made, site: newSite(made), end }
  }

  /** The same browser, whatever answers at that address. */
  function as({ cookies }: Visitor, { site }: Installation): Visitor {
    const visitor = new Visitor(site)
    for (const [name, value] of cookies) visitor.cookies.set(name, value)
    return visitor
  }

  test('knows nothing of what came after it: alone it would accept the assertion again', async () => {
    const { early, late, xml } = await signOnAfterBackup()
    expect((await early.get('/me')).status).toBe(200)
    expect(signedOn(await bring(late, xml))).toBe(true)
  })

  test('once told that it was put back accepts nothing from before, and everybody signs in anew', async () => {
    const { early, late, xml } = await signOnAfterBackup()
    await afterRestore(restored.app.db, world.clock.now)
    expect(await written(restored)).toMatchObject({ sessions: 0, pending_requests: 0 })
    expect((await early.get('/me')).status).toBe(302)
    await expectRefusal(restored, () => bring(late, xml), 'assertion_before_restore', 'consume')
    expect(signedOn(await late.signOn('late', {}))).toBe(true)
    expect(signedOn(await early.signOn('early', {}))).toBe(true)
  })

  test('is told so by the statements of the operations page as well', async () => {
    const { early } = await signOnAfterBackup()
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8')
    const statements = /### A backup put back[\s\S]*?```sql\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    const client = new pg.Client(backup.connection)
    await client.connect()
    await client.query('begin')
    await client.query(statements.replace(/^\s*(begin|commit);$/gm, ''))
    const told = `select (value #>> '{}')::timestamptz = now() as now from settings where name = '${restoredAtSetting}'`
    expect((await client.query(told)).rows).toEqual([{ now: true }])
    await client.query('commit')
    await client.end()
    expect(await written(restored)).toMatchObject({ sessions: 0, pending_requests: 0 })
    expect((await early.get('/me')).status).toBe(302)
  })

  test('refuses an earlier assertion even for a request that is made afterwards, to the second', async () => {
    const { late } = await signOnAfterBackup()
    const moment = world.clock.now
    await afterRestore(restored.app.db, moment)
    const { visitor, requestId } = await leave(restored.site)
    const old = respond(world, requestId, { issueInstant: new Date(moment.getTime() - 1000) })
    await expectRefusal(restored, () => bring(visitor, old), 'assertion_before_restore', 'consume')
    expect(signedOn(await bring(visitor, respond(world, requestId, { issueInstant: moment })))).toBe(true)
    // The running server reads the moment with every assertion: it need not be started anew, and the last moment counts.
    world.clock.now = new Date(moment.getTime() + 100_000)
    await afterRestore(restored.app.db, world.clock.now)
    const again = await leave(restored.site)
    const early = respond(world, again.requestId, { issueInstant: moment })
    await expectRefusal(restored, () => bring(again.visitor, early), 'assertion_before_restore', 'consume')
    expect((await late.get('/me')).status).toBe(302)
  })
})
