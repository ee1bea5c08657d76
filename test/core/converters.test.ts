import { expect, test } from 'vitest'
import { arrivalsOf } from '../../src/core/arrivals.ts'
import { decidingRow, mappingOf } from '../../src/core/converters.ts'
import { offerOf as offer } from '../../src/core/offers.ts'
import type { Claims, Converter } from '../../src/core/types.ts'
import { catalogue, claimsOf, columnNamed, converterOf, OTHER_PROVIDER, PROVIDER, rulesOf } from './world.ts'

const columns = new Map(catalogue.map((one) => [one.name, one]))
const provider = { id: PROVIDER }
const offerOf = (row: Converter, claims: Claims) => offer(row, columnNamed(row.column), claims)
const winner = (mapping: ReturnType<typeof mappingOf>, column: string) =>
  decidingRow(mapping.rows.get(column) ?? [], new Map())?.id

test('a provider’s own row replaces the row for all providers, whatever their positions', () => {
  const own = converterOf('Phone', { id: 'own', providerId: PROVIDER, position: 9 })
  const mapping = mappingOf(provider, rulesOf([converterOf('Phone'), own, converterOf('Email')]), columns)
  expect(winner(mapping, 'Phone')).toBe('own')
  expect(winner(mapping, 'Email')).toBe('converter-Email')
  expect(mapping.problems).toEqual([])
})

test('rows of another provider count for nothing', () => {
  const foreign = converterOf('Phone', { providerId: OTHER_PROVIDER })
  const nowhere = converterOf('Nowhere', { providerId: OTHER_PROVIDER })
  expect(mappingOf(provider, rulesOf([foreign, nowhere]), columns)).toEqual({ rows: new Map(), problems: [] })
})

test('of two rows on one column the first by position, then by id, wins and the other is a problem', () => {
  const rows = [
    converterOf('Phone', { id: 'c', position: 1 }),
    converterOf('Phone', { id: 'b', position: 1 }),
    converterOf('Phone', { id: 'a', position: 2 }),
  ]
  const mapping = mappingOf(provider, rulesOf(rows), columns)
  expect(winner(mapping, 'Phone')).toBe('b')
  expect(mapping.problems).toEqual([
    { code: 'column_mapped_twice', subject: 'Phone', details: { converterId: 'c', winner: 'b' } },
    { code: 'column_mapped_twice', subject: 'Phone', details: { converterId: 'a', winner: 'b' } },
  ])
})

test('a column that does not exist is a problem, never silently skipped', () => {
  const { rows, problems } = mappingOf(provider, rulesOf([converterOf('__proto__')]), columns)
  expect(rows.size).toBe(0)
  expect(problems).toMatchObject([{ code: 'column_unknown', subject: '__proto__' }])
})

test('the first attribute that is present decides, even if it is empty', () => {
  const row = converterOf('Phone', { attributes: ['work', 'mobile'] })
  expect(offerOf(row, claimsOf({ mobile: '2' }))).toMatchObject({ text: '2', because: { attribute: 'mobile' } })
  expect(offerOf(row, claimsOf({ mobile: '2', work: '1' }))).toMatchObject({ text: '1' })
  expect(offerOf(row, claimsOf({ mobile: '2', work: '' }))).toEqual({
    kind: 'nothing',
    how: 'empty',
    attribute: 'work',
  })
})

test.each([[{}], [{ Phone: [] }], [{ Phone: [''] }], [{ Phone: [' \t', '\u00a0'] }]])(
  'absent and empty lead to the default, or to nothing: %j',
  (attributes) => {
    expect(offerOf(converterOf('Phone'), claimsOf(attributes))).toMatchObject({ kind: 'nothing', attribute: 'Phone' })
    expect(offerOf(converterOf('Phone', { defaultValue: ' 112 ' }), claimsOf(attributes))).toMatchObject({
      text: '112',
      because: { kind: 'default', converterId: 'converter-Phone', attribute: 'Phone' },
    })
    expect(offerOf(converterOf('Phone', { defaultValue: '  ' }), claimsOf(attributes)).kind).toBe('nothing')
  },
)

test('a fixed value is offered whatever arrives', () => {
  const row = converterOf('Type', { attributes: null, defaultValue: 'Employee' })
  expect(offerOf(row, claimsOf({ Type: 'Boss' }))).toMatchObject({ text: 'Employee', because: { kind: 'fixed' } })
})

test('of several values the first that says something is taken, with a problem', () => {
  const arrivals = (values: readonly string[]) =>
    arrivalsOf(provider, rulesOf([converterOf('Phone')]), columns, claimsOf({ Phone: values }))
  const several = arrivals(['', ' 1 ', '2'])
  expect(several.byColumn.get('Phone')?.text).toBe('1')
  expect(several.problems).toEqual([
    {
      code: 'attribute_multi_valued',
      subject: 'Phone',
      details: { attribute: 'Phone', values: 2, converterId: 'converter-Phone' },
    },
  ])
  expect(arrivals(['1', '1 ', '']).problems).toEqual([])
})

test('a value that cannot be converted is a problem and the default does not stand in for it', () => {
  const row = converterOf('Badge', { defaultValue: '0' })
  const arrivals = arrivalsOf(provider, rulesOf([row]), columns, claimsOf({ Badge: 'seven' }))
  expect(arrivals.byColumn.size).toBe(0)
  expect(arrivals.problems).toMatchObject([{ code: 'value_invalid', subject: 'Badge' }])
})

test('attribute names are plain names, __proto__ included', () => {
  const row = converterOf('Phone', { attributes: ['__proto__'] })
  expect(offerOf(row, new Map())).toMatchObject({ kind: 'nothing', how: 'absent' })
  expect(offerOf(row, new Map([['__proto__', ['1']]]))).toMatchObject({ text: '1' })
})
