import { describe, expect, test } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import type { Change, Converter, Plan, Snapshot } from '../../src/core/types.ts'
import * as world from './world.ts'

const { claimsOf, converterOf, lookupValueOf, nameIdOf, personOf, providerOf, rulesOf, snapshotOf } = world

const decide = (
  snapshot: Partial<Snapshot>,
  attributes: Readonly<Record<string, string | readonly string[]>>,
  converters: readonly Converter[],
): Plan => plan(snapshotOf(snapshot), claimsOf(attributes), rulesOf(converters))

const codes = ({ problems }: Plan): readonly string[] => problems.map(({ code }) => code)
const sets = ({ changes }: Plan) => changes.filter((change) => change.kind === 'column-set')
const valueAfter = (decided: Plan, column: string) => sets(decided).find((change) => change.column === column)?.after
const created = ({ changes }: Plan): readonly Change[] => changes.filter(({ kind }) => kind === 'lookup-value-created')

describe('letting in', () => {
  test('an unknown subject becomes a user where the switches of the provider’s type allow it', () => {
    expect(decide({}, {}, []).decision).toBe('create')
    const external = { userType: 'external', employees: { create: true, update: true } } as const
    expect(decide({ provider: providerOf(external) }, {}, []).refusal).toMatchObject({ code: 'user_not_provisioned' })
    const open = providerOf({ ...external, external: { create: true, update: false } })
    expect(decide({ provider: open }, {}, []).changes).toContainEqual({
      kind: 'user-created',
      login: 'john.best',
      userType: 'external',
      because: { kind: 'first-sign-on' },
    })
  })

  test.each(['disabled', 'deleted', 'pending'] as const)('a %s user is refused and nothing changes', (status) => {
    const person = personOf({ user: { status }, grants: [] })
    const decided = decide({ person }, { Phone: '1' }, [converterOf('Phone')])
    expect(decided).toMatchObject({ decision: 'refuse', refusal: { code: `user_${status}` }, changes: [] })
  })

  test('a person without a subject is refused, for the reason that the subject gives', () => {
    expect(decide({ subject: null, nameId: null }, {}, []).refusal?.code).toBe('subject_attribute_missing')
    expect(decide({ subject: null }, {}, []).decision).toBe('refuse')
  })

  test('an update that is switched off for the user’s own type leaves columns alone and still gives roles', () => {
    const provider = providerOf({ employees: { create: true, update: false } })
    const decided = decide({ provider, person: personOf() }, { Phone: '1', groups: 'Sales' }, [converterOf('Phone')])
    expect(decided.changes.map(({ kind }) => kind)).toEqual(['role-granted'])
    const nameless = personOf({ values: { Name: null, GivenName: 'John' } })
    expect(decide({ provider, person: nameless }, {}, [])).toMatchObject({ decision: 'unchanged', problems: [] })
    const outsider = personOf({ user: { type: 'external' } })
    const both = providerOf({ external: { create: false, update: true }, employees: { create: true, update: false } })
    expect(
      valueAfter(decide({ provider: both, person: outsider }, { Phone: '1' }, [converterOf('Phone')]), 'Phone'),
    ).toBe('1')
  })

  test('a plan names the versions it was made from', () => {
    expect(decide({}, {}, []).basis).toEqual({ rulesRevision: 1, userVersion: null, contactVersion: null })
    expect(decide({ person: personOf() }, {}, []).basis).toEqual({
      rulesRevision: 1,
      userVersion: 3,
      contactVersion: 5,
    })
  })
})

describe('login names', () => {
  const loginOf = (decided: Plan) => decided.changes.find((change) => change.kind === 'user-created')?.login

  test('a taken name gets the first free suffix, and a remark', () => {
    const decided = decide(
      { loginsTaken: new Set(['john.best', 'john.best-2']), nameId: nameIdOf('John.Best') },
      {},
      [],
    )
    expect(loginOf(decided)).toBe('John.Best-3')
    expect(codes(decided)).toEqual(['login_taken'])
  })

  test('a taken name is refused where the provider says so, and when no suffix is free', () => {
    const taken = new Set(['john.best'])
    const strict = decide({ loginsTaken: taken, provider: providerOf({ loginTaken: 'refuse' }) }, {}, [])
    expect(strict).toMatchObject({ decision: 'refuse', refusal: { code: 'login_taken' } })
    const all = new Set(['john.best', ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `john.best-${n}`)])
    expect(decide({ loginsTaken: all }, {}, []).refusal?.code).toBe('login_taken')
  })

  test('an address that belongs to somebody else does not name the newcomer', () => {
    const format = 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent'
    const decided = decide(
      { nameId: nameIdOf('opaque', format), emailOwners: new Map([['j@x.test', 'contact-9']]) },
      { Email: 'j@x.test' },
      [converterOf('Email')],
    )
    expect(loginOf(decided)).toBe('john.best')
    expect(codes(decided)).toEqual(['email_taken', 'login_opaque'])
  })
})

describe('values', () => {
  const edited = personOf({ values: { JobTitle: 'Chief' }, origins: { JobTitle: 'person' } })

  test('a received value overwrites whoever wrote before', () => {
    expect(sets(decide({ person: edited }, { JobTitle: 'Clerk' }, [converterOf('JobTitle')]))).toEqual([
      {
        kind: 'column-set',
        column: 'JobTitle',
        before: 'Chief',
        after: 'Clerk',
        because: { kind: 'claim', converterId: 'converter-JobTitle', attribute: 'JobTitle' },
      },
    ])
  })

  test.each([[['JobTitle']], [null]])('a default or fixed value stops once a person has edited (%j)', (attributes) => {
    const row = converterOf('JobTitle', { attributes, defaultValue: 'Clerk' })
    expect(decide({ person: edited }, {}, [row]).decision).toBe('unchanged')
    const imported = personOf({ values: { JobTitle: 'Chief' }, origins: { JobTitle: 'import' } })
    expect(valueAfter(decide({ person: imported }, {}, [row]), 'JobTitle')).toBe('Clerk')
    const cleared = personOf({ values: { JobTitle: null }, origins: { JobTitle: 'person' } })
    expect(decide({ person: cleared }, {}, [row]).decision).toBe('unchanged')
  })

  test('a value that is there already is no change, whoever wrote it', () => {
    expect(decide({ person: edited }, { JobTitle: ' Chief ' }, [converterOf('JobTitle')]).decision).toBe('unchanged')
  })

  test('a required column that stays empty is reported', () => {
    const columns = new Map(world.catalogue.map((one) => [one.name, { ...one, required: one.name === 'Phone' }]))
    expect(decide({ columns }, {}, [])).toMatchObject({ problems: [{ code: 'attribute_missing', subject: 'Phone' }] })
    expect(codes(decide({ columns }, { Phone: '1' }, [converterOf('Phone')]))).toEqual([])
  })
})

describe('lookups', () => {
  const row = [converterOf('Department')]
  const id = '01990000-0000-7000-8000-00000000000a'
  const cell = (decided: Plan) => valueAfter(decided, 'Department')

  test('a text finds the value by name or alias, whatever its case', () => {
    const lookupValues = [
      lookupValueOf('Department', 'Sales', { keys: ['sales', 'vertrieb'] }),
      lookupValueOf('Account', 'X'),
    ]
    for (const text of ['SALES', ' Vertrieb ']) {
      expect(cell(decide({ lookupValues }, { Department: text }, row))).toEqual({
        id: 'Department-Sales',
        name: 'Sales',
      })
    }
  })

  test('a UUID finds the value by id, in its own lookup only', () => {
    const inside = lookupValueOf('Department', 'Sales', { id })
    const decided = decide({ lookupValues: [inside] }, { Department: id.toUpperCase() }, row)
    expect(cell(decided)).toEqual({ id, name: 'Sales' })
    const outside = decide({ lookupValues: [lookupValueOf('Account', 'Sales', { id })] }, { Department: id }, row)
    expect(codes(outside)).toEqual(['lookup_value_unknown'])
    expect(created(outside)).toEqual([])
  })

  test('of several namesakes the oldest is taken, then the lowest id, with a problem', () => {
    const at = (day: string, valueId: string) =>
      lookupValueOf('Department', 'Sales', { id: valueId, createdAt: new Date(day) })
    const lookupValues = [at('2026-02-01', 'a'), at('2026-01-01', 'c'), at('2026-01-01', 'b')]
    const decided = decide({ lookupValues }, { Department: 'Sales' }, row)
    expect(cell(decided)).toEqual({ id: 'b', name: 'Sales' })
    expect(codes(decided)).toEqual(['lookup_value_ambiguous'])
  })

  test('a value whose name and alias have one key is not ambiguous', () => {
    const lookupValues = [lookupValueOf('Department', 'Sales', { keys: ['sales', 'sales'] })]
    expect(codes(decide({ lookupValues }, { Department: 'Sales' }, row))).toEqual([])
  })

  test('an unknown text becomes one new value, however many columns want it', () => {
    const rows = [...row, converterOf('SecondDepartment', { attributes: ['Department2'] })]
    const decided = decide({}, { Department: 'New  Unit', Department2: 'NEW UNIT' }, rows)
    expect(created(decided)).toMatchObject([{ lookup: 'Department', name: 'New Unit' }])
    expect(cell(decided)).toEqual({ id: null, name: 'New Unit' })
    expect(valueAfter(decided, 'SecondDepartment')).toEqual({ id: null, name: 'New Unit' })
  })

  test('new values are created in sorted order', () => {
    const rows = [converterOf('Type'), ...row, converterOf('Account'), converterOf('SecondDepartment')]
    const decided = decide({}, { Type: 'T', Department: 'b', SecondDepartment: 'A', Account: 'Z' }, rows)
    expect(created(decided)).toMatchObject([{ name: 'Z' }, { name: 'T' }, { name: 'A' }, { name: 'b' }])
  })

  test('nobody becomes a contact by being named as an owner', () => {
    const decided = decide({}, { Owner: 'Nobody' }, [converterOf('Owner')])
    expect(created(decided)).toEqual([])
    expect(codes(decided)).toEqual(['lookup_value_unknown'])
  })

  test('outsiders create no values and find none by id', () => {
    const lookupValues = [lookupValueOf('Department', 'Sales', { id })]
    const outsider = personOf({ user: { type: 'external' } })
    const provider = providerOf({ external: { create: true, update: true } })
    for (const who of [{ person: outsider, provider }, { provider: { ...provider, userType: 'external' as const } }]) {
      expect(codes(decide({ ...who, lookupValues }, { Department: id }, row))).toEqual(['lookup_value_unknown'])
      expect(codes(decide({ ...who, lookupValues }, { Department: 'New' }, row))).toEqual(['lookup_value_queued'])
      expect(cell(decide({ ...who, lookupValues }, { Department: 'sales' }, row))).toMatchObject({ id })
    }
  })

  test('the same value by another name is no change', () => {
    const person = personOf({ values: { Department: { id: 'Department-Sales', name: 'Old name' } } })
    const lookupValues = [lookupValueOf('Department', 'Sales')]
    expect(decide({ person, lookupValues }, { Department: 'Sales' }, row).decision).toBe('unchanged')
  })
})

describe('the e-mail address', () => {
  const emailOwners = new Map([['j@x.test', 'contact-9']])

  test('of somebody else is kept from being written', () => {
    const person = personOf({ values: { Email: 'old@x.test' } })
    const decided = decide({ person, emailOwners }, { Email: 'J@x.test' }, [converterOf('Email')])
    expect(decided).toMatchObject({ decision: 'unchanged', problems: [{ code: 'email_taken', subject: 'Email' }] })
  })

  test('of one’s own may change its case', () => {
    const person = personOf({ values: { Email: 'j@x.test' } })
    const decided = decide({ person, emailOwners: new Map([['j@x.test', 'contact-1']]) }, { Email: 'J@x.test' }, [
      converterOf('Email'),
    ])
    expect(valueAfter(decided, 'Email')).toBe('J@x.test')
  })
})

describe('the full name', () => {
  const parts = ['GivenName', 'MiddleName', 'Surname'].map((name) => converterOf(name))

  test('is composed of the parts as they will be', () => {
    const decided = decide({}, { GivenName: 'John', Surname: 'Best' }, parts)
    expect(sets(decided)[0]).toMatchObject({
      column: 'Name',
      after: 'John Best',
      because: { kind: 'composed', columns: ['GivenName', 'Surname'] },
    })
    const person = personOf({ values: { GivenName: 'John', Surname: 'Best' }, origins: { Name: 'composed' } })
    expect(valueAfter(decide({ person }, { MiddleName: 'B.' }, parts), 'Name')).toBe('John B. Best')
  })

  test('is left to a converter that yields one', () => {
    const rows = [...parts, converterOf('Name', { attributes: ['displayName'] })]
    expect(valueAfter(decide({}, { GivenName: 'John', displayName: 'JB' }, rows), 'Name')).toBe('JB')
    expect(valueAfter(decide({}, { GivenName: 'John' }, rows), 'Name')).toBe('John')
  })

  test.each(['person', 'import', 'claim', 'scim'] as const)('that came from %s is not composed over', (kind) => {
    const person = personOf({ origins: { Name: kind } })
    expect(valueAfter(decide({ person }, { GivenName: 'Jack' }, parts), 'Name')).toBeUndefined()
  })

  test('of a newcomer is the login name when there is nothing else', () => {
    expect(valueAfter(decide({}, {}, parts), 'Name')).toBe('john.best')
    const long = 'x'.repeat(200)
    const decided = decide({}, { GivenName: long, Surname: long }, parts)
    expect(valueAfter(decided, 'Name')).toBe('john.best')
    expect(codes(decided)).toEqual(['value_too_long'])
  })

  test('that somebody emptied is composed again', () => {
    const person = personOf({ values: { Name: null, GivenName: 'John' }, origins: { Name: 'person' } })
    expect(valueAfter(decide({ person }, {}, parts), 'Name')).toBe('John')
  })

  test('of somebody known is never emptied', () => {
    expect(decide({ person: personOf() }, {}, parts).decision).toBe('unchanged')
  })

  test('is composed when the one that arrived cannot be used and the contact is new', () => {
    const rows = [...parts, converterOf('Name', { attributes: ['displayName'] })]
    expect(valueAfter(decide({}, { displayName: 'x'.repeat(300), GivenName: 'John' }, rows), 'Name')).toBe('John')
  })
})
