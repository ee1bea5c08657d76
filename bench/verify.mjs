/**
 * Verifying one response: jitup, three libraries, the cryptography alone, and the sum of jitup's own parts. Prints its
 * result as JSON; `run.mjs` starts it as a process of its own. Times are CPU microseconds for one call, collecting
 * garbage included, as medians of interleaved rounds.
 */
import { X509Certificate } from 'node:crypto'
import { contendersFor } from './contenders.mjs'
import { dist } from './dist.mjs'
import { median } from './measure.mjs'
import { floorOf, partsOf } from './parts.mjs'
import { attribute, identityProvider, person, respond, tampered, toFormField } from './people.mjs'

const { makeKeyPair } = await dist('testing/index.js')

const acsUrl = 'http://localhost:3000/sso/corp/acs'
const audience = 'http://localhost:3000/sso/corp/metadata'
const idp = identityProvider()
const certificate = new X509Certificate(Buffer.from(idp.keys.certificate, 'base64'))
const ours = makeKeyPair({ commonName: 'Service provider', now: new Date() })

const kinds = {
  'signed assertion': { sign: 'assertion' },
  'both signed': { sign: 'both' },
  'signed, encrypted assertion': {
    sign: 'assertion',
    encrypt: { recipients: ours.certificatePem, data: 'aes256-gcm' },
  },
}

/** Those that understand a genuine message as jitup does; every one of them must refuse what was altered. */
async function honest(contenders, who, options) {
  const expected = who.attributes[attribute.groups]
  const good = respond(idp, { who, acsUrl, audience, ...options })
  const outcomes = {}
  for (const [name, contender] of Object.entries(contenders)) {
    const read = await attempt(contender, good)
    if (read instanceof Error) {
      if (name === 'jitup') throw read
      outcomes[name] = read.message.slice(0, 80)
      continue
    }
    if (JSON.stringify(read) !== JSON.stringify(expected)) throw new Error(`${name} lost groups`)
    // Of two signatures a library may be content with the other one.
    const altered = options.encrypt ? [] : options.sign === 'both' ? tampered(good).slice(0, 1) : tampered(good)
    for (const xml of altered) {
      if (!((await attempt(contender, xml)) instanceof Error)) throw new Error(`${name} accepted a tampered response`)
    }
  }
  return outcomes
}

const attempt = async (contender, xml) => {
  try {
    return await contender(toFormField(xml))
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** CPU microseconds of one call, over `milliseconds` of CPU: other programs on the machine do not shorten it. */
async function time(work, milliseconds) {
  const start = process.cpuUsage()
  for (let calls = 0; ; ) {
    // Awaiting what is no promise would be counted against those that need none.
    for (const before = calls; calls < before + 4; calls++) {
      const result = work(calls)
      if (result instanceof Promise) await result
    }
    const { user, system } = process.cpuUsage(start)
    if (user + system >= milliseconds * 1000) return (user + system) / calls
  }
}

const timeWithin = async ({ repeated }, milliseconds) => (await time(() => repeated(50), milliseconds)) / 50

async function measure(kind, groups, { rounds, milliseconds }) {
  const options = kinds[kind]
  const contenders = contendersFor({ idp, certificate, acsUrl, audience, ours, encrypted: 'encrypt' in options })
  const refusing = await honest(contenders, person(1, { groups }), options)
  const messages = Array.from({ length: 64 }, (_, number) =>
    respond(idp, { who: person(number, { groups }), acsUrl, audience, ...options }),
  )
  const fields = messages.map(toFormField)
  const dissected = messages.map((xml) => partsOf(xml, { key: certificate.publicKey, privateKey: ours.privateKey }))
  const of = (list, at) => list[at % list.length]
  const works = {}
  for (const [name, contender] of Object.entries(contenders)) {
    if (!(name in refusing)) works[name] = (at) => contender(of(fields, at))
  }
  const floors = dissected.map(floorOf)
  works.floor = (at) => {
    for (const part of of(floors, at)) part()
  }
  for (const name of Object.keys(dissected[0].parts)) works[`part ${name}`] = (at) => of(dissected, at).parts[name]()
  const names = Object.keys(works)
  // A server has been up for a while: compiled code, not code being compiled.
  for (const name of names) await time(works[name], milliseconds * (name.startsWith('part') ? 2 : 8))
  const measured = []
  for (let round = 0; round < rounds; round++) {
    // Whoever comes after another pays for that one's garbage; so everybody comes first in turn.
    const order = names.map((_, at) => names[(at + round) % names.length])
    const figures = {}
    for (const name of order) figures[name] = await time(works[name], milliseconds / (name.startsWith('part') ? 4 : 1))
    for (const [at, one] of of(dissected, round).within.entries()) {
      figures[`part ${one.name}`] =
        (at > 0 ? (figures[`part ${one.name}`] ?? 0) : 0) + (await timeWithin(one, milliseconds / 4))
    }
    figures.parts = Object.entries(figures)
      .filter(([name]) => name.startsWith('part ') && name !== 'part c14n')
      .reduce((sum, [, figure]) => sum + figure, 0)
    measured.push(figures)
  }
  const figure = (pick) => median(measured.map(pick))
  const figures = Object.fromEntries(Object.keys(measured[0]).map((name) => [name, figure((one) => one[name])]))
  return {
    kind,
    groups,
    bytes: Math.round(median(messages.map((xml) => Buffer.byteLength(xml)))),
    refusing,
    figures,
    faster: figure((one) => one.nodeSaml / one.jitup),
    overFloor: figure((one) => one.jitup / one.floor),
    overParts: figure((one) => one.jitup / one.parts),
  }
}

const results = []
for (const kind of Object.keys(kinds)) {
  for (const groups of [5, 150]) results.push(await measure(kind, groups, { rounds: 9, milliseconds: 250 }))
}
process.stdout.write(JSON.stringify(results))
