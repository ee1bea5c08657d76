/** A whole repeat sign-on over HTTP: each peer a process, the same signed answers, the same PostgreSQL server. */
import { spawn, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formPost, openClient } from './client.mjs'
import { addressOf, ask } from './database.mjs'
import { cpuOf, cpuOfFamily, median, quantile } from './measure.mjs'
import {
  attribute,
  groupCount,
  groupName,
  identityProvider,
  newRequest,
  person,
  respond,
  tampered,
  toFormField,
} from './people.mjs'

/** A server that has been up for a while runs compiled code; more sign-ons than these change little. */
const warm = 3000
const returnTo = '/home'
const slug = 'corp'

/** Each peer: its program, its session cookie, and how to count what it has stored. */
export const peers = {
  jitup: {
    script: 'peers/jitup.mjs',
    cookie: /^jitup-local-session$/,
    counts:
      'select (select count(*) from users)::integer as people, (select count(*) from sessions)::integer as sessions',
  },
  'passport-saml': {
    script: 'peers/passport-saml.mjs',
    cookie: /^connect\.sid$/,
    counts:
      'select (select count(*) from people)::integer as people, (select count(*) from session)::integer as sessions',
  },
}

/** One core for the server under test, so that both have exactly one whatever else runs. */
export function pinning() {
  if (cpus().length < 2 || spawnSync('taskset', ['-V']).status !== 0) return []
  return ['taskset', '-c', String(cpus().length - 1)]
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Everything signed and written down beforehand. `changing`: one person in ten brings other values every time. `subjectOf`:
 * the NameID of person `number`, instead of the e-mail address.
 */
export async function prepare({ people, answers, groups, changing, subjectOf }) {
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  const acsUrl = `${publicUrl}/sso/${slug}/acs`
  const spEntityId = `${publicUrl}/sso/${slug}/metadata`
  const idp = identityProvider()
  const requests = []
  const xmlOf = (who, number = 0) => {
    const request = newRequest()
    requests.push(request)
    const nameId = subjectOf?.(number)
    return { request, xml: respond(idp, { who, acsUrl, audience: spEntityId, requestId: request.id, nameId }) }
  }
  const post = ({ request, xml }) =>
    formPost(acsUrl, `jitup-local-browser=${request.browser}`, { SAMLResponse: toFormField(xml), RelayState: 'r' })
  let bytes = 0
  const bodies = Array.from({ length: answers }, (_, at) => {
    const edition = changing && (at % people) % 10 === 0 ? Math.floor(at / people) : 0
    const message = xmlOf(person(at % people, { groups, edition }), at % people)
    bytes = Buffer.byteLength(message.xml)
    return post(message)
  })
  const victim = xmlOf(person(0, { groups }))
  return {
    people,
    bytes,
    bodies,
    victim: post(victim),
    tampered: tampered(victim.xml).map((xml) => post({ ...victim, xml })),
    requests,
    told: {
      port,
      publicUrl,
      acsUrl,
      spEntityId,
      slug,
      returnTo,
      attribute,
      groups: Array.from({ length: groupCount }, (_, number) => groupName(number)),
      idp: {
        entityId: idp.entityId,
        ssoUrl: idp.ssoUrl,
        metadata: idp.metadata(),
        certificate: new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).toString(),
      },
    },
  }
}

/** Starts a peer on an empty database, warms it up, makes sure that it refuses what it must, and measures it. */
export async function measurePeer(server, name, prepared, { clients: howMany, seconds, warmUp }) {
  const peer = peers[name]
  const connection = await server.create(`bench_${name.replaceAll('-', '_')}`)
  const requestsFile = join(server.folder, 'requests.json')
  writeFileSync(requestsFile, JSON.stringify(prepared.requests))
  const child = await startPeer(server, peer, { ...prepared.told, database: addressOf(connection), requestsFile })
  const clients = []
  try {
    for (let at = 0; at < howMany; at++) clients.push(await openClient(prepared.told.port))
    const accepted = (answer) =>
      answer.status === 303 && answer.location === returnTo && answer.cookies.some((cookie) => peer.cookie.test(cookie))
    const drive = driver(clients, prepared.bodies, accepted)

    await drive((sent) => sent < prepared.people)
    // Autovacuum would do this within a minute: the planner should know tables as they are, not empty.
    await ask(connection, 'analyze')
    const inTime = until(warmUp)
    await drive((sent) => sent < prepared.people + warm && inTime())
    const replay = await guard(name, clients[0], prepared, accepted)

    const before = { node: cpuOf(child.pid), database: cpuOfFamily(server.postmaster), at: performance.now() }
    const spans = await drive(until(seconds))
    const elapsed = performance.now() - before.at
    const figures = {
      perSecond: (spans.length / elapsed) * 1000,
      p50: median(spans),
      p99: quantile(spans, 0.99),
      nodeCpu: (cpuOf(child.pid) - before.node) / spans.length,
      databaseCpu: (cpuOfFamily(server.postmaster) - before.database) / spans.length,
      count: spans.length,
      replay,
    }
    const total = drive.accepted() + 1 + (replay === 'accepted' ? 1 : 0)
    const [stored] = await ask(connection, peer.counts)
    if (stored.people !== prepared.people || stored.sessions !== total) {
      throw new Error(`${name} stored ${JSON.stringify(stored)}, not ${prepared.people} people and ${total} sessions`)
    }
    return figures
  } finally {
    for (const client of clients) client.close()
    await stop(child)
  }
}

const until = (seconds) => {
  const end = performance.now() + seconds * 1000
  return () => performance.now() < end
}

/** Posts the next bodies over all clients while `more` says so; every answer must be a sign-on. Gives the milliseconds each took. */
export function driver(clients, bodies, accepted) {
  let next = 0
  let good = 0
  const drive = async (more) => {
    const spans = []
    const lane = async (client) => {
      while (more(next)) {
        const body = bodies[next++]
        if (!body) throw new Error('there are not enough answers for so much time: raise --answers')
        const start = performance.now()
        const answer = await client.send(body)
        spans.push(performance.now() - start)
        if (!accepted(answer)) throw new Error(`not signed on: ${answer.status} ${answer.body.slice(0, 300)}`)
      }
    }
    await Promise.all(clients.map(lane))
    good += spans.length
    return spans
  }
  drive.accepted = () => good
  return drive
}

/** Altered messages must sign nobody on, the same message unaltered must; whether it does so twice is only reported. */
async function guard(name, client, { tampered: altered, victim }, accepted) {
  for (const body of altered) {
    const answer = await client.send(body)
    if (accepted(answer) || answer.cookies.length > 0) throw new Error(`${name} accepted a tampered response`)
  }
  if (!accepted(await client.send(victim))) throw new Error(`${name} refuses what was not tampered with`)
  return accepted(await client.send(victim)) ? 'accepted' : 'refused'
}

export async function startPeer(server, peer, told) {
  const script = fileURLToPath(new URL(peer.script, import.meta.url))
  const flags = (process.env.BENCH_NODE_FLAGS ?? '').split(' ').filter((flag) => flag !== '')
  const [program, ...args] = [...pinning(), process.execPath, ...flags, script]
  const log = join(server.folder, 'peer.log')
  const child = spawn(program, args, {
    env: { ...process.env, NODE_ENV: 'production', BENCH_TOLD: JSON.stringify(told) },
    stdio: ['ignore', 'pipe', openSync(log, 'w')],
  })
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('READY') && resolve())
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${peer.script} ended with ${code}: ${readFileSync(log, 'utf8')}`)))
  })
  return child
}

/** Ends a peer. */
export function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}
