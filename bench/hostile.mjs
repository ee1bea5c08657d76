/**
 * What hostile messages cost: each kind by itself, then a person's sign-on with one kind after another posted beside it
 * as fast as one connection can. `node bench/hostile.mjs [--sign-ons 60]` after a build.
 */
import { createPublicKey, X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { formPost, openClient } from './client.mjs'
import { addressOf, startServer } from './database.mjs'
import { dist } from './dist.mjs'
import { hostileMessages } from './hostile-messages.mjs'
import { median, quantile } from './measure.mjs'
import { identityProvider, person, respond, toFormField } from './people.mjs'
import { peers, prepare, startPeer } from './sign-on.mjs'

const { values } = parseArgs({ options: { 'sign-ons': { type: 'string', default: '60' } } })
const count = Number(values['sign-ons'])
const { verifyResponse } = await dist('protocols/saml/index.js')

const idp = identityProvider()
const acsUrl = 'https://app.example/acs'
const genuine = respond(idp, { who: person(1), acsUrl, audience: 'https://app.example' })
const messages = hostileMessages(genuine)
const expected = {
  idpEntityId: idp.entityId,
  spEntityId: 'https://app.example',
  acsUrl,
  keys: [createPublicKey(new X509Certificate(Buffer.from(idp.keys.certificate, 'base64')).toString())],
  now: new Date(),
  request: { kind: 'stored' },
}

const alone = new Map(messages.map(([name, xml]) => [name, costOf(xml)]))
const beside = await withServer()
const lines = messages.map(([name, xml]) => {
  const { code, worst, mid } = alone.get(name)
  const other = beside.get(name)
  const cells = [name, Math.round(Buffer.byteLength(xml) / 1000), code, mid.toFixed(1), worst.toFixed(1)]
  return `| ${[...cells, other.p50.toFixed(1), other.p95.toFixed(1), other.posts].join(' | ')} |`
})
const usual = beside.get('')
process.stdout.write(
  `Alone, a sign-on takes ${usual.p50.toFixed(1)} ms (median), ${usual.p95.toFixed(1)} ms (95th percentile) of ${count}.\n\n` +
    '| message | KB | refused as | ms | worst of 7 | sign-on beside it, median ms | 95th percentile | hostile posts meanwhile |\n' +
    `| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n${lines.join('\n')}\n`,
)

function costOf(xml) {
  const field = toFormField(xml)
  const spans = []
  let code = ''
  for (let round = 0; round < 7; round++) {
    const start = performance.now()
    const verdict = verifyResponse(field, expected)
    spans.push(performance.now() - start)
    code = verdict.verdict === 'rejected' ? verdict.code : 'genuine, padded'
  }
  return { code, mid: median(spans), worst: Math.max(...spans) }
}

/** One person after another signs on; beside them one connection posts the same kind again and again. */
async function withServer() {
  const server = await startServer()
  const kinds = [['', null], ...messages]
  const prepared = await prepare({ people: 50, answers: (kinds.length + 1) * count, groups: 5, changing: false })
  const connection = await server.create('bench_hostile')
  const requestsFile = join(server.folder, 'requests.json')
  writeFileSync(requestsFile, JSON.stringify(prepared.requests))
  const child = await startPeer(server, peers.jitup, {
    ...prepared.told,
    database: addressOf(connection),
    requestsFile,
  })
  const results = new Map()
  try {
    const client = await openClient(prepared.told.port)
    let next = 0
    const signOns = async () => {
      const spans = []
      for (let at = 0; at < count; at++) {
        const start = performance.now()
        const answer = await client.send(prepared.bodies[next++])
        spans.push(performance.now() - start)
        if (answer.status !== 303) throw new Error(`not signed on: ${answer.status}`)
      }
      return spans
    }
    await signOns() // warms up
    for (const [name, xml] of kinds) {
      const attack = xml === null ? null : attacker(prepared, xml)
      const spans = await signOns()
      const posts = attack === null ? 0 : await attack.stop()
      results.set(name, { p50: median(spans), p95: quantile(spans, 0.95), posts })
    }
    client.close()
  } finally {
    child.kill('SIGTERM')
    await server.stop()
  }
  return results
}

function attacker(prepared, xml) {
  const post = formPost(prepared.told.acsUrl, 'jitup-local-browser=x', { SAMLResponse: toFormField(xml) })
  let going = true
  let posts = 0
  const loop = (async () => {
    const client = await openClient(prepared.told.port)
    while (going) {
      const answer = await client.send(post)
      if (answer.status < 400) throw new Error(`a hostile message was answered with ${answer.status}`)
      posts++
    }
    client.close()
  })()
  return {
    stop: async () => {
      going = false
      await loop
      return posts
    },
  }
}
