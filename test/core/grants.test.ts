import { describe, expect, test } from 'vitest'
import { overageMarks } from '../../src/core/attributes.ts'
import { evidenceOf } from '../../src/core/evidence.ts'
import { planGrants } from '../../src/core/grants.ts'
import type { Grant, ProviderPolicy, RoleRule, Snapshot, UserType } from '../../src/core/types.ts'
import * as world from './world.ts'

const { administrators, allEmployees, auditors, base, claimsOf, manual, provided, providerOf, roleRuleOf, sales } =
  world
const { support, PROVIDER, OTHER_PROVIDER } = world

interface Case {
  readonly provider?: Partial<ProviderPolicy>
  readonly held?: readonly Grant[]
  readonly groups?: readonly string[] | null
  readonly further?: Readonly<Record<string, string>>
  readonly rules?: readonly RoleRule[]
  readonly type?: UserType
  readonly snapshot?: Partial<Snapshot>
}

const decide = ({
  provider = {},
  held = [],
  groups = [],
  further = {},
  rules = [],
  type = 'employee',
  ...rest
}: Case) => {
  const person = world.personOf({ user: { type }, grants: [base(allEmployees), base(world.allExternal), ...held] })
  const snapshot = world.snapshotOf({ provider: providerOf(provider), person, ...rest.snapshot })
  const claims = claimsOf({ ...(groups === null ? {} : { groups }), ...further })
  const { changes, problems } = planGrants(snapshot, world.rulesOf([], rules), claims, type)
  return {
    changes: changes.map(({ kind, role, because }) => `${kind} ${role} ${because.kind}`),
    problems: problems.map(({ code }) => code),
  }
}

describe('evidence', () => {
  const policy = (roleAttributes: ProviderPolicy['roleAttributes']) =>
    providerOf({ roleAttributes, ignoreGroups: ['noise'] })

  test('groups are trimmed, taken once from all role attributes, sorted, without the ignored', () => {
    const claims = claimsOf({ groups: [' b ', 'a', ''], memberOf: ['a', 'noise', 'c'], other: ['d'] })
    expect(evidenceOf(policy('well-known'), claims).groups.map(({ raw }) => raw)).toEqual(['a', 'b', 'c'])
  })

  test('one well-known attribute is complete evidence, even without values; none is not', () => {
    expect(evidenceOf(policy('well-known'), claimsOf({ Role: [] })).complete).toBe(true)
    expect(evidenceOf(policy('well-known'), claimsOf({ department: 'x' })).complete).toBe(false)
  })

  test('every attribute of an explicit list must arrive', () => {
    expect(evidenceOf(policy(['a', 'b']), claimsOf({ a: '1', b: [] })).complete).toBe(true)
    expect(evidenceOf(policy(['a', 'b']), claimsOf({ a: '1' }))).toMatchObject({ complete: false, missing: ['b'] })
    expect(evidenceOf(policy([]), claimsOf({ groups: '1' })).complete).toBe(false)
  })

  test.each(overageMarks)('the overage mark %s makes evidence incomplete', (mark) => {
    expect(evidenceOf(policy('well-known'), claimsOf({ groups: 'a', [mark]: 'https://x' }))).toMatchObject({
      complete: false,
      overage: true,
    })
  })
})

describe('giving', () => {
  test('a group gives the role of its rule and, if so set, the role of its exact name', () => {
    const rules = [roleRuleOf(' CN=S,OU=Groups ', support)]
    expect(decide({ groups: ['CN=S,OU=Groups', 'Sales', 'sales'], rules }).changes).toEqual([
      'role-granted Sales role-name',
      'role-granted Support role-rule',
    ])
    expect(decide({ groups: ['Sales'], provider: { exactRoleNames: false } }).changes).toEqual([])
  })

  test('a grant that is held is not given again', () => {
    expect(decide({ groups: ['Sales'], held: [provided(sales)] })).toEqual({ changes: [], problems: [] })
  })

  test('a manual grant does not stand for the provider’s', () => {
    expect(decide({ groups: ['Sales'], held: [manual(sales)] }).changes).toEqual(['role-granted Sales role-name'])
  })

  test('a rule of another provider gives nothing', () => {
    expect(decide({ groups: ['x'], rules: [roleRuleOf('x', sales, { providerId: OTHER_PROVIDER })] }).changes).toEqual(
      [],
    )
  })

  test('a protected role needs a rule; its name alone is a problem', () => {
    expect(decide({ groups: ['Auditors'] })).toEqual({ changes: [], problems: ['role_protected'] })
    expect(decide({ groups: ['Auditors'], rules: [roleRuleOf('Auditors', auditors)] })).toEqual({
      changes: ['role-granted Auditors role-rule'],
      problems: [],
    })
  })

  test('administrators are protected whatever the row says', () => {
    const lax = { ...administrators, protected: false }
    expect(decide({ groups: ['Administrators'], snapshot: { roles: [lax] } }).problems).toEqual(['role_protected'])
  })

  test('a rule to a role that is gone is a problem', () => {
    expect(decide({ groups: ['x'], rules: [roleRuleOf('x', world.roleOf('Gone'))] }).problems).toEqual(['role_unknown'])
  })

  test('an external user gets "All employees" by no path', () => {
    const given = decide({
      type: 'external',
      groups: ['All employees', 'x'],
      rules: [roleRuleOf('x', allEmployees)],
      snapshot: { person: world.personOf({ user: { type: 'external' }, grants: [] }) },
    })
    expect(given.changes).toEqual(['role-granted All external users base-role'])
    expect(given.problems).toEqual(['role_not_allowed', 'role_not_allowed'])
  })

  test('an external provider gives roles only by role rules of its own', () => {
    const provider = { userType: 'external', allowedRoles: [sales.id] } as const
    const own = roleRuleOf('Sales', sales, { providerId: PROVIDER })
    expect(decide({ provider, groups: ['Sales'], rules: [own] }).changes).toEqual(['role-granted Sales role-rule'])
    expect(decide({ provider, groups: ['Sales'] })).toEqual({ changes: [], problems: ['role_not_allowed'] })
    expect(decide({ provider, groups: ['x'], rules: [roleRuleOf('x', sales)] })).toEqual({
      changes: [],
      problems: ['role_not_allowed'],
    })
  })

  test('an external provider’s list starts empty, that of others holds everything', () => {
    const rules = [roleRuleOf('x', sales, { providerId: PROVIDER })]
    expect(decide({ provider: { userType: 'external' }, groups: ['x'], rules })).toEqual({
      changes: [],
      problems: ['role_not_allowed'],
    })
    expect(decide({ groups: ['x'], rules }).problems).toEqual([])
  })

  test('a role that is not on the list is given by no path, and withdrawn where it was', () => {
    const provider = { allowedRoles: [support.id] }
    const rules = [roleRuleOf('x', sales), roleRuleOf('x', support)]
    expect(decide({ provider, groups: ['x', 'Sales'], rules, held: [provided(sales, 'rule-x-Sales')] })).toEqual({
      changes: ['role-granted Support role-rule', 'role-withdrawn Sales group-gone'],
      problems: ['role_not_allowed', 'role_not_allowed'],
    })
  })

  test('a rule of several values gives its role once, whichever of them arrives', () => {
    const rules = [roleRuleOf('x', sales, { groups: ['x', 'y'] })]
    expect(decide({ groups: ['x', 'y'], rules }).changes).toEqual(['role-granted Sales role-rule'])
    expect(decide({ groups: ['y'], rules }).changes).toEqual(['role-granted Sales role-rule'])
  })

  test('a glob gives its role, and never a protected one', () => {
    const glob = (role: typeof sales) => [roleRuleOf('app-*', role, { match: 'glob' })]
    expect(decide({ groups: ['app-eu', 'app-us'], rules: glob(sales) }).changes).toEqual([
      'role-granted Sales role-rule',
    ])
    expect(decide({ groups: ['App-eu'], rules: glob(sales) }).changes).toEqual([])
    expect(decide({ groups: ['app-eu'], rules: glob(auditors) })).toEqual({ changes: [], problems: ['role_protected'] })
    expect(decide({ groups: ['app-eu'], rules: [roleRuleOf('app-eu', auditors), ...glob(auditors)] })).toEqual({
      changes: ['role-granted Auditors role-rule'],
      problems: [],
    })
  })

  test('names of roles are compared ignoring case where the provider says so', () => {
    expect(decide({ provider: { roleNameCase: 'ignore' }, groups: ['sALES'] }).changes).toEqual([
      'role-granted Sales role-name',
    ])
    expect(decide({ provider: { roleNameCase: 'ignore' }, groups: ['AUDITORS'] }).problems).toEqual(['role_protected'])
  })

  test.each(['off', 'add', 'sync', 'replace'] as const)('the base role is given in mode %s', (roles) => {
    const person = world.personOf({ grants: [] })
    expect(decide({ provider: { roles }, groups: null, snapshot: { person } }).changes).toEqual([
      'role-granted All employees base-role',
    ])
  })

  test('mode off gives and says nothing about groups', () => {
    const held = [provided(support)]
    expect(decide({ provider: { roles: 'off', roleAttributes: ['x'] }, groups: ['Sales', 'Auditors'], held })).toEqual({
      changes: [],
      problems: [],
    })
  })
})

describe('withdrawing', () => {
  test('a group that is gone takes its role, manual grants and other providers’ stay', () => {
    const held = [provided(sales), manual(sales), provided(support, null, OTHER_PROVIDER)]
    expect(decide({ held })).toEqual({ changes: ['role-withdrawn Sales group-gone'], problems: [] })
  })

  test.each(['add', 'off'] as const)(
    'mode %s withdraws nothing but protected roles, which must be asserted every time',
    (roles) => {
      const held = [provided(sales), provided(auditors, 'r')]
      expect(decide({ held, provider: { roles } }).changes).toEqual(['role-withdrawn Auditors not-reasserted'])
    },
  )

  test('absent groups withdraw nothing and are reported', () => {
    expect(decide({ held: [provided(sales)], groups: null })).toEqual({ changes: [], problems: ['roles_incomplete'] })
  })

  test('absent groups withdraw a protected role, which must be asserted every time', () => {
    const held = [provided(auditors, 'r'), provided(sales)]
    expect(decide({ held, groups: null })).toEqual({
      changes: ['role-withdrawn Auditors not-reasserted'],
      problems: ['roles_incomplete'],
    })
  })

  test('an overage mark adds what arrived, withdraws nothing and is reported', () => {
    expect(decide({ held: [provided(support)], groups: ['Sales'], further: { [overageMarks[0] ?? '']: 'x' } })).toEqual(
      {
        changes: ['role-granted Sales role-name'],
        problems: ['roles_incomplete'],
      },
    )
  })

  test('an overage mark is reported even when nothing is held', () => {
    expect(decide({ groups: null, further: { [overageMarks[0] ?? '']: 'x' } }).problems).toEqual(['roles_incomplete'])
  })

  test('an explicit attribute that is absent is reported even when nothing is held', () => {
    expect(decide({ provider: { roleAttributes: ['teams'] } }).problems).toEqual(['roles_incomplete'])
    expect(decide({ groups: null }).problems).toEqual([])
  })

  test('a deleted rule’s grant is withdrawn while another rule gives the role anew', () => {
    expect(decide({ held: [provided(sales, 'old')], groups: ['x'], rules: [roleRuleOf('x', sales)] }).changes).toEqual([
      'role-granted Sales role-rule',
      'role-withdrawn Sales group-gone',
    ])
  })
})

describe('mode replace', () => {
  const replace = { roles: 'replace' } as const
  const others = [manual(support), { roleId: auditors.id, origin: { kind: 'import' } } as const]

  test('takes what was given by hand, import and SCIM, protected roles too', () => {
    const scim = { roleId: sales.id, origin: { kind: 'scim' } } as const
    expect(decide({ provider: replace, held: [...others, scim] }).changes).toEqual([
      'role-withdrawn Auditors replaced',
      'role-withdrawn Sales replaced',
      'role-withdrawn Support replaced',
    ])
  })

  test('leaves what the groups give as well, base roles and what another provider gave', () => {
    const held = [manual(support), provided(sales, null, OTHER_PROVIDER)]
    expect(decide({ provider: replace, held, groups: ['Support'] }).changes).toEqual(['role-granted Support role-name'])
  })

  test('takes nothing from others on incomplete evidence', () => {
    expect(decide({ provider: replace, held: others, groups: null }).changes).toEqual([])
  })

  test('leaves the last administrator in office', () => {
    const held = [manual(administrators)]
    expect(decide({ provider: replace, held, snapshot: { otherAdministrators: true } }).changes).toEqual([
      'role-withdrawn Administrators replaced',
    ])
    expect(decide({ provider: replace, held, snapshot: { otherAdministrators: false } })).toEqual({
      changes: [],
      problems: ['last_administrator'],
    })
  })
})

describe('roles made of groups', () => {
  const create = { createRoles: true } as const

  test('come into being in the order of their names, and are given', () => {
    expect(decide({ provider: create, groups: ['b', 'a', 'Sales'] }).changes).toEqual([
      'role-created a role-name',
      'role-created b role-name',
      'role-granted Sales role-name',
      'role-granted a role-name',
      'role-granted b role-name',
    ])
  })

  test('are at most twenty at once', () => {
    const groups = Array.from({ length: 25 }, (_, n) => `group ${n}`)
    const { changes, problems } = decide({ provider: create, groups })
    expect(changes.filter((change) => change.startsWith('role-created'))).toHaveLength(20)
    expect(changes.filter((change) => change.startsWith('role-granted'))).toHaveLength(20)
    expect(problems).toEqual(['role_not_created'])
  })

  test.each(['sales', 'ADMINISTRATORS', 'auditors', 'all employees', ' ', 'x'.repeat(257), 'a\tb', 'ﷺ'.repeat(200)])(
    '%j never becomes one',
    (group) => {
      const roles = world.everyRole.filter(({ builtIn }) => builtIn !== 'administrators')
      const { changes } = decide({ provider: create, groups: [group], snapshot: { roles } })
      expect(changes).toEqual([])
    },
  )

  test.each<Partial<ProviderPolicy>>([
    { userType: 'external' },
    { exactRoleNames: false },
    { allowedRoles: [sales.id] },
    { roles: 'off' },
  ])('are not made where the provider has %j', (policy) => {
    expect(decide({ provider: { ...create, ...policy }, groups: ['new'] }).changes).toEqual([])
  })

  test('are not made for external people', () => {
    expect(decide({ provider: create, groups: ['new'], type: 'external' }).changes).toEqual([])
  })

  test('are not made of a group that a rule knows, even one that gives nothing', () => {
    const rules = [roleRuleOf('x', world.roleOf('Gone'))]
    expect(decide({ provider: create, groups: ['x'], rules }).changes).toEqual([])
  })
})

describe('the ceiling', () => {
  const held = [provided(sales), provided(support)]
  const at = (withdrawals: number) => ({ activity: { withdrawals, lookupValues: 0 } })
  const person = world.personOf({ grants: [base(allEmployees), ...held] })

  test('lets through what fits into the hour, and holds back all of what does not', () => {
    expect(decide({ snapshot: { ...at(198), person } }).changes).toHaveLength(2)
    expect(decide({ snapshot: { ...at(199), person } })).toEqual({ changes: [], problems: ['withdrawals_paused'] })
    expect(decide({ provider: { withdrawalCeiling: 500 }, snapshot: { ...at(199), person } }).changes).toHaveLength(2)
    expect(decide({ provider: { withdrawalCeiling: 0 }, held }).changes).toEqual([])
  })

  test('never holds back a protected role', () => {
    const both = world.personOf({ grants: [base(allEmployees), provided(sales), provided(auditors, 'r')] })
    expect(decide({ snapshot: { ...at(200), person: both } })).toEqual({
      changes: ['role-withdrawn Auditors group-gone'],
      problems: ['withdrawals_paused'],
    })
  })

  test('counts roles that are lost, not reasons that change', () => {
    const moved = world.personOf({ grants: [base(allEmployees), provided(sales, 'old')] })
    expect(decide({ groups: ['Sales'], snapshot: { ...at(200), person: moved } })).toEqual({
      changes: ['role-granted Sales role-name', 'role-withdrawn Sales group-gone'],
      problems: [],
    })
  })
})

describe('the last administrator', () => {
  const last = { otherAdministrators: false }
  const held = [provided(administrators, 'r')]

  test('keeps the role', () => {
    const person = world.personOf({ grants: [base(allEmployees), ...held] })
    expect(decide({ snapshot: { ...last, person } })).toEqual({ changes: [], problems: ['last_administrator'] })
  })

  test('keeps the role against incomplete evidence too', () => {
    expect(decide({ held, groups: null, snapshot: last, provider: { roles: 'sync' } }).problems).toContain(
      'last_administrator',
    )
  })

  test('loses this grant when there is another administrator, or another grant', () => {
    const gone = ['role-withdrawn Administrators group-gone']
    expect(decide({ held })).toEqual({ changes: gone, problems: [] })
    expect(decide({ held: [...held, manual(administrators)], snapshot: last })).toEqual({ changes: gone, problems: [] })
  })

  test('loses this grant when another rule gives the role at the same moment', () => {
    const rules = [roleRuleOf('x', administrators)]
    expect(decide({ held: [provided(administrators, 'old')], groups: ['x'], rules, snapshot: last })).toEqual({
      changes: ['role-granted Administrators role-rule', 'role-withdrawn Administrators group-gone'],
      problems: [],
    })
  })

  test('of two grants that go keeps one', () => {
    expect(decide({ held: [...held, provided(administrators, 's')], snapshot: last })).toEqual({
      changes: ['role-withdrawn Administrators group-gone'],
      problems: ['last_administrator'],
    })
  })
})
