import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoSlug, seedDirectory } from '../../src/demo/directory.ts'
import { writeHistory } from '../../src/demo/history.ts'
import { pastEvents } from '../../src/demo/past-sign-ons.ts'
import { demoPeople } from '../../src/demo/people.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { openSignOn } from '../../src/store/sign-ons.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

const now = new Date('2026-11-23T12:00:00Z')
const until = pastEvents(now)

describe('the past of the demo', () => {
  it('is the same for the same day: some 400 sign-ons of sixty people in ninety days, each at a moment of its own', () => {
    expect(pastEvents(now)).toEqual(until)
    const signOns = until.filter((one) => one.kind === 'sign-on')
    expect(signOns.length).toBeGreaterThan(350)
    expect(signOns.length).toBeLessThan(450)
    expect(new Set(until.map((one) => one.userName)).size).toBe(60)
    const times = until.map((one) => one.at.getTime())
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(now.getTime() - 91 * 86_400_000)
    expect(times.at(-1)).toBeLessThan(now.getTime())
  })

  it('has nobody and no company of those who can be tried', () => {
    const mine = new Set(demoPeople.map((one) => one.userName))
    const companies = new Set(demoPeople.map((one) => one.attributes[0]?.values[0]))
    for (const event of until) {
      expect(mine).not.toContain(event.userName)
      expect(event.userName).toMatch(/^[a-z.0-9]+@[a-z-]+\.example$/)
      if (event.kind === 'sign-on') expect(companies).not.toContain(event.attributes.get('Company')?.[0])
    }
  })
})

describe('writing it', () => {
  let database: FreshDatabase
  let running: RunningApp
  const warned: string[] = []
  const idp = createIdentityProvider({ ssoUrl: 'http://localhost:3000/demo-idp/sso', now: () => now })
  beforeAll(async () => {
    database = await freshDatabase()
    running = await openApp({
      connection: { ...database.connection, max: 4 },
      secrets: ['a secret of this test, long enough'],
      publicUrl: 'http://localhost:3000',
      log: { ...silentLog, warn: (_, message) => void warned.push(message) },
      demo: true,
      now: () => now,
    })
    await seedDirectory(running.app, idp.metadata())
  })
  afterAll(async () => {
    await running.close()
    await database.drop()
  })
  const rows = <T>(text: string) => running.app.db.query<T & Record<string, unknown>>({ text, values: [] } as never)

  it('goes on where it was cut off, and never begins again', async () => {
    // As a process that is ended after each few sign-ons, again and again.
    for (let cuts = 0; cuts < 3; cuts++) {
      const ending = new AbortController()
      const written = writeHistory(running.app, demoSlug, idp, ending.signal)
      setTimeout(() => ending.abort(), 150)
      await written
    }
    await writeHistory(running.app, demoSlug, idp, new AbortController().signal)
    const times = await rows<{ at: Date }>('select at from sign_ons order by at')
    expect(times.map((one) => one.at)).toEqual(until.flatMap((one) => (one.kind === 'sign-on' ? [one.at] : [])))
    await writeHistory(running.app, demoSlug, idp, new AbortController().signal)
    expect(await rows('select 1 from sign_ons')).toHaveLength(times.length)
  })

  it('leaves what real sign-ons leave: every outcome, refusals by name, values with their time', async () => {
    const outcomes = await rows<{ outcome: string; code: string | null; n: number }>(
      'select outcome, code, count(*)::int as n from sign_ons group by 1, 2',
    )
    const of = (outcome: string) => outcomes.filter((one) => one.outcome === outcome)
    expect(of('created')[0]?.n).toBeGreaterThan(50)
    expect(of('updated')[0]?.n).toBeGreaterThan(20)
    expect(of('unchanged')[0]?.n).toBeGreaterThan(100)
    expect(
      of('refused')
        .map((one) => one.code)
        .toSorted(),
    ).toEqual(['audience_mismatch', 'subject_transient', 'user_disabled'])
    // They are part of the picture, no news to whoever starts the demo.
    expect(warned).toEqual([])
    const [provenance] = await rows<{ first: Date; last: Date }>(
      'select min(at) as first, max(at) as last from provenance',
    )
    expect(provenance?.first.getTime()).toBeLessThan(now.getTime() - 60 * 86_400_000)
    expect(provenance?.last.getTime()).toBeGreaterThan(now.getTime() - 20 * 86_400_000)
  })

  it('has something to say about the mapping: what nobody maps, what is mistyped, what is missing, empty or twice there', async () => {
    const sealed = await rows<{ id: string; sealed: string }>(
      'select id, sealed from sign_ons where sealed is not null',
    )
    const claims = sealed.map((row) => new Map(openSignOn(running.app.seal, row.id, row.sealed).claims))
    const count = (holds: (claims: ReadonlyMap<string, readonly string[]>) => boolean) => claims.filter(holds).length
    expect(count((one) => one.has('employeeId'))).toBeGreaterThan(100)
    expect(count((one) => one.has('Departement'))).toBeGreaterThan(3)
    expect(count((one) => !one.has('Phone'))).toBeGreaterThan(20)
    expect(count((one) => one.get('Phone')?.[0] === '')).toBeGreaterThan(10)
    expect(count((one) => (one.get('Department')?.length ?? 0) > 1)).toBeGreaterThan(5)
    const grants = await rows<{ n: number }>(`
      select count(*)::int as n from grants g join roles r on r.id = g.role_id where r.name = 'London office'`)
    expect(grants[0]?.n).toBeGreaterThan(5)
  })

  it('leaves the sign-on of everybody who can be tried a first one', async () => {
    const logins = demoPeople.map((one) => one.userName)
    const taken = await running.app.db.query(sql`select login from users where login = any(${logins})`)
    expect(taken).toEqual([])
    expect(await rows(`select 1 from lookup_values where name in ('Bright Harbour Ltd', 'Sales')`)).toEqual([])
    expect(await rows('select 1 from grants g join roles r on r.id = g.role_id where r.protected')).toEqual([])
  })
})
