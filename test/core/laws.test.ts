import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countedLosses, WITHDRAWAL_CEILING } from '../../src/core/ceiling.ts'
import { evidenceOf } from '../../src/core/evidence.ts'
import { explain } from '../../src/core/explain.ts'
import { grantKey } from '../../src/core/grant-key.ts'
import { nameKey } from '../../src/core/names.ts'
import { plan } from '../../src/core/plan.ts'
import { project } from '../../src/core/project.ts'
import type { Claims, Plan, Snapshot } from '../../src/core/types.ts'
import { wanted } from '../../src/core/wanted.ts'
import { hostileClaims, runsOf, type World, worldArbitrary } from './arbitraries.ts'
import { advance, handled, initialState, narrowSnapshot, type State, wholeSnapshot } from './model.ts'

const runs = { numRuns: runsOf(10) }

interface SignOn {
  readonly world: World
  readonly state: State
  readonly snapshot: Snapshot
  readonly claims: Claims
  readonly decided: Plan
}

/** Plays a world's steps and shows every sign-on to `look`. */
const play = (world: World, look: (signOn: SignOn) => void): void => {
  let state = initialState(world)
  for (const step of world.steps) {
    if (step.kind !== 'sign-on') {
      state = handled(state, step)
      continue
    }
    const { claims } = step
    const snapshot = narrowSnapshot(world, state, claims)
    const decided = plan(snapshot, claims, world.rules)
    look({ world, state, snapshot, claims, decided })
    state = advance(world, state, snapshot, decided)
  }
}

const law = (name: string, look: (signOn: SignOn) => void): void =>
  test(name, () => {
    fc.assert(
      fc.property(worldArbitrary(), (world) => play(world, look)),
      runs,
    )
  })

law('planning again after the plan was carried out changes nothing', ({ world, state, snapshot, claims, decided }) => {
  // What a limit held back comes with the next sign-on.
  if (decided.problems.some(({ code }) => code === 'lookup_limit')) return
  const after = advance(world, state, snapshot, decided)
  const again = plan(narrowSnapshot(world, after, claims), claims, world.rules)
  expect(again.changes).toEqual([])
  expect(again.decision).toBe(decided.decision === 'refuse' ? 'refuse' : 'unchanged')
})

law('what wanted lists is all that plan needs', ({ world, state, claims, decided }) => {
  expect(plan(wholeSnapshot(world, state, claims), claims, world.rules)).toEqual(decided)
})

law('grants of other origins survive every sign-on, but for the mode that replaces them', ({ snapshot, decided }) => {
  const replaces = snapshot.provider.roles === 'replace'
  const others = (snapshot.person?.grants ?? []).filter(({ origin }) =>
    origin.kind === 'provider' ? origin.providerId !== snapshot.provider.id : origin.kind === 'base' || !replaces,
  )
  const left = new Set((project(snapshot, decided)?.grants ?? []).map(grantKey))
  expect(others.filter((grant) => !left.has(grantKey(grant)))).toEqual([])
})

law('incomplete evidence takes from nobody what others gave', ({ snapshot, claims, decided }) => {
  if (evidenceOf(snapshot.provider, claims).complete) return
  for (const change of decided.changes) {
    if (change.kind === 'role-withdrawn') expect(change.because.kind).toBe('not-reasserted')
  }
})

law('no provider gives a role that is not on its list, and a stranger’s none without one', ({ snapshot, decided }) => {
  const { allowedRoles, userType } = snapshot.provider
  const listed = allowedRoles ?? (userType === 'external' ? [] : null)
  for (const change of decided.changes) {
    if (change.kind !== 'role-granted' || change.origin.kind !== 'provider' || listed === null) continue
    expect(listed).toContain(change.roleId)
  }
})

law('no more is taken away in an hour than the ceiling allows, but for protected roles', ({ snapshot, decided }) => {
  const losses = countedLosses(snapshot, decided.changes).length
  const { withdrawalCeiling = WITHDRAWAL_CEILING } = snapshot.provider
  if (losses > 0) expect(snapshot.activity.withdrawals + losses).toBeLessThanOrEqual(withdrawalCeiling)
})

law(
  'a role that is created is given at once, and no other has nearly its name',
  ({ world, state, snapshot, decided }) => {
    const after = advance(world, state, snapshot, decided)
    const created = decided.changes.filter((change) => change.kind === 'role-created')
    const taken = new Set(state.roles.map(({ name }) => nameKey(name)))
    for (const change of created) {
      expect(taken).not.toContain(nameKey(change.role))
      expect(decided.changes).toContainEqual(expect.objectContaining({ kind: 'role-granted', role: change.role }))
    }
    expect(after.roles.length).toBe(state.roles.length + created.length)
  },
)

law('the same input gives the same plan, and planning alters no input', ({ snapshot, claims, world, decided }) => {
  const before = structuredClone({ snapshot, claims, rules: world.rules })
  expect(plan(structuredClone(snapshot), new Map(claims), structuredClone(world.rules))).toEqual(decided)
  expect({ snapshot, claims, rules: world.rules }).toEqual(before)
})

law('the order in which attributes arrive changes nothing', ({ snapshot, claims, world, decided }) => {
  const reversed = new Map([...claims].toReversed())
  expect(plan(snapshot, reversed, world.rules)).toEqual(decided)
  expect(explain(snapshot, reversed, world.rules, decided)).toEqual(explain(snapshot, claims, world.rules, decided))
})

law('a refused plan has no changes and names its reason first', ({ snapshot, decided }) => {
  if (decided.decision === 'refuse') {
    expect(decided.changes).toEqual([])
    expect(decided.refusal).not.toBeNull()
    expect(decided.problems[0]).toEqual(decided.refusal)
  } else {
    expect(decided.refusal).toBeNull()
    expect(decided.decision === 'create').toBe(snapshot.person === null)
    expect(decided.decision === 'unchanged').toBe(decided.changes.length === 0)
  }
})

law('changes come as lookup values, user, contact, columns, roles, each at most once', ({ decided }) => {
  const rank = [
    'lookup-value-created',
    'user-created',
    'contact-created',
    'column-set',
    'role-created',
    'role-granted',
    'role-withdrawn',
  ]
  const ranks = decided.changes.map(({ kind }) => rank.indexOf(kind))
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  const identities = decided.changes.map((change) =>
    change.kind === 'column-set'
      ? change.column
      : change.kind === 'role-granted' || change.kind === 'role-withdrawn'
        ? grantKey(change)
        : JSON.stringify(change),
  )
  expect(new Set(identities).size).toBe(identities.length)
})

law('a contact has a name, in every plan that makes one', ({ snapshot, decided }) => {
  const projected = project(snapshot, decided)
  if (projected) expect(projected.values.get('Name')).toMatch(/\S/)
})

law(
  'a stranger makes no lookup values and gains neither "All employees" nor a foreign rule’s role',
  ({ snapshot, decided, world }) => {
    if (world.provider.userType !== 'external') return
    expect(decided.changes.filter(({ kind }) => kind === 'lookup-value-created')).toEqual([])
    const own = new Set(
      world.rules.roleRules.filter((rule) => rule.providerId === world.provider.id).map(({ id }) => id),
    )
    for (const change of decided.changes) {
      if (change.kind !== 'role-granted') continue
      const role = snapshot.roles.find(({ id }) => id === change.roleId)
      expect(role?.builtIn).not.toBe('all-employees')
      if (change.origin.kind === 'provider') expect(own.has(change.origin.ruleId ?? '')).toBe(true)
    }
  },
)

test('nothing that arrives makes wanted, plan, project or explain throw', () => {
  fc.assert(
    fc.property(worldArbitrary({ tidy: false }), hostileClaims, (world, claims) => {
      const state = initialState(world)
      const snapshot = wholeSnapshot(world, state, claims)
      const want = wanted(world.provider, world.rules, snapshot.columns, claims, world.nameId)
      const decided = plan(snapshot, claims, world.rules)
      expect(plan(narrowSnapshot(world, state, claims), claims, world.rules)).toEqual(decided)
      project(snapshot, decided)
      explain(snapshot, claims, world.rules, decided)
      // Whatever arrived, only storable texts go to the database.
      const sent = JSON.stringify([want, decided])
      expect(sent).not.toMatch(/\\u0000|\\ud[89a-f]/)
    }),
    runs,
  )
})
