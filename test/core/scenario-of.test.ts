/** What "Copy as scenario" writes: whatever a scenario folder says, written anew it makes the same plan. */

import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withMadeUpValues } from '../../src/core/made-up.ts'
import { newMakeUp } from '../../src/core/made-up-text.ts'
import { outlineOf, shapeOf } from '../../src/core/outline.ts'
import { plan } from '../../src/core/plan.ts'
import { readScenarioInput } from '../../src/core/scenario.ts'
import { scenarioOf } from '../../src/core/scenario-of.ts'
import { readScenario, scenariosFolder } from './scenario.ts'

let seed = 1
const pick = (n: number): number => {
  seed = (seed * 48271) % 2147483647
  return seed % n
}

const names = readdirSync(scenariosFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test.each(names)('%s makes the same plan when it is written anew', (name) => {
  const { snapshot, claims, rules } = readScenario(name)
  const written = JSON.parse(JSON.stringify(scenarioOf(snapshot, claims, rules)))
  const again = readScenarioInput(written)
  expect(outlineOf(plan(again.snapshot, again.claims, again.rules))).toEqual(outlineOf(plan(snapshot, claims, rules)))
})

test.each(names)('%s does the same with made-up values', (name) => {
  const { snapshot, claims, rules } = readScenario(name)
  const made = readScenarioInput(withMadeUpValues(scenarioOf(snapshot, claims, rules), pick))
  expect(shapeOf(outlineOf(plan(made.snapshot, made.claims, made.rules)))).toBe(
    shapeOf(outlineOf(plan(snapshot, claims, rules))),
  )
})

test('a made-up value has the shape of the real one, and what was equal stays equal', () => {
  const makeUp = newMakeUp(new Set(['sales']), pick)
  const name = makeUp('John van BEST', 'text')
  expect(name).toMatch(/^[A-Z][a-z]{3} van [A-Z]{4}$/)
  expect(name).not.toMatch(/john|best/i)
  expect(makeUp('john.best@x.example', 'text')).toMatch(new RegExp(`^${name.replace(' van ', '.').toLowerCase()}@`))
  expect(makeUp('CN=Sales,OU=Berlin', 'text')).toMatch(/=Sales,/)
  expect(makeUp('0042', 'text')).toBe(`00${makeUp('42', 'text')}`)
  expect(makeUp('Пушкин', 'text')).toMatch(/^\p{Lu}\p{Script=Cyrillic}{5}$/u)
  expect(makeUp('31.12.1980', 'date')).toMatch(/^(1[3-9]|2[0-8])\.(0[1-9]|1[0-2])\.19\d\d$/)
  expect(makeUp('617-440-2031', 'phone').slice(-4)).toBe(makeUp('+16174402031', 'phone').slice(-4))
  expect(makeUp('b54adb33-f8ac-4a54-8cd2-7b6dd1b8f8f1', 'text')).toMatch(/^[0-9a-f-]{36}$/)
  expect(makeUp('[redacted]', 'text')).toBe('[redacted]')
})
