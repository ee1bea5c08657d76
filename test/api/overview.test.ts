import sql from 'sql-template-tag'
import { afterEach, describe, expect, it } from 'vitest'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { countFigures } from '../../src/sign-on/figures.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { version } from '../../src/version.ts'
import { type Api, addPerson, addProvider, newApi, publicUrl, signOn, tokenWith } from './api-world.ts'

let api: Api
afterEach(() => api.end())

const hour = 3_600_000
const zero = { created: 0, updated: 0, unchanged: 0, refused: 0, tested: 0 }

/** Writes entries of the journal as sign-ons would. */
async function journal(at: Date, providerId: string | null, outcome: string, many: number, code: string | null = null) {
  for (let n = 0; n < many; n++) {
    await api.app.db.query(sql`
      insert into sign_ons (at, id, provider_id, outcome, code, step, duration_us)
      values (${at}, ${uuid7(at)}, ${providerId}, ${outcome}, ${code}, ${code && 'plan'}, 1)`)
  }
}

const refusals = (minute: Date, providerId: string | null, code: string, count: number) =>
  api.app.db.query(sql`
    insert into refusal_counts (provider_id, code, minute, count) values (${providerId}, ${code}, ${minute}, ${count})`)

describe('the overview of a new installation', () => {
  it('says what has been set up, step by step', async () => {
    api = await newApi()
    const facts = async () => {
      const { setUp } = (await api.get('/overview')).body
      return setUp.filter((one: { done: boolean }) => one.done).map((one: { fact: string }) => one.fact)
    }
    const first = (await api.get('/overview')).body
    expect(first).toMatchObject({ version, range: 'day', totals: zero, providers: [], worklist: [], certificates: [] })
    expect(first.stretches).toHaveLength(24)
    expect(await facts()).toEqual([])
    const { userId } = await addPerson(api, 'Root', { role: 'administrators' })
    await api.app.db.query(sql`update users set local = true where id = ${userId}::uuid`)
    expect(await facts()).toEqual(['emergency-administrator'])
    const { idp } = await addProvider(api, 'acme', { enabled: false })
    await api.post('/converters', { column: 'GivenName', attributes: ['given'] })
    expect(await facts()).toEqual(['emergency-administrator', 'provider', 'mapping'])
    await journal(api.clock.now, null, 'tested', 1)
    expect(await facts()).toContain('test')
    await api.patch('/providers/acme', { enabled: true })
    expect(await facts()).not.toContain('sign-on')
    await signOn(api, idp, 'acme', 'ada', { given: ['Ada'] })
    expect(await facts()).toEqual([
      'emergency-administrator',
      'provider',
      'test',
      'mapping',
      'provider-enabled',
      'sign-on',
    ])
    await api.app.db.query(sql`
      insert into webhooks (id, url, events, enabled, sealed_secret, created_at)
      values (gen_random_uuid(), 'https://hook.example', '{}', true, '', now())`)
    expect(await facts()).toContain('notifications')
  })
})

describe('the figures', () => {
  it('are by hour and day, outcome and provider, and count every refusal', async () => {
    api = await newApi()
    const now = api.clock.now
    const acme = (await addProvider(api, 'acme')).id
    const other = (await addProvider(api, 'other')).id
    const ago = (hours: number) => new Date(now.getTime() - hours * hour)
    await journal(ago(0), acme, 'created', 1)
    await journal(ago(2), acme, 'unchanged', 3)
    await journal(ago(2), other, 'updated', 1)
    await journal(ago(2), acme, 'refused', 2, 'user_not_provisioned')
    await journal(ago(2), acme, 'replayed', 1)
    await refusals(ago(2), acme, 'signature_invalid', 40)
    await refusals(ago(3), null, 'provider_unknown', 7)
    await journal(ago(24 * 3), other, 'created', 5)
    await journal(ago(24 * 20), acme, 'tested', 4)
    await journal(ago(24 * 40), acme, 'created', 9)

    const shows = async () => {
      const today = (await api.get('/overview?range=day')).body
      expect(today.stretches.at(-1)).toBe(now.toISOString())
      expect(today.totals).toEqual({ created: 1, updated: 1, unchanged: 3, refused: 49, tested: 0 })
      expect(today.series.at(-1)).toEqual({ ...zero, created: 1 })
      expect(today.series.at(-3)).toEqual({ created: 0, updated: 1, unchanged: 3, refused: 42, tested: 0 })
      const [first, second, gone] = today.providers
      expect(first).toMatchObject({ provider: 'acme', enabled: true, totals: { refused: 42, created: 1 } })
      expect(first.series.at(-3)).toEqual({ created: 0, updated: 0, unchanged: 3, refused: 42, tested: 0 })
      expect(first.refusedShare).toBeCloseTo(42 / 46)
      expect(first.codes).toMatchObject([
        { code: 'signature_invalid', count: 40, fix: expect.any(String) },
        { code: 'user_not_provisioned', count: 2 },
      ])
      expect(second).toMatchObject({ provider: 'other', refusedShare: 0, codes: [] })
      expect(gone).toMatchObject({ provider: null, totals: { ...zero, refused: 7 } })
      const week = (await api.get('/overview?range=week')).body
      expect(week.stretches).toHaveLength(7)
      expect(week.totals).toEqual({ created: 6, updated: 1, unchanged: 3, refused: 49, tested: 0 })
      const month = (await api.get('/overview?range=month')).body
      expect(month.stretches).toHaveLength(30)
      expect(month.totals).toEqual({ created: 6, updated: 1, unchanged: 3, refused: 49, tested: 4 })
      expect(month.providers[1].series.at(-4)).toEqual({ ...zero, created: 5 })
    }
    await shows()
    // The same whether they were counted beforehand or are counted now; and whoever counts twice counts once.
    await countFigures(api.app)
    const through = async () =>
      (
        await api.app.db.query<{ position: { through: string } }>(sql`select position from jobs where name = 'figures'`)
      )[0]?.position.through
    expect(await through()).toBe(ago(1).toISOString())
    await shows()
    await api.app.db.query(sql`update jobs set position = null, next_at = null where name = 'figures'`)
    await countFigures(api.app)
    await shows()
    // What came since is counted at once, and the hour once it is over.
    api.clock.now = new Date(now.getTime() + 2 * hour)
    await journal(new Date(now.getTime() + hour), acme, 'created', 1)
    expect((await api.get('/overview?range=week')).body.totals.created).toBe(7)
    await countFigures(api.app)
    expect(await through()).toBe(new Date(now.getTime() + hour).toISOString())
    expect((await api.get('/overview?range=week')).body.totals.created).toBe(7)
  })

  it('are counted once by two nodes', async () => {
    api = await newApi()
    const second = await openApp({
      connection: api.connection,
      secrets: api.secrets,
      publicUrl,
      log: silentLog,
      now: () => api.clock.now,
    })
    try {
      for (let n = 2; n < 60; n += 3) await journal(new Date(api.clock.now.getTime() - n * hour), null, 'created', 1)
      await Promise.all([countFigures(api.app), countFigures(second.app), countFigures(api.app)])
      await countFigures(second.app)
      const [row] = await api.app.db.query<{ n: number }>(sql`select sum(count)::integer as n from sign_on_hours`)
      expect(row?.n).toBe(20)
      expect((await api.get('/overview?range=week')).body.totals.created).toBe(20)
    } finally {
      await second.close()
    }
  })
})

describe('what the overview shows', () => {
  it('of certificates only to who may read trust, those that end soon, the first first', async () => {
    api = await newApi()
    const { id } = await addProvider(api, 'acme')
    await addProvider(api, 'later')
    const ends = new Date(api.clock.now.getTime() + 59 * 24 * hour)
    await api.app.db.query(sql`update idp_certificates set not_after = ${ends} where provider_id = ${id}::uuid`)
    const { certificates } = (await api.get('/overview')).body
    expect(certificates).toMatchObject([
      { provider: 'acme', notAfter: ends.toISOString(), ended: false, replaced: false },
    ])
    api.clock.now = new Date(api.clock.now.getTime() + 60 * 24 * hour)
    expect((await api.get('/overview')).body.certificates[0]).toMatchObject({ provider: 'acme', ended: true })
    const token = await tokenWith(api, 'directory:read')
    expect((await api.get('/overview', { token })).body.certificates).toBeNull()
    expect((await api.get('/overview', { token: await tokenWith(api, 'rules:read') })).status).toBe(403)
  })

  it('of the worklist what is open, by kind', async () => {
    api = await newApi()
    const work = (kind: string, state: string) =>
      api.app.db.query(sql`
        insert into worklist (id, kind, key, sealed, state, created_at)
        values (${uuid7(api.clock.now)}, ${kind}, ${Buffer.from(uuid7(api.clock.now))}, '', ${state}, now())`)
    for (const state of ['open', 'open', 'resolved']) await work('group-unknown', state)
    expect((await api.get('/overview')).body.worklist).toEqual([{ kind: 'group-unknown', open: 2 }])
    // What is about keys is told to who may read trust, here as on the worklist.
    await work('key-waiting', 'open')
    expect((await api.get('/overview')).body.worklist).toContainEqual({ kind: 'key-waiting', open: 1 })
    const token = await tokenWith(api, 'directory:read')
    expect((await api.get('/overview', { token })).body.worklist).toEqual([{ kind: 'group-unknown', open: 2 }])
  })
})
