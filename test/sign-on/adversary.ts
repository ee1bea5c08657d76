/**
 * The board of the adversary game: a house with employees, administrators and protected roles, and partners who are valid
 * identity providers of external users and mean harm. A move is one sign-on; whatever arrives in it is theirs to choose.
 * To add a threat: another attacker, more texts for `hostileTexts`, or another law.
 */
import * as fc from 'fast-check'
import sql from 'sql-template-tag'
import { expect } from 'vitest'
import type { ProviderPolicy } from '../../src/core/types.ts'
import { putConverter, putRoleRule, recordRevision } from '../../src/store/rules.ts'
import { uuid7 } from '../../src/store/uuid.ts'
import { addNumberColumn, addPartner, addUser, bindDomain, firstPartner, type Partner, signOnBy } from './people.ts'
import { newWorld, type World } from './world.ts'

export interface Board {
  readonly world: World
  readonly house: Partner
  readonly attackers: readonly Partner[]
  readonly texts: Texts
}

/** Everything that an attacker might want to say: what is somebody else's, by kind, and what breaks things. */
export interface Texts {
  readonly ids: readonly string[]
  readonly logins: readonly string[]
  readonly mails: readonly string[]
  readonly numbers: readonly string[]
  readonly names: readonly string[]
  readonly groups: readonly string[]
  readonly odd: readonly string[]
}

/** What the partners' policies allow, generously: every option that could help them is on in one of them. */
const policies: Readonly<Record<string, Partial<ProviderPolicy>>> = {
  plain: {},
  linking: {
    link: [
      { by: 'column', column: 'EmployeeNumber', attribute: 'number' },
      { by: 'login', from: { attribute: 'uid' } },
      { by: 'email', attribute: 'mail' },
    ],
    loginFrom: { attribute: 'uid' },
  },
  reviving: { reactivate: true, link: [{ by: 'login', from: 'NameID' }], loginFrom: 'NameID', roles: 'replace' },
  loose: {
    subjectFrom: { attribute: 'uid' },
    loginFrom: { template: '{mail_name_part}' },
    absentGroups: 'none',
    groupSeparator: ';',
    groupNames: 'cn',
    roleNameCase: 'ignore',
    createRoles: true,
    newUsers: 'pending',
  },
}

const converters = {
  Name: 'name',
  GivenName: 'first',
  Account: 'Company',
  Type: 'type',
  Department: 'dept',
  Email: 'mail',
  Phone: 'phone',
  Owner: 'owner',
  EmployeeNumber: 'number',
  Notes: '__proto__',
} as const

/** Sets the board: rules for everybody, people of every kind. */
export async function setBoard(): Promise<Board> {
  const world = await newWorld()
  const house = firstPartner(world)
  await addNumberColumn(world)
  await world.app.db.query(sql`
    insert into roles (id, name, name_key, protected, guarded) values
      (gen_random_uuid(), 'Auditors', 'auditors', true, true), (gen_random_uuid(), 'Sales', 'sales', false, false)`)
  await world.app.db.query(sql`
    insert into lookup_values (id, lookup, name, name_key, created_by) values
      (gen_random_uuid(), 'Account', 'Best & Co', 'best & co', 'person'),
      (gen_random_uuid(), 'Account', 'Partner Ltd', 'partner ltd', 'person'),
      (gen_random_uuid(), 'Department', 'Sales', 'sales', 'person')`)
  const person = (login: string, number: string, more: Parameters<typeof addUser>[2] = {}) =>
    addUser(world, login, { ...more, values: { EmployeeNumber: number, Email: `${login}@acme.example` } })
  await person('ceo', '1')
  await person('root', '2', { role: 'Administrators' })
  await person('auditor', '3', { role: 'Auditors' })
  await person('gone', '4', { status: 'deleted' })
  await person('away', '5', { status: 'disabled' })
  await bindDomain(world, house, 'acme.example')
  await writeRules(world)
  for (const name of ['ada', 'root-by-group']) {
    const memberOf = name === 'ada' ? ['sales'] : ['CN=Admins,OU=IT,DC=acme']
    await signOnBy(world, house, name, { mail: [`${name}@acme.example`], number: [`n-${name}`], memberOf })
  }
  const attackers: Partner[] = []
  for (const [slug, policy] of Object.entries(policies)) {
    const external = { create: true, update: true }
    const allowedAccounts = ['Partner Ltd']
    attackers.push(await addPartner(world, slug, { userType: 'external', external, allowedAccounts, ...policy }))
  }
  world.app.rules.forget()
  return { world, house, attackers, texts: await hostileTexts(world) }
}

async function writeRules(world: World): Promise<void> {
  await world.app.db.transaction(async (tx) => {
    for (const [position, [column, attribute]] of Object.entries(converters).entries()) {
      const row = { providerId: null, attributes: [attribute], defaultValue: null }
      await putConverter(tx, { id: uuid7(world.app.now()), column, position, ...row })
    }
    const roles = await tx.query<{ id: string; name: string }>(sql`select id, name from roles`)
    const idOf = (name: string) => roles.find((role) => role.name === name)?.id ?? ''
    for (const [group, role] of [
      ['CN=Admins,OU=IT,DC=acme', 'Administrators'],
      ['auditors', 'Auditors'],
      ['sales', 'Sales'],
    ] as const) {
      await putRoleRule(tx, { id: uuid7(world.app.now()), providerId: null, groups: [group], roleId: idOf(role) })
    }
    await recordRevision(tx, { kind: 'system' })
  })
  world.app.rules.forget()
}

/** What is known of everybody else, in every spelling that might pass for it, and texts that break things. */
async function hostileTexts({ app }: World): Promise<Texts> {
  type Known = Pick<Texts, 'ids' | 'logins' | 'mails' | 'numbers' | 'names'>
  const [known] = await app.db.query<Known & Record<string, unknown>>(sql`
    select
      (select array_agg(id::text) from (
        select id from users union all select id from contacts union all select id from roles
        union all select id from lookup_values union all select id from providers) i) as ids,
      (select array_agg(login) from users) as logins,
      (select array_agg("Email") from contacts where "Email" is not null) as mails,
      (select array_agg("EmployeeNumber") from contacts where "EmployeeNumber" is not null) as numbers,
      (select array_agg(name) from (select name from roles union select name from lookup_values) n) as names`)
  if (!known) throw new Error('a select without from gives one row')
  const spelt = (text: string) => [text, text.toUpperCase(), ` ${text} `, text.replace('a', 'ａ'), `${text}\u200b`]
  const domains = ['acme.example', 'acme.example.', 'acme。example', 'ACME.Example', 'ａcme.example', 'acme.example/x']
  return {
    ids: known.ids,
    logins: [...known.logins, 'mallory', 'trudy'].flatMap(spelt),
    mails: [
      ...known.mails.flatMap((mail) => domains.map((domain) => mail.replace('acme.example', domain))),
      ...['mallory@partner.example', 'trudy@partner.example', 'x@sub.acme.example'],
    ],
    numbers: [...known.numbers, '1000'].flatMap(spelt),
    names: [...known.names, 'Mallory'].flatMap(spelt),
    groups: [
      'CN=Admins,OU=IT,DC=acme',
      'CN=Administrators,OU=Self',
      'auditors',
      'Auditors;Sales',
      'sales',
      ...known.names,
    ],
    odd: [
      ...['__proto__', 'constructor', 'toString', '', ' ', '\u202eecoc', '{mail}', '%', "'; --"],
      ...['x'.repeat(300), 'ﷺ'.repeat(200)],
    ],
  }
}

/** What stands where an honest partner would put it. */
const meant: readonly (readonly [attribute: string, kind: keyof Texts])[] = [
  ['mail', 'mails'],
  ['number', 'numbers'],
  ['uid', 'logins'],
  ['name', 'names'],
  ['first', 'names'],
  ['Company', 'names'],
  ['type', 'names'],
  ['dept', 'names'],
  ['owner', 'ids'],
  ['phone', 'numbers'],
  ['memberOf', 'groups'],
  ['groups', 'groups'],
  ['__proto__', 'logins'],
  ['constructor', 'names'],
  ['http://schemas.microsoft.com/claims/groups.link', 'odd'],
]

/** One sign-on of an attacker. */
export interface Move {
  readonly nameId: string
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** Any move: often one that means somebody else in every attribute, sometimes anything anywhere. */
export const anyMove = ({ texts }: Pick<Board, 'texts'>): fc.Arbitrary<Move> => {
  const anything = fc.oneof(
    fc.constantFrom(...Object.values(texts).flat()),
    fc.string({ unit: 'grapheme', maxLength: 12 }).filter((some) => !/[^\x20-\ud7ff]/u.test(some)),
  )
  const text = (kind: keyof Texts) =>
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...texts[kind]) }, { weight: 1, arbitrary: anything })
  const valuesOf = (kind: keyof Texts) =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(null) },
      { weight: 6, arbitrary: text(kind).map((one) => [one]) },
      { weight: 2, arbitrary: fc.array(text(kind), { maxLength: 3 }) },
    )
  return fc
    .tuple(
      fc.oneof(text('logins'), text('ids'), text('mails')).filter((some) => some.trim() !== ''),
      fc.tuple(...meant.map(([, kind]) => valuesOf(kind))),
    )
    .map(([nameId, values]) => {
      // A plain object would take `__proto__` for something else.
      const attributes: Record<string, readonly string[]> = Object.create(null)
      for (const [at, [name]] of meant.entries()) {
        const sent = values[at] ?? null
        if (sent !== null) attributes[name] = sent
      }
      return { nameId, attributes }
    })
}

/** Makes a move. @returns how it ended */
export const play = ({ world }: Board, attacker: Partner, { nameId, attributes }: Move): Promise<string> =>
  signOnBy(world, attacker, nameId, attributes)

/** Whose user it is: of the provider whose sign-on made it. */
const his = (attacker: Partner) => sql`(u.created_by = 'sign-on' and u.provider_id = ${attacker.id}::uuid)`

/** Everything in the directory that is not the attacker's: people whole, with identities and roles; values, roles, domains. */
export async function everythingElse({ world }: Board, attacker: Partner): Promise<unknown> {
  const [row] = await world.app.db.query(sql`
    select
      (select json_agg(json_build_object('user', to_jsonb(u), 'contact', to_jsonb(c),
          'identities', (select json_agg(to_jsonb(i) order by i.id) from identities i where i.user_id = u.id),
          'grants', (select json_agg(to_jsonb(g) order by g.id) from grants g where g.user_id = u.id)) order by u.id)
        from users u join contacts c on c.id = u.contact_id where not ${his(attacker)}) as people,
      (select json_agg(to_jsonb(v) order by v.id) from lookup_values v) as values,
      (select json_agg(to_jsonb(r) order by r.id) from roles r) as roles,
      (select json_agg(to_jsonb(d) order by d.id) from domains d) as domains,
      (select count(*)::integer from contacts c where not exists (select 1 from users u where u.contact_id = c.id)) as strays`)
  return row
}

interface Gain {
  readonly login: string
  readonly type: string
  readonly account: string | null
  readonly email: string | null
  readonly owner: string | null
  readonly roles:
    | readonly { readonly name: string; readonly protected: boolean; readonly builtIn: string | null }[]
    | null
}

/** A law: what no attacker's user may ever be or have. */
export type Law = (gain: Gain) => void

/** Whoever adds an option that a provider could abuse adds a law here. */
export const laws: Readonly<Record<string, Law>> = {
  'is no employee': ({ type }) => expect(type).toBe('external'),
  'is of no company but its own': ({ account }) => expect([null, 'Partner Ltd']).toContain(account),
  'has no address of the house': ({ email }) => {
    const read = (email ?? '').normalize('NFKC').toLowerCase().replaceAll('。', '.').replaceAll('\u200b', '')
    expect(read).not.toMatch(/@acme\.example[./]*(?:x|$)/)
  },
  'has no login name of the house': ({ login }) => {
    const read = login.normalize('NFKC').toLowerCase().replaceAll('。', '.').replaceAll('\u200b', '')
    expect(read).not.toMatch(/@acme\.example[./]*(?:x|$)/)
  },
  'has no role but that of its kind': ({ roles }) =>
    expect((roles ?? []).map((role) => role.builtIn)).toEqual((roles ?? []).map(() => 'all-external')),
  'has no protected role': ({ roles }) => expect((roles ?? []).some((role) => role.protected)).toBe(false),
}

/** The users that an attacker has made, and the sessions that it has opened for anybody else. */
export async function gainsOf({ world }: Board, attacker: Partner): Promise<{ gains: Gain[]; stolen: number }> {
  const gains = await world.app.db.query<Gain>(sql`
    select u.login, u.type, a.name as account, c."Email" as email, c."Owner" as owner,
      (select json_agg(json_build_object('name', r.name, 'protected', r.protected or r.guarded, 'builtIn', r.built_in))
        from grants g join roles r on r.id = g.role_id where g.user_id = u.id) as roles
    from users u join contacts c on c.id = u.contact_id left join lookup_values a on a.id = c."Account"
    where ${his(attacker)}`)
  const [row] = await world.app.db.query<{ stolen: number }>(sql`
    select count(*)::integer as stolen from sessions s join users u on u.id = s.user_id
    where s.provider_id = ${attacker.id}::uuid and not ${his(attacker)}`)
  return { gains, stolen: row?.stolen ?? 0 }
}
