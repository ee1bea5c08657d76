/** Laws of comparing, taking back and bringing back rules, on random versions of them. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffRows, diffRules, type RevisedProvider, type RulesContent } from '../../src/core/rules-diff.ts'
import type { Converter, RoleRule } from '../../src/core/types.ts'
import { bringBack, takeBack, withoutImpossible } from '../../src/core/undo-rules.ts'
import { widenings } from '../../src/core/widening.ts'
import { runsOf } from '../core/arbitraries.ts'
import {
  catalogue,
  converterOf,
  OTHER_PROVIDER,
  PROVIDER,
  providerOf,
  roleRuleOf,
  sales,
  support,
} from '../core/world.ts'

const idOf = (kind: number, n: number) => `00000000-0000-7000-8000-00000000${kind}00${n}`
const columns = ['Email', 'Phone', 'Surname', 'GivenName'] as const
const some = <T>(row: (n: number) => fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 4 }).chain((ns) => fc.tuple(...ns.map(row)) as fc.Arbitrary<T[]>)

const converterRow = (n: number): fc.Arbitrary<Converter> =>
  fc
    .record({
      column: fc.constantFrom(...columns),
      providerId: fc.constantFrom(null, PROVIDER),
      attributes: fc.constantFrom(['a'], ['b', 'c']),
      overwrite: fc.constantFrom(undefined, 'when-empty' as const),
    })
    .map(({ column, overwrite, ...more }) =>
      converterOf(column, { id: idOf(1, n), ...more, ...(overwrite ? { overwrite } : {}) }),
    )
const roleRuleRow = (n: number): fc.Arbitrary<RoleRule> =>
  fc
    .record({
      group: fc.constantFrom('g', 'h'),
      role: fc.constantFrom(sales, support),
      providerId: fc.constantFrom(null, PROVIDER),
    })
    .map(({ group, role, providerId }) => roleRuleOf(group, role, { id: idOf(2, n), providerId }))
const providerRow = (id: string): fc.Arbitrary<RevisedProvider> =>
  fc
    .record({
      roles: fc.constantFrom('off' as const, 'add' as const, 'sync' as const),
      newUsers: fc.constantFrom(undefined, 'pending' as const),
      lookupCeiling: fc.constantFrom(undefined, 10, 1000),
      enabled: fc.boolean(),
    })
    .map(({ newUsers, lookupCeiling, ...more }) => ({
      ...providerOf({
        id,
        roles: more.roles,
        ...(newUsers ? { newUsers } : {}),
        ...(lookupCeiling === undefined ? {} : { lookupCeiling }),
      }),
      enabled: more.enabled,
    }))

/** Only what could be saved: no two unconditional rows on one column, no group twice for a role. */
const tidy = ({ converters, roleRules, providers }: RulesContent): RulesContent => ({
  converters: once(converters, (one) => `${one.providerId} ${one.column}`),
  roleRules: once(roleRules, (one) => `${one.providerId} ${one.roleId} ${one.groups[0]}`),
  providers,
})
const once = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] => [
  ...new Map(rows.map((row) => [key(row), row])).values(),
]

const version: fc.Arbitrary<RulesContent> = fc
  .record({
    converters: some(converterRow),
    roleRules: some(roleRuleRow),
    providers: fc.tuple(providerRow(PROVIDER), providerRow(OTHER_PROVIDER)),
  })
  .map(tidy)

const present = {
  columns: new Map(catalogue.map((one) => [one.name, one])),
  roleIds: new Set([sales.id, support.id]),
  providerIds: new Set([PROVIDER, OTHER_PROVIDER]),
}
const numRuns = runsOf(6)
const saidAlike = (a: RulesContent, b: RulesContent) => expect(diffRules(a, b)).toEqual([])
const withState = (content: RulesContent, now: RulesContent): RulesContent => ({
  ...content,
  providers: content.providers.map((one) => ({
    ...one,
    enabled: now.providers.find(({ id }) => id === one.id)?.enabled ?? one.enabled,
  })),
})

describe('versions of the rules', () => {
  it('differ in nothing from themselves, in whatever order their fields were written', () => {
    const reversed = <T extends object>(row: T): T => Object.fromEntries(Object.entries(row).toReversed()) as T
    fc.assert(
      fc.property(version, (one) => {
        saidAlike(one, {
          converters: one.converters.map(reversed),
          roleRules: one.roleRules.map(reversed),
          providers: one.providers.map(reversed),
        })
      }),
      { numRuns },
    )
  })

  it('taken back at once are as they were before, without a conflict', () => {
    fc.assert(
      fc.property(version, version, (before, after) => {
        const { target, conflicts } = takeBack(diffRules(before, after), after)
        saidAlike(target, before)
        expect(conflicts).toEqual([])
      }),
      { numRuns },
    )
  })

  it('taken back later leave every row that the version did not touch', () => {
    fc.assert(
      fc.property(version, version, version, (before, after, now) => {
        const changes = diffRules(before, after)
        const touched = new Set(changes.map((one) => one.id))
        const plan = withoutImpossible(takeBack(changes, now), now, present)
        const moved = diffRules(now, plan.target)
        for (const { id } of moved) expect(touched.has(id)).toBe(true)
        // Twice is once.
        saidAlike(withoutImpossible(takeBack(changes, plan.target), plan.target, present).target, plan.target)
      }),
      { numRuns },
    )
  })

  it('brought back are as they were, but for whether a provider is on', () => {
    fc.assert(
      fc.property(version, version, (then, now) => {
        const { target, conflicts } = withoutImpossible(bringBack(then, now), now, present)
        saidAlike(target, withState(then, now))
        expect(conflicts.every(({ code }) => code === 'state_stays')).toBe(true)
      }),
      { numRuns },
    )
  })

  it('name what is gone, and bring back nothing that speaks of it', () => {
    const gone = {
      ...present,
      roleIds: new Set([support.id]),
      columns: new Map([...present.columns].filter(([name]) => name !== 'Email')),
    }
    fc.assert(
      fc.property(version, version, (then, now) => {
        const { target, conflicts } = withoutImpossible(bringBack(then, now), now, gone)
        const came = diffRules(now, target).flatMap(({ after }) => (after ? [after] : []))
        expect(
          came.some(
            (row) => ('column' in row && row.column === 'Email') || ('roleId' in row && row.roleId === sales.id),
          ),
        ).toBe(false)
        const rows = new Set(conflicts.map(({ id }) => id))
        const isHere = (row: Converter) =>
          now.converters.some((one) => one.id === row.id && diffRows(one, row).length === 0)
        for (const row of target.converters) expect(row.column !== 'Email' || isHere(row)).toBe(true)
        for (const row of then.converters) {
          if (row.column === 'Email' && !isHere(row)) expect(rows.has(row.id)).toBe(true)
        }
      }),
      { numRuns },
    )
  })

  it('are wider only one way: what widens by going there does not widen by coming back', () => {
    fc.assert(
      fc.property(version, version, (one, other) => {
        const key = ({ providerId, field }: { providerId: string; field: string }) => `${providerId} ${field}`
        const there = new Set(widenings(one, other).map(key))
        expect(widenings(other, one).some((back) => there.has(key(back)))).toBe(false)
        expect(widenings(one, one)).toEqual([])
      }),
      { numRuns },
    )
  })
})
