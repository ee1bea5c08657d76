/**
 * Mutants of genuine responses. MUTANTS sets how many (5 000 when not given), MUTANTS_SEED which: the seed stands in the
 * test's name, so that a failing run can be repeated.
 */
import { randomInt } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ours, outcomeOf } from './law.ts'
import { mutants, plainResponses } from './mutant.ts'
import { naive } from './naive.ts'
import { readTags, writeTags } from './tree.ts'

const count = Number(process.env.MUTANTS ?? 5_000)
const seed = Number(process.env.MUTANTS_SEED ?? randomInt(2 ** 31))

describe('A mutant of a genuine response', () => {
  test(`is refused, or says exactly what a genuine one said: ${count} of seed ${seed}`, {
    timeout: 60_000 + count * 20,
  }, () => {
    const { accepted, refused, violations } = outcomeOf(ours, mutants(seed), count)
    console.info(`${count} mutants of seed ${seed}: ${accepted} accepted as genuine, refused:`, refused)
    expect(violations.slice(0, 3)).toEqual([])
    // An error of ours is a refusal too, but never a right one.
    expect(refused.internal ?? 0).toBe(0)
    // Neither side may be empty: the law would say nothing.
    expect(accepted).toBeGreaterThan(count / 200)
    expect(Object.keys(refused).length).toBeGreaterThan(10)
  })

  test('would be believed by a verifier that reads something else than it verified', () => {
    const shapes = plainResponses.filter(({ name }) => !name.includes('rewritten'))
    expect(outcomeOf(naive, mutants(seed, shapes), 4_000).violations.length).toBeGreaterThan(5)
  })

  test('is made in the same way again when the same seed is given', () => {
    const first = (from: number) => {
      const recipes: string[] = []
      for (const { recipe } of mutants(from)) if (recipes.push(recipe.join()) === 50) break
      return recipes
    }
    expect(first(7)).toEqual(first(7))
    expect(first(7)).not.toEqual(first(8))
  })

  test('starts from tags that are written back as they were read', () => {
    for (const { xml } of plainResponses.filter(({ name }) => !name.includes('rewritten')))
      expect(writeTags(readTags(xml))).toBe(xml.replace(/^<\?.*?\?>/, ''))
  })
})
