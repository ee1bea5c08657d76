import { randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Subject } from '../../src/core/types.ts'
import { openApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import type { App } from '../../src/sign-on/app.ts'
import { nameKeys } from '../../src/sign-on/logout-keys.ts'
import { reseal } from '../../src/sign-on/reseal.ts'
import { isErased } from '../../src/store/erasure.ts'
import { sealedColumns } from '../../src/store/reseal.ts'
import { type Api, addProvider, newApi, publicUrl, signOn } from '../api/api-world.ts'
import { opened, type Texts } from '../sign-on/canaries.ts'

let api: Api
beforeAll(async () => {
  api = await newApi()
})
afterAll(() => api.end())

const next = randomBytes(32).toString('hex')

async function under<T>(secrets: readonly string[], work: (app: App) => Promise<T>): Promise<T> {
  const options = { connection: api.connection, publicUrl, log: silentLog, now: () => api.clock.now }
  const running = await openApp({ ...options, secrets: [...secrets] })
  try {
    return await work(running.app)
  } finally {
    await running.close()
  }
}

const lines = (texts: Texts) => [...texts].map(([place, text]) => [place, text.split('\n').toSorted()])

const oldOnes = async (): Promise<number> => {
  const [row] = await api.app.db.query<{ n: number }>(sql`
    select count(*)::integer as n from (
      select sealed from sign_ons union all select sealed_name_id from sessions union all select sealed from worklist
      union all select sealed from import_problems union all select sealed_response from idempotency_keys
      union all select sealed_private_key from sp_keys union all select value #>> '{}' from settings
    ) s (text) where starts_with(text, ${api.app.seal.prefix})`)
  return row?.n ?? 0
}

it('knows every column that is sealed', async () => {
  const rows = await api.app.db.query<{ place: string }>(sql`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = 'public' and column_name like 'sealed%' order by 1`)
  expect(rows.map((one) => one.place)).toEqual(
    sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted(),
  )
})

it('makes the earlier secret needless: nothing is lost, sessions are found, who was erased stays away', async () => {
  const { idp, id } = await addProvider(api, 'acme')
  await api.post('/converters', { attributes: ['Dept'], column: 'Department', unknownValue: 'queue' })
  expect((await signOn(api, idp, 'acme', 'ada', { Dept: ['Research'] })).status).toBe(303)
  expect((await signOn(api, idp, 'acme', 'gone', {})).status).toBe(303)
  const [gone] = await api.app.db.query<Subject>(sql`
    select subject as value, format from identities where subject = 'gone'`)
  expect((await api.post('/users/gone/erase', { confirm: 'gone' })).status).toBe(200)
  await api.post('/roles', { name: 'Sales' }, { headers: { 'idempotency-key': 'once' } })
  const file = { raw: 'login,Email\nada,nonsense\n', headers: { 'content-type': 'text/csv' } }
  const run = await api.send('POST', '/imports', undefined, file)
  for (;;) if ((await api.get(`/imports/${run.body.id}`)).body.state !== 'running') break
  const before = lines(await opened(api.app))
  expect(await oldOnes()).toBeGreaterThan(6)

  await expect(under([next], async () => 'open')).rejects.toMatchObject({ code: 'secret_wrong' })
  await under([next, ...api.secrets], async (app) => {
    const done = await reseal(app)
    expect(done.unreadable).toBe(0)
    expect(done.resealed).toBeGreaterThan(6)
    expect(await reseal(app)).toEqual({ resealed: 0, unreadable: 0 })
  })
  expect(await oldOnes()).toBe(0)

  await under([next], async (app) => {
    expect(lines(await opened(app))).toEqual(before)
    expect(await isErased(app.db, app.seal, id, gone ?? { value: '', format: null })).toBe(true)
    const nameId = { value: 'ada', format: null, nameQualifier: null, spNameQualifier: null, spProvidedId: null }
    const [key] = nameKeys(app.seal, { providerId: id, issuer: 'https://acme.example/idp' }, nameId)
    expect(await app.db.query(sql`select 1 from sessions where name_key = ${key}`)).toHaveLength(1)
  })
})
