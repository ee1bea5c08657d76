import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import sql from 'sql-template-tag'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { createProvider } from '../../src/api/edit/new-provider.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { deleteProvider } from '../../src/api/edit/provider-removal.ts'
import { deleteRoleRule } from '../../src/api/edit/role-rules.ts'
import { saveRole } from '../../src/api/edit/roles.ts'
import { applyConfig } from '../../src/config-file/apply.ts'
import { parseConfig } from '../../src/config-file/parse.ts'
import { openApp, type RunningApp } from '../../src/server/jitup.ts'
import { silentLog } from '../../src/server/log.ts'
import { readColumns } from '../../src/store/columns.ts'
import { listConverters } from '../../src/store/converters.ts'
import { listProviders, providerBySlug } from '../../src/store/providers.ts'
import { listRoleRules } from '../../src/store/role-rules.ts'
import { findRole } from '../../src/store/roles.ts'
import type { Author } from '../../src/store/rules.ts'
import { readSetting } from '../../src/store/settings.ts'
import { createIdentityProvider } from '../../src/testing/index.ts'
import { type FreshDatabase, freshDatabase } from '../setup/database.ts'

const person: Author = { kind: 'user', userId: '00000000-0000-7000-8000-000000000000' }
const entityId = 'https://acme.example/metadata'
const acme = createIdentityProvider({ entityId })
const files: Record<string, string> = {
  './acme.xml': acme.metadata(),
  './acme-new-key.xml': createIdentityProvider({ entityId }).metadata(),
  './beta.xml': createIdentityProvider({ entityId: 'https://beta.example' }).metadata(),
}

const complete = `
settings: { helpText: Ask the service desk., displayName: Acme contacts }
columns:
  - { name: EmployeeNumber, caption: Employee number, type: text }
  - { name: CostCentre, caption: Cost centre, type: lookup, lookup: CostCentre }
roles:
  - { name: Sales Europe, kind: organisational, parent: Sales }
  - { name: Sales, kind: organisational }
  - { name: Approvers, protected: true }
providers:
  - slug: acme
    name: Acme
    metadata: ./acme.xml
    create: true
    update: true
    roles: sync
    loginFrom: { attribute: Email }
    roleAttributes: [memberOf]
    ignoreGroups: [Everyone]
    clockSkewSeconds: 60
    enabled: true
converters:
  - { attribute: Company, column: Account }
  - { attribute: [Email, mail], column: Email }
  - { column: Type, default: Employee }
  - { attribute: Department, column: Department, default: General, provider: acme }
  - { attribute: Number, column: EmployeeNumber }
roleRules:
  - { group: app-admins, role: Administrators, provider: acme }
  - { group: sales-eu, role: Sales Europe }
`

let database: FreshDatabase
let running: RunningApp
const warnings: string[] = []

const open = () =>
  openApp({
    connection: { ...database.connection, max: 4 },
    secrets,
    publicUrl: 'http://localhost:3000',
    log: { ...silentLog, warn: (_fields, message) => warnings.push(message) },
  })
const secrets = [randomBytes(32).toString('hex')]

const read = (text: string) => parseConfig(text, 'jitup.yaml', (path) => files[path] ?? '')
const apply = (text: string, app = running.app) => applyConfig(app, read(text))
const provider = async (slug = 'acme') => {
  const found = await providerBySlug(running.app.db, slug)
  if (!found) throw new Error('no such provider')
  return found
}
const converterOf = async (column: string) => {
  const found = (await listConverters(running.app.db)).find((one) => one.column === column)
  if (!found) throw new Error('no such converter')
  return found
}
const roleRules = () => listRoleRules(running.app.db, { after: null, limit: 100 })

/** Everything in the database that a file can touch, and who changed it: equal means that nothing was written. */
const everything = () =>
  running.app.db.query(sql`
    select (select json_agg(p order by slug) from providers p) as providers,
      (select json_agg(k order by fingerprint) from idp_certificates k) as keys,
      (select json_agg(c order by id) from converters c) as converters,
      (select json_agg(r order by id) from role_rules r) as rules,
      (select json_agg(r order by id) from roles r) as roles,
      (select json_agg(c order by name) from contact_columns c) as columns,
      (select json_agg(s order by name) from settings s) as settings,
      (select max(revision) from rules_revisions) as revision`)

beforeEach(async () => {
  database = await freshDatabase()
  running = await open()
  warnings.length = 0
})
afterEach(async () => {
  await running.close()
  await database.drop()
})

describe('On an empty database', () => {
  test('a file sets up everything that it names, as one revision by the configuration', async () => {
    const { changes, kept } = await apply(complete)
    expect(changes).toEqual([
      'setting helpText changed',
      'setting displayName changed',
      'column EmployeeNumber added',
      'column CostCentre added',
      'role Sales added',
      'role Approvers added',
      'role Sales Europe added',
      'provider acme added',
      'converter for Account added',
      'converter for Email added',
      'converter for Type added',
      'converter for Department (acme) added',
      'converter for EmployeeNumber added',
      'role rule app-admins → Administrators (acme) added',
      'role rule sales-eu → Sales Europe added',
    ])
    expect(kept).toEqual([])
    const { db } = running.app
    expect(await readSetting(db, 'helpText')).toBe('Ask the service desk.')
    expect((await readColumns(db)).get('CostCentre')).toMatchObject({
      type: 'lookup',
      lookup: 'CostCentre',
      custom: true,
    })
    expect(await findRole(db, 'Sales Europe')).toMatchObject({ kind: 'organisational', parent: 'Sales' })
    expect(await findRole(db, 'Approvers')).toMatchObject({ kind: 'functional', protected: true })
    expect(await provider()).toMatchObject({
      entityId,
      spEntityId: 'http://localhost:3000/sso/acme/metadata',
      enabled: true,
      settings: { clockSkewSeconds: 60, exceptions: {}, ssoRedirectUrl: acme.ssoUrl },
      policy: {
        name: 'Acme',
        userType: 'employee',
        employees: { create: true, update: true },
        external: { create: false, update: false },
        roles: 'sync',
        loginFrom: { attribute: 'Email' },
        roleAttributes: ['memberOf'],
        ignoreGroups: ['Everyone'],
      },
    })
    expect(await converterOf('Email')).toMatchObject({
      attributes: ['Email', 'mail'],
      defaultValue: null,
      provider: null,
    })
    expect(await converterOf('Type')).toMatchObject({ attributes: null, defaultValue: 'Employee' })
    expect(await converterOf('Department')).toMatchObject({ defaultValue: 'General', provider: 'acme' })
    expect((await roleRules()).map((one) => [one.groups[0], one.role, one.provider])).toEqual([
      ['app-admins', 'Administrators', 'acme'],
      ['sales-eu', 'Sales Europe', null],
    ])
    const revisions = await db.query(sql`select author from rules_revisions order by revision offset 1`)
    expect(revisions).toEqual([{ author: { kind: 'config' } }])
  })

  test('the running node uses the rules at once', async () => {
    await running.app.rules.current()
    await apply(complete)
    expect((await running.app.rules.current()).rules.converters).toHaveLength(5)
    expect((await running.app.providers.get('acme')).record.policy.name).toBe('Acme')
  })

  test("the documentation's example is applied as it stands", async () => {
    const folder = new URL('../../docs/examples/', import.meta.url)
    const file = (path: string) => readFileSync(new URL(path, folder), 'utf8')
    const { changes } = await applyConfig(running.app, parseConfig(file('jitup.yaml'), 'jitup.yaml', file))
    expect(changes).toContain('role rule sales-eu → Sales Europe added')
    expect(await converterOf('EmployeeNumber')).toMatchObject({ attributes: ['EmployeeID'], provider: 'acme' })
  })

  test('a provider for external users may make those and leaves employees alone', async () => {
    await apply('providers:\n  - { slug: beta, name: Beta, metadata: ./beta.xml, users: external }\n')
    expect((await provider('beta')).policy).toMatchObject({
      userType: 'external',
      employees: { create: false, update: false },
      external: { create: true, update: true },
    })
  })
})

describe('The same file once more', () => {
  test('writes nothing at all', async () => {
    await apply(complete)
    const before = await everything()
    expect(await apply(complete)).toEqual({ changes: [], kept: [] })
    expect(await everything()).toEqual(before)
  })

  test('at the same time on two nodes does its work once', async () => {
    const other = await open()
    try {
      const both = await Promise.all([
        apply(complete),
        apply(complete, other.app),
        apply(complete),
        apply(complete, other.app),
      ])
      expect(both.map((one) => one.changes.length).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 15])
      expect(await listProviders(running.app.db)).toHaveLength(1)
      expect(await listConverters(running.app.db)).toHaveLength(5)
      expect(await roleRules()).toHaveLength(2)
    } finally {
      await other.close()
    }
  })
})

describe('An edited file', () => {
  test('changes what it says otherwise, adds what is new and deletes nothing', async () => {
    await apply(complete)
    const edited = complete
      .replace('displayName: Acme contacts', 'displayName: Contacts')
      .replace('caption: Employee number', 'caption: Personnel number')
      .replace('parent: Sales }', '}')
      .replace('update: true', 'update: false')
      .replace('clockSkewSeconds: 60', 'clockSkewSeconds: 30')
      .replace('default: General', 'default: Other')
      .replace('  - { attribute: Company, column: Account }\n', '')
      .replace('  - { group: sales-eu, role: Sales Europe }', '  - { group: sales-eu, role: Sales }')
    expect((await apply(edited)).changes).toEqual([
      'setting displayName changed',
      'column EmployeeNumber: caption changed',
      'provider acme: clockSkewSeconds, employees.update changed',
      'converter for Department (acme) changed',
      'role rule sales-eu → Sales added',
    ])
    expect((await provider()).policy.employees).toEqual({ create: true, update: false })
    expect((await provider()).settings).toMatchObject({ clockSkewSeconds: 30, ssoRedirectUrl: acme.ssoUrl })
    expect(await converterOf('Department')).toMatchObject({ defaultValue: 'Other', attributes: ['Department'] })
    expect(await converterOf('Account')).toMatchObject({ attributes: ['Company'] })
    expect((await roleRules()).map((one) => one.role)).toEqual(['Administrators', 'Sales Europe', 'Sales'])
  })

  test('may open what nobody has closed', async () => {
    await apply(complete.replace('enabled: true', 'enabled: false'))
    expect((await provider()).enabled).toBe(false)
    expect((await apply(complete)).changes).toEqual(['provider acme: enabled changed'])
    expect((await provider()).enabled).toBe(true)
  })

  test('brings other signing keys, which is logged as a warning', async () => {
    await apply(complete)
    const before = await provider()
    expect(warnings).toEqual([])
    expect((await apply(complete.replace('acme.xml', 'acme-new-key.xml'))).changes).toEqual([
      'provider acme: metadata changed, with other signing keys',
    ])
    const after = await provider()
    expect(after.certificates.map((one) => one.fingerprint)).not.toEqual(
      before.certificates.map((one) => one.fingerprint),
    )
    expect(after.settings).toMatchObject({ clockSkewSeconds: 60 })
    expect(after.version).toBeGreaterThan(before.version)
    expect(warnings).toEqual(['configuration: provider acme: metadata changed, with other signing keys'])
  })
})

describe('What an administrator decides survives every restart with the same file:', () => {
  beforeEach(() => apply(complete))

  test('a provider that was switched off, a switch turned off, a mode narrowed', async () => {
    await updateProviderBy(running.app, person, 'acme', {
      enabled: false,
      employees: { create: false, update: true },
      roles: 'add',
      exactRoleNames: false,
    })
    const before = await everything()
    expect(await apply(complete)).toEqual({
      changes: [],
      kept: ['provider acme: roles', 'provider acme: enabled', 'provider acme: employees.create'],
    })
    expect(await everything()).toEqual(before)
  })

  test('a switched-off provider also while the file changes something else', async () => {
    await updateProviderBy(running.app, person, 'acme', { enabled: false })
    const { changes } = await apply(complete.replace('name: Acme\n', 'name: Acme Ltd\n'))
    expect(changes).toEqual(['provider acme: name changed'])
    expect(await provider()).toMatchObject({ enabled: false, policy: { name: 'Acme Ltd' } })
  })

  test('a role rule and a converter that were removed', async () => {
    const [rule] = await roleRules()
    await deleteRoleRule(running.app, person, rule?.id ?? '')
    await deleteConverter(running.app, person, (await converterOf('Type')).id)
    expect(await apply(complete)).toEqual({
      changes: [],
      kept: ['converter for Type: removed', 'role rule app-admins → Administrators (acme): removed'],
    })
    expect((await apply(complete.replace('default: Employee', 'default: Customer'))).changes).toEqual([])
    expect((await roleRules()).map((one) => one.groups)).toEqual([['sales-eu']])
    await expect(converterOf('Type')).rejects.toThrow('no such converter')
  })

  test('an edited converter, caption, text and role', async () => {
    await saveConverter(running.app, person, { id: (await converterOf('Email')).id, attributes: ['upn'] })
    await saveRole(running.app, { id: 'Approvers', name: 'Signatories' })
    await saveRole(running.app, { id: 'Sales Europe', parent: null })
    const { changes, kept } = await apply(complete)
    expect(changes).toEqual([])
    expect(kept).toEqual([
      'role Approvers: removed or renamed',
      'role Sales Europe: parent',
      'converter for Email: edited',
    ])
    expect(await converterOf('Email')).toMatchObject({ attributes: ['upn'] })
    expect(await findRole(running.app.db, 'Approvers')).toBeNull()
  })

  test('keys that were exchanged', async () => {
    await updateProviderBy(running.app, person, 'acme', { metadata: files['./acme-new-key.xml'] ?? '' })
    const before = await everything()
    expect((await apply(complete)).changes).toEqual([])
    expect(await everything()).toEqual(before)
  })

  test('a provider that was removed, with the rules that only it had', async () => {
    await deleteProvider(running.app, person, 'acme')
    const more = complete.replace('roleRules:', 'roleRules:\n  - { group: more, role: Sales, provider: acme }')
    expect((await apply(more)).changes).toEqual([])
    expect(await listProviders(running.app.db)).toEqual([])
  })

  test('a narrower mode, when the file is changed to one in between', async () => {
    await updateProviderBy(running.app, person, 'acme', { roles: 'off' })
    expect(await apply(complete.replace('roles: sync', 'roles: add'))).toEqual({
      changes: [],
      kept: ['provider acme: roles'],
    })
    expect((await provider()).policy.roles).toBe('off')
  })
})

describe('A file that names for the first time what is there already', () => {
  test('changes it, but opens nothing that is closed', async () => {
    await createProvider(running.app, person, {
      slug: 'acme',
      name: 'Our partner',
      metadata: files['./acme.xml'] ?? '',
      enabled: false,
      external: { create: false, update: false },
      employees: { create: true, update: false },
    })
    await saveRole(running.app, { name: 'Sales', protected: true })
    const { kept } = await apply(`roles:
  - { name: sales, protected: false }
providers:
  - { slug: acme, name: Acme, metadata: ./acme.xml, enabled: true, create: false, update: true, exceptions: { legacy-algorithms: 2030-01-31 } }
`)
    expect(kept).toEqual([
      'role Sales: protected',
      'provider acme: enabled',
      'provider acme: exceptions',
      'provider acme: employees.update',
    ])
    expect(await provider()).toMatchObject({
      enabled: false,
      settings: { exceptions: {} },
      policy: { name: 'Acme', employees: { create: false, update: false } },
    })
    expect(await findRole(running.app.db, 'Sales')).toMatchObject({ name: 'Sales', protected: true })
  })

  test('gives a role scopes, takes them away, and gives back none that an administrator took away', async () => {
    const file = (...scopes: string[]) => `roles: [{ name: Desk, scopes: [${scopes.join(', ')}] }]\n`
    const scopes = async () => (await findRole(running.app.db, 'Desk'))?.scopes
    await apply(file('directory:read', 'rules:read'))
    expect(await scopes()).toEqual(['rules:read', 'directory:read'])
    await apply(file('directory:read'))
    expect(await scopes()).toEqual(['directory:read'])
    await saveRole(running.app, { id: 'Desk', scopes: [] })
    expect((await apply(file('directory:read'))).kept).toEqual(['role Desk: scopes'])
    expect((await apply(file('rules:read'))).kept).toEqual(['role Desk: scopes'])
    expect(await scopes()).toEqual([])
  })
})

describe('Against the database', () => {
  const refusal = (text: string) =>
    apply(text).then(
      () => 'applied',
      (error: Error) => error.message.split('\n'),
    )

  test('every mistake is told at its place, and nothing of the file is applied', async () => {
    await addCustomColumn(running.app, person, { name: 'Badge', caption: 'Badge', type: 'integer' })
    await createProvider(running.app, person, { slug: 'acme', name: 'Acme', metadata: files['./acme.xml'] ?? '' })
    const before = await everything()
    const text = `settings: { displayName: Never }
columns:
  - { name: badge, caption: Badge, type: text }
  - { name: Badge, caption: Badge, type: text }
`
    expect(await refusal(text.replace('  - { name: Badge, caption: Badge, type: text }\n', ''))).toEqual([
      'jitup.yaml:3:13 columns[0].name: There is a column Badge already; write it that way.',
    ])
    const many = `settings: { displayName: Never }
columns:
  - { name: Badge, caption: Badge, type: text }
roles:
  - { name: administrators, protected: false }
  - { name: Sales, kind: organisational, parent: Sale Europe }
  - { name: Sales Europe, kind: organisational }
providers:
  - { slug: beta, name: Beta, metadata: ./acme.xml }
converters:
  - { attribute: Department, column: Departmnt }
  - { attribute: Born, column: BirthDate, default: yesterday }
roleRules:
  - { group: a, role: Admnistrators }
  - { group: b, role: All employees }
`
    expect(await refusal(many)).toEqual([
      "jitup.yaml:3:42 columns[0].type: The column Badge has type integer, and a column's type never changes.",
      "jitup.yaml:5:13 roles[0].name: The role Administrators is built in and not the file's to describe; leave it out.",
      'jitup.yaml:6:50 roles[1].parent: "Sale Europe" is not a role; did you mean "Sales Europe"?',
      `jitup.yaml:9:41 providers[0].metadata: The provider acme is this partner (${entityId}) already.`,
      'jitup.yaml:11:38 converters[0].column: "Departmnt" is not a contact column; did you mean "Department"?',
      'jitup.yaml:12:52 converters[1].default: The column BirthDate holds values of type date; this is not one.',
      'jitup.yaml:14:23 roleRules[0].role: "Admnistrators" is not a role; did you mean "Administrators"?',
      'jitup.yaml:15:23 roleRules[1].role: All employees follows from the type of the user and cannot be given.',
    ])
    expect(await everything()).toEqual(before)
  })

  test('another partner or another entityID of ours needs another slug', async () => {
    await createProvider(running.app, person, { slug: 'acme', name: 'Acme', metadata: files['./acme.xml'] ?? '' })
    expect(await refusal('providers:\n  - { slug: acme, name: Acme, metadata: ./beta.xml }\n')).toEqual([
      `jitup.yaml:2:41 providers[0].metadata: The provider acme is ${entityId}; this is the metadata of https://beta.example. Another partner needs another slug.`,
    ])
    expect(
      await refusal('providers:\n  - { slug: acme, name: Acme, metadata: ./acme.xml, spEntityId: "urn:x" }\n'),
    ).toEqual([
      'jitup.yaml:2:65 providers[0].spEntityId: The provider acme knows us as http://localhost:3000/sso/acme/metadata, and that never changes.',
    ])
  })

  test('what only an edit itself refuses has a place too, and undoes the steps before it', async () => {
    const before = await everything()
    expect(
      await refusal('settings: { displayName: Never }\ncolumns:\n  - { name: version, caption: V, type: text }\n'),
    ).toEqual(['jitup.yaml:3:13 columns[0].name: A contact column version exists already.'])
    expect(await everything()).toEqual(before)
  })
})
