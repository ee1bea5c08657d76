import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { globFault, literalStart, matchesGlob } from '../../src/core/glob.ts'
import { rulesMeeting } from '../../src/core/rule-index.ts'
import { runsOf } from './arbitraries.ts'
import * as world from './world.ts'

const { PROVIDER, OTHER_PROVIDER, roleRuleOf, rulesOf, sales, support } = world
const runs = { numRuns: runsOf(10) }

test.each([
  ['app-*', 'app-sales'],
  ['app-*', 'app-'],
  ['*-admin', 'eu-admin'],
  ['a*b*c', 'a__b__b__c'],
  ['a?c', 'abc'],
  ['?', '😀'],
  ['*?', '😀'],
  ['CN=*,OU=Groups', 'CN=Sales,OU=x,OU=Groups'],
  ['**', ''],
  ['.*', '.x'],
  ['[ab]', '[ab]'],
])('%s describes %s', (glob, text) => {
  expect(matchesGlob(glob, text)).toBe(true)
})

test.each([
  ['app-*', 'App-sales'],
  ['app-*', 'my-app-sales'],
  ['a?c', 'ac'],
  ['?', ''],
  ['??', '😀'],
  ['a*b', 'a_b_'],
  ['.*', 'x'],
  ['[ab]', 'a'],
  ['\\*', '*'],
  ['', 'x'],
])('%s does not describe %s', (glob, text) => {
  expect(matchesGlob(glob, text)).toBe(false)
})

/** The meaning of a glob, written down the slow way: every split of the text is tried. */
const means = (glob: readonly string[], text: readonly string[]): boolean => {
  const [first, ...rest] = glob
  if (first === undefined) return text.length === 0
  if (first === '*') return text.some((_, at) => means(rest, text.slice(at))) || means(rest, [])
  return text.length > 0 && (first === '?' || first === text[0]) && means(rest, text.slice(1))
}

test('any glob describes exactly what its characters mean one by one', () => {
  const parts = (of: readonly string[]) => fc.array(fc.constantFrom(...of), { maxLength: 9 })
  fc.assert(
    fc.property(parts(['a', 'b', '*', '?', '😀']), parts(['a', 'b', '😀', '\n']), (glob, text) => {
      expect(matchesGlob(glob.join(''), text.join(''))).toBe(means(glob, text))
    }),
    runs,
  )
})

test('a glob that begins over and over again ends', () => {
  const glob = `${'*a'.repeat(100)}*b`
  expect(matchesGlob(glob, 'a'.repeat(4000))).toBe(false)
  expect(matchesGlob(glob, `${'a'.repeat(4000)}b`)).toBe(true)
})

test('what cannot be a glob is told', () => {
  expect(globFault('app-*')).toBeNull()
  expect(['*', '?', '* ?', ''].map(globFault)).toEqual(['everything', 'everything', 'everything', 'everything'])
  expect(globFault(`${'x'.repeat(256)}*`)).toBe('too-long')
})

test('the literal start ends at the first wildcard', () => {
  expect(['app-*', '*x', 'a?b*', 'plain', ''].map(literalStart)).toEqual(['app-', '', 'a', 'plain', ''])
})

describe('the rules that a text meets', () => {
  const glob = (groups: readonly string[], id: string, providerId: string | null = null) =>
    roleRuleOf(id, sales, { id, groups, match: 'glob', providerId })
  const meeting = (rules: ReturnType<typeof glob>[], text: string) =>
    rulesMeeting({ id: PROVIDER }, rulesOf([], rules))(text).map(({ id }) => id)

  test('are those of its values, then globs, each once', () => {
    const value = roleRuleOf('app-1', support, { id: 'z', groups: ['app-1', 'app-2'] })
    const rules = [glob(['app-*', 'app-?', '*1'], 'b'), value, glob(['*'], 'a')]
    expect(meeting(rules, 'app-1')).toEqual(['z', 'a', 'b'])
    expect(meeting(rules, 'app-2')).toEqual(['z', 'a', 'b'])
    expect(meeting(rules, 'other')).toEqual(['a'])
  })

  test('are never those of another provider', () => {
    expect(meeting([glob(['a*'], 'own', PROVIDER), glob(['a*'], 'foreign', OTHER_PROVIDER)], 'ab')).toEqual(['own'])
  })

  test('are the same as when each glob is tried by itself', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 5 }).map((all) => all.join(''))
    fc.assert(
      fc.property(fc.array(texts, { maxLength: 8 }), texts, (globs, text) => {
        const rules = globs.map((one, index) => glob([one], `rule-${index}`))
        expect(meeting(rules, text)).toEqual(
          rules.filter(({ groups: [one = ''] }) => matchesGlob(one, text)).map(({ id }) => id),
        )
      }),
      runs,
    )
  })

  test('are found among ten thousand for five thousand groups', () => {
    const values = Array.from({ length: 10_000 }, (_, n) => roleRuleOf(`group ${n}`, sales, { id: `v${n}` }))
    const globs = Array.from({ length: 500 }, (_, n) => glob([`team-${n}-*`], `g${n}`))
    const rulesFor = rulesMeeting({ id: PROVIDER }, rulesOf([], [...values, ...globs]))
    const met = Array.from(
      { length: 5_000 },
      (_, n) => rulesFor(n % 2 === 0 ? `group ${n}` : `team-${n % 500}-x`).length,
    )
    expect(new Set(met)).toEqual(new Set([1]))
  })
})
