import { describe, expect, it } from 'vitest'
import { readGroups } from '../../src/core/groups.ts'
import { problem } from '../../src/core/problem.ts'
import type { Plan, Problem, ProviderPolicy } from '../../src/core/types.ts'
import { roleNamesFor, unknownGroups } from '../../src/core/unknown-groups.ts'
import { WORK_PER_SIGN_ON, workOf } from '../../src/core/work.ts'

const hour = new Date('2026-11-23T12:00:00Z')
const planWith = (problems: readonly Problem[], refusal: Problem | null = null): Plan => ({
  decision: refusal ? 'refuse' : 'update',
  refusal,
  changes: [],
  problems: refusal ? [refusal, ...problems] : problems,
  basis: { rulesRevision: 1, userVersion: null, contactVersion: null },
})
const kinds = (plan: Plan) => workOf(plan, 'user', hour).map(({ kind }) => kind)

describe('what of a plan needs a person', () => {
  it('is nothing where the rules say what is to be', () => {
    const asRuled = [
      problem('lookup_value_unknown', 'Department', { lookup: 'Department', text: 'x' }),
      problem('login_taken', 'login', { login: 'a', given: 'a2' }),
      problem('attribute_multi_valued', 'Email'),
      problem('lookup_value_ambiguous', 'Department'),
    ]
    expect(kinds(planWith(asRuled))).toEqual([])
    expect(kinds(planWith([], problem('user_disabled', null)))).toEqual([])
  })

  it('is what keeps somebody out whom the rules would let in', () => {
    const unknown = problem('lookup_value_unknown', 'Department', { lookup: 'Department', text: 'x' })
    expect(kinds(planWith([], unknown))).toEqual(['lookup-value'])
    expect(kinds(planWith([], problem('login_taken', 'login', { login: 'a' })))).toEqual(['login-conflict'])
  })

  it('is the same thing however it is spelt, and another one for another person', () => {
    const queued = (text: string) => problem('lookup_value_queued', 'Department', { lookup: 'Department', text })
    const [one, ...more] = workOf(planWith([queued('Field Sales'), queued(' field  sales ')]), 'user', hour)
    expect(more).toEqual([])
    expect(one?.thing).toEqual(['Department', 'field sales'])
    const taken = planWith([problem('email_taken', 'Email', { contactId: 'c' })])
    const subject = { value: 'a', format: null }
    expect(workOf(taken, 'a', hour)[0]?.thing).not.toEqual(workOf(taken, subject, hour)[0]?.thing)
  })

  it('has an end, whatever a provider sends', () => {
    const many = Array.from({ length: 500 }, (_, n) => problem('value_invalid', `Column${n}`))
    expect(workOf(planWith(many), 'user', hour)).toHaveLength(WORK_PER_SIGN_ON)
  })
})

describe('groups that mean nothing', () => {
  const policy = {
    id: 'p',
    userType: 'employee',
    roles: 'sync',
    exactRoleNames: true,
    ignoreGroups: ['noise'],
    groupSeparator: null,
    groupNames: 'cn',
  } as unknown as ProviderPolicy
  const rules = { roleRules: [{ id: 'r', providerId: null, groups: ['Eng*'], match: 'glob', roleId: 'x' }] } as const
  const unknown = (given: Partial<ProviderPolicy>, ...values: readonly string[]) => {
    const provider = { ...policy, ...given }
    const { groups } = readGroups(values, provider)
    return unknownGroups(provider, rules, roleNamesFor(provider, ['Sales']), groups).map(({ raw }) => raw)
  }

  it('are those that no rule, no role and no list knows, by the value or by the name in it', () => {
    expect(unknown({}, 'CN=Engineers,DC=x', 'CN=Sales,DC=x', 'noise', 'CN=Lost,DC=x')).toEqual(['CN=Lost,DC=x'])
    expect(unknown({}, 'sales')).toEqual(['sales'])
    expect(unknown({ roleNameCase: 'ignore' }, 'sales')).toEqual([])
    expect(unknown({ exactRoleNames: false }, 'Sales')).toEqual(['Sales'])
  })

  it('are none where the provider gives no roles, or makes one of each', () => {
    expect(unknown({ roles: 'off' }, 'lost')).toEqual([])
    expect(unknown({ createRoles: true }, 'lost')).toEqual([])
  })
})
