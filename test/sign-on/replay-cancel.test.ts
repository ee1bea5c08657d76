/** A replay under way is seen from outside, and stopped at any moment with every person either as before or wholly done. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, adminToken, all, newApi, publicUrl } from '../api/api-world.ts'
import { dumpOfDirectory, ended, holdReplay, insertPeople } from './tools-world.ts'

const people = 24
/** It is carried out by fours: with the tenth held up two fours are reported, and the others of the third are done. */
const heldAt = 9

let api: Api
beforeAll(async () => {
  api = await newApi()
  const { id } = await addProvider(api, 'acme', { roleAttributes: ['memberOf'], absentGroups: 'none' })
  await api.post('/roles', { name: 'Sales team' })
  const rule = await api.post('/role-rules', { group: 'sales', role: 'Sales team' })
  await insertPeople(api, id, people, (n) => ({ Title: [`Title ${n}`], memberOf: ['sales'] }))
  await api.post('/converters', { attributes: ['Title'], column: 'JobTitle' })
  await api.del(`/role-rules/${rule.body.id}`)
})
afterAll(() => api.end())

/** Follows a replay line by line until one says what is waited for. */
async function follow(id: string, is: (line: Line) => boolean): Promise<Line> {
  const headers = { authorization: `Bearer ${adminToken}` }
  const { body } = await api.server.request(`${publicUrl}/api/v1/replays/${id}/events`, { headers })
  let text = ''
  for await (const piece of body ?? []) {
    text += new TextDecoder().decode(piece)
    const found = text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line)
      .find(is)
    if (found) return found
  }
  throw expect.fail(`nothing of that kind: ${text}`)
}

interface Line {
  readonly state: string
  readonly stage: string
  readonly done: number
  readonly total: number
}

/** How many people have what the rules bring and take, all of it; and nobody has half of it. */
async function wholePeople(): Promise<number> {
  const rows = await api.app.db.query<{ title: boolean; role: boolean; entry: boolean }>(sql`
    select c."JobTitle" is not null as title,
      exists (select 1 from grants g join roles r on r.id = g.role_id where g.user_id = u.id and r.name = 'Sales team') as role,
      exists (select 1 from sign_ons s where s.user_id = u.id and s.outcome = 'replayed') as entry
    from users u join contacts c on c.id = u.contact_id where u.login like 'person%'`)
  expect(rows).toHaveLength(people)
  const done = { title: true, role: false, entry: true }
  const before = { title: false, role: true, entry: false }
  for (const row of rows) expect([done, before]).toContainEqual(row)
  return rows.filter((row) => row.title).length
}

describe('a replay under way', () => {
  const newest = async () => (await all(api, '/sign-ons?outcome=created', 100)).map((one) => one.id as string)

  it('that only tries is stopped, has changed nothing, and is forgotten when asked again', async () => {
    const before = await dumpOfDirectory(api)
    const [signOn = ''] = await newest()
    const release = await holdReplay(api, signOn)
    const { id } = (await api.post('/replays', { provider: 'acme' })).body
    expect(await follow(id, () => true)).toMatchObject({ state: 'running', stage: 'try', done: 0 })
    expect((await api.del(`/replays/${id}`)).status).toBe(204)
    await release()
    expect((await api.get(`/replays/${id}`)).body).toMatchObject({ state: 'cancelled', code: null })
    expect(await dumpOfDirectory(api)).toEqual(before)
    expect((await api.post(`/replays/${id}/apply`, {})).status).toBe(409)
    expect((await api.del(`/replays/${id}`)).status).toBe(204)
    expect((await api.get(`/replays/${id}`)).status).toBe(404)
  })

  it('that is carried out tells how far it is, is stopped between people, and goes on where it was', async () => {
    const { id } = (await api.post('/replays', { provider: 'acme' })).body
    expect(await ended(api, id)).toMatchObject({ state: 'done', counts: { affected: people } })
    const inTurn = (await newest()).toSorted()
    const release = await holdReplay(api, inTurn[heldAt] ?? '')
    await api.post(`/replays/${id}/apply`, { confirmWithdrawals: people })
    expect(await follow(id, ({ done }) => done > 4)).toMatchObject({ state: 'running', done: 8, total: people })

    expect((await api.del(`/replays/${id}`)).status).toBe(204)
    await release()
    expect((await api.get(`/replays/${id}`)).body).toMatchObject({ stage: 'apply', state: 'cancelled' })
    // Whoever was being written is whole, and nobody after them was begun.
    expect(await wholePeople()).toBe(12)
    expect(await all(api, `/replays/${id}/people?applied=applied`, 100)).toHaveLength(12)
    expect((await api.del(`/replays/${id}`)).status).toBe(409)

    await api.post(`/replays/${id}/apply`, {})
    expect(await ended(api, id)).toMatchObject({
      state: 'done',
      done: people,
      counts: { applied: { applied: people } },
    })
    expect(await wholePeople()).toBe(people)
  })
})
