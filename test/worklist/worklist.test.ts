import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protocolOf } from '../../src/protocols/registry.ts'
import { findWork, tidyMarkedWork } from '../../src/sign-on/find-work.ts'
import { retain } from '../../src/sign-on/retention.ts'
import { putWaitingCertificates } from '../../src/store/provider-metadata.ts'
import { sweep } from '../../src/store/sessions.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, addPerson, addProvider, adminToken, all, newApi, signOn, tokenWith } from '../api/api-world.ts'

let api: Api
beforeAll(async () => {
  // What a node does by itself, and when, is told here.
  api = await newApi({ background: false })
  for (const [column, attribute] of [
    ['Email', 'Email'],
    ['Name', 'Name'],
    ['BirthDate', 'Birth'],
  ]) {
    expect((await api.post('/converters', { attributes: [attribute], column })).status).toBe(201)
  }
  const queued = { attributes: ['Dept'], column: 'Department', unknownValue: 'queue' }
  expect((await api.post('/converters', queued)).status).toBe(201)
})
afterAll(() => api.end())

type Idp = Awaited<ReturnType<typeof addProvider>>['idp']
const later = (ms: number) => {
  api.clock.now = new Date(api.clock.now.getTime() + ms)
}
const open = (query: string) => all(api, `/worklist?${query}`, 50)
const act = (id: string, body: object, token: string = adminToken) =>
  api.post(`/worklist/${id}/actions`, body, { token })
const one = async (query: string) => {
  const entries = await open(query)
  expect(entries).toHaveLength(1)
  return entries[0]
}
const come = async (
  idp: Idp,
  slug: string,
  nameId: string,
  attributes: Readonly<Record<string, readonly string[]>>,
) => {
  const { status } = await signOn(api, idp, slug, `${nameId}.${slug}`, attributes)
  // What a node does every few seconds.
  await tidyMarkedWork(api.app)
  return status
}
/** What a node does every minute. */
const inAMinute = async () => {
  later(120_000)
  await findWork(api.app)
}

describe('a lookup value that waits', () => {
  it('is noted once however often it arrives, and made with one action', async () => {
    const { idp } = await addProvider(api, 'dept')
    for (const nameId of ['a', 'b', 'a']) expect(await come(idp, 'dept', nameId, { Dept: ['Field sales'] })).toBe(303)
    expect(await come(idp, 'dept', 'c', { Dept: ['  FIELD   Sales '] })).toBe(303)
    const entry = await one('provider=dept&kind=lookup-value')
    expect(entry).toMatchObject({
      facts: { code: 'lookup_value_queued', column: 'Department', lookup: 'Department', text: 'Field sales' },
      actions: ['create', 'alias', 'dismiss'],
      user: { login: 'a.dept' },
    })
    expect(entry.sentence).toContain('Field sales')
    const done = await act(entry.id, { action: 'create' })
    expect(done).toMatchObject({
      status: 200,
      body: { state: 'resolved', action: 'create', author: { kind: 'token' } },
    })
    expect(await open('provider=dept')).toEqual([])
    const values = await all(api, '/lookups/Department/values?search=Field')
    expect(values.map(({ name }) => name)).toEqual(['Field sales'])
    expect((await act(entry.id, { action: 'create' })).status).toBe(409)
  })

  it('is made by another name, and what arrived leads to it from then on', async () => {
    const { idp } = await addProvider(api, 'named')
    await come(idp, 'named', 'a', { Dept: ['R+D'] })
    const entry = await one('provider=named&kind=lookup-value')
    expect((await act(entry.id, { action: 'create', name: 'Research lab' })).body).toMatchObject({ state: 'resolved' })
    await come(idp, 'named', 'a', { Dept: ['r+d'] })
    const { body } = await api.get('/contacts?user=a.named')
    expect(body.items[0].columns.Department.name).toBe('Research lab')
  })

  it('is made as it is spelled by hand, without an alias of the same letters', async () => {
    const { idp } = await addProvider(api, 'spelled')
    await come(idp, 'spelled', 'a', { Dept: ['PUBLIC relations'] })
    const entry = await one('provider=spelled&kind=lookup-value')
    expect((await act(entry.id, { action: 'create', name: 'Public relations' })).body.state).toBe('resolved')
    const [made, ...others] = await all(api, '/lookups/Department/values?search=public')
    expect([made.name, others]).toEqual(['Public relations', []])
    expect((await api.get(`/lookups/Department/values/${made.id}`)).body.aliases).toEqual([])
  })

  it('becomes another name of a value that is there', async () => {
    const { idp } = await addProvider(api, 'alias')
    await api.post('/lookups/Department/values', { name: 'Human resources' })
    await come(idp, 'alias', 'a', { Dept: ['HR'] })
    const entry = await one('provider=alias&kind=lookup-value')
    expect((await act(entry.id, { action: 'alias', value: 'Nowhere' })).body.code).toBe('validation_failed')
    expect((await act(entry.id, { action: 'alias', value: 'human resources' })).status).toBe(200)
    await come(idp, 'alias', 'a', { Dept: ['hr'] })
    const { body } = await api.get('/contacts?user=a.alias')
    expect(body.items[0].columns.Department.name).toBe('Human resources')
  })

  it('goes by itself when somebody makes the value elsewhere, and is noted again when that is gone', async () => {
    const { idp } = await addProvider(api, 'self')
    await come(idp, 'self', 'a', { Dept: ['Archive'] })
    const entry = await one('provider=self')
    const made = await api.post('/lookups/Department/values', { name: 'archive' })
    expect(await open('provider=self')).toEqual([])
    expect((await api.get(`/worklist/${entry.id}`)).body).toMatchObject({ state: 'closed', action: null, author: null })
    await api.app.db.query(sql`delete from lookup_values where id = ${made.body.id}::uuid`)
    await come(idp, 'self', 'b', { Dept: ['Archive'] })
    expect((await one('provider=self')).id).not.toBe(entry.id)
  })

  it('is not noted again after it was dismissed, until somebody takes that back', async () => {
    const { idp } = await addProvider(api, 'dismiss')
    await come(idp, 'dismiss', 'a', { Dept: ['n/a'] })
    const entry = await one('provider=dismiss')
    expect((await act(entry.id, { action: 'dismiss' })).body).toMatchObject({ state: 'dismissed', actions: ['reopen'] })
    await come(idp, 'dismiss', 'b', { Dept: ['N/A'] })
    expect(await open('provider=dismiss')).toEqual([])
    expect(await open('provider=dismiss&state=dismissed')).toHaveLength(1)
    expect((await act(entry.id, { action: 'reopen' })).body).toMatchObject({ state: 'open', closedAt: null })
  })

  it('cannot flood the list: beyond a hundred of one provider it is only counted', async () => {
    const { idp } = await addProvider(api, 'flood')
    for (let n = 0; n < 104; n++) await come(idp, 'flood', 'a', { Dept: [`Department ${n}`] })
    const { body } = await api.get('/worklist/counts')
    expect(body.counts).toContainEqual({ kind: 'lookup-value', provider: 'flood', open: 100, beyond: 4 })
    expect(await open('provider=flood')).toHaveLength(100)
    // Another provider has its own list.
    await come((await addProvider(api, 'calm')).idp, 'calm', 'a', { Dept: ['Department 1'] })
    expect(await open('provider=calm')).toHaveLength(1)
  })

  it('is decided on by one administrator alone', async () => {
    const { idp } = await addProvider(api, 'race')
    await come(idp, 'race', 'a', { Dept: ['Contested'] })
    const { id } = await one('provider=race')
    const answers = await Promise.all([act(id, { action: 'dismiss' }), act(id, { action: 'create' })])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const made = await all(api, '/lookups/Department/values?search=Contested')
    expect(made).toHaveLength(answers[1]?.status === 200 ? 1 : 0)
  })
})

describe('a group that means nothing', () => {
  it('is found in what arrived, given a role, or ignored', async () => {
    const { idp } = await addProvider(api, 'groups', { roleAttributes: ['memberOf'] })
    expect((await api.post('/roles', { name: 'Engineers' })).status).toBe(201)
    later(120_000)
    await come(idp, 'groups', 'a', { memberOf: ['CN=Eng,DC=x', 'noise', 'Engineers', 'starts*'] })
    await findWork(api.app)
    const entries = await open('provider=groups&kind=group-unknown')
    expect(entries.map(({ facts }) => facts.group).toSorted()).toEqual(['CN=Eng,DC=x', 'noise', 'starts*'])
    const idOf = (group: string) => entries.find(({ facts }) => facts.group === group).id
    expect((await act(idOf('CN=Eng,DC=x'), { action: 'rule', role: 'Engineers' })).status).toBe(200)
    expect((await act(idOf('noise'), { action: 'ignore' })).status).toBe(200)
    expect((await act(idOf('starts*'), { action: 'ignore' })).body.code).toBe('conflict')
    const rules = await all(api, '/role-rules')
    expect(rules).toContainEqual(expect.objectContaining({ provider: 'groups', groups: ['CN=Eng,DC=x'] }))
    expect((await api.get('/providers/groups')).body.ignoreGroups).toEqual(['noise'])
    later(120_000)
    await come(idp, 'groups', 'a', { memberOf: ['CN=Eng,DC=x', 'noise'] })
    await findWork(api.app)
    expect((await open('provider=groups')).map(({ facts }) => facts.group)).toEqual(['starts*'])
    // Whoever makes a role of that name has said what it means.
    await api.post('/roles', { name: 'starts*' })
    expect(await open('provider=groups')).toEqual([])
  })

  it('needs the scope of what is done', async () => {
    const { idp } = await addProvider(api, 'scopes', { roleAttributes: ['memberOf'] })
    later(120_000)
    await come(idp, 'scopes', 'a', { memberOf: ['unheard'] })
    await findWork(api.app)
    const token = await tokenWith(api, 'directory:write')
    const listed = await api.get('/worklist?provider=scopes', { token })
    const [entry] = listed.body.items
    expect(entry.actions).toEqual(['dismiss'])
    // What has only arrived is for those who may read claims, and that is on record.
    expect(JSON.stringify(entry)).not.toContain('unheard')
    const reader = await tokenWith(api, 'directory:read', 'claims:read')
    const read = await api.get('/worklist?provider=scopes', { token: reader })
    expect(read.body.items[0].facts.group).toBe('unheard')
    const audit = await api.get(`/audit?about=${entry.id}`)
    expect(audit.body.items.map(({ kind }: { kind: string }) => kind)).toContain('claims.read')
    expect((await act(entry.id, { action: 'rule', role: 'Engineers' }, token)).status).toBe(403)
    expect((await act(entry.id, { action: 'ignore' }, token)).status).toBe(403)
    expect((await act(entry.id, { action: 'dismiss' }, await tokenWith(api, 'directory:read'))).status).toBe(403)
    expect((await act(entry.id, { action: 'approve' })).status).toBe(409)
    expect((await act(entry.id, { action: 'dismiss' }, token)).status).toBe(200)
  })
})

describe('reading the list', () => {
  it('only reads, unless something was changed through this node', async () => {
    const { idp } = await addProvider(api, 'read', { newUsers: 'pending' })
    await come(idp, 'read', 'a', {})
    await come(idp, 'read', 'b', {})
    const count = async () =>
      (await api.get('/worklist/counts')).body.counts.find((one: { provider: string }) => one.provider === 'read')?.open
    expect(await open('provider=read')).toHaveLength(2)
    // As another process does it.
    await api.app.db.query(sql`update users set status = 'active' where login = 'a.read'`)
    expect(await open('provider=read')).toHaveLength(2)
    expect(await count()).toBe(2)
    // Whatever it is.
    expect((await api.post('/roles', { name: 'Read' })).status).toBe(201)
    expect(await count()).toBe(1)
    expect(await open('provider=read')).toHaveLength(1)
    await api.app.db.query(sql`update users set status = 'active' where login = 'b.read'`)
    expect(await open('provider=read')).toHaveLength(1)
    await inAMinute()
    expect(await open('provider=read')).toEqual([])
  })

  it('while the list is looked through waits for it, and sees what was changed meanwhile', async () => {
    const { idp } = await addProvider(api, 'while', { newUsers: 'pending' })
    await come(idp, 'while', 'a', {})
    const { user } = await one('provider=while')
    await api.post('/roles', { name: 'While' })
    const under = tidyMarkedWork(api.app)
    await api.patch(`/users/${user.id}`, { status: 'active' })
    const lists = await Promise.all([open('provider=while'), open('provider=while'), open('provider=while')])
    expect(lists).toEqual([[], [], []])
    await under
  })
})

describe('people', () => {
  it('whom a sign-on could mean twice are told apart by hand', async () => {
    const { idp } = await addProvider(api, 'link', {
      link: [{ by: 'column', column: 'Phone', attribute: 'Phone' }],
    })
    const people = [
      await addPerson(api, 'Ann Twin'),
      await addPerson(api, 'Ann Other'),
      await addPerson(api, 'Bystander'),
    ]
    await api.app.db.query(sql`
      update contacts set "Phone" = '+442079460142', origins = '{"Phone": {"kind": "person", "at": "2026-01-01T00:00:00Z"}}'
      where name_key like 'ann %'`)
    expect(await come(idp, 'link', 'ann@idp', { Phone: ['+442079460142'] })).toBe(403)
    expect(await come(idp, 'link', 'ann@idp', { Phone: ['+442079460142'] })).toBe(403)
    const entry = await one('provider=link')
    expect(entry).toMatchObject({ kind: 'match-ambiguous', facts: { by: 'Phone', count: 2 }, user: null })
    const { body } = await api.get(`/worklist/${entry.id}`)
    expect(body.subject).toEqual({ value: 'ann@idp.link', format: null })
    expect(body.candidates.map(({ name }: { name: string }) => name).toSorted()).toEqual(['Ann Other', 'Ann Twin'])
    const reader = await api.get(`/worklist/${entry.id}`, { token: await tokenWith(api, 'directory:read') })
    expect(reader.body.subject).toBeNull()
    // Their number is the one that arrived: whoever knows them knows it.
    expect(reader.body.candidates).toEqual([])
    expect((await act(entry.id, { action: 'link', user: people[2]?.userId })).status).toBe(422)
    expect((await act(entry.id, { action: 'link', user: people[0]?.userId })).status).toBe(200)
    expect(await come(idp, 'link', 'ann@idp', { Phone: ['+442079460142'] })).toBe(303)
    expect(await open('provider=link')).toEqual([])
  })

  it('whose login name is somebody else’s are noted, and forgotten when they are known', async () => {
    const { idp } = await addProvider(api, 'login', { loginFrom: { attribute: 'Login' }, loginTaken: 'refuse' })
    await addPerson(api, 'Holder', { login: 'holder' })
    expect(await come(idp, 'login', 'newcomer', { Login: ['holder'] })).toBe(403)
    const entry = await one('provider=login')
    expect(entry).toMatchObject({ kind: 'login-conflict', facts: { login: 'holder' }, user: null })
    expect(await come(idp, 'login', 'newcomer', { Login: ['newcomer'] })).toBe(303)
    expect(await open('provider=login')).toEqual([])
  })

  it('who wait are let in, or not', async () => {
    const { idp } = await addProvider(api, 'wait', { newUsers: 'pending' })
    for (const nameId of ['one', 'two', 'three']) await come(idp, 'wait', nameId, {})
    const entries = await open('provider=wait&kind=person-waiting')
    expect(entries).toHaveLength(3)
    const idOf = (name: string) => entries.find(({ user }) => user.login.startsWith(name)).id
    expect((await act(idOf('one'), { action: 'approve' })).status).toBe(200)
    expect((await act(idOf('two'), { action: 'refuse' })).status).toBe(200)
    const three = entries.find(({ user }) => user.login.startsWith('three')).user
    await api.patch(`/users/${three.id}`, { status: 'active' })
    expect(await open('provider=wait')).toEqual([])
    expect(await come(idp, 'wait', 'one', {})).toBe(303)
    expect(await come(idp, 'wait', 'two', {})).toBe(403)
  })

  it('whose values do not fit are noted until a sign-on goes without', async () => {
    const { idp } = await addProvider(api, 'values')
    await come(idp, 'values', 'owner', { Email: ['taken@values.example'] })
    await come(idp, 'values', 'b', { Email: ['taken@values.example'], Birth: ['yesterday'] })
    const [conflict] = await open('provider=values&kind=email-conflict')
    const { body: told } = await api.get(`/worklist/${conflict.id}`)
    expect(told.sentence).toBe(
      'b.values: The e-mail address that arrived belongs to owner.values already; Email keeps its value.',
    )
    expect(told).toMatchObject({
      owner: { login: 'owner.values', email: 'taken@values.example' },
      contacts: [{ login: 'owner.values' }, { login: 'b.values' }],
      actions: ['merge', 'dismiss'],
    })
    const kinds = async () => (await open('provider=values')).map(({ kind }) => kind).toSorted()
    expect(await kinds()).toEqual(['email-conflict', 'value-invalid'])
    await come(idp, 'values', 'b', { Email: ['taken@values.example'], Birth: ['1990-01-02'] })
    expect(await kinds()).toEqual(['email-conflict'])
    await come(idp, 'values', 'b', { Email: ['own@values.example'], Birth: ['1990-01-02'] })
    expect(await kinds()).toEqual([])
  })

  it('are named with whom they share an address, and made one where they are one', async () => {
    const { idp } = await addProvider(api, 'shared')
    await come(idp, 'shared', 'owner', { Name: ['Kim Owner'], Email: ['kim@shared.example'] })
    await come(idp, 'shared', 'again', { Name: ['Kim Again'], Email: ['kim@shared.example'] })
    const entry = await one('provider=shared&kind=email-conflict')
    expect(entry.sentence).toMatch(/^Kim Again \(again\.shared\): .* belongs to Kim Owner \(owner\.shared\) already/)
    const { contacts } = (await api.get(`/worklist/${entry.id}`)).body
    const [owner, again] = contacts.map(({ id }: { id: string }) => id)
    const stranger = await addPerson(api, 'Not Asked')
    const wrong = await act(entry.id, { action: 'merge', contact: stranger.contactId, into: owner })
    expect(wrong.body.code).toBe('validation_failed')
    const merged = await act(entry.id, { action: 'merge', contact: again, into: owner })
    expect(merged).toMatchObject({ status: 200, body: { state: 'resolved', action: 'merge' } })
    expect((await api.get(`/contacts/${owner}`)).body.columns).toMatchObject({ Name: 'Kim Owner' })
  })

  it('whom nobody knows leave no question about an address when they are kept out for something else', async () => {
    const { idp } = await addProvider(api, 'kept-out', { employees: { create: false, update: true } })
    const columns = { Name: 'Kept Out', Email: 'own@kept-out.example' }
    expect((await api.post('/contacts', { columns })).status).toBe(201)
    expect(await come(idp, 'kept-out', 'stranger', { Email: ['own@kept-out.example'] })).toBe(403)
    expect(await open('provider=kept-out')).toEqual([])
  })

  it('whose sign-on the journal has no more are not led to it', async () => {
    const { idp } = await addProvider(api, 'swept', { loginFrom: { attribute: 'Login' }, loginTaken: 'refuse' })
    await addPerson(api, 'Other Holder', { login: 'other-holder' })
    await come(idp, 'swept', 'newcomer', { Login: ['other-holder'] })
    const entry = await one('provider=swept')
    expect((await api.get(`/sign-ons/${entry.signOnId}`)).status).toBe(200)
    await sweep(api.app.db, new Date(api.clock.now.getTime() + 31 * 86_400_000))
    expect(await one('provider=swept')).toMatchObject({ id: entry.id, signOnId: null })
    expect((await api.get(`/worklist/${entry.id}`)).body.signOnId).toBeNull()
  })

  it('who are there twice are found away from the sign-on', async () => {
    const { idp } = await addProvider(api, 'twice')
    await come(idp, 'twice', 'a', { Name: ['Maria Doppel'] })
    await come(idp, 'twice', 'b', { Name: ['maria  doppel'] })
    later(120_000)
    await findWork(api.app)
    const entry = (await open('kind=people-alike')).find(({ facts }) => facts.key === 'maria doppel')
    expect(entry).toMatchObject({ provider: null, facts: { by: 'name' }, actions: ['merge', 'dismiss'] })
    const { body } = await api.get(`/worklist/${entry.id}`)
    expect(body.contacts).toHaveLength(2)
    expect(
      (await api.post(`/users/${body.contacts[0].userId}/erase`, { confirm: body.contacts[0].login })).status,
    ).toBe(200)
    expect((await api.get(`/worklist/${entry.id}`)).status).toBe(404)
  })

  it('who are there twice become one', async () => {
    const { idp } = await addProvider(api, 'merge')
    for (const nameId of ['a', 'b']) await come(idp, 'merge', nameId, { Name: ['Otto Zwilling'] })
    later(120_000)
    await findWork(api.app)
    const entry = (await open('kind=people-alike')).find(({ facts }) => facts.key === 'otto zwilling')
    const { contacts } = (await api.get(`/worklist/${entry.id}`)).body
    const [into, contact] = contacts.map(({ id }: { id: string }) => id)
    const stranger = await addPerson(api, 'No Twin')
    const wrong = await act(entry.id, { action: 'merge', contact: stranger.contactId, into })
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ field: 'contact' }] } })
    expect((await act(entry.id, { action: 'merge', contact, into })).body).toMatchObject({ state: 'resolved' })
    expect((await api.get(`/contacts/${contact}`)).body.id).toBe(into)
    expect(await come(idp, 'merge', 'b', { Name: ['Otto Zwilling'] })).toBe(303)
    later(120_000)
    await findWork(api.app)
    expect((await open('kind=people-alike')).map(({ facts }) => facts.key)).not.toContain('otto zwilling')
  })

  it('who are erased take their entries with them, also those from before they were known', async () => {
    const { idp } = await addProvider(api, 'erase', { employees: { create: true, update: true } })
    await come(idp, 'erase', 'gone', { Dept: ['Only mine'], Birth: ['never'] })
    const entries = await open('provider=erase')
    expect(entries).toHaveLength(2)
    const { login } = entries[0].user
    expect((await api.post(`/users/${entries[0].user.id}/erase`, { confirm: login })).status).toBe(200)
    expect(await open('provider=erase')).toEqual([])
    const left = await api.app.db.query(
      sql`select 1 from worklist w join providers p on p.id = w.provider_id where p.slug = 'erase'`,
    )
    expect(left).toEqual([])
  })
})

describe('what the settings of the journal say', () => {
  it('counts here as well: redacted values are nowhere, old ones are dropped', async () => {
    const { idp, id } = await addProvider(api, 'kept')
    await api.send('PUT', '/settings', { redactedAttributes: ['Dept'] })
    await come(idp, 'kept', 'a', { Dept: ['Secret unit'] })
    await come(idp, 'kept', 'a', { Dept: ['Other unit'] })
    const hidden = await one('provider=kept')
    expect(JSON.stringify(hidden)).not.toContain('unit')
    expect((await act(hidden.id, { action: 'create' })).body.code).toBe('conflict')
    await api.send('PUT', '/settings', { redactedAttributes: [] })
    await come(idp, 'kept', 'a', { Dept: ['Plain'] })
    expect(await open('provider=kept')).toHaveLength(2)
    later(91 * 86_400_000)
    await retain(api.app)
    expect(await open('provider=kept')).toEqual([])
    const [{ body }] = [await api.get(`/worklist/${hidden.id}`)]
    expect(body).toMatchObject({ state: 'closed', facts: {} })
    later(8 * 86_400_000)
    await retain(api.app)
    const left = await api.app.db.query(sql`select 1 from worklist where provider_id = ${id}::uuid`)
    expect(left).toEqual([])
  })
})

describe('trust', () => {
  it('a certificate that ends soon is told of once, to those who may see it, until another one is there', async () => {
    const { idp } = await addProvider(api, 'cert')
    const [row] = await api.app.db.query<{ id: string }>(sql`
      update idp_certificates set not_after = ${new Date(api.clock.now.getTime() + 10 * 86_400_000)}
      where provider_id = (select id from providers where slug = 'cert') returning provider_id as id`)
    expect(row).toBeDefined()
    await inAMinute()
    const entry = await one('provider=cert')
    expect(entry).toMatchObject({ kind: 'certificate-expiring', actions: ['dismiss'] })
    const token = await tokenWith(api, 'directory:write')
    expect((await api.get('/worklist?provider=cert', { token })).body.items).toEqual([])
    expect((await api.get(`/worklist/${entry.id}`, { token })).status).toBe(404)
    await api.app.db.query(sql`
      update idp_certificates set not_after = ${new Date(api.clock.now.getTime() + 400 * 86_400_000)}
      where provider_id = ${row?.id}::uuid`)
    await inAMinute()
    expect(await open('provider=cert')).toEqual([])
    expect(idp).toBeDefined()
  })

  it('a signing key that waits is approved, or kept waiting without a word', async () => {
    const { id } = await addProvider(api, 'key')
    const other = createIdentityProvider({ entityId: 'https://key.example/idp', now: () => api.clock.now })
    const [made] = protocolOf('saml').read(other.metadata()).certificates
    if (!made) throw new Error('metadata has a certificate')
    const waiting = { ...made, firstSeen: api.clock.now, dismissedAt: null }
    await api.app.db.transaction((tx) => putWaitingCertificates(tx, id, [waiting]))
    await inAMinute()
    const entry = await one('provider=key')
    expect(entry).toMatchObject({ kind: 'key-waiting', facts: { fingerprint: made.fingerprint } })
    const directory = await tokenWith(api, 'directory:write', 'trust:read')
    expect((await act(entry.id, { action: 'approve' }, directory)).status).toBe(403)
    expect((await act(entry.id, { action: 'approve' })).status).toBe(200)
    const { body } = await api.get('/providers/key')
    expect(body.certificates).toHaveLength(2)
    expect(await open('provider=key')).toEqual([])
  })

  it('withdrawals that were paused are resumed, and the pause ends with its hour', async () => {
    const { idp } = await addProvider(api, 'pause', { roleAttributes: ['memberOf'], withdrawalCeiling: 1 })
    for (const name of ['P1', 'P2']) await api.post('/roles', { name })
    for (const nameId of ['a', 'b']) await come(idp, 'pause', nameId, { memberOf: ['P1', 'P2'] })
    await come(idp, 'pause', 'a', { memberOf: ['P1'] })
    await come(idp, 'pause', 'b', { memberOf: ['P1'] })
    const entry = await one('provider=pause')
    expect(entry).toMatchObject({ kind: 'withdrawals-paused', facts: { count: 1, ceiling: 1 } })
    expect((await act(entry.id, { action: 'resume' })).status).toBe(200)
    await come(idp, 'pause', 'b', { memberOf: ['P1'] })
    await come(idp, 'pause', 'a', { memberOf: [] })
    expect((await one('provider=pause')).id).not.toBe(entry.id)
    later(3_600_000)
    await findWork(api.app)
    expect(await open('provider=pause')).toEqual([])
  })
})
