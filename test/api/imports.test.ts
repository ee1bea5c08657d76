/** CSV imports, rehearsals and test links over HTTP. */
import { inflateRawSync } from 'node:zlib'
import sql, { raw } from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createLocalAdministrator } from '../../src/sign-on/local.ts'
import type { TestIdentityProvider } from '../../src/testing/index.ts'
import { toFormField } from '../../src/testing/index.ts'
import { type Api, addPerson, addProvider, all, newApi, publicUrl, signOn, tokenWith } from './api-world.ts'

let api: Api
beforeEach(async () => {
  api = await newApi()
})
afterEach(() => api.end())

const count = async (table: 'contacts' | 'users' | 'sign_ons' | 'sessions' | 'identities') => {
  const [row] = await api.app.db.query<{ n: number }>(
    {
      contacts: sql`select count(*)::integer as n from contacts`,
      users: sql`select count(*)::integer as n from users`,
      sign_ons: sql`select count(*)::integer as n from sign_ons`,
      sessions: sql`select count(*)::integer as n from sessions`,
      identities: sql`select count(*)::integer as n from identities`,
    }[table],
  )
  return row?.n
}

describe('An import over HTTP', () => {
  const csv = { 'content-type': 'text/csv' }
  const send = (raw: string, query = '', headers: Record<string, string> = csv, token?: string) =>
    api.send('POST', `/imports${query}`, undefined, { raw, headers, ...(token === undefined ? {} : { token }) })

  async function finished(id: string) {
    for (;;) {
      const { body } = await api.get(`/imports/${id}`)
      if (body.state !== 'running') return body
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test('knows columns by what whoever sends it reads above them', async () => {
    const text = 'login,Vorname,Nachname,E-Mail\nada,Ada,Lovelace,ada@acme.example\n'
    expect(await send(text)).toMatchObject({ status: 422, body: { code: 'import_invalid' } })
    const german = await send(text, '', { ...csv, 'accept-language': 'de' })
    expect(await finished(german.body.id)).toMatchObject({ state: 'done', counts: { created: 1, leftOut: 0 } })
    const [row] = await api.app.db.query(sql`select "GivenName" as given, "Surname" as surname from contacts`)
    expect(row).toEqual({ given: 'Ada', surname: 'Lovelace' })
  })

  test('goes on after the answer, tells how far it is, and lists what it left out', async () => {
    const text = 'login,Surname,Email\nada,Lovelace,ada@acme.example\nbad,Bad,nonsense\n,Nobody,x@acme.example\n'
    const dry = await send(text, '?dryRun=true')
    expect(dry.status).toBe(201)
    expect(await finished(dry.body.id)).toMatchObject({
      state: 'done',
      dryRun: true,
      counts: { created: 1, leftOut: 2 },
    })
    expect(await count('contacts')).toBe(0)
    const real = await send(text)
    expect(real.headers.get('location')).toBe(`${publicUrl}/api/v1/imports/${real.body.id}`)
    expect(await finished(real.body.id)).toMatchObject({
      state: 'done',
      code: null,
      counts: { rows: 3, created: 1, leftOut: 2 },
    })
    const problems = await all(api, `/imports/${real.body.id}/problems`, 1)
    expect(problems).toMatchObject([
      { row: 3, field: 'Email', code: 'value_invalid' },
      { row: 4, field: 'login', code: 'import_row_invalid' },
    ])
    // What is kept of the file cannot be read in a dump.
    const kept = JSON.stringify(
      await api.app.db.query(sql`select i.*, p.* from imports i join import_problems p on true`),
    )
    for (const secret of ['nonsense', 'login']) expect(kept).not.toContain(secret)
    expect(await count('contacts')).toBe(1)
  })

  test('refuses at once what is no such file, and answers for it no twice', async () => {
    expect(await send('login,Sirname\nada,L\n')).toMatchObject({ status: 422, body: { code: 'import_invalid' } })
    expect(await send('login\n', '', { 'content-type': 'application/json' })).toMatchObject({ status: 400 })
    expect(await send('login\nada\n', '', { ...csv, 'idempotency-key': 'once' })).toMatchObject({ status: 400 })
    expect(await send('login\nada\n', '?dryRun=maybe')).toMatchObject({ status: 422 })
    expect(await send('login\nada\n', '?key=Phone')).toMatchObject({ status: 422, body: { code: 'import_invalid' } })
    expect((await api.get('/imports/0192f0c1-0000-7000-8000-000000000000')).status).toBe(404)
    expect(await api.app.db.query(sql`select 1 from imports`)).toEqual([])
  })

  test('tells of a file that breaks off, keeps what came before, and lets only administrators change administrators', async () => {
    const broken = await send('login,Surname\nada,"Love\n')
    expect(await finished(broken.body.id)).toMatchObject({ state: 'failed', code: 'import_invalid' })
    expect(await all(api, `/imports/${broken.body.id}/problems`)).toMatchObject([{ row: 2, code: 'import_invalid' }])
    await addPerson(api, 'Root', { role: 'administrators', login: 'root' })
    const token = await tokenWith(api, 'directory:write')
    const text = 'login,Surname\nroot,Changed\n'
    const limited = await send(text, '', csv, token)
    expect(await finished(limited.body.id)).toMatchObject({ state: 'done', counts: { updated: 0, leftOut: 1 } })
    expect(await finished((await send(text)).body.id)).toMatchObject({ counts: { updated: 1, leftOut: 0 } })
  })

  test.each([
    ['the token is ended', "update api_tokens set revoked_at = now() where name = 'directory:write'"],
    ['the person is switched off', "update users set status = 'disabled' where login = 'desk'"],
    ['the person loses the role', "delete from grants where role_id = (select id from roles where name = 'Desk')"],
    [
      'the person is no administrator any more',
      "delete from grants where role_id <> (select id from roles where name = 'Desk')",
    ],
  ])('ends with the next portion when %s', async (what, change) => {
    const { idp } = await addProvider(api, 'acme')
    await createLocalAdministrator(api.app, 'rescue')
    await api.post('/roles', { name: 'Desk', scopes: ['directory:write'] })
    await signOn(api, idp, 'acme', 'desk', {})
    await api.post('/grants', { user: 'desk', role: 'Desk' })
    if (what.includes('administrator')) await api.post('/grants', { user: 'desk', role: 'Administrators' })
    const { cookie } = await signOn(api, idp, 'acme', 'desk', {})
    const byToken = what.includes('token')
    const token = byToken ? await tokenWith(api, 'directory:write') : null
    // Right after the first portion, by the database itself.
    await api.app.db.query(
      raw(`create function lose() returns trigger language plpgsql as $$ begin ${change}; return new; end $$`),
    )
    await api.app.db.query(raw('create trigger lose after update on imports for each row execute function lose()'))
    const rows = Array.from({ length: 450 }, (_, n) => `person${n},Surname${n}`)
    const headers = byToken ? csv : { ...csv, cookie, origin: publicUrl }
    const text = ['login,Surname', ...rows].join('\n')
    const begun = await api.send('POST', '/imports', undefined, { raw: text, headers, token })
    const end = await finished(begun.body.id)
    expect(end).toMatchObject({ state: 'failed', code: 'forbidden', counts: { rows: 200, created: 200 } })
    expect(await all(api, `/imports/${begun.body.id}/problems`)).toMatchObject([{ row: 0, code: 'forbidden' }])
  })

  test('says of one whose node has died that it was interrupted', async () => {
    const { body } = await send('login\nada\n')
    await finished(body.id)
    await api.app.db.query(sql`update imports set state = 'running'`)
    api.clock.now = new Date(api.clock.now.getTime() + 121_000)
    expect((await api.get(`/imports/${body.id}`)).body.state).toBe('interrupted')
    expect((await send('login\nkim\n')).status).toBe(201)
  })
})

describe('A rehearsal over HTTP', () => {
  test('counts, lists and foretells, with the rules of the provider or a draft', async () => {
    await addProvider(api, 'acme', { enabled: false })
    await addPerson(api, 'Ada')
    await addPerson(api, 'Root', { role: 'administrators' })
    await api.app.db.query(sql`update users set created_by = 'person', provider_id = null`)
    const link = [{ by: 'login', from: 'NameID' }]
    expect((await api.post('/providers/acme/rehearsal', {})).body.counts).toMatchObject({ willLink: 0, new: 2 })
    const draft = await api.post('/providers/acme/rehearsal', { link })
    expect(draft.body.counts).toEqual({ known: 0, willLink: 1, another: 0, ambiguous: 0, barred: 1, new: 0 })
    expect((await api.patch('/providers/acme', { link })).status).toBe(200)
    const listed = await all(api, '/providers/acme/rehearsal', 1)
    expect(listed.map(({ login, outcome, why }) => [login, outcome, why]).toSorted()).toEqual([
      ['ada', 'will-link', null],
      ['root', 'barred', 'protected'],
    ])
    expect(await all(api, '/providers/acme/rehearsal?outcome=barred')).toMatchObject([{ login: 'root' }])
    const people = ['ada', 'root', 'kim'].map((value) => ({ nameId: { value }, claims: {} }))
    const told = await api.post('/providers/acme/rehearsal', { people })
    expect(told.body.people).toMatchObject([
      { outcome: 'will-link', code: null, login: 'ada' },
      { outcome: 'barred', code: 'link_not_allowed' },
      { outcome: 'new', code: null, userId: null },
    ])
    expect([await count('identities'), await count('users')]).toEqual([0, 2])
    expect((await api.post('/providers/none/rehearsal', {})).status).toBe(404)
  })
})

describe('A test link', () => {
  const post = (path: string, fields: Record<string, string>, cookie = '', origin = publicUrl) =>
    api.server.request(`${publicUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie, origin },
      body: new URLSearchParams(fields).toString(),
    })
  const cookies = (response: Response) =>
    response.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')

  async function make() {
    const { idp } = await addProvider(api, 'acme')
    await api.post('/converters', { attributes: ['sn'], column: 'Surname' })
    const made = await api.post('/providers/acme/test-links', {})
    return { idp, id: made.body.id, url: new URL(made.body.url) }
  }

  function answer(idp: TestIdentityProvider, page: Response, authnInstant = api.clock.now): string {
    const location = new URL((page.headers.get('refresh') ?? '').replace('0;url=', ''))
    const request = inflateRawSync(Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64')).toString()
    expect(request).toContain('ForceAuthn="true"')
    return idp.respond({
      acsUrl: `${publicUrl}/sso/acme/acs`,
      audience: `${publicUrl}/sso/acme/metadata`,
      inResponseTo: / ID="([^"]+)"/.exec(request)?.[1],
      nameId: { value: 'colleague' },
      attributes: { sn: ['Colleague'] },
      authnInstant,
    })
  }

  test('is opened once; the colleague is thanked, nothing is written, and the administrator sees the plan', async () => {
    const { idp, id, url } = await make()
    expect([url.pathname, url.search, url.hash.length]).toEqual(['/sso/acme/test-link', '', 44])
    expect((await api.server.request(url.href)).status).toBe(200)
    expect((await api.get(`/test-links/${id}`)).body).toMatchObject({ openedAt: null, signOnId: null })
    const token = url.hash.slice(1)
    expect((await post(url.pathname, { token }, '', 'https://evil.example')).status).toBe(403)
    const opened = await post(url.pathname, { token })
    expect(opened.status).toBe(200)
    expect((await post(url.pathname, { token })).status).toBe(403)
    const done = await post('/sso/acme/acs', { SAMLResponse: toFormField(answer(idp, opened)) }, cookies(opened))
    expect([done.status, done.headers.get('location')]).toEqual([303, '/sso/acme/tested'])
    expect(done.headers.getSetCookie().some((one) => one.includes('-session='))).toBe(false)
    const thanks = await api.server.request(`${publicUrl}/sso/acme/tested`)
    expect(await thanks.text()).not.toContain('Colleague')
    expect([await count('users'), await count('contacts'), await count('sessions')]).toEqual([0, 0, 0])
    const { body } = await api.get(`/test-links/${id}`)
    expect(body).toMatchObject({ openedAt: api.clock.now.toISOString(), signOnId: expect.any(String) })
    const signOn = await api.get(`/sign-ons/${body.signOnId}`)
    expect(signOn.body).toMatchObject({ outcome: 'tested', plan: { decision: 'create' } })
  })

  test('tries a provider before it is switched on, and only tries it', async () => {
    const { idp } = await addProvider(api, 'acme', { enabled: false })
    const made = (await api.post('/providers/acme/test-links', {})).body
    const url = new URL(made.url)
    const opened = await post(url.pathname, { token: url.hash.slice(1) })
    const done = await post('/sso/acme/acs', { SAMLResponse: toFormField(answer(idp, opened)) }, cookies(opened))
    expect([done.status, done.headers.get('location')]).toEqual([303, '/sso/acme/tested'])
    expect((await api.get(`/test-links/${made.id}`)).body.signOnId).not.toBeNull()
    expect((await api.server.request(`${publicUrl}/sso/acme/start`)).status).toBe(403)
  })

  test('counts only a fresh sign-in, ends in time, and is of one provider', async () => {
    const { idp, url } = await make()
    await addProvider(api, 'other')
    const token = url.hash.slice(1)
    expect((await post('/sso/other/test-link', { token })).status).toBe(403)
    const opened = await post(url.pathname, { token })
    const stale = answer(idp, opened, new Date(api.clock.now.getTime() - 3_600_000))
    expect((await post('/sso/acme/acs', { SAMLResponse: toFormField(stale) }, cookies(opened))).status).toBe(403)
    const late = new URL((await api.post('/providers/acme/test-links', { hours: 1 })).body.url)
    api.clock.now = new Date(api.clock.now.getTime() + 3_600_000)
    expect((await post(late.pathname, { token: late.hash.slice(1) })).status).toBe(403)
  })
})
