import { describe, expect, it } from 'vitest'
import { mentionsOf, movedAccounts } from '../../src/core/lookup-mentions.ts'
import { indexLookups, resolveLookup } from '../../src/core/lookups.ts'
import type { Column, Converter } from '../../src/core/types.ts'

const id = '0192f0c1-0000-7000-8000-000000000001'
const other = '0192f0c1-0000-7000-8000-000000000002'
const best = { id, name: 'Best' }

describe('a list of accounts', () => {
  it('follows a rename and a merge, by name and by id', () => {
    const renamed = { id, name: 'Best & Co' }
    expect(movedAccounts(['A', 'BEST', 'B'], best, renamed, false)).toEqual({
      list: ['A', 'Best & Co', 'B'],
      wider: false,
    })
    expect(movedAccounts([id], best, renamed, false)).toEqual({ list: null, wider: false })
    const into = { id: other, name: 'Other' }
    expect(movedAccounts(['Best', id.toUpperCase(), 'Other'], best, into, false)).toEqual({
      list: ['Other'],
      wider: false,
    })
    expect(movedAccounts(['best', other], best, into, false).list).toEqual(['Other', other])
  })

  it('keeps the entry of a namesake, and stays as it is where only the spelling changes', () => {
    expect(movedAccounts(['Best'], best, { id, name: 'New' }, true).list).toEqual(['Best', 'New'])
    expect(movedAccounts(['Best'], best, { id, name: 'BEST' }, false)).toEqual({ list: null, wider: false })
  })

  it('tells when more could be named than before', () => {
    expect(movedAccounts(['Best'], best, { id: other, name: 'Other' }, false)).toEqual({ list: ['Other'], wider: true })
    expect(movedAccounts(['New'], best, { id, name: 'New' }, false)).toEqual({ list: null, wider: true })
    expect(movedAccounts(['Other'], best, { id: other, name: 'Other' }, false)).toEqual({ list: null, wider: false })
    expect(movedAccounts([], best, { id, name: 'New' }, false)).toEqual({ list: null, wider: false })
  })
})

describe('where a value is named', () => {
  const column = (name: string, lookup: string | null): Column => ({
    name,
    caption: name,
    type: lookup === null ? 'text' : 'lookup',
    lookup,
    required: false,
    custom: false,
  })
  const columns = new Map([column('Type', 'ContactType'), column('Zip', null)].map((one) => [one.name, one]))
  const row = (more: Partial<Converter>): Converter => ({
    id: 'r',
    providerId: null,
    attributes: ['a'],
    column: 'Type',
    defaultValue: null,
    position: 1,
    ...more,
  })
  const fields = (converter: Converter, name = 'Staff') =>
    mentionsOf([converter], [], columns, { lookup: 'ContactType', id, name, keys: new Set(['staff', 'employee']) }).map(
      ({ field }) => field,
    )

  it('is found in defaults as their steps leave them, in fall-backs and in maps', () => {
    expect(fields(row({ defaultValue: 'EMPLOYEE' }))).toEqual(['defaultValue'])
    expect(fields(row({ defaultValue: 'e', convert: [{ map: [['e', 'staff']] }] }))).toEqual([
      'defaultValue',
      'convert.0',
    ])
    expect(fields(row({ unknownValue: { fallBack: id } }))).toEqual(['unknownValue.fallBack'])
    expect(fields(row({ convert: ['trim', { map: [['x', 'y']], otherwise: 'Staff' }] }))).toEqual(['convert.1'])
    expect(fields(row({ defaultValue: 'Staff', column: 'Zip' }))).toEqual([])
    expect(fields(row({ defaultValue: 'Customer' }))).toEqual([])
  })
})

it('the id of a merged value leads to the one that stays, but not for outsiders', () => {
  const value = { id: other, lookup: 'Job', name: 'Stays', keys: ['stays', id], createdAt: new Date(0) }
  const index = indexLookups([value])
  const target = { column: 'Job', lookup: 'Job' }
  expect(resolveLookup(index, target, id, { external: false })).toMatchObject({ kind: 'found', ref: { id: other } })
  expect(resolveLookup(index, target, id, { external: true })).toEqual({ kind: 'unknown' })
})
