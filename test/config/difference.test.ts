import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { deleteProvider } from '../../src/api/edit/provider-removal.ts'
import { deleteRoleRule } from '../../src/api/edit/role-rules.ts'
import { saveRole } from '../../src/api/edit/roles.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { exportConfig } from '../../src/config-file/export.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { difference, type Reach, reconcile } from '../../src/config-file/reconcile.ts'
import { shownDifference } from '../../src/config-file/show.ts'
import { listConverters } from '../../src/store/converters.ts'
import { providerBySlug } from '../../src/store/providers.ts'
import { listRoleRules } from '../../src/store/role-rules.ts'
import { findRole, listRoles } from '../../src/store/roles.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type Api, newApi } from '../api/api-world.ts'
import { insertPeople, signOnByHand } from '../sign-on/tools-world.ts'
import { person } from './whole.ts'

const files: Record<string, string> = Object.fromEntries(
  ['acme', 'beta'].map((slug) => [
    `./${slug}.xml`,
    createIdentityProvider({ entityId: `https://${slug}.example` }).metadata(),
  ]),
)
files['./acme-new.xml'] = createIdentityProvider({ entityId: 'https://acme.example' }).metadata()

const base = `
settings: { helpText: Ask. }
roles:
  - { name: Sales, kind: organisational }
  - { name: Sales Europe, kind: organisational, parent: Sales }
  - { name: Guarded, protected: true }
providers:
  - { slug: acme, name: Acme, metadata: ./acme.xml, roleAttributes: [memberOf], domains: [acme.example] }
converters:
  - { attribute: Email, column: Email }
  - { attribute: Department, column: Department, condition: { attribute: kind, equals: staff } }
  - { attribute: ou, column: Department }
roleRules:
  - { groups: [sales, sales-eu], role: Sales }
  - { group: guards, role: Guarded, provider: acme }
`

let api: Api
beforeEach(async () => {
  api = await newApi()
})
afterEach(() => api.end())

const read = (text: string) => parseConfig(text, 'jitup.yaml', (path) => files[path] ?? '')
const apply = (text: string, how: Parameters<typeof reconcile>[2] = {}) => reconcile(api.app, read(text), how)
const shown = async (text: string, reach: Reach = {}) => shownDifference(await difference(api.app, read(text), reach))
const lines = async (text: string, reach: Reach = {}) =>
  (await shown(text, reach)).differences.map(({ op, title }) => `${op} ${title}`)

/** Everything that a file can touch; with who changed it, for what must change nothing at all. */
const everything = () =>
  api.app.db.query(sql`
    select (select json_agg(p order by slug) from providers p) as providers,
      (select json_agg(k order by fingerprint) from idp_certificates k) as keys,
      (select json_agg(m order by provider_id) from provider_metadata m) as sources,
      (select json_agg(c order by id) from converters c) as converters,
      (select json_agg(r order by id) from role_rules r) as rules,
      (select json_agg(r order by id) from roles r) as roles,
      (select json_agg(c order by name) from contact_columns c) as columns,
      (select json_agg(v order by id) from lookup_values v) as values,
      (select json_agg(d order by id) from domains d) as domains,
      (select json_agg(g order by id) from grants g) as grants,
      (select json_agg(s order by name) from settings s) as settings,
      (select count(*) from audit_events) as events,
      (select max(revision) from rules_revisions) as revision`)

describe('A plan', () => {
  test('tells what would be added, changed and removed, and changes nothing', async () => {
    expect(await lines(base)).toEqual(
      [
        'change setting helpText',
        'add role Sales',
        'add role Guarded',
        'add role Sales Europe',
        'add provider acme',
        'add converter for Email',
        'add converter for Department',
        'add converter for Department, row 2',
        'add role rule sales, sales-eu → Sales',
        'add role rule guards → Guarded (acme)',
      ].map((line) => line.replace('add setting', 'change setting')),
    )
    await apply(base)
    const before = await everything()
    const text = base
      .replace('Ask.', 'Ask them.')
      .replace('name: Acme,', 'name: Acme, roles: add, reactivate: true,')
      .replace('[sales, sales-eu]', '[sales, sales-us]')
      .replace(/ {2}- \{ group: guards.*\n/, '')
    const plan = await shown(text, { prune: true })
    expect(plan.differences.map(({ op, title, fields }) => ({ op, title, fields }))).toEqual([
      { op: 'change', title: 'setting helpText', fields: [{ field: 'value', from: 'Ask.', to: 'Ask them.' }] },
      {
        op: 'change',
        title: 'provider acme',
        fields: expect.arrayContaining([
          { field: 'roles', from: 'sync', to: 'add' },
          { field: 'reactivate', from: null, to: true },
        ]),
      },
      {
        op: 'change',
        title: 'role rule sales, sales-us → Sales',
        fields: [{ field: 'groups', from: ['sales', 'sales-eu'], to: ['sales', 'sales-us'] }],
      },
      { op: 'remove', title: 'role rule guards → Guarded (acme)', fields: [] },
    ])
    expect(await everything()).toEqual(before)
  })

  test('leaves what the file does not name, and says so; --prune removes it', async () => {
    await apply(base)
    const less = 'roles: [{ name: Guarded, protected: true }]\n'
    const plan = await shown(less)
    expect(plan.differences).toEqual([])
    expect(plan.left.map((one) => one.title)).toContain('provider acme')
    await apply(less, { prune: true })
    expect((await listRoles(api.app.db)).map((one) => one.name)).toEqual([
      'Administrators',
      'All employees',
      'All external users',
      'Guarded',
    ])
    expect(await providerBySlug(api.app.db, 'acme')).toBeNull()
    expect(await listConverters(api.app.db)).toEqual([])
    expect(await exportConfig(api.app)).toContain('name: Guarded')
  })

  test('shows certificates by their fingerprints', async () => {
    await apply(base)
    const plan = await shown(base.replace('./acme.xml', './acme-new.xml'))
    expect(plan.differences).toHaveLength(1)
    expect(plan.differences[0]?.fields).toEqual([
      { field: 'keys', from: [expect.stringMatching(/^[0-9a-f]{64}$/)], to: [expect.stringMatching(/^[0-9a-f]{64}$/)] },
    ])
    expect(JSON.stringify(plan)).not.toContain('BEGIN')
  })

  test('of a file with mistakes is all of them with their places, and nothing is changed', async () => {
    await apply(base)
    const before = await everything()
    const text = `roles:
  - { name: Administrators }
  - { name: Sales }
providers:
  - { slug: acme, name: Acme, metadata: ./beta.xml, allowedRoles: [Salez] }
converters:
  - { attribute: x, column: Departmnt }
roleRules:
  - { group: a, role: Nobody }
`
    const problems = await apply(text).catch((error) => String(error.message).split('\n'))
    expect(problems).toEqual([
      'jitup.yaml:2:13 roles[0].name: The role Administrators is built in: say builtIn: administrators, or leave it out.',
      "jitup.yaml:3:5 roles[1].kind: The role Sales is organisational, and a role's kind never changes.",
      expect.stringMatching(/^jitup.yaml:5:41 providers\[0\].metadata: The provider acme is https:\/\/acme.example/),
      expect.stringMatching(
        /^jitup.yaml:5:68 providers\[0\].allowedRoles\[0\]: "Salez" is not a role; did you mean "Sales"/,
      ),
      expect.stringMatching(/^jitup.yaml:7:29 converters\[0\].column: "Departmnt" is not a contact column/),
      expect.stringMatching(/^jitup.yaml:9:23 roleRules\[0\].role: "Nobody" is not a role/),
    ])
    // What only an edit knows is told at its place as well.
    const late = await apply('converters:\n  - { attribute: x, column: Email, unknownValue: create }\n').catch(
      (e) => e.message,
    )
    expect(late).toMatch(/^jitup.yaml:2:50 converters\[0\].unknownValue: /)
    expect(await everything()).toEqual(before)
  })
})

describe('Applying', () => {
  test('twice changes nothing the second time, and writes no revision', async () => {
    const first = await apply(base)
    expect(first.revision).not.toBeNull()
    const before = await everything()
    const second = await apply(base)
    expect([second.differences, second.revision]).toEqual([[], null])
    expect(await everything()).toEqual(before)
  })

  test('puts what an entry leaves out back to its default', async () => {
    await apply(base.replace('name: Acme,', 'name: Acme, reactivate: true, withdrawalCeiling: 3, forceAuthn: true,'))
    expect((await providerBySlug(api.app.db, 'acme'))?.policy).toMatchObject({ reactivate: true, withdrawalCeiling: 3 })
    await apply(base)
    const { policy, settings } = (await providerBySlug(api.app.db, 'acme')) ?? {}
    expect(policy).not.toHaveProperty('reactivate')
    expect(policy).not.toHaveProperty('withdrawalCeiling')
    expect(settings).toMatchObject({ forceAuthn: false })
  })

  test('lets rules swap groups, rows swap conditions, domains and names move, whatever the order', async () => {
    const two = `${base}  - { groups: [c, d], role: Sales }\n`.replace(
      'providers:\n',
      'providers:\n  - { slug: beta, name: Beta, metadata: ./beta.xml, domains: [beta.example] }\n',
    )
    await apply(two)
    const ids = (await listRoleRules(api.app.db, { after: null, limit: 10 })).map((one) => one.id)
    const other = two
      .replace('[sales, sales-eu]', '[sales, d]')
      .replace('[c, d]', '[c, sales-eu]')
      .replace('domains: [acme.example]', 'domains: [beta.example]')
      .replace('domains: [beta.example] }\n  - { slug: acme', 'domains: [acme.example] }\n  - { slug: acme')
      .replace(', condition: { attribute: kind, equals: staff } }', ' }')
      .replace(
        '- { attribute: ou, column: Department }',
        '- { attribute: ou, column: Department, condition: { attribute: x } }',
      )
    await apply(other)
    expect((await shown(other, { prune: true })).differences).toEqual([])
    const after = await listRoleRules(api.app.db, { after: null, limit: 10 })
    expect(after.map((one) => one.id)).toEqual(ids)
  })

  test('removes a role above others, and a rule by globs before its role is protected', async () => {
    await apply(`${base}  - { group: "x*", match: glob, role: Sales Europe }\n`)
    const text = base
      .replace('  - { name: Sales, kind: organisational }\n', '')
      .replace(', parent: Sales }', ', protected: true }')
      .replace('groups: [sales, sales-eu], role: Sales }', 'groups: [sales, sales-eu], role: Sales Europe }')
    await apply(text, { prune: true })
    expect(await findRole(api.app.db, 'Sales')).toBeNull()
    expect(await findRole(api.app.db, 'Sales Europe')).toMatchObject({ protected: true, parent: null })
  })

  test('is refused when something has changed since the plan was shown', async () => {
    const { plan } = await shown(base)
    await saveRole(api.app, { name: 'Sales', kind: 'organisational' })
    const before = await everything()
    await expect(apply(base, { digest: plan })).rejects.toMatchObject({ code: 'plan_stale' })
    expect(await everything()).toEqual(before)
    await apply(base, { digest: (await shown(base)).plan })
    expect((await shown(base)).differences).toEqual([])
  })

  test('is carried out once by two at the same time', async () => {
    const both = await Promise.all([apply(base), apply(base)])
    expect(both.filter((one) => one.revision !== null)).toHaveLength(1)
    expect(await listRoleRules(api.app.db, { after: null, limit: 10 })).toHaveLength(2)
  })

  test('keeps what an administrator removes afterwards from coming back with a start', async () => {
    await apply(base)
    const [rule] = await listRoleRules(api.app.db, { after: null, limit: 10 })
    await deleteRoleRule(api.app, person, rule?.id ?? '')
    for (const one of await listConverters(api.app.db)) await deleteConverter(api.app, person, one.id)
    await deleteProvider(api.app, person, 'acme')
    const { changes, kept } = await applyConfig(api.app, read(base))
    expect(changes).toEqual([])
    expect(kept).toContain('provider acme: removed')
    // Nor does a start open what was closed by an apply of another file.
    await apply(base.replace('name: Acme,', 'name: Acme, enabled: false,'))
    await applyConfig(api.app, read(base))
    expect((await providerBySlug(api.app.db, 'acme'))?.enabled).toBe(false)
  })

  test('gives a built-in role another name, by which the file then knows it', async () => {
    const text =
      'roles: [{ name: Masters, builtIn: administrators, sensitive: true }]\nroleRules: [{ group: a, role: Masters }]\n'
    await apply(text)
    expect(await findRole(api.app.db, 'Masters')).toMatchObject({ builtIn: 'administrators', sensitive: true })
    expect((await shown(text, { prune: true })).differences).toEqual([])
    await apply('roleRules: [{ group: a, role: Administrators }]\n', { prune: true })
    expect(await findRole(api.app.db, 'Administrators')).toMatchObject({ builtIn: 'administrators', sensitive: false })
  })

  test('finds values by the aliases of the file, and never takes a value away', async () => {
    const text = 'lookups: [{ name: Department, values: [{ name: Sales, aliases: [Vertrieb] }, Support] }]\n'
    await apply(text)
    await saveConverter(api.app, person, { column: 'Department', attributes: ['d'] })
    await apply(text.replace('[Vertrieb]', '[Ventes]').replace(', Support', ''), { prune: true })
    const rows = await api.app.db.query(sql`
      select v.name, (select array_agg(name_key) from lookup_aliases a where a.value_id = v.id) as aliases
      from lookup_values v where lookup = 'Department' order by name`)
    expect(rows).toEqual([
      { name: 'Sales', aliases: ['ventes'] },
      { name: 'Support', aliases: null },
    ])
    await expect(apply('lookups: [{ name: Department, values: [ventes] }]\n')).rejects.toMatchObject({
      message: expect.stringContaining('"Sales" has this name or alias already'),
    })
  })
})

describe('What people have', () => {
  const people = 5
  beforeEach(async () => {
    await apply(base.replace('name: Acme,', 'name: Acme, withdrawalCeiling: 3, absentGroups: none,'))
    const { policy } = (await providerBySlug(api.app.db, 'acme')) ?? {}
    await insertPeople(api, policy?.id ?? '', people, (n) => ({ Email: [`p${n}@x.example`], memberOf: ['sales'] }))
    await signOnByHand(api, policy?.id ?? '', 'other', { Email: ['o@x.example'], memberOf: [] })
  })
  const now = base.replace('name: Acme,', 'name: Acme, withdrawalCeiling: 3, absentGroups: none,')
  const without = now.replace('  - { groups: [sales, sales-eu], role: Sales }\n', '')
  const grants = async () =>
    (
      await api.app.db.query<{ n: number }>(sql`
        select count(*)::integer as n from grants g join roles r on r.id = g.role_id where r.name = 'Sales'`)
    )[0]?.n

  test('is counted in the plan, and above the ceiling goes only when that is confirmed', async () => {
    const plan = await shown(without, { prune: true })
    expect(plan.differences).toMatchObject([
      { op: 'remove', takes: { grants: people, people, identities: 0, exact: true } },
    ])
    expect([plan.takes, plan.mustConfirm]).toEqual([people, true])
    const refused = { code: 'withdrawals_over_ceiling', details: { count: people } }
    await expect(apply(without, { prune: true })).rejects.toMatchObject(refused)
    await expect(apply(without, { prune: true, confirm: people + 1 })).rejects.toMatchObject(refused)
    expect(await grants()).toBe(people)
    await apply(without, { prune: true, confirm: people })
    expect(await grants()).toBe(people)
  })

  test('goes at once where that is said', async () => {
    await apply(without, { prune: true, withdraw: 'now', confirm: people })
    expect(await grants()).toBe(0)
  })

  test('of a narrowed rule is asked for only when it goes at once: some may have another of its groups', async () => {
    const narrower = now.replace('[sales, sales-eu]', '[sales-eu, more]')
    const later = await shown(narrower)
    expect(later.differences).toMatchObject([{ op: 'change', takes: { grants: people, exact: false } }])
    expect([later.mustConfirm, (await shown(narrower, { withdraw: 'now' })).mustConfirm]).toEqual([false, true])
    await apply(narrower)
    expect(await grants()).toBe(people)
  })

  test('of a provider goes with it, when that is confirmed', async () => {
    const gone = 'roles: [{ name: Sales, kind: organisational }]\n'
    const plan = await shown(gone, { prune: true })
    const provider = plan.differences.find((one) => one.title === 'provider acme')
    expect(provider?.takes).toMatchObject({ identities: people + 1, people: people + 1 })
    await expect(apply(gone, { prune: true })).rejects.toMatchObject({ code: 'withdrawals_over_ceiling' })
    await apply(gone, { prune: true, confirm: plan.takes })
    expect(await api.app.db.query(sql`select 1 from identities`)).toEqual([])
    expect(await grants()).toBe(0)
  })
})

describe('Through the API', () => {
  const yaml = { headers: { 'content-type': 'application/yaml' } }
  const inline = base.replace('./acme.xml', `'${(files['./acme.xml'] ?? '').replaceAll('\n', '')}'`)
  const post = (text: string, query = '') =>
    api.send('POST', `/configuration${query}`, undefined, { ...yaml, raw: text })

  test('a file is compared, applied and exported by an administrator alone', async () => {
    const tried = await post(inline, '?dryRun=true')
    expect(tried).toMatchObject({ status: 200, body: { dryRun: true, revision: null } })
    const done = await post(inline, `?plan=${tried.body.plan}`)
    expect(done).toMatchObject({ status: 200, body: { dryRun: false, plan: tried.body.plan } })
    expect((await api.get(`/revisions/${done.body.revision}`)).body.author).toMatchObject({ kind: 'token' })
    const audit = (await api.get('/audit?kind=configuration.create')).body.items
    expect(audit).toMatchObject([{ author: { kind: 'token' } }])
    const headers = { authorization: 'Bearer a-first-token-for-automation-0123456789' }
    const text = await api.server.request('http://localhost:3000/api/v1/configuration', { headers })
    expect(text.headers.get('content-type')).toBe('application/yaml; charset=utf-8')
    expect(await text.text()).toBe(await exportConfig(api.app))
    expect((await post(inline)).body).toMatchObject({ differences: [], revision: null })
    const { token } = (await api.post('/tokens', { name: 'rules', scopes: ['rules:write', 'trust:write'] })).body
    expect((await api.get('/configuration', { token })).status).toBe(403)
    expect((await api.send('POST', '/configuration', undefined, { ...yaml, raw: inline, token })).status).toBe(403)
  })

  test('every mistake is a field, with line and column; files of the server are not read', async () => {
    const text = 'providers:\n  - { slug: acme, name: Acme, metadata: /etc/passwd }\nroles: [{ nam: x }]\n'
    const { status, body } = await post(text)
    expect([status, body.code]).toEqual([422, 'validation_failed'])
    expect(body.errors).toEqual([
      {
        field: 'providers[0].metadata',
        message: expect.stringContaining('Line 2, column 41: The file "/etc/passwd" cannot be read'),
      },
      { field: 'roles[0].name', message: expect.stringContaining('is required') },
      { field: 'roles[0].nam', message: expect.stringContaining('there is no key "nam" here') },
    ])
    expect((await post('\xff', '?prune=maybe')).status).toBe(422)
    expect((await api.send('POST', '/configuration', {}, {})).body.code).toBe('request_malformed')
  })
})
