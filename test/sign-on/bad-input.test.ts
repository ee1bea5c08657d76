/** Too much of everything, and names that programs trip over: stored, bounded or refused as documented, and never a fault of ours. */
import sql from 'sql-template-tag'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { exportConfig } from '../../src/config-file/export.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { difference, reconcile } from '../../src/config-file/reconcile.ts'
import { type Answered, type Api, addProvider, adminToken, all, newApi, publicUrl, signOn } from '../api/api-world.ts'

const rightToLeft = '\u202eecila\u202c'
const zeroWidth = 'Al\u200bice\u200d'
const arabic = '\u0639\u0644\u064a'
/** What an object has already when nobody has put anything in. */
const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']
/** Texts that SQL, HTML, JSON, globs, templates or templates of ours could mistake for something else. */
const odd = [
  ...inherited,
  "'; drop table users; --",
  '"><script>alert(1)</script>',
  '{User.FirstName}',
  '{{7*7}}',
  '%s%n',
  '*',
  '?',
  '$1',
  '\\',
  'null',
  'NaN',
  arabic,
  '\u{1f9ea}',
]

let api: Api
let idp: Awaited<ReturnType<typeof addProvider>>['idp']
beforeAll(async () => {
  api = await newApi()
  const settings = { maxBytes: 1_048_576, maxNodes: 20_000 }
  idp = (await addProvider(api, 'acme', { settings, roleAttributes: ['memberOf'] })).idp
})
afterAll(() => api.end())

const made = async (path: string, body: unknown): Promise<Answered['body']> => {
  const answer = await api.post(path, body)
  expect([path, answer.status, answer.body]).toEqual([path, 201, answer.body])
  return answer.body
}
const refusal = ({ status, body }: Answered) => [status, body.code, body.errors?.[0]?.field]
type Attributes = Readonly<Record<string, readonly string[]>>

/** Signs on over HTTP, and reads what became of it: the newest entry of the journal, with all that is told about it. */
async function tried(who: string, attributes: Attributes) {
  const { status } = await signOn(api, idp, 'acme', who, attributes)
  const [entry] = (await api.get('/sign-ons?limit=1')).body.items
  const told = await api.get(`/sign-ons/${entry.id}`)
  const explained = await api.get(`/sign-ons/${entry.id}/explanation`)
  expect([told.status, explained.status]).toEqual([200, 200])
  const contact = (await api.get(`/contacts?user=${encodeURIComponent(who)}`)).body.items[0]
  return { status, entry: told.body, contact }
}
/** A record whose keys may be `__proto__`. */
const record = (entries: readonly (readonly [string, readonly string[]])[]): Attributes => Object.fromEntries(entries)

describe('Too much', () => {
  test('1 000 attributes are read, kept, explained, and those with a row fill their columns', async () => {
    await made('/converters', { attributes: ['a500'], column: 'City' })
    const attributes = record(Array.from({ length: 1000 }, (_, n) => [`a${n}`, [`v${n}`, 'second']]))
    const { status, entry, contact } = await tried('many', attributes)
    expect([status, entry.outcome, contact.columns.City.name]).toEqual([303, 'created', 'v500'])
    expect(Object.keys(entry.claims)).toHaveLength(1000)
    expect(entry.problems).toContain('attribute_multi_valued')
    expect(await tried('many', attributes)).toMatchObject({ status: 303, entry: { outcome: 'unchanged' } })
  })

  test('more elements or bytes than the provider may send are refused with a code', async () => {
    const attributes = record(Array.from({ length: 1000 }, (_, n) => [`a${n}`, [`v${n}`]]))
    const limit = (maxNodes: number) => api.patch('/providers/acme', { settings: { maxNodes } })
    expect((await limit(2000)).status).toBe(200)
    const { status, entry } = await tried('many', attributes)
    expect([status, entry.outcome, entry.code]).toEqual([403, 'refused', 'xml_too_complex'])
    expect((await limit(20_000)).status).toBe(200)
    expect((await signOn(api, idp, 'acme', 'many', { big: ['x'.repeat(2_000_000)] })).status).toBe(413)
  })

  test('a value of almost a megabyte loses nothing: the column keeps what it has, and the rest is written', async () => {
    await made('/converters', { attributes: ['title'], column: 'JobTitle' })
    await made('/converters', { attributes: ['dept'], column: 'Department' })
    await made('/converters', { attributes: ['list'], column: 'Zip', convert: [{ split: ';' }, { join: ',' }] })
    await made('/converters', { attributes: ['mail'], column: 'Email' })
    await tried('big', { title: ['Boss'], dept: ['Sales'], list: ['1;2'], mail: ['b@x.test'], memberOf: [] })
    const big = 'x'.repeat(150_000)
    const { status, entry, contact } = await tried('big', {
      title: [big],
      dept: [big],
      list: ['9;'.repeat(75_000)],
      mail: [`${big}@x.test`],
      unmapped: [big],
      memberOf: [big],
      a500: ['Berlin'],
    })
    expect([status, entry.outcome]).toEqual([303, 'updated'])
    expect(contact.columns).toMatchObject({
      JobTitle: 'Boss',
      Zip: '1,2',
      Email: 'b@x.test',
      Department: { name: 'Sales' },
    })
    expect(contact.columns.City.name).toBe('Berlin')
    expect(entry.problems).toEqual(expect.arrayContaining(['value_too_long', 'value_invalid']))
    // What does not fit as a name, a subject or a login name is nobody.
    const people = (await all(api, '/users', 200)).length
    expect((await signOn(api, idp, 'acme', 'y'.repeat(100_000), { memberOf: [] })).status).toBe(403)
    expect(await all(api, '/users', 200)).toHaveLength(people)
  })

  test('5 000 groups give the roles they name, and taking them all away stops at the ceiling', async () => {
    await made('/roles', { name: 'Fives' })
    await made('/role-rules', { groups: ['group-*5'], match: 'glob', role: 'Fives' })
    for (const n of [1, 4999]) await made('/roles', { name: `group-${n}` })
    const memberOf = Array.from({ length: 5000 }, (_, n) => `group-${n}`)
    const { status, contact } = await tried('joiner', { memberOf })
    const roles = contact.roles.map((one: { name: string }) => one.name).toSorted()
    expect([status, roles]).toEqual([303, ['All employees', 'Fives', 'group-1', 'group-4999']])
    expect(await tried('joiner', { memberOf })).toMatchObject({ status: 303, entry: { outcome: 'unchanged' } })
    expect((await api.patch('/providers/acme', { createRoles: true })).status).toBe(200)
    const creating = await tried('joiner', { memberOf })
    expect(creating).toMatchObject({ status: 303, entry: { outcome: 'updated', problems: ['role_not_created'] } })
    expect(creating.contact.roles.length).toBe(4 + 20)
    expect((await api.patch('/providers/acme', { createRoles: null, withdrawalCeiling: 10 })).status).toBe(200)
    const paused = await tried('joiner', { memberOf: [] })
    expect(paused).toMatchObject({ status: 303, entry: { outcome: 'unchanged', problems: ['withdrawals_paused'] } })
    expect(paused.contact.roles).toEqual(creating.contact.roles)
    await api.patch('/providers/acme', { withdrawalCeiling: null })
  })

  test('many new values of lookups in one sign-on, and names that are no names, are bounded and said', async () => {
    const rows = ['Region', 'Country', 'Gender', 'Job']
    for (const column of rows) await made('/converters', { attributes: [`in ${column}`], column })
    const { status, entry, contact } = await tried('curious', {
      'in Region': ['\ufdfa'.repeat(200)],
      'in Country': [zeroWidth],
      'in Gender': [rightToLeft],
      'in Job': [' '.repeat(5000)],
      memberOf: [],
    })
    expect([status, entry.outcome]).toEqual([303, 'created'])
    for (const column of rows) expect(contact.columns[column]).toBeNull()
    expect(entry.problems.length).toBeGreaterThanOrEqual(3)
  })

  test('columns have an end before the database has', async () => {
    const { app } = api
    await app.db.query(sql`
      insert into contact_columns (name, caption, type, custom, position)
      select 'filler_' || n, 'Filler', 'text', true, 1000 + n from generate_series(1, 300) n`)
    const answer = await api.post('/columns', { name: 'OneMore', caption: 'One more', type: 'text' })
    await app.db.query(sql`delete from contact_columns where name like 'filler%'`)
    expect(refusal(answer)).toEqual([422, 'validation_failed', 'name'])
  })
})

describe('Names that every object has, and texts that look like something else', () => {
  test('are attributes, values, groups and roles like any other', async () => {
    for (const name of inherited) await made('/roles', { name })
    await made('/converters', { attributes: ['__proto__', 'constructor'], column: 'Surname', position: 1 })
    await made('/converters', { template: '{toString} {__proto__}', column: 'Notes' })
    await made('/converters', {
      attributes: ['valueOf'],
      column: 'Salutation',
      convert: [
        {
          map: [
            ['__proto__', 'mapped'],
            ['toString', 'also'],
          ],
        },
      ],
    })
    const attributes = record([...inherited.map((name) => [name, [name]] as const), ['memberOf', inherited]])
    const { status, entry, contact } = await tried('__proto__', attributes)
    expect([status, entry.outcome]).toEqual([303, 'created'])
    expect(contact.user.login).toBe('__proto__')
    expect(contact.columns).toMatchObject({ Surname: '__proto__', Notes: 'toString __proto__', Salutation: 'valueOf' })
    expect(contact.roles.map((one: { name: string }) => one.name).toSorted()).toEqual(
      ['All employees', ...inherited].toSorted(),
    )
    const mapped = await tried(
      '__proto__',
      record([
        ['valueOf', ['__proto__']],
        ['memberOf', inherited],
      ]),
    )
    expect(mapped.contact.columns.Salutation).toBe('mapped')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('are names of columns, lookups, their values and aliases', async () => {
    for (const name of ['constructor', 'toString', 'valueOf', 'hasOwnProperty']) {
      const lookup = name === 'valueOf' ? { type: 'lookup', lookup: 'constructor' } : { type: 'text' }
      await made('/columns', { name, caption: name, ...lookup })
      await made('/converters', { attributes: [`to ${name}`], column: name })
    }
    for (const lookup of ['__proto__', ' ', '../x', 'a"b']) {
      const refused = await api.post('/columns', { name: 'Strange', caption: 'x', type: 'lookup', lookup })
      expect([lookup, refused.status]).toEqual([lookup, 422])
    }
    const value = await made('/lookups/constructor/values', { name: 'toString' })
    const alias = await api.post(`/lookups/constructor/values/${value.id}/aliases`, { name: '__proto__' })
    expect(alias.status).toBeLessThan(300)
    for (const [text, id] of [
      ['toString', value.id],
      ['__PROTO__', value.id],
      ['constructor', undefined],
    ] as const) {
      const { status, contact } = await tried('columns', {
        'to constructor': ['c'],
        'to toString': ['t'],
        'to hasOwnProperty': ['h'],
        'to valueOf': [text],
        memberOf: [],
      })
      expect(status).toBe(303)
      expect(contact.columns).toMatchObject({ constructor: 'c', toString: 't', hasOwnProperty: 'h' })
      if (id !== undefined) expect(contact.columns.valueOf.id).toBe(id)
      else expect(contact.columns.valueOf.name).toBe('constructor')
    }
    const [{ id }] = (await api.get('/contacts?user=columns')).body.items
    const edited = await api.patch(`/contacts/${id}`, { columns: { constructor: 'by hand', toString: null } })
    expect(edited.body.columns).toMatchObject({ constructor: 'by hand', toString: null })
    expect((await api.get(`/contacts/${id}/columns/constructor/explanation`)).status).toBe(200)
    expect((await api.get(`/contacts/${id}/columns/__proto__/explanation`)).status).toBe(404)
  })

  test.each(odd)(
    '%j is a value, a group, a role, an attribute and a lookup value, or refused with a field',
    async (text) => {
      const role = await api.post('/roles', { name: `odd ${text}` })
      expect([201, 422]).toContain(role.status)
      const rule = await api.post('/role-rules', { group: text, role: `odd ${text}` })
      expect([201, 422]).toContain(rule.status)
      const { status, entry, contact } = await tried('odd', {
        ...record([[text, [text]]]),
        title: [text],
        dept: [text],
        memberOf: [text, `odd ${text}`],
      })
      expect([status, entry.outcome]).toEqual([303, expect.stringMatching(/created|updated/)])
      expect(contact.columns.JobTitle).toBe(text)
      expect(contact.columns.Department?.name).toBe(text)
      expect(contact.roles.map((one: { name: string }) => one.name)).toContain(`odd ${text}`)
      expect((await api.get(`/contacts?search=${encodeURIComponent(text)}`)).status).toBe(200)
      expect((await api.get(`/roles/${encodeURIComponent(`odd ${text}`)}`)).status).toBe(200)
    },
  )
})

describe('Characters', () => {
  test('marks of direction and zero-width ones are kept as sent in a column, and are no login name, group or subject of another', async () => {
    await made('/converters', { attributes: ['given'], column: 'GivenName' })
    for (const text of [rightToLeft, zeroWidth, arabic, 'e\u0301', '\u{1f468}\u200d\u{1f469}']) {
      const { status, contact } = await tried('scripts', { given: [text], memberOf: [] })
      expect([status, contact.columns.GivenName]).toEqual([303, text])
    }
    for (const who of [`ali\u200bce`, `\u202ealice`, 'alice\u2060']) {
      const { status, entry } = await tried(who, { memberOf: [] })
      expect([status, entry.code]).toEqual([403, 'value_invalid'])
    }
    await made('/roles', { name: 'Plain' })
    const { contact } = await tried('scripts', { memberOf: ['Pl\u200bain', '\u202ePlain', 'Pl\u0430in'] })
    expect(contact.roles.map((one: { name: string }) => one.name)).not.toContain('Plain')
  })

  test('control characters and halves of pairs, which no XML can bring, are refused or kept out on every other way in', async () => {
    const unstorable = ['\u0000', '\u0001', '\u0007', '\u001b[31m', '\ud800', 'x\udc00y']
    for (const text of unstorable) {
      const claims = { title: [text], dept: [text], memberOf: [text], [text]: [text] }
      for (const nameId of ['scripts', `n${text}`]) {
        const { status, body } = await api.post('/preview', { provider: 'acme', nameId: { value: nameId }, claims })
        expect([text, [200, 400, 422].includes(status)]).toEqual([text, true])
        if (status !== 200) continue
        const written = body.plan.changes.filter((one: { kind: string }) => one.kind !== 'user-created')
        expect(JSON.stringify(written)).not.toContain(JSON.stringify(text).slice(1, -1))
      }
      for (const [path, body] of [
        ['/roles', { name: `r${text}` }],
        ['/role-rules', { group: `g${text}`, role: 'Plain' }],
        ['/converters', { attributes: [`a${text}`], column: 'HomePhone' }],
        ['/converters', { attributes: ['a'], column: 'HomePhone', defaultValue: `d${text}` }],
        ['/lookups/Department/values', { name: `v${text}` }],
        ['/columns', { name: 'Control', caption: `c${text}`, type: 'text' }],
        ['/providers', { name: `p${text}`, slug: 'control', metadata: idp.metadata() }],
      ] as const) {
        expect([path, text, [400, 422].includes((await api.post(path, body)).status)]).toEqual([path, text, true])
      }
    }
  })
})

test('A preview takes what a sign-on takes, and no more than a request may hold', async () => {
  const claims = {
    ...record(Array.from({ length: 1000 }, (_, n) => [`a${n}`, ['Rome']])),
    memberOf: Array.from({ length: 5000 }, (_, n) => `group-${n}`),
    title: ['x'.repeat(500_000)],
  }
  const { status, body } = await api.post('/preview', { provider: 'acme', nameId: { value: 'previewed' }, claims })
  expect([status, body.plan.decision]).toEqual([200, 'create'])
  expect(body.plan.problems.map(({ code }: { code: string }) => code)).toContain('value_too_long')
  const more = { provider: 'acme', nameId: { value: 'previewed' }, claims: { title: ['x'.repeat(1_100_000)] } }
  expect(await api.post('/preview', more)).toMatchObject({ status: 413, body: { code: 'request_too_large' } })
})

describe('Imports', () => {
  const sent = async (text: string | Uint8Array) => {
    const answer = await fetchCsv(text)
    if (answer.status !== 201) return { refused: answer.body.code as string }
    for (let tries = 0; ; tries++) {
      const { body } = await api.get(`/imports/${answer.body.id}`)
      if (body.state !== 'running' || tries > 400) {
        const problems = await all(api, `/imports/${answer.body.id}/problems`, 200)
        return { state: body.state, code: body.code, counts: body.counts, problems }
      }
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
  const fetchCsv = async (text: string | Uint8Array) => {
    const response = await api.server.request(`${publicUrl}/api/v1/imports`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'text/csv' },
      body: typeof text === 'string' ? text : new Uint8Array(text),
    })
    return { status: response.status, body: JSON.parse(await response.text()) }
  }

  test('with columns, logins and values of any name end with a count of what was left out', async () => {
    for (const name of [...inherited, 'id', 'origins', '']) {
      const { refused, code } = await sent(`login,${name}\nx,y\n`)
      // Those are columns by now.
      if (['constructor', 'toString', 'valueOf', 'hasOwnProperty'].includes(name))
        expect([name, refused ?? code]).toEqual([name, null])
      else expect([name, refused ?? code]).toEqual([name, 'import_invalid'])
    }
    const rows = odd.map((text) => `"imported ${text.replaceAll('"', '""')}","${text.replaceAll('"', '""')}"`)
    const good = await sent(`login,Surname\n${rows.join('\n')}\n`)
    expect(good).toMatchObject({ state: 'done', code: null })
    expect(good.counts.rows).toBe(odd.length)
    expect(good.counts.created + good.counts.leftOut).toBe(odd.length)
  })

  test('with too much in a cell, a line or the head are refused or leave the row out', async () => {
    const big = await sent(`login,Surname\nbig-cell,${'x'.repeat(500_000)}\nfine,Fine\n`)
    expect(big).toMatchObject({ state: 'done', counts: { rows: 2, created: 1, leftOut: 1 } })
    expect(big.problems?.map(({ code }) => code)).toEqual(['value_too_long'])
    const wide = await sent(`login,${Array.from({ length: 1000 }, (_, n) => `c${n}`).join(',')}\nx\n`)
    expect(wide.refused ?? wide.code).toBe('import_invalid')
    const line = await sent(`login,Surname\nx,${'x'.repeat(1_200_000)}\n`)
    expect(line.refused ?? line.code).toBe('import_invalid')
    const bytes = await sent(Buffer.from('login,Surname\nx,\xff\xfe\xed\xa0\x80\n', 'latin1'))
    expect(bytes.refused ?? bytes.code).toBe('import_invalid')
    const control = await sent('login,Surname\ncontrol,a\u0001b\n\u202ehidden,Hidden\n')
    expect(control).toMatchObject({ state: 'done', counts: { rows: 2, created: 0, leftOut: 2 } })
  })
})

describe('The configuration as a file', () => {
  test('says all of it, however it is called, and makes the same of an empty server', async () => {
    const text = await exportConfig(api.app)
    for (const name of inherited) expect(text).toContain(name)
    const read = () => parseConfig(text, 'export.yaml', () => '')
    expect((await difference(api.app, read(), { prune: true })).differences).toEqual([])
    const other = await newApi()
    await reconcile(other.app, read(), {})
    expect(await exportConfig(other.app)).toBe(text)
    const roles = (await all(other, '/roles', 200)).map(({ name }) => name)
    expect(roles).toEqual(expect.arrayContaining([...inherited, ...odd.map((one) => `odd ${one}`)]))
    await other.end()
  })

  test('is refused with its place where it names what cannot be', async () => {
    const wrong = [
      'roles: [{ name: "a\\u0001b" }]',
      'roles: [{ name: "\\ud800" }]',
      'columns: [{ name: __proto__, caption: x, type: text }]',
      'lookups: [{ name: __proto__, caption: x }]',
      'converters: [{ attribute: x, column: __proto__ }]',
      'constructor: []',
      'roles: { __proto__: [] }',
      `roles: [{ name: ${'x'.repeat(1_000_000)} }]`,
    ]
    for (const text of wrong) {
      const compared = async () =>
        difference(
          api.app,
          parseConfig(text, 'jitup.yaml', () => ''),
          {},
        )
      await expect(compared(), text.slice(0, 60)).rejects.toThrow(/^jitup.yaml:1:/)
    }
  })
})

describe('Rules that cannot work', () => {
  test('a glob never leads to a protected role, nor a role below one, whichever is made first', async () => {
    const glob = { groups: ['adm*'], match: 'glob' }
    expect(refusal(await api.post('/role-rules', { ...glob, role: 'Administrators' }))).toEqual([
      422,
      'validation_failed',
      'match',
    ])
    await made('/roles', { name: 'Top', kind: 'organisational', protected: true })
    await made('/roles', { name: 'Below', kind: 'organisational', parent: 'Top' })
    expect(refusal(await api.post('/role-rules', { ...glob, role: 'Below' }))).toEqual([
      422,
      'validation_failed',
      'match',
    ])
    await made('/roles', { name: 'Free', kind: 'organisational' })
    const rule = await made('/role-rules', { ...glob, role: 'Free' })
    expect(refusal(await api.patch('/roles/Free', { protected: true }))).toEqual([
      422,
      'validation_failed',
      'protected',
    ])
    expect(refusal(await api.patch('/roles/Free', { parent: 'Top' }))).toEqual([422, 'validation_failed', 'parent'])
    expect(refusal(await api.patch(`/role-rules/${rule.id}`, { role: 'Top' }))[0]).toBe(422)
  })

  test('what was removed beneath a rule is said by the plan, which goes on without it', async () => {
    const { app } = api
    await made('/columns', { name: 'Fleeting', caption: 'Fleeting', type: 'text' })
    await made('/converters', { attributes: ['fleeting'], column: 'Fleeting' })
    await made('/roles', { name: 'Fleeting' })
    const rule = await made('/role-rules', { group: 'fleeting', role: 'Fleeting' })
    // By hand, beside the product, which refuses both while rules lead there.
    expect((await api.del('/roles/Fleeting')).status).toBe(409)
    await app.db.query(sql`alter table role_rules drop constraint role_rules_role_id_fkey`)
    await app.db.query(sql`alter table converters drop constraint converters_column_name_fkey`)
    await app.db.query(sql`delete from roles where name = 'Fleeting'`)
    await app.db.query(sql`delete from contact_columns where name = 'Fleeting'`)
    app.rules.forget()
    const claims = { fleeting: ['x'], title: ['Still written'], memberOf: ['fleeting'] }
    const { status, body } = await api.post('/preview', { provider: 'acme', nameId: { value: 'later' }, claims })
    expect(status).toBe(200)
    const problems = body.plan.problems.map(({ code }: { code: string }) => code)
    expect(problems).toEqual(expect.arrayContaining(['column_unknown', 'role_unknown']))
    const { status: signedOn, entry, contact } = await tried('later', claims)
    expect([signedOn, contact.columns.JobTitle]).toEqual([303, 'Still written'])
    expect(entry.problems).toEqual(expect.arrayContaining(['column_unknown', 'role_unknown']))
    expect((await api.get(`/role-rules/${rule.id}`)).status).toBeLessThan(500)
    expect((await api.get('/converters?limit=200')).status).toBe(200)
  })
})
