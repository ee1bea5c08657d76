/**
 * Takes out one check of the verifier after the other, runs the verifier's tests each time, and prints which of them
 * notice: the table of docs/verifier-checks.md. `node test/removed-checks/run.mjs [--only TEXT] [--lanes 2]`. Takes a
 * quarter of an hour. Works in a copy; the checkout is not touched.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checks } from './checks.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, lanes: { type: 'string', default: '2' } } })
const root = join(import.meta.dirname, '../..')
// The tests that are about this file, else all of the verifier's own, else the attacks and the corpora.
const near = {
  'xml/transport.ts': ['structure', 'good'],
  'xml/base64.ts': ['structure', 'good'],
  'xml/gate.ts': ['structure', 'gate'],
  'algorithms.ts': ['signature'],
  'xml/parse.ts': ['structure'],
  'xml/budgets.ts': ['structure'],
  'xml/schema.ts': ['structure', 'relaxations'],
  'xml/shape.ts': ['structure', 'second-reading'],
  'xml/signed-info.ts': ['signature', 'signed-info'],
  'xml/signature.ts': ['signature'],
  'xml/c14n.ts': ['c14n', 'structure'],
  'protocol-checks.ts': ['protocol'],
  'confirmation.ts': ['protocol'],
  'instant.ts': ['protocol'],
}
const nearest = (file) => (near[file] ?? ['encrypted']).map((one) => `test/saml/${one}.test.ts`)
const own = ['test/saml']
const more = ['test/attacks/xml-attacks.test.ts', 'test/attacks/protocol-edges.test.ts', 'test/saml/corpus']

const queue = checks.filter(([name]) => values.only === undefined || name.includes(values.only))
const results = new Map()
const lanes = Array.from({ length: Number(values.lanes) }, () => copy())
try {
  const before = [...(await failing(lanes[0], own)), ...(await failing(lanes[0], more))]
  if (before.length > 0) throw new Error(`the tests fail as it is: ${before.join('; ')}`)
  const waiting = [...queue]
  await Promise.all(
    lanes.map(async (lane) => {
      for (let check = waiting.shift(); check; check = waiting.shift()) {
        const [name, file, from, to] = check
        const path = join(lane, 'src/protocols/saml', file)
        const text = readFileSync(path, 'utf8')
        if (text.split(from).length !== 2) throw new Error(`${name}: its text stands not exactly once in ${file}`)
        writeFileSync(
          path,
          text.replace(from, () => to),
        )
        let found = []
        for (const suites of [nearest(file), own, more]) {
          found = await failing(lane, suites)
          if (found.length > 0) break
        }
        results.set(name, found)
        writeFileSync(path, text)
        process.stderr.write(`${name}: ${results.get(name).length}\n`)
      }
    }),
  )
} finally {
  for (const lane of lanes) rmSync(lane, { recursive: true, force: true })
}

const cell = (text) => text.replaceAll('|', '\\|')
const rows = queue.map(([name, file, , , later]) => {
  const found = results.get(name) ?? []
  const seen = found.length > 0 ? `${found.length}: ${found[0]}` : 'none'
  return `| ${cell(name)} | \`${file}\` | ${cell(seen)} | ${cell(found.length > 0 ? '' : (later ?? '**unexplained**'))} |`
})
process.stdout.write(
  `| check taken out | file | tests that notice: the first of them | still refused by |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`,
)

function copy() {
  const lane = mkdtempSync(join(tmpdir(), 'removed-checks-'))
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n')
  for (const file of files) if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(lane, file))
  symlinkSync(join(root, 'node_modules'), join(lane, 'node_modules'))
  return lane
}

/** The names of the tests that fail in this copy. */
async function failing(lane, suites) {
  const report = join(lane, 'report.json')
  rmSync(report, { force: true })
  const left = ['mutants', 'oracles', ...(suites === own ? ['corpus', 'cli.test.ts'] : [])]
  const slow = left.map((one) => `--exclude=test/saml/${one}${one.includes('.') ? '' : '/**'}`)
  const args = ['vitest', 'run', ...suites, ...slow, '--reporter=json', `--outputFile=${report}`, '--maxWorkers=1']
  const corpus = process.env.JITUP_CORPUS ?? join(root, '../shared/corpus')
  const child = spawn('npx', args, { cwd: lane, stdio: 'ignore', env: { ...process.env, JITUP_CORPUS: corpus } })
  await new Promise((resolve) => child.once('exit', resolve))
  if (!existsSync(report)) return ['nothing can be loaded']
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'))
  return testResults.flatMap((file) => [
    ...(file.status === 'failed' && file.assertionResults.length === 0 ? [`${file.name} cannot be loaded`] : []),
    ...file.assertionResults.filter((one) => one.status === 'failed').map((one) => one.fullName),
  ])
}
