/**
 * What a repeat sign-on costs in a small and in a large directory:
 *
 *   node bench/scale.mjs --contacts 1000,1000000
 *
 * Both directories stand on one PostgreSQL, each with a server process of its own on the same core. Short runs take turns, so that
 * whatever else the machine does falls on both; compared is processor time, of server and database together.
 */
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openClient } from './client.mjs'
import { addressOf, ask, startServer } from './database.mjs'
import { cpuOf, cpuOfFamily, median } from './measure.mjs'
import { machine, scaleTable } from './report.mjs'
import { driver, peers, prepare, startPeer, stop } from './sign-on.mjs'

const { values: given } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000,1000000' },
    rounds: { type: 'string', default: '9' },
    'sign-ons': { type: 'string', default: '1000' },
    clients: { type: 'string', default: '4' },
    people: { type: 'string', default: '1000' },
  },
})
const [rounds, signOns, clients, people] = ['rounds', 'sign-ons', 'clients', 'people'].map((name) =>
  Number(given[name]),
)
const sizes = given.contacts.split(',').map(Number)
/** Compiled code and warm caches: nobody measures the first minute of a server. */
const warmUp = 2000

const script = await readFile(new URL('directory.sql', import.meta.url), 'utf8')
const print = (text) => process.stdout.write(`${text}\n`)

/** A server on a directory of that size, whose people have signed on before. */
async function directory(server, contacts) {
  // Spread over the whole directory: neighbours would share their pages.
  const every = Math.max(1, Math.floor(contacts / people))
  const subjectOf = (number) => ({ value: `person.${1 + ((number * every) % contacts)}@filler.example` })
  const answers = people + warmUp + rounds * signOns
  const prepared = await prepare({ people, answers, groups: 5, changing: false, subjectOf })
  const connection = await server.create(`scale_${contacts}`)
  const requestsFile = join(server.folder, `requests-${contacts}.json`)
  writeFileSync(requestsFile, JSON.stringify(prepared.requests))
  const peer = peers.jitup
  const child = await startPeer(server, peer, { ...prepared.told, database: addressOf(connection), requestsFile })
  closing.push(() => stop(child))
  const administrator = { ...connection, user: 'postgres' }
  const [{ id }] = await ask(administrator, 'select id from providers')
  const start = performance.now()
  await ask(administrator, script.replaceAll(':contacts', String(contacts)).replaceAll(':provider', id))
  await ask(administrator, 'vacuum analyze')
  await ask(administrator, 'checkpoint')
  const [{ size }] = await ask(administrator, 'select pg_size_pretty(pg_database_size(current_database())) as size')
  print(`${contacts} contacts: ${size}, filled in ${Math.round((performance.now() - start) / 1000)} s`)
  const accepted = (answer) => answer.status === 303 && answer.cookies.some((cookie) => peer.cookie.test(cookie))
  let sent = 0
  // Connections of their own each time: a server closes those that say nothing while it is the other's turn.
  const some = async (count) => {
    const open = await Promise.all(Array.from({ length: clients }, () => openClient(prepared.told.port)))
    const bodies = prepared.bodies.slice(sent, sent + count)
    sent += count
    const spans = await driver(open, bodies, accepted)((next) => next < bodies.length)
    for (const client of open) client.close()
    return spans
  }
  await some(people)
  await ask(administrator, 'analyze')
  await some(warmUp)
  const [{ users }] = await ask(administrator, 'select count(*)::integer as users from users')
  if (users !== contacts) throw new Error(`there are ${users} users, not ${contacts}: somebody was not known`)
  return {
    contacts,
    size,
    measure: async () => {
      const before = { node: cpuOf(child.pid), database: cpuOfFamily(server.postmaster) }
      const spans = await some(signOns)
      return {
        node: (cpuOf(child.pid) - before.node) / signOns,
        database: (cpuOfFamily(server.postmaster) - before.database) / signOns,
        wall: median(spans),
      }
    },
  }
}

const server = await startServer()
const directories = []
const closing = []
try {
  print(`${machine()}, PostgreSQL ${server.version} ${JSON.stringify(server.settings)}`)
  for (const contacts of sizes) directories.push(await directory(server, contacts))
  const measured = new Map(directories.map(({ contacts }) => [contacts, []]))
  for (let round = 0; round < rounds; round++) {
    // Each goes first in turn: the first one of a round finds the other's pages in the caches.
    for (const one of round % 2 === 0 ? directories : directories.toReversed()) {
      const figures = await one.measure()
      measured.get(one.contacts).push(figures)
      const told = Object.entries(figures).map(([name, ms]) => `${name} ${ms.toFixed(2)} ms`)
      print(`round ${round + 1}, ${one.contacts}: ${told.join(', ')}`)
    }
  }
  print(`\n${scaleTable(directories, measured, { rounds, signOns, clients })}`)
} finally {
  for (const close of closing) await close()
  await server.stop()
}
