/**
 * The benchmark. One run prints medians and ratios; `--write` also puts them into docs/performance.md. See `--help`.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startServer } from './database.mjs'
import { median } from './measure.mjs'
import { machine, partsTable, signOnTable, verifyTable, writeDocument } from './report.mjs'
import { measurePeer, peers, pinning, prepare } from './sign-on.mjs'

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '4' },
    'warm-up': { type: 'string', default: '8' },
    clients: { type: 'string', default: '16' },
    people: { type: 'string', default: '1000' },
    groups: { type: 'string', default: '5' },
    answers: { type: 'string', default: '16000' },
    peers: { type: 'string', default: Object.keys(peers).join(',') },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const help = `Usage: node bench/run.mjs [options]

  --only verify|sign-on          one of the two parts
  --peers jitup,passport-saml    which servers
  --rounds 3 --seconds 4 --warm-up 8 --clients 16 --people 1000 --groups 5 --answers 16000
  --write                        puts the figures into docs/performance.md
`
if (given.help) {
  process.stdout.write(help)
  process.exit()
}

const count = (name) => Number(given[name])
const sections = []
const print = (title, table) => {
  sections.push({ title, table })
  process.stdout.write(`\n${title}\n\n${table}\n`)
}

process.stdout.write(`${machine()}\n`)
if (given.only !== 'sign-on') verify()
if (given.only !== 'verify') await signOn()
if (given.write) writeDocument(sections, { ...given, pinned: pinning().length > 0 })

/** In a process of its own: nothing of this one's memory and compiled code is in its way. */
function verify() {
  const { status, stdout } = spawnSync(process.execPath, [fileURLToPath(new URL('verify.mjs', import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error('the verification benchmark failed')
  const results = JSON.parse(stdout)
  print('Verify one response', verifyTable(results))
  print('The parts of verifying, each by itself', partsTable(results))
}

async function signOn() {
  const names = given.peers.split(',')
  const server = await startServer()
  const pinned = pinning().length > 0 ? 'the server under test pinned to one core' : 'nothing pinned to a core'
  process.stdout.write(`\nPostgreSQL ${server.version} ${JSON.stringify(server.settings)}, ${pinned}\n`)
  try {
    for (const changing of [true, false]) {
      const shape = { people: count('people'), answers: count('answers'), groups: count('groups'), changing }
      const prepared = await prepare(shape)
      const rounds = []
      for (let round = 0; round < count('rounds'); round++) {
        const figures = {}
        for (const name of names) {
          const options = { clients: count('clients'), seconds: count('seconds'), warmUp: count('warm-up') }
          figures[name] = await measurePeer(server, name, prepared, options)
          process.stdout.write(`round ${round + 1} ${name}: ${figures[name].perSecond.toFixed(0)}/s\n`)
        }
        rounds.push(figures)
      }
      const kind = changing ? 'one in ten with changed attributes and groups' : 'nothing changed'
      print(
        `Whole repeat sign-on over HTTP, ${kind} (${prepared.bytes} bytes of XML, ${given.groups} groups)`,
        signOnTable(summarise(names, rounds)),
      )
    }
  } finally {
    await server.stop()
  }
}

function summarise(names, rounds) {
  const usual = 'passport-saml'
  return names.map((name) => {
    const of = (figure) => median(rounds.map((round) => figure(round[name], round[usual])))
    return {
      name,
      perSecond: of((one) => one.perSecond),
      p50: of((one) => one.p50),
      p99: of((one) => one.p99),
      nodeCpu: of((one) => one.nodeCpu),
      databaseCpu: of((one) => one.databaseCpu),
      ratio: of((one, other) => (other ? one.perSecond / other.perSecond : Number.NaN)),
      cpuRatio: of((one, other) =>
        other ? (other.nodeCpu + other.databaseCpu) / (one.nodeCpu + one.databaseCpu) : Number.NaN,
      ),
      replay: rounds[0][name].replay,
    }
  })
}
