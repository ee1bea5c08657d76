import { describe, expect, it } from 'vitest'
import { type CoverageBasis, cover, coverageOf, newCoverage } from '../../src/core/coverage.ts'
import { mostFrequent, newFrequent, seen } from '../../src/core/frequent.ts'
import { indexLookups } from '../../src/core/lookups.ts'
import * as world from './world.ts'

const basisOf = (overrides: Partial<CoverageBasis> = {}): CoverageBasis => ({
  provider: world.providerOf({ roleAttributes: ['memberOf'] }),
  rules: world.rulesOf(),
  columns: new Map(world.catalogue.map((one) => [one.name, one])),
  roles: world.everyRole,
  offered: [],
  ...overrides,
})

const coveredBy = (
  basis: CoverageBasis,
  signOns: readonly Readonly<Record<string, string | readonly string[]>>[],
  { hidden = [], known = [] }: { hidden?: readonly string[]; known?: readonly string[] } = {},
) => {
  const tally = newCoverage(basis)
  const lookups = indexLookups(known.map((name) => world.lookupValueOf('Department', name)))
  for (const claims of signOns) cover(tally, world.claimsOf(claims), new Set(hidden), lookups)
  return coverageOf(tally)
}

const converters = (...rows: Parameters<typeof world.converterOf>[]) =>
  world.rulesOf(
    rows.map(([column, more], position) => world.converterOf(column, { id: `row-${position}`, position, ...more })),
  )

describe('coverage of rows', () => {
  it('counts present, empty, absent, several, defaults and what stands in for the first attribute', () => {
    const rules = converters(['Department', { attributes: ['Dept', 'ou'], defaultValue: 'Sales' }])
    const [row] = coveredBy(
      basisOf({ rules }),
      [{ Dept: 'Sales' }, { Dept: ['Sales', 'Support'] }, { Dept: [] }, { ou: 'Sales' }, {}],
      { known: ['Sales'] },
    ).rows
    expect(row).toMatchObject({
      asked: 5,
      present: 3,
      empty: 1,
      absent: 1,
      several: 1,
      otherAttribute: 1,
      defaulted: 2,
      unknown: 0,
      attributes: [
        { name: 'Dept', sent: 3 },
        { name: 'ou', sent: 1 },
      ],
      values: { last: ['Sales'] },
    })
  })

  it('tells values that could not be converted and texts that the lookup does not know, with the row that falls back', () => {
    const rules = converters(
      ['Badge', { attributes: ['badge'] }],
      ['Department', { attributes: ['ou'], unknownValue: { fallBack: 'Sales' } }],
    )
    const { rows } = coveredBy(
      basisOf({ rules }),
      [
        { badge: '7', ou: 'sales' },
        { badge: 'seven', ou: 'Marketing' },
        { badge: '8', ou: 'MARKETING' },
      ],
      { known: ['Sales'] },
    )
    const byColumn = new Map(rows.map((row) => [row.column, row]))
    expect(byColumn.get('Badge')).toMatchObject({ present: 3, unconverted: 1 })
    expect(byColumn.get('Department')).toMatchObject({ unknown: 2, fellBack: 2, unknownTexts: 2 })
  })

  it('leaves fixed values out, and asks of several rows the first whose condition holds', () => {
    const rules = converters(
      ['Type', { attributes: null, defaultValue: 'Employee' }],
      ['Phone', { attributes: ['mobile'], condition: { attribute: 'kind', equals: 'field' } }],
      ['Phone', { attributes: ['phone'] }],
    )
    const { rows } = coveredBy(basisOf({ rules }), [{ kind: 'field', mobile: '1' }, { phone: '2' }, {}])
    expect(rows.map(({ converterId, asked, present }) => [converterId, asked, present])).toEqual([
      ['row-1', 1, 1],
      ['row-2', 2, 1],
    ])
  })

  it('counts what was redacted as sent, and does not judge it', () => {
    const rules = converters(
      ['Badge', { attributes: ['badge'] }],
      ['Phone', { attributes: ['phone'], condition: { attribute: 'badge', equals: '7' } }],
    )
    const covered = coveredBy(basisOf({ rules }), [{ badge: ['[redacted]', '[redacted]'], phone: '1' }], {
      hidden: ['badge'],
    })
    const [badge, phone] = ['Badge', 'Phone'].map((name) => covered.rows.find((row) => row.column === name))
    expect(covered.redacted).toBe(1)
    expect(badge).toMatchObject({ present: 1, several: 1, hidden: 1, unconverted: 0, values: { last: [] } })
    expect(phone).toMatchObject({ asked: 0, hidden: 1 })
  })
})

describe('attributes that nothing reads', () => {
  it('are listed with the row that was probably meant, only where its attribute is missing', () => {
    const rules = converters(['Department', { attributes: ['Department'] }], ['Email', { attributes: ['Email'] }])
    const { unmapped } = coveredBy(basisOf({ rules }), [
      { Departmnt: 'Sales', Email: 'a@b.example', Emails: ['x', 'y'] },
      { Departmnt: 'Sales', Email: 'a@b.example' },
    ])
    expect(unmapped).toMatchObject([
      { name: 'Departmnt', signOns: 2, nearest: { converterId: 'row-0', attribute: 'Department' } },
      { name: 'Emails', signOns: 1, several: 1, nearest: null },
    ])
  })

  it('are offered the column of the preset, else the one of that name', () => {
    const offered = [{ column: 'GivenName', names: ['http://schemas.example/claims/givenname'] }]
    const { unmapped } = coveredBy(basisOf({ offered }), [
      { 'http://schemas.example/claims/givenname': 'Ada', 'Job Title': 'Engineer', shoeSize: '42' },
    ])
    expect(unmapped.map(({ name, column }) => [name, column])).toEqual([
      ['Job Title', { name: 'JobTitle', by: 'name', mapped: false }],
      ['http://schemas.example/claims/givenname', { name: 'GivenName', by: 'preset', mapped: false }],
      ['shoeSize', null],
    ])
  })

  it('do not count when a row looks at them, by their last part or for its condition', () => {
    const rules = converters([
      'GivenName',
      { attributes: ['givenname'], lastPart: true, condition: { attribute: 'kind' } },
    ])
    const basis = basisOf({ rules })
    expect(coveredBy(basis, [{ 'http://x/claims/givenname': 'Ada', kind: '1', memberOf: [] }]).unmapped).toEqual([])
  })

  it('stay bounded, and what recurs survives whatever else a partner sends', () => {
    const signOns = Array.from({ length: 40 }, (_, at) => ({
      ...Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`noise-${at}-${n}`, 'x'])),
      steady: 'x',
    }))
    const { unmapped, moreUnmapped } = coveredBy(basisOf(), signOns)
    expect(unmapped).toHaveLength(100)
    expect(unmapped[0]).toMatchObject({ name: 'steady', signOns: 40 })
    expect(moreUnmapped).toBe(40 * 200 + 1 - 100)
    const counts = newFrequent<{ count: number }>(10)
    for (let n = 0; n < 1000; n++) seen(counts, `${n}`, () => ({ count: 0 }))
    expect(counts.entries.size).toBeLessThanOrEqual(20)
    expect(mostFrequent(counts, 5)).toMatchObject({ most: { length: 5 }, more: 995 })
  })
})

describe('coverage of role rules', () => {
  const rules = world.rulesOf(
    [],
    [world.roleRuleOf('CN=Sales,OU=Groups,DC=x', world.sales), world.roleRuleOf('gone', world.support)],
  )

  it('counts the sign-ons that met each rule, and lists groups that meet none with what they probably mean', () => {
    const { groups } = coveredBy(basisOf({ rules }), [
      { memberOf: ['CN=Sales,OU=Groups,DC=x', 'Auditors', 'CN=Slaes,OU=Groups,DC=x'] },
      { memberOf: [] },
      {},
    ])
    expect(groups).toMatchObject({
      present: 1,
      empty: 1,
      absent: 1,
      most: 3,
      unmatchedGroups: 1,
      values: {
        unmatched: [{ group: 'CN=Slaes,OU=Groups,DC=x', signOns: 1, nearest: { text: 'CN=Sales,OU=Groups,DC=x' } }],
      },
    })
    expect(groups.roleRules.map(({ role, met }) => [role, met])).toEqual([
      ['Sales', 1],
      ['Support', 0],
    ])
  })

  it('tells which roles groups gave by their names alone, never a protected one and none that a rule gives for that group', () => {
    const signOns = [{ memberOf: ['Sales', 'Support'] }, { memberOf: ['Support', 'Auditors', 'support'] }]
    const ruled = world.rulesOf([], [world.roleRuleOf('Sales', world.sales)])
    const named = (provider: object) =>
      coveredBy(
        basisOf({ rules: ruled, provider: world.providerOf({ roleAttributes: ['memberOf'], ...provider }) }),
        signOns,
      ).groups.byName.map(({ role, met }) => [role, met])
    expect(named({})).toEqual([['Support', 2]])
    expect(named({ exactRoleNames: false })).toEqual([])
    expect(named({ userType: 'external' })).toEqual([])
    expect(named({ allowedRoles: [] })).toEqual([])
  })

  it('says nothing of groups that were redacted, nor where roles are off', () => {
    const redacted = coveredBy(basisOf({ rules }), [{ memberOf: '[redacted]' }], { hidden: ['memberOf'] })
    expect(redacted.groups).toMatchObject({ hidden: 1, present: 0, unmatchedGroups: 0 })
    const provider = world.providerOf({ roles: 'off' })
    expect(coveredBy(basisOf({ rules, provider }), [{ memberOf: 'x' }]).groups).toMatchObject({
      present: 0,
      roleRules: [],
    })
  })
})
