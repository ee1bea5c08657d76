/**
 * The promise of the tools: what a replay would take away is shown, refused, confirmed, carried out and taken back, and then
 * everything is as it was.
 */
import sql, { raw } from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, all, newApi, tokenWith } from '../api/api-world.ts'
import { dumpOfDirectory, ended, insertPeople } from './tools-world.ts'

const people = 210

let api: Api
let providerId: string
let ruleId: string
beforeAll(async () => {
  api = await newApi()
  const provider = await addProvider(api, 'acme', { roleAttributes: ['memberOf'], absentGroups: 'none' })
  providerId = provider.id
  await api.post('/converters', { attributes: ['Department'], column: 'Department' })
  await api.post('/converters', { attributes: ['Email'], column: 'Email' })
  await api.post('/roles', { name: 'Sales team' })
  const rule = await api.post('/role-rules', { group: 'sales', role: 'Sales team' })
  ruleId = rule.body.id
  await insertPeople(api, providerId, people, (n) => ({
    Department: [`Department ${n % 7}`],
    Email: [`person${n}@acme.example`],
    Title: [`Title ${n % 3}`],
    memberOf: ['sales'],
  }))
})
afterAll(() => api.end())

const dump = () => dumpOfDirectory(api)

/** The rule gives nothing any more, another column is filled, and a third one is filled with new lookup values. */
const draft = () => ({
  roleRules: { remove: [ruleId] },
  converters: {
    upsert: [
      { attributes: ['Title'], column: 'JobTitle' },
      { attributes: ['Title'], column: 'Job' },
    ],
  },
})

describe('a replay that would take 200 roles away', () => {
  let before: unknown
  let id: string

  it('is tried on stored sign-ons, with a draft that nobody has saved', async () => {
    before = await dump()
    const revision = (await api.get('/revisions?limit=1')).body.items[0].revision
    const made = await api.post('/replays', { provider: 'acme', last: 1000, draft: draft() })
    expect(made).toMatchObject({ status: 201, body: { stage: 'try', draft: true, provider: 'acme' } })
    id = made.body.id
    const done = await ended(api, id)
    expect(done).toMatchObject({
      state: 'done',
      done: people,
      total: people,
      counts: {
        examined: people,
        superseded: 0,
        people,
        affected: people,
        decisions: { create: 0, update: people, unchanged: 0, refuse: 0 },
        columns: {
          JobTitle: { changed: 0, filled: people, cleared: 0 },
          Job: { changed: 0, filled: people, cleared: 0 },
        },
        roles: { 'Sales team': { granted: 0, withdrawn: people } },
        newValues: { Job: 3 },
        losses: { acme: people },
        byDraft: { people, columns: { JobTitle: people, Job: people }, roles: { 'Sales team': people } },
      },
    })
    expect(await dump()).toEqual(before)
    expect((await api.get('/revisions?limit=1')).body.items[0].revision).toBe(revision)
    expect(await all(api, '/converters', 50)).toHaveLength(2)
  })

  it('lists its people by column and role, and shows the plan of each to who may read claims', async () => {
    expect(await all(api, `/replays/${id}/people?column=JobTitle`, 100)).toHaveLength(people)
    expect(await all(api, `/replays/${id}/people?column=Phone`, 100)).toHaveLength(0)
    const [role] = (await all(api, '/roles', 50)).filter((one) => one.name === 'Sales team')
    const listed = await all(api, `/replays/${id}/people?role=${role.id}&affected=true`, 100)
    expect(listed).toHaveLength(people)
    const one = await api.get(`/replays/${id}/people/${listed[0].signOnId}`)
    expect(one.body.sentences.join('\n')).toContain('Takes away Sales team')
    const contact = (await api.get(`/contacts/${one.body.contactId}`)).body
    expect(contact).toMatchObject({ columns: { Name: one.body.contactName }, user: { login: one.body.login } })
    expect(listed[0]).toMatchObject({ contactId: contact.id, login: contact.user.login })
    const reader = await tokenWith(api, 'directory:read', 'rules:read')
    expect(await api.get(`/replays/${id}/people/${listed[0].signOnId}`, { token: reader })).toMatchObject({
      status: 403,
    })
  })

  it('is not carried out while its draft is not saved, and says what differs', async () => {
    const refused = await api.post(`/replays/${id}/apply`, {})
    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'plan_stale', details: { converters: expect.arrayContaining(['JobTitle', 'Job']) } },
    })
  })

  it('is refused as a whole above the ceiling, until the very number is confirmed', async () => {
    await api.del(`/role-rules/${ruleId}`)
    await api.post('/converters', { attributes: ['Title'], column: 'JobTitle' })
    await api.post('/converters', { attributes: ['Title'], column: 'Job' })
    for (const body of [{}, { confirmWithdrawals: people - 1 }, { confirmWithdrawals: people + 1 }]) {
      expect(await api.post(`/replays/${id}/apply`, body)).toMatchObject({
        status: 409,
        body: { code: 'withdrawals_over_ceiling', details: { count: people } },
      })
    }
    expect(await dump()).toEqual(before)
  })

  it('is carried out for everybody once, with an entry in the journal for each', async () => {
    const begun = await api.post(`/replays/${id}/apply`, { confirmWithdrawals: people })
    expect(begun).toMatchObject({ status: 200, body: { stage: 'apply' } })
    const done = await ended(api, id)
    expect(done).toMatchObject({
      stage: 'apply',
      state: 'done',
      done: people,
      counts: { applied: { applied: people, withdrawn: people } },
    })
    const held = await api.app.db.query(sql`
      select 1 from grants g join roles r on r.id = g.role_id where r.name = 'Sales team'`)
    expect(held).toHaveLength(0)
    expect(await all(api, '/sign-ons?outcome=replayed', 200)).toHaveLength(people)
    // Asked for again, there is nothing left to do.
    expect((await api.post(`/replays/${id}/apply`, {})).body).toMatchObject({ state: 'done', done: people })
    expect(await all(api, '/sign-ons?outcome=replayed', 200)).toHaveLength(people)
  })

  it('is foretold and taken back, and then all is as it was', async () => {
    const foretold = await api.post('/undo', { replayId: id, dryRun: true })
    expect(foretold.body.forecast).toEqual({ people, changes: 3 * people, conflicts: 0, listed: [] })
    expect(await api.post('/undo', { replayId: id })).toMatchObject({
      status: 200,
      body: { replay: { stage: 'undo' } },
    })
    const done = await ended(api, id)
    expect(done).toMatchObject({ state: 'done', done: people, counts: { undone: { people, conflicts: 0 } } })
    expect(await dump()).toEqual(before)
    expect((await api.post('/undo', { replayId: id })).body.replay).toMatchObject({ state: 'done', done: people })
    expect(await dump()).toEqual(before)
    expect(await api.post(`/replays/${id}/apply`, {})).toMatchObject({ status: 409 })
  })
})

describe('a replay whose author loses their rights meanwhile', () => {
  /** A token that the database itself ends when the first people are done. */
  async function doomedToken(stage: 'apply' | 'undo'): Promise<string> {
    const token = await tokenWith(api, 'directory:write')
    await api.app.db.query(
      raw(`create or replace function lose() returns trigger language plpgsql as $$ begin
        update api_tokens set revoked_at = now() where name = 'directory:write'; return new; end $$`),
    )
    await api.app.db.query(raw('drop trigger if exists lose on replays'))
    await api.app.db.query(
      raw(`create trigger lose after update on replays for each row
        when (new.stage = '${stage}' and new.done > old.done) execute function lose()`),
    )
    return token
  }

  it('stops there when it is carried out and when it is taken back, and goes on for who may', async () => {
    const { id } = (await api.post('/replays', { provider: 'acme', last: 1000 })).body
    const tried = await ended(api, id)
    const confirm = { confirmWithdrawals: tried.counts.losses.acme ?? 0 }
    expect(tried.counts.affected).toBe(people)
    const begun = await api.post(`/replays/${id}/apply`, confirm, { token: await doomedToken('apply') })
    expect(begun.status).toBe(200)
    const stopped = await ended(api, id)
    expect(stopped).toMatchObject({ stage: 'apply', state: 'stopped', code: 'forbidden' })
    expect(stopped.done).toBeLessThan(people)
    const left = (tried.counts.losses.acme ?? 0) - (stopped.counts.applied.withdrawn ?? 0)
    expect((await api.post(`/replays/${id}/apply`, { confirmWithdrawals: left })).status).toBe(200)
    expect(await ended(api, id)).toMatchObject({ state: 'done', done: people, code: null })
    const back = await api.post('/undo', { replayId: id }, { token: await doomedToken('undo') })
    expect(back.status).toBe(200)
    expect(await ended(api, id)).toMatchObject({ stage: 'undo', state: 'stopped', code: 'forbidden' })
  })
})
