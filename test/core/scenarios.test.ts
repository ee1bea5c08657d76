/**
 * Runs the scenarios: folders of four small JSON files. What a file leaves out is filled in by `scenario.ts`.
 * A bug report becomes a regression test by adding a folder; no code.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { explain } from '../../src/core/explain.ts'
import { plan } from '../../src/core/plan.ts'
import { outlineOf, outlineOfExplanation, readScenario, scenariosFolder } from './scenario.ts'

const names = readdirSync(scenariosFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test.each(names)('%s', (name) => {
  const { snapshot, claims, rules, expected, explanation } = readScenario(name)
  const decided = plan(snapshot, claims, rules)
  expect(outlineOf(decided)).toEqual(expected)
  if (explanation !== null) expect(outlineOfExplanation(explain(snapshot, claims, rules, decided))).toEqual(explanation)
})

const [, documented = ''] = readFileSync(new URL('../../docs/provisioning.md', import.meta.url), 'utf8').split(
  '\n## Scenarios\n',
)
const rows = [...documented.matchAll(/^\| ([^|]+) \| (`[^|]+) \|$/gm)].map(([, complaint = '', folders = '']) => ({
  complaint,
  folders: [...folders.matchAll(/`([^`]+)`/g)].map(([, folder]) => folder),
}))

test('each complaint about others has its folders, and every folder of a complaint is in the table', () => {
  expect(rows.length).toBe(12)
  for (const { complaint, folders } of rows) {
    expect([complaint, folders.length > 0, folders.filter((one) => !names.includes(one ?? ''))]).toEqual([
      complaint,
      true,
      [],
    ])
  }
  const told = new Set(rows.flatMap(({ folders }) => folders))
  expect(names.filter((one) => one.startsWith('complaint-') && !told.has(one))).toEqual([])
})

test.each(['m02', 'm03', 'm04', 'm05', 'm06', 'm07', 'm08', 'm10', 'm11', 'm12'])(
  'what the reference does as %s has a folder of that name, and the page says what it is',
  (row) => {
    expect(names.some((one) => one.startsWith(`${row}-`))).toBe(true)
    expect(documented).toContain(`(\`${row}\`)`)
  },
)
