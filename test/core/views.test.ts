import { expect, test } from 'vitest'
import { claimsFromJson, claimsToJson } from '../../src/core/claims-json.ts'
import { describe, describeBecause, describeProblem, planMessageKeys, planMessages } from '../../src/core/describe.ts'
import { explain } from '../../src/core/explain.ts'
import { plan } from '../../src/core/plan.ts'
import { project } from '../../src/core/project.ts'
import type { Problem } from '../../src/core/types.ts'
import { planCodes } from '../../src/errors.ts'
import * as world from './world.ts'

const { claimsOf, converterOf, personOf, provided, providerOf, roleRuleOf, rulesOf, sales, snapshotOf, support } = world

const because = { kind: 'claim', converterId: 'c', attribute: 'title' } as const

test('project shows the person as the plan leaves them', () => {
  const person = personOf({
    values: { Phone: '1', JobTitle: 'Clerk' },
    origins: { Phone: 'person' },
    grants: [provided(support)],
  })
  const snapshot = snapshotOf({ person, provider: providerOf({ exactRoleNames: true }) })
  const rules = rulesOf([converterOf('JobTitle', { attributes: ['title'] }), converterOf('Department')])
  const decided = plan(snapshot, claimsOf({ title: 'Chief', Department: 'New', groups: 'Sales' }), rules)
  const projected = project(snapshot, decided)
  expect(projected).toMatchObject({
    login: 'john.best',
    userType: 'employee',
    lookupValuesCreated: [{ lookup: 'Department', name: 'New' }],
  })
  expect(Object.fromEntries(projected?.values ?? [])).toEqual({
    Name: 'John Best',
    Phone: '1',
    JobTitle: 'Chief',
    Department: { id: null, name: 'New' },
  })
  expect(projected?.origins.get('Phone')).toEqual({ kind: 'person' })
  expect(projected?.origins.get('JobTitle')).toEqual({
    kind: 'claim',
    converterId: 'converter-JobTitle',
    attribute: 'title',
  })
  expect(projected?.grants.map(({ roleId }) => roleId)).toEqual([world.allEmployees.id, sales.id])
})

test('project of a refused stranger is nobody, of a refused user the user as before', () => {
  const stranger = snapshotOf({ provider: providerOf({ employees: { create: false, update: false } }) })
  expect(project(stranger, plan(stranger, claimsOf({}), rulesOf()))).toBeNull()
  const disabled = snapshotOf({ person: personOf({ user: { status: 'disabled' } }) })
  expect(project(disabled, plan(disabled, claimsOf({}), rulesOf()))?.values).toEqual(disabled.person?.contact.values)
})

test('explain lays out attributes, columns and groups', () => {
  const person = personOf({ values: { Phone: '1' }, origins: { Phone: 'person' } })
  const snapshot = snapshotOf({
    person,
    provider: providerOf({
      ignoreGroups: ['noise'],
      subjectFrom: { attribute: 'number' },
      loginFrom: { attribute: 'number' },
    }),
  })
  const rules = rulesOf(
    [converterOf('JobTitle', { attributes: ['title', 'position'] }), converterOf('Badge')],
    [roleRuleOf('g', support)],
  )
  const claims = claimsOf({
    title: 'Chief',
    position: 'x',
    number: '7',
    groups: ['g', 'noise', 'Sales', 'z'],
    spare: '',
    Badge: '?',
  })
  const decided = plan(snapshot, claims, rules)
  const { attributes, columns, groups } = explain(snapshot, claims, rules, decided)
  expect(
    attributes.map(({ name, uses }) => [
      name,
      ...uses.map((use) => (use.kind === 'column' ? `${use.column}${use.decides ? '' : ' (fallback)'}` : use.kind)),
    ]),
  ).toEqual([
    ['Badge', 'Badge'],
    ['groups', 'roles'],
    ['number', 'login', 'subject'],
    ['position', 'JobTitle (fallback)'],
    ['spare'],
    ['title', 'JobTitle'],
  ])
  expect(columns).toMatchObject([
    { column: 'Name', before: 'John Best', after: 'John Best', because: null, origin: null },
    { column: 'JobTitle', before: null, after: 'Chief', because: { kind: 'claim', attribute: 'title' }, problems: [] },
    { column: 'Phone', before: '1', after: '1', because: null, origin: { kind: 'person' } },
    { column: 'Badge', before: null, after: null, because: null, problems: ['value_invalid'] },
  ])
  expect(groups.map(({ group, ignored, gives }) => [group, ignored, ...gives.map(({ role }) => role.name)])).toEqual([
    ['Sales', false, 'Sales'],
    ['g', false, 'Support'],
    ['noise', true],
    ['z', false],
  ])
})

test('explain says which attribute had nothing to say for a column that stays', () => {
  const person = personOf({ values: { Phone: '1', JobTitle: 'Clerk', Badge: '7' } })
  const snapshot = snapshotOf({ person })
  const rules = rulesOf([
    converterOf('JobTitle', { attributes: ['title', 'position'] }),
    converterOf('Phone', { attributes: ['mobile', 'phone'] }),
    converterOf('Badge', { attributes: ['badge'] }),
  ])
  const claims = claimsOf({ phone: [' '], badge: '7' })
  const { columns } = explain(snapshot, claims, rules, plan(snapshot, claims, rules))
  expect(new Map(columns.map((one) => [one.column, one.silent]))).toEqual(
    new Map([
      ['Name', null],
      ['JobTitle', { attribute: 'title', how: 'absent' }],
      ['Phone', { attribute: 'phone', how: 'empty' }],
      ['Badge', null],
    ]),
  )
})

test('a change of a column is filled, changed or cleared', () => {
  const set = { kind: 'column-set', column: 'JobTitle', because } as const
  expect(describe({ ...set, before: null, after: 'A' })).toEqual({
    key: 'change.column-filled',
    values: { column: 'JobTitle', after: 'A' },
  })
  expect(describe({ ...set, before: { id: '1', name: 'A' }, after: { id: null, name: 'B' } })).toEqual({
    key: 'change.column-changed',
    values: { column: 'JobTitle', before: 'A', after: 'B' },
  })
  expect(describe({ ...set, before: 'A', after: null }).key).toBe('change.column-cleared')
})

test('a reason names what decided', () => {
  expect(describeBecause(because)).toEqual({ key: 'because.claim', values: { attribute: 'title' } })
  expect(describeBecause({ kind: 'default', converterId: 'c', attribute: null }).key).toBe(
    'because.default-no-attribute',
  )
  expect(describeBecause({ kind: 'composed', columns: [] }).key).toBe('because.composed-from-login')
  expect(describeBecause({ kind: 'composed', columns: ['A', 'B'] }).values).toEqual({ columns: 'A, B' })
  expect(describeBecause({ kind: 'group-gone' })).toEqual({ key: 'because.group-gone', values: {} })
})

test('every problem has a sentence with all the values it may use', () => {
  for (const code of planCodes) {
    const { key, values } = describeProblem({ code, subject: null, details: {} })
    expect(planMessageKeys).toContain(key)
    expect(Object.keys(values)).toEqual([...planMessages[key]])
  }
  expect(describeProblem({ code: 'value_too_long', subject: 'Phone', details: { length: 300, limit: 256 } })).toEqual({
    key: 'problem.value_too_long',
    values: { subject: 'Phone', length: '300', limit: '256' },
  })
  const suffixed = describeProblem({ code: 'login_taken', subject: 'login', details: { login: 'a', given: 'a-2' } })
  expect(suffixed).toEqual({ key: 'problem.login_taken-suffixed', values: { login: 'a', given: 'a-2' } })
  const overage = describeProblem({
    code: 'roles_incomplete',
    subject: null,
    details: { reason: 'overage', missing: '' },
  })
  expect(overage.key).toBe('problem.roles_incomplete-overage')
})

test('groups that did not arrive are named: those of the provider, else the usual ones', () => {
  const about = (details: Problem['details']) =>
    describeProblem({ code: 'roles_incomplete', subject: null, details: { reason: 'absent', ...details } })
  expect(about({ missing: 'memberOf, teams' })).toEqual({
    key: 'problem.roles_incomplete',
    values: { missing: 'memberOf, teams' },
  })
  const usual = about({ missing: '' })
  expect(usual.key).toBe('problem.roles_incomplete-usual')
  expect(usual.values.usual).toContain('memberOf')
  expect(about({ reason: 'unnamed', missing: '' }).key).toBe('problem.roles_incomplete-unnamed')
})

test('a value that the mapping made of another names what arrived, unless that is not to be seen', () => {
  const reason = { kind: 'claim', converterId: 'c', attribute: 'Department', made: 'mapping' } as const
  expect(describeBecause({ ...reason, from: 'R&D' })).toEqual({
    key: 'because.claim-mapping',
    values: { attribute: 'Department', from: 'R&D' },
  })
  expect(describeBecause({ ...reason, from: '[redacted]' }).key).toBe('because.claim-mapping-unseen')
  expect(describeBecause({ ...reason, made: 'fall-back' }).key).toBe('because.claim-fall-back-unseen')
})

test('claims survive the way through JSON, __proto__ included', () => {
  const claims = new Map<string, readonly string[]>([
    ['__proto__', ['polluted']],
    ['constructor', []],
    ['Name', ['a', '']],
  ])
  const json: unknown = JSON.parse(JSON.stringify(claimsToJson(claims)))
  expect(claimsFromJson(json)).toEqual({ ok: true, claims })
  expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
})

test('a single text is a single value, anything else but a list of texts is refused', () => {
  expect(claimsFromJson({ Name: 'v' })).toEqual({ ok: true, claims: new Map([['Name', ['v']]]) })
  expect(claimsFromJson({ Name: ['v', 1] })).toEqual({ ok: false, attribute: 'Name' })
  expect(claimsFromJson({ Name: null })).toEqual({ ok: false, attribute: 'Name' })
  for (const whole of [null, 'x', 1, ['a']]) expect(claimsFromJson(whole)).toEqual({ ok: false, attribute: null })
})
