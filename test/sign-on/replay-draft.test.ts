/** A draft that is tried: what it alone does is told apart from what the next sign-ons bring anyway. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, addProvider, all, newApi, tokenWith } from '../api/api-world.ts'
import { ended, signOnByHand } from './tools-world.ts'

let api: Api
let id: string
beforeAll(async () => {
  api = await newApi()
  const provider = await addProvider(api, 'acme', { roleAttributes: ['memberOf'] })
  const { body: department } = await api.post('/converters', { attributes: ['Department'], column: 'Department' })
  await api.post('/converters', { attributes: ['Title'], column: 'JobTitle' })
  for (const name of ['Sales team', 'Board']) await api.post('/roles', { name })
  await api.post('/role-rules', { group: 'sales', role: 'Sales team' })
  const come = (who: string, Department: string, groups: readonly string[] = []) =>
    signOnByHand(api, provider.id, who, { Department: [Department], Title: ['Clerk'], memberOf: groups })
  await come('moved', 'Sales')
  await come('plain', 'Research')
  await come('boss', 'Sales', ['board'])
  // Somebody edits by hand what the next sign-on sets again, with the draft or without.
  const moved = (await api.get('/contacts?user=moved')).body.items[0]
  const typed = await api.patch(`/contacts/${moved.id}`, { columns: { JobTitle: 'Chief', Department: 'Research' } })
  expect(typed.status).toBe(200)
  const draft = {
    // Department is mapped no more; the board gets its role.
    converters: { remove: [department.id] },
    roleRules: { upsert: [{ groups: ['board'], role: 'Board' }] },
  }
  id = (await api.post('/replays', { provider: 'acme', draft })).body.id
  await ended(api, id)
})
afterAll(() => api.end())

describe('a replay of a draft', () => {
  it('counts to whom it makes a difference, by column and role, beside what changes in all', async () => {
    expect((await api.get(`/replays/${id}`)).body.counts).toMatchObject({
      people: 3,
      affected: 2,
      columns: { JobTitle: { changed: 1 } },
      roles: { Board: { granted: 1, withdrawn: 0 } },
      byDraft: { people: 2, columns: { Department: 1 }, roles: { Board: 1 } },
    })
  })

  it('lists these people, where the draft makes the difference', async () => {
    const people = (query: string) => all(api, `/replays/${id}/people?${query}`, 100)
    const logins = async (query: string) => (await people(query)).map((one) => one.login).toSorted()
    expect(await logins('byDraft=true')).toEqual(['boss', 'moved'])
    expect(await logins('byDraft=false')).toEqual(['plain'])
    expect(await logins('byDraft=true&column=Department')).toEqual(['moved'])
    expect(await logins('column=Department')).toEqual([])
    expect(await logins('byDraft=true&column=JobTitle')).toEqual([])
    expect(await logins('column=JobTitle')).toEqual(['moved'])
    const [moved] = await people('byDraft=true&column=Department')
    expect(moved).toMatchObject({ columns: ['JobTitle'], draftColumns: ['Department'], draftRoles: [] })
  })

  it('shows both plans of a person, also when other rules are in force by now', async () => {
    await api.post('/converters', { attributes: ['Title'], column: 'Notes' })
    const [moved] = await all(api, `/replays/${id}/people?byDraft=true&column=Department`, 100)
    const { before, plan } = (await api.get(`/replays/${id}/people/${moved.signOnId}`)).body
    const columns = ({ changes }: { changes: { kind: string; column: string }[] }) =>
      changes.filter(({ kind }) => kind === 'column-set').map(({ column }) => column)
    expect(columns(before).toSorted()).toEqual(['Department', 'JobTitle'])
    expect(columns(plan)).toEqual(['JobTitle'])
  })

  it('is for who may read what arrived: a condition asks about it', async () => {
    const token = await tokenWith(api, 'rules:write', 'directory:read')
    const condition = { attribute: 'Title', equals: 'Clerk' }
    const draft = { converters: { upsert: [{ attributes: null, defaultValue: 'x', column: 'City', condition }] } }
    expect(await api.post('/replays', { provider: 'acme', draft }, { token })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    expect((await api.post('/replays', { provider: 'acme' }, { token })).status).toBe(201)
  })

  it('says nothing of a draft where there is none', async () => {
    const { body } = await api.post('/replays', { provider: 'acme' })
    expect((await ended(api, body.id)).counts.byDraft).toBeUndefined()
    const [first] = await all(api, `/replays/${body.id}/people`, 100)
    expect(first.byDraft).toBeNull()
    expect((await api.get(`/replays/${body.id}/people/${first.signOnId}`)).body.before).toBeNull()
  })
})
