/** What "Copy as scenario" writes: whatever a scenario folder says, written anew it makes the same plan. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { outlineOf } from '../../src/core/outline.ts'
import { plan } from '../../src/core/plan.ts'
import { readScenarioInput } from '../../src/core/scenario.ts'
import { scenarioOf } from '../../src/core/scenario-of.ts'
import { readScenario, scenariosFolder } from './scenario.ts'

const names = readdirSync(scenariosFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test.each(names)('%s makes the same plan when it is written anew', (name) => {
  const { snapshot, claims, rules } = readScenario(name)
  const written = JSON.parse(JSON.stringify(scenarioOf(snapshot, claims, rules)))
  const again = readScenarioInput(written)
  expect(outlineOf(plan(again.snapshot, again.claims, again.rules))).toEqual(outlineOf(plan(snapshot, claims, rules)))
})
