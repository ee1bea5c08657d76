import { describe, expect, it } from 'vitest'
import { draftDifference } from '../../src/core/draft-difference.ts'
import type { Holder } from '../../src/core/moved-roles.ts'
import type { Change, Grant, Plan, Problem } from '../../src/core/types.ts'

/** A plan for a person who has these grants. */
const planOf = (
  changes: readonly Change[],
  problems: readonly Problem[] = [],
  refusal: Problem | null = null,
  grants: readonly Grant[] = [],
): { plan: Plan; snapshot: Holder } => ({
  plan: {
    decision: refusal ? 'refuse' : 'update',
    refusal,
    changes,
    problems,
    basis: { rulesRevision: 1, userVersion: 1, contactVersion: 1 },
  },
  snapshot: { person: { grants } },
})
const set = (column: string, text: string, converterId: string): Change => ({
  kind: 'column-set',
  column,
  before: null,
  after: text,
  because: { kind: 'claim', converterId, attribute: 'a' },
})
const granted = (ruleId: string): Change => ({
  kind: 'role-granted',
  role: 'Board',
  roleId: 'board',
  origin: { kind: 'provider', providerId: 'acme', ruleId },
  because: { kind: 'base-role' },
})
const remark = (subject: string): Problem => ({ code: 'value_invalid', subject, details: { type: 'date' } })

describe('what a draft alone does', () => {
  it('is nothing where the same comes about by another row or another rule', () => {
    const left = planOf([set('Job', 'Clerk', 'one'), granted('one')])
    const right = planOf([set('Job', 'Clerk', 'two'), granted('two')])
    expect(draftDifference(left, right)).toEqual({ byDraft: false, draftColumns: [], draftRoles: new Map() })
  })

  it('is a value that is another, comes, or stays away', () => {
    const left = planOf([set('Job', 'Clerk', 'one'), set('Notes', 'x', 'one')])
    const right = planOf([set('Job', 'Head', 'one'), set('Phone', '1', 'one')])
    expect(draftDifference(left, right).draftColumns).toEqual(['Job', 'Phone', 'Notes'])
  })

  it('is a role that one of the two gives, by its id and name', () => {
    const difference = draftDifference(planOf([granted('one')]), planOf([]))
    expect(difference).toMatchObject({ byDraft: true, draftRoles: new Map([['board', 'Board']]) })
  })

  it('is no role that the person has for another reason all the same', () => {
    const byHand: readonly Grant[] = [{ roleId: 'board', origin: { kind: 'manual' } }]
    const difference = draftDifference(planOf([], [], null, byHand), planOf([granted('one')], [], null, byHand))
    expect(difference).toEqual({ byDraft: false, draftColumns: [], draftRoles: new Map() })
  })

  it('is a remark or a refusal too, with no column to name', () => {
    expect(draftDifference(planOf([]), planOf([], [remark('Birth')]))).toMatchObject({
      byDraft: true,
      draftColumns: [],
    })
    expect(draftDifference(planOf([]), planOf([], [], remark('Birth'))).byDraft).toBe(true)
    expect(draftDifference(planOf([], [remark('Birth')]), planOf([], [remark('Birth')])).byDraft).toBe(false)
  })
})
