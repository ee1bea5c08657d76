/**
 * Runs the scenarios: folders of four small JSON files. What a file leaves out is filled in by `scenario.ts`.
 * A bug report becomes a regression test by adding a folder; no code.
 */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { plan } from '../../src/core/plan.ts'
import { outlineOf, readScenario, scenariosFolder } from './scenario.ts'

const names = readdirSync(scenariosFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test.each(names)('%s', (name) => {
  const { snapshot, claims, rules, expected } = readScenario(name)
  expect(outlineOf(plan(snapshot, claims, rules))).toEqual(expected)
})
