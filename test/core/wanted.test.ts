import { expect, test } from 'vitest'
import { PERSISTENT } from '../../src/core/attributes.ts'
import { wanted } from '../../src/core/wanted.ts'
import * as world from './world.ts'

const { claimsOf, converterOf, nameIdOf, providerOf, roleRuleOf, rulesOf, sales } = world
const columns = new Map(world.catalogue.map((one) => [one.name, one]))

test('each lookup text is wanted once, sorted, with its key', () => {
  const rules = rulesOf([
    converterOf('SecondDepartment'),
    converterOf('Department'),
    converterOf('Account'),
    converterOf('Phone'),
  ])
  const claims = claimsOf({ Department: 'Sales', SecondDepartment: ' SALES', Account: 'Zoo', Phone: '1' })
  expect(wanted(providerOf(), rules, columns, claims, null).lookups).toMatchObject([
    { lookup: 'Account', text: 'Zoo', key: 'zoo' },
    { lookup: 'Department', key: 'sales' },
  ])
})

test('a default is wanted when the attribute is empty, and not when it is not', () => {
  const rules = rulesOf([converterOf('Type', { defaultValue: 'Employee' })])
  const keys = (Type: string) =>
    wanted(providerOf(), rules, columns, claimsOf({ Type }), null).lookups.map(({ key }) => key)
  expect(keys('')).toEqual(['employee'])
  expect(keys('Customer')).toEqual(['customer'])
})

test('the login names of a newcomer are wanted with their suffixes, by address and without it', () => {
  const rules = rulesOf([converterOf('Email')])
  const want = wanted(providerOf(), rules, columns, claimsOf({ Email: 'J@x.test' }), nameIdOf('P1', PERSISTENT))
  expect(want.emails).toEqual(['j@x.test'])
  expect(want.logins).toHaveLength(18)
  expect(want.logins).toEqual(expect.arrayContaining(['j@x.test', 'j@x.test-9', 'p1', 'p1-2']))
})

test('groups are wanted as role names only where they can be one, and as roles where a rule leads', () => {
  const rules = rulesOf([], [roleRuleOf('g', sales), roleRuleOf('h', sales, { providerId: world.OTHER_PROVIDER })])
  const claims = claimsOf({ groups: ['h', 'g', 'x'.repeat(300), 'a\u0000'] })
  expect(wanted(providerOf(), rules, columns, claims, null)).toMatchObject({ groups: ['g', 'h'], roleIds: [sales.id] })
  expect(wanted(providerOf({ roles: 'off' }), rules, columns, claims, null)).toMatchObject({ groups: [], roleIds: [] })
})
