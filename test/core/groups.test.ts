import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { overageMarks } from '../../src/core/attributes.ts'
import { describeBecause, describeProblem } from '../../src/core/describe.ts'
import { readCommonName } from '../../src/core/distinguished-name.ts'
import { evidenceOf } from '../../src/core/evidence.ts'
import { explain } from '../../src/core/explain.ts'
import { planGrants } from '../../src/core/grants.ts'
import { isProtected } from '../../src/core/group-roles.ts'
import { readGroups } from '../../src/core/groups.ts'
import { plan } from '../../src/core/plan.ts'
import type { GroupNames, ProviderPolicy } from '../../src/core/types.ts'
import { runsOf, type World, worldArbitrary } from './arbitraries.ts'
import { advance, handled, initialState, narrowSnapshot } from './model.ts'
import * as world from './world.ts'

const { auditors, base, allEmployees, claimsOf, provided, providerOf, roleRuleOf, rulesOf, sales, support } = world
const runs = { numRuns: runsOf(10) }

const read = (values: readonly string[], policy: Partial<ProviderPolicy> = {}) => readGroups(values, providerOf(policy))
const namesOf = (values: readonly string[], groupNames: GroupNames) =>
  read(values, { groupNames }).groups.map(({ name }) => name)

describe('the CN of a distinguished name', () => {
  test.each([
    ['CN=Sales,OU=Groups,DC=corp', 'Sales'],
    ['cn = Sales , ou=Groups', 'Sales'],
    ['2.5.4.3=Sales', 'Sales'],
    ['CN=Sales\\, West,OU=x', 'Sales, West'],
    ['CN=\\ Sales\\ ,OU=x', ' Sales '],
    ['CN=a\\3bb\\C3\\A9,OU=x', 'a;bé'],
    ['OU=x+CN=Sales,DC=corp', 'Sales'],
    ['CN=R&D #1,OU=x', 'R&D #1'],
  ])('%s is read', (text, name) => {
    expect(readCommonName(text)).toEqual({ kind: 'common-name', name })
  })

  test.each(['Sales', 'OU=Sales,CN=Groups', 'uid=john,cn=people', 'Team = Foo, Bar', 'a=b', '', ',', '=x'])(
    '%s has none',
    (text) => {
      expect(readCommonName(text)).toEqual({ kind: 'other' })
    },
  )

  test.each([
    'CN=Sales\\',
    'CN=',
    'CN=Sales,',
    'CN=Sales,x',
    'CN="Sales",OU=x',
    'CN=#0403',
    'CN=\\ff,OU=x',
    'CN=a\\zb',
  ])('%s is broken and gives nothing', (text) => {
    expect(readCommonName(text)).toEqual({ kind: 'broken' })
  })

  test('any name comes back from its escaped form', () => {
    const escaped = (name: string) =>
      [...Buffer.from(name, 'utf8')].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (name) => {
        fc.pre(name.trim() !== '')
        expect(readCommonName(`CN=${escaped(name)},OU=x`)).toEqual({ kind: 'common-name', name })
      }),
      runs,
    )
  })

  test('nothing makes it throw', () => {
    const parts = fc.constantFrom(
      'CN=',
      'ou=',
      '\\',
      ',',
      ';',
      '+',
      '"',
      '#',
      '=',
      'ab',
      '\\,',
      '\\41',
      '\ud800',
      '😀',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (all) => {
        expect(['common-name', 'other', 'broken']).toContain(readCommonName(all.join('')).kind)
      }),
      runs,
    )
  })
})

describe('the name of a group', () => {
  test('is what follows the domain, the last part of a path, or the value itself', () => {
    expect(namesOf(['CORP\\Sales', 'Sales', 'a\\b\\c', '\\x', 'y\\'], 'strip-domain')).toEqual([
      'Sales',
      'Sales',
      '\\x',
      'a\\b\\c',
      'y\\',
    ])
    expect(namesOf(['/staff/Sales', '/Sales', 'a/b', '/', '/a/'], 'last-segment')).toEqual([
      '/',
      'Sales',
      '/a/',
      'Sales',
      'a/b',
    ])
    expect(namesOf(['CN=Sales,OU=x', 'CORP\\Sales'], 'as-sent')).toEqual(['CN=Sales,OU=x', 'CORP\\Sales'])
  })

  test('is never read from what cannot be stored or is longer than a rule', () => {
    const long = `CN=${'x'.repeat(5000)},OU=y`
    expect(read([long, 'CN=a\\00b'], { groupNames: 'cn' }).groups.filter(({ raw, name }) => raw !== name)).toEqual([])
    expect(read(['CN=a\\00b'], { groupNames: 'cn' }).unreadable).toBe(1)
  })
})

describe('a list in one value', () => {
  test('is split at the separator, and its parts are marked', () => {
    expect(read([' a; b ;;a', 'c'], { groupSeparator: ';' }).groups).toEqual([
      { raw: 'a', name: 'a', whole: false },
      { raw: 'b', name: 'b', whole: false },
      { raw: 'c', name: 'c', whole: true },
    ])
  })

  test('is whole where a value held it alone as well', () => {
    expect(read(['a;b', 'a'], { groupSeparator: ';' }).groups[0]).toEqual({ raw: 'a', name: 'a', whole: true })
    expect(read(['a;'], { groupSeparator: ';' }).groups[0]?.whole).toBe(false)
  })

  test('of distinguished names is not split where the separator is escaped', () => {
    const { groups } = read(['CN=a\\;b,OU=x;CN=c,OU=x'], { groupSeparator: ';', groupNames: 'cn' })
    expect(groups.map(({ name }) => name)).toEqual(['a;b', 'c'])
  })
})

test('ignored are groups by value, by cleaned name, and by beginning', () => {
  const { groups, ignored } = read(['CORP\\Domain Users', 'default-roles-corp', 'CORP\\Sales', 'default'], {
    groupNames: 'strip-domain',
    ignoreGroups: ['Domain Users', 'default-roles-*'],
  })
  expect(groups.map(({ raw }) => raw)).toEqual(['CORP\\Sales', 'default'])
  expect(ignored.map(({ raw }) => raw)).toEqual(['CORP\\Domain Users', 'default-roles-corp'])
})

describe('absent groups', () => {
  test('mean none where the policy says so', () => {
    const policy = providerOf({ absentGroups: 'none', roleAttributes: ['groups', 'roles'] })
    expect(evidenceOf(policy, claimsOf({}))).toMatchObject({ complete: true, groups: [] })
    expect(evidenceOf(policy, claimsOf({ groups: 'a' })).complete).toBe(true)
    expect(evidenceOf({ ...policy, absentGroups: 'keep' }, claimsOf({ groups: 'a' })).complete).toBe(false)
  })

  test('mean nothing when no attribute is asked for', () => {
    expect(evidenceOf(providerOf({ absentGroups: 'none', roleAttributes: [] }), claimsOf({})).complete).toBe(false)
  })

  test.each(overageMarks)('mean nothing beside %s, whatever the policy says', (mark) => {
    const snapshot = world.snapshotOf({
      provider: providerOf({ absentGroups: 'none' }),
      person: world.personOf({ grants: [base(allEmployees), provided(sales)] }),
    })
    expect(planGrants(snapshot, rulesOf(), claimsOf({ [mark]: 'x' }), 'employee')).toMatchObject({
      changes: [],
      problems: [{ code: 'roles_incomplete', details: { reason: 'overage' } }],
    })
    expect(planGrants(snapshot, rulesOf(), claimsOf({}), 'employee').changes).toMatchObject([
      { kind: 'role-withdrawn', role: 'Sales' },
    ])
  })
})

test('a group that cannot be read takes no role away and is reported', () => {
  const snapshot = world.snapshotOf({
    provider: providerOf({ groupNames: 'cn' }),
    person: world.personOf({ grants: [base(allEmployees), provided(support)] }),
  })
  const decided = planGrants(snapshot, rulesOf(), claimsOf({ groups: ['Sales', 'CN=Support\\'] }), 'employee')
  expect(decided.changes).toMatchObject([{ kind: 'role-granted', role: 'Sales' }])
  expect(decided.problems.map(describeProblem)).toEqual([{ key: 'problem.roles_incomplete-unreadable', values: {} }])
})

describe('cleaned names', () => {
  const decide = (policy: Partial<ProviderPolicy>, groups: string[], rules: Parameters<typeof rulesOf>[1] = []) =>
    planGrants(
      world.snapshotOf({ provider: providerOf(policy), person: world.personOf() }),
      rulesOf([], rules),
      claimsOf({ groups }),
      'employee',
    )

  test('give roles by rule and by exact name, and every reason says what was sent', () => {
    const raw = 'CN=Sales,OU=Groups'
    const byName = decide({ groupNames: 'cn' }, [raw])
    expect(byName.changes[0]?.because).toEqual({ kind: 'role-name', group: 'Sales', from: raw })
    const byRule = decide({ groupNames: 'cn' }, ['CN=x,OU=y'], [roleRuleOf('x', sales)])
    expect(byRule.changes.map(({ because }) => describeBecause(because))).toEqual([
      { key: 'because.role-rule-cleaned', values: { group: 'x', from: 'CN=x,OU=y' } },
    ])
  })

  test.each([
    ['x', 'A\\x'],
    ['x', 'z\\x'],
  ])('yield to the value as sent, when %j and %j lead to the same rule', (...groups) => {
    const { changes } = decide({ groupNames: 'strip-domain' }, groups, [roleRuleOf('x', sales)])
    expect(changes.map(({ because }) => because)).toEqual([{ kind: 'role-rule', ruleId: 'rule-x-Sales', group: 'x' }])
  })

  test.each<[Partial<ProviderPolicy>, string]>([
    [{ groupNames: 'cn' }, 'CN=Admins,OU=Self-service'],
    [{ groupNames: 'strip-domain' }, 'SELFSERVICE\\Admins'],
    [{ groupNames: 'last-segment' }, '/self-service/Admins'],
    [{ groupSeparator: ';' }, 'x;Admins'],
  ])('%j give no protected role from %s', (policy, sent) => {
    const decided = decide(policy, [sent], [roleRuleOf('Admins', auditors)])
    expect(decided.changes).toEqual([])
    expect(decided.problems.map(({ code }) => code)).toEqual(['role_protected'])
    expect(decide(policy, ['Admins'], [roleRuleOf('Admins', auditors)]).changes).toHaveLength(1)
  })

  test('a protected role that the whole value gives is not complained about', () => {
    const rules = [roleRuleOf('CORP\\Auditors', auditors), roleRuleOf('Auditors', auditors)]
    const decided = decide({ groupNames: 'strip-domain' }, ['CORP\\Auditors'], rules)
    expect(decided.changes.map(({ because }) => because)).toEqual([
      { kind: 'role-rule', ruleId: 'rule-CORP\\Auditors-Auditors', group: 'CORP\\Auditors' },
    ])
    expect(decided.problems).toEqual([])
  })

  test('are explained beside what was sent', () => {
    const snapshot = world.snapshotOf({
      provider: providerOf({ groupNames: 'cn', ignoreGroups: ['Noise'] }),
      person: world.personOf(),
    })
    const claims = claimsOf({ groups: ['CN=Sales,OU=x', 'CN=Noise,OU=x', 'Support'] })
    const { groups } = explain(snapshot, claims, rulesOf(), plan(snapshot, claims, rulesOf()))
    expect(
      groups.map(({ group, name, ignored, gives }) => [group, name, ignored, gives.map((one) => one.role.name)]),
    ).toEqual([
      ['CN=Noise,OU=x', 'Noise', true, []],
      ['CN=Sales,OU=x', 'Sales', false, ['Sales']],
      ['Support', null, false, ['Support']],
    ])
  })
})

/** Plays a world and shows what each sign-on decided. */
const play = (
  one: World,
  look: (at: {
    before: ReturnType<typeof narrowSnapshot>
    decided: ReturnType<typeof plan>
    claims: ReturnType<typeof claimsOf>
  }) => void,
) => {
  let state = initialState(one)
  for (const step of one.steps) {
    if (step.kind !== 'sign-on') {
      state = handled(state, step)
      continue
    }
    const before = narrowSnapshot(one, state, step.claims)
    const decided = plan(before, step.claims, one.rules)
    look({ before, decided, claims: step.claims })
    state = advance(one, state, before, decided)
  }
}

test('a protected role is given by nothing but a rule with a whole value as it was sent', () => {
  fc.assert(
    fc.property(worldArbitrary(), (one) =>
      play(one, ({ before, decided, claims }) => {
        for (const change of decided.changes) {
          const role = before.roles.find(({ id }) => change.kind === 'role-granted' && id === change.roleId)
          if (!role || !isProtected(role)) continue
          const { because } = change
          expect(because).not.toHaveProperty('from')
          const sent = [...claims.values()].flat().map((value) => value.trim())
          expect(because.kind === 'role-rule' && sent.includes(because.group)).toBe(true)
          const rule = one.rules.roleRules.find(({ id }) => because.kind === 'role-rule' && id === because.ruleId)
          expect(rule?.match).toBeUndefined()
        }
      }),
    ),
    runs,
  )
})

test('beside an overage mark no unprotected role is ever withdrawn', () => {
  fc.assert(
    fc.property(worldArbitrary(), (one) =>
      play(one, ({ before, decided, claims }) => {
        if (!overageMarks.some((mark) => claims.has(mark))) return
        for (const change of decided.changes) {
          if (change.kind !== 'role-withdrawn') continue
          const role = before.roles.find(({ id }) => id === change.roleId)
          expect(role && isProtected(role)).toBe(true)
        }
      }),
    ),
    runs,
  )
})
