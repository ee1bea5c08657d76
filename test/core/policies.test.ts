import { describe, expect, test } from 'vitest'
import { wrongConverter } from '../../src/core/check-converter.ts'
import { explain } from '../../src/core/explain.ts'
import { nameParts } from '../../src/core/name-parts.ts'
import { plan } from '../../src/core/plan.ts'
import type { Claims, Converter, Snapshot } from '../../src/core/types.ts'
import {
  catalogue,
  claimsOf,
  columnNamed,
  converterOf,
  lookupValueOf,
  PROVIDER,
  personOf,
  providerOf,
  rulesOf,
  snapshotOf,
} from './world.ts'

const decide = (overrides: Partial<Snapshot>, claims: Claims, rows: readonly Converter[]) =>
  plan(snapshotOf(overrides), claims, rulesOf(rows))
const codes = ({ problems }: ReturnType<typeof plan>) => problems.map(({ code }) => code)
const person = personOf()

describe('limits', () => {
  // 25 columns of one lookup, each with a value that nobody knows.
  const many = Array.from({ length: 25 }, (_, at) => ({ ...columnNamed('Department'), name: `Department${at}` }))
  const columns = new Map([...catalogue, ...many].map((one) => [one.name, one]))
  const rows = many.map(({ name }) => converterOf(name, { attributes: [name] }))
  const claims = claimsOf(Object.fromEntries(many.map(({ name }, at) => [name, `Value ${at}`])))
  const created = ({ changes }: ReturnType<typeof plan>) =>
    changes.filter(({ kind }) => kind === 'lookup-value-created').length

  test('one sign-on creates at most 20 lookup values, and says what it left out', () => {
    const decided = decide({ person, columns }, claims, rows)
    expect(created(decided)).toBe(20)
    expect(codes(decided)).toEqual(Array(5).fill('lookup_limit'))
    expect(decided.problems[0]?.details).toMatchObject({ limit: 20, per: 'sign-on', text: 'Value 20' })
  })

  test('the sign-ons of a day create at most as many as the provider may', () => {
    const provider = providerOf({ lookupCeiling: 12 })
    const decided = decide({ person, columns, provider, activity: { withdrawals: 0, lookupValues: 10 } }, claims, rows)
    expect(created(decided)).toBe(2)
    expect(decided.problems[0]?.details).toMatchObject({ limit: 12, per: 'day' })
    const usual = decide({ person, columns, activity: { withdrawals: 0, lookupValues: 499 } }, claims, rows)
    expect(created(usual)).toBe(1)
  })

  test('the same new value in two columns is created once', () => {
    const two = [converterOf('Department'), converterOf('SecondDepartment', { attributes: ['Department'] })]
    const decided = decide({ person }, claimsOf({ Department: 'New' }), two)
    expect(created(decided)).toBe(1)
    expect(decided.changes).toHaveLength(3)
  })

  test('a thousand attributes, values of a million characters and a template that repeats one do no harm', () => {
    const wide = claimsOf(Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`A${at}`, 'x'.repeat(1000)])))
    expect(decide({ person }, wide, [converterOf('JobTitle', { attributes: ['A5'], lastPart: true })]).changes).toEqual(
      [],
    )
    const large = claimsOf({ A: 'x'.repeat(1_000_000) })
    const template = '{A}'.repeat(600)
    for (const row of [
      converterOf('JobTitle', { attributes: null, template }),
      converterOf('JobTitle', { attributes: null, template, convert: [{ split: 'x' }, 'first'] }),
      converterOf('JobTitle', { attributes: ['A'] }),
      converterOf('JobTitle', { attributes: ['A'], convert: ['lower', 'title-case'] }),
    ]) {
      const decided = decide({ person }, large, [row])
      expect(decided.changes).toEqual([])
      expect(codes(decided)).toEqual(['value_too_long'])
      expect(JSON.stringify(decided).length).toBeLessThan(2000)
    }
  })

  test('problems name the row and the step, never the value', () => {
    const row = converterOf('Phone', { convert: ['trim', { phone: 'NO' }] })
    const decided = decide({ person }, claimsOf({ Phone: 'my secret number' }), [row])
    expect(decided.problems).toEqual([
      { code: 'value_invalid', subject: 'Phone', details: { type: 'phone', converterId: row.id, step: 'phone' } },
    ])
  })
})

describe('unseen characters', () => {
  test('are stored as sent in a text, and refused in the name of a lookup value and in a login name', () => {
    const text = 'نام\u200cخانوادگی \u202eabc'
    const rows = [converterOf('JobTitle', { attributes: ['A'] }), converterOf('Department', { attributes: ['A'] })]
    const decided = decide({ person }, claimsOf({ A: text }), rows)
    expect(decided.changes).toMatchObject([{ column: 'JobTitle', after: text }])
    expect(decided.problems).toMatchObject([{ code: 'value_invalid', subject: 'Department' }])
    const provider = providerOf({ loginFrom: { attribute: 'A' } })
    expect(decide({ provider }, claimsOf({ A: 'john\u200b.best' }), []).refusal?.code).toBe('value_invalid')
  })
})

describe('explain', () => {
  const rowsOf = (overrides: Partial<Snapshot>, claims: Claims, rows: readonly Converter[], column: string) => {
    const snapshot = snapshotOf(overrides)
    const rules = rulesOf(rows)
    const explained = explain(snapshot, claims, rules, plan(snapshot, claims, rules))
    return { ...explained.columns.find((one) => one.column === column), attributes: explained.attributes }
  }

  test('says of every row on a column whether it decided, and why the others did not', () => {
    const rows = [
      converterOf('Phone', { id: 'a', position: 1, condition: { attribute: 'country', equals: 'GB' } }),
      converterOf('Phone', { id: 'b', position: 2, condition: { attribute: 'country' } }),
      converterOf('Phone', { id: 'c', position: 3 }),
    ]
    const explained = rowsOf({ person }, claimsOf({ Phone: '1', country: 'NO' }), rows, 'Phone')
    expect(explained.rows).toEqual([
      { converterId: 'a', verdict: 'condition', said: null, heldBack: null },
      { converterId: 'b', verdict: 'decided', said: 'value', heldBack: null },
      { converterId: 'c', verdict: 'later', said: null, heldBack: null },
    ])
    const uses = explained.attributes.map(({ name, uses: of }) => [name, of.map(({ kind }) => kind)])
    expect(uses).toEqual([
      ['Phone', ['column', 'column', 'column']],
      ['country', ['condition', 'condition']],
    ])
  })

  test.each([
    [converterOf('JobTitle', { overwrite: 'until-edited' }), 'until-edited'],
    [converterOf('JobTitle', { overwrite: 'on-create' }), 'on-create'],
    [converterOf('JobTitle', { overwrite: 'when-empty' }), 'when-empty'],
    [converterOf('JobTitle', { attributes: ['absent'], defaultValue: 'Clerk', defaultOn: 'create' }), 'create-only'],
  ])('says why a value stays though a row had one (%#)', (row, heldBack) => {
    const edited = personOf({ values: { JobTitle: 'Chief' }, origins: { JobTitle: 'person' } })
    const { rows, after } = rowsOf({ person: edited }, claimsOf({ JobTitle: 'Clerk' }), [row], 'JobTitle')
    expect(after).toBe('Chief')
    expect(rows).toMatchObject([{ verdict: 'held-back', said: 'value', heldBack }])
  })

  test('says of a template which attributes it reads', () => {
    const row = converterOf('JobTitle', { attributes: null, template: '{A} {mail_name_part}' })
    const { attributes } = rowsOf({ person }, claimsOf({ A: 'x', mail: 'j@x', B: '1' }), [row], 'JobTitle')
    const uses = attributes.map(({ name, uses: of }) => [name, of.map((one) => 'decides' in one && one.decides)])
    expect(uses).toEqual([
      ['A', [true]],
      ['B', []],
      ['mail', [true]],
    ])
  })
})

test.each([
  ['Best, John', ['John', null, 'Best']],
  ['van der Berg, Jan Piet', ['Jan', 'Piet', 'van der Berg']],
  ['John Best', ['John', null, 'Best']],
  ['John M. Best', ['John', 'M.', 'Best']],
  ["Anne-Marie O'Neil", ['Anne-Marie', null, "O'Neil"]],
  ['Ludwig van Beethoven', ['Ludwig', null, 'van Beethoven']],
  ['José María Muñoz', ['José', 'María', 'Muñoz']],
  ['Madonna', null],
  ['John Best, Jr.', null],
  ['Best, John, PhD', null],
  ['John Best (Contractor)', null],
  ['john.best@example.com', null],
  ['Ana María García López', null],
  ['山田 太郎', null],
  ['Robot 7', null],
  ['', null],
])('the name %j is taken apart as %j', (name, expected) => {
  const parts = nameParts(name)
  expect(parts && [parts.given, parts.middle, parts.surname]).toEqual(expected)
})

describe('a row that can never work', () => {
  const wrong = (column: string, row: Partial<Converter>, others: readonly Converter[] = []) =>
    wrongConverter(converterOf(column, row), columnNamed(column), others).map(({ field }) => field)

  test.each<[string, Partial<Converter>, string[]]>([
    ['Phone', { attributes: null }, ['attributes']],
    ['Phone', { attributes: null, template: 'no attribute' }, ['template']],
    ['Phone', { attributes: null, template: '{open' }, ['template']],
    ['Phone', { attributes: ['A'], template: '{A}' }, ['template']],
    ['Phone', { attributes: null, template: '{A}', lastPart: true }, ['lastPart']],
    ['Phone', { attributes: ['A', 'A'] }, ['attributes']],
    ['Phone', { attributes: ['A', ' '] }, ['attributes.1']],
    ['Badge', { defaultValue: 'seven' }, ['defaultValue']],
    ['BirthDate', { defaultValue: '2026-12-31', convert: [{ date: 'DD.MM.YYYY' }] }, ['defaultValue']],
    ['BirthDate', { convert: ['trim', { phone: 'NO' }] }, ['convert.1']],
    ['Badge', { convert: [{ date: 'DD.MM.YYYY' }] }, ['convert.0']],
    ['BirthDate', { convert: [{ date: 'DD.MM.YY' }] }, ['convert.0']],
    ['Phone', { convert: [{ phone: 'XX' }] }, ['convert.0']],
    ['Phone', { unknownValue: 'keep' }, ['unknownValue']],
    ['Owner', { unknownValue: 'create' }, ['unknownValue']],
    ['Department', { unknownValue: { fallBack: ' ' } }, ['unknownValue.fallBack']],
    ['Department', { unknownValue: { fallBack: 'Sa\u200bles' } }, ['unknownValue.fallBack']],
    ['Badge', { several: { join: ',' } }, ['several']],
    ['Name', { whenAbsent: 'clear', whenEmpty: 'clear' }, ['whenAbsent', 'whenEmpty']],
  ])('%s with %j is refused for %j', (column, row, fields) => {
    expect(wrong(column, row)).toEqual(fields)
  })

  test('two rows without a condition are one too many, for one provider and one column', () => {
    const condition = { attribute: 'A' }
    const other = converterOf('Phone', { id: 'other' })
    expect(wrong('Phone', {}, [other])).toEqual(['column'])
    expect(wrong('Phone', { condition }, [other])).toEqual([])
    expect(wrong('Phone', {}, [{ ...other, condition }])).toEqual([])
    expect(wrong('Phone', { providerId: PROVIDER }, [other])).toEqual([])
    expect(wrong('Email', {}, [other])).toEqual([])
  })

  test('what can work is not refused', () => {
    const rows: readonly [string, Partial<Converter>][] = [
      ['BirthDate', { defaultValue: '31.12.2026', convert: [{ date: 'DD.MM.YYYY' }] }],
      ['Department', { unknownValue: { fallBack: 'Others' }, several: { join: ', ' } }],
      ['user.timeZone', { attributes: null, defaultValue: 'Europe/Oslo' }],
      ['Phone', { attributes: null, template: '{A}', convert: [{ phone: 'NO' }] }],
    ]
    for (const [column, row] of rows) expect(wrong(column, row)).toEqual([])
  })
})

test('several rows can refuse a sign-on: the first by column is why, the others are told', () => {
  const rows = [
    converterOf('JobTitle', { whenAbsent: 'refuse' }),
    converterOf('Email', { required: 'block' }),
    converterOf('Department', { unknownValue: 'refuse' }),
  ]
  const decided = decide({ person }, claimsOf({ Department: 'New' }), rows)
  expect(decided.refusal).toMatchObject({ code: 'required_value_missing', subject: 'JobTitle' })
  expect(decided.problems.map(({ code, subject }) => [code, subject])).toEqual([
    ['required_value_missing', 'JobTitle'],
    ['lookup_value_unknown', 'Department'],
    ['required_value_missing', 'Email'],
  ])
})

test('a login name does not stand in for a name that is required', () => {
  const row = converterOf('Name', { required: 'block' })
  expect(decide({}, claimsOf({}), [row]).refusal?.code).toBe('required_value_missing')
  const parts = [row, converterOf('GivenName')]
  expect(decide({}, claimsOf({ GivenName: 'John' }), parts).refusal).toBeNull()
})

test('a value that is there by id is found by an insider only', () => {
  const id = '00000000-0000-7000-8000-00000000000a'
  const lookupValues = [lookupValueOf('Account', 'Ours', { id })]
  const row = [converterOf('Account')]
  expect(decide({ person, lookupValues }, claimsOf({ Account: id }), row).changes).toMatchObject([{ after: { id } }])
  const provider = providerOf({ userType: 'external', external: { create: true, update: true }, allowedAccounts: [id] })
  const outsider = { person: personOf({ user: { type: 'external' } }), provider, lookupValues }
  expect(codes(decide(outsider, claimsOf({ Account: id }), row))).toEqual(['lookup_value_unknown'])
  expect(decide(outsider, claimsOf({ Account: 'ours' }), row).changes[0]).toMatchObject({ kind: 'column-set' })
})

test('rows that fall back on each other’s texts come to what the next sign-on would leave alone', () => {
  const rows = [
    converterOf('Department', { attributes: ['a'], unknownValue: { fallBack: 'Y' } }),
    converterOf('SecondDepartment', { attributes: ['b'], unknownValue: { fallBack: 'X' } }),
  ]
  const { changes } = decide({ person }, claimsOf({ a: 'X', b: 'Z' }), rows)
  expect(changes).toMatchObject([
    { kind: 'lookup-value-created', lookup: 'Department', name: 'X' },
    { kind: 'column-set', column: 'Department', after: { name: 'X' } },
    { kind: 'column-set', column: 'SecondDepartment', after: { name: 'X' } },
  ])
})

test('a row that empties a part of the name at the first sign-on keeps the full name from being taken apart later, too', () => {
  const rows = [
    converterOf('Name', { attributes: ['cn'] }),
    converterOf('GivenName', { attributes: ['gn'], whenAbsent: 'clear', overwrite: 'on-create' }),
  ]
  const first = decide({}, claimsOf({ cn: 'John M. Best' }), rows)
  expect(first.changes.flatMap((one) => (one.kind === 'column-set' ? [one.column] : []))).toEqual(['Name'])
  const later = personOf({ values: { Name: 'John M. Best' }, origins: { Name: 'claim' } })
  expect(decide({ person: later }, claimsOf({ cn: 'John M. Best' }), rows).changes).toEqual([])
})

describe('what arrived is told where another value is written', () => {
  const research = { ...lookupValueOf('Department', 'Research'), keys: ['research', 'r&d'] }
  const reasonOf = (column: string, claims: Claims, row: Partial<Converter>) =>
    decide({ person, lookupValues: [research] }, claims, [converterOf(column, row)]).changes.find(
      (one) => one.kind === 'column-set',
    )?.because

  test('by clean-up steps, by several values in one, and by the type of the column', () => {
    const convert = [{ map: [['R&D', 'Research']] }] as const
    expect(reasonOf('Department', claimsOf({ Department: 'R&D' }), { convert })).toMatchObject({
      kind: 'claim',
      from: 'R&D',
      made: 'mapping',
    })
    const joined = { attributes: ['t'], several: { join: ' / ' } }
    expect(reasonOf('JobTitle', claimsOf({ t: ['a', 'b'] }), joined)).toMatchObject({ from: 'a, b', made: 'mapping' })
  })

  test('by the other name of an entry, and by the entry that stands in', () => {
    expect(reasonOf('Department', claimsOf({ Department: 'R&D' }), {})).toMatchObject({ from: 'R&D', made: 'entry' })
    const unknownValue = { fallBack: 'Research' }
    expect(reasonOf('Department', claimsOf({ Department: 'X' }), { unknownValue })).toMatchObject({
      from: 'X',
      made: 'fall-back',
    })
  })

  test('not where the value is what arrived, one of several, or differs in blanks and case of an entry alone', () => {
    for (const [column, claims, row] of [
      ['JobTitle', claimsOf({ JobTitle: ' Chief ' }), {}],
      ['JobTitle', claimsOf({ JobTitle: ['a', 'b'] }), { several: 'last' }],
      ['Department', claimsOf({ Department: ' RESEARCH' }), {}],
      ['JobTitle', claimsOf({ JobTitle: 'Chief' }), { convert: ['trim'] }],
    ] as const) {
      expect(reasonOf(column, claims, row)).not.toHaveProperty('from')
    }
  })

  test('no longer than a column takes', () => {
    const long = reasonOf('JobTitle', claimsOf({ JobTitle: 'x@y'.padStart(5000, 'z') }), { convert: ['after-at'] })
    expect(long?.kind === 'claim' ? long.from?.length : 0).toBe(256)
  })
})
