/** What may happen to an installation between two sign-ons: for the stateful test. Plain data, so that a failing sequence shrinks. */
import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { addCustomColumn } from '../../src/api/edit/columns.ts'
import { editContact } from '../../src/api/edit/contacts.ts'
import { deleteConverter, saveConverter } from '../../src/api/edit/converters.ts'
import { bindDomain, unbindDomain } from '../../src/api/edit/domains.ts'
import { bindIdentity } from '../../src/api/edit/identities.ts'
import { updateProviderBy } from '../../src/api/edit/provider-change.ts'
import { deleteRoleRule, saveRoleRule } from '../../src/api/edit/role-rules.ts'
import { deleteRole, saveRole } from '../../src/api/edit/roles.ts'
import { giveRole, withdrawRole } from '../../src/api/edit/user-roles.ts'
import { deleteUser, setUserStatus } from '../../src/api/edit/users.ts'
import { nameKey } from '../../src/core/names.ts'
import type { App } from '../../src/sign-on/app.ts'
import { converterOptions } from '../core/converter-arbitraries.ts'

export type Slug = 'acme' | 'partner'
type Values = Readonly<Record<string, readonly string[]>>

/** What one of a small set of words is applied to; `which` chooses among those that are there. */
export type Command =
  | {
      readonly kind: 'sign-on'
      readonly slug: Slug
      readonly who: string
      readonly attributes: Values
      readonly times: number
    }
  /** One of the sign-ons so far, once more: the same attributes, whatever has happened since. */
  | { readonly kind: 'again'; readonly which: number }
  | { readonly kind: 'edit'; readonly which: number; readonly column: string; readonly text: string | null }
  | { readonly kind: 'give' | 'take'; readonly which: number; readonly role: string }
  | { readonly kind: 'status'; readonly which: number; readonly status: 'active' | 'disabled' }
  | { readonly kind: 'delete-user'; readonly which: number }
  | { readonly kind: 'bind'; readonly which: number; readonly slug: Slug; readonly subject: string }
  | {
      readonly kind: 'role'
      readonly which: number
      readonly name: string
      readonly protected: boolean
      readonly fresh: boolean
    }
  | { readonly kind: 'delete-role'; readonly which: number }
  | {
      readonly kind: 'role-rule'
      readonly slug: Slug | null
      readonly groups: readonly string[]
      readonly role: string
    }
  | { readonly kind: 'delete-role-rule'; readonly which: number }
  | { readonly kind: 'converter'; readonly row: Parameters<typeof saveConverter>[2] }
  | { readonly kind: 'delete-converter'; readonly which: number }
  | { readonly kind: 'policy'; readonly slug: Slug; readonly patch: Parameters<typeof updateProviderBy>[3] }
  | { readonly kind: 'column'; readonly name: string; readonly type: 'text' | 'integer' | 'phone' }
  | { readonly kind: 'domain'; readonly slug: Slug | null; readonly domain: string }
  | { readonly kind: 'rename-value' | 'alias' | 'namesake'; readonly which: number; readonly name: string }

const people = ['ann', 'bob', 'cyd'] as const
const words = ['Sales', 'sales', 'Support', 'Auditors', 'R & D', 'İzmir', 'Straße'] as const
const groups = [
  'Sales',
  'sales',
  'Support',
  'Auditors',
  'Administrators',
  'cn=Sales,ou=x',
  'a;Sales',
  'offline_access',
] as const
const columns = [
  'GivenName',
  'Surname',
  'Email',
  'Phone',
  'Department',
  'Account',
  'Type',
  'JobTitle',
  'Owner',
  'Name',
] as const
const attributes = ['First', 'Last', 'mail', 'phone', 'dept', 'company', 'urn:x:title'] as const
const addresses = ['ann@x.test', 'bob@x.test', 'ANN@X.TEST', 'cyd@y.test'] as const
const texts = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<string>(...words, ...addresses) },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '+44 20 7946 0142', 'x'.repeat(257), '7', 'Ann Arbor') },
)
const which = fc.nat(20)
const slug = fc.constantFrom<Slug>('acme', 'acme', 'acme', 'partner')

const sent: fc.Arbitrary<Values> = fc
  .tuple(
    fc.dictionary(fc.constantFrom<string>(...attributes), fc.array(texts, { maxLength: 2 }), { maxKeys: 5 }),
    fc.option(fc.array(fc.constantFrom<string>(...groups), { maxLength: 3 }), { freq: 4, nil: undefined }),
    fc.option(fc.constantFrom(...addresses), { nil: undefined }),
    fc.option(fc.constantFrom(...words), { nil: undefined }),
  )
  .map(([some, memberOf, mail, dept]) => ({
    ...some,
    ...(dept === undefined ? {} : { dept: [dept] }),
    ...(memberOf === undefined ? {} : { memberOf }),
    ...(mail === undefined ? {} : { mail: [mail] }),
  }))

const signOn: fc.Arbitrary<Command> = fc.record({
  kind: fc.constant('sign-on' as const),
  slug,
  who: fc.constantFrom(...people),
  attributes: sent,
  times: fc.constantFrom(1, 1, 2),
})

const condition = fc.constantFrom({ attribute: 'dept' }, { attribute: 'dept', equals: 'Sales' })
const policies = fc.record(
  {
    userType: fc.constantFrom('employee' as const, 'external' as const),
    roles: fc.constantFrom('off' as const, 'add' as const, 'sync' as const, 'replace' as const),
    employees: fc.record({ create: fc.constant(true), update: fc.boolean() }),
    external: fc.record({ create: fc.boolean(), update: fc.boolean() }),
    exactRoleNames: fc.boolean(),
    absentGroups: fc.constantFrom('keep' as const, 'none' as const),
    groupSeparator: fc.constantFrom(null, ';'),
    groupNames: fc.constantFrom('as-sent' as const, 'cn' as const),
    loginFrom: fc.constantFrom('auto' as const, 'NameID' as const, { attribute: 'mail' }),
    loginTaken: fc.constantFrom('suffix' as const, 'refuse' as const),
    link: fc.constantFrom(
      null,
      [{ by: 'email' as const, attribute: 'mail' }],
      [{ by: 'login' as const, from: 'NameID' as const }],
    ),
    newUsers: fc.constantFrom(null, 'pending' as const),
    reactivate: fc.constantFrom(null, true as const),
    externalWhen: fc.option(condition),
    pilot: fc.option(fc.record({ subjects: fc.constant(['ann', 'bob']) })),
    createRoles: fc.constantFrom(null, true as const),
    withdrawalCeiling: fc.constantFrom(null, 0, 2),
    lookupCeiling: fc.constantFrom(null, 1),
  },
  { requiredKeys: [] },
)

const converter: fc.Arbitrary<Command> = fc
  .record({
    provider: fc.constantFrom(null, null, 'acme', 'partner'),
    attributes: fc.uniqueArray(fc.constantFrom<string>(...attributes), { minLength: 1, maxLength: 2 }),
    column: fc.constantFrom<string>(...columns, 'Extra1'),
    defaultValue: fc.option(fc.constantFrom<string>(...words), { freq: 2 }),
    options: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      { weight: 1, arbitrary: converterOptions(attributes, words) },
    ),
  })
  .map(
    ({ options, attributes: list, ...row }) =>
      ({
        kind: 'converter',
        row: { ...row, ...options, attributes: 'template' in options && options.template !== undefined ? null : list },
      }) as Command,
  )

const record = <const T extends Command>(
  shape: { readonly [K in keyof T]: fc.Arbitrary<T[K]> },
): fc.Arbitrary<Command> => fc.record(shape) as unknown as fc.Arbitrary<Command>
const role = fc.constantFrom<string>(...words, 'Administrators')

const mutation: fc.Arbitrary<Command> = fc.oneof(
  record({ kind: fc.constant('edit' as const), which, column: fc.constantFrom(...columns), text: fc.option(texts) }),
  record({ kind: fc.constantFrom('give' as const, 'take' as const), which, role }),
  record({
    kind: fc.constant('status' as const),
    which,
    status: fc.constantFrom('active' as const, 'disabled' as const),
  }),
  record({ kind: fc.constant('delete-user' as const), which }),
  record({ kind: fc.constant('bind' as const), which, slug, subject: fc.constantFrom(...people) }),
  record({
    kind: fc.constant('role' as const),
    which,
    name: fc.constantFrom(...words),
    protected: fc.boolean(),
    fresh: fc.boolean(),
  }),
  record({ kind: fc.constant('delete-role' as const), which }),
  record({
    kind: fc.constant('role-rule' as const),
    slug: fc.constantFrom(null, 'acme' as const, 'partner' as const),
    groups: fc.uniqueArray(fc.constantFrom<string>(...groups), { minLength: 1, maxLength: 2 }),
    role,
  }),
  record({ kind: fc.constant('delete-role-rule' as const), which }),
  converter,
  converter,
  record({ kind: fc.constant('delete-converter' as const), which }),
  fc.record({ kind: fc.constant('policy' as const), slug, patch: policies }) as fc.Arbitrary<Command>,
  record({
    kind: fc.constant('column' as const),
    name: fc.constant('Extra1'),
    type: fc.constantFrom('text' as const, 'integer' as const, 'phone' as const),
  }),
  record({
    kind: fc.constant('domain' as const),
    slug: fc.constantFrom(null, 'acme' as const, 'partner' as const),
    domain: fc.constantFrom('x.test', 'y.test'),
  }),
  record({
    kind: fc.constantFrom('rename-value' as const, 'alias' as const, 'namesake' as const),
    which,
    name: fc.constantFrom(...words),
  }),
)

/** What is done to the installation by anybody but a sign-on. */
export type Mutation = Exclude<Command, { kind: 'sign-on' | 'again' }>

const fills = (column: string, attribute: string): Mutation => ({
  kind: 'converter',
  row: { column, attributes: [attribute] },
})

/** The rules with which every life begins. */
export const beginning: readonly Mutation[] = [
  ...[fills('GivenName', 'First'), fills('Surname', 'Last'), fills('Email', 'mail')],
  ...[fills('Department', 'dept'), fills('Account', 'company')],
  { kind: 'converter', row: { column: 'Type', attributes: ['type'], defaultValue: 'Employee' } },
  { kind: 'role', which: 0, name: 'Sales', protected: false, fresh: true },
  { kind: 'role', which: 0, name: 'Auditors', protected: true, fresh: true },
  { kind: 'role-rule', slug: 'acme', groups: ['R & D'], role: 'Sales' },
  { kind: 'role-rule', slug: 'acme', groups: ['Auditors'], role: 'Auditors' },
]

/** A life of an installation: sign-ons, and between them everything that administrators can do. */
export const lives: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: signOn },
    { weight: 3, arbitrary: record({ kind: fc.constant('again' as const), which }) },
    { weight: 5, arbitrary: mutation },
  ),
  { minLength: 6, maxLength: 20, size: 'max' },
)

const author = { kind: 'system' } as const

/**
 * Does what the command says, as the API does it.
 * @throws JitupError where it contradicts what is there: then nothing has happened
 */
export async function mutate(app: App, command: Mutation): Promise<unknown> {
  const pick = async (text: string): Promise<{ id: string; name: string } | undefined> => {
    const rows = await app.db.query<{ id: string; name: string }>({ text, values: [] } as never)
    return 'which' in command && rows.length > 0 ? rows[command.which % rows.length] : undefined
  }
  const user = () => pick('select id, login as name from users order by id')
  switch (command.kind) {
    case 'edit': {
      const contact = await pick(
        'select c.id, c."Name" as name from contacts c join users u on u.contact_id = c.id order by c.id',
      )
      const isLookup = ['Department', 'Account', 'Type'].includes(command.column)
      const text = command.text
      const cell = text === null || !isLookup ? text : { name: text, create: true as const }
      return contact && editContact(app, author, contact.id, { [command.column]: cell })
    }
    case 'give': {
      const one = await user()
      return one && giveRole(app, author, { user: one.id, role: command.role })
    }
    case 'take': {
      const grant = await pick(`select id, origin as name from grants where origin = 'manual' order by id`)
      return grant && withdrawRole(app, author, grant.id)
    }
    case 'status': {
      const one = await user()
      return one && setUserStatus(app, one.id, { status: command.status })
    }
    case 'delete-user': {
      const one = await user()
      return one && deleteUser(app, author, one.id)
    }
    case 'bind': {
      const one = await user()
      return one && bindIdentity(app, author, one.id, { provider: command.slug, subject: command.subject })
    }
    case 'role': {
      const known = await pick('select id, name from roles where built_in is null order by id')
      const { name, protected: isProtected } = command
      if (command.fresh || !known) return saveRole(app, { name, protected: isProtected })
      return saveRole(app, { id: known.id, name, protected: isProtected })
    }
    case 'delete-role': {
      const known = await pick('select id, name from roles where built_in is null order by id')
      return known && deleteRole(app, author, known.id)
    }
    case 'role-rule':
      return saveRoleRule(app, author, { provider: command.slug, groups: [...command.groups], role: command.role })
    case 'delete-role-rule': {
      const rule = await pick('select id, id::text as name from role_rules order by id')
      return rule && deleteRoleRule(app, author, rule.id)
    }
    case 'converter':
      return saveConverter(app, author, command.row)
    case 'delete-converter': {
      const row = await pick('select id, column_name as name from converters order by id')
      return row && deleteConverter(app, author, row.id)
    }
    case 'policy':
      return updateProviderBy(app, author, command.slug, command.patch)
    case 'column':
      return addCustomColumn(app, author, { name: command.name, caption: command.name, type: command.type })
    case 'domain': {
      const [bound] = await app.db.query<{ id: string }>(sql`select id from domains where domain = ${command.domain}`)
      if (bound) return unbindDomain(app, bound.id)
      return command.slug && bindDomain(app, { domain: command.domain, provider: command.slug })
    }
    case 'rename-value':
    case 'alias':
    case 'namesake': {
      const value = await pick('select id, name from lookup_values order by id')
      return value && keepLookup(app, command.kind, value.id, command.name)
    }
    default:
      return command satisfies never
  }
}

/** What administrators do to a value of a lookup, in SQL. */
function keepLookup(app: App, kind: 'rename-value' | 'alias' | 'namesake', id: string, name: string): Promise<unknown> {
  const key = nameKey(name)
  if (kind === 'alias') {
    return app.db.query(sql`
      insert into lookup_aliases (lookup, name_key, value_id) select lookup, ${key}, id from lookup_values where id = ${id}::uuid
      on conflict do nothing`)
  }
  if (kind === 'namesake') {
    return app.db.query(sql`
      insert into lookup_values (id, lookup, name, name_key, created_by, created_at)
      select gen_random_uuid(), lookup, name, name_key, 'person', created_at - interval '1 day' from lookup_values where id = ${id}::uuid`)
  }
  return app.db.query(sql`
    update lookup_values set name = ${name}, name_key = ${key}
    where id = ${id}::uuid and not exists (select 1 from lookup_values v where v.name_key = ${key})`)
}
